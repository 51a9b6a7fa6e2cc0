"""Rounds for a length and the largest bias: the ends are the ends, other numbers are not, and domains are kept."""

from fractions import Fraction as Q

import pytest

from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.enclosures import Enclosure
from oracle.failures import CommandFailure, Malformed, Undecided, Usage
from oracle.papers.kulikov2024.source import value_of_score


def value(name: str, *words: str) -> Enclosure:
    bound, _, left = choose(find(name), list(words))
    return evaluate(bound.evaluate(read_arguments(bound, left)), width_for(None))


def length(n: int, score: Q, mu: Q) -> Enclosure:
    return value("amplification.length", f"n={n}", f"s-mu={value_of_score(mu, score)}", f"mu={mu}", "eps=1e-12")


@pytest.mark.parametrize(("score", "mu", "bits"), [(Q(2271, 1000), Q(3, 400), 10**6), (Q(27, 10), Q(1, 100), 1)])
def test_fewer_rounds_give_less(score: Q, mu: Q, bits: int) -> None:
    found = value("amplification.rounds", f"score={score}", f"mu={mu}", "eps=1e-12", f"bits={bits}")
    assert found.low == found.high
    assert length(int(found.high), score, mu).low >= bits
    assert length(int(found.high) - 1, score, mu).high < bits
    assert [role for role, _ in found.further] == ["one round less"]


def test_a_larger_bias_gives_nothing() -> None:
    score, n = Q(2271, 1000), 1342177280
    found = value("amplification.largest-bias", f"score={score}", f"n={n}", "eps=1e-12")
    assert length(n, score, found.low).low > 0
    assert length(n, score, found.low + Q(1, 10**6)).high == 0
    # a shorter run tolerates less, and no run tolerates the bias at which the inequality holds
    assert value("amplification.largest-bias", f"score={score}", "n=100000000", "eps=1e-12").low < found.low
    assert found.low < value("mdl.critical-bias", f"score={score}").low


def test_more_in_need_of_more() -> None:
    words = ("score=2.5", "eps=1e-12", "bits=1000")
    few, many = (value("amplification.rounds", *words, f"mu={mu}").high for mu in ("1/1000", "1/100"))
    assert few < many
    assert value("amplification.rounds", *words, "mu=1/100", "d=13").high > many


@pytest.mark.parametrize(("name", "words", "failure"), [
    ("amplification.rounds", ("score=2", "mu=1/100", "eps=1e-12", "bits=1"), Malformed),
    ("amplification.rounds", ("score=2.9", "mu=1/100", "eps=1e-12", "bits=1"), Malformed),
    ("amplification.rounds", ("score=2.5", "mu=0", "eps=1e-12", "bits=1"), Malformed),
    ("amplification.rounds", ("score=2.5", "mu=1/2", "eps=1e-12", "bits=1"), Malformed),
    ("amplification.rounds", ("score=2.5", "mu=1/100", "eps=2", "bits=1"), Malformed),
    ("amplification.rounds", ("score=2.5", "mu=1/100", "eps=1e-12", "bits=0"), Malformed),
    ("amplification.rounds", ("score=2.1", "mu=1/20", "eps=1e-12", "bits=1"), Undecided),
    ("amplification.rounds", ("score=2.5", "mu=1/100", "eps=1e-12", "bits=1", "reading=mine"), Usage),
    ("amplification.largest-bias", ("score=2.5", "n=10", "eps=1e-12"), Undecided),
    ("amplification.largest-bias", ("score=2.5", "n=0", "eps=1e-12"), Malformed),
])  # fmt: skip
def test_what_cannot_be_answered(name: str, words: tuple[str, ...], failure: type[CommandFailure]) -> None:
    with pytest.raises(failure):
        value(name, *words)
