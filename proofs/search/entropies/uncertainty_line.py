"""Tangents of the CHSH curve of the entropy of one outcome, as certificates of rule `uncertainty`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json, certificate, rational

CHSH = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}
BELL = Scenario.bell({"A": [2, 2], "B": [2, 2]})
DIGITS = 50
SLOPE, CONSTANT = 10**16, 10**14  # units of the coefficients
LEAST, MOST = Fraction(1, 1000), 1 - Fraction(1, 10**6)  # of c


@dataclass(frozen=True)
class Tangent:
    """A line below the curve, in bits: H(outcome | E) >= constant + slope * CHSH.

    >>> line = Tangent.at(Fraction(5, 2))
    >>> 0.45643555 < float(line.value(Fraction(5, 2))) < 0.45643556
    True
    """

    c: Fraction
    constant: Fraction
    slope: Fraction

    @classmethod
    def at(cls, score: Fraction) -> Tangent:
        """The tangent near a score between 2 and 2 sqrt 2, rounded down."""
        import mpmath  # takes longer to import than most bounds to evaluate

        with mpmath.workdps(DIGITS):
            square = mpmath.mpf(score.numerator) ** 2 / score.denominator**2 / 4 - 1
            found = mpmath.sqrt(square) if square > 0 else mpmath.mpf(0)
            c = min(max(Fraction(int(found * 2**60), 2**60), LEAST), MOST)
            x = mpmath.mpf(c.numerator) / c.denominator
            root = mpmath.sqrt(1 + x * x)
            value = ((1 + x) * mpmath.log(1 + x, 2) + (1 - x) * mpmath.log(1 - x, 2)) / 2
            rise = mpmath.log((1 + x) / (1 - x), 2) * root / (4 * x)
            slope = Fraction(int(mpmath.floor(rise * SLOPE)), SLOPE)
            # the line ends below the tangent at 2 sqrt 2 since it is flatter, and at 2 by what it is lower
            lowered = (
                value + (mpmath.mpf(slope.numerator) / slope.denominator) * (2 - 2 * root) - (rise * SLOPE % 1) / SLOPE
            )
            constant = Fraction(int(mpmath.floor((lowered) * CONSTANT)) - 1, CONSTANT) - 2 * slope
        return cls(c, constant, slope)

    def value(self, score: Fraction) -> Fraction:
        """The line at a score."""
        return self.constant + self.slope * score

    def functional(self) -> dict[str, Fraction]:
        """The line by words."""
        return {"": self.constant, **{word: sign * self.slope for word, sign in CHSH.items()}}

    def certificate(self, guessed: Sequence[str]) -> Certificate:
        """Rule, statement and witness that it is below the entropy of these inputs."""
        statement: dict[str, Json] = {
            "kind": "entropy", "set": "quantum-tensor", "scenario": BELL.json(), "guessed": list(guessed),
            "functional": BELL.terms(self.functional()),
        }  # fmt: skip
        return "uncertainty", statement, {"tangent": rational(self.c), "precision": "160"}

    def premise(self, guessed: Sequence[str]) -> dict[str, Json]:
        """The same as a premise."""
        return certificate(*self.certificate(guessed))
