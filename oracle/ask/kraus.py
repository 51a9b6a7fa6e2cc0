"""A behaviour from a state and Kraus operators, and its conversion to commuting projectors, which the kernel checks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from oracle.ask.reader import Table, shown
from oracle.ask.runs import Cell, Runs, words
from oracle.failures import Limit, Malformed, Undecided
from oracle.numbers import Surd, parse
from oracle.proved import Proved, proved
from proofs.search.language.angles import Interval, square_root, widened
from proofs.search.language.angles import product as times
from proofs.search.language.failure import Failure
from proofs.search.language.known import Known
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json, certificate_bytes
from proofs.search.sequences.devices import GRID
from proofs.search.sequences.kraus import KrausModel, Measurement, equivalence
from proofs.search.sequences.operators import Symbols

_TERM = re.compile("[+-]?[^+-]+|[+-]")
_AROUND = re.compile(" *([+-]) *")  # a space elsewhere may be a forgotten sign
MAX_SIZE = 8
"""Of a system; with the registers of the dilation the kernel takes 64 dimensions together."""


@dataclass(frozen=True)
class Modelled:
    """What a model says.

    Attributes:
        known: the means of all words.
        converted: proof that commuting projectors have the probabilities of the Kraus operators.
        feasible: those projectors.
        declared: keys of a statement that declare the numbers in them.
    """

    known: list[Known]
    converted: Proved
    feasible: Json
    declared: dict[str, Json]


def modelled(table: Table, scenario: Scenario, runs: Runs) -> Modelled:
    """Means from a table with `state`, `remote` and `sequence`.

    Args:
        table: of the problem.
        scenario: whose words are meant.
        runs: its cells.

    Raises:
        Malformed: `wrong-value` and others of numbers; `not-a-model`, weights that do not sum to one.
        Limit: `size`, and what the kernel's limits say of the dilation.
    """
    table.keys(["state", "remote", "sequence"])
    reader = _Reader(table)
    state = reader.matrix("state", table.value["state"])
    sizes = len(state), len(state[0])
    remote = reader.party("remote", table.table("remote"), runs.remote, sizes[0])
    labels: list[dict[str, int]] = [{} for _ in range(runs.steps)]
    for label, outcomes in runs.sequence.items():
        if labels[len(label) - 1].setdefault(label[-1], outcomes) != outcomes:
            raise table.malformed(f"sequence.{label}", "one measurement of a model has one number of outcomes")
    tables = table.tables("sequence")
    if len(tables) != len(labels):
        raise table.malformed("sequence", f"{len(labels)} tables are needed, one for each party of the sequence")
    sequence = [
        reader.party(f"sequence[{k}]", one, wanted, sizes[1])
        for k, (one, wanted) in enumerate(zip(tables, labels, strict=True), 1)
    ]
    norm = sum((x * x for row in state for x in row), start=reader.symbols.number(0))
    if reader.symbols.reduce(norm - 1):
        raise table.malformed("state", "the squares of the amplitudes do not sum to 1", "not-a-model")
    try:
        model = KrausModel(reader.symbols, state, remote, sequence)
    except Failure as error:
        raise table.malformed("", str(error), "not-a-model") from None
    try:
        converted = proved(certificate_bytes(*equivalence(model, scenario)))
    except Undecided as problem:
        raise Undecided(problem.code, f"{table.place()}: the dilation: {problem.sentence}", table.place()) from None
    except Limit as problem:
        raise Limit(problem.code, f"{table.place()}: the dilation: {problem.sentence}", table.place()) from None
    declared = reader.symbols.declaration() if reader.irrational else {}
    return Modelled(_known(model, runs), converted, {"models": [model.dilated(scenario)]}, declared)


def _known(model: KrausModel, runs: Runs) -> list[Known]:
    """The mean of every word, from the cells of the first inputs that measure it."""
    found: dict[Cell, Any] = {}
    for cell in runs.cells():
        (x, *ys), (a, *bs) = cell
        history = [model.sequence[k][int(y)][b] for k, (y, b) in enumerate(zip(ys, bs, strict=True))]
        found[cell] = model.probability(model.remote[int(x)][a], history)
    means = []
    for word, entries in words(runs).items():
        setting = entries[0][0][0]
        total = sum(
            (value * found[cell] for cell, value in entries if cell[0] == setting), start=model.symbols.number(0)
        )
        if word:
            means.append((word, _interval(model.symbols.spell(total))))
    return [Known(f"known-{k}", {word: Fraction(1)}, *ends) for k, (word, ends) in enumerate(means, 1)]


def _interval(spelled: Json) -> Interval:
    """A number of Q(sqrt 2): itself, or an interval on the grid around an irrational one."""
    a, b = (Fraction(str(part)) for part in (spelled if isinstance(spelled, list) else (spelled, "0")))
    if not b:
        return a, a
    low, high = times(square_root(Fraction(2)), (b, b))
    low, high = widened((a + low, a + high), GRID)
    return max(low, Fraction(-1)), min(high, Fraction(1))


class _Reader:
    """Reads matrices, and remembers whether one of them has irrational entries."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.symbols = Symbols([])
        self.irrational = False

    def party(self, key: str, given: Table, wanted: Mapping[str, int], size: int) -> list[Measurement]:
        """The measurements of a party by their digits, which count from 0."""
        digits = [str(k) for k in range(len(wanted))]
        if sorted(wanted) != digits:
            raise self.table.malformed(
                key, f"inputs of a model are counted from 0; the scenario has {', '.join(wanted)}"
            )
        given.keys(digits)
        return [self._measurement(f"{key}.{y}", given.value[y], wanted[y], size) for y in digits]

    def _measurement(self, key: str, value: object, outcomes: int, size: int) -> Measurement:
        found = [
            [self.matrix(key, matrix, size) for matrix in self._list(key, kraus, "its Kraus operators")]
            for kraus in self._list(key, value, "its outcomes")
        ]
        if len(found) != outcomes:
            raise self.table.malformed(key, f"{len(found)} outcomes where the scenario has {outcomes}")
        return found

    def matrix(self, key: str, value: object, size: int | None = None) -> list[list[Any]]:
        """A matrix of exact numbers, square of this size unless it is None."""
        rows = [[self._entry(key, x) for x in self._list(key, row, "a row")] for row in self._list(key, value, "rows")]
        width = len(rows[0])
        if any(len(row) != width for row in rows):
            raise self.table.malformed(key, "the rows of a matrix are equally long")
        if max(len(rows), width) > MAX_SIZE:
            raise self.table.limit(key, f"a system of more than {MAX_SIZE} dimensions")
        if size is not None and (len(rows), width) != (size, size):
            raise self.table.malformed(key, f"a matrix of {size} x {size} is needed, not of {len(rows)} x {width}")
        return rows

    def _list(self, key: str, value: object, what: str) -> Sequence[object]:
        if not isinstance(value, list) or not value:
            raise self.table.malformed(key, f"a list of {what} is needed, not {shown(value)}")
        return value

    def _entry(self, key: str, value: object) -> Any:
        if not (isinstance(value, str) and "sqrt" in value):
            return self.symbols.number(self.table.number(key, value))
        total = self.symbols.number(0)
        for term in _TERM.findall(_AROUND.sub(r"\1", value)):
            try:
                number = parse(term)
            except (Malformed, Limit) as problem:
                raise type(problem)(
                    problem.code, f"{self.table.place(key)}: {problem.sentence}", self.table.place(key)
                ) from None
            if isinstance(number, Surd) and number.radicand == 2:
                self.irrational = True
                total = total + self.symbols.number(number.coefficient) * self.symbols.root2
            elif isinstance(number, Fraction):
                total = total + self.symbols.number(number)
            else:
                raise self.table.malformed(key, f"{shown(term)} is neither rational nor a rational multiple of sqrt(2)")
        return total
