"""Valid estimates of bits by factors: extreme points, majorisation, laws of inputs, blocks."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from itertools import product

from tests.certificates.edits import Document
from tests.certificates.valid import (
    BELL,
    CELLS,
    CHSH,
    LOSING,
    WINNING,
    bound,
    certificate,
    event,
    premise,
    scenario,
    wins,
)

COUNTS = (293, 94, 70, 295, 298, 70, 74, 309, 283, 69, 64, 291, 68, 340, 309, 89)
SETTINGS = [f"{x} {y}" for x, y in product((0, 1), repeat=2)]
UNIFORM: Document = {"model": "declared", "distribution": [["1/4", setting] for setting in SETTINGS]}
DIGEST = "calibration " + "0123456789abcdef" * 4


def law(*probabilities: str) -> Document:
    return [[p, setting] for p, setting in zip(probabilities, SETTINGS, strict=True)]


def block(winning: str, losing: str, counts: tuple[int, ...] = COUNTS) -> Document:
    """A factor with one value where CHSH wins and one where it loses."""
    return {
        "factor": [[winning if wins(*cell) else losing, event(*cell)] for cell in CELLS],
        "counts": [[str(n), event(*cell)] for n, cell in zip(counts, CELLS, strict=True)],
    }


def estimate(
    kind: str, power: str, blocks: list[Document], bits: str, proofs: list[Document], settings: Document = UNIFORM,
    chosen: str = "declared", bounds: Document = None, **more: Document,
) -> Document:  # fmt: skip
    statement = {
        "kind": "estimated-bits", "set": kind, "scenario": BELL, "settings": settings, "power": power,
        "blocks": blocks, "chosen": chosen, "errors": [{"name": "delta", "type": "bad-event", "value": "1/100"}],
        "bits": bits, **more,
    }  # fmt: skip
    witness: Document = {"precision": "128", "proofs": proofs}
    return certificate("factors", statement, witness if bounds is None else {**witness, "bounds": bounds})


def no_signalling(functional: Document, value: str, events: list[tuple[str, str]], sense: str = "<=") -> Document:
    """A premise of rule lp-dual."""
    statement = bound("no-signalling", BELL, functional, value, sense)
    return premise(certificate("lp-dual", statement, {"events": [list(pair) for pair in events]}))


QUARTER = [[str(Fraction(c) / 4), word] for c, word in CHSH]
GUESSES = [
    no_signalling([["1", name], *QUARTER], "3/2", [("1", word) for word in words])
    for name, words in {
        "A0=0": ("A0=1 B0=0", "A0=1 B1=0", "A1=0 B0=1", "A1=1 B1=1"),
        "A0=1": ("A0=0 B0=1", "A0=0 B1=1", "A1=0 B1=0", "A1=1 B0=0"),
        "A1=0": ("A1=1 B0=0", "A1=1 B1=1", "A0=0 B0=1", "A0=1 B1=0"),
        "A1=1": ("A1=0 B0=1", "A1=0 B1=0", "A0=0 B1=1", "A0=1 B0=0"),
    }.items()
]
BOUNDS: Document = {
    "functional": CHSH,
    "range": [
        no_signalling(CHSH, "-4", [("2", word) for word in WINNING], ">="),
        no_signalling(CHSH, "4", [("2", word) for word in LOSING]),
    ],
    "lines": [{"constant": "3/2", "slope": "1/4", "guessing": GUESSES}],
}
# sum nu F P = (Fw + Fl)/2 + (Fw - Fl)/8 <I> for uniform inputs; the line is 1 at 2 and 1/2 at 4
PIECES: Document = {"affine": [["467/500", "33/1000"]], "ends": ["-4", "2", "4"], "lines": ["0", "1"]}


def leaning(winning: Fraction, losing: Fraction, law: list[Fraction]) -> Document:
    """[alpha, kappa] or [alpha, kappa, premise] for a law: no input tuple is won more often than always."""
    least, gain = min(law), winning - losing
    alpha = losing + gain * (1 - 4 * least) + 2 * least * gain
    kappa = least * gain / 2
    weights = {(x, y): p for p, (x, y) in zip(law, product((0, 1), repeat=2), strict=True)}
    # sum nu F P - kappa <I> in words: a constant, then <Ax By>
    terms = [[str(losing + gain / 2), ""]]
    events = []
    for (x, y), p in weights.items():
        sign = -1 if x * y else 1
        c = sign * (p * gain / 2 - kappa)
        terms += [[str(c), f"A{x} B{y}"]] if c else []
        events += [(str((p - least) * gain), event(x, y, a, a ^ (1 - x * y))) for a in (0, 1) if p > least]
    stated: Document = [str(alpha), str(kappa)]
    return [*stated, no_signalling(terms, str(alpha), events)] if events else stated  # without events an identity


LAWS = [[Fraction(1, 4)] * 4, [Fraction(13, 50), Fraction(6, 25), Fraction(6, 25), Fraction(13, 50)]]
HULL: Document = {"model": "hull", "points": [law(*map(str, p)) for p in LAWS]}
FEW = (20, 5, 5, 20, 20, 5, 5, 20, 20, 5, 5, 20, 5, 20, 20, 5)

POINTS: Document = estimate("quantum-commuting", "1/46", [block("1291/1250", "1127/1250")], "762", [{"points": "80"}])
MAJORISED: Document = estimate(
    "no-signalling", "1/8", [block("533/500", "401/500")], "207", [PIECES], bounds=BOUNDS
)  # fmt: skip


def biased(model: str) -> Document:
    settings = {"model": model, "bias": "1/1000"}
    return estimate("quantum-commuting", "1/46", [block("413/400", "9019/10000")], "729", [{"points": "80"}], settings)


def sided(model: str, direction: tuple[int, ...], most: str) -> Document:
    """A factor of the inputs alone, 1 + (direction - most)/10: it is one if nu direction <= most for all laws."""
    values = {s: str(1 + (d - Fraction(most)) / 10) for s, d in zip(SETTINGS, direction, strict=True)}
    factor = [[values[f"{x} {y}"], event(x, y, a, b)] for x, y, a, b in CELLS]
    document = estimate("no-signalling", "1/2", [{**block("1", "1"), "factor": factor}], "0", [{"points": "24"}])
    document["statement"]["settings"] = {"model": model, "bias": "1/10"}
    return document


def edited(document: Document, **entries: Document) -> Document:
    """A copy with other entries of the statement."""
    result = deepcopy(document)
    result["statement"].update(entries)
    return result


FACTORS: dict[str, Document] = {
    "points": POINTS,
    "points-no-signalling": estimate("no-signalling", "1/20", [block("647/625", "559/625")], "355", [{"points": "24"}]),
    "majorised": MAJORISED,
    "majorised-beyond": estimate(
        "no-signalling", "1/10", [block("9/10", "3/4")], "0",
        [{"affine": [["33/40", "3/160"]], "ends": ["-4", "6", "7"], "lines": ["0", "0"]}], bounds=BOUNDS,
    ),
    "majorised-hull": estimate(
        "no-signalling", "1/8", [block("263/250", "411/500")], "8",
        [{"affine": [leaning(Fraction(263, 250), Fraction(411, 500), p) for p in LAWS], "ends": ["-4", "2", "3", "4"],
          "lines": ["0", "1", "1"]}],
        HULL, bounds=BOUNDS,
    ),
    "blocks": estimate(
        "quantum-commuting", "1/46", [block("1", "1", FEW), block("1291/1250", "1127/1250")], "762",
        [{}, {"points": "80"}],
    ),
    "in-sample": edited(POINTS, chosen="data"),
    "calibration": edited(POINTS, chosen=DIGEST, tags={"signalling": "allowed", "biased-inputs": "allowed"}),
    "product": biased("product"),
    "two-sided": biased("two-sided"),
    "sequential": biased("sequential"),
    "box": biased("box"),
    "hull": edited(biased("product"), settings={"model": "hull", "points": [
        law("0", "1/2", "1/2", "0"), law("1/2", "0", "0", "1/2")]}, blocks=[block("1", "1")], bits="0"),
    "zero": edited(POINTS, blocks=[block("4/3", "0")], power="1", bits="0"),
    # nu(01) + nu(10) - nu(00) - nu(11) is at most 1/25 for products, 1/5 otherwise
    "product-alternating": sided("product", (-1, 1, 1, -1), "1/25"),
    "two-sided-alternating": sided("two-sided", (-1, 1, 1, -1), "1/5"),
    # nu(00) - nu(10) is at most 3/25 given the other party's input, 1/5 given inputs before only
    "two-sided-order": sided("two-sided", (1, 0, -1, 0), "3/25"),
    # nu(00) - nu(01) is at most 3/25 given the input before, 1/5 in the box
    "sequential-order": sided("sequential", (1, -1, 0, 0), "3/25"),
    "box-corner": sided("box", (1, 0, 0, 0), "9/25"),
    "box-corners": sided("box", (1, -1, 0, 0), "1/5"),
    "box-middle": sided("box", (2, 1, 0, 0), "26/25"),
    "one-input": edited(
        estimate("no-signalling", "1/2", [], "0", [{}]), scenario=scenario(A="2", B="2"),
        settings={"model": "declared", "distribution": [["1", "0 0"]]},
        blocks=[{key: [["1", f"A0={a} B0={b}"] for a, b in product((0, 1), repeat=2)] for key in ("factor", "counts")}],
    ),
}  # fmt: skip
