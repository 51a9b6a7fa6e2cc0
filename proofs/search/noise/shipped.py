"""The shipped certificates and moments about noise: `python -m proofs.search.noise.shipped` searches all of them again.

Their bounds come from a solver's last digits, so they come out alike, not byte for byte; what the
ledger says of them is judged anew with the bytes that are there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from proofs.search.angles import Angle, Direction
from proofs.search.noise.level_point import level_point
from proofs.search.noise.model import SequentialChsh, StandardChsh, State
from proofs.search.noise.polygon import Polygon
from proofs.search.noise.tangents import tangent_certificate
from proofs.search.noise.third import outcome_certificate
from proofs.search.write import Json, write_file

FOLDER = Path(__file__).resolve().parents[3] / "certificates" / "padovan2024"
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


def exact_adversary(p: Fraction, columns: int = 90) -> bytes:
    """A certificate of an adversary of EXACT.

    Args:
        p: depolarisation.
        columns: models to mix, at most.

    Raises:
        Failure: these columns do not reach the means.
    """
    from proofs.search.noise.eavesdropper import (
        exact_eavesdropper_certificate,  # loads a solver, which the ledger needs not
    )

    c, s, none = Fraction(20, 29), Fraction(21, 29), Fraction(0)
    noisy, v = SequentialChsh(State(p), Direction(Fraction(7), Fraction(3))), 1 - p
    means = [(none, v * c), (none, v), (none, v), (none, v * s), (c, none)]
    return exact_eavesdropper_certificate(noisy, means, columns)


def _moments(found: Mapping[str, Fraction] | Sequence[Mapping[str, Fraction]]) -> bytes:
    """Moments by word, or those of several corners, as their file has them."""

    def spelled(values: Mapping[str, Fraction]) -> Json:
        return {word: str(value) for word, value in values.items()}

    document = spelled(found) if isinstance(found, Mapping) else list(map(spelled, found))
    return (json.dumps(document, indent=1) + "\n").encode()


def searches() -> dict[str, Callable[[], bytes]]:
    """How each shipped file is searched, by its name; the quick ones last."""
    from proofs.search.noise.eavesdropper import eavesdropper_certificate  # loads a solver, which the ledger needs not

    found: dict[str, Callable[[], bytes]] = {}
    for name, curve in EAVESDROPPERS.items():
        if isinstance(curve.noisy, SequentialChsh):
            found[f"{name}.cert.json"] = partial(eavesdropper_certificate, curve.noisy, columns=80)
    for name, p in EXACT.items():
        found[f"{name}.cert.json"] = partial(exact_adversary, p)
    for name, curve in POINTS.items():
        found[f"{name}.moments.json"] = partial(_level_moments, curve)
    for name, polygon in POLYGONS.items():
        found[f"{name}.moments.json"] = partial(_polygon_moments, polygon)
    found["third-noise.cert.json"] = outcome_certificate
    for name, curve in CURVES.items():
        found[f"{name}.cert.json"] = curve.certificate
    return found


def _level_moments(curve: Curve) -> bytes:
    return _moments(level_point(curve.noisy, curve.guessed, curve.level).values)


def _polygon_moments(polygon: Polygon) -> bytes:
    return _moments(polygon.moments())


def main(names: Sequence[str]) -> int:
    """Write the files that are named, or all.

    Args:
        names: of files, with or without what follows the first point.

    Returns:
        0, or 2 where a name is none of these.
    """
    found = searches()
    full = {name.partition(".")[0]: name for name in found}
    wanted = [full.get(name, name) for name in names] or list(found)
    unknown = [name for name in wanted if name not in found]
    if unknown:
        print(f"not searched here: {', '.join(unknown)}", file=sys.stderr)
        return 2
    for name in wanted:
        data = found[name]()
        write_file(FOLDER / name, data)
        print(f"{name}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
