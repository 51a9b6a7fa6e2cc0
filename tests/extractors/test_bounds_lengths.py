"""Lengths through the catalogue: the integer, proved by the kernel from both sides."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.bounds.catalogue import find, read_arguments
from oracle.bounds.evaluate import Enclosure, enclose, width_for
from oracle.bounds.lengths import floor_expression, floor_formula
from oracle.bounds.model import Formula
from oracle.extractors.conventions import Convention, decide
from oracle.extractors.lengths import toeplitz_length, two_source_length
from oracle.extractors.logform import LogForm
from oracle.problems import Bug, Limit, Malformed, Undecided
from proofs.kernel.check import check_bytes

TWO_SOURCE = "extractor.two-source.length"
TOEPLITZ = "extractor.toeplitz.length"


def formula_of(name: str, *words: str) -> Formula:
    bound = find(name)
    found = bound.evaluate(read_arguments(bound, words))
    assert isinstance(found, Formula)
    return found


def proved(formula: Formula) -> Enclosure:
    return enclose(formula.expression, width_for(None), formula.exact)


@pytest.mark.parametrize(
    ("name", "words", "length"),
    [
        (TOEPLITZ, ["n=2000", "k=1000", "eps=1/4294967296", "eps-s=0"], 938),
        (TOEPLITZ, ["n=10", "k=10", "eps=0.9", "eps-s=0"], 10),
        (TOEPLITZ, ["n=10", "k=1", "eps=0.01", "eps-s=0"], 0),
        ("extractor.circulant.length", ["n=10", "k=8", "eps=1/4", "eps-s=0"], 6),
        ("extractor.dodis.length", ["n=1019", "k1=1000", "k2=1000", "eps=1e-6", "eps-s=0"], 164),
        (TWO_SOURCE, ["n=1000", "k1=990", "k2=980", "eps=1e-6", "eps-s=0"], 125),
        (TWO_SOURCE, ["n=1000", "k1=990", "k2=980", "eps=1e-6", "eps-s=1e-7"], 123),
        (TWO_SOURCE, ["n=100", "k1=50", "k2=50", "eps=0.1", "eps-s=0"], 0),
    ],
)
def test_known_lengths_are_proved(name: str, words: list[str], length: int) -> None:
    found = proved(formula_of(name, *words))
    assert found.low == found.high == length
    assert "log2" in found.statement or not formula_of(name, *words).remark.startswith("no tie")


@settings(max_examples=20)
@given(
    st.integers(1, 10**12),
    st.fractions(0, 1, max_denominator=10**9),
    st.fractions(0, 1, max_denominator=10**9),
    st.fractions(Fraction(1, 10**15), Fraction(999, 1000), max_denominator=10**15),
)
def test_every_length_is_proved(n: int, a: Fraction, b: Fraction, eps: Fraction) -> None:
    for found in (two_source_length(n, a * n, b * n, eps), toeplitz_length(n, a * n, eps)):
        assert proved(floor_formula(found)).low == found.length


@pytest.mark.parametrize("places", [5, 30, 80, 150])
@pytest.mark.parametrize("sign", [-1, 0, 1])
def test_boundaries_are_proved(places: int, sign: int) -> None:
    k = 1000 + sign * Fraction(1, 10**places)
    formula = formula_of(TOEPLITZ, "n=2000", f"k={k}", "eps=1/4294967296", "eps-s=0")
    assert proved(formula).low == 938 - (sign < 0)
    assert ("an integer" in formula.remark) is (sign == 0)
    eps = Fraction(1, 2**32) * (1 + sign * Fraction(1, 10**places))
    formula = formula_of(TOEPLITZ, "n=2000", "k=1000", f"eps={eps}", "eps-s=0")
    assert proved(formula).low == 938 - (sign < 0)
    assert formula.remark.startswith("no tie") is (sign != 0)


FORMS = st.builds(
    LogForm,
    st.fractions(-20, 40, max_denominator=8),
    st.lists(st.tuples(st.fractions(-4, 4, max_denominator=3), st.integers(1, 40).map(Fraction)), max_size=2).map(
        tuple
    ),
)


@settings(max_examples=25)
@given(FORMS, st.integers(0, 30))
def test_a_wrong_length_is_never_proved(form: LogForm, most: int) -> None:
    length = decide(form, most, Convention())
    assert proved(floor_formula(length)).low == length.length
    value = form.reduced().expression()
    for wrong in {length.length - 1, length.length + 1} & set(range(most + 1)):
        for part in (Fraction(1, 2), Fraction(1, 2**40), 1 - Fraction(1, 2**40)):
            expression = floor_expression(value, most, wrong, wrong + part)
            with pytest.raises(Undecided):
                proved(Formula(expression, Fraction(wrong)))


def test_the_upper_end_is_below_the_next_integer() -> None:
    length = decide(LogForm(Fraction(7, 2)), 10, Convention())
    with pytest.raises(Bug):
        floor_formula(replace(length, length=2))


def test_the_certificate_says_so_alone() -> None:
    found = proved(formula_of(TWO_SOURCE, "n=1000", "k1=990", "k2=980", "eps=1e-6", "eps-s=0"))
    verdict = check_bytes(found.certificate)
    assert (verdict.verdict, verdict.statement) == ("PROVED", found.statement)
    longer = found.certificate.replace(b'"low": "125"', b'"low": "126"').replace(b'"high": "125"', b'"high": "126"')
    assert longer != found.certificate
    assert check_bytes(longer).verdict == "REJECTED"


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        (TOEPLITZ, ["n=10", "k=11", "eps=1/4", "eps-s=0"], Malformed),
        (TOEPLITZ, ["n=10", "k=10.000000000000000000000000000001", "eps=1/4", "eps-s=0"], Malformed),
        (TOEPLITZ, ["n=0", "k=0", "eps=1/4", "eps-s=0"], Malformed),
        (TOEPLITZ, ["n=-5", "k=0", "eps=1/4", "eps-s=0"], Malformed),
        (TOEPLITZ, ["n=5/2", "k=0", "eps=1/4", "eps-s=0"], Malformed),
        (TOEPLITZ, ["n=10", "k=sqrt(2)", "eps=1/4", "eps-s=0"], Malformed),
        (TOEPLITZ, ["n=10", "k=5", "eps=1/4", "eps-s=1/8"], Malformed),
        (TOEPLITZ, ["n=10", "k=5", "eps=1", "eps-s=0"], Malformed),
        ("extractor.circulant.length", ["n=6", "k=5", "eps=1/4", "eps-s=0"], Malformed),
        ("extractor.dodis.length", ["n=7", "k1=5", "k2=5", "eps=1/4", "eps-s=0"], Malformed),
        (TWO_SOURCE, ["n=10", "k1=5", "k2=11", "eps=1/4", "eps-s=0"], Malformed),
        (TWO_SOURCE, ["n=10", "k1=5", "k2=5", "eps=1/4", "eps-s=1/24"], Malformed),
        (TWO_SOURCE, ["n=10", "k1=5", "k2=5", "eps=1e-300", "eps-s=0"], Limit),
    ],
)
def test_arguments_outside_their_domain(name: str, words: list[str], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        formula_of(name, *words)
