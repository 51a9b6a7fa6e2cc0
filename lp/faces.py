"""Is an inequality a facet: the exact dimension of the face on which a functional is largest.

A face of the local polytope is spanned by the strategies that reach the maximum.  A face of
the no-signalling (or time-ordered) polytope is cut out by the events that vanish on all of
it; a behaviour in which every other event is positive shows that no more of them vanish.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from lp.coordinates import Functional, Scenario, integers
from lp.linear_algebra import rank
from lp.local import coordinates, values
from lp.optima import Optimum, Weights, assemble, event_rows, maximum
from lp.supporting_lines import difference
from proofs.search.language.means import Mean


class Face(NamedTuple):
    """Where a valid inequality is tight.

    Attributes:
        bound: the maximum over the polytope.
        counted: how many strategies reach it; how many events vanish on the face, if it is not a local one.
        dimension: of the face.
        facet: whether the dimension is one less than that of the polytope.
    """

    bound: Fraction
    counted: int
    dimension: int
    facet: bool


def local_face(scenario: Scenario, functional: Functional) -> Face:
    """The face of the local polytope on which a functional is largest.

    >>> chsh = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
    >>> local_face(Scenario.uniform(2, 2, 2), chsh)
    Face(bound=Fraction(2, 1), counted=8, dimension=7, facet=True)
    """
    vector, factor = integers(scenario.vector(functional))
    found = values(scenario, vector)
    best = max(int(v) for v in found)
    tight = [coordinates(scenario, int(i)) for i in np.flatnonzero(found == best)]
    dimension = rank(np.array(tight, dtype=np.int64)) - 1
    return Face(Fraction(best, factor), len(tight), dimension, dimension == scenario.dimension - 2)


def event_face(scenario: Scenario, functional: Functional) -> tuple[Face, Optimum]:
    """The face of the scenario's own polytope, and certificates with a behaviour inside of it.

    >>> face, _ = event_face(Scenario.uniform(2, 2, 2), {"A0=0 B0=0": Fraction(-1)})
    >>> face
    Face(bound=Fraction(0, 1), counted=1, dimension=7, facet=True)

    Raises:
        Failure: NO_ANSWER, no exact optimum was found.
    """
    best = maximum(scenario, functional)
    names, rows = event_rows(scenario)
    rest = difference(functional, best.value)
    here = [Mean("face", rest, "=0")] if any(scenario.vector(rest)) else []  # a constant is tight everywhere
    behaviours = [best.behaviour]
    # what has a multiplier vanishes where the bound is tight
    open_events = [name for name in names if name not in best.behaviour and name not in best.events]
    while open_events:
        found = maximum(scenario, dict.fromkeys(open_events, Fraction(1)), here)
        if not found.value:
            break
        behaviours.append(found.behaviour)
        open_events = [name for name in open_events if name not in found.behaviour]
    inside: Weights = {}
    for behaviour in behaviours:
        for name, p in behaviour.items():
            inside[name] = inside.get(name, Fraction(0)) + p / len(behaviours)
    vanishing = [i for i, name in enumerate(names) if name not in inside]
    dimension = scenario.dimension - 1 - rank(rows[vanishing])
    face = Face(best.value, len(vanishing), dimension, dimension == scenario.dimension - 2)
    return face, assemble(scenario, functional, [], 1, best.value, inside, best.events, {})
