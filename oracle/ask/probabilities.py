"""Behaviours in problem files: a table of all events that does not signal, or the nearest one to a table that does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations, product
from math import prod

from oracle.ask.reader import Table
from oracle.ask.tables import MAX_CELLS, Behaviour, Parties, cells, inline, read_csv
from oracle.failures import Malformed
from oracle.numbers import decimal_text
from proofs.search.language.failure import Failure
from proofs.search.language.scenario import Scenario

NEAREST = ("no-signalling", "local-marginal")
"""Kinds of tables that a table can be replaced by.

In a no-signalling one the outcomes of every group of parties have one distribution, whatever the inputs of the others;
in a local-marginal one those of every single party do. Of two parties these are the same tables.
"""

Place = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]  # parties, inputs, outcomes


def read_behaviour(
    top: Table, parties: Parties, beside: Callable[[str], bytes], lost: str = ""
) -> tuple[Behaviour, dict[str, str]]:
    """The no-signalling behaviour under the key `behaviour`, a table of events or the name of a CSV file.

    Returns:
        The behaviour without zeros, and what was done to the table, by name.

    Raises:
        Malformed: `not-a-behaviour` with the worst exact equation, and the codes of tables and numbers.
        Limit: too many cells or bytes.
    """
    from lp.behaviour import require_behaviour
    from lp.coordinates import Party
    from lp.coordinates import Scenario as Coordinates

    size = 1
    for outcomes in parties.values():
        size *= sum(outcomes)
    if size > MAX_CELLS:
        raise top.limit("scenario", f"more than {MAX_CELLS} events of all parties")
    value, file = top.value["behaviour"], top.place("behaviour")
    if isinstance(value, str):
        file = f"{top.file}: {value}"
        table = read_csv(beside(value), file, parties, lost)
    else:
        table = inline(top.table("behaviour"), parties)
    facts = {}
    if "nearest" in top.value:
        kind = top.choice("nearest", NEAREST)
        rounded = nearest_table(table, parties, len(parties) if kind == NEAREST[0] else 1)
        distance = max(abs(p - table.get(event, Fraction(0))) for event, p in rounded.items())
        facts["nearest table"] = (
            f"the table was replaced by the nearest {kind} one (least squares); no probability moved by more "
            f"than {distance} (about {decimal_text(distance, 20, up=True)})"
        )
        table = rounded
    scenario = Coordinates(
        tuple(Party(name, tuple((str(x), d) for x, d in enumerate(outcomes))) for name, outcomes in parties.items())
    )
    try:
        require_behaviour(scenario, table)
    except Failure as failure:
        hint = f'; nearest = "{NEAREST[0]}" takes the nearest table that is one'
        hint = "" if top.value.get("nearest") == NEAREST[0] else hint
        raise Malformed("not-a-behaviour", f"{file}: {failure}{hint}", file) from None
    return {event: p for event, p in table.items() if p}, facts


def nearest_no_signalling(table: Mapping[str, Fraction], parties: Parties) -> Behaviour:
    """The table that sums to one and does not signal, and is nearest to a given one in the sum of squares.

    >>> found = nearest_no_signalling({"A0=0": Fraction(2, 3), "A0=1": Fraction(1)}, {"A": (2,)})
    >>> found["A0=0"], sum(found.values())
    (Fraction(1, 3), Fraction(1, 1))
    """
    return nearest_table(table, parties, len(parties))


def nearest_table(table: Mapping[str, Fraction], parties: Parties, largest: int) -> Behaviour:
    """The table that sums to one, whose groups of parties have marginals of their own, nearest in the sum of squares.

    At each choice of inputs a table is a sum of parts, one for each group of parties, that are orthogonal to each
    other and whose sum over an outcome of the group vanishes. The marginals of a group do not depend on the inputs of
    the others exactly if the parts of the group and of those inside of it do not: then the nearest table has the
    averages over those, and 1 for the part of nobody. Where a probability comes out negative, as much of the uniform
    table is added as makes it 0.

    Args:
        table: of all events, in any state.
        parties: outcomes of each input.
        largest: parties of the largest groups whose marginals are to be their own; all of them: no-signalling.
    """
    names = list(parties)
    listed = list(cells(parties))
    sizes = {event: [parties[name][x] for name, x in zip(names, inputs, strict=True)] for inputs, _, event in listed}
    groups = [group for size in range(len(names) + 1) for group in combinations(range(len(names)), size)]
    sums: dict[Place, Fraction] = {}
    for inputs, outcomes, event in listed:
        for group in groups:  # the mean over the outcomes of all others
            others = prod(d for k, d in enumerate(sizes[event]) if k not in group)
            key = group, inputs, tuple(outcomes[k] for k in group)
            sums[key] = sums.get(key, Fraction(0)) + table.get(event, Fraction(0)) / others
    averages: dict[Place, Fraction] = {}
    for inputs, outcomes, _ in listed:
        for group in groups[1:]:
            key = _key(group, inputs, outcomes, largest)
            if key not in averages:
                own = group if len(group) <= largest else range(len(names))
                choices = [[x] if k in own else range(len(parties[names[k]])) for k, x in enumerate(inputs)]
                parts = [_part(sums, group, chosen, key[2]) for chosen in product(*choices)]
                averages[key] = sum(parts, Fraction(0)) / len(parts)
    result = {}
    for inputs, outcomes, event in listed:
        keys = [_key(group, inputs, outcomes, largest) for group in groups[1:]]
        result[event] = Fraction(1, prod(sizes[event])) + sum((averages[key] for key in keys), Fraction(0))
    return _positive(result, {event: Fraction(1, prod(sizes[event])) for event in result})


def _key(group: tuple[int, ...], inputs: tuple[int, ...], outcomes: tuple[int, ...], largest: int) -> Place:
    """What the part of a group depends on: its own inputs, or all of them if the group is larger than is treated."""
    known = tuple(inputs[k] for k in group) if len(group) <= largest else inputs
    return group, known, tuple(outcomes[k] for k in group)


def _part(
    sums: Mapping[Place, Fraction], group: tuple[int, ...], inputs: tuple[int, ...], outcomes: tuple[int, ...]
) -> Fraction:
    """The part of a group at a choice of inputs, by inclusion and exclusion."""
    total = Fraction(0)
    for size in range(len(group) + 1):
        for inner in combinations(range(len(group)), size):
            sign = (-1) ** (len(group) - size)
            total += sign * sums[tuple(group[k] for k in inner), inputs, tuple(outcomes[k] for k in inner)]
    return total


def _positive(table: Behaviour, uniform: Mapping[str, Fraction]) -> Behaviour:
    """The table with so much of the uniform one that no probability is negative."""
    share = max((-p / (uniform[event] - p) for event, p in table.items() if p < 0), default=Fraction(0))
    return {event: (1 - share) * p + share * uniform[event] for event, p in table.items()}


def means_of_behaviour(scenario: Scenario, table: Behaviour) -> dict[str, Fraction]:
    """The means of all coordinates."""
    from lp.behaviour import behaviour_vector, coordinate_words
    from lp.engine import coordinates_of

    coordinates = coordinates_of(scenario)
    pairs = zip(coordinate_words(coordinates), behaviour_vector(coordinates, table), strict=True)
    return {word: value for word, value in pairs if word}
