"""The operators of padovan2024: CHSH expressions of one remote and two sequential parties.

Names of that paper: Z = (A0 + A1)/sqrt 2, X = (A0 - A1)/sqrt 2; M = B_0, R = B_1 of Bob1 and
P = B_00, Q = B_01 of Bob2 after Bob1's input 0; c = cos 2 theta, s = sin 2 theta.
"""

from __future__ import annotations

from typing import Any

from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json
from proofs.search.sequences.operators import Algebra, Operator, Symbols, annihilations
from proofs.search.sequences.sequence import THREE_PARTIES


class Expressions:
    """S_1, S_2, S_c and S_theta (equations (7) to (9)) for given elements c and s.

    Attributes:
        z, x, m, p, q, r: the operators Z, X, M, P, Q, R.
        y: c Z M + s X Q, of which (S_theta + sqrt 2 (c + s))/sqrt 2 is the part that joins both Bobs.
        t1, t2, t3: 1 - Y, X - R and Z - P, which annihilate the state on the boundary.
    """

    def __init__(self, symbols: Symbols, c: Any, s: Any, scenario: Scenario = THREE_PARTIES) -> None:
        self.symbols, self.c, self.s = symbols, c, s
        self.algebra = Algebra(scenario, symbols)
        self.w = symbols.root2
        self.half = self.w / 2  # 1/sqrt 2
        a0, a1, self.m, self.p, self.q, self.r = self.algebra.letters("A0", "A1", "B0", "B00", "B01", "B1")
        self.z, self.x = self.half * (a0 + a1), self.half * (a0 - a1)
        self.y = c * (self.z * self.m) + s * (self.x * self.q)
        self.t1, self.t2, self.t3 = 1 - self.y, self.x - self.r, self.z - self.p
        self.s1 = self.w * (self.z * self.m + self.x * self.r)
        self.s2 = self.w * (self.z * self.p + self.x * self.q)
        self.sc = self.w * (self.z * self.p + self.x * self.r)
        self.s_theta = c * (self.s1 - self.w) + s * (self.s2 - self.w)
        # Z^2 = 1 + K and X^2 = 1 - K
        self.k = self.z * self.z - 1

    def statement(self, kind: str, **keys: Json) -> dict[str, Json]:
        """A statement about all commuting operators of the scenario."""
        common: dict[str, Json] = {"kind": kind, "set": "quantum-commuting", "scenario": self.algebra.scenario.json()}
        return {**common, **self.symbols.declaration(), **keys}

    def bound(self, functional: Operator, sense: str, bound: Any, **keys: Json) -> dict[str, Json]:
        spelled = self.symbols.spell(bound)
        return self.statement("bound", functional=functional.json(), sense=sense, bound=spelled, **keys)

    def square(self, weight: Any, x: Operator) -> dict[str, Json]:
        return {"weight": self.symbols.spell(weight), "polynomial": x.json()}

    # -- the hypotheses of the two results --------------------------------------------

    def maximal(self) -> Json:
        """<S_c> = 2 sqrt 2."""
        polynomial = (self.sc - 2 * self.w).json()
        return {"name": "maximal", "kind": "mean", "sense": "=0", "polynomial": polynomial}

    def saturated(self) -> Json:
        """<S_theta> = sqrt 2."""
        polynomial = (self.s_theta - self.w).json()
        return {"name": "saturated", "kind": "mean", "sense": "=0", "polynomial": polynomial}

    def derive_maximal(self) -> Json:
        """2 sqrt 2 - S_c = (T_2^2 + T_3^2)/sqrt 2, so both annihilate the state."""
        squares: list[Json] = [{"name": n, **self.square(self.half, t)} for n, t in (("t2", self.t2), ("t3", self.t3))]
        return {"means": [{"hypothesis": "maximal", "weight": "1"}], "squares": squares}

    def remainder(self) -> list[Json]:
        """sqrt 2 - S_theta - T_1^2/sqrt 2 = (c T_2^2 + s T_3^2 + gamma K)/sqrt 2, gamma = (c - s)(1 - c - s).

        T_2 and T_3 annihilate, and K = (Z + P) T_3 because Z^2 = 1 + K and P^2 = 1, so no sign is needed.
        """
        gamma = (self.c - self.s) * (1 - self.c - self.s)
        half = self.half / 2  # each use comes with its adjoint
        c, s, gamma = (self.algebra.scalar(half * x) for x in (self.c, self.s, gamma))
        return annihilations((("t2", c * self.t2), ("t3", s * self.t3 + gamma * (self.z + self.p))))

    def derive_saturated(self) -> Json:
        """<S_theta> = sqrt 2 leaves <T_1^2> = 0."""
        means: Json = [{"hypothesis": "saturated", "weight": "1"}]
        squares: Json = [{"name": "t1", **self.square(self.half, self.t1)}]
        return {"means": means, "squares": squares, "annihilations": self.remainder()}


ZERO, ONE, MINUS = "0", "1", "-1"
SIGMA_X: Json = [[ZERO, ONE], [ONE, ZERO]]
SIGMA_Z: Json = [[ONE, ZERO], [ZERO, MINUS]]
ROOT_HALF: Json = ["0", "1/2"]  # 1/sqrt 2
MINUS_ROOT_HALF: Json = ["0", "-1/2"]


def protocol_operators() -> dict[str, Json]:
    """Equations (11) and (13); Bob's space is B' B'', the index of B'' changing fastest."""
    signs = {"B0": "+--+", "B00": "++--"}  # sigma_z sigma_z, sigma_z 1
    flips = {"B1": (2, 3, 0, 1), "B01": (3, 2, 1, 0)}  # sigma_x 1, sigma_x sigma_x
    operators: dict[str, Json] = {
        "A0": [[ROOT_HALF, ROOT_HALF], [ROOT_HALF, MINUS_ROOT_HALF]],
        "A1": [[ROOT_HALF, MINUS_ROOT_HALF], [MINUS_ROOT_HALF, MINUS_ROOT_HALF]],
    }
    for name, row in signs.items():
        operators[name] = [[(ONE if row[i] == "+" else MINUS) if i == j else ZERO for j in range(4)] for i in range(4)]
    for name, image in flips.items():
        operators[name] = [[ONE if image[i] == j else ZERO for j in range(4)] for i in range(4)]
    return operators


def negated(matrix: Json) -> Json:
    """Minus a matrix of 0, 1 and -1."""
    swapped = {ZERO: ZERO, ONE: MINUS, MINUS: ONE}
    rows = matrix if isinstance(matrix, list) else []
    return [[swapped[str(x)] for x in row] for row in rows if isinstance(row, list)]


def protocol_model(
    cosine: Json, sine: Json, weight: Json = "1/2", operators: dict[str, Json] | None = None
) -> dict[str, Json]:
    """Equation (14): a Bell pair of A and B', and B'' with these amplitudes; normalised if they are."""
    state: list[Json] = [cosine, sine, ZERO, ZERO, ZERO, ZERO, cosine, sine]
    found = operators or protocol_operators()
    return {"weight": weight, "dimensions": ["2", "4"], "state": state, "operators": found}


FEASIBLE: Json = {"models": [protocol_model("2", "1")]}
"""The protocol at tan theta = 1/2, where (c, s) = (3/5, 4/5); not normalised. Shows what depends on no angle."""


def columns(c: Any, s: Any) -> list[tuple[Any, Any]]:
    """Vectors of B'' whose projections add up to (1 + c Z + s X)/2, its state cos theta |0> + sin theta |1>.

    Where c^2 + s^2 = 1 that is a projection, the sum of those on its own columns; polynomials in the cosine and sine of
    2 theta.
    """
    return [((1 + c) / 2, s / 2), (s / 2, (1 - c) / 2)]


def every_angle(symbols: Symbols, c: Any, s: Any) -> Json:
    """The protocol at all values of c = cos 2 theta and s = sin 2 theta at once; normalised."""
    spelled = ((symbols.spell(a), symbols.spell(b)) for a, b in columns(c, s))
    return {"models": [protocol_model(a, b) for a, b in spelled]}


AT: Json = {"c": "3/5", "s": "4/5"}
