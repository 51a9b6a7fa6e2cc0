"""The shipped certificates: `python -m proofs.search.shipped` writes them again, byte for byte.

One function a folder, each returning file name -> bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

from proofs.search import chsh, extraction, rounds, tight, tight_symbolic
from proofs.search.boundary import catalogue as boundary
from proofs.search.noise import standard_adversary
from proofs.search.write import Certificate, certificate_bytes, write_folders

ROOT = Path(__file__).resolve().parents[2] / "certificates"


def _chsh() -> Iterator[tuple[str, Certificate]]:
    yield "local-bound", chsh.local_bound()
    yield "local-attained", chsh.local_attained()
    yield "quantum-bound", chsh.quantum_bound()
    yield "quantum-minimum", chsh.quantum_bound(-1)
    yield "quantum-attained", chsh.quantum_attained()
    yield "nosignalling-bound", chsh.nosignalling_bound()
    yield "nosignalling-minimum", chsh.nosignalling_bound(-1)
    yield "nosignalling-extreme", chsh.nosignalling_extreme()
    yield "nosignalling-parametric", chsh.nosignalling_parametric()
    for cell in chsh.cells():
        name = "".join(map(str, cell))
        kind = "winning" if chsh.wins(cell) else "losing"
        yield (
            f"nosignalling-{kind}-{name}",
            (chsh.nosignalling_winning if chsh.wins(cell) else chsh.nosignalling_losing)(cell),
        )
        yield f"nosignalling-{kind}-{name}-attained", chsh.nosignalling_attained(cell)
    for a, x in product((0, 1), repeat=2):
        yield f"nosignalling-marginal-{a}{x}", chsh.nosignalling_marginal(a, x)
        yield f"tilted-generic-{a}{x}", chsh.tilted_generic(a, x)
    for k in (Fraction(7, 8), Fraction(127, 128)):
        name = f"tilted-rational-{k.numerator}-{k.denominator}"
        yield name, chsh.tilted_rational(0, 0, *chsh.rational_point(k))
    # sin(2 theta) for which the score is rational, and the square-free part of 1 - sin^2
    for m, square_free, root in (
        (Fraction(3, 4), 7, (2, 3)),
        (Fraction(5, 12), 119, (10, 11)),
        (Fraction(8, 15), 161, (12, 13)),
    ):
        bound, point = chsh.tilted_tight(m, square_free, root)
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


def pironio2010() -> dict[str, bytes]:
    """The certificates of the ledger of pironio2010.

    >>> "quantum-bound.cert.json" in pironio2010()
    True
    """
    folder = ROOT / "pironio2010"
    files = {name: certificate_bytes(*certificate) for name, certificate in (*_chsh(), *_tight())}
    delta = Fraction(1, 100)
    counts = table1(folder)
    for method, deviation in product(rounds.METHODS, rounds.DEVIATIONS):
        name = f"table1-{method.replace('-', '')}" + ("" if deviation == "azuma" else f"-{deviation}")
        files[name] = rounds.certified_bits_certificate(counts, rounds.UNIFORM, delta, method, deviation)
    at = tight.Curve.at(Fraction(20, 21))  # close to the best tangent, with small numbers
    best = rounds.Tangent(at.constant, at.slope, tight.premises(at.u))
    files["table1-tight"] = rounds.bits_certificate(counts, rounds.UNIFORM, delta, lambda _: best)
    files["min-entropy-quantum-5-2"] = rounds.min_entropy_certificate(Fraction(5, 2), adversary="quantum")
    files["min-entropy-nosignalling-3"] = rounds.min_entropy_certificate(Fraction(3), "no-signalling")
    return {f"{name}.cert.json": data for name, data in files.items()}


def kulikov2024() -> dict[str, bytes]:
    """Theorem 2, and the length that theorems 2, 3 and 4 give; the lemma of the kernel is 3 bits better than theorem 2.

    >>> sorted(kulikov2024())
    ['corrected-length.cert.json', 'theorem-2.cert.json']
    """
    found = {
        "theorem-2": extraction.formula(adversary="classical-proof", loss=3),
        "corrected-length": extraction.formula(loss=3),
    }
    return {f"{name}.cert.json": certificate_bytes(*certificate) for name, certificate in found.items()}


def padovan2024() -> dict[str, bytes]:
    """The boundary of sequential correlations, the randomness on it, and an adversary of the standard protocol.

    >>> "two-bits.cert.json" in padovan2024()
    True
    """
    found = boundary.certificates()
    for k, name in enumerate(("low", "high")):
        found[f"standard-guessed-{name}"] = certificate_bytes(*standard_adversary.guessed_between(k))
    return {f"{name}.cert.json": data for name, data in found.items()}


FOLDERS = {"pironio2010": pironio2010, "kulikov2024": kulikov2024, "padovan2024": padovan2024}

if __name__ == "__main__":
    write_folders(ROOT, FOLDERS)
