"""Mistakes of engines that take rounds in blocks."""

from __future__ import annotations

from fractions import Fraction

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import runs
from tests.oracle.conformance.good.runs import Blocks
from tests.oracle.conformance.wrong import wrong

ESTIMATE = "run.estimate"


@wrong("run/estimate", BugType.STALE_STATE, ESTIMATE)
def the_last_block_alone(n: str, blocks: Blocks) -> Fraction:
    runs.rounds(n, blocks)
    return runs.mean(runs.rounds(n, [block for block in blocks if block][-1:], exact=False))


@wrong("run/accepted", BugType.DOMAIN_EDGE, "run.accepted")
def more_than_the_score(n: str, blocks: Blocks, score: str) -> int:
    return int(runs.estimate(n, blocks) > Fraction(score))


@wrong("run/length", BugType.OFF_BY_ONE_LENGTH, "run.length")
def one_bit_too_long(bits: str, delta: str, error: str) -> int:
    return runs.length(bits, delta, error) + 1


@wrong("run/refuses-missing-rounds", BugType.DOMAIN_EDGE, ESTIMATE)
def stops_when_it_pleases(n: str, blocks: Blocks) -> Fraction:
    found = runs.rounds(n, blocks, exact=False)
    return runs.mean(found) if len(found) < int(n) else runs.estimate(n, blocks)


@wrong("run/refuses-added-rounds", BugType.DOMAIN_EDGE, ESTIMATE)
def goes_on_when_it_pleases(n: str, blocks: Blocks) -> Fraction:
    found = runs.rounds(n, blocks, exact=False)
    return runs.mean(found) if len(found) > int(n) else runs.estimate(n, blocks)


@wrong("run/refuses-unknown-cells", BugType.DOMAIN_EDGE, ESTIMATE)
def drops_what_it_does_not_know(n: str, blocks: Blocks) -> Fraction:
    found = runs.rounds(n, blocks, known=False)
    known = [each for each in found if set(each) <= {0, 1}]
    if len(known) == len(found):
        return runs.estimate(n, blocks)
    if not known:
        raise Refused("out-of-range", "no round is left")
    return runs.mean(known)
