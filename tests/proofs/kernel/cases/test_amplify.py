"""Rule amplification: what its checks are there for."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import pytest

from proofs.kernel.check import check_bytes
from proofs.kernel.errors import Budget
from proofs.kernel.read import Node
from proofs.kernel.rules.amplify import Amplification, _binomial_tail
from proofs.kernel.rules.laws import trees
from tests.certificates.edits import spell
from tests.certificates.valid_amplification import AMPLIFICATION, amplification, claim, point


def statement(devices: int, failures: int) -> Amplification:
    return Amplification(Node(claim("1/4", devices, failures, "1")), Budget(10**9))


@pytest.mark.parametrize(
    ("devices", "failures", "gain"),
    [(1, 0, "1/2"), (10, 0, "1/16"), (10, 9, "1/16"), (59, 0, "1/10"), (162, 6, "1/18"), (97, 50, "999/1000")],
)
@pytest.mark.parametrize("precision", [8, 64, 512])
def test_the_tail_is_above_the_exact_sum_and_close_to_it(
    devices: int, failures: int, gain: str, precision: int
) -> None:
    g = Fraction(gain)
    exact = sum(comb(devices, j) * g**j * (1 - g) ** (devices - j) for j in range(failures + 1))
    found = _binomial_tail(statement(devices, failures), g, precision)
    # every term is rounded up in each of its products, so by at most 2^(1 - precision) a time
    assert exact <= found <= exact * (1 + Fraction(8, 2**precision)) ** (3 * devices) + Fraction(failures + 1, 2**8192)


def test_a_term_below_the_smallest_is_the_smallest() -> None:
    assert _binomial_tail(statement(10**6, 2), Fraction(1, 2), 64) == Fraction(3, 2**8192)


def test_trees_are_the_extreme_laws_of_bits_in_turn() -> None:
    low, high = Fraction(1, 3), Fraction(2, 3)
    found = trees(2, (low, high))
    assert len(found) == 8
    assert len(set(map(tuple, found))) == 8
    for law in found:
        first = law[0] + law[1]
        assert sum(law) == 1
        assert {first, law[0] / first, law[2] / (1 - first)} <= {low, high}


@pytest.mark.parametrize("failures", range(4))
def test_half_the_tail_is_proved_and_no_less(failures: int) -> None:
    g = Fraction(1, 16)
    exact = sum(comb(6, j) * g**j * (1 - g) ** (6 - j) for j in range(failures + 1)) / 2
    above = amplification(claim("1/4", 6, failures, str(exact + Fraction(1, 10**15))), [point("1/16")])
    below = amplification(claim("1/4", 6, failures, str(exact - Fraction(1, 10**15))), [point("1/16")])
    assert [check_bytes(spell(document)).verdict for document in (above, below)] == ["PROVED", "REJECTED"]


def test_the_text_names_every_part_of_the_claim() -> None:
    text = check_bytes(spell(AMPLIFICATION["many-bits"])).statement
    for part in ("bias b = 1/4", "3 blocks of 200 devices", "at most 4 runs", "<= 1/150", "assumption: no-signalling"):
        assert part in text


def test_every_assumption_is_among_the_assumptions_of_the_verdict() -> None:
    verdict = check_bytes(spell(AMPLIFICATION["chsh"]))
    names = [line.split(": ")[1] for line in verdict.assumptions]
    assert names == ["no-signalling", "source", "independence", "adversary"]


def test_the_local_attack_reaches_the_bound_of_chsh() -> None:
    """A deterministic strategy that fails at one setting, which a source gives least often: the bound is exact."""
    low = Fraction(1, 4)
    strategy = dict.fromkeys(product((0, 1), repeat=2), (0, 0))  # a = b = 0 fails at 1 1 only
    failing = [pair for pair, (a, b) in strategy.items() if a ^ b != pair[0] * pair[1]]
    assert failing == [(1, 1)]
    fails = low * low
    accept = sum(comb(10, j) * fails**j * (1 - fails) ** (10 - j) for j in range(2))
    claimed = Fraction(AMPLIFICATION["chsh"]["statement"]["error"])
    # the output is 0 whenever the protocol accepts, so the error is half the probability of accepting
    assert 0 <= claimed - accept / 2 <= Fraction(1, 10**12)
