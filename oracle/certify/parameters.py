"""Parameters of a problem file: names with default values, and texts that are calculated from them.

A text that begins with `=` is an expression: `"= (1 - p)/2"`.  It consists of rational numbers,
parameters, `+ - * /` and brackets, and its value replaces it exactly.  An
expression that is a parameter alone is replaced by the parameter's own text, so that a
parameter may also be an angle such as `pi/8`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from oracle.certify.reader import Table, shown
from oracle.numbers import parse_rational
from oracle.problems import Limit, Malformed, Usage

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
    if not values:
        return Table(rest, top.file)
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
    if isinstance(value, str) and value.startswith("="):
        return _calculated(value[1:].strip(), values, top, key)
    return value


def _calculated(text: str, values: Mapping[str, str], top: Table, key: str) -> str:
    if text in values:
        return values[text]
    if len(text) > MAX_EXPRESSION or not _TEXT.fullmatch(text):
        raise top.malformed(key, f"{shown(text)} is no expression of numbers, parameters and + - * / ( )")
    try:
        return str(_value(ast.parse(text, mode="eval").body, text, values, top, key))
    except (SyntaxError, RecursionError):
        raise top.malformed(key, f"{shown(text)} is no expression of numbers, parameters and + - * / ( )") from None
    except ZeroDivisionError:
        raise top.malformed(key, f"{shown(text)} divides by zero at these parameters") from None


def _value(node: ast.expr, text: str, values: Mapping[str, str], top: Table, key: str) -> Fraction:
    match node:
        case ast.Constant():
            return parse_rational(ast.get_source_segment(text, node) or "")
        case ast.Name(id=name) if name in values:
            try:
                return parse_rational(values[name])
            except (Malformed, Limit) as problem:
                sentence = f"the parameter {name} in a calculation: {problem.sentence}"
                raise type(problem)(problem.code, f"{top.place(key)}: {sentence}") from None
        case ast.Name(id=name):
            raise top.malformed(key, f"{shown(name)} is no parameter; there are {', '.join(values)}")
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
            found = _value(inner, text, values, top, key)
            return -found if isinstance(node.op, ast.USub) else found
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _value(left, text, values, top, key), _value(right, text, values, top, key)
            match operator:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
    raise top.malformed(key, f"{shown(text)} is no expression of numbers, parameters and + - * / ( )")
