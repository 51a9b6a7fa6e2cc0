"""The shipped certificates and moments about noise: what each was searched for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.papers.padovan2024.noise.polygon import Polygon
from oracle.papers.padovan2024.noise.tangents import tangent_certificate
from proofs.search.language.angles import Angle
from proofs.search.sequences.devices import SequentialChsh, StandardChsh, State

LOSS = 1e-6  # of the guessing probability: shorter numbers, at a cost far below the printed digits


@dataclass(frozen=True)
class Curve:
    """One point of a curve.

    Attributes:
        noisy: the protocol with its noise.
        guessed: inputs.
        level: by name.
        data: "full" or "pairs".
    """

    noisy: SequentialChsh | StandardChsh
    guessed: tuple[str, ...] = ("B0", "B01")
    level: str = "1+AB:sequences"
    data: str = "full"

    def certificate(self, loss: float = LOSS) -> bytes:
        """A certificate of the guessing probability, for all parameters of the protocol and best at these."""
        return tangent_certificate(self.noisy, self.guessed, self.level, self.data, loss)


def _sequential(p: str, theta: Angle, c: str = "0") -> SequentialChsh:
    return SequentialChsh(State(Fraction(p), Fraction(c)), theta)


_EIGHTH = Angle(Fraction(1, 8))
FITTED = (("0.019", "0.017", "0.412"), ("0.016", "0.012", "0.436"), ("0.015", "0.012", "0.357"))
"""p, c and theta of the rows of table 1."""

CURVES: Mapping[str, Curve] = {
    "noise-none": Curve(_sequential("0", _EIGHTH)),
    "noise-sequences": Curve(_sequential("0.01", _EIGHTH)),
    "noise-operators": Curve(_sequential("0.01", _EIGHTH), level="1+AB:operators"),
    "noise-higher": Curve(_sequential("0.01", _EIGHTH), level="1+BB+AB+ABB"),
    "noise-higher-one-bit": Curve(_sequential("0.0189", Angle(radians=Fraction("0.415"))), level="1+BB+AB+ABB"),
    "noise-one-bit": Curve(_sequential("0.0186", Angle(radians=Fraction("0.415")))),
    "noise-flat": Curve(_sequential("0.01", Angle(radians=Fraction("0.46")))),
    "noise-split": Curve(_sequential("0.085", _EIGHTH)),
    "noise-split-chsh": Curve(StandardChsh(State(Fraction("0.0854"))), ("B0",), "2"),
    **{
        f"table1-model-{row}": Curve(_sequential(p, Angle(radians=Fraction(theta)), c), data="pairs")
        for row, (p, c, theta) in enumerate(FITTED, 1)
    },
    **{
        f"table2-model-{row}": Curve(StandardChsh(State(Fraction(p), Fraction(c))), ("B0",), "2")
        for row, (p, c, _) in enumerate(FITTED, 1)
    },
}

POINTS: Mapping[str, Curve] = {
    "level-operators": Curve(_sequential("0.01", _EIGHTH), level="1+AB:operators"),
}
"""Moments that show how many bits a level gives at most."""


def _polygon(p: str, touching: str) -> Polygon:
    return Polygon(State(Fraction(p)), tuple(map(Fraction, touching.split())))


POLYGONS: Mapping[str, Polygon] = {
    "level-flat": _polygon("0.01", "0 1/9 3/14 4/13 5/13 6/13 6/11 8/13 7/10 5/6 1"),
    "level-one-bit": _polygon("0.019", "0 1/7 2/7 4/11 2/5 4/9 1/2 4/7 2/3 4/5 1"),
    "level-split": _polygon("0.0855", "0 1/7 3/10 7/18 8/19 6/13 3/5 4/5 1"),
}
"""Moments that show how many bits a level gives at most at any theta."""

EAVESDROPPERS: Mapping[str, Curve] = {
    "eavesdropper-one-bit": Curve(_sequential("0.019", Angle(radians=Fraction("0.415")))),
}
"""Explicit quantum adversaries; the search takes minutes."""

EXACT: Mapping[str, Fraction] = {
    "eavesdropper-1-1000": Fraction(1, 1000), "eavesdropper-1-100": Fraction(1, 100),
    "eavesdropper-1-20": Fraction(1, 20),
}  # fmt: skip
"""Adversaries with the exact means of p at the angle with the tangent 3/7: cos 2 theta = 20/29, sin 2 theta = 21/29."""
