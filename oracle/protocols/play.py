"""Simulated runs: a source and a device play all rounds of a declaration, in pieces, from one seed.

Simulations use a generator of pseudo-random numbers: what they put out is not random, and their reports say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracle.extractors.bitstrings import Packed
from oracle.failures import Usage
from oracle.protocols.declaration import Asked, Declaration, declare, read_declaration
from oracle.protocols.devices import Column, Random
from oracle.protocols.judge import CERTIFICATE, DECLARATION, OUTPUT, REPORT, SEED, report_bytes
from oracle.protocols.outputs import Collector, Parity, collector, hashed
from oracle.protocols.recording import EVENTS, GROUP, Recorder, file_sha256
from oracle.protocols.shape import Plan, cells_of

DECLARED = datetime(2000, 1, 1, tzinfo=UTC)
"""Simulations happen at a time of their own, so that equal seeds give equal bytes."""

Source = Callable[[Plan, int, int, tuple[int, ...], Random], list[Column]]
"""Inputs of consecutive rounds: plan, first round, how many, outcomes of the round before, generator."""


def play(
    asked: Asked,
    folder: Path,
    seed: int = 0,
    device: str = "",
    source: str = "declared",
    step: Callable[[int, int], None] = lambda done, of: None,
) -> Declaration:
    """Write a run into an empty folder.

    Args:
        asked: the protocol file.
        folder: that is there, and empty.
        seed: of the generator.
        device: of the protocol's devices, by default the honest one.
        source: of `SOURCES`.
        step: called with rounds played and rounds declared.

    Returns:
        The declaration of the run.

    Raises:
        Usage: `unknown-name`. Malformed: parameters that give no bit.
    """
    data = declare(asked, DECLARED)
    found = read_declaration(data, DECLARATION)
    devices = asked.protocol.devices(found.values)
    name = device or next(iter(devices))
    for kind, wanted, known in (("device", name, devices), ("source", source, SOURCES)):
        if wanted not in known:
            raise Usage("unknown-name", f"there is no {kind} {wanted[:40]!a}; there are {', '.join(known)}")
    (folder / DECLARATION).write_bytes(data)
    plan, parties, random = found.plan(), asked.protocol.parties(found.values), np.random.default_rng(seed)
    path = folder / EVENTS[0]
    recorder = Recorder(path, parties, found.sha256)
    collected = collector(plan, parties)
    counts = dict.fromkeys(cells_of(parties), 0)
    before: tuple[int, ...] = (0,) * (2 * len(parties))
    while recorder.rounds < plan.rounds:
        size = min(GROUP, plan.rounds - recorder.rounds)
        inputs = SOURCES[source](plan, recorder.rounds, size, before, random)
        outcomes = devices[name].answer(inputs, before[: len(parties)], random)
        recorder.add([*inputs, *outcomes])
        collected.add(outcomes)
        _count(counts, [*inputs, *outcomes])
        before = tuple(int(column[-1]) for column in [*inputs, *outcomes])
        step(recorder.rounds, plan.rounds)
    recorder.close()
    report = {
        "declaration": found.sha256,
        "started": (DECLARED + timedelta(seconds=1)).isoformat(),
        "events": file_sha256(path),
        "rounds": str(recorder.rounds),
        "chain": recorder.chain.digests,
        "estimate": str(found.protocol.estimate(plan, counts)),
        "accepted": found.protocol.estimate(plan, counts) >= plan.threshold,
        "simulated": {"device": name, "source": source, "seed": str(seed)},
    }
    if report["accepted"]:
        report |= _conclude(folder, found, plan, collected, counts, str(report["events"]), random)
    (folder / REPORT).write_bytes(report_bytes(report))
    return found


def counted(found: Declaration, device: str, source: str = "declared", seed: int = 0) -> dict[tuple[int, ...], int]:
    """Counts of a run that is played and not recorded."""
    plan, parties, random = found.plan(), found.protocol.parties(found.values), np.random.default_rng(seed)
    counts, played = dict.fromkeys(cells_of(parties), 0), 0
    before: tuple[int, ...] = (0,) * (2 * len(parties))
    box = found.protocol.devices(found.values)[device]
    while played < plan.rounds:
        size = min(GROUP, plan.rounds - played)
        inputs = SOURCES[source](plan, played, size, before, random)
        columns = [*inputs, *box.answer(inputs, before[: len(parties)], random)]
        _count(counts, columns)
        before = tuple(int(column[-1]) for column in columns)
        played += size
    return counts


def _conclude(
    folder: Path, found: Declaration, plan: Plan, collected: Collector | Parity, counts: Mapping[tuple[int, ...], int],
    events: str, random: Random,
) -> dict[str, str]:  # fmt: skip
    """Seed, output and certificate of an accepted run, and what the report says of them."""
    digests = {"declaration": found.sha256, "events": events}
    if isinstance(collected, Parity):
        output = bytes([collected.value << 7])
    else:
        drawn = np.frombuffer(random.bytes(-(-plan.seed // 8)), np.uint8)
        (folder / SEED).write_bytes(drawn.tobytes())
        digests["seed"] = sha256(drawn.tobytes()).hexdigest()
        output = hashed(collected.string(), Packed(drawn, plan.seed), plan.output, plan.made)
    (folder / OUTPUT).write_bytes(output)
    digests["output"] = sha256(output).hexdigest()
    proof = found.protocol.conclude(plan, counts, digests)
    (folder / CERTIFICATE).write_bytes(proof.data)
    return {"bits": str(plan.output), **{key: digests[key] for key in ("seed", "output") if key in digests}}


def _count(counts: dict[tuple[int, ...], int], columns: list[NDArray[Any]]) -> None:
    shape = tuple(int(column.max()) + 1 for column in columns)
    found = np.bincount(np.ravel_multi_index(tuple(columns), shape))
    for k in np.flatnonzero(found):
        counts[tuple(int(part) for part in np.unravel_index(k, shape))] += int(found[k])


def _drawn(plan: Plan, probabilities: NDArray[Any], random: Random) -> list[Column]:
    """Inputs of rounds whose tuples have these probabilities, one row a round or one row for all."""
    tuples = np.array(list(plan.law), np.uint8)
    sums = np.cumsum(probabilities, axis=-1)[..., :-1]
    drawn = random.random(sums.shape[:-1] if sums.ndim > 1 else probabilities.shape[0])
    places = (drawn[:, None] >= sums).sum(axis=1) if sums.ndim > 1 else np.searchsorted(sums, drawn, side="right")
    return [np.ascontiguousarray(tuples[places, k]) for k in range(tuples.shape[1])]


def _declared(plan: Plan, first: int, size: int, before: tuple[int, ...], random: Random) -> list[Column]:
    tuples = np.array(list(plan.law), np.uint8)
    places = np.searchsorted(np.cumsum([float(p) for p in plan.law.values()])[:-1], random.random(size), side="right")
    return [np.ascontiguousarray(tuples[places, k]) for k in range(tuples.shape[1])]


def _leaning(plan: Plan, lean: NDArray[Any], random: Random) -> list[Column]:
    """The first tuple of inputs is more likely by `lean`, the last one less, round by round."""
    law = np.array([float(p) for p in plan.law.values()])
    rows = np.repeat(law[None, :], len(lean), axis=0)
    rows[:, 0] += lean
    rows[:, -1] -= lean
    return _drawn(plan, rows, random)


def _biased(plan: Plan, first: int, size: int, before: tuple[int, ...], random: Random) -> list[Column]:
    return _leaning(plan, np.full(size, min(map(float, plan.law.values())) / 5), random)


def _drifting(plan: Plan, first: int, size: int, before: tuple[int, ...], random: Random) -> list[Column]:
    place = (first + np.arange(size)) / plan.rounds
    return _leaning(plan, min(map(float, plan.law.values())) / 2 * (2 * place - 1), random)


def _remembering(plan: Plan, first: int, size: int, before: tuple[int, ...], random: Random) -> list[Column]:
    """Every third round repeats the inputs of the one before it, in the mean."""
    columns = _declared(plan, first, size, before, random)
    again = random.random(size) < 1 / 3
    places = np.where(again, -1, np.arange(size))
    places = np.maximum.accumulate(places)
    return [
        np.where(places >= 0, column[np.maximum(places, 0)], last)
        for column, last in zip(columns, before, strict=False)
    ]


def _steered(plan: Plan, first: int, size: int, before: tuple[int, ...], random: Random) -> list[Column]:
    """As far as the declared bias allows, and which way depends on the inputs of the round before."""
    width, bias = len(next(iter(plan.law))), float(plan.bias)
    if not bias:
        return _declared(plan, first, size, before, random)
    columns = _declared(plan, first, size, before, random)
    earlier = [np.concatenate(([last], column[:-1])) for last, column in zip(before[:width], columns, strict=True)]
    # a bit that equals the earlier one is turned round now and then, so that it is 1 - earlier with 1/2 + bias
    return [
        np.where((column == last) & (random.random(size) < 2 * bias), 1 - column, column).astype(np.uint8)
        for column, last in zip(columns, earlier, strict=True)
    ]


SOURCES: dict[str, Source] = {
    "declared": _declared,
    "steered": _steered,
    "biased": _biased,
    "drifting": _drifting,
    "remembering": _remembering,
}
"""The declared one, one that uses all of the bias it may have, and three that break the declaration: towards one tuple
of inputs, in time, and with memory."""
