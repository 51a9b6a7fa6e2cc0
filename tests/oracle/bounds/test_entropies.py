"""Entropies from scores and lengths of many rounds: values, domains, certificates."""

from fractions import Fraction as Q

import pytest

from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.enclosures import Enclosure
from oracle.failures import Malformed, Usage


def value(name: str, *words: str) -> Enclosure:
    bound, _, left = choose(find(name), list(words))
    return evaluate(bound.evaluate(read_arguments(bound, left)), width_for(None))


@pytest.mark.parametrize(
    ("score", "bits"),
    [("2.5", 0.4564355568), ("2.7", 0.7284821254), ("2.8", 0.9185310850), ("sqrt(8)", 1.0), ("1", 0.0)],
)
def test_the_curve_is_the_analytic_one(score: str, bits: float) -> None:
    found = value("chsh.entropy.local", f"score={score}")
    assert abs(float(found.low) - bits) < 1e-9
    assert found.low <= found.high


def test_the_certificate_beside_the_curve_is_a_tangent_for_all_scores() -> None:
    ((role, theorem),) = value("chsh.entropy.local", "score=2.7").further
    assert role == "theorem"
    assert theorem.statement["kind"] == "entropy"


def test_both_outcomes_have_more_entropy_than_one() -> None:
    assert value("chsh.entropy.global", "score=2.7").low >= Q(955, 1000)
    for score in ("2.1", "2.5", "2.7", "2.8", "sqrt(8)"):
        assert value("chsh.entropy.global", f"score={score}").low >= value(
            "chsh.entropy.local", f"score={score}"
        ).low - Q(1, 10**6)
    assert value("chsh.entropy.global", "score=0").low == 0


def test_accumulation_reaches_what_is_known() -> None:
    errors = ("score=2.7", "eps-s=1e-10", "eps-ea=1e-10")
    assert value("accumulation.bits", "n=1000000", *errors).low >= 573_000
    assert value("accumulation.bits", "n=100000000", *errors).low >= 71_200_000
    found = value("accumulation.bits", "n=1000000", *errors, "theorem=generalised")
    assert found.low >= 593_000
    assert any("theorem: generalised" in line for line in found.assumptions)
    assert value("accumulation.bits", "n=100", *errors).low == 0


@pytest.mark.parametrize("words", [
    ("chsh.entropy.local", "score=2.9"), ("chsh.entropy.global", "score=3"),
    ("accumulation.bits", "n=0", "score=2.7", "eps-s=1e-10", "eps-ea=1e-10"),
    ("accumulation.bits", "n=5", "score=3", "eps-s=1e-10", "eps-ea=1e-10"),
    ("accumulation.bits", "n=5", "score=2.7", "eps-s=1", "eps-ea=1e-10"),
    ("amplification.length", "n=5", "s-mu=0.3", "mu=0.0075", "eps=1e-12"),
    ("amplification.length", "n=5", "s-mu=0.003", "mu=0.6", "eps=1e-12"),
    ("amplification.length", "n=5", "s-mu=0.003", "mu=0.0075", "eps=2"),
    ("amplification.length", "n=5", "s-mu=0.003", "mu=0.0075", "eps=1e-12", "eps-s=1e-12"),
])  # fmt: skip
def test_what_is_outside_of_the_domain_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(Malformed):
        value(*words)


def test_unknown_theorems_and_readings_are_usage() -> None:
    with pytest.raises(Usage):
        value("accumulation.bits", "n=5", "score=2.7", "eps-s=1e-10", "eps-ea=1e-10", "theorem=sharper")
    with pytest.raises(Usage):
        value("amplification.length", "n=5", "s-mu=0.003", "mu=0.0075", "eps=1e-12", "reading=mine")


def test_the_length_of_the_experiment_is_enclosed_by_the_readings() -> None:
    """20431465 lies between readings of d, of the slices and of the score's rounding; none of them hits it."""
    base = ("n=1342177280", "mu=0.0075")
    lengths = [
        value("amplification.length", *base, f"s-mu={score}", f"eps={eps}", f"d={d}").low
        for score in ("0.002955", "0.002965") for eps in ("1e-12", "1e-16") for d in ("9", "13")
    ]  # fmt: skip
    assert min(lengths) < 20_431_465 < max(lengths)
    assert all(abs(length - 20_431_465) > 100 for length in lengths)
    assert value("amplification.length", "n=1000", "mu=0.0075", "s-mu=0.00296", "eps=1e-12").high == 0
    composed = value("amplification.length", *base, "s-mu=0.00296", "eps=1e-12", "reading=composed")
    assert composed.low < value("amplification.length", *base, "s-mu=0.00296", "eps=1e-12").low
