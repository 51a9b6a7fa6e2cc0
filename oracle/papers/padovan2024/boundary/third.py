"""A third sequential party: three bits for all strengths, a question that padovan2024 leaves open.

Alice measures the four directions of a tetrahedron, A_k = (2a X + b Y + 2c Z)/3 + H with signs a b c = 1 and H the
mean of the A_k.  Bob1 measures Z weakly (M = B_0), X or Y (R = B_1, S = B_2); after M, Bob2 measures Z (P = B_00)
or X weakly (Q = B_01); after M and Q, Bob3 measures X or Y (V = B_010, T = B_011).  The bits are the outcomes of
M, Q and T.  Let c^2 + s^2 = 1 and d^2 + e^2 = s^2, and

    maximal   <sum A_k (2a R + b S + 2c P)> = 12
    first     <W> = 1,  W = c Z M + s X V
    second    <U> = 1,  U = c Z M + d X Q + e Y T,

each the largest value, the last two under the first.  In the protocol c = cos 2 theta_1 with the strength of Bob1's
weak measurement, d = s cos 2 theta_2 and e = s sin 2 theta_2 with that of Bob2's.

What annihilates the state.  12 - sum A_k (...) = (8 x^2 + 2 y^2 + 8 z^2)/3 + 6 H^2 with x = X - R, y = Y - S,
z = Z - P, so these and H do.  As the A_k have square 1, {X, Y} = -3 {Z, H}, {Y, Z} = -3 {X, H} and
{Z, X} = -3/4 {Y, H}, so the anticommutators do, and X^2 - 1 = (X + R) x and its like.  Up to these W^2 = U^2 = 1,
so 1 - W and 1 - U do.  Then the means of M, Q, T and of their products vanish, as `_means` spells out: each
outcome has probability 1/8 in every part of the state, unless c d e = 0.  No self-test is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import ZERO
from proofs.search.language.write import Certificate, Json, rational
from proofs.search.sequences.operators import Algebra, Operator, Symbols, annihilations
from proofs.search.sequences.sequence import FOUR_PARTIES
from proofs.search.sequences.tetrahedron import LENGTHS, SIGNS, protocol_operators

Uses = Mapping[str, Operator]  # what stands before each operator that annihilates the state

STRENGTHS = Symbols(["c", "s", "d", "e"], ("c", "s"), ("c", "d", "e"), rational=True)
AT: Json = {"c": "3/5", "s": "4/5", "d": "12/25", "e": "16/25"}


class Strengths:
    """The operators of the module's text, for given elements c, s, d, e of a ring.

    Attributes:
        largest: the functionals and their largest values, by hypothesis.
        kills: what annihilates the state, by name.
        sums: X + R, Y + S, Z + P.
    """

    def __init__(self, symbols: Symbols, c: Any, s: Any, d: Any, e: Any) -> None:
        self.symbols, self.c, self.s, self.d, self.e = symbols, c, s, d, e
        self.algebra = Algebra(FOUR_PARTIES, symbols)
        alice = self.algebra.letters("A0", "A1", "A2", "A3")
        self.m, self.r, s_y, self.p = self.algebra.letters("B0", "B1", "B2", "B00")
        self.q, self.v, self.t = self.algebra.letters("B01", "B010", "B011")
        self.x, self.y, self.z = (
            self._sum(Fraction(signs[k], 4) / length * a for signs, a in zip(SIGNS, alice, strict=True))
            for k, length in enumerate(LENGTHS)
        )
        h = self._sum(Fraction(1, 4) * a for a in alice)
        pairs = {"x": (self.x, self.r), "y": (self.y, s_y), "z": (self.z, self.p)}
        maximal = self._sum(12 * n**2 * (a * b) for n, (a, b) in zip(LENGTHS, pairs.values(), strict=True))
        first = c * (self.z * self.m) + s * (self.x * self.v)
        second = c * (self.z * self.m) + d * (self.x * self.q) + e * (self.y * self.t)
        self.largest = {"maximal": (maximal, 12), "first": (first, 1), "second": (second, 1)}
        self.sums = {name: a + b for name, (a, b) in pairs.items()}
        self.kills = {
            **{name: a - b for name, (a, b) in pairs.items()}, "h": h, "w": 1 - first, "u": 1 - second,
            "xy": _both(self.x, self.y), "yz": _both(self.y, self.z), "zx": _both(self.z, self.x),
        }  # fmt: skip

    def _sum(self, operators: Iterable[Operator]) -> Operator:
        return sum(operators, self.algebra.scalar(0))

    def statement(self, kind: str, hypotheses: Iterable[str], **keys: Json) -> dict[str, Json]:
        """A statement about all commuting operators that have some of the largest values."""
        stated: list[Json] = []
        for name in hypotheses:
            functional, value = self.largest[name]
            stated.append({"name": name, "kind": "mean", "sense": "=0", "polynomial": (functional - value).json()})
        common: dict[str, Json] = {"kind": kind, "set": "quantum-commuting", "scenario": FOUR_PARTIES.json()}
        return {**common, **self.symbols.declaration(), "hypotheses": stated, **keys}

    # -- what annihilates the state -----------------------------------------------------

    def derive_maximal(self) -> list[Json]:
        """From `maximal`: X - R and its like, H, and the anticommutators of X, Y and Z."""
        weights = {**{name: 6 * n**2 for name, n in zip("xyz", LENGTHS, strict=True)}, "h": Fraction(6)}
        squares: list[Json] = [self._square(name, weight) for name, weight in weights.items()]
        found: list[Json] = [{"means": [{"hypothesis": "maximal", "weight": "1"}], "squares": squares}]
        lengths = dict(zip("xyz", LENGTHS, strict=True))
        for name, third in (("xy", "z"), ("yz", "x"), ("zx", "y")):
            # {X, Y} = -ratio (Z H + H Z), where Z H = (Z + P) H - P H and H Z = H z + P H;
            # and t t + herm(sum of (-t f/2) t') = 0 for t = sum of f t'
            ratio = lengths[third] / (lengths[name[0]] * lengths[name[1]])
            own = ratio / 2 * self.kills[name]
            uses = [("h", own * self.sums[third]), (third, own * self.kills["h"])]
            found.append({"squares": [self._square(name, Fraction(1))], "annihilations": annihilations(uses)})
        return found

    def derive(self, name: str) -> Json:
        """1 - W, or 1 - U, annihilates the state when its mean is 0."""
        squares: list[Json] = [self._square({"first": "w", "second": "u"}[name], Fraction(1, 2))]
        means: Json = [{"hypothesis": name, "weight": "1"}]
        return {"means": means, "squares": squares, "annihilations": self.remainder(name)}

    def remainder(self, name: str) -> list[Json]:
        """1 - W - (1 - W)^2/2 = (1 - W^2)/2, W^2 - 1 = c^2 (Z^2 - 1) + s^2 (X^2 - 1) + c s M V {Z, X}; U likewise."""
        c, s, d, e = self.c, self.s, self.d, self.e
        uses = {
            "first": {"x": s**2 * self.sums["x"], "z": c**2 * self.sums["z"], "zx": c * s * (self.m * self.v)},
            "second": {
                "x": d**2 * self.sums["x"], "y": e**2 * self.sums["y"], "z": c**2 * self.sums["z"],
                "xy": d * e * (self.q * self.t), "yz": c * e * (self.m * self.t), "zx": c * d * (self.m * self.q),
            },
        }[name]  # fmt: skip
        return annihilations((kill, Fraction(-1, 4) * factor) for kill, factor in uses.items())

    def _square(self, name: str, weight: Fraction) -> dict[str, Json]:
        return {"name": name, "weight": rational(weight), "polynomial": self.kills[name].json()}


def _both(a: Operator, b: Operator) -> Operator:
    """The anticommutator."""
    return a * b + b * a


def all_strengths() -> Strengths:
    """The operators with both strengths left open."""
    return Strengths(STRENGTHS, *(STRENGTHS[name] for name in STRENGTHS.names))


def boundary(name: str) -> Certificate:
    """The first largest value implies <W> <= 1, or <U> <= 1, for all strengths and signs."""
    e = all_strengths()
    functional, value = e.largest[name]
    statement = e.statement("bound", ["maximal"], functional=functional.json(), sense="<=", bound=str(value))
    squares: Json = [{"weight": "1/2", "polynomial": e.kills[{"first": "w", "second": "u"}[name]].json()}]
    return "sos", statement, {
        "derivations": e.derive_maximal(), "annihilations": e.remainder(name), "squares": squares,
        "feasible": FEASIBLE, "symbols": AT,
    }  # fmt: skip


# -- three bits ---------------------------------------------------------------------------


def _means(e: Strengths) -> Iterator[tuple[Operator, Uses]]:
    """c M, d b Q for b = 1, M, and e b T for b = 1, M, Q, M Q, and uses of which twice that is the hermitian part.

    As Bob's operators commute with Alice's, and M, Q, V and M, Q, T among each other,

    2 c M = -herm(Z (1 - W)) + 2 Z - 2 c M (Z^2 - 1) - s V {Z, X}, with 2 Z = R {Z, X} - herm(Z R (X - R))
    2 d b Q = -herm(X b (1 - U)) + 2 X b - c b M {Z, X} - 2 d b Q (X^2 - 1) - e b T {X, Y},
        with 2 X b = b P {Z, X} - herm(X b P (Z - P))
    2 e b T = herm(Y b ((1 - W) - (1 - U))) + b (s V - d Q) {X, Y} - 2 e b T (Y^2 - 1).
    """
    half, one = Fraction(1, 2), e.algebra.scalar(1)
    yield e.c * e.m, {
        "w": -e.z, "x": -(e.z * e.r), "z": -e.c * (e.m * e.sums["z"]), "zx": half * (e.r - e.s * e.v),
    }  # fmt: skip
    for b in (one, e.m):
        yield e.d * (b * e.q), {
            "u": -(e.x * b), "x": -e.d * (b * e.q * e.sums["x"]), "xy": -half * e.e * (b * e.t),
            "z": -(e.x * b * e.p), "zx": half * (b * e.p - e.c * (b * e.m)),
        }  # fmt: skip
    for b in (one, e.m, e.q, e.m * e.q):
        yield e.e * (b * e.t), {
            "u": -(e.y * b), "w": e.y * b, "xy": half * (b * (e.s * e.v - e.d * e.q)),
            "y": -e.e * (b * e.t * e.sums["y"]),
        }  # fmt: skip


def three_bits() -> Certificate:
    """On the boundary c <M>, d <Q>, d <M Q>, e <T>, e <M T>, e <Q T>, e <M Q T> vanish in every part of the state.

    If none of c, d, e is zero then each of the eight outcomes has probability 1/8 there.
    """
    e = all_strengths()
    values: list[Json] = []
    memberships: list[Json] = []
    for functional, uses in _means(e):
        values.append({"functional": functional.json(), "value": "0"})
        halves = ((name, Fraction(1, 2) * factor) for name, factor in uses.items())
        memberships.append({"annihilations": annihilations(halves)})
    return "ideal", e.statement("equality", e.largest, values=values, vacuity=AT), {
        "derivations": [*e.derive_maximal(), e.derive("first"), e.derive("second")], "memberships": memberships,
        "feasible": FEASIBLE,
    }  # fmt: skip


# -- the protocol -------------------------------------------------------------------------


def protocol_model(registers: list[Json], weight: Json = "1/2") -> dict[str, Json]:
    """A Bell pair of Alice's and Bob's qubits, and these amplitudes of the two registers."""
    nothing: list[Json] = [ZERO] * 4
    state: list[Json] = [*registers, *nothing, *nothing, *registers]  # |00> + |11>
    return {"weight": weight, "dimensions": ["2", "8"], "state": state, "operators": protocol_operators()}


FEASIBLE: Json = {"models": [protocol_model(["4", "2", "2", "1"])]}
"""The protocol where both tangents of theta are 1/2, so that (c, s, d, e) = (15, 20, 12, 16)/25; not normalised."""


def attained() -> Certificate:
    """The protocol has the three largest values, for all strengths: u = cos theta and v = sin theta of each."""
    symbols = Symbols(["u1", "v1", "u2", "v2"], ("u1", "v1"), ("u2", "v2"), rational=True)
    u1, v1, u2, v2 = (symbols[name] for name in symbols.names)
    sine = 2 * u1 * v1
    e = Strengths(symbols, u1**2 - v1**2, sine, sine * (u2**2 - v2**2), sine * 2 * u2 * v2)
    listed: list[Json] = [{"functional": f.json(), "value": str(value)} for f, value in e.largest.values()]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": FOUR_PARTIES.json(), "values": listed,
        **symbols.declaration(),
    }  # fmt: skip
    registers = [symbols.spell(x * y) for x, y in product((u1, v1), (u2, v2))]
    at: Json = {"u1": "3/5", "v1": "4/5", "u2": "3/5", "v2": "4/5"}
    return "point", statement, {"models": [protocol_model(registers)], "symbols": at}
