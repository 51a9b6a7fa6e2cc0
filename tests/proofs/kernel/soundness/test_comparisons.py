"""Rule polynomial: random expressions and proofs; what is accepted holds at random points."""

from fractions import Fraction as Q
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from tests.proofs.kernel.build import document, encode, proved
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.soundness.comparisons import SENSES, check_comparison, value

NAMES = ["x", "y"]
integers = st.integers(0, 9).map(str)
atoms = st.one_of(integers, st.sampled_from(NAMES))


def _sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One level of the grammar: powers, products and quotients, sums with a minus in front or not."""
    bases = st.one_of(atoms, inner.map(lambda text: f"({text})"))
    powers = st.one_of(bases, st.builds(lambda base, k: f"{base}^{k}", bases, st.integers(2, 3)))
    tails = st.one_of(powers.map(lambda text: f"*{text}"), st.integers(2, 5).map(lambda d: f"/{d}"))
    products = st.builds(lambda first, rest: first + "".join(rest), powers, st.lists(tails, max_size=2))
    more = st.tuples(st.sampled_from([" + ", " - "]), products).map("".join)
    signs = st.sampled_from(["", "-"])
    return st.builds(
        lambda sign, first, rest: sign + first + "".join(rest), signs, products, st.lists(more, max_size=2)
    )


expressions = st.recursive(_sums(atoms), _sums, max_leaves=3)
rationals = st.fractions(min_value=-3, max_value=3, max_denominator=6)
weights = st.fractions(min_value=Q(1, 5), max_value=3, max_denominator=5).map(str)
squares = st.lists(st.tuples(weights, expressions).map(list), min_size=1, max_size=2)


def exact(text: str, x: Q, y: Q) -> Q:
    """The value at a rational point, where integers have become fractions so that nothing is rounded."""
    digits = "".join(c if c.isdigit() else f" {c} " for c in text.replace("^", "**").replace("**", "#")).split()
    spelled, power = [], False
    for token in digits:
        spelled.append("**" if token == "#" else f"Q({token})" if token.isdigit() and not power else token)
        power = token == "#"
    return Q(value("".join(spelled), {"Q": Q, "x": x, "y": y}))


def comparison(claims: list[list[str]], proofs: list[Any], **more: Any) -> Any:
    witness = {"proofs": proofs} | ({"point": more.pop("point")} if "point" in more else {})
    statement = {"kind": "comparison", "symbols": NAMES, "claims": claims, **more}
    return document("polynomial", statement, witness)


@given(expressions, rationals, rationals)
@examples(60)
def test_an_expression_is_worth_what_python_says(text: str, x: Q, y: Q) -> None:
    # at the only point of two relations every polynomial equals its value there
    there = exact(text, x, y)
    relations = [["x", "=", str(x)], ["y", "=", str(y)]]
    at = {"x": str(x), "y": str(y)}
    conditions = [[text, ">=", str(there)], [text, "<=", str(there)]]
    found = comparison([["0", "=", "0"]], [{}], relations=relations, conditions=conditions, point=at)
    verdict = check_bytes(encode(found))
    assume(verdict.verdict != "LIMIT")
    assert verdict.verdict == "PROVED", verdict
    off = str(there + Q(1, 2**60))
    found["statement"]["conditions"][0][2] = off
    assert check_bytes(encode(found)).code == "no-real-point"


@given(st.lists(squares, min_size=1, max_size=2), expressions, st.integers(0, 2))
@examples(40)
def test_a_random_sum_of_products_is_proved(listed: list[Any], factor: str, used: int) -> None:
    # the claim is the sum itself, written out
    conditions = [["x", ">=", "0"], ["3 - x", ">", "y"]]
    words = ["x", "(3 - x - y)"]
    products = [{"squares": entry, "conditions": [str(k) for k in range(used)]} for entry in listed]
    sums = [" + ".join(f"{w}*({s})^2" for w, s in entry) for entry in listed]
    text = " + ".join("*".join([f"({entry})", *words[:used]]) for entry in sums)
    relation = ["x*y", "=", "1"]
    claim = [f"{text} + ({factor})*(x*y - 1)", ">=", "0"]
    proof = {"products": products, "relations": [factor]}
    found = comparison([claim], [proof], relations=[relation], conditions=conditions, point={"x": "1", "y": "1"})
    verdict = check_bytes(encode(found))
    assume(verdict.verdict != "LIMIT")
    assert verdict.verdict == "PROVED", verdict
    check_comparison(found["statement"], found["witness"], 1)


@given(
    expressions, st.sampled_from(list(SENSES)), expressions, st.lists(squares, max_size=2),
    st.lists(st.sampled_from(["0", "1"]), max_size=2), expressions, st.integers(0, 999),
)  # fmt: skip
@examples(100)
def test_whatever_is_accepted_holds(
    left: str, sense: str, right: str, listed: list[Any], used: list[str], factor: str, seed: int
) -> None:
    # most of these are refused; the few that are not are trivial or true
    proof: Any = {"relations": [factor]}
    if listed and sense != "=":
        proof["products"] = [{"squares": entry, "conditions": used} for entry in listed]
    given = {"relations": [["x^2", "=", "y"]], "conditions": [["x", ">", "0"], ["y", "<=", "4"]]}
    found = comparison([[left, sense, right]], [proof], **given, point={"x": "1", "y": "1"})
    verdict = check_bytes(encode(found))
    assert verdict.verdict in ("PROVED", "REJECTED", "LIMIT"), verdict
    if verdict.verdict == "PROVED":
        check_comparison(found["statement"], found["witness"], seed, 4)


def test_a_false_claim_is_found_by_the_random_points() -> None:
    good = comparison(
        [["x^2", ">=", "y"]], [{"relations": ["1"]}], relations=[["x^2", "=", "y"]], point={"x": "2", "y": "4"}
    )
    proved(good)
    wrong = good["statement"] | {"claims": [["x^2", ">", "y + 1/1000"]]}
    failed = 0
    for seed in range(3):
        assert check_comparison(good["statement"], good["witness"], seed)
        try:
            check_comparison(wrong, good["witness"], seed)
        except AssertionError:
            failed += 1
    assert failed == 3
