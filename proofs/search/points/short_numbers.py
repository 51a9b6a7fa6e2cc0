"""Two qubits whose numbers are short fractions once their frame is chosen: models of points that nothing surrounds.

Local rotations change no mean. In the frame in which the state is diagonal, and of a maximally entangled one in that
of the first observable, tangents of half angles that were fractions are read off floats as the fractions they are.
"""

from __future__ import annotations

from fractions import Fraction
from math import atan2

import numpy as np

from proofs.search.language.scenario import Scenario
from proofs.search.points.qubits import Model, Square, reflection
from proofs.search.semidefinite.sdp import Reals

LARGEST = 1 << 25  # denominator that 53 binary digits tell apart from its neighbours
ENTANGLED = 1e-4  # distance of the ratio of the state's coefficients from 1, which means see in the square only


def short_models(scenario: Scenario, point: Reals) -> list[Model]:
    """Models near a point with short fractions, at most two; none for other than two parties.

    Args:
        scenario: two outcomes an input.
        point: an angle for each letter, and a state.
    """
    if len(scenario.parties) != 2:
        return []
    letters = len(scenario.letters)
    left, ratios, right = np.linalg.svd(point[letters:].reshape(2, 2))
    frames = [left, right.T]
    ratio = float(ratios[1] / ratios[0])
    found = [_model(scenario, _turned(scenario, point[:letters], frames), ratio)]
    if ratio > 1 - ENTANGLED:
        angles = _turned(scenario, point[:letters], frames)
        first = angles[next(x for x in range(letters) if scenario.party_of[x] == 0)]
        found.append(_model(scenario, [angle - first for angle in angles], 1.0))
    return found


def _turned(scenario: Scenario, angles: Reals, frames: list[Reals]) -> list[float]:
    """The angles of all reflections in the parties' frames, which may be mirrored."""
    turned = []
    for x, angle in enumerate(angles):
        frame = frames[scenario.party_of[x]]
        square = np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]])
        square = frame.T @ square @ frame
        turned.append(atan2(square[0, 1], square[0, 0]))
    return turned


def _model(scenario: Scenario, angles: list[float], ratio: float) -> Model:
    zero = Fraction(0)
    state = (Fraction(1), zero, zero, _short(ratio))
    return Model(scenario, tuple(map(_reflection, angles)), state)


def _short(x: float) -> Fraction:
    return Fraction(x).limit_denominator(LARGEST)


def _reflection(angle: float) -> Square:
    """The reflection whose half angle, or its complement, has a short tangent."""
    return reflection(angle, _short)
