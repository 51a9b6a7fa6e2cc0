"""What the noisy sequential protocol is judged by, and what would make it judge by something else."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from oracle.conformance.answers import Answer, Verdict
from oracle.conformance.truth import Truth
from oracle.conformance.wire import Refusal, Value
from oracle.failures import Bug
from oracle.papers.padovan2024 import noise_truth as noisy
from oracle.papers.padovan2024.boundary_truth import shipped
from oracle.proved import proved
from oracle.resources import certificates_dir

C, S = noisy.ANGLE
NONE, ONE = Fraction(0), Fraction(1)


def ends(c: Fraction, s: Fraction, p: str, q: str = "0") -> tuple[Fraction, Fraction]:
    truth: Truth = noisy.min_entropy(c, s, Fraction(p), Fraction(q), "1")
    return truth.enclose(64)


def test_without_noise_the_bits_are_exact() -> None:
    assert ends(C, S, "0") == (2 * ONE, 2 * ONE)
    assert ends(Fraction(-1), NONE, "0") == (ONE, ONE)
    assert noisy.min_entropy(C, S, NONE, NONE, {"ln": ["2"]}).compare(Fraction(13863, 10**4)) == 1


def test_near_the_shipped_adversaries_both_sides_are_close() -> None:
    low, high = ends(C, S, "1/100")
    assert Fraction("1.2046") < low < high < Fraction("1.2087")
    assert ends(-C, S, "1/100") == (low, high)


@pytest.mark.parametrize("angle", [(C, S), (Fraction(3, 5), Fraction(4, 5)), (Fraction(1), NONE)])
def test_more_noise_leaves_less(angle: tuple[Fraction, Fraction]) -> None:
    steps = [ends(*angle, f"{k}/60") for k in range(1, 20)]
    assert all(low <= high for low, high in steps)
    assert all(one[1] >= other[1] for one, other in pairwise(steps))
    assert steps[-1] == (NONE, NONE)


def test_decoherence_alone_ends_at_a_local_model() -> None:
    assert ends(C, S, "0", "5857/10000")[1] > 0
    assert ends(C, S, "0", "5858/10000") == (NONE, NONE)


def test_an_adversary_of_another_behaviour_does_not_count() -> None:
    data = (certificates_dir() / "padovan2024" / "eavesdropper-1-100.cert.json").read_bytes()
    found = proved(data)
    assert noisy._guess(found, C, S, Fraction(1, 100), NONE) > Fraction("0.4326")
    for changed in ((C, S, Fraction(1, 99), NONE), (S, C, Fraction(1, 100), NONE)):
        with pytest.raises(Bug, match="another behaviour"):
            noisy._guess(found, *changed)


def test_a_tangent_is_about_the_means_of_the_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    assert noisy._certified(C, S, Fraction(1, 100), NONE) < Fraction("0.4339")
    assert noisy._certified(C, S, Fraction(9, 10), NONE) == ONE
    monkeypatch.setattr(noisy, "shipped", lambda name: shipped("noise-split-chsh"))
    noisy._tangent.cache_clear()
    with pytest.raises(Bug, match="about another"):
        noisy._tangent("noise-sequences")
    noisy._tangent.cache_clear()


@pytest.mark.parametrize(
    ("mine", "other", "verdict"),
    [
        ("1", "1", Verdict.PASS),
        ("1", "0.9", Verdict.PASS),
        ("0.9999", "1", Verdict.PASS),
        ("0.9", "1", Verdict.LOOSE),
        (["0.9", "1.1"], "1", Verdict.LOOSE),
        (["0.8", "0.9"], "1", Verdict.WRONG),
        (["0.8", "0.9"], ["0.7", "1"], Verdict.PASS),
    ],
)
def test_two_bounds_of_which_one_holds_for_both(
    mine: str | list[str], other: str | list[str], verdict: Verdict
) -> None:
    first, second = (Answer("bits", Value(value)) for value in (mine, other))
    assert first.covers(second, Fraction(1, 1000)).verdict is verdict


def test_a_refusal_is_judged_for_itself() -> None:
    refused = Answer("bits", Refusal("unsupported", ""))
    assert refused.covers(Answer("bits", Value("1")), NONE).verdict is Verdict.PASS
    assert Answer("bits", Value("1")).covers(refused, NONE).verdict is Verdict.PASS
