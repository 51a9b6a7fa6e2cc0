"""Key rates: thresholds of published work from both sides, domains, and an independent calculation."""

import random
from fractions import Fraction as Q
from math import log2, sqrt

import pytest

from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.enclosures import Enclosure
from oracle.failures import Malformed, Usage


def value(name: str, *words: str) -> Enclosure:
    bound, _, left = choose(find(name), list(words))
    return evaluate(bound.evaluate(read_arguments(bound, left)), width_for(None))


def h(p: float) -> float:
    return 0 if p in (0, 1) else -p * log2(p) - (1 - p) * log2(1 - p)


def curve(score: float) -> float:
    return 1 - h((1 + sqrt(max(0, score * score / 4 - 1))) / 2) if score > 2 else 0


@pytest.mark.parametrize(("name", "positive", "none"), [
    ("diqkd.rate.depolarising", "qber=0.07149", "qber=0.0715"),
    ("diqkd.rate.detection", "efficiency=0.92314", "efficiency=0.92313"),
    ("diqkd.rate.detection lost=kept", "efficiency=0.90777", "efficiency=0.90776"),
    # 2 sqrt(2) (1 - 2 qber) lies between these scores; without flips nothing is left there
    ("diqkd.rate.preprocessed flip=0.499", "score=2.371106 qber=0.08084", "score=2.370540 qber=0.08095"),
    ("diqkd.rate.preprocessed score=2.371106 qber=0.08084", "flip=0.499", "flip=0"),
])  # fmt: skip
def test_thresholds_from_both_sides(name: str, positive: str, none: str) -> None:
    found = value(*name.split(), *positive.split())
    assert found.low > 0
    found = value(*name.split(), *none.split())
    assert found.low == found.high == 0


def test_random_arguments_give_what_floating_point_gives() -> None:
    rng = random.Random(5)
    for _ in range(8):
        q, flip, e = Q(rng.randrange(1, 60), 1000), Q(rng.randrange(1, 400), 1000), Q(rng.randrange(940, 1000), 1000)
        score = Q(rng.randrange(2600, 2828), 1000)
        s = float(score)
        noise = h((1 + sqrt(1 - flip * (1 - flip) * (8 - s * s))) / 2) - h(float(flip * (1 - q) + (1 - flip) * q))
        pair = 2 * sqrt(2) * float(e) ** 2 + 2 * (1 - float(e)) ** 2
        kept = (1 - float(e)) * h(float(e) / 2) + float(e) / 2 * h(float(e))
        for found, wanted in (
            (value("diqkd.rate", f"score={score}", f"qber={q}"), curve(s) - h(float(q))),
            (value("diqkd.rate.depolarising", f"qber={q}"), curve(2 * sqrt(2) * (1 - 2 * float(q))) - h(float(q))),
            (value("diqkd.rate.preprocessed", f"score={score}", f"qber={q}", f"flip={flip}"), curve(s) + noise),
            (value("diqkd.rate.detection", f"efficiency={e}"), curve(pair) - h(float(e * (1 - e)))),
            (value("diqkd.rate.detection", f"efficiency={e}", "lost=kept"), curve(pair) - kept),
        ):
            assert found.low - Q(1, 10**9) <= max(0, wanted) <= found.high + Q(1, 10**9)


def test_the_entropy_of_a_rate_is_a_certificate() -> None:
    ((role, theorem),) = value("diqkd.rate", "score=2.677", "qber=0.0144").further
    assert (role, theorem.statement["kind"]) == ("theorem", "entropy")
    # a cited formula has none, and says so
    assert value("diqkd.rate.preprocessed", "score=2.677", "qber=0.0144", "flip=0.1").further == ()
    assert any("cited" in line for line in find("diqkd.rate.preprocessed").assumptions)


def test_ends_of_the_domains() -> None:
    assert value("diqkd.rate", "score=sqrt(8)", "qber=0").high == 1
    assert value("diqkd.rate.detection", "efficiency=1").low == 1
    for name, words in (
        ("diqkd.rate", ["score=2", "qber=0"]), ("diqkd.rate", ["score=2.8", "qber=1/2"]),
        ("diqkd.rate.depolarising", ["qber=1/2"]), ("diqkd.rate.detection", ["efficiency=0"]),
        ("diqkd.rate.preprocessed", ["score=2.8", "qber=0", "flip=1/2"]),
    ):  # fmt: skip
        assert value(name, *words).high == 0


@pytest.mark.parametrize("words", [
    ("diqkd.rate", "score=2.9", "qber=0"), ("diqkd.rate", "score=2.7", "qber=-1/100"),
    ("diqkd.rate", "score=2.7", "qber=sqrt(1/10)"), ("diqkd.rate.depolarising", "qber=0.51"),
    ("diqkd.rate.preprocessed", "score=2.7", "qber=0.01", "flip=0.6"), ("diqkd.rate.detection", "efficiency=1.01"),
])  # fmt: skip
def test_outside_of_the_domains(words: tuple[str, ...]) -> None:
    with pytest.raises(Malformed):
        value(*words)


def test_an_unknown_way_to_count_losses() -> None:
    with pytest.raises(Usage):
        value("diqkd.rate.detection", "efficiency=0.95", "lost=dropped")
