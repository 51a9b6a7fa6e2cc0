"""Searches of the certificates and moments about noise.

Their bounds come from a solver's last digits, so they come out alike, not byte for byte; what the
ledger says of them is judged anew with the bytes that are there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from oracle.papers.padovan2024.generate.eavesdropper import eavesdropper_certificate, exact_eavesdropper_certificate
from oracle.papers.padovan2024.noise.level_point import level_point
from oracle.papers.padovan2024.noise.polygon import Polygon
from oracle.papers.padovan2024.noise.shipped import CURVES, EAVESDROPPERS, EXACT, POINTS, POLYGONS, Curve
from oracle.papers.padovan2024.noise.three_bits import outcome_certificate
from proofs.search.language.angles import Direction
from proofs.search.language.write import Json
from proofs.search.sequences.devices import SequentialChsh, State


def exact_adversary(p: Fraction, columns: int = 90) -> bytes:
    """A certificate of an adversary of EXACT.

    Args:
        p: depolarisation.
        columns: models to mix, at most.

    Raises:
        Failure: these columns do not reach the means.
    """
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
