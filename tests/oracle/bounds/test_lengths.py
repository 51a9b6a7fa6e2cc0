"""Lengths through the catalogue: the integer, proved by the kernel from both sides."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.entries import Formula
from oracle.bounds.evaluate import width_for
from oracle.bounds.lengths import floor_expression, floor_formula
from oracle.enclosures import Enclosure, enclose
from oracle.extractors.conventions import Convention, decide
from oracle.extractors.lengths import dodis_length, toeplitz_length, two_source_length
from oracle.extractors.logform import LogForm
from oracle.failures import Bug, Limit, Malformed, Undecided, Usage
from proofs.kernel.check import check_bytes

TWO_SOURCE = "extractor.two-source.length"
TOEPLITZ = "extractor.toeplitz.length"


def formula_of(name: str, *words: str) -> Formula:
    bound, _, rest = choose(find(name), words)
    found = bound.evaluate(read_arguments(bound, rest))
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


SHIFTS = ["n=1000", "k1=990", "k2=980", "eps=1e-6", "eps-s=0"]
HASH = ["n=2000", "k=1000", "eps=1/4294967296", "eps-s=0"]


@pytest.mark.parametrize(
    ("name", "words", "convention", "length"),
    [
        (TOEPLITZ, HASH, "half", 938),
        (TOEPLITZ, HASH, "randextract", 938),
        (TOEPLITZ, HASH, "full", 936),
        (TOEPLITZ, HASH, "cryptomite", 936),
        (TOEPLITZ, HASH, "below", 937),
        (TOEPLITZ, HASH, "full,below", 935),
        (TOEPLITZ, ["n=2000", "k=693", *HASH[2:]], "nats", 937),
        (TWO_SOURCE, SHIFTS, "best-split", 125),
        (TWO_SOURCE, SHIFTS, "equal-split", 124),
        (TWO_SOURCE, SHIFTS, "sharp", 126),
        (TWO_SOURCE, SHIFTS, "unsmoothed", 135),
        (TWO_SOURCE, SHIFTS, "no-side-information", 465),
        (TWO_SOURCE, SHIFTS, "printed", 139),
        (TWO_SOURCE, SHIFTS, "full", 123),
        ("extractor.dodis.length", ["n=1019", "k1=1000", "k2=1000", "eps=1e-6", "eps-s=0"], "cryptomite", 942),
    ],
)
def test_a_declared_convention_changes_the_length(name: str, words: list[str], convention: str, length: int) -> None:
    bound, chosen, _ = choose(find(name), [*words, f"convention={convention}"])
    assert chosen == {"convention": convention}
    assert proved(formula_of(name, *words, f"convention={convention}")).low == length
    # what was declared is said
    text = " ".join((bound.formula, *bound.assumptions))
    assert ("without the 1/2" in text) == (
        {"full", "cryptomite"} & set(convention.split(",")) != set() and length < 942
    )
    assert ("strictly below" in text) == ("below" in convention)
    assert ("in nats" in text) == ("nats" in convention)


def test_a_weak_seed_costs_what_its_entropy_lacks() -> None:
    assert proved(formula_of(TOEPLITZ, *HASH, "defect=5/2")).low == 935
    bound, _, _ = choose(find(TOEPLITZ), ["defect=5/2"])
    assert "5/2 bits below its length" in bound.assumptions[0]
    with pytest.raises(Malformed):
        formula_of(TOEPLITZ, *HASH, "defect=-1")
    with pytest.raises(Malformed):
        choose(find(TOEPLITZ), ["defect=sqrt(2)"])


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (TWO_SOURCE, "convention=half,full"),
        (TWO_SOURCE, "convention=best-split,sharp"),
        (TWO_SOURCE, "convention=quarter"),
        (TWO_SOURCE, "convention=cryptomite"),
        (TWO_SOURCE, "defect=1"),
        (TOEPLITZ, "convention=best-split"),
        ("extractor.dodis.length", "convention=sharp"),
    ],
)
def test_a_convention_that_is_none(name: str, word: str) -> None:
    with pytest.raises(Usage):
        formula_of(name, *(HASH if name == TOEPLITZ else SHIFTS), word)


def test_a_convention_is_declared_once() -> None:
    with pytest.raises(Usage):
        choose(find(TOEPLITZ), ["convention=half", "convention=half"])


THEOREMS = [
    (TWO_SOURCE, SHIFTS, ("best-split", "equal-split", "sharp", "unsmoothed", "no-side-information")),
    ("extractor.dodis.length", ["n=1019", *SHIFTS[1:]], ("markov", "no-side-information")),
    ("extractor.dodis.length", ["n=1019", *SHIFTS[1:4], "eps-s=1e-9"], ("markov",)),
]


@pytest.mark.parametrize(
    ("name", "words", "convention"), [(name, words, word) for name, words, known in THEOREMS for word in known]
)
def test_the_formula_is_the_one_the_kernel_derives(name: str, words: list[str], convention: str) -> None:
    formula = formula_of(name, *words, f"convention={convention}")
    assert formula.theorem is not None
    assert check_bytes(formula.theorem).verdict == "PROVED"
    growth, weight, factor = (Fraction(part) for part in json.loads(formula.theorem)["statement"]["length"])
    n, k1, k2, eps, eps_s = (Fraction(word.partition("=")[2]) for word in words)
    left = eps - 6 * eps_s
    ours = LogForm(k1 + k2 - n, ((weight, left), (Fraction(1), factor))).scaled(1 / growth)
    arguments = (int(n), k1, k2, eps, eps_s)
    if name == TWO_SOURCE:
        theirs = two_source_length(*arguments, convention).form
    else:
        theirs = dodis_length(*arguments, "none" if convention == "no-side-information" else "markov").form
    assert (ours + theirs.scaled(Fraction(-1))).rational() == 0


def test_the_printed_formula_has_no_theorem() -> None:
    assert formula_of(TWO_SOURCE, *SHIFTS, "convention=printed").theorem is None
