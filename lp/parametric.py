"""Exact optimum as a function of a parameter: v(t) = max F subject to G <= t.

v is concave, nondecreasing and piecewise affine.  Its graph is the upper left boundary of
the projection of the behaviours to (G, F), so its vertices are found by chords: the chord
between two known vertices is an edge, or the program with the chord's slope has a vertex
beyond it.  No grid is used, so no piece can be missed.

Each piece is a certificate: F <= a + s t for every t in the stated closed range, from
a - F + s G = sum of weighted events and the multiplier s of the hypothesis t - G >= 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from lp.behaviour import mean
from lp.optima import Weights, entries, maximum, minimum, value_statement
from lp.supporting_lines import Tradeoff, along, difference, line_certificate
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean
from proofs.search.language.write import Json, certificate_bytes, rational


@dataclass(frozen=True)
class Vertex:
    """A behaviour at a corner of the curve.

    Attributes:
        parameter, value: G and F of the behaviour.
        behaviour: its nonzero probabilities.
        point: certificate that it has both values.
    """

    parameter: Fraction
    value: Fraction
    behaviour: Weights
    point: bytes


@dataclass(frozen=True)
class Piece:
    """v(t) = constant + slope * t from low to high; `high` is None for the last, constant piece.

    Attributes:
        events: the weights that prove it.
        bound: certificate that F is at most this under G <= t.
    """

    low: Fraction
    high: Fraction | None
    constant: Fraction
    slope: Fraction
    events: Weights
    bound: bytes


@dataclass(frozen=True)
class Curve:
    """The exact optimum for every parameter from that of the first vertex on."""

    vertices: tuple[Vertex, ...]
    pieces: tuple[Piece, ...]

    def piece_at(self, parameter: Fraction) -> Piece:
        """The first piece whose range contains the parameter.

        Raises:
            ValueError: no behaviour has so small a value of the statistic.
        """
        if parameter < self.vertices[0].parameter:
            raise Failure(
                Kind.VALUE, "", "no behaviour has a value below {parameter}", parameter=self.vertices[0].parameter
            )
        return next(piece for piece in self.pieces if piece.high is None or parameter <= piece.high)

    def __call__(self, parameter: Fraction) -> Fraction:
        piece = self.piece_at(parameter)
        return piece.constant + piece.slope * parameter


class Segment(NamedTuple):
    """constant + slope * t from low to high; `high` is None for the last one."""

    low: Fraction
    high: Fraction | None
    constant: Fraction
    slope: Fraction


def envelope(curves: Sequence[Curve]) -> list[Segment]:
    """The largest of several curves with a common least parameter, as segments; it need not be concave.

    Raises:
        ValueError: the curves do not begin at the same parameter.
    """
    if len({one.vertices[0].parameter for one in curves}) != 1:
        raise Failure(Kind.VALUE, "", "the curves begin at different parameters")
    cuts = sorted({vertex.parameter for one in curves for vertex in one.vertices})
    found: list[Segment] = []
    for low, high in zip(cuts, [*cuts[1:], None], strict=True):
        # no vertex inside: every curve is one line here, and lines change places where they cross
        lines = {(p.constant, p.slope) for one in curves for p in [one.piece_at(_inside(low, high))]}
        crossings = {(c - a) / (b - d) for a, b in lines for c, d in lines if b != d}
        inner = sorted(t for t in crossings if low < t and (high is None or t < high))
        for start, end in zip([low, *inner], [*inner, high], strict=True):
            middle = _inside(start, end)
            _, constant, slope = max((a + b * middle, a, b) for a, b in lines)
            joined = bool(found) and found[-1][2:] == (constant, slope)
            found.append(Segment(found.pop().low if joined else start, end, constant, slope))
    return found


def _inside(low: Fraction, high: Fraction | None) -> Fraction:
    return low + 1 if high is None else (low + high) / 2


def curve(problem: Tradeoff) -> Curve:
    """All vertices and pieces of the exact curve, each with a certificate.

    >>> from lp.coordinates import Scenario
    >>> chsh = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
    >>> wrong = {"": Fraction(2), **{w: -c / 2 for w, c in chsh.items()}}
    >>> found = curve(Tradeoff(Scenario.uniform(2, 2, 2), {"A0=0": Fraction(1)}, wrong))
    >>> [(str(p.low), str(p.constant), str(p.slope)) for p in found.pieces]
    [('0', '1/2', '1/2'), ('1', '1', '0')]

    Raises:
        Failure: NO_ANSWER, an exact optimum was not found.
        ValueError: the statistic is the same for all behaviours.
    """
    scenario = problem.scenario
    if not any(scenario.vector(problem.statistic)[1:]):
        raise Failure(Kind.VALUE, "", "the statistic is constant, so no parameter limits it")
    lowest = minimum(scenario, problem.statistic).value
    at_lowest = Mean("lowest", difference(problem.statistic, lowest))
    first = _vertex(problem, maximum(scenario, problem.functional, [at_lowest]).behaviour)
    last = _vertex(problem, maximum(scenario, problem.functional).behaviour)
    vertices = [first, last]
    proofs: dict[Fraction, Weights] = {}  # slope -> events
    k = 0
    while k + 1 < len(vertices) and vertices[k].value < last.value:
        slope = _slope(vertices[k], vertices[k + 1])
        optimal, events, behaviour = along(problem, slope)
        if optimal == vertices[k].value - slope * vertices[k].parameter:
            proofs[slope] = events
            k += 1
        else:
            vertices.insert(k + 1, _vertex(problem, behaviour))
    kept = vertices[:1]  # what follows k lies on the constant end of the curve
    for index in range(1, k + 1):
        if index == k or _slope(kept[-1], vertices[index]) != _slope(vertices[index], vertices[index + 1]):
            kept.append(vertices[index])
    shown = problem.feasible or first.behaviour
    pieces = [_piece(problem, a, b, proofs[_slope(a, b)], shown) for a, b in pairwise(kept)]
    return Curve(tuple(kept), (*pieces, _constant(problem, kept[-1])))


def _slope(left: Vertex, right: Vertex) -> Fraction:
    return (right.value - left.value) / (right.parameter - left.parameter)


def _vertex(problem: Tradeoff, behaviour: Weights) -> Vertex:
    scenario = problem.scenario
    found = [mean(scenario, functional, behaviour) for functional in (problem.statistic, problem.functional)]
    values: list[tuple[list[Json], Json]] = [
        (scenario.terms(problem.statistic), rational(found[0])),
        (scenario.terms(problem.functional), rational(found[1])),
    ]
    data = certificate_bytes("point", value_statement(scenario, values), {"behaviour": entries(behaviour)})
    return Vertex(found[0], found[1], behaviour, data)


def _piece(problem: Tradeoff, left: Vertex, right: Vertex, events: Weights, feasible: Weights) -> Piece:
    slope = _slope(left, right)
    constant = left.value - slope * left.parameter
    symbol: dict[str, Json] = {
        "name": problem.symbol, "low": rational(left.parameter), "high": rational(right.parameter),
    }  # fmt: skip
    data = line_certificate(problem, constant, slope, events, feasible, {"symbols": [symbol]}, left.parameter)
    return Piece(left.parameter, right.parameter, constant, slope, events, data)


def _constant(problem: Tradeoff, last: Vertex) -> Piece:
    best = maximum(problem.scenario, problem.functional)
    return Piece(last.parameter, None, last.value, Fraction(0), best.events, best.bound)
