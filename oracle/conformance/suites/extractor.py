"""Output bits of randomness extractors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.conformance.answers import PASSED, Ask, Judgement, Verdict, worst
from oracle.conformance.bitstrings import circulant_bits, cyclic_bits, modified_toeplitz_bits, shifts, toeplitz_bits
from oracle.conformance.properties import BugType, Suite

SUITE = Suite("extractor", "output bits of extractors, bit by bit")
TWO_SOURCE = SUITE.call(
    "extractor.two-source.output", {"x": "n bits, n at least 1", "y": "n bits", "m": "1 to n"},
    "m bits, non-cyclic shifts: bit i as `shift` says",
)  # fmt: skip
TOEPLITZ = SUITE.call(
    "extractor.toeplitz.output", {"x": "n bits", "seed": "n + m - 1 bits", "m": "1 to n"},
    "m bits T x, the matrix T as `toeplitz` says",
)  # fmt: skip
_DEFINITION = (
    "the definition bit by bit, oracle/extractors/reference.py; on whole numbers, oracle/conformance/bitstrings.py"
)
Bits = list[int]
_SHIFT = "shift as declared; bits outside their string are 0"
_MATRIX = "toeplitz as declared"

Two = tuple[str, str, int]
"""Two strings of bits and m."""
_SIZES = st.one_of(
    st.integers(1, 40),
    st.tuples(st.sampled_from([32, 64, 128, 256, 512]), st.integers(-1, 1)).map(sum),
    st.integers(41, 700),
)


def text(bits: Sequence[int]) -> str:
    return "".join(map(str, bits))


def _mixed(draw: Any, size: int) -> str:
    """Bits at random, or with long runs at the beginning or the end, or all but a few the same."""
    kind = draw(st.sampled_from(["any", "any", "any", "after zeros", "before zeros", "ones", "one"]))
    word = format(Random(draw(st.integers(0, 2**32))).getrandbits(size), f"0{size}b") if size else ""
    cut = draw(st.integers(0, size))
    found: dict[str, str] = {
        "any": word, "after zeros": "0" * cut + word[cut:], "before zeros": word[:cut] + "0" * (size - cut),
        "ones": "1" * size, "one": ("0" * cut + "1" + "0" * size)[:size],
    }  # fmt: skip
    return found[kind]


def _strings(draw: Any, seeded: bool) -> Two:
    n = draw(_SIZES)
    m = draw(
        st.one_of(
            st.integers(1, n), st.just(n), st.sampled_from([31, 32, 33, 63, 64, 65, 127, 129]).map(lambda m: min(m, n))
        )
    )
    return _mixed(draw, n), _mixed(draw, n + m - 1 if seeded else n), m


two_strings = st.composite(_strings)


def _expected(ask: Ask, call: str, case: Two) -> str:
    x, second, m = case
    conventions = ask.conventions_of(call)
    if call == TWO_SOURCE:
        return shifts(x, second, m, conventions["shift"] == "left")
    return toeplitz_bits(x, second, m, conventions["toeplitz"] == "cyclic")


def _judge(ask: Ask, call: str, case: Two) -> Judgement:
    x, second, m = case
    arguments = {"x": x, "y" if call == TWO_SOURCE else "seed": second, "m": m}
    return ask(call, arguments).equals(_expected(ask, call, case), "by the definition")


def _wave(n: int, step: int) -> str:
    """Bits without a short period."""
    return text([k * k // step % 2 for k in range(n)])


@SUITE.property(
    TWO_SOURCE, cases=two_strings(False), source=_DEFINITION, safe="exact", convention=_SHIFT,
    bugs=[BugType.SHIFT_CONVENTION, BugType.PARTY_PERMUTATION, BugType.FORMULA],
    edges=[
        ("1", "1", 1), ("10", "01", 2), ("1" * 9, "1" * 9, 9), (_wave(3000, 5), _wave(3000, 7), 40),
        (_wave(64, 5), _wave(64, 7), 64), (_wave(65, 5), _wave(65, 7), 65), ("1" * 520, _wave(520, 3), 300),
        (_wave(257, 3), "0" * 33 + _wave(224, 5), 257),
    ],
)  # fmt: skip
def two_source(ask: Ask, case: Two) -> Judgement:
    """Bit i of the shift extractor is the parity of the overlap of x and y shifted by i."""
    return _judge(ask, TWO_SOURCE, case)


@SUITE.property(
    TOEPLITZ, cases=two_strings(True), source=_DEFINITION, safe="exact", convention=_MATRIX,
    bugs=[BugType.SHIFT_CONVENTION, BugType.FORMULA],
    edges=[
        ("1", "1", 1), ("10", "011", 2), ("1" * 9, "1" * 17, 9), (_wave(3000, 5), _wave(3039, 7), 40),
        (_wave(100, 5), _wave(199, 7), 100), ("1" * 600, "1" * 640, 41), (_wave(65, 5), "0" * 64 + _wave(65, 7), 65),
        (_wave(130, 3), _wave(259, 11), 130),
    ],
)  # fmt: skip
def toeplitz(ask: Ask, case: Two) -> Judgement:
    """The output is the Toeplitz matrix of the seed times x, modulo 2."""
    return _judge(ask, TOEPLITZ, case)


Misfit = tuple[str, str, int]
_MISFITS: list[Misfit] = [
    ("", "", 1), ("01", "011", 3), ("01", "01", 0), ("01", "01", -1), ("01", "0", 1), ("0", "01", 1), ("02", "01", 1),
    ("0 1", "01", 1), ("01", "0 1", 1), ("01", "01 ", 1), ("0_1", "0_1", 1), ("-1", "01", 1), ("0b1", "001", 1),
    ("01", "01", 3), ("1" * 64, "1" * 63, 1), ("1" * 63, "1" * 64, 1),
]  # fmt: skip


@SUITE.property(
    TWO_SOURCE, cases=st.sampled_from(_MISFITS), edges=_MISFITS, source=_DEFINITION, safe="exact", convention=_SHIFT,
    bugs=[BugType.DOMAIN_EDGE], most=len(_MISFITS),
)  # fmt: skip
def two_source_refuses_misfits(ask: Ask, case: Misfit) -> Judgement:
    """Empty strings, strings of unequal length, m outside 1 to n, and digits that are no bits, are refused."""
    x, y, m = case
    return ask(TWO_SOURCE, {"x": x, "y": y, "m": m}).refused("the strings or m do not fit")


_SEED_MISFITS: list[Misfit] = [
    ("", "", 1), ("01", "0110", 3), ("01", "0", 0), ("01", "01", 2), ("01", "0110", 2), ("01", "021", 2),
    ("0 1", "011", 2), ("01", "0 11", 2), ("01", "01 1", 2), ("01", "0_11", 2), ("0_1", "011", 2), ("01", "01", 1 - 2),
    ("1" * 64, "1" * 126, 64), ("1" * 64, "1" * 128, 64), ("0b1", "00000", 3),
]  # fmt: skip


@SUITE.property(
    TOEPLITZ, cases=st.sampled_from(_SEED_MISFITS), edges=_SEED_MISFITS, source=_DEFINITION, safe="exact",
    convention=_MATRIX, bugs=[BugType.DOMAIN_EDGE], most=len(_SEED_MISFITS),
)  # fmt: skip
def toeplitz_refuses_misfits(ask: Ask, case: Misfit) -> Judgement:
    """A seed that is too short must not be stretched, and one that is too long must not be cut."""
    x, seed, m = case
    return ask(TOEPLITZ, {"x": x, "seed": seed, "m": m}).refused("the seed or m does not fit")


def _session(draw: Any, kinds: tuple[bool, ...]) -> list[tuple[bool, Two]]:
    """Calls in an order, some with the seed, the beginning or all of an earlier one."""
    done: list[tuple[bool, Two]] = []
    for _ in range(draw(st.integers(2, 6))):
        how = draw(st.sampled_from(["new", "again", "same second", "same beginning"]))
        if how == "new" or not done:
            seeded = draw(st.sampled_from(kinds))
            done.append((seeded, draw(two_strings(seeded))))
            continue
        seeded, (x, second, m) = draw(st.sampled_from(done))
        if how == "same second":
            x = _mixed(draw, len(x))
        elif how == "same beginning":
            keep = draw(st.integers(0, len(x)))
            x = x[:keep] + _mixed(draw, len(x) - keep)
            second = second[:keep] + _mixed(draw, len(second) - min(keep, len(second)))
        done.append((seeded, (x, second, m)))
    return done


def _sessions(*kinds: bool) -> st.SearchStrategy[list[tuple[bool, Two]]]:
    return st.composite(_session)(kinds)


_REUSE = [(True, ("101", "1001", 2)), (True, ("011", "1001", 2)), (True, ("101", "1001", 2))]
_LATE = [(False, (_wave(40, 3), _wave(40, 5), 7)), (False, (_wave(40, 3)[:-1] + "1", _wave(40, 5)[:-1] + "1", 7)),
         (False, (_wave(40, 3)[:-1] + "0", _wave(40, 5), 7))]  # fmt: skip
_FUNCTION = "an extractor is a function, and linear in x for each seed"


def _bits(ask: Ask, seeded: bool, case: Two) -> Bits | Judgement:
    """The answer as m bits, or what is wrong with it."""
    x, second, m = case
    call = TOEPLITZ if seeded else TWO_SOURCE
    reply = ask(call, {"x": x, "seed" if seeded else "y": second, "m": m})
    return reply.bits(_expected(ask, call, case))


@SUITE.property(
    TWO_SOURCE, TOEPLITZ, cases=_sessions(True, False), edges=[_REUSE], safe="exact", most=60,
    source=_FUNCTION, bugs=[BugType.STALE_STATE],
)  # fmt: skip
def order_of_calls(ask: Ask, case: list[tuple[bool, Two]]) -> Judgement:
    """An answer depends on its arguments alone, and the sum of two answers for one seed is that of the sum."""
    found: list[Bits] = []
    for seeded, strings in case:
        answer = _bits(ask, seeded, strings)
        if isinstance(answer, Judgement):
            return answer
        found.append(answer)
    for (i, (seeded, first)), (j, (also, second)) in combinations(enumerate(case), 2):
        if seeded != also or first[1:] != second[1:] or len(first[0]) != len(second[0]):
            continue
        total = _bits(ask, seeded, (text(_sum(_list(first[0]), _list(second[0]))), *first[1:]))
        if isinstance(total, Judgement):
            return total
        if total != _sum(found[i], found[j]):
            says = f"the answers to calls {i + 1} and {j + 1} do not add up to that for the sum of their strings"
            return Judgement(Verdict.WRONG, "stale-state", says)
    return PASSED


def _each(ask: Ask, case: list[tuple[bool, Two]]) -> Judgement:
    return worst([_judge(ask, TOEPLITZ if seeded else TWO_SOURCE, strings) for seeded, strings in case])


@SUITE.property(
    TWO_SOURCE, cases=_sessions(False), edges=[_LATE], safe="exact", most=60, source=_FUNCTION,
    convention=_SHIFT, bugs=[BugType.STALE_STATE],
)  # fmt: skip
def two_source_order_of_calls(ask: Ask, case: list[tuple[bool, Two]]) -> Judgement:
    """An answer depends on its own strings alone, however much of them an earlier call had."""
    return _each(ask, case)


@SUITE.property(
    TOEPLITZ, cases=_sessions(True), edges=[_REUSE], safe="exact", most=60, source=_FUNCTION,
    convention=_MATRIX, bugs=[BugType.STALE_STATE],
)  # fmt: skip
def toeplitz_order_of_calls(ask: Ask, case: list[tuple[bool, Two]]) -> Judgement:
    """An answer depends on its own string and seed alone, however much of them an earlier call had."""
    return _each(ask, case)


def _sum(x: Bits, y: Bits) -> Bits:
    return [a ^ b for a, b in zip(x, y, strict=True)]


def _list(bits: str) -> Bits:
    return [int(bit) for bit in bits]


CIRCULANT = SUITE.call(
    "extractor.circulant.output", {"x": "n bits", "seed": "n + 1 bits", "m": "1 to n"},
    "m bits, bit i = sum_t x_t seed_(t+i mod n+1): the cyclic extractor of length n + 1 for x and a zero",
)  # fmt: skip
CYCLIC = SUITE.call(
    "extractor.dodis.output", {"x": "n bits", "y": "n bits", "m": "1 to n"}, "m bits, bit i = sum_t x_t y_(t+i mod n)"
)
MODIFIED = SUITE.call(
    "extractor.modified-toeplitz.output", {"x": "n bits", "seed": "n - 1 bits", "m": "1 to n"},
    "m bits (T 1) x: T x' + x'', x' the first n - m bits, x'' the last m, T[i][j] = seed_(i-j+n-m-1)",
)  # fmt: skip


def _other(call: str, x: str, second: str, m: int) -> str:
    how = {CIRCULANT: circulant_bits, CYCLIC: cyclic_bits, MODIFIED: modified_toeplitz_bits}
    return how[call](x, second, m)


def _more(less: int) -> st.SearchStrategy[Two]:
    """Strings whose second one has n - less bits."""

    def drawn(draw: Any) -> Two:
        n = draw(_SIZES.filter(lambda n: n > less))
        return _mixed(draw, n), _mixed(draw, n - less), draw(st.one_of(st.integers(1, n), st.just(n)))

    return st.composite(drawn)()


def _judge_other(ask: Ask, call: str, case: Two) -> Judgement:
    x, second, m = case
    arguments = {"x": x, "y" if call == CYCLIC else "seed": second, "m": m}
    return ask(call, arguments).equals(_other(call, x, second, m), "by the definition")


@SUITE.property(
    CIRCULANT, cases=_more(-1), source=_DEFINITION, safe="exact", bugs=[BugType.SHIFT_CONVENTION, BugType.FORMULA],
    edges=[("1", "10", 1), ("11", "100", 2), (_wave(100, 5), _wave(101, 7), 100), (_wave(66, 3), _wave(67, 5), 65)],
)  # fmt: skip
def circulant(ask: Ask, case: Two) -> Judgement:
    """The output is the first m bits of the circulant matrix of the seed times x and a zero bit."""
    return _judge_other(ask, CIRCULANT, case)


@SUITE.property(
    CYCLIC, cases=_more(0), source=_DEFINITION, safe="exact",
    bugs=[BugType.SHIFT_CONVENTION, BugType.PARTY_PERMUTATION],
    edges=[("1", "1", 1), ("100", "010", 3), (_wave(101, 5), _wave(101, 7), 100), (_wave(67, 3), _wave(67, 5), 65)],
)  # fmt: skip
def dodis(ask: Ask, case: Two) -> Judgement:
    """Bit i of the cyclic extractor is the parity of the overlap of x and y turned by i."""
    return _judge_other(ask, CYCLIC, case)


@SUITE.property(
    MODIFIED, cases=_more(1), source=_DEFINITION, safe="exact", bugs=[BugType.SHIFT_CONVENTION, BugType.FORMULA],
    edges=[("10", "1", 1), ("101", "10", 1), ("101", "10", 3), (_wave(100, 5), _wave(99, 7), 64)],
)  # fmt: skip
def modified_toeplitz(ask: Ask, case: Two) -> Judgement:
    """The last m bits are added to the Toeplitz matrix of the shorter seed times the others."""
    return _judge_other(ask, MODIFIED, case)


_OTHER_MISFITS: list[tuple[str, int, int]] = [
    ("101", 0, 0), ("101", 0, -1), ("101", 0, 4), ("101", 1, 2), ("101", -1, 2), ("", 0, 1), ("1" * 64, 1, 64),
    ("1" * 64, -1, 64), ("1 1", 0, 2), ("121", 0, 2), ("101", 0, 10**6),
]  # fmt: skip
"""x, by how many bits the second string is too long, and m."""


def _refused(ask: Ask, call: str, case: tuple[str, int, int], more: int) -> Judgement:
    x, longer, m = case
    second = "01" * (len(x) + 2)
    arguments = {"x": x, "y" if call == CYCLIC else "seed": second[: max(0, len(x) + more + longer)], "m": m}
    return ask(call, arguments).refused("the strings or m do not fit")


@SUITE.property(
    CIRCULANT, cases=st.sampled_from(_OTHER_MISFITS), edges=_OTHER_MISFITS, source=_DEFINITION, safe="exact",
    bugs=[BugType.DOMAIN_EDGE], most=len(_OTHER_MISFITS),
)  # fmt: skip
def circulant_refuses_misfits(ask: Ask, case: tuple[str, int, int]) -> Judgement:
    """A seed of another length than n + 1, or m outside 1 to n, is refused."""
    return _refused(ask, CIRCULANT, case, 1)


@SUITE.property(
    CYCLIC, cases=st.sampled_from(_OTHER_MISFITS), edges=_OTHER_MISFITS, source=_DEFINITION, safe="exact",
    bugs=[BugType.DOMAIN_EDGE], most=len(_OTHER_MISFITS),
)  # fmt: skip
def dodis_refuses_misfits(ask: Ask, case: tuple[str, int, int]) -> Judgement:
    """Strings of unequal length, or m outside 1 to n, are refused."""
    return _refused(ask, CYCLIC, case, 0)


@SUITE.property(
    MODIFIED, cases=st.sampled_from(_OTHER_MISFITS), edges=_OTHER_MISFITS, source=_DEFINITION, safe="exact",
    bugs=[BugType.DOMAIN_EDGE], most=len(_OTHER_MISFITS),
)  # fmt: skip
def modified_toeplitz_refuses_misfits(ask: Ask, case: tuple[str, int, int]) -> Judgement:
    """A seed of another length than n - 1, or m outside 1 to n, is refused."""
    return _refused(ask, MODIFIED, case, -1)
