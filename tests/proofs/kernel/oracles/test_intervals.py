"""Interval functions against mpmath in high precision: they contain the value and are narrow."""

from fractions import Fraction as Q
from typing import Any

import mpmath
from hypothesis import assume, given
from hypothesis import strategies as st

from proofs.kernel import interval
from proofs.kernel.errors import Budget, Limit
from proofs.kernel.interval import Expression, OutsideDomain
from tests.proofs.kernel.build import node
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.oracles.exact import fraction

WORK = 700  # bits of the reference
precisions = st.integers(8, 160)
positive = st.one_of(
    st.fractions(Q(1, 10**6), 10**6, max_denominator=10**6),
    st.builds(
        lambda n, d, e: Q(n, d) * Q(2) ** e, st.integers(1, 10**9), st.integers(1, 10**9), st.integers(-300, 300)
    ),
    st.builds(lambda k, s: 1 + s * Q(1, 2**k), st.integers(1, 200), st.sampled_from([-1, 1])).filter(lambda x: x > 0),
)
exponents = st.one_of(
    st.fractions(-50, 50, max_denominator=10**6),
    st.builds(lambda n, k: Q(n, 2**k), st.integers(-1000, 1000), st.integers(0, 120)),
    st.integers(-400, 400).map(Q),
)


def reference(name: str, x: Q) -> Q:
    with mpmath.workprec(WORK):
        value = mpmath.mpf(x.numerator) / x.denominator
        functions: dict[str, Any] = {
            "sqrt": mpmath.sqrt, "ln": mpmath.log, "log2": lambda v: mpmath.log(v, 2), "exp": mpmath.exp,
        }  # fmt: skip
        return fraction(functions[name](value))


def check(name: str, found: tuple[Q, Q], value: Q, p: int) -> None:
    slack = (abs(value) + Q(1, 2**300)) / 2 ** (WORK - 320)
    assert found[0] <= value + slack, name
    assert value - slack <= found[1], name
    assert found[1] - found[0] <= (abs(value) + slack) / 2 ** (p - 3), name


@given(positive, precisions)
@examples(25)
def test_square_roots(x: Q, p: int) -> None:
    check("sqrt", interval.sqrt((x, x), p), reference("sqrt", x), p)


@given(positive, precisions)
@examples(25)
def test_logarithms(x: Q, p: int) -> None:
    for name, function in (("ln", interval.ln), ("log2", interval.log2)):
        check(name, function((x, x), p), reference(name, x), p)


@given(exponents, precisions)
@examples(25)
def test_exponentials(x: Q, p: int) -> None:
    check("exp", interval.exp((x, x), p), reference("exp", x), p)


@given(st.fractions(), precisions)
@examples(20)
def test_rounding(x: Q, p: int) -> None:
    x = x * Q(3**50, 7**45)
    low, high = interval.down(x, p), interval.up(x, p)
    assert low <= x <= high
    assert high - low <= abs(x) / 2 ** (p - 2)
    assert interval.down(-x, p) == -high


leaves = st.fractions(-20, 20, max_denominator=50).map(str)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda f, x: {f: [x]}, st.sampled_from(["neg", "sqrt", "ln", "log2", "exp"]), inner),
        st.builds(
            lambda f, x, y: {f: [x, y]}, st.sampled_from(["add", "sub", "mul", "div", "min", "max"]), inner, inner
        ),
        st.builds(lambda x, k: {"pow": [x, str(k)]}, inner, st.integers(2, 5)),
    ),
    max_leaves=8,
)


def numeric(tree: Any) -> Any:
    """The value in mpmath's present precision; complex or infinite outside the real domain."""
    if isinstance(tree, str):
        exact = Q(tree)
        return mpmath.mpf(exact.numerator) / exact.denominator
    ((name, arguments),) = tree.items()
    if name == "pow":
        return numeric(arguments[0]) ** int(arguments[1])
    values = [numeric(argument) for argument in arguments]
    functions: dict[str, Any] = {
        "neg": lambda x: -x, "sqrt": mpmath.sqrt, "ln": mpmath.log, "log2": lambda x: mpmath.log(x, 2),
        "exp": mpmath.exp, "add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y,
        "div": lambda x, y: x / y, "min": min, "max": max,
    }  # fmt: skip
    return functions[name](*values)


def value_of(tree: Any) -> Q | None:
    """None where mpmath sees no finite real value of sane size."""
    with mpmath.workprec(WORK):
        try:
            value = numeric(tree)
        except (ZeroDivisionError, ValueError, TypeError, OverflowError):
            return None
        if not isinstance(value, mpmath.mpf) or not mpmath.isfinite(value):
            return None
        # as a fraction, the value of a tower of exp would fill the memory; the kernel's limit lies far below
        return None if mpmath.mag(value) > 10**5 else fraction(mpmath.mpf(value))


@given(trees, st.integers(8, 80))
@examples(40)
def test_expressions(tree: Any, p: int) -> None:
    try:
        low, high = Expression(node(tree)).evaluate(p, Budget(10**9))
    except (OutsideDomain, Limit):
        assume(False)
    assert low <= high
    value = value_of(tree)
    assert value is not None
    slack = (1 + abs(value)) / 2**200
    assert low <= value + slack
    assert value - slack <= high
