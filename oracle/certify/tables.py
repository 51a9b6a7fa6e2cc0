"""Behaviours: probabilities of the events of all parties, in the problem or in a CSV file beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import TypeVar

from oracle.certify.reader import MAX_TABLE, Table, shown
from oracle.data.lines import csv_lines
from oracle.data.table import parse_count
from oracle.numbers import parse_rational
from oracle.problems import Limit, Malformed
from proofs.search.language.failure import Failure

Behaviour = dict[str, Fraction]  # "A0=1 B0=0" -> probability, without zeros
Parties = Mapping[str, tuple[int, ...]]

T = TypeVar("T")

MAX_CELLS = 1 << 16
_INDEX = re.compile(r"0|[1-9][0-9]?", re.ASCII)


def cells(parties: Parties) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], str]]:
    """Inputs, outcomes and the event of every cell.

    >>> [event for _, _, event in cells({"A": (2,), "B": (2,)})]
    ['A0=0 B0=0', 'A0=0 B0=1', 'A0=1 B0=0', 'A0=1 B0=1']
    """
    for inputs in product(*(range(len(outcomes)) for outcomes in parties.values())):
        counts = [outcomes[x] for outcomes, x in zip(parties.values(), inputs, strict=True)]
        for outcome in product(*map(range, counts)):
            event = " ".join(f"{name}{x}={a}" for name, x, a in zip(parties, inputs, outcome, strict=True))
            yield inputs, outcome, event


def read_behaviour(top: Table, parties: Parties, beside: Callable[[str], bytes]) -> Behaviour:
    """The no-signalling behaviour under the key `behaviour`: a table of events, or the name of a CSV file.

    Raises:
        Malformed: `not-a-behaviour` with the worst exact equation, and the codes of tables and numbers.
        Limit: too many cells or bytes.
    """
    from lp.behaviour import require_behaviour
    from lp.scenario import Party, Scenario

    size = 1
    for outcomes in parties.values():
        size *= sum(outcomes)
    if size > MAX_CELLS:
        raise top.limit("scenario", f"more than {MAX_CELLS} events of all parties")
    value = top.value["behaviour"]
    file = top.place("behaviour")
    if isinstance(value, str):
        file = f"{top.file}: {value}"
        table = read_csv(beside(value), file, parties)
    else:
        table = _inline(top.table("behaviour"), parties)
    scenario = Scenario(
        tuple(Party(name, tuple((str(x), d) for x, d in enumerate(outcomes))) for name, outcomes in parties.items())
    )
    try:
        require_behaviour(scenario, table)
    except Failure as problem:
        raise Malformed("not-a-behaviour", f"{file}: {problem}") from None
    return {event: p for event, p in table.items() if p}


def _inline(table: Table, parties: Parties) -> Behaviour:
    known = {event for _, _, event in cells(parties)}
    for word in table.value:
        if word not in known:
            raise table.malformed(shown(word), "no event of one outcome of one input of every party", "not-a-word")
    return {event: table.rational(event) for event in table.value}


def read_csv(data: bytes, file: str, parties: Parties) -> Behaviour:
    r"""The probabilities in a CSV file: inputs, outcomes, probability; every cell once, in any order.

    The header is `x,y,a,b,probability` for two parties, else `x1,...,xn,a1,...,an,probability`.

    Raises:
        Malformed: `not-utf8`, `csv-header`, `csv-row`, `csv-cell`, `csv-duplicate`, `csv-missing`,
            or the code of a number; the sentence names file and line.
        Limit: `bytes`, or a number with too many digits.

    >>> read_csv(b"x1,a1,probability\n0,0,1/4\n0,1,0.75\n", "p.csv", {"A": (2,)})
    {'A0=0': Fraction(1, 4), 'A0=1': Fraction(3, 4)}
    """
    return _read_cells(data, file, parties, "probability", parse_rational)


def read_counts(data: bytes, file: str, parties: Parties) -> dict[str, int]:
    r"""The counts in a CSV file, laid out as probabilities are, the last column called count.

    Raises:
        Malformed, Limit: as `read_csv`; `csv-count`.

    >>> read_counts(b"x1,a1,count\n0,0,3\n0,1,4\n", "n.csv", {"A": (2,)})
    {'A0=0': 3, 'A0=1': 4}
    """
    return _read_cells(data, file, parties, "count", parse_count)


def _read_cells(data: bytes, file: str, parties: Parties, column: str, parse: Callable[[str], T]) -> dict[str, T]:
    n = len(parties)
    numbered = tuple(f"{kind}{k}" for kind in "xa" for k in range(1, n + 1))
    headers = [(*numbered, column)] + ([("x", "y", "a", "b", column)] if n == 2 else [])
    rows = csv_lines(data, MAX_TABLE, file)
    line, header = next(rows, (1, []))
    if tuple(header) not in headers:
        raise Malformed("csv-header", f"{file}: line {line}: the header is {','.join(headers[-1])}")
    wanted = {inputs + outcomes: event for inputs, outcomes, event in cells(parties)}
    result: dict[str, T] = {}
    for line, row in rows:
        where = f"{file}: line {line}"
        if len(row) != 2 * n + 1:
            raise Malformed("csv-row", f"{where}: {len(row)} fields where {2 * n + 1} are needed")
        if not all(_INDEX.fullmatch(field) for field in row[:-1]) or tuple(map(int, row[:-1])) not in wanted:
            raise Malformed("csv-cell", f"{where}: {shown(','.join(row[:-1]))} is no cell of the scenario")
        event = wanted[tuple(map(int, row[:-1]))]
        if event in result:
            raise Malformed("csv-duplicate", f"{where}: the cell {','.join(row[:-1])} is listed twice")
        try:
            result[event] = parse(row[-1])
        except (Malformed, Limit) as problem:
            raise type(problem)(problem.code, f"{where}: {problem.sentence}") from None
    if len(result) < len(wanted):
        missing = next(event for event in wanted.values() if event not in result)
        raise Malformed("csv-missing", f"{file}: {len(wanted) - len(result)} cells are missing, such as {missing}")
    return result
