"""Protocol A played against its exact probabilities: honest, noisy and local devices."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from oracle.papers.ramanathan2013 import simulated
from oracle.papers.ramanathan2013.anchors import HALF, best
from oracle.papers.ramanathan2013.attacks import Selection, answers, printed_threshold
from oracle.papers.ramanathan2013.definitions import U0, U1, indicator
from oracle.papers.ramanathan2013.recorded import PROTOCOL
from oracle.papers.ramanathan2013.security import Protocol, acceptance, error

PLAYS = 4000


def near(seen: float, expected: float) -> bool:
    return bool(abs(seen - expected) <= 5 * (max(expected * (1 - expected), 1 / PLAYS) / PLAYS) ** 0.5)


@pytest.mark.parametrize("visibility", [1.0, 0.9])
def test_the_honest_law_fails_alike_at_all_settings_and_has_a_fair_majority(visibility: float) -> None:
    law = simulated.quantum(visibility)
    for u in (*U0, *U1):
        outcomes = [tuple(int(bit) for bit in f"{n:04b}") for n in range(16)]
        failing = sum(p for x, p in zip(outcomes, law[u], strict=True) if indicator(x, u))
        majority = sum(p for x, p in zip(outcomes, law[u], strict=True) if sum(x[:3]) >= 2)
        assert failing == pytest.approx((1 - visibility) / 2)
        assert majority == pytest.approx(0.5)


@pytest.mark.parametrize(("bias", "k", "m"), [("1/4", 109, 0), ("1/4", 162, 6), ("1/10", 90, 6)])
def test_local_devices_are_accepted_as_often_as_calculated_and_less_than_allowed(bias: str, k: int, m: int) -> None:
    eps = Fraction(bias)
    q = Fraction(1, 2) - eps
    found = simulated.play(
        simulated.local(), simulated.against_local(float(eps)), k, m, PLAYS, np.random.default_rng(11)
    )
    expected = acceptance(q * q, Protocol(k, m))
    seen = float(found.accepted.mean())
    assert near(seen, float(expected[0]))
    assert not found.bits.any()
    assert float(expected[1]) / 2 <= float(error(best(eps).gain, Protocol(k, m))[1])


@pytest.mark.parametrize("noise", [0.0, 1 / 72, 1 / 40])
def test_honest_devices_are_accepted_and_make_fair_bits(noise: float) -> None:
    device = simulated.honest(1 - 2 * noise)
    found = simulated.play(device, simulated.against_local(0.25), 162, 6, PLAYS, np.random.default_rng(13))
    expected = acceptance(Fraction(noise).limit_denominator(1000), Protocol(162, 6))
    assert near(float(found.accepted.mean()), float(expected[0]))
    assert near(float(found.bits[found.accepted].mean()), 0.5)


def test_a_fair_source_meets_the_local_device_more_often() -> None:
    random = np.random.default_rng(17)
    biased = simulated.play(simulated.local(), simulated.against_local(0.4), 20, 0, PLAYS, random)
    unbiased = simulated.play(simulated.local(), simulated.fair, 20, 0, PLAYS, random)
    assert near(float(biased.accepted.mean()), float((1 - Fraction(1, 100)) ** 20))
    assert near(float(unbiased.accepted.mean()), float(Fraction(3, 4) ** 20))


def test_the_selection_attack_passes_the_printed_protocol_and_not_protocol_a() -> None:
    """At eps = 2/5: the same boxes, a source of the same bias, the constant bit 0; five bits select among 32 uses."""
    attack, k = Selection(Fraction(2, 5)), 200
    threshold = printed_threshold(attack.bias, Fraction(1, 10), HALF)
    found = simulated.selected(attack, 5, k, float(threshold), PLAYS // 4, np.random.default_rng(19))
    expected = (1 - attack.failure(0)) * (1 - attack.failure(5)) ** (k - 1)
    assert near(float(found.accepted.mean()), float(expected))
    assert found.accepted.mean() > 0.98 > float(attack.accepted(threshold, 5)) > 0.83
    assert not found.bits.any()
    alone = simulated.play(simulated.local(), simulated.against_local(0.4), k, 0, PLAYS, np.random.default_rng(23))
    assert near(float(alone.accepted.mean()), float((1 - Fraction(1, 100)) ** k))


def test_the_selection_attack_without_selection_fails_as_often_as_a_use() -> None:
    """Broken on purpose: with no bits of selection a play of 200 uses is accepted as 200 settings allow."""
    attack = Selection(Fraction(2, 5))
    found = simulated.selected(attack, 0, 200, 0.0, PLAYS // 4, np.random.default_rng(29))
    assert near(float(found.accepted.mean()), float((1 - attack.failure(0)) ** 200))
    assert found.accepted.mean() < 0.9


def test_the_device_of_recorded_runs_is_the_attack() -> None:
    values = {"bias": Fraction(1, 4), "error": Fraction(1, 10), "noise": Fraction(0), "refusal": Fraction(1, 100)}
    device = PROTOCOL.devices(values)["selection-attack"]
    inputs = [np.array([u[party] for u in (*U0, *U1)], np.uint8) for party in range(4)]
    outcomes = device.answer(inputs, (0, 0, 0, 0), np.random.default_rng(1))
    assert [tuple(int(x) for x in row) for row in zip(*outcomes, strict=True)] == [answers(u) for u in (*U0, *U1)]
