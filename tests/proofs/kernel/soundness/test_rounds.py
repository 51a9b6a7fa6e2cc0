"""Rule chain: everything recomputed from the statement, and the bad event played out against small devices."""

import json
from fractions import Fraction as Q
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.search.chsh.rounds import DEVIATIONS, METHODS, UNIFORM, certified_bits_certificate
from tests.proofs.kernel.build import at, encode, proved, put, refusal
from tests.proofs.kernel.certificates import NAMES, load
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.oracles.exact import fraction

S = "/statement"
CHAINS = [name for name in NAMES if load(name)["rule"] == "chain"]
CELLS = [(x, y, a, b) for x in (0, 1) for y in (0, 1) for a in (0, 1) for b in (0, 1)]


class Recomputed(NamedTuple):
    """What the numbers of a statement imply."""

    estimate: Q
    tail: Q  # probability bound of the deviation, up to 1e-60
    bits: Q  # of all rounds, up to 1e-50


def recompute(statement: Any) -> Recomputed:
    """From functional, inputs and counts, with mpmath; the kernel's code is not used."""
    parties = [p["name"] for p in statement["scenario"]["parties"]]
    inputs = {tuple(label.split()): Q(p) for p, label in statement["inputs"]}
    values, total, rounds, most = [], Q(0), 0, 0
    for count, word in statement["counts"]:
        cell = {atom[0]: atom[1:].split("=") for atom in word.split()}
        setting = tuple(cell[p][0] for p in parties)
        value = Q(0)
        for c, term in statement["functional"]:
            factor = Q(c)
            for atom in term.split():
                label, _, outcome = atom[1:].partition("=")
                seen = int(cell[atom[0]][1])
                factor *= 0 if label != cell[atom[0]][0] else int(seen == int(outcome)) if outcome else (-1) ** seen
            value += factor
        values.append(value / inputs[setting])
        total += int(count) * value / inputs[setting]
        rounds += int(count)
        outcomes = 1
        for p, label in zip(statement["scenario"]["parties"], setting, strict=True):
            outcomes *= int(dict(p["inputs"])[label])
        most = max(most, outcomes)
    low, high = (Q(end) for end in statement["range"])
    eps = Q(statement["deviation"]["value"])
    with mpmath.workdps(120):
        if statement["deviation"]["method"] == "azuma":
            width = max(abs(v) for v in values) + max(abs(low), abs(high))
            exponent = -rounds * eps**2 / (2 * width**2)
        else:
            exponent = -2 * rounds * eps**2 / (max(values) - min(values)) ** 2
        tail = fraction(mpmath.exp(mpmath.mpf(exponent.numerator) / exponent.denominator))
        score = min(total / rounds - eps, high)
        guess = Q(statement["guessing"]["constant"]) - Q(statement["guessing"]["slope"]) * score
        rate = Q(0)
        if guess < 1:
            least = max(guess, Q(1, most))
            rate = fraction(-mpmath.log(mpmath.mpf(least.numerator) / least.denominator, 2))
    return Recomputed(total / rounds, tail, rounds * max(Q(0), rate))


def consistent(statement: Any) -> None:
    found = recompute(statement)
    assert Q(statement["estimate"]) == found.estimate
    assert found.tail <= Q(at(statement, "/errors/0/value")) + Q(1, 10**60)
    assert Q(statement["bits"]) <= found.bits + Q(1, 10**50)


@pytest.mark.parametrize("name", [name for name in CHAINS if load(name)["statement"]["kind"] == "certified-bits"])
def test_the_numbers_of_a_certificate_follow_from_its_counts(name: str) -> None:
    document = load(name)
    proved(encode(document))
    consistent(document["statement"])
    found = recompute(document["statement"])
    for bits, enough in ((found.bits - Q(1, 10**20), found.bits > 0), (found.bits + Q(1, 10**20), False)):
        changed = put(put(document, S + "/bits", str(Q(round(bits * 10**30), 10**30))), "/witness/precision", "400")
        if enough:
            proved(changed)
        else:
            assert refusal(changed) in ("REJECTED bits /statement/bits", "MALFORMED out-of-range /statement/bits")


counts = st.lists(st.one_of(st.integers(0, 60), st.integers(0, 10**6)), min_size=16, max_size=16).filter(any)
shares = st.lists(st.integers(1, 9), min_size=4, max_size=4)
deltas = st.one_of(st.fractions(Q(1, 1000), Q(999, 1000)), st.integers(2, 200).map(lambda k: Q(1, 2**k)))


@given(counts, shares, deltas, st.sampled_from(METHODS), st.sampled_from(list(DEVIATIONS)))
@examples(2)
def test_random_counts(numbers: list[int], shared: list[int], delta: Q, method: str, deviation: str) -> None:
    inputs = {(x, y): Q(shared[2 * x + y], sum(shared)) for x, y in product((0, 1), repeat=2)}
    data = certified_bits_certificate(dict(zip(CELLS, numbers, strict=True)), inputs, delta, method, deviation)
    document = json.loads(data)
    proved(data)
    consistent(document["statement"])
    found = recompute(document["statement"])
    more = put(document, S + "/bits", str(Q(document["statement"]["bits"]) + found.bits / 10 + Q(1, 2**30)))
    assert refusal(more) in ("REJECTED bits /statement/bits", "REJECTED domain /statement/guessing")
    less = put(document, S + "/deviation/value", str(Q(document["statement"]["deviation"]["value"]) * Q(999, 1000)))
    assert refusal(less) == "REJECTED deviation /statement/deviation"


# -- devices --------------------------------------------------------------------------

# Per round and input: how likely a device wins CHSH, and the probability of the outcome that then occurs.
# A strategy loses one input of four; the box wins always, with two outcomes; a mixture of both; noise.
Device = tuple[tuple[Q, bool, Q], ...]  # (probability, whether CHSH is won, P(outcome | input, e))


def device(box: Q) -> Device:
    """box * PR + (1 - box) * a deterministic strategy, with uniform inputs."""
    likely, rare, lost = 1 - box / 2, box / 2, 1 - box
    winning = [(Q(3, 4) * likely, True, likely), (Q(3, 4) * rare, True, rare)]
    # the input the strategy loses: its answer, or one of the box's two answers
    losing = [(Q(1, 4) * lost, False, lost), (Q(1, 4) * rare, True, rare), (Q(1, 4) * rare, True, rare)]
    return tuple(part for part in winning + losing if part[0])


DEVICES = [device(Q(k, 2)) for k in range(3)]


def most_likely_failure(rounds: int, eps: Q, constant: Q, slope: Q, high: Q) -> Q:
    """Largest probability of the bad event over all ways to choose a device in each round from the past."""

    def bad(wins: int, likelihood: Q) -> bool:
        estimate = Q(4 * wins - 4 * (rounds - wins), rounds)
        guess = constant - slope * min(estimate - eps, high)
        # -log2 P < n max(0, min(2, -log2 guess))
        return likelihood > min(Q(1), max(guess, Q(1, 4))) ** rounds

    @cache
    def value(left: int, wins: int, likelihood: Q) -> Q:
        if not left:
            return Q(int(bad(wins, likelihood)))
        return max(
            sum((p * value(left - 1, wins + won, likelihood * q) for p, won, q in parts), start=Q(0))
            for parts in DEVICES
        )

    return value(rounds, 0, Q(1))


@pytest.mark.parametrize(
    ("rounds", "delta"), [(1, Q(9, 10)), (3, Q(8, 10)), (5, Q(7, 10)), (6, Q(6, 10)), (6, Q(3, 10))]
)
def test_no_adaptive_device_makes_the_bad_event_likelier_than_stated(rounds: int, delta: Q) -> None:
    lucky = dict.fromkeys(CELLS, 0)
    lucky[0, 0, 0, 0] = rounds
    data = certified_bits_certificate(lucky, UNIFORM, delta, "no-signalling", "width8")
    proved(data)
    statement = json.loads(data)["statement"]
    eps = Q(statement["deviation"]["value"])
    constant, slope = (Q(statement["guessing"][key]) for key in ("constant", "slope"))
    failure = most_likely_failure(rounds, eps, constant, slope, Q(statement["range"][1]))
    assert failure <= delta


def test_without_deviation_a_strategy_is_often_lucky() -> None:
    # three rounds won with probability 27/64 look like more bits than there are
    assert most_likely_failure(3, Q(0), Q(3, 2), Q(1, 4), Q(4)) >= Q(27, 64)
    assert most_likely_failure(6, Q(1, 2), Q(3, 2), Q(1, 4), Q(4)) > Q(3, 10)


def test_devices_are_no_signalling_behaviours_on_average() -> None:
    for k, parts in enumerate(DEVICES):
        assert sum(p for p, _, _ in parts) == 1
        score = sum(4 * p if won else -4 * p for p, won, _ in parts)
        assert score == 2 + k
        # the guessing bound of one round
        assert all(q <= Q(3, 2) - score / 4 for _, _, q in parts)
