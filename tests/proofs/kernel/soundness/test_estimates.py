"""Rule factors: numbers recomputed, random factors, and the bad event played out against small devices."""

from fractions import Fraction as Q
from itertools import product
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from tests.certificates.valid_factors import FACTORS, UNIFORM, block, estimate
from tests.proofs.kernel.build import encode, proved, put, refusal
from tests.proofs.kernel.effort import examples, sample
from tests.proofs.kernel.oracles.exact import fraction
from tests.proofs.kernel.soundness.estimates import cells, check_estimate

S = "/statement"


def score(statement: Any) -> Q:
    """(sum of counts log2 F + log2 delta) / beta with 60 digits."""
    with mpmath.workdps(60):
        total = log2(statement["errors"][0]["value"])
        for entry in statement["blocks"]:
            for (value, _), (count, _) in zip(entry["factor"], entry["counts"], strict=True):
                total += int(count) * log2(value) if int(count) else 0
        return fraction(total) / Q(statement["power"])


def log2(value: str) -> Any:
    number = Q(value)
    return mpmath.log(mpmath.mpf(number.numerator) / number.denominator, 2)


@pytest.mark.parametrize("name", [name for name in FACTORS if name != "zero"])
def test_the_bits_are_the_score_rounded_down(name: str) -> None:
    found = FACTORS[name]
    there = score(found["statement"])
    if there > 0:
        assert proved(put(found, S + "/bits", str(Q(int(there * 10**20), 10**20))))
        over = put(found, S + "/bits", str(Q(int(there * 10**20) + 2, 10**20)))
        assert refusal(over) == "REJECTED bits /statement/bits"


@pytest.mark.parametrize("name", FACTORS)
def test_a_shipped_factor_is_one_at_random_laws_and_behaviours(name: str) -> None:
    tried = sum(check_estimate(FACTORS[name]["statement"], {}, seed, 5) for seed in range(sample(4)))
    assert tried


values = st.lists(st.fractions(Q(0), Q(3, 2), max_denominator=20).map(str), min_size=16, max_size=16)
models = st.sampled_from(["declared", "product", "two-sided", "sequential", "box"])


@given(values, st.sampled_from(["1", "1/2", "1/5", "1/30"]), models, st.booleans(), st.integers(0, 999))
@examples(60)
def test_a_random_factor_that_is_accepted_is_one(
    found: list[str], power: str, model: str, quantum: bool, seed: int
) -> None:
    kind, count = ("quantum-commuting", "80") if quantum else ("no-signalling", "24")
    settings = UNIFORM if model == "declared" else {"model": model, "bias": "1/10"}
    document = estimate(kind, power, [block("1", "1")], "0", [{"points": count}], settings)
    entries = document["statement"]["blocks"][0]["factor"]
    # scaled so that about half of them are accepted
    scale = Q(20 + seed % 10, 16) * 4 / max(sum(map(Q, found)), Q(1))
    for entry, value in zip(entries, found, strict=True):
        entry[0] = str(Q(value) * scale)
    verdict = check_bytes(encode(document))
    assert verdict.verdict == "PROVED" or verdict.code == "factor", verdict
    if verdict.verdict == "PROVED":
        check_estimate(document["statement"], {}, seed, 4)


def test_a_factor_that_is_none_is_found_by_the_random_members() -> None:
    for name in ("points", "points-no-signalling", "majorised"):
        statement = FACTORS[name]["statement"]
        wrong = put({"statement": statement}, S + "/power", "1/400")["statement"]
        failed = 0
        for seed in range(12):
            try:
                check_estimate(wrong, {}, seed, 5)
            except AssertionError:
                failed += 1
        assert failed, name


def play(document: Any, device: Any, rounds: int, random: Any) -> tuple[float, float]:
    """-log2 P(outputs | inputs) of one run of a device with memory, and the score of its record."""
    statement = document["statement"]
    factor = {word: float(Q(value)) for value, word in statement["blocks"][0]["factor"]}
    power, delta = float(Q(statement["power"])), float(Q(statement["errors"][0]["value"]))
    named = cells(statement)
    tuples = list(dict.fromkeys(z for z, _ in named))
    surprise, total, past = 0.0, np.log2(delta), 0.0
    for _ in range(rounds):
        z = tuples[random.integers(len(tuples))]
        words = [word for inputs, word in named if inputs == z]
        weights = device(past, z, words)
        chosen = int(random.choice(len(words), p=weights))
        surprise -= np.log2(weights[chosen])
        total += np.log2(factor[words[chosen]]) if factor[words[chosen]] else -np.inf
        past = total
    return surprise, max(0.0, total / power)


def cheat(past: float, z: tuple[str, ...], words: list[str]) -> Any:
    """Plays a box until the score is good, then answers 0 always: an attack with memory."""
    wins = [(int(word[3]) + int(word[8])) % 2 == (z == ("A1", "B1")) for word in words]
    if past < 2:
        return [0.5 if win else 0.0 for win in wins]
    return [1.0, 0.0, 0.0, 0.0]


def honest(past: float, z: tuple[str, ...], words: list[str]) -> Any:
    wins = [(int(word[3]) + int(word[8])) % 2 == (z == ("A1", "B1")) for word in words]
    return [0.425 if win else 0.075 for win in wins]


@pytest.mark.parametrize("device", [cheat, honest])
def test_the_bad_event_is_rare_for_devices_with_memory(device: Any) -> None:
    document = put(FACTORS["points-no-signalling"], S + "/errors/0/value", "1/5")
    random = np.random.default_rng(1)
    runs = sample(300)
    bad = sum(surprise < bits for surprise, bits in (play(document, device, 60, random) for _ in range(runs)))
    # four standard deviations above one fifth
    assert bad / runs <= 0.2 + 4 * (0.16 / runs) ** 0.5


def test_every_word_of_the_cells_is_read_as_its_inputs() -> None:
    assert [z for z, _ in cells(FACTORS["points"]["statement"])][::4] == list(product(("A0", "A1"), ("B0", "B1")))
