"""Behaviours and functionals of two parties with two settings and two outcomes, as the protocol writes them.

A table t[x][y][a][b] holds P(ab|xy), a count, or the coefficient of P(ab|xy).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from lp.coordinates import Scenario

Number = Fraction | int
Table = list[list[list[list[Number]]]]
Cell = tuple[int, int, int, int]

_BITS = (0, 1)
CELLS: tuple[Cell, ...] = tuple((x, y, a, b) for x in _BITS for y in _BITS for a in _BITS for b in _BITS)
"""All (x, y, a, b)."""
SCENARIO = Scenario.uniform(2, 2, 2)
PAIRS = ("11", "10", "01", "00")


def table(entry: Callable[[int, int, int, int], Number]) -> Table:
    """The table of a function of x, y, a, b."""
    return [[[[entry(x, y, a, b) for b in (0, 1)] for a in (0, 1)] for y in (0, 1)] for x in (0, 1)]


def at(entries: Table, cell: Cell) -> Number:
    x, y, a, b = cell
    return entries[x][y][a][b]


def sign(x: int, y: int, minus: str = "11") -> int:
    """The sign of the correlator of settings x, y in the CHSH functional with the minus sign at `minus`."""
    return -1 if f"{x}{y}" == minus else 1


def chsh(minus: str = "11") -> Table:
    """The CHSH functional."""
    return table(lambda x, y, a, b: sign(x, y, minus) * (1 if a == b else -1))


def value(functional: Table, behaviour: Table) -> Fraction:
    """The functional's value at the behaviour.

    >>> value(chsh(), POPESCU_ROHRLICH[0])
    Fraction(4, 1)
    """
    return sum((Fraction(at(functional, cell)) * at(behaviour, cell) for cell in CELLS), Fraction(0))


def words(entries: Table) -> dict[str, Fraction]:
    """The table by events as the exact programs of `lp` name them."""
    return {f"A{x}={a} B{y}={b}": Fraction(at(entries, (x, y, a, b))) for x, y, a, b in CELLS}


def deterministic(outcomes: tuple[int, ...]) -> Table:
    """The local strategy with outcomes a(0), a(1), b(0), b(1)."""
    return table(lambda x, y, a, b: int(outcomes[x] == a and outcomes[2 + y] == b))


def popescu_rohrlich(i: int, j: int, k: int) -> Table:
    """The box with a + b = (x + i)(y + j) + k modulo 2."""
    return table(lambda x, y, a, b: Fraction(int(a ^ b == ((x ^ i) & (y ^ j)) ^ k), 2))


DETERMINISTIC = [deterministic(outcomes) for outcomes in product((0, 1), repeat=4)]
POPESCU_ROHRLICH = [popescu_rohrlich(*bits) for bits in product((0, 1), repeat=3)]
VERTICES = [*DETERMINISTIC, *POPESCU_ROHRLICH]
UNIFORM = table(lambda x, y, a, b: Fraction(1, 4))


def mixture(parts: list[tuple[int, Table]]) -> Table:
    """Tables with integer weights of positive sum."""
    total = sum(weight for weight, _ in parts)
    return table(lambda x, y, a, b: Fraction(sum(w * at(part, (x, y, a, b)) for w, part in parts)) / total)


def relabelled(entries: Table, swap: bool, settings: tuple[int, int], outcomes: tuple[int, int, int, int]) -> Table:
    """The table after an exchange of the parties, of settings, and of outcomes depending on the setting."""

    def entry(x: int, y: int, a: int, b: int) -> Number:
        if swap:
            x, y, a, b = y, x, b, a
        return entries[x ^ settings[0]][y ^ settings[1]][a ^ outcomes[x]][b ^ outcomes[2 + y]]

    return table(entry)


def relabellings() -> st.SearchStrategy[Callable[[Table], Table]]:
    """Random relabellings of parties, settings and outcomes."""
    bit = st.integers(0, 1)
    drawn = st.tuples(st.booleans(), st.tuples(bit, bit), st.tuples(bit, bit, bit, bit))
    return drawn.map(lambda d: lambda entries: relabelled(entries, *d))


def behaviours() -> st.SearchStrategy[Table]:
    """Random no-signalling behaviours: mixtures of up to four extreme ones."""
    part = st.tuples(st.integers(1, 20), st.sampled_from(VERTICES))
    return st.lists(part, min_size=1, max_size=4).map(mixture)


def distributions() -> st.SearchStrategy[Table]:
    """Random conditional distributions, signalling or not."""
    row = st.tuples(*[st.integers(0, 9)] * 4).map(lambda r: r if any(r) else (1, 0, 0, 0))
    rows = st.tuples(*[row] * 4)
    return rows.map(lambda r: table(lambda x, y, a, b: Fraction(r[2 * x + y][2 * a + b], sum(r[2 * x + y]))))


def signals(entries: Table) -> bool:
    """Whether one party's marginal depends on the other's setting.

    >>> signals(UNIFORM), signals(table(lambda x, y, a, b: int(a == y and b == 0)))
    (False, True)
    """
    alice = any(sum(entries[x][0][0]) != sum(entries[x][1][0]) for x in (0, 1))
    return alice or any(
        entries[0][y][0][0] + entries[0][y][1][0] != entries[1][y][0][0] + entries[1][y][1][0] for y in (0, 1)
    )


_COEFFICIENTS: dict[str, st.SearchStrategy[int]] = {
    "small": st.integers(-5, 5),
    "signs": st.integers(-1, 1),
    "rare": st.sampled_from([0, 0, 0, 0, 0, 1, -1, 3]),
    "words": st.tuples(st.sampled_from([15, 16, 24, 31, 32, 53]), st.integers(-2, 2)).map(
        lambda d: int(2 ** d[0]) + d[1]
    ),
    "large": st.integers(-(10**20), 10**20),
    "positive": st.integers(0, 9),
}


def functionals() -> st.SearchStrategy[Table]:
    """Random functionals: small, sparse, large, and with coefficients where integers and floats of machines end."""

    def of(kind: str) -> st.SearchStrategy[Table]:
        drawn = st.tuples(*[_COEFFICIENTS[kind]] * 16)
        return drawn.map(lambda c: table(lambda x, y, a, b: c[8 * x + 4 * y + 2 * a + b]))

    return st.sampled_from(["small", "small", *_COEFFICIENTS]).flatmap(of)


def correlations() -> st.SearchStrategy[Table]:
    """Functionals of the four correlators alone."""
    drawn = st.tuples(*[st.integers(-9, 9)] * 4)
    return drawn.map(lambda c: table(lambda x, y, a, b: c[2 * x + y] * (1 - 2 * (a ^ b))))


def games() -> st.SearchStrategy[Table]:
    """CHSH with marginals of both parties, of any size, and a constant."""

    def game(c: tuple[int, ...]) -> Table:
        k, constant, *m = c

        def entry(x: int, y: int, a: int, b: int) -> int:
            i, j = 1 - 2 * a, 1 - 2 * b
            return 2 * k * sign(x, y) * i * j + (m[x] if y == 0 else 0) * i + (m[2 + y] if x == 0 else 0) * j + constant

        return table(entry)

    small = st.integers(-4, 4)
    return st.tuples(st.integers(1, 3), st.integers(-5, 5), small, small, small, small).map(game)
