"""Rule assemblage: what the vectors do not show: texts, matrices of higher dimension, fields, limits."""

from fractions import Fraction as Q
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.errors import Budget
from proofs.kernel.rules.trusted import Trusted
from proofs.kernel.symbols import Ring
from tests.certificates.valid_assemblage import ASSEMBLAGE, mermin_guessing
from tests.proofs.kernel.build import at, drop, node, proved, put, refusal, scenario
from tests.proofs.kernel.effort import examples

S, W = "/statement", "/witness"
SQRT2 = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}


def trusted(dimension: int, **field: Any) -> Trusted:
    ring = Ring({key: node(value) for key, value in field.items()}, Budget(10**8))
    return Trusted(node({"dimension": str(dimension)}), ring)


def test_the_text_of_a_guessing_bound() -> None:
    assert proved(ASSEMBLAGE["guessing"]).split("\n")[3:6] == [
        "scenario: B(0:2, 1:2) (input:outcomes)",
        "functional: <F> = (0, 1, 0, 0)*<B0> + (0, 0, -1, 0)*<B1>",
        "claim: if an assemblage of the set is an average of assemblages of the set over a value e independent of the"
        " inputs and the adversary knows e, then she guesses the outcomes of B0 with probability <= 34143/20000 -"
        " 1/2*<F>",
    ]


def test_the_text_of_matrices_and_of_numbers_of_a_field() -> None:
    assert "[1; 0 + -1*i, 1; 0 + 0*i, 0 + 0*i, 2]*<B0> <= 2" in proved(ASSEMBLAGE["bound-qutrit"])
    text = proved(ASSEMBLAGE["local"])
    assert text.split("\n")[4] == "field: alpha is the root of -2 + alpha^2 in (1, 2)"
    assert text.split("\n")[5].endswith("<= (alpha)")


def test_a_word_of_nobody_is_the_trusted_state() -> None:
    # tr(Z sigma(1)) <= 1 because 1 - Z >= 0
    document = put(ASSEMBLAGE["bound"], S + "/functional", [[["0", "0", "0", "1"], ""]])
    document = put(put(document, S + "/bound", "1"), W + "/blocks", [[["1", "0", "0", "-1"], ""]])
    assert "(0, 0, 0, 1)*<1> <= 1" in proved(document)
    local = put(put(document, S + "/set", "local-hidden-state"), "/witness", {"strategies": "4"})
    assert proved(local)


def test_coordinates_of_a_field() -> None:
    # (X + Z)/root 2 has length 1
    half = ["0", "1/2"]
    document = put(ASSEMBLAGE["bound"], S + "/functional", [[["0", half, "0", half], "B0"]])
    document = put(put(document, S + "/bound", "1"), S + "/field", SQRT2)
    minus = ["0", "-1/2"]
    blocks = [[["1", minus, "0", minus], "B0=0"], [["1", half, "0", half], "B0=1"]]
    assert proved(put(document, W + "/blocks", blocks))
    longer = ["1/1000000", "1/2"]
    more = put(document, S + "/functional/0/0/1", longer)
    blocks[0][0] = ["1", ["-1/1000000", "-1/2"], "0", minus]
    blocks[1][0] = ["1", longer, "0", half]
    assert refusal(put(more, W + "/blocks", blocks)) == "REJECTED indefinite /witness/blocks/0/0"


def test_a_value_may_be_irrational() -> None:
    document = put(put(ASSEMBLAGE["value"], S + "/field", SQRT2), S + "/values/0/value", ["0", "1"])
    assert refusal(document) == "REJECTED not-attained /statement/values/0"
    states = at(document, W + "/parts/0/states")
    changed = put(states[1], "/0", ["0", ["0", "1/4"], "0", "0"]), put(states[2], "/0", ["0", "0", ["0", "1/4"], "0"])
    assert proved(put(document, W + "/parts/0/states", [states[0], *changed]))


def test_the_probability_may_be_smaller_than_what_is_reached() -> None:
    assert proved(put(ASSEMBLAGE["value-guessed"], S + "/probability", "1/2"))


def test_a_functional_may_name_words_without_states() -> None:
    document = put(ASSEMBLAGE["value-guessed"], S + "/values/1/functional", [[["1", "0", "0", "0"], "B2"]])
    assert proved(put(document, S + "/values/1/value", "0"))


def test_states_left_out_are_zero() -> None:
    document = drop(put(ASSEMBLAGE["value"], S + "/values/0/value", "1"), W + "/parts/0/states/2")
    assert proved(document)


def test_four_parties_of_two_inputs() -> None:
    found = mermin_guessing(4, (0, 0, 1, 1), Q(4))
    text = proved(found)
    assert text.split("\n")[5].endswith("she guesses the outcomes of B0 C0 D1 E1 with probability <= 5/4 - 1/16*<F>")


def test_too_many_strategies_are_a_limit() -> None:
    document = put(ASSEMBLAGE["local"], S + "/untrusted", scenario("2" * 17))
    document = put(document, S + "/untrusted/parties/0/name", "B")
    assert refusal(put(document, W + "/strategies", str(2**17))) == "LIMIT size /witness/strategies"


@pytest.mark.parametrize("dimension", [3, 4])
@given(data=st.data())
@examples(40)
def test_matrices_are_positive_as_numpy_says(dimension: int, data: st.DataObject) -> None:
    entry = st.tuples(st.integers(-3, 3), st.integers(-3, 3))
    rank = data.draw(st.integers(1, dimension))
    columns = [[complex(*data.draw(entry)) for _ in range(dimension)] for _ in range(rank)]
    total = sum((np.outer(c, np.conj(c)) for c in columns), start=np.zeros((dimension, dimension), complex))
    shift = data.draw(st.sampled_from([0, 0, 1, -1]))
    total = total + shift * np.diag([1] + [0] * (dimension - 1))
    rows = [[_entry(total[i, j]) for j in range(dimension)] for i in range(dimension)]
    system = trusted(dimension)
    operator = system.read(node(rows))
    least = np.linalg.eigvalsh(total)[0]
    # integer matrices: an eigenvalue that is not zero is far from it
    assert system.is_positive(operator) == (least > -1e-9)
    assert system.pair(operator, system.one) == round(np.trace(total).real)
    assert system.pair(operator, operator) == round(np.trace(total @ total).real)


def _entry(value: complex) -> Any:
    re, im = round(value.real), round(value.imag)
    return {"re": str(re), "im": str(im)} if im else str(re)


def test_a_matrix_with_irrational_entries() -> None:
    system = trusted(3, field=SQRT2)
    root: Any = ["0", "1"]
    rows: Any = [["1", {"re": "0", "im": root}, "0"], [{"re": "0", "im": ["0", "-1"]}, "2", "0"], ["0", "0", "0"]]
    assert system.is_positive(system.read(node(rows)))
    assert not system.is_positive(system.read(node(put({"m": rows}, "/m/1/1", ["1/2", "1"])["m"])))


def test_an_entry_may_have_a_real_part_only_as_a_number() -> None:
    rows: Any = [["1", {"re": "1", "im": "1"}, "0"], [{"re": "1", "im": "-1"}, "2", "0"], ["0", "0", "0"]]
    system = trusted(3)
    assert system.text(system.read(node(rows))) == "[1; 1 + -1*i, 2; 0 + 0*i, 0 + 0*i, 0]"
    assert system.is_positive(system.read(node(rows)))
