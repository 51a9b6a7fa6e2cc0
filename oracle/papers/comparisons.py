"""Comparisons of a paper as it prints them: each relation is one text, ``x^2 + y^2 >= 2*x*y``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from oracle.ledger.arithmetic import rounds_to
from oracle.ledger.expressions import as_json, parse
from proofs.search.formulas import comparison as search
from proofs.search.language.write import Certificate, Json

_SENSES = (" >= ", " <= ", " > ", " < ", " = ")


@dataclass(frozen=True)
class Product:
    """A product of conditions, by their numbers, and of a sum of squares, as weight and text."""

    squares: tuple[tuple[str, str], ...] = (("1", "1"),)
    conditions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A relation, with the products whose sum it is; nothing for an equality, or for two numbers."""

    text: str
    products: tuple[Product, ...] = ()


def sides(text: str) -> search.Comparison:
    """Left side, sense and right side of a relation.

    >>> sides("x + y <= 1")
    ('x + y', '<=', '1')
    """
    sense = next(sense for sense in _SENSES if sense in text)
    left, right = text.split(sense)
    return left, sense.strip(), right


def comparison(
    claims: Sequence[Claim | str],
    symbols: Sequence[str] = (),
    relations: Sequence[str] = (),
    conditions: Sequence[str] = (),
    point: Mapping[str, str] | None = None,
) -> Certificate:
    """Return a certificate that the claims hold wherever relations and conditions do.

    Args:
        claims: As the paper prints them, in the grammar of the format.
        symbols: The names of the reals.
        relations: Equalities.
        conditions: Inequalities, numbered from 0.
        point: An exact point of relations and conditions, if there are any.

    Returns:
        Rule, statement and witness.

    >>> comparison(["20*2^3 = 160", "1/3 < 1/2"])[2]
    {'proofs': [{}, {'products': [{'squares': [['1/6', '1']]}]}]}
    """
    listed = [Claim(claim) if isinstance(claim, str) else claim for claim in claims]
    products = [
        [(product.conditions, product.squares) for product in claim.products or _of_numbers(claim.text, symbols)]
        for claim in listed
    ]
    values = {name: Fraction(value) for name, value in point.items()} if point else None
    texts = [sides(claim.text) for claim in listed]
    return search.comparison(
        symbols, texts, products, list(map(sides, relations)), list(map(sides, conditions)), values
    )


def figure(formula: str, printed: str) -> Certificate:
    """Return a certificate that a formula without variables has a value that rounds to a printed figure.

    Args:
        formula: In the notation of the ledger.
        printed: A decimal; its last digit is the unit of rounding.

    Returns:
        Rule, statement and witness.

    >>> figure("2*sqrt(2)", "2.83")[1]["high"]
    '567/200'
    """
    low, high = rounds_to(printed)
    expression = cast(Json, as_json(parse(formula)))
    statement: dict[str, Json] = {
        "kind": "enclosure", "expression": expression, "low": str(low), "high": str(high),
    }  # fmt: skip
    return "enclosure", statement, {"precision": "96"}


def _of_numbers(text: str, symbols: Sequence[str]) -> tuple[Product, ...]:
    """What an inequality between two numbers is: their difference."""
    left, sense, right = sides(text)
    if symbols or sense == "=":
        return ()
    from sympy import Rational, sympify

    low, high = (left, right) if "<" in sense else (right, left)
    difference = Rational(
        sympify(high.replace("^", "**"), rational=True) - sympify(low.replace("^", "**"), rational=True)
    )
    return (Product(((str(difference), "1"),)),) if difference else ()
