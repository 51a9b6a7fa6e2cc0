"""Length formulas of extractors: the lemma on flat sources, the theorems composed again number by number."""

from fractions import Fraction as Q
from functools import cache
from itertools import combinations, product
from random import Random
from typing import Any

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from proofs.search.formulas.extraction import BEST_SPLIT, formula
from tests.proofs.kernel.build import document, encode, proved, put, refusal
from tests.proofs.kernel.effort import examples, sample

Bits = tuple[int, ...]
Table = dict[tuple[Bits, Bits], Bits]
SHIFT, CYCLIC = "two-source-shift", "two-source-cyclic"


def length(*arguments: Any, **named: Any) -> tuple[int, int, Q]:
    """Growth, weight and factor of a formula that the kernel proves."""
    found = document(*formula(*arguments, **named))
    proved(found)
    growth, weight, factor = found["statement"]["length"]
    return int(growth), int(weight), Q(factor)


# -- the lemma ------------------------------------------------------------------------


def accepts(function: str, growth: int, weight: int, factor: Q) -> bool:
    """Whether the kernel proves a formula by the lemma."""
    base = document(*formula(function, "classical-proof"))
    stated = put(base, "/statement/length", [str(growth), str(weight), str(factor)])
    return check_bytes(encode(stated)).verdict == "PROVED"


@cache
def accepted(function: str) -> tuple[int, int, Q]:
    """Growth and weight as proved, and a factor that the kernel accepts and beyond which, by 2^-20, it does not."""
    growth, weight, _ = length(function, "classical-proof")
    low = Q(1)
    assert accepts(function, growth, weight, low)
    while accepts(function, growth, weight, 2 * low):
        low *= 2
        assert low < 2**200
    high = 2 * low
    while high - low > Q(1, 2**20):
        middle = (low + high) / 2
        low, high = (middle, high) if accepts(function, growth, weight, middle) else (low, middle)
    return growth, weight, low


def test_the_formula_that_is_searched_is_the_best_the_kernel_accepts() -> None:
    for function in (SHIFT, CYCLIC):
        assert length(function, "classical-proof") == accepted(function)


def output(function: str, x: Bits, y: Bits, m: int) -> Bits:
    """z as the canonical text defines it."""
    n, cyclic = len(x), function == CYCLIC
    pairs = [[(t, t - i) for t in range(n) if t >= i or cyclic] for i in range(m)]
    return tuple(sum(x[t] * y[j] for t, j in entry) % 2 for entry in pairs)


def distance(table: Table, xs: Any, ys: Any, m: int, known: int) -> Q:
    """(1/2)||.||_1 between (z, source `known`) and a uniform z with that source, both sources flat."""
    total = Q(0)
    for seen in (xs, ys)[known]:
        counts = dict.fromkeys(product((0, 1), repeat=m), 0)
        for hidden in (ys, xs)[known]:
            counts[table[(hidden, seen) if known else (seen, hidden)]] += 1
        size = sum(counts.values())
        total += sum(abs(Q(count, size) - Q(1, 2**m)) for count in counts.values())
    return total / (2 * len((xs, ys)[known]))


@pytest.mark.parametrize(("function", "n"), [(SHIFT, 2), (SHIFT, 3), (CYCLIC, 3)])
def test_no_flat_sources_are_worse_than_the_lemma(function: str, n: int) -> None:
    growth, weight, factor = accepted(function)
    assert weight == 2
    words, close = list(product((0, 1), repeat=n)), 0
    for m in range(1, n + (function == SHIFT)):
        table = {(x, y): output(function, x, y, m) for x, y in product(words, words)}
        for k1, k2, known in product(range(n + 1), range(n + 1), (0, 1)):
            square = Q(2) ** (growth * m + n - k1 - k2) / factor  # of the least D that the formula admits
            if square < 1:
                picks = Random(f"{m} {k1} {k2}")
                for xs, ys in product(flat(words, 2**k1, picks), flat(words, 2**k2, picks)):
                    found = distance(table, xs, ys, m, known) ** 2
                    assert found <= square
                    close += 4 * found >= square
    assert close, "no source comes within a factor 2 of the bound"


def flat(words: list[Bits], size: int, picks: Random) -> list[Any]:
    """At most 30 sets of this size."""
    every = list(combinations(words, size))
    return every if len(every) <= 30 else picks.sample(every, 30)


def test_given_what_the_adversary_knows_it_holds_on_average() -> None:
    # C is one fair bit that says which pair of sources it is; entropies given C are those of guessing
    growth, _, factor = accepted(SHIFT)
    n, m = 3, 1
    words = list(product((0, 1), repeat=n))
    table = {(x, y): output(SHIFT, x, y, m) for x, y in product(words, words)}
    random = Random(7)
    for _ in range(sample(100)):
        sizes = [(2 ** random.randint(0, n), 2 ** random.randint(0, n)) for _ in range(2)]
        sources = [tuple(random.sample(words, size) for size in pair) for pair in sizes]
        guesses = [sum(Q(1, 2 * pair[i]) for pair in sizes) for i in (0, 1)]
        for known in (0, 1):
            found = sum((distance(table, xs, ys, m, known) for xs, ys in sources), start=Q(0)) / 2
            assert found**2 <= Q(2) ** (growth * m + n) * guesses[0] * guesses[1] / factor


# -- the theorems ---------------------------------------------------------------------


def log2(value: Q) -> Any:
    return mpmath.log(mpmath.mpf(value.numerator) / value.denominator, 2)


def excess(m: int, error: Q, split: tuple[Q, ...] | None) -> Any:
    """How much larger k1 + k2 - n must be for m bits: the theorems applied one after the other to numbers."""
    e1, e2, e = (share * error for share in split) if split else (Q(1), Q(1), error)
    assert split is None or 2 * e1 + 2 * e2 + 2 * e == error  # theorem 4
    classical = Q(4, 3) * e**2 / 2**m
    assert Q(3) * classical * Q(2) ** (m - 2) == e**2  # theorem 3
    taken = log2(1 / e1) + log2(1 / e2) + 2 * log2(1 / classical)  # from both entropies together
    return 2 * log2(1 / classical) + 2 * m - 3 + taken  # lemma: e = 2^(-(k1 + k2 - n - 2 m + 3)/2)


parts = st.lists(st.integers(1, 100), min_size=3, max_size=3)


@given(st.integers(1, 400), st.integers(1, 2**20), st.integers(1, 200), st.one_of(st.none(), parts))
@examples(30)
def test_the_formula_is_what_the_theorems_give(m: int, part: int, bits: int, shares: list[int] | None) -> None:
    error = Q(part, 2**20) / 2**bits
    split = tuple(Q(share, 2 * sum(shares)) for share in shares) if shares else None
    named = {"split": split} if split else {"adversary": "quantum-proof"}
    growth, weight, factor = length(**named)
    with mpmath.workdps(60):
        stated = growth * m - weight * log2(error) - log2(factor)
        assert abs(stated - excess(m, error, split)) < mpmath.mpf(10) ** -40
    assert length()[2] >= factor or not split, "a split is better than the best one"


def test_the_best_split_is_where_the_weights_say() -> None:
    # the exponents 1, 1, 8 are in proportion to the shares, so the logarithm is stationary; it is concave
    assert [Q(w) / share for w, share in zip((1, 1, 8), BEST_SPLIT, strict=True)] == [20, 20, 20]


def test_no_split_gives_the_printed_length() -> None:
    # 6 m <= k1 + k2 - n + 6 log2(D / 6) asks for less than every split once D is small
    printed = put(document(*formula()), "/statement/length", ["6", "6", str(Q(1, 6**6))])
    assert refusal(printed) == "REJECTED bits /statement/length"
    with mpmath.workdps(60):
        error = Q(1, 10**12)
        loss = excess(0, error, BEST_SPLIT) - 6 * log2(6 / error)
        assert 26.35 < loss / 6 < 26.45  # half a bit more with the constant of theorem 2
