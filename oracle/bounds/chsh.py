"""Min-entropy against the CHSH value, for one round."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.bounds.entries import Bound, Formula
from oracle.failures import Malformed
from oracle.numbers import Expression, Real, compare, expression, number_text, square, square_root

_QUANTUM_MAXIMUM = square_root(Fraction(8))
_NEARLY_MAXIMAL = Fraction(1, 2**24)  # below, outward rounding of the square could reach beyond the root's domain
_CLIPPED = (
    "the bound uses how far the score exceeds 2, so below 2 it certifies nothing; that the entropy is then still at "
    "least 0 is a separate fact (entropies are never negative), and the enclosure is of the formula at max(score, 2)"
)
_ONE_ROUND = (
    "one round; the adversary holds classical side information and knows the inputs",
    "the score is the expected CHSH value of the round, not an estimate from data",
)


def _score_at_most(score: Real, maximum: Real, what: str) -> None:
    if compare(score, maximum) > 0:
        raise Malformed("out-of-range", f"score {number_text(score)} is above {number_text(maximum)}, {what}")


def analytic_expression(score: Expression) -> Expression:
    """1 - log2(1 + sqrt(2 - I^2/4)) for a nested expression I of a score in [2, 2 sqrt 2]."""
    return analytic_of_square({"pow": [score, "2"]})


def analytic_of_square(squared: Expression) -> Expression:
    """1 - log2(1 + sqrt(2 - squared/4)) for the square of a score, in [4, 8]."""
    return _rate({"sub": ["2", {"div": [squared, "4"]}]})


def _rate(inside: Expression) -> Expression:
    return {"sub": ["1", {"log2": [{"add": ["1", {"sqrt": [inside]}]}]}]}


def no_signalling_expression(score: Expression) -> Expression:
    """-log2(3/2 - I/4) for an expression I of a score in [2, 4]."""
    return {"neg": [{"log2": [{"sub": ["3/2", {"div": [score, "4"]}]}]}]}


def _local(arguments: Mapping[str, Real]) -> Formula:
    score = arguments["score"]
    _score_at_most(score, _QUANTUM_MAXIMUM, "the quantum maximum")
    if compare(score, Fraction(2)) < 0:
        return Formula(analytic_expression({"max": [expression(score), "2"]}), Fraction(0), _CLIPPED)
    # the square is rational also for a surd, so the root vanishes exactly at the quantum maximum
    squared = square(score)
    exact = {Fraction(4): Fraction(0), Fraction(8): Fraction(1)}.get(squared)
    inside = 2 - squared / 4
    if 0 < inside < _NEARLY_MAXIMAL:
        return Formula(_rate(str(inside)), None, "2 - score^2/4 is written out as one number")
    if isinstance(score, Fraction):
        return Formula(analytic_expression(str(score)), exact)
    return Formula(analytic_of_square(str(squared)), exact)


def _no_signalling(arguments: Mapping[str, Real]) -> Formula:
    score = arguments["score"]
    _score_at_most(score, Fraction(4), "the no-signalling maximum")
    if compare(score, Fraction(2)) < 0:
        return Formula(no_signalling_expression({"max": [expression(score), "2"]}), Fraction(0), _CLIPPED)
    exact = {Fraction(2): Fraction(0), Fraction(4): Fraction(1)}.get(score) if isinstance(score, Fraction) else None
    return Formula(no_signalling_expression(expression(score)), exact)


LOCAL = Bound(
    name="chsh.min-entropy.local",
    arguments={"score": "CHSH value, at most 2*sqrt(2); below 2 the bound is 0"},
    unit="bits",
    safe_side="low",
    formula="1 - log2(1 + sqrt(2 - score^2/4))",
    says=(
        "Lower bound on the min-entropy of one outcome a given its setting x (so also of the pair ab given xy), "
        "for every quantum behaviour with this CHSH value. Tight for the single outcome."
    ),
    assumptions=("quantum behaviours (commuting operators)", *_ONE_ROUND),
    source="pironio2010, equation (6)",
    evaluate=_local,
)

NO_SIGNALLING = Bound(
    name="chsh.min-entropy.nosignalling",
    arguments={"score": "CHSH value, at most 4; below 2 the bound is 0"},
    unit="bits",
    safe_side="low",
    formula="-log2(3/2 - score/4)",
    says=(
        "Lower bound on the min-entropy of the outcome pair ab given xy, for every no-signalling behaviour with this "
        "CHSH value. Attained by winning outcomes; losing outcomes have probability at most 2 - score/2, which is less."
    ),
    assumptions=("no-signalling behaviours", *_ONE_ROUND),
    source="pironio2010, equation (14)",
    evaluate=_no_signalling,
)
