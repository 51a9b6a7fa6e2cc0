"""Rows of evidence: each comes out, and each fails after one change of a figure, a sign or an operator."""

import json
from pathlib import Path

import pytest

from oracle.ledger.expressions import NotAnExpressionError, parse, parse_relation
from oracle.ledger.rows import EquationRow, FigureRow, IdentityRow, Row, SameRow, finding
from oracle.ledger.status import Role

GOOD: dict[str, Row] = {
    "a product": EquationRow("supports", "20*2^26 = 1,342,177,280"),
    "a strict inequality of irrationals": EquationRow("refutes", "2*sqrt(2) > 2.8284"),
    "a chain": EquationRow("supports", "0 < 1/3 <= 1/3 < log2(3)"),
    "rounded inputs": EquationRow("refutes", "rounded(0.85)/rounded(0.61) < 1.42"),
    "cut inputs": EquationRow("supports", "cut(109.83) < 109.85"),
    "a difference": EquationRow("questions", "1/3 != 0.333"),
    "extremes": EquationRow("supports", "min(1, 2, 3) + max(1, 2) = abs(-3)"),
    "a negative power": EquationRow("supports", "2^-2 = 1/4"),
    "an even power over zero": EquationRow("supports", "(rounded(0) - 0)^2 <= 1/4"),
    "a figure": FigureRow("supports", "2*sqrt(2)", "2.8284"),
    "a figure cut off": FigureRow("corrects", "2/3", "0.66", "cut"),
    "a figure that is not": FigureRow("refutes", "2/3", "0.66"),
    "a figure within a tolerance": FigureRow("supports", "2/3", "0.66", within="0.01"),
    "an exponential": FigureRow("supports", "exp(-1)", "0.368"),
    "an identity": IdentityRow("supports", "(x + y)^2 = x^2 + 2*x*y + y^2"),
    "an identity of quotients": IdentityRow("supports", "1/(1 - x) - 1/(1 + x) = 2*x/(1 - x^2)"),
    "an identity with a root": IdentityRow("supports", "(1 + sqrt(1 - x^2))*(1 - sqrt(1 - x^2)) = x^2"),
    "an identity with a relation": IdentityRow("supports", "(c + s)^2 = 1 + 2*c*s", "s^2 = 1 - c^2"),
    "a negative exponent": IdentityRow("supports", "x^-1*x^3 = x^2"),
    "no identity": IdentityRow("refutes", "(x + y)^2 = x^2 + y^2"),
    "a name that is given": IdentityRow("supports", "x + q = 1", "q = 1 - x"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_row_holds(name: str) -> None:
    assert finding(GOOD[name], Path()).holds, finding(GOOD[name], Path()).detail


BAD = [
    EquationRow("supports", "20*2^26 = 1,342,177,281"),
    EquationRow("supports", "20*2^25 = 1,342,177,280"),
    EquationRow("supports", "20/2^26 = 1,342,177,280"),
    EquationRow("supports", "20*2^26 < 1,342,177,280"),
    EquationRow("supports", "sqrt(2)*sqrt(2) = 2"),  # between irrationals no equality is decided
    EquationRow("supports", "rounded(0.5) < 0.504"),
    EquationRow("supports", "x = x"),
    EquationRow("supports", "1/0 = 1"),
    EquationRow("supports", "1/(rounded(0) - 0) > 0"),
    EquationRow("supports", "(rounded(0) - 0)^-1 > 0"),
    EquationRow("supports", "log2(0) < 1"),
    EquationRow("supports", "log2(-1) < 1"),
    EquationRow("supports", "1 + 1"),
    EquationRow("supports", "1 ="),
    EquationRow("supports", "(1 = 1"),
    EquationRow("supports", "1,34 = 134"),
    EquationRow("supports", "sqrt(1, 2) = 1"),
    EquationRow("supports", "2^x = 2"),
    EquationRow("supports", "2^0.5 > 1"),
    EquationRow("supports", "rounded(1 + 1) > 1"),
    EquationRow("supports", "1 % 2 = 1"),
    EquationRow("supports", "(" * 99 + "1" + ")" * 99 + " = 1"),
    FigureRow("supports", "2*sqrt(2)", "2.8285"),
    FigureRow("supports", "2/3", "0.66"),
    FigureRow("supports", "2/3", "0.67", "cut"),
    FigureRow("refutes", "2/3", "0.67"),
    FigureRow("supports", "2/3", "0.65", within="0.01"),
    IdentityRow("supports", "(x + y)^2 = x^2 + y^2"),
    IdentityRow("refutes", "(x + y)^2 = x^2 + 2*x*y + y^2"),
    IdentityRow("supports", "(c + s)^2 = 1 + 2*c*s", "s^2 = 1 + c^2"),
    IdentityRow("supports", "(c + s)^2 = 1 + 2*c*s"),
    IdentityRow("supports", "x < x"),
    IdentityRow("supports", "log2(x) = log2(x)"),
    IdentityRow("supports", "1/(x - x) = 1"),
    IdentityRow("supports", "(x - x)^-1 = 1"),
    IdentityRow("supports", "x = x", "x + 1 = 2"),
    IdentityRow("supports", "x = x", "x = 1/y"),
    IdentityRow("supports", "sqrt(1/x) = sqrt(1/x)"),
]


@pytest.mark.parametrize("row", BAD, ids=lambda row: getattr(row, "holds", "") or row.of)
def test_a_row_does_not_hold(row: EquationRow | FigureRow | IdentityRow) -> None:
    assert not finding(row, Path()).holds


def test_what_a_row_shows_is_its_role() -> None:
    roles: tuple[Role, ...] = ("supports", "part", "refutes", "corrects", "questions")
    shown = [finding(EquationRow(role, "1 = 1"), Path()).kind for role in roles]
    assert shown == ["proof", "gap", "refutation", "correction", "doubt"]
    assert finding(FigureRow("supports", "1", "1"), Path()).kind == "enclosure"
    assert finding(FigureRow("supports", "1", "1", within="1"), Path()).kind == "numerics"


STATEMENT = {
    "bound": "3/2",
    "functional": [["1", "A0 B0"], ["-1", "A1 B1"], ["1/2", ""]],
    "expression": {"add": ["1", {"log2": ["3"]}]},
    "low": {"sub": ["I", {"mul": ["2", "I"]}]},
}


@pytest.mark.parametrize(
    ("at", "value", "holds"),
    [
        ("/bound", "3/2", True),
        ("/bound", "3/4", False),
        ("/functional", "A0*B0 - A1*B1 + 1/2", True),
        ("/functional", "A0*B0 + A1*B1 + 1/2", False),
        ("/functional/0/0", "1", True),
        ("/functional/9/0", "1", False),
        ("/low", "-I", True),
        ("/low", "I", False),
        ("/high", "I", False),
    ],
)
def test_what_a_certificate_states(at: str, value: str, holds: bool, tmp_path: Path) -> None:
    (tmp_path / "x.cert.json").write_text(json.dumps({"statement": STATEMENT}))
    assert finding(SameRow("supports", "x.cert.json", at, value), tmp_path).holds == holds


def test_a_certificate_that_is_not_there(tmp_path: Path) -> None:
    assert not finding(SameRow("supports", "x.cert.json", "/bound", "1"), tmp_path).holds


@pytest.mark.parametrize("text", ["", "+", "1 +", "f(1)", "1 2", "sqrt()", "x ^", "é", "(", "1)"])
def test_no_expression(text: str) -> None:
    with pytest.raises(NotAnExpressionError):
        parse(text)
    with pytest.raises(NotAnExpressionError):
        parse_relation(f"{text} = 1")
