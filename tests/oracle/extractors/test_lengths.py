"""Lengths: the composition of theorems, its best split, conventions, boundaries, refusals."""

from fractions import Fraction
from math import floor, log2

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracle.extractors.conventions import Convention, read_entropy
from oracle.extractors.lengths import (
    HASHING,
    MARKOV,
    TWO_SOURCE,
    Method,
    circulant_length,
    dodis_length,
    toeplitz_length,
    two_source_form,
    two_source_length,
)
from oracle.extractors.logform import LogForm
from oracle.extractors.primes import has_primitive_root_two
from oracle.failures import Limit, Malformed, Usage
from tests.oracle.extractors.libraries import LIBRARIES

SIZES = st.integers(1, 10**10)
ERRORS = st.fractions(Fraction(1, 10**12), Fraction(99, 100), max_denominator=10**12)
RATIOS = st.fractions(0, 1, max_denominator=10**6)
SPLITS = [name for name, method in TWO_SOURCE.items() if method.shares is not None]
PRIMES = [p for p in range(3, 400) if has_primitive_root_two(p)]


@settings(max_examples=40)
@given(SIZES, RATIOS, RATIOS, ERRORS, st.sampled_from(["best-split", "equal-split"]))
def test_the_two_source_length_satisfies_the_theorems(
    n: int, a: Fraction, b: Fraction, eps: Fraction, name: str
) -> None:
    k1, k2 = a * n, b * n
    found = two_source_length(n, k1, k2, eps, method=name)
    shares = TWO_SOURCE[name].shares
    assert shares is not None
    e1, e2, ex = (share * eps / 2 for share in shares)
    for m, admitted in ((found.length, True), (found.length + 1, False)):
        if not 1 <= m <= n:
            continue
        # theorem 3 backwards: the error the classical extractor needs
        e = ex**2 * 4 / (3 * Fraction(2) ** m) if m < 2000 else None
        if e is None:
            continue
        # theorem 2 with what theorems 4 and 3 leave of the entropies, all squared and exponentiated
        left = LogForm(k1 + k2 - n - 2 * m, ((Fraction(1), e1), (Fraction(1), e2), (Fraction(4), e)))
        assert (left.floor().floor >= 0) is admitted


@settings(max_examples=30)
@given(st.lists(st.fractions(Fraction(1, 1000), 1, max_denominator=1000), min_size=3, max_size=3), ERRORS)
def test_no_split_beats_the_best(parts: list[Fraction], eps: Fraction) -> None:
    total = sum(parts)
    other = Method((parts[0] / total, parts[1] / total, parts[2] / total), 0, True, True, "")
    zero = LogForm(Fraction(0))
    best, worse = (two_source_form(1, zero, zero, eps, way) for way in (TWO_SOURCE["best-split"], other))
    assert (best + worse.scaled(Fraction(-1))).floor().floor >= 0


def test_what_the_corrected_length_costs_at_the_experiment_s_error() -> None:
    zero, left = LogForm(Fraction(0)), Fraction(1, 10**12)
    printed = LogForm(Fraction(-1, 6), ((Fraction(1), left / 6),))
    for name, low, high in (("best-split", "26.91", "26.92"), ("equal-split", "28.02", "28.03")):
        loss = printed + two_source_form(1, zero, zero, left, TWO_SOURCE[name]).scaled(Fraction(-1))
        assert (loss + LogForm(-Fraction(low))).floor().floor == 0
        assert (loss + LogForm(-Fraction(high))).floor().floor == -1


@settings(max_examples=30)
@given(SIZES, RATIOS, RATIOS, ERRORS)
def test_the_order_of_the_methods(n: int, a: Fraction, b: Fraction, eps: Fraction) -> None:
    length = {name: two_source_length(n, a * n, b * n, eps, method=name).length for name in TWO_SOURCE}
    assert length["equal-split"] <= length["best-split"] <= length["sharp"] <= length["printed"] + 1
    assert length["best-split"] <= length["unsmoothed"] <= length["no-side-information"]


@settings(max_examples=30)
@given(SIZES, RATIOS, RATIOS, ERRORS, st.sampled_from(sorted(TWO_SOURCE)), RATIOS)
def test_lengths_are_symmetric_and_monotone(
    n: int, a: Fraction, b: Fraction, eps: Fraction, name: str, less: Fraction
) -> None:
    found = two_source_length(n, a * n, b * n, eps, method=name).length
    assert found == two_source_length(n, b * n, a * n, eps, method=name).length
    assert two_source_length(n, a * n * less, b * n, eps, method=name).length <= found
    if less:
        assert two_source_length(n, a * n, b * n, eps * less, method=name).length <= found
    if TWO_SOURCE[name].shares or name == "printed":
        assert two_source_length(n, a * n, b * n, eps, eps * less / 7, method=name).length <= found


@pytest.mark.parametrize("places", [1, 9, 31, 60, 150])
@pytest.mark.parametrize("sign", [-1, 0, 1])
def test_boundaries_of_leftover_hashing(places: int, sign: int) -> None:
    eps = Fraction(1, 2**32) * (1 + sign * Fraction(1, 10**places))
    found = toeplitz_length(2000, Fraction(1000), eps)
    assert found.length == 938 - (sign < 0)
    assert found.decision.tie is (sign == 0)
    strict = toeplitz_length(2000, Fraction(1000), eps, convention=Convention(comparison="below"))
    assert strict.length == 938 - (sign <= 0)
    # the same boundary reached through the entropy
    k = 1000 + sign * Fraction(1, 10**places)
    assert toeplitz_length(2000, k, Fraction(1, 2**32)).length == 938 - (sign < 0)


@pytest.mark.parametrize("places", [31, 50])
def test_boundaries_of_the_two_source_formula(places: int) -> None:
    # an error chosen within 10^-places of where the length changes, by bisection with exact decisions only
    def length(eps: Fraction) -> int:
        return two_source_length(10**9, Fraction(6 * 10**8), Fraction(99 * 10**7), eps).length

    low, high, grid = 10**places // 2, 10**places - 1, 10**places
    wanted = length(Fraction(high, grid))
    assert length(Fraction(low, grid)) < wanted
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if length(Fraction(middle, grid)) == wanted else (middle, high)
    found = two_source_length(10**9, Fraction(6 * 10**8), Fraction(99 * 10**7), Fraction(high, grid))
    assert found.decision.precision >= 128
    assert found.decision.exact is None


def test_the_printed_formula_can_tie_and_the_composed_one_cannot() -> None:
    arguments = (1200, Fraction(1200), Fraction(600), 6 * Fraction(1, 2**40))
    assert two_source_length(*arguments, method="printed").decision.tie
    assert two_source_length(*arguments, method="printed").length == 60
    assert two_source_length(*arguments).decision.exact is None


@settings(max_examples=30)
@given(st.sampled_from(PRIMES), RATIOS, RATIOS, ERRORS)
def test_library_formulas_are_ours_under_the_declared_convention(
    p: int, a: Fraction, b: Fraction, eps: Fraction
) -> None:
    for name, library in LIBRARIES.items():
        n2 = p if "dodis" in name else 2 * p
        k1, k2 = a * p, b * n2
        ours = library.ours(p, k1, n2, k2, eps)
        assert (ours.form + library.form(p, k1, n2, k2, eps).scaled(Fraction(-1))).rational() == 0


# The libraries' own statements, in their own arithmetic.
FLOATS = {
    "cryptomite.toeplitz": lambda n, k1, n2, k2, e: floor(k1 + (k2 - n2) + 2 * log2(e)),
    "cryptomite.circulant": lambda n, k1, n2, k2, e: floor(k1 + (k2 - n2) + 2 * log2(e)),
    "cryptomite.dodis": lambda n, k1, n2, k2, e: floor(k1 + (k2 - n) + 1 + 2 * log2(e)),
    "cryptomite.dodis.quantum": lambda n, k1, n2, k2, e: floor(0.2 * (k1 + (k2 - n) + 8 * log2(e) + 9 - 4 * log2(3))),
    "randextract.toeplitz": lambda n, k1, n2, k2, e: floor(k1 / n * n - 2 * log2(1 / e) + 2),
}


def test_every_library_formula_has_its_printed_form() -> None:
    assert FLOATS.keys() == LIBRARIES.keys()


@settings(max_examples=40)
@given(st.integers(10**3, 10**7), RATIOS, RATIOS, ERRORS, st.sampled_from(sorted(LIBRARIES)))
def test_library_formulas_as_printed(n: int, a: Fraction, b: Fraction, eps: Fraction, name: str) -> None:
    n2 = n if "dodis" in name else 2 * n
    form = LIBRARIES[name].form(n, a * n, n2, b * n2, eps)
    decision = form.floor()
    # away from integers floating point gives the same floor
    assume(decision.exact is None and decision.high - decision.floor < Fraction(99, 100))
    assume((form + LogForm(Fraction(-1, 100) - decision.floor)).floor().floor >= 0)
    assert decision.floor == FLOATS[name](n, float(a * n), n2, float(b * n2), float(eps))


@pytest.mark.parametrize(
    ("name", "n", "k1", "eps"),
    [
        # the doubles that a caller passes, exactly: the library's floor is one too large
        ("randextract.toeplitz", 10, Fraction(0.3) * 10, Fraction(1, 2)),
        ("cryptomite.toeplitz", 2000, Fraction(1000), Fraction(1, 2**32) * (1 - Fraction(1, 10**30))),
        ("cryptomite.dodis", 107, Fraction(100) - Fraction(1, 10**30), Fraction(1, 32)),
    ],
)
def test_library_floors_are_one_bit_too_long_at_boundaries(name: str, n: int, k1: Fraction, eps: Fraction) -> None:
    exact = LIBRARIES[name].form(n, k1, n, Fraction(n), eps).floor().floor
    if name == "randextract.toeplitz":
        printed = floor(0.3 * 10 - 2 * log2(1 / 0.5) + 2)
    else:
        printed = FLOATS[name](n, float(k1), n, float(n), float(eps))
    assert printed == exact + 1


def test_two_libraries_differ_by_two_bits() -> None:
    arguments = (2000, Fraction(1000), 2936, Fraction(2936), Fraction(1, 2**32))
    assert LIBRARIES["cryptomite.toeplitz"].ours(*arguments).length == 936
    assert LIBRARIES["randextract.toeplitz"].ours(*arguments).length == 938


def test_a_weak_seed_costs_its_defect() -> None:
    weak = Convention(seed="weak")
    assert toeplitz_length(2000, Fraction(1000), Fraction(1, 2**32), defect=Fraction(7), convention=weak).length == 931
    with pytest.raises(Malformed):
        toeplitz_length(2000, Fraction(1000), Fraction(1, 2**32), defect=Fraction(7))


def test_nats_are_converted() -> None:
    nats = Convention(logarithm="nats")
    # 100 nats are 144.27 bits
    assert toeplitz_length(2000, Fraction(100), Fraction(1, 2**10), convention=nats).length == 126
    with pytest.raises(Malformed):
        read_entropy("k", Fraction(70), 100, nats)  # 100.99 bits
    assert read_entropy("k", Fraction(69), 100, nats).floor().floor == 99


def test_smoothing_is_paid_with_its_weight() -> None:
    eps = Fraction(1, 2**32)
    left = eps - 2 * (eps / 4)
    assert toeplitz_length(99, Fraction(90), eps, eps / 4).form == toeplitz_length(99, Fraction(90), left).form
    assert MARKOV.error(eps, eps / 12) == eps / 2


@settings(max_examples=30)
@given(st.integers(2, 400))
def test_circulants_and_cyclic_shifts_need_primitive_roots(n: int) -> None:
    def order_is_full(p: int) -> bool:
        return (
            p > 2 and len({pow(2, i, p) for i in range(p - 1)}) == p - 1 and 0 not in {pow(2, i, p) for i in range(p)}
        )

    assert has_primitive_root_two(n) is order_is_full(n)
    for length, arguments, p in (
        (circulant_length, (n, Fraction(n), Fraction(1, 2)), n + 1),
        (dodis_length, (n, Fraction(n), Fraction(n), Fraction(1, 2)), n),
    ):
        if order_is_full(p):
            assert length(*arguments).length <= n
        else:
            with pytest.raises(Malformed):
                length(*arguments)


def test_lengths_never_exceed_the_construction() -> None:
    assert toeplitz_length(10, Fraction(10), Fraction(9, 10)).length == 10
    assert dodis_length(11, Fraction(11), Fraction(11), Fraction(9, 10), side="none").length == 10
    assert "at most 10" in dodis_length(11, Fraction(11), Fraction(11), Fraction(9, 10), side="none").remark
    short = two_source_length(100, Fraction(50), Fraction(50), Fraction(1, 10))
    assert (short.length, "nothing can be extracted" in short.remark) == (0, True)


@pytest.mark.parametrize(
    ("n", "k1", "k2", "eps", "eps_s", "method", "kind"),
    [
        (10, 11, 5, "1/8", "0", "best-split", Malformed),
        (10, 5, "100000000000000000000000000001/10000000000000000000000000000", "1/8", "0", "best-split", Malformed),
        (10, -1, 5, "1/8", "0", "best-split", Malformed),
        (0, 0, 0, "1/8", "0", "best-split", Malformed),
        (-3, 0, 0, "1/8", "0", "best-split", Malformed),
        (10**18 + 1, 0, 0, "1/8", "0", "best-split", Malformed),
        (10, 5, 5, "0", "0", "best-split", Malformed),
        (10, 5, 5, "1", "0", "best-split", Malformed),
        (10, 5, 5, "1/8", "-1/100", "best-split", Malformed),
        (10, 5, 5, "6/48", "1/48", "printed", Malformed),
        (10, 5, 5, "1/8", "1/100", "unsmoothed", Malformed),
        (10, 5, 5, "1/8", "1/100", "no-side-information", Malformed),
        (10, 5, 5, "1/8", "0", "worst-split", Usage),
    ],
)
def test_arguments_outside_their_domain(
    n: int, k1: int | str, k2: int | str, eps: str, eps_s: str, method: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        two_source_length(n, Fraction(k1), Fraction(k2), Fraction(eps), Fraction(eps_s), method)


def test_what_else_is_refused() -> None:
    with pytest.raises(Malformed):
        toeplitz_length(10, Fraction(5), Fraction(1, 4), defect=Fraction(-1))
    with pytest.raises(Malformed):
        dodis_length(11, Fraction(5), Fraction(5), Fraction(1, 4), Fraction(1, 100), side="none")
    with pytest.raises(Usage):
        dodis_length(11, Fraction(5), Fraction(5), Fraction(1, 4), side="quantum")
    with pytest.raises(Limit):
        dodis_length(10**12 + 39, Fraction(5), Fraction(5), Fraction(1, 4))
    assert HASHING.side == "quantum"
