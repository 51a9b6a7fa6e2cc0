"""What protocols of two parties with two inputs and outcomes share: laws of devices, counts, certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import sqrt

import numpy as np

from oracle.data.chsh_table import CELLS, SETTINGS, CountTable
from oracle.data.counted import Run
from oracle.data.estimate import chsh_declared
from oracle.data.impossible import impossible
from oracle.failures import Bug
from oracle.protocols.devices import Column, Device, Law, Random, of_drift, of_law, of_memory, of_mixture
from oracle.protocols.shape import Counts, Digests, Parties, Plan, Vouch
from oracle.proved import Proved, proved, require_about
from proofs.search.formulas.hashing import hashed_certificate

PARTIES: Parties = {"A": (2, 2), "B": (2, 2)}
VOUCHED = (
    Vouch(
        "free-inputs", "inputs are drawn by the declared law, given all that the adversary knows", "who runs the source"
    ),
    Vouch("shielding", "nothing leaves the devices but the recorded outcomes", "who runs the laboratory"),
    Vouch("all-rounds", "no round was thrown away before it was recorded", "who runs the recorder"),
    Vouch(
        "classical-adversary", "the adversary holds no quantum system that is entangled with the devices", "the user"
    ),
)


def table_of(counts: Counts) -> dict[tuple[int, int, int, int], int]:
    """The sixteen cells."""
    return {(x, y, a, b): counts[x, y, a, b] for x, y, a, b in CELLS}


def wins(x: int, y: int, a: int, b: int) -> bool:
    """Whether the outcomes win the CHSH game.

    >>> wins(1, 1, 0, 1), wins(0, 1, 0, 1)
    (True, False)
    """
    return (a + b) % 2 == x * y


def visibility_law(visibility: float) -> Law:
    """Outcomes of the optimal measurements on a state of two qubits with white noise, in floats."""
    win = (1 + visibility / sqrt(2)) / 4
    return {
        (x, y): [win if wins(x, y, a, b) else 0.5 - win for a, b in product((0, 1), repeat=2)]
        for x, y in product((0, 1), repeat=2)
    }


def _list_of_the_adversary(inputs: Sequence[Column], random: Random) -> list[Column]:
    """Outcomes that look uniform: one bit of the adversary's list for both parties, whatever is asked."""
    known = random.integers(0, 2, len(inputs[0]), np.uint8)
    return [known, known.copy()]


def devices(visibility: Fraction, rounds: int) -> Mapping[str, Device]:
    """Honest, noisy, drifting, local with memory, in the adversary's hands, signalling, and more than quantum."""
    honest = of_law(f"two qubits, visibility {visibility}", (2, 2), visibility_law(float(visibility)))
    box: Law = {
        (x, y): [0.5 if wins(x, y, a, b) else 0.0 for a, b in product((0, 1), repeat=2)]
        for x, y in product((0, 1), repeat=2)
    }
    return {
        "honest": honest,
        "noisy": of_law("two qubits, visibility 3/4", (2, 2), visibility_law(0.75)),
        "local": of_memory(
            "deterministic outcomes that win at three of four inputs, by the inputs of the round before",
            lambda now, earlier: [now[0] & earlier[0], np.zeros_like(now[1])],
        ),
        "drifting": of_drift(
            f"two qubits, visibility from {visibility} down to 3/5",
            (2, 2),
            visibility_law(float(visibility)),
            visibility_law(0.6),
            rounds,
        ),
        "informed": of_mixture(
            "in half of the rounds, which the adversary knows, outcomes of her list, which win three times in four",
            honest,
            _list_of_the_adversary,
            0.5,
        ),
        "signalling": of_memory("Bob's device hears Alice's input", lambda now, earlier: [now[0] & 0, now[0] & now[1]]),
        "box": of_law("perfect wins, more than quantum theory allows", (2, 2), box),
    }


def possible(plan: Plan, counts: Counts) -> str:
    """What is said of counts that no quantum devices give but with a probability below 1e-6."""
    law = {(x, y): plan.law[x, y] for x, y in SETTINGS}
    run = Run(CountTable(table_of(counts)), law, plan.error)
    if impossible(run) is None:
        return ""
    return f"the CHSH estimate {chsh_declared(run.table, law)} has a probability below 1e-6 under quantum theory"


def conclude(run: bytes, plan: Plan, counts: Counts, digests: Digests) -> Proved:
    """The one certificate at the end, proved, and about these counts and digests.

    Raises:
        Undecided: `not-proved`. Bug: it is about something else.
    """
    threshold = int(plan.details["bits"])
    found = proved(hashed_certificate(run, threshold, plan.output, plan.error, digests))
    require_about(
        found, kind="extracted-bits", threshold=str(threshold), output=str(plan.output), error=str(plan.error),
        hash="toeplitz", data=dict(digests),
    )  # fmt: skip
    stated = found.statement["run"]
    listed = stated["counts"] if "counts" in stated else stated["blocks"][0]["counts"]
    if [n for n, _ in listed] != [str(counts[cell]) for cell in CELLS]:
        raise Bug("not-proved", "the proposed certificate is about other counts than those of the run")
    return found
