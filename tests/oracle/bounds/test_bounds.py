"""The catalogue: proved enclosures around independent values, the safe side, and every refusal."""

import contextlib
from fractions import Fraction
from math import isqrt

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.bounds.catalogue import CATALOGUE, find, read_arguments
from oracle.bounds.entries import Formula
from oracle.bounds.evaluate import DEFAULT_BITS, width_for
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Limit, Malformed, Undecided, Usage
from oracle.numbers import compare, parse_real, square_root
from proofs.kernel.check import check_bytes

QUANTUM, ANY_SIGNALLING = "chsh.min-entropy.local", "chsh.min-entropy.nosignalling"
AZUMA = ["n=3016", "confidence=99/100", "q=1/4", "iq=2*sqrt(2)"]


def formula_of(name: str, *words: str) -> Formula:
    bound = find(name)
    found = bound.evaluate(read_arguments(bound, words))
    assert isinstance(found, Formula)
    return found


def enclosure_of(name: str, *words: str, digits: int | None = None) -> Enclosure:
    formula = formula_of(name, *words)
    return enclose(formula.expression, width_for(digits), formula.exact)


def number(value: object) -> Fraction:
    """A number of mpmath as a rational, exactly."""
    sign, mantissa, exponent, _ = mpmath.mpf(value)._mpf_
    return Fraction((-1) ** sign * int(mantissa)) * Fraction(2) ** int(exponent)


@given(st.fractions(2, Fraction(28284271, 10**7), max_denominator=10**12))
def test_the_quantum_bound_encloses_the_formula(score: Fraction) -> None:
    found = enclosure_of(QUANTUM, f"score={score}")
    with mpmath.workprec(300):
        i = mpmath.mpf(score.numerator) / score.denominator
        value = number(1 - mpmath.log(1 + mpmath.sqrt(2 - i * i / 4), 2))
    margin = Fraction(1, 2**200)
    assert found.low - margin <= value <= found.high + margin
    assert found.high - found.low <= Fraction(1, 2**DEFAULT_BITS)


@given(st.fractions(2, 4, max_denominator=10**12))
def test_the_no_signalling_bound_encloses_the_formula(score: Fraction) -> None:
    found = enclosure_of(ANY_SIGNALLING, f"score={score}")
    with mpmath.workprec(300):
        value = number(-mpmath.log(mpmath.mpf(6 - score.numerator / mpmath.mpf(score.denominator)) / 4, 2))
    margin = Fraction(1, 2**200)
    assert found.low - margin <= value <= found.high + margin


@given(
    st.integers(1, 10**18),
    st.fractions(Fraction(1, 10**9), 1 - Fraction(1, 10**9), max_denominator=10**9),
    st.fractions(Fraction(1, 1000), 1, max_denominator=1000),
    st.fractions(0, 10, max_denominator=100).map(str) | st.sampled_from(["sqrt(8)", "2*sqrt(2)", "sqrt(3)/2"]),
)
def test_the_deviation_encloses_equation_11(n: int, confidence: Fraction, q: Fraction, iq: str) -> None:
    found = enclosure_of("azuma.deviation", f"n={n}", f"confidence={confidence}", f"q={q}", f"iq={iq}")
    largest = parse_real(iq)
    with mpmath.workprec(400):
        if isinstance(largest, Fraction):
            most = mpmath.mpf(largest.numerator) / largest.denominator
        else:
            coefficient = largest.coefficient
            most = mpmath.sqrt(largest.radicand) * coefficient.numerator / coefficient.denominator
        inverse = mpmath.mpf((1 - confidence).denominator) / (1 - confidence).numerator
        scale = mpmath.mpf(q.denominator) / q.numerator + most
        value = number(scale * mpmath.sqrt(2 * mpmath.log(inverse) / n))
    margin = Fraction(1, 2**200)
    assert found.low - margin <= value <= found.high + margin
    assert found.high - found.low <= Fraction(1, 2**DEFAULT_BITS)


def test_the_deviation_of_the_2010_experiment() -> None:
    found = enclosure_of("azuma.deviation", *AZUMA)
    assert found.low <= Fraction("0.3773486931377")
    assert Fraction("0.3773486931376") <= found.high
    assert found.high - found.low <= Fraction(1, 2**DEFAULT_BITS)


@pytest.mark.parametrize(
    ("name", "score", "exact"),
    [
        (QUANTUM, "2", 0),
        (QUANTUM, "sqrt(8)", 1),
        (QUANTUM, "2*sqrt(2)", 1),
        (QUANTUM, "1.9999999999999999999", 0),
        (QUANTUM, "sqrt(3.9999999999999999999)", 0),
        (QUANTUM, "0", 0),
        (QUANTUM, "-2.5", 0),
        (QUANTUM, "-sqrt(8)", 0),
        (QUANTUM, "2.5", None),
        (ANY_SIGNALLING, "2", 0),
        (ANY_SIGNALLING, "4", 1),
        (ANY_SIGNALLING, "1", 0),
        (ANY_SIGNALLING, "sqrt(8)", None),
    ],
)
def test_exact_values(name: str, score: str, exact: int | None) -> None:
    formula = formula_of(name, f"score={score}")
    assert formula.exact == exact
    found = enclose(formula.expression, width_for(None), formula.exact)
    if exact is not None:
        assert found.low == found.high == exact
    else:
        assert 0 < found.low < found.high < 1


def test_below_two_the_remark_says_what_zero_means() -> None:
    assert "never negative" in formula_of(QUANTUM, "score=1.5").remark
    assert formula_of(QUANTUM, "score=2.5").remark == ""


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        (QUANTUM, ["score=2.8284271247461901"], "out-of-range"),
        (QUANTUM, ["score=3"], "out-of-range"),
        (QUANTUM, ["score=sqrt(8.000000000000000000001)"], "out-of-range"),
        (ANY_SIGNALLING, ["score=4.0000000000000000000001"], "out-of-range"),
        (ANY_SIGNALLING, ["score=sqrt(17)"], "out-of-range"),
        (QUANTUM, ["score=nan"], "not-a-number"),
        (QUANTUM, ["score=inf"], "not-a-number"),
        (QUANTUM, ["score="], "not-a-number"),
        (QUANTUM, ["score=pi"], "wrong-number"),
        ("azuma.deviation", ["n=0", *AZUMA[1:]], "out-of-range"),
        ("azuma.deviation", ["n=-5", *AZUMA[1:]], "out-of-range"),
        ("azuma.deviation", ["n=5/2", *AZUMA[1:]], "out-of-range"),
        ("azuma.deviation", ["n=sqrt(2)", *AZUMA[1:]], "wrong-number"),
        ("azuma.deviation", [AZUMA[0], "confidence=1", *AZUMA[2:]], "out-of-range"),
        ("azuma.deviation", [AZUMA[0], "confidence=0", *AZUMA[2:]], "out-of-range"),
        ("azuma.deviation", [AZUMA[0], "confidence=99", *AZUMA[2:]], "out-of-range"),
        ("azuma.deviation", [AZUMA[0], "confidence=sqrt(2)/2", *AZUMA[2:]], "wrong-number"),
        ("azuma.deviation", [*AZUMA[:2], "q=0", AZUMA[3]], "out-of-range"),
        ("azuma.deviation", [*AZUMA[:2], "q=5/4", AZUMA[3]], "out-of-range"),
        ("azuma.deviation", [*AZUMA[:3], "iq=-1"], "out-of-range"),
        ("azuma.deviation", [*AZUMA[:3], "iq=-sqrt(8)"], "out-of-range"),
    ],
)
def test_arguments_outside_their_domain(name: str, words: list[str], code: str) -> None:
    with pytest.raises(Malformed) as refused:
        formula_of(name, *words)
    assert refused.value.code == code


@pytest.mark.parametrize("words", [["score=1e999999999"], ["score=" + "9" * 500]])
def test_arguments_beyond_a_limit(words: list[str]) -> None:
    with pytest.raises(Limit):
        formula_of(QUANTUM, *words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "missing-argument"),
        (["score=2", "score=2"], "duplicate-argument"),
        (["scores=2"], "unknown-argument"),
        (["2"], "unknown-argument"),
        (["Score=2"], "unknown-argument"),
    ],
)
def test_unknown_keys_are_usage_errors(words: list[str], code: str) -> None:
    with pytest.raises(Usage) as refused:
        formula_of(QUANTUM, *words)
    assert refused.value.code == code


def test_an_unknown_name_is_a_usage_error() -> None:
    with pytest.raises(Usage):
        find("chsh")


@given(st.lists(st.fractions(0, Fraction(28284271, 10**7), max_denominator=10**7), min_size=2, max_size=2))
def test_entropy_bounds_increase_with_the_score(scores: list[Fraction]) -> None:
    for name in (QUANTUM, ANY_SIGNALLING):
        less, more = (enclosure_of(name, f"score={score}") for score in sorted(scores))
        assert less.low <= more.high
    # and quantum theory never certifies less than no-signalling alone
    assert enclosure_of(ANY_SIGNALLING, f"score={scores[0]}").low <= enclosure_of(QUANTUM, f"score={scores[0]}").high


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_deviation_decreases_with_the_rounds(n: int, more: int) -> None:
    less = enclosure_of("azuma.deviation", f"n={n + more}", *AZUMA[1:])
    assert less.low <= enclosure_of("azuma.deviation", f"n={n}", *AZUMA[1:]).high


@pytest.mark.parametrize("digits", [0, 12, 30, 100, 300])
def test_digits_narrow_the_enclosure_and_nest(digits: int) -> None:
    wide, narrow = enclosure_of("azuma.deviation", *AZUMA), enclosure_of("azuma.deviation", *AZUMA, digits=digits)
    assert narrow.high - narrow.low <= min(Fraction(1, 10**digits), Fraction(1, 2**DEFAULT_BITS))
    assert wide.low <= narrow.high
    assert narrow.low <= wide.high


def test_too_many_digits_are_a_limit() -> None:
    with pytest.raises(Limit):
        width_for(301)


@pytest.mark.parametrize("places", [5, 8, 15, 40, 120, 195])
@pytest.mark.parametrize("digits", [12, 100])
def test_scores_just_below_the_quantum_maximum(places: int, digits: int) -> None:
    score = Fraction(isqrt(8 * 10 ** (2 * places)), 10**places)
    found = enclosure_of(QUANTUM, f"score={score}", digits=digits)
    assert compare(score, square_root(Fraction(8))) < 0
    # 1 - log2(1 + t) with 0 < t = sqrt(2 - I^2/4) lies in (1 - 3t/2, 1), and t^2 < 2 * 10^-places
    assert 1 - Fraction(3, 10 ** (places // 2)) <= found.high
    assert found.low < 1


def test_the_printed_certificate_is_what_the_kernel_proves() -> None:
    found = enclosure_of(QUANTUM, "score=70/29")
    verdict = check_bytes(found.certificate)
    assert (verdict.verdict, verdict.statement, verdict.sha256) == ("PROVED", found.statement, found.sha256)
    tightened = found.certificate.replace(str(found.low).encode(), str(found.high + 1).encode())
    assert tightened != found.certificate
    assert check_bytes(tightened).verdict != "PROVED"


@pytest.mark.parametrize(
    "expression", [{"log2": ["0"]}, {"sqrt": ["-1"]}, {"div": ["1", "0"]}, {"ln": [{"sub": ["1", "1"]}]}]
)
def test_no_number_without_a_proof(expression: dict[str, object]) -> None:
    with pytest.raises(Undecided) as refused:
        enclose(expression, Fraction(1, 2**40))  # type: ignore[arg-type]
    assert refused.value.code == "not-proved"


def test_a_wrong_closed_form_is_not_printed() -> None:
    with pytest.raises(Undecided):
        enclose({"log2": ["3"]}, Fraction(1, 2**40), Fraction(2))


@given(st.sampled_from(sorted(CATALOGUE)), st.lists(st.text(max_size=12), max_size=4))
def test_any_words_are_arguments_or_a_named_problem(name: str, words: list[str]) -> None:
    keys = list(find(name).arguments)
    with contextlib.suppress(Usage, Malformed, Limit):
        bound = find(name)
        bound.evaluate(read_arguments(bound, [f"{key}={word}" for key, word in zip(keys, words, strict=False)]))
