"""Elements of a number field: arithmetic, signs, spelling."""

from fractions import Fraction as Q

import pytest

from proofs.kernel import number
from proofs.kernel.errors import Limit
from proofs.kernel.number import Algebraic, Field, Number, brief, number_text, read_number, require_sign, sign, size
from tests.proofs.kernel import build
from tests.proofs.kernel.build import inner, node, raised


def root_of_two() -> Field:
    return build.field([-2, 0, 1], Q(1), Q(2))


def cube_root_of_two() -> Field:
    return build.field([-2, 0, 0, 1], Q(1), Q(2))


def element(field: Field, *coefficients: int | Q) -> Algebraic:
    return Algebraic(field, [Q(c) for c in coefficients])


def test_products_reduce_by_the_minimal_polynomial() -> None:
    field = cube_root_of_two()
    alpha = element(field, 0, 1)
    assert (alpha * alpha).coefficients == [0, 0, 1]
    assert (alpha * alpha * alpha).coefficients == [2]
    assert (alpha * alpha * alpha * alpha).coefficients == [0, 2]
    assert (element(field, 1, 1, 1) * element(field, -1, 1)).coefficients == [1]  # alpha^3 - 1
    assert (alpha * element(field)).coefficients == []
    assert (Q(0) * alpha).coefficients == []
    assert (alpha * 3).coefficients == [0, 3]
    assert (Q(1, 2) * alpha).coefficients == [0, Q(1, 2)]


def test_sums_drop_leading_zeros() -> None:
    field = root_of_two()
    alpha = element(field, 0, 1)
    assert (alpha + 1).coefficients == [1, 1]
    assert (Q(1, 2) + alpha).coefficients == [Q(1, 2), 1]
    assert (element(field, 1) + alpha).coefficients == [1, 1]
    assert (element(field, 5, 1) - alpha).coefficients == [5]
    assert (alpha - alpha).coefficients == []
    assert (Q(3) - alpha).coefficients == [3, -1]
    assert (alpha - Q(3)).coefficients == [-3, 1]
    assert (-element(field, 1, -2)).coefficients == [-1, 2]
    assert not alpha - alpha
    assert alpha


def test_what_is_no_number_is_left_to_the_other_side() -> None:
    alpha = element(root_of_two(), 0, 1)
    for operation in ("__add__", "__mul__", "__radd__", "__rmul__"):
        assert getattr(alpha, operation)("1") is NotImplemented


def test_quotients() -> None:
    field = cube_root_of_two()
    x = element(field, 1, 2, 3)
    assert (x * x.inverse()).coefficients == [1]
    assert (x / x).coefficients == [1]
    assert (x / Q(2)).coefficients == [Q(1, 2), 1, Q(3, 2)]
    assert (Q(2) / element(field, 0, 1)).coefficients == [0, 0, 1]  # 2 / 2^(1/3)
    assert element(field, 4).inverse().coefficients == [Q(1, 4)]
    assert (element(field, 0, 0, 1).inverse()).coefficients == [0, Q(1, 2)]


def test_the_sign_is_that_of_the_root_in_the_interval() -> None:
    plus, minus = root_of_two(), build.field([-2, 0, 1], Q(-2), Q(-1))
    assert (sign(element(plus, 0, 1)), sign(element(minus, 0, 1))) == (1, -1)
    assert (sign(element(plus, -1, 1)), sign(element(plus, -2, 1))) == (1, -1)
    # 1.414213562373095 < sqrt 2 < 1.414213562373096
    low = Q(1414213562373095, 10**15)
    assert sign(element(plus, -low, 1)) == 1
    assert sign(element(plus, -low - Q(1, 10**15), 1)) == -1
    assert sign(element(plus, low, -1)) == -1
    assert sign(element(plus)) == 0
    assert [sign(Q(x)) for x in (-3, 0, 5)] == [-1, 0, 1]


def test_the_interval_shrinks_towards_the_root_only() -> None:
    field = root_of_two()
    for width in (Q(1, 2), Q(1, 4), Q(1, 8)):
        field.refine()
        assert field.low**2 < 2 < field.high**2
        assert field.high - field.low == width
    field = build.field([2, 0, -1], Q(1), Q(2))  # the polynomial falls through its root
    field.refine()
    assert [field.low, field.high] == [1, Q(3, 2)]


def test_halvings_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number, "MAX_HALVINGS", 3)
    field = root_of_two()
    for _ in range(3):
        field.refine()
    assert raised(field.refine) == "LIMIT work"
    with pytest.raises(Limit):
        sign(element(root_of_two(), Q(-1414213562373095, 10**15), 1))


def test_enclosures_contain_the_value() -> None:
    field = root_of_two()
    assert list(element(field, 1, 1).enclosure()) == [2, 3]
    assert list(element(field, 1, -1).enclosure()) == [-1, 0]
    assert list(element(build.field([-2, 0, 1], Q(-2), Q(-1)), 0, 1).enclosure()) == [-2, -1]
    assert list(element(field).enclosure()) == [0, 0]


def test_numbers_are_spelled_in_one_way() -> None:
    field = cube_root_of_two()
    assert number_text(Q(5, 8)) == "5/8"
    assert number_text(element(field, 1, Q(-1, 2))) == "(1 - 1/2*alpha)"
    assert number_text(element(field, Q(1, 2), Q(1, 3))) == "(1/2 + 1/3*alpha)"
    assert number_text(element(field, 0, 1)) == "(alpha)"
    assert number_text(element(field, 0, -1)) == "(-alpha)"
    assert number_text(element(field, 0, -2, 1)) == "(-2*alpha + alpha^2)"
    assert number_text(element(field, -1, 0, -1)) == "(-1 - alpha^2)"
    assert number_text(element(field, 1, 1, Q(3, 7))) == "(1 + alpha + 3/7*alpha^2)"
    assert field.text == "alpha is the root of -2 + alpha^3 in (1, 2)"


def test_a_number_in_a_sentence_is_short() -> None:
    assert brief(str, Q(1, 3)) == "1/3"
    assert brief(str, Q(10**100)) == "1" + "0" * 79
    assert brief(str, 10**5000) == "a number with very many digits"


def test_the_size_of_a_number() -> None:
    assert size(Q(3, 4)) == 2 + 3
    assert size(7) == 3 + 1
    assert size(element(root_of_two(), 3, Q(1, 4))) == 2 * (2 + 1 + 1 + 3)
    assert size(element(root_of_two())) == 0


def test_what_an_inverse_costs() -> None:
    field = cube_root_of_two()
    value = element(field, 2**6398)  # 6400 bits with the denominator, a hundred words
    before = field.budget.units
    assert value.inverse().coefficients == [Q(1, 2**6398)]
    assert before - field.budget.units == 100 * 3**2 * (1 + 100**2 // 16) + 30


def test_a_number_is_a_string_or_a_list_of_coefficients() -> None:
    assert read_number(node("5/8"), None) == Q(5, 8)
    assert number_text(read_number(node(["1", "0", "2"]), cube_root_of_two())) == "(1 + 2*alpha^2)"
    assert raised(lambda: read_number(node(["1", "2", "0"]), cube_root_of_two())) == "MALFORMED not-reduced"
    x = read_number(node(["1", "-1/2"]), root_of_two())
    assert isinstance(x, Algebraic)
    assert x.coefficients == [1, Q(-1, 2)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], "not-reduced"),
        (["1"], "not-reduced"),
        (["1", "0"], "not-reduced"),
        (["0", "0"], "not-reduced"),
        (["1", "0", "1"], "wrong-field"),
    ],
)
def test_a_number_that_is_no_element_in_shortest_form(value: list[str], code: str) -> None:
    assert raised(lambda: read_number(node(value), root_of_two())) == f"MALFORMED {code}"


def test_an_algebraic_number_without_a_field() -> None:
    assert raised(lambda: read_number(node(["0", "1"]), None)) == "MALFORMED wrong-field"
    assert raised(lambda: read_number(node(["0", "1/0"]), root_of_two())) == "MALFORMED not-reduced /1"


def test_a_sign_that_is_required() -> None:
    place = inner("")
    require_sign(place, Q(0), False)
    require_sign(place, Q(1), True)
    require_sign(place, element(root_of_two(), -1, 1), True)


@pytest.mark.parametrize(
    ("x", "strict"), [(Q(0), True), (Q(-1), False), (Q(-1), True), (element(root_of_two(), 1, -1), False)]
)
def test_a_sign_that_is_missing(x: Number, strict: bool) -> None:
    assert raised(lambda: require_sign(inner(""), x, strict)) == "REJECTED weight-sign /x"
