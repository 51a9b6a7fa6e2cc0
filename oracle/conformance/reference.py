"""Expected values shared by suites: quantities of the catalogue, in an implementation's unit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.bounds.model import Bound, Formula
from oracle.conformance.truth import Truth, exactly, formula
from oracle.numbers import Expression, Real


def of_bound(bound: Bound, arguments: Mapping[str, Real], says: str, factor: Expression = "1") -> Truth:
    """A bound of the catalogue at exact arguments, times a factor.

    >>> from oracle.bounds.chsh import LOCAL
    >>> of_bound(LOCAL, {"score": Fraction(5, 2)}, "the bound").text(6)
    'about 0.267567'
    """
    found = bound.evaluate(arguments)
    if factor == "1":
        if found.exact is not None:
            return exactly(found.exact, says)
        if isinstance(found, Formula):
            return formula(found.expression, says)
    value: Expression = found.expression if isinstance(found, Formula) else str(found.exact)
    return exactly(0, says) if found.exact == 0 else formula({"mul": [factor, value]}, says)


def entropy_unit(conventions: Mapping[str, str]) -> Expression:
    """The factor from bits to the implementation's unit of entropy."""
    return "1" if conventions["logarithm"] == "bits" else {"ln": ["2"]}


def entropy(bound: Bound, score: Fraction, conventions: Mapping[str, str]) -> Truth:
    """An entropy of the catalogue in the implementation's unit."""
    return of_bound(bound, {"score": score}, bound.formula, entropy_unit(conventions))
