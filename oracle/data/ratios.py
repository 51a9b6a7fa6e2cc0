"""Prediction-based ratios: a test of local realism for any scenario, fixed by its sha256, used on later rounds.

F >= 0 with sum over inputs and outcomes of nu F P <= 1 for every deterministic P: whatever a local device remembers,
the product of F over its rounds has mean at most 1, so 1/product is a p-value at any stopping time (Ville). The ratio
with the largest growth on earlier rounds is their frequency divided by the nearest local behaviour; every
probability-estimation factor is such a ratio as well, because P^(1 + beta) = P where P is 0 or 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import Any

from oracle.ask.tables import cells
from oracle.bounds.entries import Bracket
from oracle.bounds.games import probability
from oracle.data.any_table import AnyTable, read_any
from oracle.data.estimation import FORMAT as FACTORS
from oracle.data.estimation import MAX_BYTES, read_factors
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Limit, Malformed, Undecided
from oracle.numbers import Expression, parse_rational
from oracle.proved import Proved, proved
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json, certificate_bytes

FORMAT = "bellcert-ratios/1"
MOST_STRATEGIES = 1 << 18
MOST_WORK = 1_000_000  # strategies times words times parties of one certificate
PLACES = 9
MOST_TERMS = 60  # of a sum in one certificate
ROUNDS = 2000  # of the iteration, at most

Law = Mapping[tuple[int, ...], Fraction]


@dataclass(frozen=True)
class Ratios:
    """A ratio, and the laws of the inputs under which its mean is at most 1.

    Attributes:
        parties: outcomes of each input, by party.
        laws: the extreme ones.
        factor: by event.
        calibration: sha256 of the counts it was chosen from.
        counts: of the calibration, by event.
    """

    parties: Mapping[str, tuple[int, ...]]
    laws: Sequence[Law]
    factor: Mapping[str, Fraction]
    calibration: str
    counts: Mapping[str, int]


def strategies(parties: Mapping[str, tuple[int, ...]]) -> int:
    """Number of deterministic strategies.

    Raises:
        Limit: `size`, more than a certificate may list.
    """
    count = prod(prod(outcomes) for outcomes in parties.values())
    if count > MOST_STRATEGIES:
        raise Limit("size", f"the scenario has {count} deterministic strategies, more than {MOST_STRATEGIES}")
    return count


def best_ratios(table: AnyTable, law: Law) -> Ratios:
    """The ratio with the largest growth if later rounds are like these: a proposal that is scaled until it is one.

    Args:
        table: counts of earlier rounds, with rounds at every tuple of inputs.
        law: the declared distribution of the inputs.

    Raises:
        Malformed: `calibration`, inputs without any round.
        Limit: `size`.
    """
    import numpy as np

    strategies(table.parties)
    at = table.at()
    empty = [",".join(map(str, inputs)) for inputs, n in at.items() if not n]
    if empty:
        raise Malformed("calibration", f"the calibration has no round with the inputs {'; '.join(empty)[:80]}")
    events = list(table.counts)
    where = {event: k for k, event in enumerate(events)}
    rows = np.array([[where[event] for event in strategy] for strategy in _strategies(table.parties)])
    share = np.concatenate([[float(law[inputs])] * len(row) for inputs, row in table.settings().items()])
    seen = [table.counts[event] / at[inputs] for inputs, row in table.settings().items() for event in row]
    frequency, weights = np.array(seen), np.full(len(rows), 1 / len(rows))
    flat, width = rows.ravel(), rows.shape[1]
    for _ in range(ROUNDS):
        local = np.bincount(flat, np.repeat(weights, width), len(events))
        ratio = np.divide(frequency, local, out=np.zeros(len(events)), where=local > 0)
        gain = (share * ratio)[rows].sum(axis=1)
        weights = weights * gain
        if gain.max() < 1 + 0.01 / table.rounds:  # what is lost of the product over as many rounds is a hundredth
            break
    # an event that never occurred may occur: the ratio 1 everywhere is one, and so is a mixture with it
    mixed = (ratio * table.rounds + 1) / (table.rounds + 1)
    unit = 10**PLACES
    near = {event: Fraction(int(value * unit), unit) for event, value in zip(events, mixed, strict=True)}
    found = Ratios(table.parties, (law,), near, table.sha256, dict(table.counts))
    worst = max(_means(found, law))
    if worst > 1:
        near = {event: Fraction(int(value / worst * unit), unit) for event, value in near.items()}
    return replace(found, factor=near)


def _strategies(parties: Mapping[str, tuple[int, ...]]) -> Iterator[list[str]]:
    """The events of each deterministic strategy, one for every tuple of inputs."""
    settings = list(product(*(range(len(outcomes)) for outcomes in parties.values())))
    single = [list(product(*map(range, outcomes))) for outcomes in parties.values()]
    for strategy in product(*single):
        yield [
            " ".join(f"{name}{x}={mine[x]}" for name, x, mine in zip(parties, inputs, strategy, strict=True))
            for inputs in settings
        ]


def _means(ratios: Ratios, law: Law) -> Iterator[Fraction]:
    """The mean of F under a law, for every deterministic strategy."""
    weighted = {
        event: law[inputs] * ratios.factor[event]
        for inputs, _, event in cells(ratios.parties)
    }  # fmt: skip
    common = lcm(*(value.denominator for value in weighted.values()))
    whole = {event: int(value * common) for event, value in weighted.items()}
    for strategy in _strategies(ratios.parties):
        yield Fraction(sum(whole[event] for event in strategy), common)


def ratios_bytes(ratios: Ratios) -> bytes:
    """The file of a ratio with one declared law."""
    (law,) = ratios.laws
    document = {
        "format": FORMAT,
        "parties": {name: list(map(str, outcomes)) for name, outcomes in ratios.parties.items()},
        "distribution": [[str(p), " ".join(map(str, inputs))] for inputs, p in law.items()],
        "factor": [[str(value), event] for event, value in ratios.factor.items()],
        "calibration": ratios.calibration,
        "counts": [str(n) for n in ratios.counts.values()],
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def read_ratios(data: bytes, file: str) -> Ratios:
    """The ratio in a file of `ratios_bytes`, or a factor in one of `bellcert factors`; nothing is believed of either.

    Raises:
        Malformed: `wrong-value`; codes of numbers.
    """
    try:
        document = json.loads(data[: MAX_BYTES + 1])
    except (ValueError, RecursionError):
        raise Malformed("wrong-value", f"{file}: the file is no JSON") from None
    if isinstance(document, dict) and document.get("format") == FACTORS:
        return _of_factors(data, file)
    try:
        return _of_document(document)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Malformed(
            "wrong-value", f"{file}: the file is none of factors, as bellcert factors writes them"
        ) from None


def _of_document(document: Any) -> Ratios:
    if document["format"] != FORMAT or len(document) != 6:
        raise ValueError
    parties = {str(name): tuple(int(str(d)) for d in outcomes) for name, outcomes in document["parties"].items()}
    if list(parties) != [chr(ord("A") + k) for k in range(len(parties))] or min(map(min, parties.values())) < 1:
        raise ValueError
    strategies(parties)
    events = [event for _, _, event in cells(parties)]
    settings = list(product(*(range(len(outcomes)) for outcomes in parties.values())))
    law = {tuple(map(int, str(z).split())): parse_rational(str(p)) for p, z in document["distribution"]}
    factor = {str(event): parse_rational(str(value)) for value, event in document["factor"]}
    counts = dict(zip(events, map(int, document["counts"]), strict=True))
    if list(law) != settings or sum(law.values()) != 1 or min(law.values()) < 0:
        raise ValueError
    if list(factor) != events or min(factor.values()) < 0 or len(str(document["calibration"])) != 64:
        raise ValueError
    return Ratios(parties, (law,), factor, str(document["calibration"]), counts)


def _of_factors(data: bytes, file: str) -> Ratios:
    from proofs.search.factors.behaviours import CELLS, extreme_laws

    found = read_factors(data, file)
    trained = found.trained
    laws = [trained.law] if trained.law is not None else extreme_laws(trained.model, trained.bias)
    names = [f"A{x}={a} B{y}={b}" for x, y, a, b in CELLS]
    factor = dict(zip(names, trained.factor, strict=True))
    settings = list(product((0, 1), repeat=2))
    counts = dict(zip(names, map(int, found.counts), strict=True))
    listed = [dict(zip(settings, law, strict=True)) for law in laws]
    return Ratios({"A": (2, 2), "B": (2, 2)}, listed, factor, found.calibration, counts)


def ratios_tail(ratios: bytes, name: str, counts: bytes, file: str) -> Bracket:
    """The p-value of later rounds against local devices with memory: 1/product of F, at most 1.

    Raises:
        Malformed: the rounds are those the ratio was chosen from, or of another scenario; codes of files.
        Undecided: `not-proved`, the mean of F is above 1 for some strategy and law.
    """
    found, table = read_ratios(ratios, name), read_any(counts, file)
    if dict(found.parties) != dict(table.parties):
        raise Malformed("wrong-value", f"{file}: the counts are about another scenario than the factors")
    if table.sha256 == found.calibration or dict(table.counts) == dict(found.counts):
        raise Malformed("calibration", "the factors were chosen from these very counts; test other rounds with them")
    premises = [_premises(found, law) for law in found.laws]
    if any(table.counts[event] and not found.factor[event] for event in table.counts):
        return replace(probability("1", Fraction(1)), remark="an event occurred whose factor is 0")
    terms: list[Expression] = [
        {"mul": [str(n), {"ln": [str(found.factor[event])]}]}
        for event, n in table.counts.items()
        if n and found.factor[event] != 1
    ]
    sums = [_balanced(terms[k : k + MOST_TERMS]) for k in range(0, len(terms), MOST_TERMS)] or ["0"]

    def prove(width: Fraction) -> Enclosure:
        if len(sums) == 1:
            enclosure, parts = probability(_inverse(sums[0])).prove(width), []
        else:  # the logarithm in parts, and the p-value from their ends
            parts = [enclose(part, Fraction(1, 1 << 60)) for part in sums]
            enclosure = probability(_inverse(str(sum(part.low for part in parts)))).prove(width)
            low = probability(_inverse(str(sum(part.high for part in parts)))).prove(width).low
            enclosure = replace(enclosure, low=low)
        logarithms = tuple((f"part {k} of ln F", proved(part.certificate)) for k, part in enumerate(parts, 1))
        roles = tuple(
            (f"mean of the factor under law {k} of {len(premises)}: {about}", premise)
            for k, listed in enumerate(premises, 1)
            for about, premise in listed
        )
        return replace(enclosure, further=(*logarithms, *roles))

    return Bracket(prove)


def _inverse(logarithm: Expression) -> Expression:
    """exp(-logarithm), at most 1."""
    return {"min": [{"exp": [{"neg": [logarithm]}]}, "1"]}


def _balanced(terms: Sequence[Expression]) -> Expression:
    """A sum that is not nested deeply."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return {"add": [_balanced(terms[:half]), _balanced(terms[half:])]}


def _premises(ratios: Ratios, law: Law) -> list[tuple[str, Proved]]:
    """Certificates that the mean of F is at most 1 for every local behaviour, and what each is about."""
    weighted = {event: law[z] * ratios.factor[event] for z, _, event in cells(ratios.parties)}
    return list(_bounded(dict(ratios.parties), weighted, ""))


def _bounded(
    parties: Mapping[str, tuple[int, ...]], weighted: Mapping[str, Fraction], about: str
) -> Iterator[tuple[str, Proved]]:
    """One certificate; or, where it would be too large, those of all strategies of the first party.

    A local behaviour is a mixture of behaviours in which the first party follows a strategy and the others are local.
    """
    words = prod(1 + sum(d - 1 for d in outcomes) for outcomes in parties.values())
    if strategies(parties) * words * len(parties) <= MOST_WORK or len(parties) == 1:
        yield about or "every strategy", _at_most_one(parties, weighted)
        return
    (first, outcomes), *others = parties.items()
    for strategy in product(*map(range, outcomes)):
        rest: dict[str, Fraction] = {}
        for event, value in weighted.items():
            mine, _, left = event.partition(" ")
            x, _, a = mine[len(first) :].partition("=")
            if strategy[int(x)] == int(a):
                rest[left] = rest.get(left, Fraction(0)) + value
        answers = f"{first} answers {','.join(map(str, strategy))}"
        yield from _bounded(dict(others), rest, f"{about}, {answers}" if about else answers)


def _at_most_one(parties: Mapping[str, tuple[int, ...]], weighted: Mapping[str, Fraction]) -> Proved:

    listed: list[Json] = [
        {"name": name, "inputs": [[str(x), str(d)] for x, d in enumerate(outcomes)]}
        for name, outcomes in parties.items()
    ]
    scenario: dict[str, Json] = {"parties": listed}
    statement: dict[str, Json] = {
        "kind": "bound", "set": "local", "scenario": scenario,
        "functional": Scenario.from_json(scenario).terms({event: value for event, value in weighted.items() if value}),
        "sense": "<=", "bound": "1",
    }  # fmt: skip
    data = certificate_bytes("lp-dual", statement, {"strategies": str(strategies(parties))})
    try:
        return proved(data)
    except Undecided as refusal:
        raise Undecided("not-proved", f"the factors are no test of local realism: {refusal.sentence}") from None
