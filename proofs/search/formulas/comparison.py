"""Certificates of comparisons of polynomials: the multipliers of relations are found by division.

The products that prove an inequality are the writer's to find; for an identity, with relations or without, nothing is.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Certificate, Json

Comparison = tuple[str, str, str]  # left, sense, right
Product = tuple[Sequence[int], Sequence[tuple[str, str]]]  # numbers of conditions; weight and root of each square

_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
}  # fmt: skip


def identity(symbols: Sequence[str], *claims: tuple[str, str]) -> Certificate:
    """Sides that are one polynomial: rule, statement, witness.

    Args:
        symbols: names of real numbers, in the order of the text.
        claims: pairs of expressions as the format writes them, such as "(x + y)*(x - y)" and "x^2 - y^2".

    >>> identity(["x", "y"], ("(x + y)*(x - y)", "x^2 - y^2"))[2]
    {'proofs': [{}]}
    """
    return comparison(symbols, [(left, "=", right) for left, right in claims])


def comparison(
    symbols: Sequence[str],
    claims: Sequence[Comparison],
    products: Sequence[Sequence[Product]] = (),
    relations: Sequence[Comparison] = (),
    conditions: Sequence[Comparison] = (),
    point: Mapping[str, Fraction | int] | None = None,
) -> Certificate:
    """Comparisons over rational coefficients: rule, statement, witness; the kernel decides whether they are proved.

    Args:
        symbols: names of real numbers, in the order of the text.
        claims: left, sense (=, >=, >, <= or <) and right, expressions as the format writes them.
        products: for each claim the products of conditions and weighted squares that it is the sum of; may be left out
            where every claim is an equality.
        relations: equalities that are given.
        conditions: inequalities that are given; products name them by number from 0.
        point: values of the symbols that satisfy what is given; without one the statement says that it may be vacuous.

    Raises:
        Failure: NO_ANSWER where a claim minus its products is not found in the ideal of the relations.

    >>> circle = [("c^2 + s^2", "=", "1")]
    >>> at = {"c": Fraction(3, 5), "s": Fraction(4, 5)}
    >>> squares = [[([], [("1/2", "c - s")])]]
    >>> comparison(["c", "s"], [("c*s", "<=", "1/2")], squares, circle, point=at)[2]["proofs"]
    [{'products': [{'squares': [['1/2', 'c - s']]}], 'relations': ['-1/2']}]
    """
    from sympy import QQ, ring

    names = ring(list(symbols) or ["unused"], QQ)
    given = [_difference(c, names) for c in relations]
    bounds = [_difference(c, names) for c in conditions]
    proofs: list[Json] = []
    for number, claim in enumerate(claims):
        parts = products[number] if products else ()
        rest = _difference(claim, names)
        for indices, squares in parts:
            total = sum((QQ(*_ratio(w)) * _value(root, names) ** 2 for w, root in squares), names[0].zero)
            for index in indices:
                total *= bounds[index]
            rest -= total
        proofs.append(_proof(rest, given, parts, claim))
    statement: dict[str, Json] = {"kind": "comparison", "symbols": list(symbols), "claims": [list(c) for c in claims]}
    witness: dict[str, Json] = {"proofs": proofs}
    if relations:
        statement["relations"] = [list(c) for c in relations]
    if conditions:
        statement["conditions"] = [list(c) for c in conditions]
    if point is not None:
        witness["point"] = {name: str(Fraction(x)) for name, x in point.items()}
    elif relations or conditions:
        statement["vacuity"] = "unchecked"
    return "polynomial", statement, witness


def _proof(rest: Any, given: Sequence[Any], parts: Sequence[Product], claim: Comparison) -> dict[str, Json]:
    quotients, left = rest.div(list(given)) if given else ([], rest)
    if left:
        raise Failure(
            Kind.NO_ANSWER, "claim", "{claim}: what is left is {left}", claim=" ".join(claim), left=_text(left)
        )
    proof: dict[str, Json] = {}
    if parts:
        proof["products"] = [_product(*part) for part in parts]
    if any(quotients):
        proof["relations"] = [_text(quotient) for quotient in quotients]
    return proof


def _product(indices: Sequence[int], squares: Sequence[tuple[str, str]]) -> Json:
    found: dict[str, Json] = {"squares": [list(square) for square in squares]}
    if indices:
        found["conditions"] = [str(index) for index in indices]
    return found


def _ratio(text: str) -> tuple[int, int]:
    return Fraction(text).as_integer_ratio()


def _difference(comparison: Comparison, names: Any) -> Any:
    """What is greater minus what is smaller."""
    left, sense, right = comparison
    difference = _value(left, names) - _value(right, names)
    return -difference if sense.startswith("<") else difference


def _value(text: str, names: Any) -> Any:
    """The polynomial of an expression: the grammar of the format is a part of Python's, but for the sign of a power."""
    gens = dict(zip(map(str, names[0].gens), names[1:], strict=True))

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int(number)):
                return names[0](number)
            case ast.Name(id=name) if name in gens:
                return gens[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=int(exponent))):
                return value(base) ** exponent
            case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=int(divisor))) if divisor:
                return value(left) * names[0].domain(1, divisor)
            case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _BINARY:
                return _BINARY[type(operation)](value(left), value(right))
        raise Failure(Kind.VALUE, "claim", "{text} is no expression in the symbols", text=text)

    try:
        return value(ast.parse(text.replace("^", "**"), mode="eval").body)
    except SyntaxError:
        raise Failure(Kind.VALUE, "claim", "{text} is no expression in the symbols", text=text) from None


def _text(polynomial: Any) -> str:
    """A polynomial in the spelling of the format.

    >>> from sympy import QQ, ring
    >>> _, x, y = ring("x y", QQ)
    >>> _text(-x**2 * y + QQ(3, 4) * y - 1), _text(x - x)
    ('-x^2*y + 3/4*y - 1', '0')
    """
    text = ""
    for exponents, c in polynomial.terms():
        size = Fraction(int(c.numerator), int(c.denominator))
        names = [
            str(gen) if k == 1 else f"{gen}^{k}" for gen, k in zip(polynomial.ring.gens, exponents, strict=True) if k
        ]
        term = "*".join(([] if abs(size) == 1 and names else [str(abs(size))]) + names)
        text += ("-" if size < 0 else "") + term if not text else f" {'-' if size < 0 else '+'} {term}"
    return text or "0"
