"""Valid statements about many rounds against a quantum adversary: estimation factors, and accumulation by a theorem."""

from __future__ import annotations

from fractions import Fraction

from tests.certificates.edits import Document
from tests.certificates.valid import BELL, CELLS, CHSH, bound, certificate, event, premise, wins
from tests.certificates.valid_entropy import QUADRATURE, UNCERTAINTY, entropy, radau, squares
from tests.certificates.valid_factors import COUNTS, DIGEST, UNIFORM, block, law

# -- factors --------------------------------------------------------------------------------------


def quantum(
    power: str, blocks: list[Document], threshold: str, length: str, proofs: list[Document],
    settings: Document = UNIFORM, scenario: Document = BELL, chosen: str = "declared", error: str = "1/100",
) -> Document:  # fmt: skip
    statement = {
        "kind": "quantum-bits", "set": "quantum-tensor", "scenario": scenario, "settings": settings, "power": power,
        "blocks": blocks, "chosen": chosen, "threshold": threshold, "error": error, "length": length,
    }  # fmt: skip
    return certificate("factors", statement, {"precision": "96", "proofs": proofs})


def symmetric(power: Fraction, gain: Fraction) -> tuple[str, str]:
    """The factor that is tight in the test of 80 points, for a line with this constant, rounded down."""
    rise = gain * power / (1 + power)
    values = (1 + 8 * rise) / (1 + 6 * rise), 1 / (1 + 6 * rise)
    return tuple(str(Fraction(int(value * 10**6), 10**6)) for value in values)  # type: ignore[return-value]


def guess(name: str) -> Document:
    """P(outcome) + <CHSH>/100 <= 26/25 by squares: (1 - s A)^2/4 = 1 - P, and (a - c b)^2/200 = 1/100 - c a b/100."""
    party, outcome = name.split("=")
    functional = [["1", name], *[[str(Fraction(c) / 100), word] for c, word in CHSH]]
    found = [{"weight": "1/4", "polynomial": [["1", ""], ["-1" if outcome == "0" else "1", party]]}]
    for c, word in CHSH:
        first, second = word.split()
        found.append({"weight": "1/200", "polynomial": [["1", first], [str(-int(c)), second]]})
    return premise(certificate("sos", bound("quantum-commuting", BELL, functional, "26/25"), {"squares": found}))


def peaked() -> Document:
    """Theorem G with G = 26/25 - I/100: F = u (1 + beta - beta X), u = 1, where X is 1 on the lines of the cells."""
    beta, g0, slope = Fraction(1, 2), Fraction(26, 25), Fraction(1, 100)
    factor = []
    for cell in CELLS:
        x = g0 - slope * (4 if wins(*cell) else -4)
        factor.append([str(1 + beta - beta * x), event(*cell)])
    counts = [[str(n), event(*cell)] for n, cell in zip(COUNTS, CELLS, strict=True)]
    proof = {
        "peak": "1", "scale": "1", "functional": CHSH, "constant": str(g0), "slope": str(slope),
        "guessing": [guess(f"A{x}={a}") for x in (0, 1) for a in (0, 1)],
    }  # fmt: skip
    return quantum("1/2", [{"factor": factor, "counts": counts}], "-100", "0", [proof])


WINNING, LOSING = symmetric(Fraction(1, 20), Fraction(4, 5))
MILD = symmetric(Fraction(1, 20), Fraction(3, 5))
MILLION = (100_000, 10_000, 10_000, 100_000, 100_000, 10_000, 10_000, 100_000, 100_000, 10_000, 10_000, 100_000,
           10_000, 100_000, 100_000, 10_000)  # fmt: skip
BIASED: Document = {"model": "product", "bias": "1/1000"}
ONE_INPUT: Document = {"parties": [{"name": "A", "inputs": [["0", "2"]]}, {"name": "B", "inputs": [["0", "2"]]}]}
ONE_LAW: Document = {"model": "declared", "distribution": [["1", "0 0"]]}

QUANTUM_FACTORS: dict[str, Document] = {
    "quantum": quantum(
        "1/20", [block(WINNING, LOSING, MILLION)], "25000", "499862", [{"points": "80", "cells": "100"}]
    ),
    "quantum-half": quantum("1/20", [block(*MILD, MILLION)], "15000", "299862", [{"points": "80"}]),
    "quantum-bias": quantum(
        "1/20", [block("1", "1"), block("201/200", "19/20", MILLION)], "-1000", "0", [{}, {"points": "80"}], BIASED,
        chosen=DIGEST,
    ),
    "quantum-peak": peaked(),
    "quantum-one-input": quantum(
        "1", [{"factor": [["1", f"A0={a} B0={b}"] for a in (0, 1) for b in (0, 1)],
               "counts": [["1", f"A0={a} B0={b}"] for a in (0, 1) for b in (0, 1)]}],
        "0", "0", [{}], ONE_LAW, ONE_INPUT,
    ),
}  # fmt: skip

# -- accumulation ---------------------------------------------------------------------------------

A, B = Fraction(-246789248721, 10**11), Fraction(292432804381, 250 * 10**9)


def accumulated(theorem: str, bits: str, witness: Document | None = None, **more: Document) -> Document:
    """10^6 rounds of CHSH with the tangent at 5/2 for both inputs of A, and the threshold 5/2."""
    values = {cell: A + (4 if wins(*cell) else -4) * B for cell in CELLS}
    statement = {
        "kind": "accumulated-bits", "set": "quantum-tensor", "scenario": BELL, "inputs": UNIFORM["distribution"],
        "tradeoff": [[str(values[cell]), event(*cell)] for cell in CELLS], "theorem": theorem, "rounds": "1000000",
        "threshold": str(A + B * Fraction(5, 2)), "smoothing": "1/10000000000", "acceptance": "1/10000000000",
        "bits": bits, **more,
    }  # fmt: skip
    other = premise({**UNCERTAINTY["tangent"], "statement": {**UNCERTAINTY["tangent"]["statement"], "guessed": ["A1"]}})
    found: Document = {
        "precision": "64", "entropies": [premise(UNCERTAINTY["tangent"]), other], "lines": ["0", "0", "1", "1"],
    }  # fmt: skip
    return certificate("chain", statement, {**found, **(witness or {})})


def least(shift: Fraction = Fraction(0)) -> Document:
    """A + shift + B <I> >= A - 29/10 B, by squares of A0 + x (B0 + B1), A1 + x (B0 - B1), x = 20/29, and a constant."""
    functional = [[str(A + shift), ""], *[[str(Fraction(c) * B), word] for c, word in CHSH]]
    x, low = Fraction(20, 29), A - B * Fraction(29, 10)
    weight = B / (2 * x)
    rest = shift + B * Fraction(29, 10) - weight * (2 + 4 * x * x)
    found = [
        {"weight": str(weight), "polynomial": [["1", "A0"], [str(x), "B0"], [str(x), "B1"]]},
        {"weight": str(weight), "polynomial": [["1", "A1"], [str(x), "B0"], [str(-x), "B1"]]},
        {"weight": str(rest), "polynomial": [["1", ""]]},
    ]
    statement = bound("quantum-commuting", BELL, functional, str(low), ">=")
    return premise(certificate("sos", statement, {"squares": found}))


SPOT: Document = law("9/10", "1/30", "1/30", "1/30")


def _spot() -> Document:
    """Three of four inputs are tests; the key input counts 9/10 of the line, and f does the rest."""
    found = accumulated("improved", "0", beta="1/1000")
    probabilities = [Fraction(9, 10), *[Fraction(1, 30)] * 3]
    signs = {(x, y): -1 if x and y else 1 for x in (0, 1) for y in (0, 1)}
    tradeoff = []
    for x, y, a, b in CELLS:
        # 9/10 (A + B <I>): the constant on every cell, and each correlation where it is tested
        correlation = signs[x, y] * (1 - 2 * (a ^ b)) / probabilities[2 * x + y]
        tradeoff.append([str(Fraction(9, 10) * (A + B * correlation)), event(x, y, a, b)])
    found["statement"] |= {"inputs": SPOT, "tradeoff": tradeoff, "threshold": "1/10"}
    found["witness"]["lines"] = ["0", "none", "none", "none"]
    return found


ACCUMULATED: dict[str, Document] = {
    "accumulated": accumulated("improved", "320000", beta="1/500"),
    "accumulated-original": accumulated("original", "150000"),
    "accumulated-generalised": accumulated("generalised", "336000", beta="1/500"),
    "accumulated-least": accumulated("improved", "320000", {"least": least()}, beta="1/500"),
    "accumulated-spot": _spot(),
    "accumulated-run": accumulated(
        "improved", "320000", beta="1/500", hashing={"error": "1/10000000000", "length": "319935"},
        counts=[[str(n), event(*cell)] for n, cell in zip(
            (102_000, 20_000, 20_000, 108_000, 102_000, 20_000, 20_000, 108_000, 102_000, 20_000, 20_000, 108_000,
             20_000, 102_000, 108_000, 20_000), CELLS, strict=True)],
    ),
}  # fmt: skip
COMMUTING = premise({
    **QUADRATURE["chsh"], "statement": {**QUADRATURE["chsh"]["statement"], "set": "quantum-commuting"},
})  # fmt: skip
KNOWN = premise(QUADRATURE["known"])
THREE = premise(entropy(radau([{"grams": [squares(f"A0={a}")]} for a in range(3)]), ["A0"], [["-1/100", ""]],
                        {"parties": [{"name": "A", "inputs": [["0", "3"]]}]}))  # fmt: skip
