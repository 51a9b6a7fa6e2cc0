"""Faces of the local and no-signalling polytopes: dimensions known from vertices, and facets of both."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp.behaviour import behaviour_vector, mean
from lp.coordinates import Scenario
from lp.faces import Face, event_face, local_face
from lp.optima import maximum
from lp.ordered import OrderedScenario
from lp.supporting_lines import difference
from proofs.kernel.check import check_bytes
from tests.lp.strategies import functionals

ONE = Fraction(1)
HALF = Fraction(1, 2)
TWO = Scenario.uniform(2, 2, 2)
CHSH = {"A0 B0": ONE, "A0 B1": ONE, "A1 B0": ONE, "A1 B1": -ONE}


def vertices() -> list[dict[str, Fraction]]:
    """The 24 vertices of the two-party polytope: 16 strategies and 8 boxes."""
    found = []
    for a0, a1, b0, b1 in product((0, 1), repeat=4):
        a, b = (a0, a1), (b0, b1)
        found.append({f"A{x}={a[x]} B{y}={b[y]}": ONE for x, y in product((0, 1), repeat=2)})
    for i, j, k in product((0, 1), repeat=3):
        box = {}
        for x, y, o in product((0, 1), repeat=3):
            box[f"A{x}={o} B{y}={o ^ x & y ^ i & x ^ j & y ^ k}"] = HALF
        found.append(box)
    return found


VERTICES = vertices()
MATRIX = np.array([[float(c) for c in behaviour_vector(TWO, vertex)] for vertex in VERTICES])


@settings(max_examples=10)
@given(functionals(TWO))
def test_the_face_is_spanned_by_the_vertices_that_reach_the_maximum(functional: dict[str, Fraction]) -> None:
    found, certificates = event_face(TWO, functional)
    values = [mean(TWO, functional, vertex) for vertex in VERTICES]
    assert found.bound == max(values)
    tight = [k for k, value in enumerate(values) if value == found.bound]
    assert found.dimension == np.linalg.matrix_rank(MATRIX[tight]) - 1
    assert found.counted == sum(all(event not in VERTICES[k] for k in tight) for event in TWO.events())
    assert found.facet == (found.dimension == 7)
    for data in (certificates.bound, certificates.point):
        assert check_bytes(data).statement.endswith(f" {found.bound}")


@pytest.mark.parametrize(
    "scenario",
    [TWO, Scenario.of([[2, 3], [3, 2]]), Scenario.uniform(3, 2, 2), OrderedScenario(TWO.parties, (("A", "B"),))],
    ids=["222", "mixed", "322", "one-way"],
)
def test_positivity_is_a_facet_and_a_sum_of_two_is_none(scenario: Scenario) -> None:
    first, *_, last = scenario.events()
    assert event_face(scenario, {first: -ONE})[0].facet
    both = event_face(scenario, {first: -ONE, last: -ONE})[0]
    assert (both.counted, both.facet) == (2, False)


def test_a_box_is_a_vertex_and_a_constant_is_everywhere_tight() -> None:
    assert event_face(TWO, CHSH)[0] == Face(Fraction(4), 8, 0, False)
    assert event_face(TWO, {"A0=0": ONE, "A0=1": ONE})[0] == Face(ONE, 0, 8, False)


def test_faces_of_the_local_polytope() -> None:
    assert local_face(TWO, {"A0=0 B0=0": -ONE}) == Face(Fraction(0), 12, 7, True)
    assert not local_face(TWO, {"A0": ONE}).facet
    assert not local_face(TWO, difference({**CHSH, "A0=0 B0=0": ONE}, Fraction(0))).facet


@settings(max_examples=5)
@given(st.data())
def test_the_behaviour_inside_is_optimal(data: st.DataObject) -> None:
    scenario = Scenario.of([[2, 2], [3]])
    functional = data.draw(functionals(scenario))
    found, inside = event_face(scenario, functional)
    assert mean(scenario, functional, inside.behaviour) == found.bound == maximum(scenario, functional).value
