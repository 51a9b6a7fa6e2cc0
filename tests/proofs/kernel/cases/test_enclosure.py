"""Rule enclosure and the expressions it encloses."""

from fractions import Fraction as Q

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.interval import MAX_DEPTH, MAX_EXPONENT, MAX_NODES, Expression
from tests.proofs.kernel.build import Document, Refusal, node, proved, put, raised, refusal
from tests.proofs.kernel.examples import enclosed


def claim(expression: object, low: str, high: str, precision: str = "32") -> Document:
    result = put(enclosed(), "/statement/expression", expression)
    result = put(put(result, "/statement/low", low), "/statement/high", high)
    return put(result, "/witness/precision", precision)


@pytest.mark.parametrize(
    ("expression", "low", "high", "text"),
    [
        ("1/2", "1/2", "1/2", "1/2"),
        ({"add": ["1/2", "1/3"]}, "5/6", "5/6", "(1/2 + 1/3)"),
        ({"sub": ["1/2", "1/3"]}, "1/6", "1/6", "(1/2 - 1/3)"),
        ({"mul": ["1/2", "-1/3"]}, "-1/6", "-1/6", "(1/2 * -1/3)"),
        ({"div": ["1/2", "1/3"]}, "3/2", "3/2", "(1/2 / 1/3)"),
        ({"neg": ["1/2"]}, "-1/2", "-1/2", "neg(1/2)"),
        ({"min": ["2", "3"]}, "2", "2", "min(2, 3)"),
        ({"max": ["2", "3"]}, "3", "3", "max(2, 3)"),
        ({"pow": ["3/2", "4"]}, "81/16", "81/16", "((3/2) ^ 4)"),
        ({"pow": ["-2", "3"]}, "-8", "-8", "((-2) ^ 3)"),
        ({"pow": ["3", "2"]}, "9", "9", "(3 ^ 2)"),
        ({"pow": [{"neg": ["3"]}, "2"]}, "9", "9", "(neg(3) ^ 2)"),
        ({"pow": [{"div": ["3", "2"]}, "2"]}, "9/4", "9/4", "((3 / 2) ^ 2)"),
        ({"sqrt": ["9/4"]}, "3/2", "3/2", "sqrt(9/4)"),
        ({"log2": ["1/8"]}, "-3", "-3", "log2(1/8)"),
        ({"ln": ["1"]}, "0", "0", "ln(1)"),
        ({"exp": ["0"]}, "1", "1", "exp(0)"),
        ({"exp": [{"ln": ["3"]}]}, "299/100", "301/100", "exp(ln(3))"),
    ],
)
def test_every_function(expression: object, low: str, high: str, text: str) -> None:
    assert proved(claim(expression, low, high)) == f"claim: {text} lies in [{low}, {high}]"


REFUSALS: dict[str, tuple[Document, Refusal]] = {
    "two arguments of one": (
        claim({"ln": ["1", "1"]}, "0", "1"),
        "MALFORMED wrong-shape /statement/expression/ln",
    ),
    "argument not in a list": (claim({"ln": "1"}, "0", "1"), "MALFORMED not-a-list /statement/expression/ln"),
    "a power with one argument": (
        claim({"pow": ["1"]}, "0", "1"),
        "MALFORMED wrong-shape /statement/expression/pow",
    ),
    "a constant that is no rational": (
        claim({"neg": ["0.5"]}, "0", "1"),
        "MALFORMED not-a-rational /statement/expression/neg/0",
    ),
    "an end that is no rational": (claim("1", "1.0", "1"), "MALFORMED not-a-rational /statement/low"),
    "an upper end not in lowest terms": (claim("1", "1", "4/2"), "MALFORMED not-reduced /statement/high"),
}


@pytest.mark.parametrize("fault", REFUSALS)
def test_an_enclosure_that_is_refused(fault: str) -> None:
    document, expected = REFUSALS[fault]
    assert refusal(document) == expected


def test_the_least_and_the_greatest_precision() -> None:
    assert proved(claim({"sqrt": ["2"]}, "1", "3/2", "8")) == proved(claim({"sqrt": ["2"]}, "1", "3/2", "4096"))


def nested(depth: int) -> object:
    expression: object = "1"
    for _ in range(depth):
        expression = {"neg": [expression]}
    return expression


def wide(size: int) -> object:
    """A tree of the given number of parts, odd, with little depth."""
    if size == 1:
        return "1"
    left = (size - 1) // 2 | 1
    return {"max": [wide(left), wide(size - 1 - left)]}


def test_the_depth_of_an_expression() -> None:
    assert list(Expression(node(nested(MAX_DEPTH))).evaluate(8, Budget(10**9))) == [1, 1]
    with_one_more = node(nested(MAX_DEPTH + 1))
    assert raised(lambda: Expression(with_one_more)) == "LIMIT depth " + "/neg/0" * (MAX_DEPTH + 1)


def test_powers_nest_as_deeply_as_other_functions() -> None:
    def nested(depth: int) -> object:
        return {"pow": [nested(depth - 1), "2"]} if depth else "1"

    assert list(Expression(node(nested(MAX_DEPTH))).evaluate(8, Budget(10**9))) == [1, 1]
    with_one_more = node(nested(MAX_DEPTH + 1))
    assert raised(lambda: Expression(with_one_more)) == "LIMIT depth " + "/pow/0" * (MAX_DEPTH + 1)


def test_the_size_of_an_expression() -> None:
    assert Expression(node(wide(MAX_NODES - 1))).size == MAX_NODES - 1
    assert Expression(node({"neg": [wide(MAX_NODES - 1)]})).size == MAX_NODES
    assert raised(lambda: Expression(node(wide(MAX_NODES + 1)))) == "LIMIT size"


def test_the_greatest_power() -> None:
    assert list(Expression(node({"pow": ["2", str(MAX_EXPONENT)]})).evaluate(64, Budget(10**9))) == [2**64, 2**64]
    low, high = Expression(node({"pow": [{"sqrt": ["2"]}, "5"]})).evaluate(40, Budget(10**9))
    assert low**2 < 32 < high**2
    assert high - low < Q(1, 2**30)
