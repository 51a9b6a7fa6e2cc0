"""The certificates of pironio2010: the CHSH functional, the tight curve, and the bits of Table 1."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

from oracle.papers.pironio2010.generate import tight_symbolic
from oracle.papers.pironio2010.generate.comparisons import comparisons
from oracle.resources import certificates_dir
from proofs.search.chsh import identities, rounds, tight
from proofs.search.language.write import Certificate, Json, certificate_bytes


def _chsh() -> Iterator[tuple[str, Certificate]]:
    yield "local-bound", identities.local_bound()
    yield "local-attained", identities.local_attained()
    yield "quantum-bound", identities.quantum_bound()
    yield "quantum-minimum", identities.quantum_bound(-1)
    yield "quantum-attained", identities.quantum_attained()
    yield "nosignalling-bound", identities.nosignalling_bound()
    yield "nosignalling-minimum", identities.nosignalling_bound(-1)
    yield "nosignalling-extreme", identities.nosignalling_extreme()
    yield "nosignalling-parametric", identities.nosignalling_parametric()
    for cell in identities.cells():
        name = "".join(map(str, cell))
        kind = "winning" if identities.wins(cell) else "losing"
        yield (
            f"nosignalling-{kind}-{name}",
            (identities.nosignalling_winning if identities.wins(cell) else identities.nosignalling_losing)(cell),
        )
        yield f"nosignalling-{kind}-{name}-attained", identities.nosignalling_attained(cell)
    for a, x in product((0, 1), repeat=2):
        yield f"nosignalling-marginal-{a}{x}", identities.nosignalling_marginal(a, x)
        yield f"tilted-generic-{a}{x}", identities.tilted_generic(a, x)
    for k in (Fraction(7, 8), Fraction(127, 128)):
        name = f"tilted-rational-{k.numerator}-{k.denominator}"
        yield name, identities.tilted_rational(0, 0, *identities.rational_point(k))
    # sin(2 theta) for which the score is rational, and the square-free part of 1 - sin^2
    for m, square_free, root in (
        (Fraction(3, 4), 7, (2, 3)),
        (Fraction(5, 12), 119, (10, 11)),
        (Fraction(8, 15), 161, (12, 13)),
    ):
        bound, point = identities.tilted_tight(m, square_free, root)
        yield f"tilted-tight-{m.numerator}-{m.denominator}", bound
        yield f"tilted-tight-{m.numerator}-{m.denominator}-attained", point


def _tight() -> Iterator[tuple[str, Certificate]]:
    """Tangents of the tight curve, with the states that attain them where u = (1 - t^2)/(1 + t^2)."""
    for u in (Fraction(3, 4), Fraction(5, 6), Fraction(9, 10), Fraction(47, 50)):
        yield f"tight-{u.numerator}-{u.denominator}", tight.tangent_bound(u)
    for t in (Fraction(1, 3), Fraction(1, 4), Fraction(1, 5), Fraction(1, 7)):
        u = (1 - t**2) / (1 + t**2)
        yield f"tight-{u.numerator}-{u.denominator}", tight.tangent_bound(u)
        yield f"tight-{u.numerator}-{u.denominator}-attained", tight.attained_at(t)
    yield "tight-losing", tight.losing_bound()
    yield "tight-symbolic", tight_symbolic.symbolic_tangent()
    yield "tight-symbolic-attained", tight_symbolic.symbolic_attained()


def table1(folder: Path) -> dict[tuple[int, int, int, int], int]:
    """The counts of Table 1 from its CSV file, (x, y, a, b) -> rounds."""
    with (folder / "table1.csv").open(newline="", encoding="utf-8") as file:
        return {
            (int(row["x"]), int(row["y"]), int(row["a"]), int(row["b"])): int(row["count"])
            for row in csv.DictReader(file)
        }


def p_value() -> tuple[str, Certificate]:
    """The right side of (18) at the counts of Table 1 lies between neighbours of two figures."""
    score: Json = {"sub": ["70/29", "2"]}
    exponent: Json = {"neg": [{"div": [{"mul": ["3016", {"mul": [score, score]}]}, "72"]}]}
    statement: dict[str, Json] = {
        "kind": "enclosure", "expression": {"exp": [exponent]}, "low": "19/25000", "high": "77/100000",
    }  # fmt: skip
    return "p-value", ("enclosure", statement, {"precision": "64"})


def certificates() -> dict[str, bytes]:
    """File name -> bytes of every certificate.

    >>> "quantum-bound.cert.json" in certificates()
    True
    """
    files = {name: certificate_bytes(*certificate) for name, certificate in (*_chsh(), *_tight())}
    delta = Fraction(1, 100)
    counts = table1(certificates_dir() / "pironio2010")
    for method, deviation in product(rounds.METHODS, rounds.DEVIATIONS):
        name = f"table1-{method.replace('-', '')}" + ("" if deviation == "azuma" else f"-{deviation}")
        files[name] = rounds.certified_bits_certificate(counts, rounds.UNIFORM, delta, method, deviation)
    at = tight.Curve.at(Fraction(20, 21))  # close to the best tangent, with small numbers
    best = rounds.Tangent(at.constant, at.slope, tight.premises(at.u))
    files["table1-tight"] = rounds.bits_certificate(counts, rounds.UNIFORM, delta, lambda _: best)
    files["min-entropy-quantum-5-2"] = rounds.min_entropy_certificate(Fraction(5, 2), adversary="quantum")
    files["min-entropy-nosignalling-3"] = rounds.min_entropy_certificate(Fraction(3), "no-signalling")
    files |= {name: certificate_bytes(*certificate) for name, certificate in (*comparisons(), p_value())}
    return {f"{name}.cert.json": data for name, data in files.items()}
