"""Simulated experiments: Poisson counts around a protocol's means, and the statistical errors that follow.

Untrusted numerics: standard deviations of a sample, with a fixed seed. What an experiment certifies is a matter of
`oracle.ask.runs.count_means`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log2

import numpy as np

from proofs.search.language.known import Known
from proofs.search.semidefinite.sdp import Reals
from proofs.search.sequences.devices import SequentialChsh

EXPERIMENTS = 300
"""Of a sample."""


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation of a sample."""

    mean: float
    deviation: float


def correlators(means: Mapping[str, float], rounds: float, experiments: int, seed: int = 1) -> dict[str, Reals]:
    """Correlators of simulated experiments: counts of equal and of different outcomes are Poisson, each on its own.

    Args:
        means: of products of outcomes, by name.
        rounds: expected number for each setting; the settings are measured one by one.
        experiments: size of the sample.
        seed: of the random numbers.

    >>> found = correlators({"A0 B0": 0.5}, 1e4, 200)["A0 B0"]
    >>> bool(abs(found.mean() - 0.5) < 0.01), len(found)
    (True, 200)
    """
    random = np.random.default_rng(seed)
    found = {}
    for word, mean in means.items():
        equal, different = (random.poisson(rounds * (1 + sign * mean) / 2, experiments) for sign in (1, -1))
        found[word] = (equal - different) / np.maximum(equal + different, 1)  # 0 without any round
    return found


def chsh_values(sample: Mapping[str, Reals]) -> dict[str, Spread]:
    """S_1, S_2 and S_c of equations (7) and (9) of padovan2024."""
    pairs = {"S_1": ("B0", "B1"), "S_2": ("B00", "B01"), "S_c": ("B00", "B1")}
    found = {}
    for name, (z, x) in pairs.items():
        values = sample[f"A0 {z}"] + sample[f"A1 {z}"] + sample[f"A0 {x}"] - sample[f"A1 {x}"]
        found[name] = Spread(float(values.mean()), float(values.std(ddof=1)))
    return found


def bits(
    certificate: bytes, guessed: Fraction, known: Sequence[Known], sample: Mapping[str, Reals], outcomes: int = 4
) -> Spread:
    """What a certificate's weights give at the simulated means.

    The weights w of a proof for some means prove  bound - sum w (new mean - old mean)  for others.

    Args:
        certificate: of the guessing probability.
        guessed: what it proves at the means of `known`.
        known: what it was made from; functionals without constants.
        sample: simulated means by word.
        outcomes: how many can be guessed; nobody guesses worse than one of them.
    """
    document = json.loads(certificate)
    weights = {used["hypothesis"]: float(Fraction(used["weight"])) for used in document["witness"]["means"]}
    total = np.full(len(next(iter(sample.values()))), float(guessed))
    for item in known:
        weight = weights.get(item.name, 0.0) + weights.get(f"{item.name}-low", 0.0)
        weight -= weights.get(f"{item.name}-high", 0.0)
        new = sum(float(c) * sample[word] for word, c in item.functional.items())
        total -= weight * (new - float((item.low + item.high) / 2))
    # frequencies may be those of no behaviour, and the weights then prove more than there is to prove
    values = [-log2(x) for x in np.clip(total, 1 / outcomes, 1)]
    return Spread(float(np.mean(values)), float(np.std(values, ddof=1)))


def scatter(noisy: SequentialChsh, rounds: int, certificate: bytes, guessed: Fraction, known: Sequence[Known]) -> str:
    """What 300 experiments with so many rounds a setting measure: mean and standard deviation, in one line.

    Args:
        noisy: the protocol.
        rounds: expected number for each setting.
        certificate: see `bits`, and so for the others.
        guessed: what it proves.
        known: what it was made from.
    """
    means = {word: float(low) for word, (low, _) in noisy.expectations.items() if word.count(" ") == 1}
    sample = correlators(means, rounds, EXPERIMENTS)
    found = {**chsh_values(sample), "bits": bits(certificate, guessed, known, sample)}
    return ", ".join(f"{name} {value.mean:.4f} +- {value.deviation:.4f}" for name, value in found.items())
