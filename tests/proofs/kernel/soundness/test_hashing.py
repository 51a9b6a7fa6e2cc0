"""Rule hashing: the lemma by enumeration of all seeds, for random laws of few outcomes, and what breaks it."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from oracle.extractors.reference import toeplitz

Bits = tuple[int, ...]


def distance(accepted: dict[Bits, Fraction], m: int, seeds: list[Bits]) -> Fraction:
    """(1/2) sum over seeds and images of |Pr[seed, image, accepted] - 2^-m Pr[seed, accepted]|."""
    total, whole = Fraction(0), sum(accepted.values(), Fraction(0))
    for seed in seeds:
        images: dict[Bits, Fraction] = dict.fromkeys(product((0, 1), repeat=m), Fraction(0))
        for string, probability in accepted.items():
            images[tuple(toeplitz(string, seed, m))] += probability
        total += sum(abs(q - whole / 2**m) for q in images.values())
    return total / 2 / len(seeds)


def accepted_law(random: Random, n: int) -> dict[Bits, Fraction]:
    """A law of strings, cut down to some that are accepted."""
    weights = {string: random.choice((0, 1, 1, 2, 5)) for string in product((0, 1), repeat=n)}
    weights[(1,) * n] += 1
    everything = sum(weights.values())
    return {string: Fraction(w, everything) for string, w in weights.items() if random.random() < 0.7}


@pytest.mark.parametrize(("n", "m"), [(2, 1), (2, 2), (3, 1), (3, 2), (3, 3)])
def test_the_distance_of_accepted_runs_is_at_most_that_of_the_lemma(n: int, m: int) -> None:
    random, largest = Random(n * 10 + m), Fraction(0)
    seeds: list[Bits] = list(product((0, 1), repeat=n + m - 1))
    for _ in range(30):
        law = accepted_law(random, n)
        if not any(law.values()):
            continue
        bound_squared = Fraction(2**m) * max(law.values()) / 4  # ((1/2) 2^((m - T)/2))^2
        found = distance(law, m, seeds) ** 2
        assert found <= bound_squared
        largest = max(largest, found / bound_squared)
    assert largest > Fraction(1, 50)  # a bound of a few bits less would not hold


def test_a_seed_that_is_too_short_breaks_the_lemma() -> None:
    law = {string: Fraction(1, 8) for string in product((0, 1), repeat=3)}
    few: list[Bits] = [(0, 0, 0, 0), (0, 0, 1, 0)]  # not uniform: half of the seeds map everything to 0
    assert distance(law, 2, few) ** 2 > Fraction(4, 8) / 4


def test_what_is_lost_in_the_bad_event_is_paid_once() -> None:
    n, m = 3, 1
    law = accepted_law(Random(5), n)
    worst = max(law, key=lambda string: law[string])
    good = {string: p for string, p in law.items() if string != worst}
    seeds: list[Bits] = list(product((0, 1), repeat=n + m - 1))
    assert distance(law, m, seeds) <= law[worst] + distance(good, m, seeds)
