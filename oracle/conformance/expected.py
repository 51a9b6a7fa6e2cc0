"""Expected values shared by suites: quantities of the catalogue, in an implementation's unit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from oracle.bounds.entries import Bound, Formula
from oracle.bounds.evaluate import evaluate
from oracle.bounds.tight import GLOBAL
from oracle.conformance.truth import Truth, exactly, formula
from oracle.numbers import Expression, Real
from proofs.kernel.interval import Interval


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


@lru_cache(maxsize=256)
def _tight(score: Fraction) -> Interval:
    found = evaluate(GLOBAL.evaluate({"score": score}), Fraction(1, 2**24))
    return found.low, found.high


def tight_entropy(score: Fraction, conventions: Mapping[str, str]) -> Truth:
    """The least min-entropy of an outcome pair at a score in [2, 2 sqrt 2], proved from both sides.

    >>> tight_entropy(Fraction(5, 2), {"logarithm": "bits"}).compare(Fraction(33, 100))
    1
    """
    unit = entropy_unit(conventions)
    below, above = (formula({"mul": [unit, str(end)]}, "") for end in _tight(score))
    return Truth(lambda p: (below.enclose(p)[0], above.enclose(p)[1]), "the tight curve")
