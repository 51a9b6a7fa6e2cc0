"""Output lengths of extractors: integers, proved by the kernel as floors of their formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from oracle.bounds.conventions import floor_text, left_text, options_text, read_convention, said
from oracle.bounds.entries import Bound, Formula
from oracle.extractors.conventions import Length
from oracle.extractors.lengths import (
    HASHING,
    MARKOV,
    circulant_length,
    dodis_length,
    toeplitz_length,
    two_source_length,
)
from oracle.extractors.lengths import TWO_SOURCE as METHODS
from oracle.failures import Bug, Malformed
from oracle.numbers import Expression, Real, number_text, parse_real
from proofs.search.formulas import extraction
from proofs.search.language.write import certificate_bytes


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
    if found.strict and found.decision.tie:
        # the formula is an integer, and the length stays one below it
        strict: Expression = {"min": [{"max": [{"sub": [value, "1"]}, "0"]}, str(found.most)]}
        return Formula(strict, Fraction(found.length), found.remark)
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


_EPS = "error, in (0, 1), as the convention says"
_SEEDED = {
    "n": "bits of the source, a positive integer",
    "k": "min-entropy of the source given the adversary, smooth with parameter eps-s, in [0, n]",
    "eps": _EPS,
    "eps-s": "smoothing parameter, 0 for none; 2 eps-s < eps in half distance",
}
_SOURCES = {
    "n": "bits of each source, a positive integer (2 N for N rounds with two outcome bits)",
    "k1": "min-entropy of one source given the adversary, in [0, n]",
    "k2": "min-entropy of the other source, in [0, n]",
    "eps": _EPS,
    "eps-s": "sum of the smoothing parameters of the entropies, 0 for none; 6 eps-s < eps in half distance",
}
_DEFECT = "bits that the min-entropy of a weak seed, independent of everything, is below its length; 0 by default"
_MARKOV = "the two sources are independent given the adversary's quantum information (Markov chain)"
_THEOREMS = "theorems 3 and 4 of kulikov2024, cited there from Arnon-Friedman, Portmann and Scholz, are not proved here"
_ALONE = "the two sources are independent, and the adversary holds at most classical information given which they are"
_PURIFIED = "smoothing in purified distance"
_HASHED = "independent of the source and of the adversary, who may hold quantum information"
_HASHED_SMOOTH = "smoothing in a distance that bounds the trace distance with 1/2, paid twice"
_TEXT = "The greatest whole number of output bits that the formula admits, between 0 and the construction's limit; "
_SEED_LIBRARIES = {"cryptomite": ("full",), "randextract": ("half",)}
_DODIS_LIBRARIES = {"cryptomite": ("half", "no-side-information")}
_SPLIT = "12 - 10 log2(5) - 4 log2(3) + 10 log2(D)"
_FORMULAS = {
    "best-split": f"(k1 + k2 - n + {_SPLIT}) / 6",
    "equal-split": "(k1 + k2 - n + 8 - 4 log2(3) + 10 log2(D/6)) / 6",
    "sharp": f"(k1 + k2 - n + 3 + {_SPLIT}) / 6",
    "unsmoothed": "(k1 + k2 - n + 8 - 4 log2(3) + 8 log2(D)) / 6",
    "no-side-information": "(k1 + k2 - n) / 2 + log2(D)",
    "printed": "(k1 + k2 - n) / 6 - log2(6/D)",
}


def _theorem(function: str, method: str) -> bytes | None:
    """The certificate of the formula; None for the printed one, which is not proved."""
    if method == "printed":
        return None
    adversary = {"no-side-information": "classical-proof", "unsmoothed": "quantum-proof"}.get(method)
    split = (Fraction(1, 6),) * 3 if method == "equal-split" else extraction.BEST_SPLIT
    # theorem 2 is 3 bits weaker than the lemma that the kernel proves
    loss = 3 if function == "two-source-shift" and method != "sharp" else 0
    return certificate_bytes(*extraction.formula(function, adversary or "quantum-proof-smooth", split, loss))


def _two_source(chosen: Mapping[str, str]) -> Bound:
    convention, method = read_convention(chosen.get("convention", ""), MARKOV, list(METHODS))
    way = METHODS[method]
    if not way.quantum:
        convention = replace(convention, side="none", smoothing=Fraction(0))

    def evaluate(arguments: Mapping[str, Real]) -> Formula:
        k1, k2, eps, eps_s = (_rational(arguments, name) for name in ("k1", "k2", "eps", "eps-s"))
        found = two_source_length(_size(arguments), k1, k2, eps, eps_s, method, convention)
        return replace(floor_formula(found), theorem=_theorem("two-source-shift", method))

    about = (_MARKOV, _THEOREMS, _PURIFIED) if way.quantum else (_ALONE,)
    return Bound(
        name="extractor.two-source.length",
        arguments=_SOURCES,
        unit="bits",
        safe_side="low",
        formula=f"{floor_text(_FORMULAS[method], convention)}, D = {left_text(convention)}",
        says=f"{_TEXT}non-cyclic shifts, {way.says}.",
        assumptions=(*about, said(convention, "either source and the adversary")),
        source="kulikov2024, supplement VI, theorems 2, 3 and 4; corrects the last term of equation (18), claim K1",
        evaluate=evaluate,
        options={"convention": options_text(list(METHODS))},
        choose=_two_source,
    )


def _hashing(
    name: str, length: Callable[..., Length], arguments: Mapping[str, str], says: str, chosen: Mapping[str, str]
) -> Bound:
    convention, _ = read_convention(chosen.get("convention", ""), HASHING, (), _SEED_LIBRARIES)
    defect = parse_real(chosen.get("defect", "0"))
    if not isinstance(defect, Fraction):
        raise Malformed("wrong-number", f"defect = {number_text(defect)} is not rational")
    if defect:
        convention = replace(convention, seed="weak")

    def evaluate(arguments: Mapping[str, Real]) -> Formula:
        k, eps, eps_s = (_rational(arguments, name) for name in ("k", "eps", "eps-s"))
        return floor_formula(length(_size(arguments), k, eps, eps_s, defect, convention))

    seed = f"the seed has a min-entropy {defect} bits below its length and is" if defect else "the seed is uniform and"
    return Bound(
        name=name,
        arguments=arguments,
        unit="bits",
        safe_side="low",
        formula=f"{floor_text('k - defect + 2 + 2 log2(D)', convention)}, D = {left_text(convention)}",
        says=_TEXT + says,
        assumptions=(f"{seed} {_HASHED}", _HASHED_SMOOTH, said(convention, "the seed and the adversary")),
        source="leftover hashing against quantum side information: Renner 2005; Tomamichel et al. 2011",
        evaluate=evaluate,
        options={"convention": options_text((), _SEED_LIBRARIES), "defect": _DEFECT},
        choose=partial(_hashing, name, length, arguments, says),
    )


def _dodis(chosen: Mapping[str, str]) -> Bound:
    methods = ["markov", "no-side-information"]
    convention, method = read_convention(chosen.get("convention", ""), MARKOV, methods, _DODIS_LIBRARIES)
    quantum = method == "markov"
    if not quantum:
        convention = replace(convention, side="none", smoothing=Fraction(0))
    side = "markov" if quantum else "none"

    def evaluate(arguments: Mapping[str, Real]) -> Formula:
        k1, k2, eps, eps_s = (_rational(arguments, name) for name in ("k1", "k2", "eps", "eps-s"))
        found = dodis_length(_size(arguments), k1, k2, eps, eps_s, side, convention)
        way = "no-side-information" if not quantum else "best-split" if eps_s else "unsmoothed"
        return replace(floor_formula(found), theorem=_theorem("two-source-cyclic", way))

    smooth = "(k1 + k2 - n + log2(e1 e2) + 9 - 4 log2(3) + 8 log2(ex)) / 5"
    formula = f"{floor_text('k1 + k2 - n + 1 + 2 log2(D)', convention)}, D = {left_text(convention)}"
    if quantum:
        formula = (
            f"{floor_text('(k1 + k2 - n + 9 - 4 log2(3) + 8 log2(D)) / 5', convention)}, D = {left_text(convention)};"
            f" with eps-s > 0 {floor_text(smooth, convention)}, e1 = e2 = D/20, ex = 2 D/5"
        )
    return Bound(
        name="extractor.dodis.length",
        arguments=_SOURCES | {"n": "bits of each source, a prime with primitive root 2"},
        unit="bits",
        safe_side="low",
        formula=formula,
        says=_TEXT
        + "cyclic shifts"
        + (", theorem 3, and theorem 4 when the entropies are smooth." if quantum else "."),
        assumptions=(
            *((_MARKOV, _THEOREMS, _PURIFIED) if quantum else (_ALONE,)),
            said(convention, "either source and the adversary"),
        ),
        source="Dodis, Elbaz, Oliveira and Raz 2004; kulikov2024, supplement VI, theorems 3 and 4",
        evaluate=evaluate,
        options={"convention": options_text(methods, _DODIS_LIBRARIES)},
        choose=_dodis,
    )


TWO_SOURCE = _two_source({})
TOEPLITZ = _hashing(
    "extractor.toeplitz.length",
    toeplitz_length,
    _SEEDED,
    "a Toeplitz matrix with a seed of n + m - 1 bits, leftover hashing.",
    {},
)
CIRCULANT = _hashing(
    "extractor.circulant.length",
    circulant_length,
    _SEEDED | {"n": "bits of the source; n + 1 is a prime with primitive root 2"},
    "a circulant matrix of size n + 1 with a seed of n + 1 bits, leftover hashing.",
    {},
)
DODIS = _dodis({})
