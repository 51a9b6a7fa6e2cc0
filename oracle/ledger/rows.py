"""Evidence that is a row of data: four kinds, each one sentence that a physicist reads beside the paper.

* ``figure``: a formula without variables has a value that is printed as this figure (rounded, cut off, or within a
  tolerance); in the role ``refutes`` it has none.
* ``equation``: a relation of numbers holds: ``20*2^26 = 1,342,177,280``.
* ``identity``: two formulas are the same for all values of their variables; in the role ``refutes`` they are not.
* ``same``: what a certificate states at one place is what a text of the claim says.
"""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from oracle.ledger.arithmetic import Interval, decimal, rounds_to, truncates_to
from oracle.ledger.expressions import (
    Call,
    Expression,
    Name,
    NotAnExpressionError,
    Number,
    Relation,
    as_json,
    names,
    parse,
    parse_relation,
    replaced,
)
from oracle.ledger.polynomials import same
from oracle.ledger.status import Finding, Kind, Role
from oracle.ledger.values import shown, true, value

_SHOWS: dict[Role, Kind] = {
    "supports": "proof", "part": "gap", "refutes": "refutation", "corrects": "correction", "questions": "doubt",
}  # fmt: skip


@dataclass(frozen=True)
class FigureRow:
    """``of`` is printed as ``figure``: ``by`` is rounded or cut, or else it lies ``within`` a tolerance.

    ``where`` gives the variables of the formula a value, as ``D = 1/2; n = 3``.
    """

    role: Role
    of: str
    figure: str
    by: str = "rounded"
    within: str = ""
    where: str = ""


@dataclass(frozen=True)
class EquationRow:
    """A relation of numbers; ``where`` gives its variables a value."""

    role: Role
    holds: str
    where: str = ""


@dataclass(frozen=True)
class IdentityRow:
    """Two formulas; ``given`` says what some variables obey, as ``s^2 = 1 - c^2``, separated by semicolons."""

    role: Role
    holds: str
    given: str = ""


@dataclass(frozen=True)
class SameRow:
    """The statement of the certificate ``path`` has ``value`` at ``at`` (a pointer such as ``/bound``).

    ``where`` says what names in the value stand for, ``given`` what variables obey.
    """

    role: Role
    path: str
    at: str
    value: str
    where: str = ""
    given: str = ""


_ROOT_OF_TWO = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}
Row = FigureRow | EquationRow | IdentityRow | SameRow


def finding(row: Row, folder: Path) -> Finding:
    """Return what a row shows; one that cannot be evaluated does not hold, and says why.

    Args:
        row: With its placeholders filled.
        folder: Where the certificates are.

    >>> finding(EquationRow("supports", "20*2^26 = 1,342,177,280"), Path())
    Finding(kind='proof', holds=True, detail='1342177280 = 1342177280', certified=False)
    """
    kind = _SHOWS[row.role]
    try:
        match row:
            case FigureRow():
                return _figure(row)
            case EquationRow():
                relation = _with_values(parse_relation(row.holds), row.where)
                return Finding(kind, true(relation), shown(relation))
            case IdentityRow():
                return Finding(kind, _identical(row) != (row.role == "refutes"), "expanded as polynomials")
            case SameRow():
                return Finding(kind, _same(row, folder), f"{row.path} {row.at}")
    except (NotAnExpressionError, ArithmeticError, ValueError, LookupError, OSError) as problem:
        return Finding(kind, False, f"cannot be evaluated: {problem}")


def _figure(row: FigureRow) -> Finding:
    found = value(replaced(parse(row.of), _values(row.where)))
    text = f"{decimal(found.low, 8)}, printed {row.figure}"
    if row.within:
        figure, tolerance = Fraction(row.figure.replace(",", "")), Fraction(row.within)
        near = Interval(figure - tolerance, figure + tolerance)
        return Finding("numerics", found.within(near), f"{text}, within {row.within}")
    printed = {"rounded": rounds_to, "cut": truncates_to}[row.by](row.figure.replace(",", ""))
    if row.role == "refutes":
        return Finding("refutation", found.apart(printed), text)
    return Finding("enclosure" if row.role == "supports" else _SHOWS[row.role], found.within(printed), text)


def _values(where: str) -> dict[str, Expression]:
    return {name: expression for name, (_, expression) in _rules(where).items()}


def _with_values(relation: Relation, where: str) -> Relation:
    values = _values(where)
    return Relation(tuple(replaced(side, values) for side in relation.sides), relation.signs)


def _identical(row: IdentityRow) -> bool:
    relation = parse_relation(row.holds)
    if set(relation.signs) != {"="}:
        raise NotAnExpressionError("an identity has no relation but =")
    return all(same(left, right, _rules(row.given)) for left, _, right in relation.pairs())


def _rules(given: str) -> dict[str, tuple[int, Expression]]:
    return dict(map(_rule, filter(None, (part.strip() for part in given.split(";")))))


def _rule(text: str) -> tuple[str, tuple[int, Expression]]:
    relation = parse_relation(text)
    left, right = relation.sides
    match left:
        case Call("pow", (Name(name), Number() as power)):
            return name, (int(power.value), right)
        case Name(name):
            return name, (1, right)
    raise NotAnExpressionError(f"{text!r} does not give a power of a variable")


def _same(row: SameRow, folder: Path) -> bool:
    statement: Any = json.loads((folder / row.path).read_bytes())["statement"]
    field = statement.get("field")
    if field is not None and field != _ROOT_OF_TWO:
        raise ValueError("the field of the certificate is not that of the square root of 2")
    node = statement
    for key in row.at.strip("/").split("/"):
        node = node[int(key)] if isinstance(node, list) else node[key]
    wanted = replaced(parse(row.value), _values(row.where))
    if isinstance(node, dict) and "poly" not in node and not names(wanted) and node == as_json(wanted):
        return True
    return same(_expression(node), wanted, _rules(row.given))


def _expression(node: Any) -> Expression:
    """Return a coefficient, an expression of the format, or terms [[coefficient, word], ...] as an expression."""
    if isinstance(node, str):
        return parse(node)
    if isinstance(node, dict):
        ((name, arguments),) = node.items()
        if name == "poly":
            return _expression(arguments)
        return Call(name, tuple(_expression(argument) for argument in arguments))
    if node and isinstance(node[0], str):  # a + b alpha
        return parse(" + ".join(f"({factor})*sqrt(2)^{power}" for power, factor in enumerate(node)))
    total: Expression = Number("0")
    for factor, word in node:
        term = Call("mul", (_expression(factor), parse(word.replace(" ", "*") or "1")))
        total = Call("add", (total, term))
    return total
