"""Engines of a protocol: the estimate of rounds that come in blocks, the abort rule, the length of the output.

The protocol is expansion by the CHSH inequality with uniform inputs, as `oracle.protocols` has it.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import exactly
from proofs.search.formulas.hashing import longest

SUITE = Suite("run", "engines of randomness expansion by the CHSH inequality: estimator, abort, length")
_ROUNDS = {
    "n": "rounds that were declared, at least 1",
    "blocks": "lists of rounds x, y, a, b in the order in which they were recorded; a block may be empty",
}
ESTIMATE = SUITE.call(
    "run.estimate", _ROUNDS, "(4/n) times the sum over rounds of (-1)^(a + b + x y); refused unless n rounds are there"
)
ACCEPTED = SUITE.call(
    "run.accepted", {**_ROUNDS, "score": "least estimate that is accepted"},
    "1 if the estimate is at least the score, else 0",
)  # fmt: skip
LENGTH = SUITE.call(
    "run.length",
    {"bits": "T, whole bits of accepted runs", "delta": "of the bad event", "error": "of the output, above delta"},
    "largest m with delta + (1/2) 2^((m - T)/2) <= error, 0 where there is none above 0",
)  # fmt: skip
_SOURCE = "docs/protocols.md, chsh-expansion; rule `hashing`"
_CONVENTION = "inputs have the declared probability 1/4 a pair; every round counts"

Round = tuple[int, int, int, int]
Blocks = tuple[tuple[Round, ...], ...]


@st.composite
def _recorded(draw: Any) -> Blocks:
    drawn, sizes = Random(draw(st.integers(0, 2**32))), draw(st.lists(st.integers(0, 12), min_size=2, max_size=5))
    return tuple(tuple((drawn.randrange(2), drawn.randrange(2), drawn.randrange(2), drawn.randrange(2))
                       for _ in range(size)) for size in [1, *sizes])  # fmt: skip


_WON: Round = (0, 0, 1, 1)
_EDGES: list[Blocks] = [
    ((_WON,),), ((_WON,), ((1, 1, 0, 0),)), ((), ((0, 1, 0, 1), _WON), ()), (((1, 1, 0, 1), (1, 0, 0, 0)), (_WON,)),
]  # fmt: skip


def estimate_of(blocks: Blocks) -> Fraction:
    """The estimate, with the declared distribution of the inputs.

    >>> estimate_of((((0, 0, 0, 0),), ((1, 1, 0, 0),)))
    Fraction(0, 1)
    """
    rounds = [each for block in blocks for each in block]
    return Fraction(4 * sum(1 - 2 * ((a + b + x * y) % 2) for x, y, a, b in rounds), len(rounds))


def _arguments(blocks: Blocks, more: int = 0) -> dict[str, object]:
    listed = [[list(each) for each in block] for block in blocks]
    return {"n": sum(map(len, blocks)) + more, "blocks": listed}


@SUITE.property(
    ESTIMATE, cases=_recorded(), source=_SOURCE, safe="exact", convention=_CONVENTION, edges=_EDGES,
    bugs=[BugType.OBSERVED_INPUTS, BugType.STALE_STATE],
)  # fmt: skip
def estimate(ask: Ask, blocks: Blocks) -> Judgement:
    """The estimate is that of all rounds of all blocks, with the declared distribution."""
    return ask(ESTIMATE, _arguments(blocks)).value(exactly(estimate_of(blocks), "the sum over all rounds"), SLACK)


@SUITE.property(
    ACCEPTED, cases=st.tuples(_recorded(), st.integers(-4, 4)), source=_SOURCE, safe="exact", convention=_CONVENTION,
    edges=[(blocks, k) for blocks in _EDGES for k in (-1, 0, 1)], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def accepted(ask: Ask, case: tuple[Blocks, int]) -> Judgement:
    """A run at its threshold is accepted, one below it is not, however little is missing."""
    blocks, k = case
    score = estimate_of(blocks) + Fraction(k, 2**20)
    truth = exactly(Fraction(int(k <= 0)), "the estimate compared with the score, exactly")
    return ask(ACCEPTED, {**_arguments(blocks), "score": score}).value(truth, SLACK)


@SUITE.property(
    LENGTH,
    cases=st.tuples(st.integers(1, 10**6), st.integers(2, 10**9), st.integers(1, 10**6)), source=_SOURCE, safe="low",
    convention="error in half distance", bugs=[BugType.OFF_BY_ONE_LENGTH, BugType.TRACE_DISTANCE_HALF],
    edges=[(700, 1024, 1024), (1, 4, 2), (100, 10**6, 10**6), (22, 1024, 1024), (19, 1024, 1024)],
)  # fmt: skip
def length(ask: Ask, case: tuple[int, int, int]) -> Judgement:
    """No longer output than the error allows, and none below one bit."""
    bits, above, below = case
    delta, error = Fraction(1, below + 1), Fraction(1, below + 1) + Fraction(1, above) / 2
    most = max(0, longest(bits, error, delta)) if error < 1 else 0
    if error >= 1:
        delta, error, most = Fraction(1, 4), Fraction(1, 2), max(0, longest(bits, Fraction(1, 2), Fraction(1, 4)))
    truth = exactly(Fraction(most), "T + 2 log2(2 (error - delta)), rounded down")
    return ask(LENGTH, {"bits": bits, "delta": delta, "error": error}).lower(truth, SLACK)


@SUITE.property(
    ESTIMATE, cases=st.tuples(_recorded(), st.integers(1, 5)), source=_SOURCE, safe="exact", convention=_CONVENTION,
    edges=[(blocks, 1) for blocks in _EDGES], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def refuses_missing_rounds(ask: Ask, case: tuple[Blocks, int]) -> Judgement:
    """A run that stopped early has no estimate."""
    blocks, missing = case
    return ask(ESTIMATE, _arguments(blocks, missing)).refused("rounds that were declared are missing")


@SUITE.property(
    ESTIMATE, cases=_recorded(), source=_SOURCE, safe="exact", convention=_CONVENTION, edges=_EDGES,
    bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def refuses_added_rounds(ask: Ask, blocks: Blocks) -> Judgement:
    """No more rounds count than were declared: a run does not go on until it pleases."""
    longer = (*blocks, (_WON,))
    return ask(ESTIMATE, _arguments(longer, -1)).refused("more rounds are recorded than were declared")


@SUITE.property(
    ESTIMATE, cases=st.tuples(_recorded(), st.integers(0, 3), st.sampled_from([2, 3, -1])), source=_SOURCE,
    safe="exact", convention=_CONVENTION, edges=[(_EDGES[0], 0, 2), (_EDGES[1], 3, -1)], bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def refuses_unknown_cells(ask: Ask, case: tuple[Blocks, int, int]) -> Judgement:
    """An input or outcome that the scenario has not is no round, and is not dropped either."""
    blocks, place, value = case
    strange = [value if k == place else 0 for k in range(4)]
    arguments = _arguments(blocks, 1)
    listed = arguments["blocks"]
    return ask(ESTIMATE, {**arguments, "blocks": [*listed, [strange]]}).refused("no such input or outcome")  # type: ignore[misc]
