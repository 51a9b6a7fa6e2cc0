"""Parameters of a problem file: names with default values, and texts that are calculated from them.

A text that begins with `=` is an expression: `"= (1 - p)/2"`.  It consists of rational numbers,
parameters, square roots such as `sqrt(8)`, `+ - * /` and brackets, and its value replaces it exactly.  An
expression that is a parameter alone is replaced by the parameter's own text, so that a
parameter may also be an angle such as `pi/8`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from oracle.ask.reader import Table, shown
from oracle.ask.surds import Surds, surds
from oracle.failures import Limit, Malformed, Usage
from oracle.numbers import parse_rational

MAX_PARAMETERS = 16
MAX_EXPRESSION = 200

_NAME = re.compile(r"[a-z][a-z0-9_]{0,15}", re.ASCII)
_TEXT = re.compile(r"[0-9a-z_ .()+*/-]*", re.ASCII)


def resolved(top: Table, given: Mapping[str, str] | None = None) -> Table:
    """The file without its parameters, every expression replaced by its value.

    Args:
        top: the whole file.
        given: values that replace the defaults.

    Raises:
        Malformed: `wrong-value`, or the code of a number; the sentence names the key.
        Usage: `unknown-argument`, a given parameter that the file does not have.

    >>> top = Table({"parameters": {"p": "1/10"}, "value": "= 2*(1 - p)"}, "p.toml")
    >>> resolved(top).value, resolved(top, {"p": "1/2"}).value
    ({'value': '9/5'}, {'value': '1'})
    """
    values = parameters(top)
    require_names(top, given or {})
    values |= given or {}
    rest = {key: value for key, value in top.value.items() if key != "parameters"}
    return Table({key: _replaced(value, values, Table(rest, top.file), key) for key, value in rest.items()}, top.file)


def require_names(top: Table, names: Iterable[str]) -> None:
    """Refuse parameters that the file does not have.

    Raises:
        Usage: `unknown-argument`.
    """
    values = parameters(top)
    for name in names:
        if name not in values:
            known = ", ".join(values) or "none"
            raise Usage("unknown-argument", f"{top.file} has no parameter {shown(name)}; its parameters are: {known}")


def parameters(top: Table) -> dict[str, str]:
    """Names and default values."""
    if "parameters" not in top.value:
        return {}
    table = top.table("parameters")
    if len(table.value) > MAX_PARAMETERS:
        raise table.limit("", f"more than {MAX_PARAMETERS} parameters")
    found = {}
    for name, value in table.value.items():
        if not _NAME.fullmatch(name):
            raise table.malformed(shown(name), "a parameter is named by lower-case letters, digits and underscores")
        found[name] = str(table.rational(name)) if not isinstance(value, str) else value
    return found


def _replaced(value: Any, values: Mapping[str, str], top: Table, key: str) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(item, values, top, f"{key}.{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, values, top, key) for item in value]
    if isinstance(value, str) and value.startswith("=") and not key.endswith("sense"):
        return _calculated(value[1:].strip(), values, top, key)
    return value


def _calculated(text: str, values: Mapping[str, str], top: Table, key: str) -> str:
    if text in values:
        return values[text]
    refused = f"{shown(text)} is no expression of numbers, parameters, sqrt(...) and + - * / ( )"
    if len(text) > MAX_EXPRESSION or not _TEXT.fullmatch(text):
        raise top.malformed(key, refused)
    try:
        found = _Calculation(text, values, top, key).value(ast.parse(text, mode="eval").body)
    except (SyntaxError, RecursionError):
        found = None
    except ZeroDivisionError:
        raise top.malformed(key, f"{shown(text)} divides by zero at these parameters") from None
    if found is None:
        raise top.malformed(key, refused)
    return found.text


@dataclass(frozen=True)
class _Calculation:
    """An expression, at the values of its parameters.

    Attributes:
        text: of the expression.
        values: of the parameters.
        top, key: where it stands.
    """

    text: str
    values: Mapping[str, str]
    top: Table
    key: str

    def value(self, node: ast.expr) -> Surds | None:
        """The value of a part of the expression; None if the part has no value."""
        match node:
            case ast.Constant():
                return Surds.of(parse_rational(ast.get_source_segment(self.text, node) or ""))
            case ast.Name(id=name):
                return self._parameter(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=inner):
                found = self.value(inner)
                return -found if found is not None and isinstance(sign, ast.USub) else found
            case ast.BinOp(left=left, op=operator, right=right):
                a, b = self.value(left), self.value(right)
                return None if a is None or b is None else self._combined(a, operator, b)
            case ast.Call(func=ast.Name(id="sqrt"), args=[inner], keywords=[]):
                return self._root(self.value(inner))
        return None

    def _parameter(self, name: str) -> Surds:
        if name not in self.values:
            raise self.top.malformed(self.key, f"{shown(name)} is no parameter; there are {', '.join(self.values)}")
        try:
            return surds(self.values[name])
        except (Malformed, Limit) as problem:
            sentence = f"the parameter {name} in a calculation: {problem.sentence}"
            raise type(problem)(
                problem.code, f"{self.top.place(self.key)}: {sentence}", self.top.place(self.key)
            ) from None

    def _root(self, inside: Surds | None) -> Surds | None:
        if inside is None:
            return None
        if inside.rational is None:
            raise self.top.malformed(self.key, f"{shown(self.text)} has the root of an irrational number")
        try:
            return Surds.root(inside.rational)
        except Malformed as problem:
            raise self.top.malformed(self.key, problem.sentence, problem.code) from None

    def _combined(self, a: Surds, operator: ast.operator, b: Surds) -> Surds | None:
        match operator:
            case ast.Add():
                return a + b
            case ast.Sub():
                return a - b
            case ast.Mult():
                return a * b
            case ast.Div():
                if not b.terms:
                    raise ZeroDivisionError
                inverse = b.inverse()
                if inverse is None:
                    raise self.top.malformed(self.key, f"{shown(self.text)} divides by a sum of square roots")
                return a * inverse
        return None
