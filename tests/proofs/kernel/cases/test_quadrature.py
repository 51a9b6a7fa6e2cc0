"""Rules quadrature and uncertainty: what the vectors do not reach, and the function below ln at many points."""

from copy import deepcopy
from fractions import Fraction as Q

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.errors import Budget, Refused
from proofs.kernel.rules import below_ln
from tests.certificates.valid_entropy import QUADRATURE, UNCERTAINTY, entropy, line, radau, squares
from tests.proofs.kernel.build import drop, inner, proved, put, refusal, scenario
from tests.proofs.kernel.effort import examples

S, W, NODE = "/statement", "/witness", "/witness/nodes/0"
GRAM = NODE + "/outcomes/0/grams/0"


def test_the_texts_name_the_system_of_the_adversary() -> None:
    tensor = proved(QUADRATURE["chsh"])
    assert "E: one more tensor factor of finite dimension" in tensor
    assert "assumption" not in tensor
    assert "assumption: variational" in proved(put(QUADRATURE["chsh"], S + "/set", "quantum-commuting"))


def test_the_constant_is_proved_to_the_last_unit() -> None:
    found = QUADRATURE["joint"]
    # 9/4 (1 - sum of the events) is 0, and nothing is left for a constant above 0
    assert refusal(put(found, S + "/functional", [["1/1000000", ""]])) == "REJECTED bits /statement/functional"
    assert refusal(put(found, S + "/functional", [["-1", ""], ["1", "A0"]])) == "REJECTED identity /witness"


def test_a_factor_shows_that_the_squares_are_positive() -> None:
    found = put(QUADRATURE["joint"], GRAM + "/denominator", "300")
    rows = [[str(100 * int(x)) for x in row] for row in squares("A0=0 B0=0")["rows"]]
    lower = [["9"], ["7", "2"], ["3", "-4", "4"], ["0", "0", "0", "9"]]
    found = put(put(found, GRAM + "/rows", rows), GRAM + "/factor", {"scale": "1", "rows": lower})
    # 300 times the squares: they have a factor only up to what is dominated, and this one is not good enough
    assert refusal(found) == f"REJECTED indefinite {GRAM}/factor"


def test_too_many_outcome_tuples_are_a_limit() -> None:
    wide = scenario("9", "9")
    found = entropy(radau([]), ["A0", "B0"], [["-1", ""]], wide)
    assert refusal(found) == "LIMIT size /statement/guessed"


def test_too_many_rows_are_a_limit() -> None:
    found = put(QUADRATURE["joint"], GRAM + "/words/1", [[["1", ""]]] * 257)
    assert refusal(found) == f"LIMIT size {GRAM}/words"


def test_too_many_intervals_are_a_limit() -> None:
    assert refusal(put(QUADRATURE["joint"], W + "/intervals", [["1", "1"]] * 257)) == "LIMIT size /witness/intervals"


def test_a_hypothesis_may_stand_unchecked() -> None:
    found = drop(put(QUADRATURE["known"], S + "/vacuity", "unchecked"), W + "/feasible")
    assert "POSSIBLY VACUOUS" in proved(found)


@pytest.mark.parametrize("tangent", ["1/10", "3/4", "9/10", "99/100"])
def test_lines_at_any_tangent(tangent: str) -> None:
    with mpmath.workdps(40):
        c = mpmath.mpf(Q(tangent).numerator) / Q(tangent).denominator
        root = mpmath.sqrt(1 + c * c)
        value = ((1 + c) * mpmath.log(1 + c, 2) + (1 - c) * mpmath.log(1 - c, 2)) / 2
        slope = mpmath.log((1 + c) / (1 - c), 2) * root / (4 * c)
        b = Q(int(slope * 10**15), 10**15)
        a = Q(int(mpmath.floor((value - slope * 2 * root) * 10**12)) - 1, 10**12)
        assert proved(line(str(a), str(b), tangent, ["A0"]))
        assert refusal(line(str(a + Q(1, 10**9)), str(b), tangent, ["A0"])) == "REJECTED bits /statement/functional"


def test_the_form_of_chsh_may_be_any_and_so_may_the_guessed_party() -> None:
    for guessed in (["A0"], ["A1"], ["B0"], ["B2"], ["A0", "B1"]):
        assert proved(put(UNCERTAINTY["another-form"], S + "/guessed", guessed))


def below(last: Q, points: list[tuple[Q, Q]], intervals: list[list[str]], constant: Q = Q(0)) -> str:
    """What is refused, or nothing."""
    try:
        below_ln.require_below_ln(constant, last, points, inner(intervals), 64, Budget(10**7))
    except Refused as refused:
        return refused.code
    return ""


@given(st.fractions(Q(1, 20), Q(19, 20), max_denominator=20), st.fractions(Q(1, 20), Q(2), max_denominator=20),
       st.fractions(Q(1, 20), Q(1), max_denominator=20), st.lists(st.fractions(Q(1, 50), Q(20), max_denominator=50),
       min_size=1, max_size=4, unique=True), st.fractions(Q(-1), Q(1), max_denominator=30))  # fmt: skip
@examples(150)
def test_what_is_accepted_is_below_ln(t: Q, w: Q, last: Q, ends: list[Q], constant: Q) -> None:
    intervals = [[str(x), str(x)] for x in sorted(ends)]
    if below(last, [(t, w)], intervals, constant) == "":
        for k in range(-60, 61):
            x = Q(11, 10) ** k
            right = -constant + w * (x - 1) / (t * (x - 1) + 1) + last * (x - 1) / x
            assert mpmath.log(mpmath.mpf(x.numerator) / x.denominator) >= float(right) - 1e-12


def test_the_function_of_gauss_and_radau_is_accepted_at_its_one_zero() -> None:
    points = [(Q(1, 3), Q(3, 4))]
    assert below(Q(1, 4), points, [["1", "1"]]) == ""
    assert below(Q(1, 4), points, [["99/100", "99/100"]], Q(1, 10)) == "not-isolating"
    assert below(Q(1, 4), points, [["1", "1"]], Q(-1, 10**9)) == "enclosure"
    assert below(Q(1, 4), points, [["1", "1"], ["1", "1"]]) == "out-of-range"


def test_documents_of_the_vectors_are_not_changed_by_edits() -> None:
    before = deepcopy(QUADRATURE["chsh"])
    put(QUADRATURE["chsh"], NODE + "/node", "1/2")
    assert QUADRATURE["chsh"] == before
