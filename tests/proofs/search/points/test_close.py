"""Models around one that nearly has what is known: of what is on the boundary, inside, and outside."""

from fractions import Fraction

import pytest

from proofs.search.language.known import Known
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.points.close import close_witness, of_qubits, separating
from proofs.search.points.simplex import Row, solved
from proofs.search.question import Question

CHSH = Scenario.bell({"A": [2, 2], "B": [2, 2]})
SCORE = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}
HALF_ROOT = Fraction(7071067811865475244, 10**19)  # below sqrt(2)/2 by 1e-20


def known(correlator: Fraction, width: Fraction) -> list[Known]:
    ends = {1: (correlator, correlator + width), -1: (-correlator - width, -correlator)}
    return [Known(f"known-{k}", {word: 1}, *ends[c]) for k, (word, c) in enumerate(SCORE.items(), 1)]


def test_a_boundary_point_is_shown_within_a_short_interval() -> None:
    items = known(HALF_ROOT - Fraction(1, 2**50), Fraction(1, 2**50))
    assert close_witness(CHSH, items) is not None
    assert separating(CHSH, items) is None


@pytest.mark.parametrize(("c", "s"), [("3/5", "4/5"), ("20/29", "21/29"), ("803760/1136689", "803761/1136689")])
def test_an_extreme_behaviour_of_fractions_has_a_model_of_fractions(c: str, s: str) -> None:
    """Correlators c, c, s, -s of a circle lie on the boundary: no other model is near, and none is mixed to them."""
    x, y = Fraction(c), Fraction(s)
    assert x**2 + y**2 == 1
    values = [x, x, y, -y]
    items = [
        Known(f"known-{k}", {word: 1}, value, value) for k, (word, value) in enumerate(zip(SCORE, values, strict=True))
    ]
    items += [Known(f"mean-{name}", {name: 1}, Fraction(0), Fraction(0)) for name in ("A0", "A1", "B0", "B1")]
    found = close_witness(CHSH, items)
    assert isinstance(found, dict)
    assert len(list(found["models"])) == 1


def test_what_lies_outside_is_not_shown_but_separated() -> None:
    items = known(HALF_ROOT + Fraction(1, 10**12), Fraction(0))
    assert close_witness(CHSH, items) is None
    weights = separating(CHSH, items)
    assert weights is not None
    assert [round(float(w), 2) for w in weights] == [1, 1, 1, -1]


def test_an_inequality_gets_no_negative_weight() -> None:
    score = Mean("score", {**SCORE, "": -Fraction("2.82842712475")})
    assert separating(CHSH, [score]) == [Fraction(1)]


def test_other_than_qubits_are_left_to_others() -> None:
    trits = Scenario.bell({"A": [3, 2], "B": [2, 2]})
    assert not of_qubits(trits, [Mean("m", {"A1 B0": 1})])
    assert not of_qubits(CHSH, [Mean("m", {"A0 A1": 1, "A1 A0": 1})])
    assert not of_qubits(CHSH, [])
    assert Question("guessing", "quantum", CHSH, means=(Mean("m", {"A0": 1}),)).given == (Mean("m", {"A0": 1}),)


@pytest.mark.parametrize("scale", [1, 10**12, Fraction(1, 10**12)])
def test_the_simplex_method_sees_what_a_float_does_not(scale: Fraction | int) -> None:
    """w0 - w1 = 1 - 1e-30 has weights with sum 1; 1 + 1e-30 has none, and the numbers against it say so."""
    one, tiny = Fraction(1), Fraction(1, 10**30)
    total, values = Row((one, one), one, Fraction(0)), (scale * one, -scale * one)
    found = solved([total, Row(values, scale * (1 - tiny), Fraction(0))])
    assert found is not None
    assert found.weights is not None
    assert abs(found.weights[1] - tiny / 2) < Fraction(1, 10**50)
    other = solved([total, Row(values, scale * (1 + tiny), Fraction(0))])
    assert other is not None
    assert other.weights is None
    first, second = other.against
    assert first + second * scale * (1 + tiny) > 0
    assert all(first + second * value <= Fraction(1, 10**40) for value in values)
