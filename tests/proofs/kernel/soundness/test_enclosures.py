"""Rule enclosure: whatever is accepted contains the value that mpmath finds with 60 digits."""

from fractions import Fraction as Q
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from tests.proofs.kernel.build import document, encode
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.oracles.test_intervals import trees, value_of

widths = st.builds(lambda k, s: Q(s, 2**k), st.integers(0, 90), st.integers(-3, 3))


@given(trees, widths, widths, st.integers(8, 100))
@examples(40)
def test_an_accepted_interval_contains_the_value(tree: Any, left: Q, right: Q, precision: int) -> None:
    value = value_of(tree)
    # towers of exp have values whose integer part alone would fill the memory
    assume(value is None or abs(value) < 2**500)
    middle = Q(0) if value is None else Q(round(value * 2**100), 2**100)
    low, high = middle + left, middle + right
    statement = {"kind": "enclosure", "expression": tree, "low": str(low), "high": str(high)}
    verdict = check_bytes(encode(document("enclosure", statement, {"precision": str(precision)})))
    slack = Q(1, 10**60)
    if verdict.verdict == "PROVED":
        assert value is not None
        assert low <= value + slack
        assert value - slack <= high
    else:
        assert verdict.verdict == "LIMIT" or (verdict.code, verdict.pointer) in (
            ("enclosure", "/statement"),
            ("domain", "/statement"),
        )


@given(trees, st.integers(1, 60))
@examples(20)
def test_with_enough_precision_a_true_interval_is_accepted(tree: Any, bits: int) -> None:
    value = value_of(tree)
    if value is None or abs(value) > 2**60:
        return
    middle = Q(round(value * 2**80), 2**80)
    statement = {
        "kind": "enclosure", "expression": tree,
        "low": str(middle - Q(1, 2**bits)), "high": str(middle + Q(1, 2**bits)),
    }  # fmt: skip
    verdict = check_bytes(encode(document("enclosure", statement, {"precision": "1000"})))
    # a value that touches the end of a domain, such as sqrt(x - x), is proved with no precision
    assert verdict.verdict == "PROVED" or verdict.code in ("domain", "size")
