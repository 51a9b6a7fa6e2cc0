"""Assemblages from an exact state and exact measurements: matrices of complex numbers that are sums of square roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from oracle.ask.reader import Table, shown
from oracle.ask.surds import Surds, surds
from oracle.failures import Limit, Malformed

MAX_DIMENSION = 8  # of one party
MAX_STATE = 256  # of all parties together
MAX_ENTRIES = 4096  # nonzero entries of a density matrix
_ZERO = Surds({})
_ONE = Surds.of(1)


@dataclass(frozen=True)
class Exact:
    """A complex number."""

    re: Surds = _ZERO
    im: Surds = _ZERO

    def __add__(self, other: Exact) -> Exact:
        return Exact(self.re + other.re, self.im + other.im)

    def __mul__(self, other: Exact) -> Exact:
        return Exact(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    @property
    def conjugate(self) -> Exact:
        return Exact(self.re, -self.im)

    def scaled(self, factor: Fraction) -> Exact:
        return self * Exact(Surds.of(factor))

    def __bool__(self) -> bool:
        return bool(self.re.terms or self.im.terms)


Matrix = tuple[tuple[Exact, ...], ...]


def _matrix(*rows: Sequence[str | tuple[str, str]]) -> Matrix:
    def entry(value: str | tuple[str, str]) -> Exact:
        return Exact(surds(value)) if isinstance(value, str) else Exact(surds(value[0]), surds(value[1]))

    return tuple(tuple(entry(x) for x in row) for row in rows)


_HALF = "1/2"
PAULI: Mapping[str, tuple[Matrix, Matrix]] = {
    "X": (_matrix([_HALF, _HALF], [_HALF, _HALF]), _matrix([_HALF, "-1/2"], ["-1/2", _HALF])),
    "Y": (
        _matrix([_HALF, ("0", "-1/2")], [("0", _HALF), _HALF]),
        _matrix([_HALF, ("0", _HALF)], [("0", "-1/2"), _HALF]),
    ),
    "Z": (_matrix(["1", "0"], ["0", "0"]), _matrix(["0", "0"], ["0", "1"])),
}
"""Outcome 0 is the eigenvalue 1."""

_THIRD = (("1", "0"), ("-1/2", "1/2*sqrt(3)"), ("-1/2", "-1/2*sqrt(3)"))  # powers of exp(2 pi i/3)


def _qutrit(power: int) -> tuple[Matrix, ...]:
    """Projectors on the vectors with entries w^(outcome j + power j (j + 1)/2), w the third root of 1."""
    root = [Exact(surds(re), surds(im)) for re, im in _THIRD]
    found = []
    for outcome in range(3):
        vector = [root[(outcome * j + power * j * (j + 1) // 2) % 3] for j in range(3)]
        found.append(tuple(tuple((a * b.conjugate).scaled(Fraction(1, 3)) for b in vector) for a in vector))
    return tuple(found)


def named(name: str, dimension: int) -> tuple[Matrix, ...] | None:
    """The projectors of a measurement with a name, or None: X, Y, Z; computational; fourier, fourier-1, fourier-2."""
    if dimension == 2 and name in PAULI:
        return PAULI[name]
    if name == "computational":
        unit = [Exact(_ONE) if i else Exact() for i in (0, 1)]
        return tuple(
            tuple(tuple(unit[int(i == j == k)] for j in range(dimension)) for i in range(dimension))
            for k in range(dimension)
        )
    powers = {"fourier": 0, "fourier-1": 1, "fourier-2": 2}
    return _qutrit(powers[name]) if dimension == 3 and name in powers else None


def entry(table: Table, key: str, value: object) -> Exact:
    """A number, or a pair of real and imaginary part."""
    parts = value if isinstance(value, list) else [value]
    if len(parts) not in (1, 2):
        raise table.malformed(key, f"{shown(value)} is no number and no pair of real and imaginary part")
    found = []
    for part in parts:
        if isinstance(part, str) and "sqrt" in part:
            try:
                found.append(surds(part))
            except (Malformed, Limit) as problem:
                raise type(problem)(problem.code, f"{table.place(key)}: {problem.sentence}", table.place(key)) from None
        else:
            found.append(Surds.of(table.number(key, part)))
    return Exact(*found)


def matrix(table: Table, key: str, value: object, dimension: int) -> Matrix:
    """A hermitian matrix.

    Raises:
        Malformed: `wrong-value`; `not-an-assemblage`, not hermitian, with the exact distance.
    """
    if not isinstance(value, list) or len(value) != dimension or not all(
        isinstance(row, list) and len(row) == dimension for row in value
    ):  # fmt: skip
        raise table.malformed(key, f"{dimension} rows of {dimension} entries are needed")
    rows = tuple(tuple(entry(table, key, x) for x in row) for row in value)
    for i, j in product(range(dimension), repeat=2):
        gap = rows[i][j] + rows[j][i].conjugate.scaled(Fraction(-1))
        if gap:
            sentence = f"not hermitian: entry ({i}, {j}) differs from the conjugate of ({j}, {i}) by {_text(gap)}"
            raise table.malformed(key, sentence, "not-an-assemblage")
    return rows


def _text(value: Exact) -> str:
    return value.re.text if not value.im.terms else f"{value.re.text} + ({value.im.text})*i"


@dataclass(frozen=True)
class State:
    """A density matrix of the trusted party and the others, sparse.

    Attributes:
        dimensions: of the trusted party, then of the others in order.
        entries: (row, column) -> value, each a tuple of basis states.
    """

    dimensions: tuple[int, ...]
    entries: Mapping[tuple[tuple[int, ...], tuple[int, ...]], Exact]


def read_state(table: Table, parties: int) -> State:
    """The keys `dimensions`, `vector` and perhaps `noise` of a state: a vector of any length, mixed with white noise.

    Raises:
        Malformed, Limit.
    """
    table.keys(["dimensions", "vector"], ["noise"])
    listed = table.value["dimensions"]
    if not isinstance(listed, list) or len(listed) != parties + 1:
        raise table.malformed(
            "dimensions", f"the trusted dimension and those of {parties} untrusted parties are needed"
        )
    numbers = [table.number("dimensions", d) for d in listed]
    if any(d.denominator != 1 or not 2 <= d <= MAX_DIMENSION for d in numbers):
        raise table.malformed("dimensions", f"a dimension is from 2 to {MAX_DIMENSION}", "out-of-range")
    dimensions = tuple(int(d) for d in numbers)
    if prod(dimensions) > MAX_STATE:
        raise table.limit("dimensions", f"the state has dimension {prod(dimensions)}, more than {MAX_STATE}")
    vector, amplitudes = table.table("vector"), {}
    for label, value in vector.value.items():
        basis = tuple(int(c) for c in label if c.isdecimal())
        if len(basis) != len(label) or len(basis) != len(dimensions) or any(
            k >= d for k, d in zip(basis, dimensions, strict=True)
        ):  # fmt: skip
            raise vector.malformed(shown(label), "a basis state has one digit for each party, the trusted one first")
        amplitudes[basis] = entry(vector, label, value)
    norm = sum((a * a.conjugate for a in amplitudes.values()), Exact())
    if norm.re.rational is None or norm.re.rational <= 0:
        raise vector.malformed("", "the squares of the amplitudes do not sum to a positive rational")
    if len(amplitudes) ** 2 > MAX_ENTRIES:
        raise vector.limit("", f"more than {MAX_ENTRIES} entries of the density matrix")
    noise = table.rational("noise") if "noise" in table.value else Fraction(0)
    if not 0 <= noise <= 1:
        raise table.malformed("noise", f"{noise} is outside of [0, 1]", "out-of-range")
    entries = {
        (i, j): (a * b.conjugate).scaled((1 - noise) / norm.re.rational)
        for (i, a), (j, b) in product(amplitudes.items(), repeat=2)
    }
    if noise:
        for basis in product(*map(range, dimensions)):
            white = Exact(Surds.of(noise / prod(dimensions)))
            entries[basis, basis] = entries.get((basis, basis), Exact()) + white
    return State(dimensions, {key: value for key, value in entries.items() if value})


def conditional(state: State, operators: Sequence[Matrix]) -> list[list[Exact]]:
    """The trusted party's unnormalised state for one operator of each other party."""
    d = state.dimensions[0]
    found = [[Exact() for _ in range(d)] for _ in range(d)]
    for (row, column), value in state.entries.items():
        for k, operator in enumerate(operators, 1):
            value = value * operator[column[k]][row[k]]
            if not value:
                break
        else:
            found[row[0]][column[0]] = found[row[0]][column[0]] + value
    return found
