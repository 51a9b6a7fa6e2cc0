"""Output lengths of extractors: integers, proved by the kernel as floors of their formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from oracle.bounds.model import Bound, Formula
from oracle.extractors.conventions import Length
from oracle.extractors.lengths import circulant_length, dodis_length, toeplitz_length, two_source_length
from oracle.numbers import Expression, Real, number_text
from oracle.problems import Bug, Malformed


def floor_expression(value: Expression, most: int, length: int, upper: Fraction) -> Expression:
    """An expression that is the length exactly if F = min(max(value, 0), most) lies in [length, upper].

    (min(F, m) + max(F, u)) - u is m for m <= F <= u, below m for F < m, and above m for F > u. The kernel's intervals
    of F collapse to points in min and max only when they prove both inequalities; with u < m + 1 the length is
    therefore proved to be the floor.
    """
    clipped: Expression = {"min": [{"max": [value, "0"]}, str(most)]}
    return {"sub": [{"add": [{"min": [clipped, str(length)]}, {"max": [clipped, str(upper)]}]}, str(upper)]}


def floor_formula(found: Length) -> Formula:
    """The length as a formula whose exact value the kernel can prove.

    >>> from oracle.extractors.logform import LogForm
    >>> from oracle.extractors.conventions import Convention, decide
    >>> floor_formula(decide(LogForm(Fraction(7, 2)), 10, Convention())).exact
    Fraction(3, 1)
    """
    rational = found.decision.exact is not None
    value = (found.form.reduced() if rational else found.form).expression()
    high = min(max(found.decision.high, Fraction(0)), Fraction(found.most))
    upper = _between(high, found.length + 1)
    return Formula(floor_expression(value, found.most, found.length, upper), Fraction(found.length), found.remark)


def _between(high: Fraction, end: int) -> Fraction:
    """A dyadic number above `high` and below `end`."""
    if not high < end:
        raise Bug("out-of-range", "the bound of a floor is not below the next integer")
    step = Fraction(1)
    while 2 * step > end - high:
        step /= 2
    return end - step


def _rational(arguments: Mapping[str, Real], name: str) -> Fraction:
    value = arguments[name]
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{name} = {number_text(value)} is not rational")
    return value


def _size(arguments: Mapping[str, Real]) -> int:
    n = _rational(arguments, "n")
    if n.denominator != 1:
        raise Malformed("out-of-range", f"n = {n} is not a whole number of bits")
    return n.numerator


def _seeded(length: Callable[..., Length]) -> Callable[[Mapping[str, Real]], Formula]:
    def evaluate(arguments: Mapping[str, Real]) -> Formula:
        k, eps, eps_s = (_rational(arguments, name) for name in ("k", "eps", "eps-s"))
        return floor_formula(length(_size(arguments), k, eps, eps_s))

    return evaluate


def _two_sources(length: Callable[..., Length]) -> Callable[[Mapping[str, Real]], Formula]:
    def evaluate(arguments: Mapping[str, Real]) -> Formula:
        k1, k2, eps, eps_s = (_rational(arguments, name) for name in ("k1", "k2", "eps", "eps-s"))
        return floor_formula(length(_size(arguments), k1, k2, eps, eps_s))

    return evaluate


_SEEDED = {
    "n": "bits of the source, a positive integer",
    "k": "min-entropy of the source given the adversary, smooth with parameter eps-s, in [0, n]",
    "eps": "error of output, seed and adversary together: trace distance with 1/2, in (0, 1)",
    "eps-s": "smoothing parameter, 0 for none; 2 eps-s < eps",
}
_SOURCES = {
    "n": "bits of each source, a positive integer (2 N for N rounds with two outcome bits)",
    "k1": "min-entropy of one source given the adversary, in [0, n]",
    "k2": "min-entropy of the other source, in [0, n]",
    "eps": "error of output, either source and adversary together: trace distance with 1/2, in (0, 1)",
    "eps-s": "sum of the smoothing parameters of the entropies, 0 for none; 6 eps-s < eps",
}
_MARKOV = (
    "the two sources are independent given the adversary's quantum information (Markov chain)",
    "theorems 3 and 4 of kulikov2024, cited there from Arnon-Friedman, Portmann and Scholz, are not proved here",
    "error at most eps, jointly with either source; bits, logarithms to base 2",
)
_HASHED = (
    "the seed is uniform and independent of the source and of the adversary, who may hold quantum information",
    "smoothing in a distance that bounds the trace distance with 1/2, paid twice",
    "error at most eps, jointly with the seed; bits, logarithms to base 2",
)
_TEXT = "The greatest whole number of output bits that the formula admits, between 0 and the construction's limit; "

TWO_SOURCE = Bound(
    name="extractor.two-source.length",
    arguments=_SOURCES,
    unit="bits",
    safe_side="low",
    formula="floor((k1 + k2 - n + 12 - 10 log2(5) - 4 log2(3) + 10 log2(eps - 6 eps-s)) / 6)",
    says=_TEXT + "non-cyclic shifts, theorems 2, 3 and 4 with the best split of the error.",
    assumptions=_MARKOV,
    source="kulikov2024, supplement VI, theorems 2, 3 and 4; corrects the last term of equation (18), claim K1",
    evaluate=_two_sources(two_source_length),
)

TOEPLITZ = Bound(
    name="extractor.toeplitz.length",
    arguments=_SEEDED,
    unit="bits",
    safe_side="low",
    formula="floor(k + 2 + 2 log2(eps - 2 eps-s))",
    says=_TEXT + "a Toeplitz matrix with a seed of n + m - 1 bits, leftover hashing.",
    assumptions=_HASHED,
    source="leftover hashing against quantum side information: Renner 2005; Tomamichel et al. 2011",
    evaluate=_seeded(toeplitz_length),
)

CIRCULANT = Bound(
    name="extractor.circulant.length",
    arguments=_SEEDED | {"n": "bits of the source; n + 1 is a prime with primitive root 2"},
    unit="bits",
    safe_side="low",
    formula="floor(k + 2 + 2 log2(eps - 2 eps-s))",
    says=_TEXT + "a circulant matrix of size n + 1 with a seed of n + 1 bits, leftover hashing.",
    assumptions=_HASHED,
    source="leftover hashing against quantum side information: Renner 2005; Tomamichel et al. 2011",
    evaluate=_seeded(circulant_length),
)

DODIS = Bound(
    name="extractor.dodis.length",
    arguments=_SOURCES | {"n": "bits of each source, a prime with primitive root 2"},
    unit="bits",
    safe_side="low",
    formula=(
        "floor((k1 + k2 - n + 9 - 4 log2(3) + 8 log2(eps)) / 5); with eps-s > 0 floor((k1 + k2 - n + log2(e1) + "
        "log2(e2) + 9 - 4 log2(3) + 8 log2(ex)) / 5), e1 = e2 = (eps - 6 eps-s)/20, ex = 2 (eps - 6 eps-s)/5"
    ),
    says=_TEXT + "cyclic shifts, theorem 3, and theorem 4 when the entropies are smooth.",
    assumptions=_MARKOV,
    source="Dodis, Elbaz, Oliveira and Raz 2004; kulikov2024, supplement VI, theorems 3 and 4",
    evaluate=_two_sources(dodis_length),
)
