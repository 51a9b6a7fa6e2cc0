"""Linear and semidefinite programs with optima known from exact pairs of primal and dual solutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import exactly
from oracle.failures import Bug

SUITE = Suite("program", "bounds from linear and semidefinite programs")
LINEAR = SUITE.call(
    "program.linear", {"objective": "c", "rows": "A", "bounds": "b"},
    "upper bound on max c x over A x <= b, x >= 0; `infeasible`, `unbounded` are refusals",
)  # fmt: skip
SEMIDEFINITE = SUITE.call(
    "program.semidefinite", {"objective": "C, symmetric", "matrices": "A_1 = identity, A_2, ...", "values": "b"},
    "upper bound on max tr C X over tr A_i X = b_i, X positive semidefinite; `infeasible` is a refusal",
)  # fmt: skip
_PAIR = "weak duality: a primal and a dual solution of equal value are part of the case, and checked exactly"

Vector = Sequence[int]
Matrix = Sequence[Vector]


def dot(x: Vector, y: Vector) -> int:
    return sum(a * b for a, b in zip(x, y, strict=True))


@dataclass(frozen=True)
class Linear:
    """max c x over A x <= b, x >= 0, with optimal x and y; sent as c/7 and b/3, so that optima are fractions."""

    c: Vector
    A: Matrix
    b: Vector
    x: Vector
    y: Vector

    @property
    def optimum(self) -> Fraction:
        """The value, once both solutions are found feasible and equally good."""
        columns = [[row[j] for row in self.A] for j in range(len(self.c))]
        primal = min(self.x, default=0) >= 0 and all(
            dot(row, self.x) <= b for row, b in zip(self.A, self.b, strict=True)
        )
        dual = min(self.y, default=0) >= 0 and all(
            dot(column, self.y) >= c for column, c in zip(columns, self.c, strict=True)
        )
        if not (primal and dual and dot(self.c, self.x) == dot(self.b, self.y)):
            raise Bug("not-proved", "a case of the suite is no optimal pair")
        return Fraction(dot(self.c, self.x), 21)

    @property
    def arguments(self) -> dict[str, object]:
        objective, bounds = [Fraction(c, 7) for c in self.c], [Fraction(b, 3) for b in self.b]
        return {"objective": objective, "rows": [list(row) for row in self.A], "bounds": bounds}


def _vector(size: int, low: int = -5, high: int = 5) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(low, high), min_size=size, max_size=size)


def _multiplier(k: int) -> tuple[int, int]:
    """A number and its slack, of which one is 0."""
    return (k, 0) if k >= 0 else (0, -k)


_SCALES = st.sampled_from([1, 1, 1, 10**3, 10**9 + 7, 2**53 + 1, 10**17])


def _linear(draw: Any, sizes: tuple[int, int], rows: tuple[int, int], dense: int = 1) -> Linear:
    n, m = draw(st.integers(*sizes)), draw(st.integers(*rows))
    source = Random(draw(st.integers(0, 2**32)))
    A = [[source.randint(-5, 5) * (source.randrange(dense) == 0) for _ in range(n)] for _ in range(m)]
    flat = draw(st.sampled_from([5, 5, 1]))  # mostly zeros: degenerate
    # complementary: a row is tight or its multiplier zero, a variable zero or its reduced cost
    x, r = zip(*[_multiplier(source.randint(-flat, flat)) for _ in range(n)], strict=True)
    s, y = zip(*[_multiplier(source.randint(-flat, flat)) for _ in range(m)], strict=True)
    right, cost = draw(_SCALES), draw(_SCALES)
    b = [right * (dot(row, x) + slack) for row, slack in zip(A, s, strict=True)]
    c = [cost * (dot([row[j] for row in A], y) - r[j]) for j in range(n)]
    return _shrunk(draw, Linear(c, A, b, [right * k for k in x], [cost * k for k in y]))


def _shrunk(draw: Any, case: Linear) -> Linear:
    """Some columns measured in a unit that is a million times smaller: tiny costs beside large ones."""
    units = [draw(st.sampled_from([1, 1, 1, 10**6])) if len(case.c) < 6 else 1 for _ in case.c]
    # x' = unit x takes A' = A / unit: whole numbers again when everything else is scaled up
    whole = max(units)
    A = [[a * whole // unit for a, unit in zip(row, units, strict=True)] for row in case.A]
    c = [c * whole // unit for c, unit in zip(case.c, units, strict=True)]
    return Linear(c, A, [b * whole for b in case.b], [x * unit for x, unit in zip(case.x, units, strict=True)], case.y)


_TWO_ROWS = Linear([4, 4], [[3, 1], [1, 3]], [4, 4], [1, 1], [1, 1])
_DEGENERATE = Linear([1, 1, 1], [[1, -1, 0], [0, 1, -1], [-1, 0, 1], [1, 1, 1]], [0, 0, 0, 3], [1, 1, 1], [0, 0, 0, 1])
_TINY = Linear([10**12, 1], [[1, 0], [0, 1]], [1, 10**12], [1, 10**12], [10**12, 1])
_SMALL = st.composite(_linear)((1, 4), (1, 5))
_LARGE = st.composite(_linear)((10, 30), (10, 30), 3)


def _band(n: int) -> Linear:
    """Rows that each hold three neighbours; every other variable is 0 at the optimum."""
    A = [[1 + (i + j) % 3 if abs(i - j) <= 1 else 0 for j in range(n)] for i in range(n)]
    x, y = [(j + 1) % 2 * (j + 1) for j in range(n)], [i % 3 for i in range(n)]
    b = [dot(row, x) + (0 if y[i] else 1) for i, row in enumerate(A)]
    c = [dot([row[j] for row in A], y) - (0 if x[j] else 2) for j in range(n)]
    return Linear(c, A, b, x, y)


def _judge_linear(ask: Ask, case: Linear) -> Judgement:
    truth = exactly(case.optimum, "the optimum")
    return ask(LINEAR, case.arguments).upper(truth, SLACK * (1 + abs(case.optimum)))


@SUITE.property(
    LINEAR, cases=_SMALL, source=_PAIR, safe="high",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.WRONG_SIDE_ROUNDING, BugType.STATUS_IGNORED],
    edges=[Linear([-1], [], [], [0], []), Linear([0], [[1]], [0], [0], [0]), _TWO_ROWS, _DEGENERATE, _TINY],
)  # fmt: skip
def linear(ask: Ask, case: Linear) -> Judgement:
    """The bound is at least the value of every feasible point."""
    return _judge_linear(ask, case)


@SUITE.property(
    LINEAR, cases=_LARGE, source=_PAIR, safe="high", most=15, edges=[_band(12), _band(25)],
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.WRONG_SIDE_ROUNDING, BugType.STATUS_IGNORED],
)  # fmt: skip
def linear_of_ten_to_thirty_variables(ask: Ask, case: Linear) -> Judgement:
    """The bound is at least the value of every feasible point, in programs of ten to thirty variables and rows."""
    return _judge_linear(ask, case)


def _shuffled(draw: Any, rows: list[list[int]], bounds: list[Fraction | int]) -> dict[str, object]:
    order = draw(st.permutations(range(len(rows))))
    return {"rows": [rows[i] for i in order], "bounds": [bounds[i] for i in order]}


def _infeasible(draw: Any) -> dict[str, object]:
    """Rows of which a nonnegative combination says that a nonnegative sum is negative, by much or by a hair."""
    n, m = draw(st.integers(1, 5)), draw(st.integers(0, 5))
    A, b = [draw(_vector(n)) for _ in range(m)], draw(_vector(m))
    y, above = draw(_vector(m, 0, 3)), draw(_vector(n, 0, 3))
    last = [above[j] - dot([row[j] for row in A], y) for j in range(n)]
    by = draw(st.one_of(st.integers(1, 5).map(Fraction), st.integers(1, 12).map(lambda k: Fraction(1, 10**k))))
    return {"objective": draw(_vector(n)), **_shuffled(draw, [*A, last], [*b, -dot(b, y) - by])}


@SUITE.property(
    LINEAR, cases=st.composite(_infeasible)(), source="Farkas: a combination of the rows is a contradiction",
    safe="high", bugs=[BugType.STATUS_IGNORED],
    edges=[
        {"objective": [1], "rows": [[0]], "bounds": [-1]},
        {"objective": [1], "rows": [[1], [-1]], "bounds": [1, Fraction(-10**8 - 1, 10**8)]},
        {"objective": [0, 0], "rows": [[1, 1], [-1, -1]], "bounds": [1, -2]},
    ],
)  # fmt: skip
def linear_refuses_infeasible(ask: Ask, case: dict[str, object]) -> Judgement:
    """A program without feasible points has no bound to be reported as if it had an optimum."""
    return ask(LINEAR, case).refused("no point satisfies the constraints")


def _unbounded(draw: Any) -> dict[str, object]:
    """The direction (1, ..., 1) leaves no row and improves the objective, and some point is feasible."""
    n, m = draw(st.integers(1, 6)), draw(st.integers(0, 6))
    rows = []
    for head in [draw(_vector(n - 1)) for _ in range(m)]:
        rows.append([*head, -sum(head) - draw(st.integers(0, 3))])
    x = draw(_vector(n, 0, 3))
    head = draw(_vector(n - 1))
    bounds: list[Fraction | int] = [dot(row, x) + draw(st.integers(0, 3)) for row in rows]
    return {"objective": [*head, draw(st.integers(1, 3)) - sum(head)], **_shuffled(draw, rows, bounds)}


@SUITE.property(
    LINEAR, cases=st.composite(_unbounded)(), source="a feasible point and an improving direction", safe="high",
    bugs=[BugType.STATUS_IGNORED],
    edges=[{"objective": [1], "rows": [], "bounds": []}, {"objective": [1, 0], "rows": [[-1, 1]], "bounds": [0]}],
)  # fmt: skip
def linear_refuses_unbounded(ask: Ask, case: dict[str, object]) -> Judgement:
    """A program without a largest value has no upper bound."""
    return ask(LINEAR, case).refused("the objective grows without bound")


@dataclass(frozen=True)
class Semidefinite:
    """max tr C X over tr A_i X = b_i, X >= 0; 7 C = sum y_i A_i - W W^t, 3 b_i = tr A_i V V^t, V^t W = 0."""

    V: Matrix
    W: Matrix
    A: Sequence[Matrix]
    y: Vector

    def arguments(self) -> dict[str, object]:
        objective = [[Fraction(c, 7) for c in row] for row in self._objective()]
        values = [Fraction(b, 3) for b in self._b()]
        return {"objective": objective, "matrices": [[list(row) for row in A] for A in self.A], "values": values}

    def _objective(self) -> list[list[int]]:
        n = len(self.A[0])
        S = _gram(self.W, n)
        return [
            [sum(y * A[i][j] for y, A in zip(self.y, self.A, strict=True)) - S[i][j] for j in range(n)]
            for i in range(n)
        ]

    def _b(self) -> list[int]:
        X = _gram(self.V, len(self.A[0]))
        return [sum(dot(row, other) for row, other in zip(A, X, strict=True)) for A in self.A]

    @property
    def optimum(self) -> Fraction:
        """The value b y; X = V V^t attains it because tr(W W^t V V^t) = 0, and W W^t >= 0 is the dual slack."""
        if any(dot(v, w) for v in self.V for w in self.W):
            raise Bug("not-proved", "a case of the suite is no optimal pair")
        return Fraction(dot(self._b(), self.y), 21)


def _gram(vectors: Matrix, n: int) -> list[list[int]]:
    return [[sum(v[i] * v[j] for v in vectors) for j in range(n)] for i in range(n)]


def _identity(n: int) -> list[list[int]]:
    return [[int(i == j) for j in range(n)] for i in range(n)]


def _symmetric(n: int) -> st.SearchStrategy[list[list[int]]]:
    def full(upper: list[int]) -> list[list[int]]:
        place = {(i, j): k for k, (i, j) in enumerate((i, j) for i in range(n) for j in range(i, n))}
        return [[upper[place[min(i, j), max(i, j)]] for j in range(n)] for i in range(n)]

    return _vector(n * (n + 1) // 2, -3, 3).map(full)


def _semidefinite(draw: Any) -> Semidefinite:
    n = draw(st.integers(2, 5))
    v = draw(_vector(n, -3, 3).filter(any))
    orthogonal = []
    for i, j in combinations(range(n), 2):
        w = [0] * n
        w[i], w[j] = -v[j], v[i]
        orthogonal += [w] if any(w) else []
    W = draw(st.lists(st.sampled_from(orthogonal), max_size=3))
    more = [draw(_symmetric(n)) for _ in range(draw(st.integers(0, 3)))]
    return Semidefinite([v], W, [_identity(n), *more], draw(_vector(1 + len(more), -3, 3)))


@SUITE.property(
    SEMIDEFINITE, cases=st.composite(_semidefinite)(), source=_PAIR, safe="high", most=60,
    bugs=[BugType.WRONG_SIDE_ROUNDING, BugType.PRIMAL_FOR_DUAL, BugType.TOLERANCE_AS_BOUND],
    edges=[Semidefinite([[1, 0]], [[0, 1]], [_identity(2)], [1]), Semidefinite([[1, 1]], [], [_identity(2)], [0])],
)  # fmt: skip
def semidefinite(ask: Ask, case: Semidefinite) -> Judgement:
    """The bound is at least the value of every feasible matrix, however small the solver's residuals are."""
    truth = exactly(case.optimum, "the optimum")
    return ask(SEMIDEFINITE, case.arguments()).upper(truth, 10 * SLACK * (1 + abs(case.optimum)))


def _contradiction(draw: Any) -> dict[str, object]:
    """Means of which a combination is positive semidefinite and has a negative value: no matrix has them.

    A negative trace, one matrix with two values, a negative entry of the diagonal, or any other such combination.
    """
    n = draw(st.integers(2, 4))
    C, A, b = draw(_symmetric(n)), draw(_symmetric(n)), draw(st.integers(-3, 3))
    by = draw(st.integers(1, 5))
    kind = draw(st.sampled_from(["trace", "twice", "diagonal", "combination", "combination"]))
    if kind == "trace":
        matrices, values = [_identity(n), *[A][: draw(st.integers(0, 1))]], [-by, b]
    elif kind == "twice":
        matrices, values = [_identity(n), A, A], [by, b, b + draw(st.integers(1, 5))]
    elif kind == "diagonal":
        place = draw(st.integers(0, n - 1))
        matrices, values = [_identity(n), A, [[int(i == j == place) for j in range(n)] for i in range(n)]], [by, b, -by]
    else:
        y = draw(_vector(2, -2, 2))
        square = _gram(draw(st.lists(_vector(n, -2, 2), min_size=1, max_size=2)), n)
        last = [[square[i][j] - y[0] * int(i == j) - y[1] * A[i][j] for j in range(n)] for i in range(n)]
        matrices, values = [_identity(n), A, last], [by, b, -y[0] * by - y[1] * b - draw(st.integers(1, 5))]
    return {"objective": C, "matrices": matrices, "values": values[: len(matrices)]}


@SUITE.property(
    SEMIDEFINITE, cases=st.composite(_contradiction)(),
    source="a combination of the means is positive semidefinite and has a negative value",
    safe="high", bugs=[BugType.STATUS_IGNORED], most=40,
    edges=[
        {"objective": _identity(2), "matrices": [_identity(2)], "values": [-1]},
        {"objective": _identity(2), "matrices": [_identity(2), [[1, 0], [0, 0]]], "values": [1, -1]},
        {"objective": _identity(2), "matrices": [_identity(2), [[0, 1], [1, 0]]], "values": [1, 3]},
        {"objective": _identity(3), "matrices": [_identity(3), _identity(3)], "values": [-1, -1]},
    ],
)  # fmt: skip
def semidefinite_refuses_infeasible(ask: Ask, case: dict[str, object]) -> Judgement:
    """A solver's last iterate of a program without feasible matrices is no bound."""
    return ask(SEMIDEFINITE, case).refused("no matrix satisfies the constraints")
