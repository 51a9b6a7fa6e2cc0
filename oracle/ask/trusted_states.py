"""Assemblages in problem files: from a state and measurements, or as a table of states, exact or with errors."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from oracle.ask.reader import Table, shown
from oracle.ask.states import Exact, Matrix, State, conditional, entry, matrix, named, read_state
from oracle.ask.surds import Surds
from proofs.search.assembled.asked import Datum, Steered
from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Assemblage, Event, Untrusted, of_cells
from proofs.search.language.failure import Failure

UNIT = 1 << 60  # coordinates of irrational states are rounded to multiples of 1/UNIT
Spanned = tuple[tuple[Fraction, Fraction], ...]  # low and high end of each coordinate


def known_states(top: Table, source: str, system: System, untrusted: Untrusted) -> tuple[Steered, dict[str, str]]:
    """The assemblage of a state with measurements, or of a table, with what was done to it.

    Raises:
        Malformed: `not-an-assemblage`; codes of keys and numbers.
    """
    if source == "state":
        cells, error = _of_state(top, system, untrusted), Fraction(0)
    else:
        cells = _of_table(top, system, untrusted)
        error = top.rational("error") if "error" in top.value else Fraction(0)
        if error < 0:
            raise top.malformed("error", f"{error} is negative", "out-of-range")
    if error:
        return Steered(system, data=_boxed(cells, error, system, untrusted)), {}
    exact = {event: coordinates(system, rows) for event, rows in cells.items()}
    words, irrational = _words(exact, system, untrusted)
    known = Assemblage(system, untrusted, words)
    if not irrational:
        if source == "assemblage":
            require_assemblage(top, {e: tuple(x for x, _ in c) for e, c in exact.items()}, system, untrusted)
        return Steered(system, known=known), {}
    bound = Fraction(8 * len(untrusted.words), UNIT) + _width(exact)
    says = f"irrational entries are known to {bound} in every coordinate; the bound allows for that"
    return Steered(system, known=known, error=bound), {"rounding": says}


def coordinates(system: System, rows: list[list[Exact]]) -> Spanned:
    """The coordinates of a hermitian matrix, each between two rationals."""
    ends = [[(x.re.interval, x.im.interval) for x in row] for row in rows]
    low = system.of_entries([[(re[0], im[0]) for re, im in row] for row in ends])
    high = system.of_entries([[(re[1], im[1]) for re, im in row] for row in ends])
    if system.dimension == 2:  # the last coordinate is half of a difference
        a, b = ends[0][0][0], ends[1][1][0]
        low = (*low[:3], (a[0] - b[1]) / 2)
        high = (*high[:3], (a[1] - b[0]) / 2)
    return tuple(zip(low, high, strict=True))


def _width(exact: Mapping[Event, Spanned]) -> Fraction:
    """How far the words may be off: no word sums more coordinates than there are cells of a setting."""
    return max(high - low for spans in exact.values() for low, high in spans) * len(exact)


def _words(
    exact: Mapping[Event, Spanned], system: System, untrusted: Untrusted
) -> tuple[dict[tuple[int, ...], Coordinates], bool]:
    """sigma(word) from the middles of the cells, and whether anything was irrational."""
    middles = {event: tuple((low + high) / 2 for low, high in spans) for event, spans in exact.items()}
    irrational = any(low != high for spans in exact.values() for low, high in spans)
    states = dict(of_cells(system, untrusted, middles).states)
    if irrational:
        states = {w: tuple(Fraction(round(x * UNIT), UNIT) for x in state) for w, state in states.items()}
        states[()] = _normalised(system, states[()])
    return states, irrational


def _normalised(system: System, state: Coordinates) -> Coordinates:
    missing = (1 - system.trace(state)) / system.dimension
    return system.plus(state, system.one, missing)


def _of_state(top: Table, system: System, untrusted: Untrusted) -> dict[Event, list[list[Exact]]]:
    names = untrusted.scenario.parties
    state = read_state(top.table("state"), len(names))
    if state.dimensions[0] != system.dimension:
        sentence = f"the first dimension is {state.dimensions[0]}, the trusted one {system.dimension}"
        raise top.malformed("state.dimensions", sentence)
    measured = read_measurements(top.table("measurements"), state, untrusted)
    return {cell: conditional(state, [measured[i][o] for i, o in cell]) for cell in untrusted.cells}


def read_measurements(table: Table, state: State, untrusted: Untrusted) -> list[tuple[Matrix, ...]]:
    """The operators of every input's outcomes: a name, or a list of hermitian matrices that sum to the identity."""
    inputs = untrusted.scenario.inputs
    table.keys([p + label for p, label, _ in inputs])
    found = []
    for party, label, outcomes in inputs:
        key = party + label
        d = state.dimensions[1 + untrusted.scenario.parties.index(party)]
        found.append(measurement(table, key, d, outcomes))
    return found


def measurement(table: Table, key: str, dimension: int, outcomes: int) -> tuple[Matrix, ...]:
    """The operators of the outcomes of one measurement."""
    value = table.value[key]
    if isinstance(value, str):
        operators = named(value, dimension)
        if operators is None:
            names = "X, Y, Z" if dimension == 2 else "fourier, fourier-1, fourier-2" if dimension == 3 else ""
            known = ", ".join(filter(None, [names, "computational"]))
            raise table.malformed(key, f"{shown(value)} is no measurement of dimension {dimension}: {known}")
    elif isinstance(value, list):
        operators = tuple(matrix(table, key, item, dimension) for item in value)
        _require_complete(table, key, operators, dimension)
    else:
        raise table.malformed(key, "a name or a list of matrices is needed")
    if len(operators) != outcomes:
        raise table.malformed(key, f"the measurement has {len(operators)} outcomes, the scenario says {outcomes}")
    return operators


def _require_complete(table: Table, key: str, operators: tuple[Matrix, ...], dimension: int) -> None:
    system = System(dimension)
    for operator in operators:
        spans = coordinates(system, [list(row) for row in operator])
        if system.shortfall(tuple(high for _, high in spans)) and not _nearly(system, spans):
            raise table.malformed(key, "an operator of the measurement is not positive", "not-an-assemblage")
    for i, j in product(range(dimension), repeat=2):
        total = sum((operator[i][j] for operator in operators), Exact())
        if total.re.rational != int(i == j) or total.im.terms:
            sentence = f"the operators sum to {total.re.text} at ({i}, {j}), not to {int(i == j)}"
            raise table.malformed(key, sentence, "not-an-assemblage")


def _nearly(system: System, spans: Spanned) -> bool:
    """Whether the ends of irrational coordinates leave an operator possible that is positive."""
    return system.shortfall(tuple(high for _, high in spans)) <= sum((h - w for w, h in spans), Fraction(1, 1 << 38))


# -- tables ---------------------------------------------------------------------------------


def _of_table(top: Table, system: System, untrusted: Untrusted) -> dict[Event, list[list[Exact]]]:
    table = top.table("assemblage")
    table.keys([untrusted.name(cell) for cell in untrusted.cells])
    found = {}
    for cell in untrusted.cells:
        key = untrusted.name(cell)
        found[cell] = [list(row) for row in operator(table, key, table.value[key], system)]
    return found


def operator(table: Table, key: str, value: object, system: System) -> Matrix:
    """A hermitian operator: the four numbers (t, x, y, z) of a qubit, or a matrix."""
    if system.dimension == 2 and isinstance(value, list) and len(value) == 4:
        t, x, y, z = (_real(table, key, item) for item in value)
        return (
            (Exact(t + z), Exact(x, -y)),
            (Exact(x, y), Exact(t - z)),
        )
    return matrix(table, key, value, system.dimension)


def _real(table: Table, key: str, value: object) -> Surds:
    if isinstance(value, list):
        raise table.malformed(key, "the four coordinates of a qubit are real numbers")
    return entry(table, key, value).re


def require_assemblage(top: Table, cells: Mapping[Event, Coordinates], system: System, untrusted: Untrusted) -> None:
    """Refuse states that are not positive, signal, or do not sum to trace 1; the sentence has the exact distance.

    Raises:
        Malformed: `not-an-assemblage`.
    """
    for event, state in cells.items():
        short = system.shortfall(state)
        if short:
            sentence = f"not positive: {_distance(system, state, short)}"
            raise top.malformed(f"assemblage.{untrusted.name(event)}", sentence, "not-an-assemblage")
    for k in range(len(untrusted.choices)):
        seen: dict[tuple[tuple[int, ...], Event], tuple[int, Coordinates]] = {}
        for setting in untrusted.settings:
            rest = setting[:k] + setting[k + 1 :]
            sums: dict[Event, Coordinates] = {}
            for event in untrusted.outcomes(setting):
                others = event[:k] + event[k + 1 :]
                sums[others] = system.plus(sums.get(others, system.zero), cells[event])
            for others, state in sums.items():
                first = seen.setdefault((rest, others), (setting[k], state))
                gap = system.plus(state, first[1], -1)
                if any(gap):
                    scenario = untrusted.scenario
                    one, two = ("".join(scenario.inputs[i][:2]) for i in (first[0], setting[k]))
                    about = untrusted.name(others) or "the trusted system alone"
                    sentence = (
                        f"the states signal: the sum for {about} is {_operator_text(system, state)} with {two} and "
                        f"{_operator_text(system, first[1])} with {one}, they differ by {_operator_text(system, gap)}"
                    )
                    raise top.malformed("assemblage", sentence, "not-an-assemblage")
    total = sum((system.trace(cells[e]) for e in untrusted.outcomes(untrusted.settings[0])), Fraction(0))
    if total != 1:
        raise top.malformed(
            "assemblage", f"the traces sum to {total}, 1 is missed by {abs(total - 1)}", "not-an-assemblage"
        )


def _distance(system: System, state: Coordinates, short: Fraction) -> str:
    if system.dimension == 2:
        t, *bloch = state
        square = sum((x * x for x in bloch), Fraction(0))
        return f"t = {t}, and t^2 - x^2 - y^2 - z^2 = {t * t - square}"
    return f"its least eigenvalue is about -{float(short):.3g}"


def _operator_text(system: System, state: Coordinates) -> str:
    if system.dimension == 2:
        return f"({', '.join(map(str, state))})"
    rows = ["; ".join(f"{re}" + (f" + {im}*i" if im else "") for re, im in row) for row in system.entries(state)]
    return f"[{' / '.join(rows)}]"


def _boxed(
    cells: Mapping[Event, list[list[Exact]]], error: Fraction, system: System, untrusted: Untrusted
) -> tuple[Datum, ...]:
    """Every coordinate of every state within the error."""
    found = []
    for event, rows in cells.items():
        spans = coordinates(system, rows)
        for k, (low, high) in enumerate(spans):
            dual = [Fraction(int(j == k), system.weights[k]) for j in range(system.size)]
            functional = {word: system.scaled(dual, c) for word, c in untrusted.operator(event).items()}
            found.append(Datum(functional, low - error, high + error))
    return tuple(found)


def read_functional(table: Table, system: System, untrusted: Untrusted) -> dict[tuple[int, ...], Coordinates]:
    """An operator of the trusted system for each product of outcomes or observables."""
    found: dict[tuple[int, ...], Coordinates] = {}
    for text, value in table.value.items():
        rows = operator(table, text, value, system)
        spans = coordinates(system, [list(row) for row in rows])
        if any(low != high for low, high in spans):
            raise table.malformed(text, "the operators of a functional are rational")
        try:
            polynomial = untrusted.scenario.parse(text)
        except Failure as failure:
            raise table.malformed(shown(text), str(failure), "not-a-word") from None
        for word, c in polynomial.items():
            if word not in untrusted.words:
                raise table.malformed(shown(text), "a word has at most one operator of each party", "not-a-word")
            found[word] = system.plus(found.get(word, system.zero), [low for low, _ in spans], c)
    if not any(any(a) for a in found.values()):
        raise table.malformed("", "all operators are zero")
    return {word: a for word, a in found.items() if any(a)}
