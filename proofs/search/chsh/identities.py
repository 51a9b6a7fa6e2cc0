"""Certificates about the CHSH functional, from explicit identities.

Two parties, two inputs, two outcomes; CHSH = A0 B0 + A0 B1 + A1 B0 - A1 B1.  Every
function returns (rule, statement, witness) for the writer; the kernel decides whether
the identity behind it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import isqrt

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Certificate, Json, rational, terms

Cell = tuple[int, int, int, int]  # a, b, x, y

SCENARIO: dict[str, Json] = {
    "parties": [{"name": party, "inputs": [["0", "2"], ["1", "2"]]} for party in ("A", "B")],
}
CHSH = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
SQRT2: dict[str, Json] = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}


def words(polynomial: Mapping[str, Fraction]) -> list[Json]:
    """Terms with rational coefficients.

    >>> words(CHSH)[0]
    ['1', 'A0 B0']
    """
    return terms({word: rational(c) for word, c in polynomial.items() if c})


def _bound(kind: str, functional: list[Json], sense: str, bound: Json, **more: Json) -> dict[str, Json]:
    return {
        "kind": "bound", "set": kind, "scenario": SCENARIO, "functional": functional, "sense": sense, "bound": bound,
        **more,
    }  # fmt: skip


# -- local ----------------------------------------------------------------------------


def local_bound() -> Certificate:
    """CHSH <= 2 for every local behaviour: all 16 strategies."""
    return "lp-dual", _bound("local", words(CHSH), "<=", "2"), {"strategies": "16"}


def local_attained() -> Certificate:
    """The strategy that always answers 0 has CHSH = 2."""
    one: Json = [["1"]]
    operators: Json = {"A0": one, "A1": one, "B0": one, "B1": one}
    model: Json = {"weight": "1", "dimensions": ["1", "1"], "state": ["1"], "operators": operators}
    return "point", _values("local", [(words(CHSH), "2")]), {"models": [model]}


def _values(kind: str, values: list[tuple[list[Json], Json]], **more: Json) -> dict[str, Json]:
    listed: list[Json] = [{"functional": functional, "value": value} for functional, value in values]
    return {"kind": "value", "set": kind, "scenario": SCENARIO, "values": listed, **more}


# -- quantum --------------------------------------------------------------------------


def quantum_bound(sign: int = 1) -> Certificate:
    """CHSH <= 2 sqrt 2 (sign 1) or CHSH >= -2 sqrt 2 (sign -1), exactly, in Q(sqrt 2).

    2 sqrt 2 - s CHSH = ((A0 - s (B0+B1)/sqrt 2)^2 + (A1 - s (B0-B1)/sqrt 2)^2) / sqrt 2.
    """
    half: Json = ["0", "1/2"]  # 1/sqrt 2 = sqrt 2 / 2
    minus: Json = ["0", "-1/2"]
    near, far = (minus, half) if sign > 0 else (half, minus)
    squares: Json = [
        {"weight": half, "polynomial": terms({"A0": "1", "B0": near, "B1": near})},
        {"weight": half, "polynomial": terms({"A1": "1", "B0": near, "B1": far})},
    ]
    sense, bound = ("<=", "2") if sign > 0 else (">=", "-2")
    return "sos", _bound("quantum-commuting", words(CHSH), sense, ["0", bound], field=SQRT2), {"squares": squares}


def _z(scale: Json) -> Json:
    return [[scale, "0"], ["0", _negative(scale)]]


def _negative(value: Json) -> Json:
    if isinstance(value, str):
        return rational(-Fraction(value))
    return [_negative(part) for part in value]


def quantum_attained(outcome: bool = False) -> Certificate:
    """The singlet's relative |00> + |11> with Z, X and (Z +- X)/sqrt 2 has CHSH = 2 sqrt 2.

    Args:
        outcome: state also P(00|00) = (2 + sqrt 2)/8.
    """
    h: Json = ["0", "1/2"]
    m: Json = ["0", "-1/2"]
    operators: Json = {
        "A0": _z("1"), "A1": [["0", "1"], ["1", "0"]], "B0": [[h, h], [h, m]], "B1": [[h, m], [m, m]],
    }  # fmt: skip
    model: Json = {"weight": "1/2", "dimensions": ["2", "2"], "state": ["1", "0", "0", "1"], "operators": operators}
    values: list[tuple[list[Json], Json]] = [(words(CHSH), ["0", "2"])]
    if outcome:
        values.append((words({event((0, 0, 0, 0)): Fraction(1)}), ["1/4", "1/8"]))
    return "point", _values("quantum-tensor", values, field=SQRT2), {"models": [model]}


# -- no-signalling --------------------------------------------------------------------


def cells() -> Iterator[Cell]:
    """All 16 cells (a, b, x, y)."""
    yield from product((0, 1), repeat=4)


def wins(cell: Cell) -> bool:
    """Whether a + b = x y modulo 2: the cells that count for CHSH.

    >>> sum(map(wins, cells()))
    8
    """
    a, b, x, y = cell
    return a ^ b == x & y


def event(cell: Cell) -> str:
    """The word of the event a, b given x, y.

    >>> event((0, 1, 1, 0))
    'A1=0 B0=1'
    """
    a, b, x, y = cell
    return f"A{x}={a} B{y}={b}"


def _orbit(base: Cell, also: list[Cell]) -> dict[Cell, list[Cell]]:
    """Images of (base, also) under the relabellings that keep a + b = x y, one for each image of base."""
    images = {base: also}
    waiting = [base]
    moves: tuple[Callable[[Cell], Cell], ...] = (
        lambda c: (c[0], c[1] ^ c[3], c[2] ^ 1, c[3]),
        lambda c: (c[0] ^ c[2], c[1], c[2], c[3] ^ 1),
        lambda c: (c[0] ^ 1, c[1] ^ 1, c[2], c[3]),
    )
    while waiting:
        cell = waiting.pop()
        for move in moves:
            image = move(cell)
            if image not in images:
                images[image] = [move(other) for other in images[cell]]
                waiting.append(image)
    return images


# 3/2 - CHSH/4 - P(00|00) is the sum of these probabilities
_REST: list[Cell] = [(0, 1, 0, 0), (1, 0, 0, 0), (1, 0, 0, 1), (0, 1, 1, 0), (1, 1, 1, 1)]


def _events(found: list[str], weight: str = "1") -> Json:
    return [[weight, word] for word in sorted(found)]


def _tilted(word: str, slope: Fraction) -> list[Json]:
    return words({word: Fraction(1), **{w: slope * c for w, c in CHSH.items()}})


def nosignalling_winning(cell: Cell) -> Certificate:
    """P(ab|xy) + CHSH/4 <= 3/2 for a winning cell: equation (14) of pironio2010."""
    rest = _orbit((0, 0, 0, 0), _REST)[cell]
    statement = _bound("no-signalling", _tilted(event(cell), Fraction(1, 4)), "<=", "3/2")
    return "lp-dual", statement, {"events": _events([event(c) for c in rest])}


def nosignalling_losing(cell: Cell) -> Certificate:
    """P(ab|xy) + CHSH/2 <= 2 for a losing cell: 2 - CHSH/2 is the sum of all losing probabilities."""
    rest = [event(c) for c in cells() if not wins(c) and c != cell]
    statement = _bound("no-signalling", _tilted(event(cell), Fraction(1, 2)), "<=", "2")
    return "lp-dual", statement, {"events": _events(rest)}


def nosignalling_marginal(a: int, x: int) -> Certificate:
    """P(a|x) + CHSH/4 <= 3/2 for Alice's outcome a of input x: equation (14) of pironio2010."""
    # with P(a|x) = P(ab|xy) + P(a, 1-b|xy) one probability moves to the other side
    base: Cell = (0, 0, 0, 0)
    images = _orbit(base, _REST)
    cell = next(c for c in images if (c[0], c[2]) == (a, x))
    other = (cell[0], cell[1] ^ 1, cell[2], cell[3])
    rest = [event(c) for c in images[cell] if c != other]
    statement = _bound("no-signalling", _tilted(f"A{x}={a}", Fraction(1, 4)), "<=", "3/2")
    return "lp-dual", statement, {"events": _events(rest)}


def nosignalling_bound(sign: int = 1) -> Certificate:
    """CHSH <= 4, or CHSH >= -4: twice the losing, or winning, probabilities."""
    counted = [event(c) for c in cells() if wins(c) != (sign > 0)]
    sense, bound = ("<=", "4") if sign > 0 else (">=", "-4")
    return "lp-dual", _bound("no-signalling", words(CHSH), sense, bound), {"events": _events(counted, "2")}


def nosignalling_parametric() -> Certificate:
    """For every I in [2, 4]: CHSH >= I implies P(00|00) <= 3/2 - I/4; the PR box is feasible."""
    hypothesis: Json = {
        "name": "score", "kind": "mean", "sense": ">=0",
        "polynomial": terms({"": {"poly": [["-1", "i"]]}, **{w: rational(c) for w, c in CHSH.items()}}),
    }  # fmt: skip
    statement = _bound(
        "no-signalling", words({event((0, 0, 0, 0)): Fraction(1)}), "<=", {"poly": [["3/2", ""], ["-1/4", "i"]]},
        symbols=[{"name": "i", "low": "2", "high": "4"}], hypotheses=[hypothesis],
    )  # fmt: skip
    witness: dict[str, Json] = {
        "events": _events([event(c) for c in _REST]),
        "means": [{"hypothesis": "score", "weight": "1/4"}],
        "symbols": {"i": "3"},
        "feasible": {"behaviour": _pr_box()},
    }
    return "lp-dual", statement, witness


def _pr_box() -> Json:
    return [["1/2", event(c)] for c in cells() if wins(c)]


def nosignalling_attained(cell: Cell) -> Certificate:
    """For every I in [2, 4] some behaviour has CHSH = I and P(ab|xy) as large as (14) or 2 - I/2 allows.

    It mixes the PR box with the deterministic strategy that gives this cell and reaches 2.
    """
    local = next(strategy for strategy in _strategies() if _table(strategy, cell) == (2, True))
    # weight of the strategy (4 - I)/2, of the PR box (I - 2)/2
    cell_weights: dict[Cell, tuple[Fraction, Fraction]] = {}
    for c in cells():
        constant = Fraction(2) * _gives(local, c) - Fraction(int(wins(c)), 2)
        slope = Fraction(-1, 2) * _gives(local, c) + Fraction(int(wins(c)), 4)
        cell_weights[c] = (constant, slope)
    behaviour: Json = [[_affine(*w), event(c)] for c, w in cell_weights.items() if any(w)]
    values = [
        (words(CHSH), _affine(Fraction(0), Fraction(1))),
        (words({event(cell): Fraction(1)}), _affine(*cell_weights[cell])),
    ]
    statement = _values("no-signalling", values, symbols=[{"name": "i", "low": "2", "high": "4"}])
    return "point", statement, {"behaviour": behaviour, "symbols": {"i": "3"}}


def nosignalling_extreme() -> Certificate:
    """The PR box has CHSH = 4."""
    return "point", _values("no-signalling", [(words(CHSH), "4")]), {"behaviour": _pr_box()}


def _affine(constant: Fraction, slope: Fraction) -> Json:
    if not slope:
        return rational(constant)
    return {"poly": [[rational(c), m] for c, m in ((constant, ""), (slope, "i")) if c]}


def _strategies() -> Iterator[tuple[int, int, int, int]]:
    """a(0), a(1), b(0), b(1)."""
    yield from product((0, 1), repeat=4)


def _gives(strategy: tuple[int, int, int, int], cell: Cell) -> int:
    a, b, x, y = cell
    return int(strategy[x] == a and strategy[2 + y] == b)


def _table(strategy: tuple[int, int, int, int], cell: Cell) -> tuple[int, bool]:
    value = sum((1 if wins(c) else -1) for c in cells() if _gives(strategy, c))
    return value, bool(_gives(strategy, cell))


# -- the analytic bound (6) -----------------------------------------------------------


def _squares_tilted(a: int, x: int, beta: Json, minus_beta: Json, r: Json) -> list[Json]:
    """The two squares of 2 r D = D^2 + (s beta A' - S)^2, D = r - CHSH - s beta A_x, s = (-1)^a."""
    plus, minus = (beta, minus_beta) if a == 0 else (minus_beta, beta)
    d: dict[str, Json] = {"": r, f"A{x}": minus, **{w: rational(-c) for w, c in CHSH.items()}}
    s: dict[str, Json] = {f"A{1 - x}": plus, "A0 B0": "-1", "A0 B1": "1", "A1 B0": "-1", "A1 B1": "-1"}
    return [terms(d), terms(s)]


def tilted_generic(a: int = 0, x: int = 0) -> Certificate:
    """CHSH + (-1)^a beta A_x <= r for all beta > 0, r > 0 with r^2 = 8 + 2 beta^2: one certificate."""
    beta: Json = {"poly": [["1", "beta"]]}
    minus: Json = {"poly": [["-1", "beta"]]}
    r: Json = {"poly": [["1", "r"]]}
    functional = {f"A{x}": beta if a == 0 else minus, **{w: rational(c) for w, c in CHSH.items()}}
    statement = _bound(
        "quantum-commuting", terms(functional), "<=", r,
        symbols=[{"name": "beta"}, {"name": "r"}],
        relations=[{"symbol": "r", "power": "2", "equals": {"poly": [["8", ""], ["2", "beta^2"]]}}],
        conditions=[{"polynomial": beta, "sense": ">0"}, {"polynomial": r, "sense": ">0"}],
    )  # fmt: skip
    squares: Json = [{"weight": "1", "polynomial": p} for p in _squares_tilted(a, x, beta, minus, r)]
    # the multiplier 2 r is twice condition 1
    witness: dict[str, Json] = {
        "multiplier": {"cone": [["2", ["1"]]]},
        "squares": squares,
        "symbols": {"beta": "2", "r": "4"},
    }
    return "sos", statement, witness


def rational_point(k: Fraction) -> tuple[Fraction, Fraction]:
    """A rational (beta, r) with r^2 = 8 + 2 beta^2, from a line through (2, 4) on the conic.

    >>> rational_point(Fraction(127, 128))[0] > 0
    True
    """
    beta = 2 + 8 * (1 - k) / (k * k - 2)
    return beta, 4 + k * (beta - 2)


def tilted_rational(a: int, x: int, beta: Fraction, r: Fraction) -> Certificate:
    """P(a|x) + CHSH/(2 beta) <= 1/2 + r/(2 beta) at one rational point of the conic."""
    slope = 1 / (2 * beta)
    statement = _bound("quantum-commuting", _tilted(f"A{x}={a}", slope), "<=", rational(Fraction(1, 2) + r * slope))
    # (bound - F) = D / (2 beta) = (D^2 + ...) / (4 beta r)
    weight = rational(1 / (4 * beta * r))
    polynomials = _squares_tilted(a, x, rational(beta), rational(-beta), rational(r))
    return "sos", statement, {"squares": [{"weight": weight, "polynomial": p} for p in polynomials]}


def tilted_bound(beta: Fraction, r: Fraction) -> Certificate:
    """CHSH + beta A0 <= r at one rational point of the conic r^2 = 8 + 2 beta^2; attained for beta < 2."""
    functional = terms({"A0": rational(beta), **{w: rational(c) for w, c in CHSH.items()}})
    statement = _bound("quantum-commuting", functional, "<=", rational(r))
    polynomials = _squares_tilted(0, 0, rational(beta), rational(-beta), rational(r))
    return "sos", statement, {"squares": [{"weight": rational(1 / (2 * r)), "polynomial": p} for p in polynomials]}


def tilted_tight(m: Fraction, square_free: int, root: tuple[int, int]) -> tuple[Certificate, Certificate]:
    """Bound (6) and a state attaining it at I = 2 sqrt(1 + m^2), m = sin(2 theta).

    Both 1 + m^2 and (1 - m^2)/square_free are squares of rationals, so I is rational and
    cos(2 theta) lies in Q(sqrt square_free), which `root` isolates.

    Returns:
        the bound CHSH + beta A0 <= r at beta = 2 sqrt(8/I^2 - 1), and the attaining point.
    """
    score = 2 * _root(1 + m * m)
    cosine = _root((1 - m * m) / square_free)  # cos(2 theta) = cosine * alpha
    field: Json = {"minimal-polynomial": [str(-square_free), "0", "1"], "root": [str(end) for end in root]}
    beta = 4 * cosine / score  # times alpha
    r = score + beta * cosine * square_free

    def alpha(c: Fraction, constant: Fraction = Fraction(0)) -> Json:
        return [rational(constant), rational(c)]

    functional = terms({"A0": alpha(beta), **{w: rational(c) for w, c in CHSH.items()}})
    bound = _bound("quantum-commuting", functional, "<=", rational(r), field=field)
    weight = rational(1 / (2 * r))
    polynomials = _squares_tilted(0, 0, alpha(beta), alpha(-beta), rational(r))
    squares: Json = [{"weight": weight, "polynomial": p} for p in polynomials]
    # |00> + tan(theta)|11> with tan(theta) = (1 - cos 2theta)/sin 2theta
    tangent = alpha(-cosine / m, 1 / m)
    c, s = rational(2 / score), rational(2 * m / score)
    back = rational(-2 * m / score)
    operators: Json = {
        "A0": _z("1"), "A1": [["0", "1"], ["1", "0"]],
        "B0": [[c, s], [s, rational(-2 / score)]], "B1": [[c, back], [back, rational(-2 / score)]],
    }  # fmt: skip
    model: Json = {"weight": "1", "dimensions": ["2", "2"], "state": ["1", "0", "0", tangent], "operators": operators}
    # norm 1 + tan^2 = ((1 - 2 cos + cos^2) + 1 - cos^2)/m^2 = 2 (1 - cos)/m^2
    norm = alpha(-2 * cosine / m**2, 2 / m**2)
    values = [(words(CHSH), rational(score)), (words({"A0=0": Fraction(1)}), alpha(cosine / 2, Fraction(1, 2)))]
    point = _values("quantum-tensor", values, field=field)
    return ("sos", bound, {"squares": squares}), ("point", point, {"models": [model], "norm": norm})


def _root(value: Fraction) -> Fraction:
    """The rational square root of a square.

    Raises:
        ValueError: the number is not the square of a rational.
    """
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    if root * root != value:
        raise Failure(Kind.VALUE, "", "{value} is not the square of a rational", value=value)
    return root
