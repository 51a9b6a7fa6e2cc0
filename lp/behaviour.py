"""Tables of probabilities: whether they are no-signalling behaviours, coordinates, means.

A table maps events of all parties, such as "A0=1 B1=0", to exact probabilities; events that
are left out have probability 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from lp.coordinates import Functional, Party, Scenario
from proofs.search.language.failure import Failure, Kind

Table = Mapping[str, Fraction]


def coordinate_words(scenario: Scenario) -> list[str]:
    """The words whose means are the coordinates.

    >>> coordinate_words(Scenario.uniform(1, 2, 2))
    ['', 'A0=0', 'A1=0']
    """
    factors = [
        ["", *(f"{party.name}{label}={o}" for label, d in party.inputs for o in range(d - 1))]
        for party in scenario.parties
    ]
    return [" ".join(atom for atom in atoms if atom) for atoms in product(*factors)]


def _outcomes(party: Party, k: int) -> list[str]:
    label, d = party.inputs[k]
    return [f"{party.name}{label}={o}" for o in range(d)]


def _rows(scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """The events of every choice of inputs, together."""
    for inputs in product(*(range(len(party.inputs)) for party in scenario.parties)):
        yield tuple(map(" ".join, product(*(_outcomes(p, k) for p, k in zip(scenario.parties, inputs, strict=True)))))


def require_behaviour(scenario: Scenario, table: Table) -> None:
    """Refuse a table that is not a no-signalling behaviour.

    Raises:
        Failure: BEHAVIOUR, with the largest exact violation, first of normalisation, then of positivity, then of
            no-signalling.
        Failure: WORD, a word that is not an event of all parties; SCENARIO, one with signalling.
    """
    if scenario.set_name != "no-signalling":
        raise Failure(Kind.SCENARIO, "scenario", "only no-signalling behaviours are recognised")
    rows = list(_rows(scenario))
    unknown = table.keys() - {event for row in rows for event in row}
    if unknown:
        raise Failure(
            Kind.WORD, "behaviour", "{unknown!r} is no event of all parties of the scenario", unknown=min(unknown)
        )
    _require_normalised(rows, table)
    _require_positive(table)
    _require_no_signalling(rows, table)


def _require_normalised(rows: Sequence[tuple[str, ...]], table: Table) -> None:
    zero = Fraction(0)
    sums = {_inputs(row[0]): sum((table.get(event, zero) for event in row), zero) for row in rows}
    worst = max(sums, key=lambda name: abs(sums[name] - 1))
    if sums[worst] != 1:
        distance = abs(sums[worst] - 1)
        raise Failure(
            Kind.BEHAVIOUR,
            "behaviour",
            "the probabilities for {worst} sum to {total}, which differs from 1 by {distance}",
            worst=worst,
            total=sums[worst],
            distance=distance,
        )


def _require_positive(table: Table) -> None:
    lowest = min(table, key=lambda event: table[event])
    if table[lowest] < 0:
        raise Failure(
            Kind.BEHAVIOUR,
            "behaviour",
            "the probability of {lowest} is {probability}",
            lowest=lowest,
            probability=table[lowest],
        )


def _require_no_signalling(rows: Sequence[tuple[str, ...]], table: Table) -> None:
    zero = Fraction(0)
    # marginal events of all parties but one -> their probability with each input of that one
    marginals: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        for event in row:
            cells = event.split()
            for k, cell in enumerate(cells):
                kept = " ".join(cells[:k] + cells[k + 1 :])
                found = marginals.setdefault(f"{k} {kept}", {})
                name = _inputs(cell)
                found[name] = found.get(name, zero) + table.get(event, zero)
    key = max(marginals, key=lambda key: max(marginals[key].values()) - min(marginals[key].values()))
    found = marginals[key]
    low, high = min(found, key=lambda name: found[name]), max(found, key=lambda name: found[name])
    if found[low] != found[high]:
        event = key.partition(" ")[2]
        raise Failure(
            Kind.BEHAVIOUR,
            "behaviour",
            "the probability of {event} is {least} with {low} and {most} with {high}, so the table signals; they "
            "differ by {difference}, no other pair by more",
            event=event,
            least=found[low],
            low=low,
            most=found[high],
            high=high,
            difference=found[high] - found[low],
        )


def _inputs(event: str) -> str:
    """The operators of an event without its outcomes."""
    return " ".join(cell.partition("=")[0] for cell in event.split())


def behaviour_vector(scenario: Scenario, table: Table) -> list[Fraction]:
    """The coordinates of a behaviour.

    Raises:
        Failure: the table is not a behaviour.
        ValueError: a word that is not an event of all parties.
    """
    require_behaviour(scenario, table)
    result = []
    for word in coordinate_words(scenario):
        named = {atom[0]: atom for atom in word.split()}
        factors = [[named[p.name]] if p.name in named else _outcomes(p, 0) for p in scenario.parties]
        result.append(sum((table.get(" ".join(event), Fraction(0)) for event in product(*factors)), Fraction(0)))
    return result


def mean(scenario: Scenario, functional: Functional, behaviour: Table) -> Fraction:
    """The exact value of a functional at a behaviour.

    Every word is evaluated at the first input of the parties it does not name.
    """
    total = Fraction(0)
    for word, c in functional.items():
        named = {atom[0]: atom for atom in word.split()}
        atoms = {party.name: named.get(party.name, f"{party.name}{party.inputs[0][0]}+") for party in scenario.parties}
        for event, probability in behaviour.items():
            value = 1
            for cell in event.split():
                atom = atoms[cell[0]]
                # "A0": 1 - 2 * outcome; "A0=1": the event; "A0+": summed over
                if cell.partition("=")[0] != atom.rstrip("+").partition("=")[0]:
                    value = 0
                elif "=" in atom:
                    value *= int(atom == cell)
                elif not atom.endswith("+"):
                    value *= 1 - 2 * int(cell.partition("=")[2])
            total += c * value * probability
    return total
