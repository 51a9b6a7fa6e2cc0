"""What factors would yield: whole experiments simulated from a behaviour, each trained on its first part.

A trial draws the counts of the first rounds and those of the rest, chooses the factor from the first alone and scores
it on the rest, as an experiment does. Its figure is what that experiment would have certified; the mean and the
quantiles over trials are forecasts for a device with this behaviour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from proofs.search.factors.behaviours import CELLS, UNIFORM, Table, expected_cells, most_likely
from proofs.search.factors.bits import estimated_bits
from proofs.search.factors.train import Trained, train
from proofs.search.language.failure import Failure, Kind

MOST_ROUNDS = 10**15


@dataclass(frozen=True)
class Trial:
    """One simulated experiment.

    Attributes:
        first: counts of the rounds that trained the factor.
        rest: counts of the others.
        trained: the factor.
        bits: certified from the rest, rounded down; 0 where they are too few.
    """

    first: Table
    rest: Table
    trained: Trained
    bits: Fraction


def trials(
    table: Table,
    rounds: int,
    share: Fraction,
    delta: Fraction,
    number: int,
    seed: int,
    step: Callable[[], None] = lambda: None,
    **how: Any,
) -> list[Trial]:
    """Simulated experiments with the behaviour that makes the counts of a table most likely, and uniform inputs.

    Args:
        table: counts of earlier rounds; its behaviour is that of all trials.
        rounds: of each experiment, those that train included.
        share: of the rounds, rounded down, that train.
        delta: error of each certificate.
        number: of trials.
        seed: of all draws together: equal seeds give equal trials.
        step: called after each.
        how: of `train`: quantum, law, model, bias, power.

    Raises:
        Failure: VALUE, a share outside of (0, 1), too many rounds, or rounds without some setting among the first.
    """
    first = int(rounds * share)
    if not 0 < share < 1 or not 0 < first < rounds <= MOST_ROUNDS or number < 1:
        raise Failure(
            Kind.VALUE, "trials", "trials need a share of the rounds between 0 and 1, and rounds in both parts"
        )
    law = how.get("law") or UNIFORM
    cells = expected_cells(most_likely(table, how.get("quantum", True)), law)
    source = np.random.default_rng(seed)
    found = []
    for _ in range(number):
        drawn = [_table(source.multinomial(n, cells)) for n in (first, rounds - first)]
        trained = train(drawn[0], rounds - first, delta, **how)
        found.append(Trial(drawn[0], drawn[1], trained, estimated_bits(trained, drawn[1], delta)))
        step()
    return found


def _table(counts: Any) -> Table:
    return dict(zip(CELLS, map(int, counts), strict=True))


def summary(bits: list[Fraction]) -> Mapping[str, float]:
    """Mean, standard deviation, quantiles and the number of zeros of certified bits; floats, promises of nothing.

    >>> summary([Fraction(0), Fraction(4)])["mean"]
    2.0
    """
    values = np.array([float(b) for b in bits])
    quantiles = dict(zip(("5%", "50%", "95%"), map(float, np.quantile(values, (0.05, 0.5, 0.95))), strict=True))
    return {
        "mean": float(values.mean()),
        "deviation": float(values.std()),
        **quantiles,
        "zeros": float((values == 0).sum()),
    }
