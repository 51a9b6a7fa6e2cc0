"""Tables of sequential behaviours and counts, and the exact violation where they are not sequential."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import isqrt

from oracle.ask.fisher import THRESHOLD
from oracle.ask.tables import Layout, parse_count, parse_probability, read_cells
from oracle.enclosures import enclose
from oracle.failures import Malformed
from proofs.search.language.angles import Interval

Setting = tuple[str, ...]
Cell = tuple[Setting, tuple[int, ...]]  # inputs of A and of each party of the run, outcomes


@dataclass(frozen=True)
class Runs:
    """What happens in one round: an input of the remote party, and a run of the sequence.

    Attributes:
        remote, sequence: outcomes of each measurement by its label.
        ends: the labels after which nothing more is measured.
    """

    remote: Mapping[str, int]
    sequence: Mapping[str, int]
    ends: tuple[str, ...]

    @classmethod
    def of(cls, remote: Mapping[str, int], sequence: Mapping[str, int]) -> Runs:
        """The runs: a label that begins another one is not an end."""
        ends = [one for one in sequence if not any(other != one and other.startswith(one) for other in sequence)]
        return cls(remote, sequence, tuple(sorted(ends)))

    @property
    def steps(self) -> int:
        """Parties of the sequence."""
        return max(map(len, self.sequence))

    @property
    def header(self) -> list[str]:
        """The columns of a table but the last; y and b of a party that measures nothing are left empty."""
        numbers = range(1, self.steps + 1)
        return ["x", *(f"y{k}" for k in numbers), "a", *(f"b{k}" for k in numbers)]

    def cells(self) -> Iterator[Cell]:
        """Every cell."""
        for (x, d), end in product(self.remote.items(), self.ends):
            counts = [d, *(self.sequence[end[: k + 1]] for k in range(len(end)))]
            for outcome in product(*map(range, counts)):
                yield (x, *end), outcome

    def fields(self, cell: Cell) -> tuple[str, ...]:
        """A cell as the fields of a line."""
        (x, *ys), (a, *bs) = cell
        empty = [""] * (self.steps - len(ys))
        return (x, *ys, *empty, str(a), *map(str, bs), *empty)


def _layout(runs: Runs) -> Layout[Cell]:
    return Layout([tuple(runs.header)], {runs.fields(cell): cell for cell in runs.cells()}, 1 + runs.steps)


def words(runs: Runs) -> dict[str, list[tuple[Cell, int]]]:
    """Every word of one round with its value in each cell of each setting that measures it.

    Measurements with two outcomes have an observable, others a projector on each outcome but the last.
    """
    found: dict[str, list[tuple[Cell, int]]] = {}
    for cell in runs.cells():
        (x, *ys), outcomes = cell
        names = [f"A{x}", *(f"B{''.join(ys[: k + 1])}" for k in range(len(ys)))]
        sizes = [runs.remote[x], *(runs.sequence["".join(ys[: k + 1])] for k in range(len(ys)))]
        letters = []
        for name, d, outcome in zip(names, sizes, outcomes, strict=True):
            mine = [(name, 1 - 2 * outcome)] if d == 2 else [(f"{name}={o}", int(o == outcome)) for o in range(d - 1)]
            letters.append([("", 1), *mine])
        for chosen in product(*letters):
            word = " ".join(name for name, _ in chosen if name)
            value = 1
            for _, v in chosen:
                value *= v
            found.setdefault(word, []).append((cell, value))
    return found


def behaviour_means(data: bytes, file: str, runs: Runs, lost: str = "") -> dict[str, Fraction]:
    """Exact means of all words from a table of probabilities.

    Args:
        data: the table.
        file: what errors call it.
        runs: its cells.
        lost: the outcome that events without one are binned to, or "" if there are none.

    Raises:
        Malformed: `not-sequential` with the exact distance: probabilities of some inputs do not sum to one,
            Alice's input changes what the Bobs see or theirs what she sees, a later input what was measured before.
    """
    table = read_cells(data, file, _layout(runs), "probability", parse_probability, lost)
    settings: dict[tuple[str, ...], dict[Cell, Fraction]] = {}
    for cell, p in table.items():
        settings.setdefault(cell[0], {})[cell] = p
    for setting, row in settings.items():
        if (total := sum(row.values(), Fraction(0))) != 1:
            raise Malformed(
                "not-sequential", f"{file}: the probabilities of inputs {','.join(setting)} sum to {total}, not 1"
            )
    means: dict[str, Fraction] = {}
    sources: dict[str, tuple[str, ...]] = {}
    violations: list[tuple[Fraction, str]] = []
    for word, entries in words(runs).items():
        by_setting: dict[tuple[str, ...], Fraction] = {}
        for cell, value in entries:
            by_setting[cell[0]] = by_setting.get(cell[0], Fraction(0)) + value * table[cell]
        for setting, mean in by_setting.items():
            if word in means and mean != means[word]:
                who = _influence(word, sources[word], setting)
                first, second = (",".join(found) for found in (sources[word], setting))
                sentence = f"{who}: the mean of {word} is {means[word]} with inputs {first} and {mean} with {second}"
                violations.append((abs(mean - means[word]), sentence))
            means.setdefault(word, mean)
            sources.setdefault(word, setting)
    if violations:
        distance, sentence = max(violations)
        raise Malformed("not-sequential", f"{file}: {sentence}; the distance is {distance}", file)
    del means[""]
    return means


def _influence(word: str, one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Whose input changes the mean of a word."""
    if one[0] != other[0]:
        return "Alice's input influences the Bobs"
    measured = max((len(atom) - 1 for atom in word.split() if atom[0] == "B"), default=0)
    if not measured:
        return "a Bob's input signals to Alice"
    return f"the input of Bob{measured + 1} influences what was measured before"


def count_means(
    data: bytes, file: str, runs: Runs, error: Fraction, lost: str = "", allow_signalling: bool = False
) -> dict[str, Interval]:
    """Intervals that contain all means, except with a probability of at most `error`, from independent rounds.

    Each mean is estimated from all rounds whose settings measure it; Hoeffding's inequality for values in an
    interval of width 2 gives the half-width sqrt(2 ln(2 k/error)/n) for each of k means.

    Args:
        data: the table.
        file: what errors call it.
        runs: its cells.
        error: of all intervals together.
        lost: the outcome that events without one are binned to, or "" if there are none.
        allow_signalling: take counts whose means depend on inputs that they must not depend on.

    Raises:
        Malformed: `no-rounds`, a mean without any round; `not-sequential` with the exact distance, where a mean depends
            on inputs that it must not depend on, by more than chance explains.
    """
    table = {cell: int(n) for cell, n in read_cells(data, file, _layout(runs), "count", parse_count, lost).items()}
    if not allow_signalling:
        _require_sequential(table, file, runs)
    measured = {word: entries for word, entries in words(runs).items() if word}
    found: dict[str, Interval] = {}
    logarithm = enclose({"ln": [str(2 * len(measured) / error)]}, Fraction(1, 2**40)).high
    for word, entries in measured.items():
        rounds = sum(table[cell] for cell, _ in entries)
        if not rounds:
            raise Malformed("no-rounds", f"{file}: no round measures {word}", file)
        mean = Fraction(sum(value * table[cell] for cell, value in entries), rounds)
        square = 2 * logarithm / rounds
        half = Fraction(isqrt(square.numerator * 2**80 // square.denominator) + 1, 2**40)
        low, high = mean - half, mean + half
        least = Fraction(0) if all("=" in atom for atom in word.split()) else Fraction(-1)
        found[word] = _grid(max(least, low), up=False), _grid(min(Fraction(1), high), up=True)
    return found


def _require_sequential(table: Mapping[Cell, int], file: str, runs: Runs) -> None:
    """Refuse counts in which an input has an influence that a sequence does not have.

    Two means of n and m independent values in [-1, 1] with one expectation are d apart with a probability of at most
    2 exp(-d^2/(2/n + 2/m)), and that is to be below the threshold over all comparisons.
    """
    spreads: dict[tuple[str, Setting, Setting], tuple[Fraction, Fraction]] = {}
    for word, entries in words(runs).items():
        rounds: dict[Setting, int] = {}
        totals: dict[Setting, int] = {}
        for cell, value in entries:
            rounds[cell[0]] = rounds.get(cell[0], 0) + table[cell]
            totals[cell[0]] = totals.get(cell[0], 0) + value * table[cell]
        for one, two in combinations([setting for setting, n in rounds.items() if n], 2):
            if one[0] == two[0] or one[1:] == two[1:]:  # one side's inputs alone differ
                distance = abs(Fraction(totals[one], rounds[one]) - Fraction(totals[two], rounds[two]))
                spreads[word, one, two] = distance, Fraction(1, rounds[one]) + Fraction(1, rounds[two])
    if not spreads:
        return
    logarithm = enclose({"ln": [str(2 * len(spreads) / THRESHOLD)]}, Fraction(1, 2**40)).high
    beyond = {key: distance for key, (distance, spread) in spreads.items() if distance**2 > 2 * logarithm * spread}
    if beyond:
        word, one, two = max(beyond, key=lambda key: beyond[key])
        raise Malformed(
            "not-sequential",
            f"{file}: {_influence(word, one, two)}: the mean of {word} with inputs {','.join(one)} and with "
            f"{','.join(two)} differs by more than chance explains; the distance is {beyond[word, one, two]}",
        )


def _grid(value: Fraction, up: bool) -> Fraction:
    """Outwards to the grid of 2^-40, so that the numbers stay short."""
    scaled = value * 2**40
    return Fraction(
        -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator, 2**40
    )
