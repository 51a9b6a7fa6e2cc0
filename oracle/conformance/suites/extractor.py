"""Output bits of randomness extractors."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Literal

from hypothesis import strategies as st

from oracle.conformance.answers import PASSED, Ask, Judgement, Verdict
from oracle.conformance.model import BugType, Suite
from oracle.extractors import reference

SUITE = Suite("extractor", "output bits of extractors, bit by bit")
TWO_SOURCE = SUITE.call(
    "extractor.two-source.output", {"x": "n bits, n at least 1", "y": "n bits", "m": "1 to n"},
    "m bits, non-cyclic shifts: bit i as `shift` says",
)  # fmt: skip
TOEPLITZ = SUITE.call(
    "extractor.toeplitz.output", {"x": "n bits", "seed": "n + m - 1 bits", "m": "1 to n"},
    "m bits T x, the matrix T as `toeplitz` says",
)  # fmt: skip
_DEFINITION = "oracle/extractors/reference.py, the definition bit by bit"
_SHIFT = "shift as declared; bits outside their string are 0"
_MATRIX = "toeplitz as declared"

Bits = list[int]
Two = tuple[Bits, Bits, int]


def text(bits: Bits) -> str:
    return "".join(map(str, bits))


def bits(least: int = 0, most: int = 24) -> st.SearchStrategy[Bits]:
    return st.lists(st.integers(0, 1), min_size=least, max_size=most)


def _strings(draw: Any, seeded: bool) -> Two:
    n = draw(st.integers(1, 24))
    m = draw(st.one_of(st.integers(1, n), st.just(n)))
    return draw(bits(n, n)), draw(bits(n + m - 1, n + m - 1) if seeded else bits(n, n)), m


two_strings = st.composite(_strings)


def _expected(ask: Ask, call: str, case: Two) -> str:
    x, second, m = case
    if call == TWO_SOURCE:
        return text((reference.right if ask.conventions["shift"] == "right" else reference.left)(x, second, m))
    order: Literal["diagonal", "cyclic"] = "diagonal" if ask.conventions["toeplitz"] == "diagonal" else "cyclic"
    return text(reference.toeplitz(x, second, m, order))


def _judge(ask: Ask, call: str, case: Two) -> Judgement:
    x, second, m = case
    arguments = {"x": text(x), "y" if call == TWO_SOURCE else "seed": text(second), "m": m}
    return ask(call, arguments).equals(_expected(ask, call, case), "by the definition")


def _wave(n: int, step: int) -> Bits:
    """Bits without a short period."""
    return [k * k // step % 2 for k in range(n)]


@SUITE.property(
    TWO_SOURCE, cases=two_strings(False), source=_DEFINITION, safe="exact", convention=_SHIFT,
    bugs=[BugType.SHIFT_CONVENTION, BugType.PARTY_PERMUTATION, BugType.FORMULA],
    edges=[([1], [1], 1), ([1, 0], [0, 1], 2), ([1] * 9, [1] * 9, 9), (_wave(3000, 5), _wave(3000, 7), 40)],
)  # fmt: skip
def two_source(ask: Ask, case: Two) -> Judgement:
    """Bit i of the shift extractor is the parity of the overlap of x and y shifted by i."""
    return _judge(ask, TWO_SOURCE, case)


@SUITE.property(
    TOEPLITZ, cases=two_strings(True), source=_DEFINITION, safe="exact", convention=_MATRIX,
    bugs=[BugType.SHIFT_CONVENTION, BugType.FORMULA],
    edges=[([1], [1], 1), ([1, 0], [0, 1, 1], 2), ([1] * 9, [1] * 17, 9), (_wave(3000, 5), _wave(3039, 7), 40)],
)  # fmt: skip
def toeplitz(ask: Ask, case: Two) -> Judgement:
    """The output is the Toeplitz matrix of the seed times x, modulo 2."""
    return _judge(ask, TOEPLITZ, case)


Misfit = tuple[str, str, int]
_MISFITS: list[Misfit] = [
    ("", "", 1), ("01", "011", 3), ("01", "01", 0), ("01", "01", -1), ("01", "0", 1), ("0", "01", 1), ("02", "01", 1),
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
]  # fmt: skip


@SUITE.property(
    TOEPLITZ, cases=st.sampled_from(_SEED_MISFITS), edges=_SEED_MISFITS, source=_DEFINITION, safe="exact",
    convention=_MATRIX, bugs=[BugType.DOMAIN_EDGE], most=len(_SEED_MISFITS),
)  # fmt: skip
def toeplitz_refuses_misfits(ask: Ask, case: Misfit) -> Judgement:
    """A seed that is too short must not be stretched, and one that is too long must not be cut."""
    x, seed, m = case
    return ask(TOEPLITZ, {"x": x, "seed": seed, "m": m}).refused("the seed or m does not fit")


def _session(draw: Any) -> list[tuple[bool, Two]]:
    """Calls in an order, some with the seed or the strings of an earlier one."""
    done: list[tuple[bool, Two]] = []
    for _ in range(draw(st.integers(2, 6))):
        earlier = [case for seeded, case in done if seeded]
        how = draw(st.sampled_from(["new", "again", "same seed"]))
        if how == "again" and done:
            done.append(draw(st.sampled_from(done)))
        elif how == "same seed" and earlier:
            x, seed, m = draw(st.sampled_from(earlier))
            done.append((True, (draw(bits(len(x), len(x))), seed, m)))
        else:
            seeded = draw(st.booleans())
            done.append((seeded, draw(two_strings(seeded))))
    return done


_ONE, _TWO = [1, 0, 1], [0, 1, 1]
_REUSE = [(True, (_ONE, [1, 0, 0, 1], 2)), (True, (_TWO, [1, 0, 0, 1], 2)), (True, (_ONE, [1, 0, 0, 1], 2))]


def _bits(ask: Ask, seeded: bool, case: Two) -> Bits | Judgement:
    """The answer as m bits, or what is wrong with it."""
    x, second, m = case
    call = TOEPLITZ if seeded else TWO_SOURCE
    reply = ask(call, {"x": text(x), "seed" if seeded else "y": text(second), "m": m})
    return reply.bits(_expected(ask, call, case))


@SUITE.property(
    TWO_SOURCE, TOEPLITZ, cases=st.composite(_session)(), edges=[_REUSE], safe="exact", most=60,
    source="an extractor is a function, and linear in x for each seed", bugs=[BugType.STALE_STATE],
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
        if seeded != also or first[1:] != second[1:]:
            continue
        total = _bits(ask, seeded, (_sum(first[0], second[0]), *first[1:]))
        if isinstance(total, Judgement):
            return total
        if total != _sum(found[i], found[j]):
            says = f"the answers to calls {i + 1} and {j + 1} do not add up to that for the sum of their strings"
            return Judgement(Verdict.WRONG, "stale-state", says)
    return PASSED


def _sum(x: Bits, y: Bits) -> Bits:
    return [a ^ b for a, b in zip(x, y, strict=True)]
