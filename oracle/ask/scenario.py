"""Scenarios in problem files: parties with their inputs, who signals to whom, and sequences of measurements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from oracle.ask.reader import Table, shown
from oracle.ask.runs import Runs
from proofs.search.language.failure import Failure
from proofs.search.language.scenario import Scenario
from proofs.search.sequences.sequence import sequential_scenario

MAX_PARTIES = 16
MAX_OUTCOMES = 16
MAX_INPUTS = 32
MAX_RUNS = 4  # parties of a sequence
MAX_RUN_LETTERS = 12
MAX_RUN_OUTCOMES = 10  # one digit each

_LABEL = re.compile("[0-9]+", re.ASCII)


def read_parties(table: Table, ordered: bool) -> tuple[dict[str, tuple[int, ...]], tuple[tuple[str, str], ...]]:
    """Outcomes of each input by party, and the pairs (sender, later receiver) of a scenario in time order."""
    table.keys(["parties", "signalling"] if ordered else ["parties"])
    listed = table.table("parties")
    if len(listed.value) > MAX_PARTIES:
        raise listed.limit("", f"more than {MAX_PARTIES} parties")
    parties: dict[str, tuple[int, ...]] = {}
    for name in sorted(listed.value):
        if not re.fullmatch("[A-Z]", name, re.ASCII):
            raise listed.malformed(shown(name), "a party is named by one letter from A to Z")
        value = listed.value[name]
        if not isinstance(value, list) or not value:
            raise listed.malformed(name, "a list with the number of outcomes of each input is needed")
        if len(value) > MAX_INPUTS:
            raise listed.limit(name, f"more than {MAX_INPUTS} inputs")
        outcomes = [listed.number(name, item) for item in value]
        for d in outcomes:
            if d.denominator != 1 or not 2 <= d <= MAX_OUTCOMES:
                raise listed.malformed(name, f"an input has 2 to {MAX_OUTCOMES} outcomes, not {d}")
        parties[name] = tuple(int(d) for d in outcomes)
    return parties, _signalling(table, parties) if ordered else ()


def _signalling(table: Table, parties: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    value = table.value["signalling"]
    if not isinstance(value, list) or not value:
        raise table.malformed("signalling", 'a list of pairs such as ["A", "B"] is needed')
    pairs = set()
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2 or any(name not in parties for name in pair):
            raise table.malformed("signalling", f"{shown(pair)} is no pair of parties")
        if pair[0] >= pair[1]:
            raise table.malformed("signalling", f"{shown(pair)} does not go from a party to a later one")
        if tuple(pair) in pairs:
            raise table.malformed("signalling", f"{shown(pair)} is listed twice")
        pairs.add(tuple(pair))
    for (a, b), (c, d) in product(sorted(pairs), repeat=2):
        if b == c and (a, d) not in pairs:
            raise table.malformed("signalling", f"{a} signals to {b} and {c} to {d}, so {a} signals to {d}: list it")
    return tuple(sorted(pairs))


def bell_scenario(parties: Mapping[str, tuple[int, ...]], signalling: tuple[tuple[str, str], ...] = ()) -> Scenario:
    """The scenario of parties whose inputs are numbered from 0."""
    inputs = tuple((name, str(x), d) for name, outcomes in parties.items() for x, d in enumerate(outcomes))
    return Scenario(inputs, (), signalling)


def read_sequence(table: Table) -> tuple[Scenario, Runs]:
    """A remote party and a sequence, and what happens in one round of them."""
    table.keys(["remote", "sequence"])
    remote, sequence = (_outcomes(table.table(key)) for key in ("remote", "sequence"))
    if any(len(label) > 1 for label in remote):
        raise table.malformed("remote", "the inputs of the remote party are single digits")
    if sum(remote.values()) + sum(sequence.values()) - len(remote) - len(sequence) > MAX_RUN_LETTERS:
        raise table.limit("", f"more than {MAX_RUN_LETTERS} operators")
    try:
        return sequential_scenario(remote, sequence), Runs.of(remote, sequence)
    except Failure as failure:
        raise table.malformed("sequence", str(failure)) from None


def _outcomes(table: Table) -> dict[str, int]:
    found = {}
    for label in table.value:
        if not _LABEL.fullmatch(label):
            raise table.malformed(shown(label), "a measurement is named by its inputs, one digit each")
        if len(label) > MAX_RUNS:
            raise table.limit(shown(label), f"a sequence of more than {MAX_RUNS} parties")
        d = table.rational(label)
        if d.denominator != 1 or d < 2:
            raise table.malformed(label, f"a measurement has 2 outcomes or more, not {d}")
        if d > MAX_RUN_OUTCOMES:
            raise table.limit(label, f"{d} outcomes, more than {MAX_RUN_OUTCOMES}")
        found[label] = int(d)
    return found
