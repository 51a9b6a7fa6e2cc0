"""Certificates about the boundary: Result 1, its robust form, and what lies inside and outside.

One certificate for all angles where the statement is about all angles: c and s are central
symbols with c^2 + s^2 = 1, of any sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import (
    AT,
    FEASIBLE,
    SIGMA_X,
    SIGMA_Z,
    Expressions,
    protocol_model,
)
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json
from proofs.search.sequences.operators import Operator, Symbols, annihilation
from proofs.search.sequences.sequence import THREE_PARTIES

CIRCLE = Symbols(["c", "s"], ("c", "s"))


def all_angles() -> Expressions:
    """The expressions of the paper with c = cos 2 theta and s = sin 2 theta left open."""
    return Expressions(CIRCLE, CIRCLE["c"], CIRCLE["s"])


def result_1() -> Certificate:
    """<S_c> = 2 sqrt 2 implies <S_theta> <= sqrt 2, for every theta."""
    e = all_angles()
    statement = e.bound(e.s_theta, "<=", e.w, hypotheses=[e.maximal()])
    witness: dict[str, Json] = {
        "derivations": [e.derive_maximal()], "annihilations": e.remainder(),
        "squares": [e.square(e.half, e.t1)], "feasible": FEASIBLE, "symbols": AT,
    }  # fmt: skip
    return "sos", statement, witness


def tsirelson(name: str) -> Certificate:
    """The mean of S_1, S_2 or S_c is at most 2 sqrt 2: 2 sqrt 2 - S is ((Z - B)^2 + (X - B')^2)/sqrt 2."""
    e = Expressions(Symbols([]), 0, 0)
    functional, near, far = {"s1": (e.s1, e.m, e.r), "s2": (e.s2, e.p, e.q), "sc": (e.sc, e.p, e.r)}[name]
    squares: list[Json] = [e.square(e.half, e.z - near), e.square(e.half, e.x - far)]
    return "sos", e.bound(functional, "<=", 2 * e.w), {"squares": squares}


def pi_8() -> Certificate:
    """S_1 + S_2 <= 2 + 2 sqrt 2 with no condition on S_c: at theta = pi/8 Result 1 needs none."""
    symbols = Symbols([])
    half = symbols.root2 / 2
    e = Expressions(symbols, half, half)
    # gamma = 0 there, and c = s: S_theta = (S_1 + S_2)/sqrt 2 - 2
    squares: list[Json] = [e.square(1, e.t1), *(e.square(half, t) for t in (e.t2, e.t3))]
    statement = e.bound(e.s1 + e.s2, "<=", 2 + 2 * e.w)
    return "sos", statement, {"squares": squares}


def robust(sign: int) -> Certificate:
    """The robust family, for kappa of one sign: a trade-off between S_theta and S_c without hypothesis.

    For beta, x, z > 0, c + l >= 0, s + l >= 0 and kappa' = 2 beta x z kappa of the given sign

        2 beta x z (<S_theta> - l (2 sqrt 2 - <S_c>)) <= 2 sqrt 2 beta x z (C + |kappa|).

    Divided by 2 beta x z this is sqrt 2 C + l N_c - S_theta = sqrt 2 ((beta - Y)^2/(2 beta)
    + (c + l)(X - x R)^2/(2 x) + (s + l)(Z - z P)^2/(2 z) + kappa K), and |kappa| + kappa K is
    |kappa| Z^2 or |kappa| X^2.
    """
    symbols = Symbols(["c", "s", "l", "beta", "x", "z"], ("c", "s"))
    c, s, lam, beta, x, z = (symbols[name] for name in symbols.names)
    e = Expressions(symbols, c, s)
    kappa = -(c**2 - s**2) * x * z + (c + lam) * beta * z - (s + lam) * beta * x
    constant = (
        (beta**2 + 1) * x * z + (c + lam) * beta * z * (x**2 + 1) + (s + lam) * beta * x * (z**2 + 1)
        - 2 * beta * x * z * (c + s + 2 * lam) + sign * kappa
    )  # fmt: skip
    strict, weak = (beta, x, z), (c + lam, s + lam, sign * kappa)
    conditions: list[Json] = [
        {"polynomial": symbols.spell(p), "sense": sense} for ps, sense in ((strict, ">0"), (weak, ">=0")) for p in ps
    ]
    functional = 2 * beta * x * z * (e.s_theta - lam * (2 * e.w - e.sc))
    statement = e.bound(functional, "<=", e.w * constant, conditions=conditions)

    def square(factors: list[str], operator: Operator) -> Json:
        # a weight of conditions: beta, x, z are number 0, 1, 2, then c + l, s + l, +-kappa'
        factor: list[Json] = list(factors)
        return {"weight": {"cone": [[["0", "1"], factor]]}, "polynomial": operator.json()}

    squares = [
        square(["1", "2"], beta - e.y), square(["0", "2", "3"], e.x - x * e.r), square(["0", "1", "4"], e.z - z * e.p),
        square(["5"], e.z if sign > 0 else e.x),
    ]  # fmt: skip
    return "sos", statement, {"squares": squares, "symbols": robust_point(sign)}


def robust_point(sign: int) -> Json:
    """A point of the symbols at which kappa has the sign."""
    return {"c": "3/5", "s": "4/5", "l": "1", "beta": "1", "x": "2" if sign < 0 else "1", "z": "1"}


# -- equations (19) and (20) ----------------------------------------------------------


def turned(scenario: Scenario = THREE_PARTIES, names: Sequence[str] = ()) -> tuple[Expressions, Operator]:
    """The expressions with Y = S'_alpha/2, and S'_alpha = cos alpha S_+ + sin alpha S_-.

    S_+ and S_- are sqrt 2 (Z M + X Q) and sqrt 2 (Z M - X Q), so S'_alpha = 2 (c' Z M + s' X Q) with
    c' = (cos alpha + sin alpha)/sqrt 2 and s' = (cos alpha - sin alpha)/sqrt 2.
    """
    symbols = Symbols(["c", "s", *names], ("c", "s"))
    c, s, half = symbols["c"], symbols["s"], symbols.root2 / 2
    e = Expressions(symbols, half * (c + s), half * (c - s), scenario)
    return e, 2 * e.y


def turned_boundary() -> Certificate:
    """<S_c> = 2 sqrt 2 implies <S'_alpha> <= 2 for every alpha: equation (20).

    1 - Y = (1 - Y)^2/2 + (1 - Y^2)/2, and Y^2 = 1 + (c'^2 - s'^2) K with K = (Z + P) T_3.
    """
    e, functional = turned()
    factor = -(e.c**2 - e.s**2) / 2
    witness: dict[str, Json] = {
        "derivations": [e.derive_maximal()], "squares": [e.square(1, e.t1)],
        "annihilations": [annihilation("t3", factor * (e.z + e.p))], "feasible": FEASIBLE, "symbols": AT,
    }  # fmt: skip
    return "sos", e.bound(functional, "<=", 2 + 0 * e.w, hypotheses=[e.maximal()]), witness


def turned_free(sign: int) -> Certificate:
    """Without S_c: <S'_alpha> <= 2 r with r^2 = 1 + |sin 2 alpha|, for one sign of sin 2 alpha.

    2 r (r - Y) = (r - Y)^2 + |sin 2 alpha| - sin 2 alpha K, and 1 -+ K is X^2 or Z^2.
    """
    e, functional = turned(names=["r"])
    r, sine = e.symbols["r"], 2 * e.symbols["c"] * e.symbols["s"]
    statement = e.bound(functional, "<=", 2 * r)
    statement["relations"] = [
        *_list(statement["relations"]), {"symbol": "r", "power": "2", "equals": e.symbols.spell(1 + sign * sine)},
    ]  # fmt: skip
    statement["conditions"] = [
        {"polynomial": e.symbols.spell(r), "sense": ">0"}, {"polynomial": e.symbols.spell(sign * sine), "sense": ">=0"},
    ]  # fmt: skip
    squares: list[Json] = [
        {"weight": "2", "polynomial": (r - e.y).json()},
        {"weight": {"cone": [["2", ["1"]]]}, "polynomial": (e.x if sign > 0 else e.z).json()},
    ]
    at: Json = {"c": "1", "s": "0", "r": "1"}
    return "sos", statement, {"multiplier": {"cone": [["2", ["0"]]]}, "squares": squares, "symbols": at}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def turned_free_attained(sign: int) -> Certificate:
    """The same value by fixed answers: A0 = A1 (or A0 = -A1), so that Z = sqrt 2 and X = 0 or the other way round.

    Symbols: u and v with cos alpha = u and sin alpha = v; S'_alpha is 2 |u + v| or 2 |u - v|.
    """
    e, functional = turned()
    one: Json = [["1"]]
    answers: dict[str, Json] = {
        "A0": one, "A1": one if sign > 0 else [["-1"]], "B0": one, "B00": one, "B01": one, "B1": one,
    }  # fmt: skip
    value = 2 * (e.symbols["c"] + sign * e.symbols["s"])
    model: Json = {"weight": "1", "dimensions": ["1", "1"], "state": ["1"], "operators": answers}
    return "point", values(e, [(functional, value)]), {"models": [model], "symbols": AT}


FREE = Scenario(THREE_PARTIES.inputs)
"""The same operators with no commutation inside of the sequence."""


def turned_relaxed() -> Certificate:
    """Without S_c and without commutation of the Bobs: <S'_alpha> <= 2 sqrt 2 for every alpha.

    With U = c' M + s' Q and V = c' M - s' Q: 2 sqrt 2 - S'_alpha = ((A0 - U)^2 + (A1 - V)^2)/sqrt 2.
    """
    e, functional = turned(FREE)
    a0, a1 = e.algebra.letters("A0", "A1")
    u, v = e.c * e.m + e.s * e.q, e.c * e.m - e.s * e.q
    squares: list[Json] = [e.square(e.half, a0 - u), e.square(e.half, a1 - v)]
    return "sos", e.bound(functional, "<=", 2 * e.w), {"squares": squares, "symbols": AT}


def turned_relaxed_attained() -> Certificate:
    """A Bell pair with M = sigma_z, Q = sigma_x, A0 = c' sigma_z + s' sigma_x, A1 = c' sigma_z - s' sigma_x."""
    e, functional = turned(FREE)
    spell = e.symbols.spell
    operators: dict[str, Json] = {
        f"A{k}": [[spell(e.c), spell(x)], [spell(x), spell(-e.c)]] for k, x in enumerate((e.s, -e.s))
    }
    operators |= {"B0": SIGMA_Z, "B00": SIGMA_Z, "B01": SIGMA_X, "B1": SIGMA_X}
    model: Json = {"weight": "1/2", "dimensions": ["2", "2"], "state": ["1", "0", "0", "1"], "operators": operators}
    return "point", values(e, [(functional, 2 * e.w)], FREE), {"models": [model], "symbols": AT}


# -- points ---------------------------------------------------------------------------


def disc() -> Certificate:
    """Every point of the disc of figs. 2 and 5 is attained with <S_c> = 2 sqrt 2, one state for each point.

    Symbols: u = cos theta, v = sin theta of (14), r in [0, 1] the distance from the centre; the
    mixture of theta and theta + pi/2 with weights (1 + r)/2 and (1 - r)/2 has (c, s) times r.
    """
    symbols = Symbols(["u", "v", "r"], ("u", "v"))
    u, v, r = (symbols[name] for name in symbols.names)
    e = Expressions(symbols, 0, 0)
    w, c, s = e.w, u**2 - v**2, 2 * u * v
    plus, minus = e.w * (e.z * e.m + e.x * e.q), e.w * (e.z * e.m - e.x * e.q)
    pairs = [
        (e.sc, 2 * w), (e.s1, w * (1 + r * c)), (e.s2, w * (1 + r * s)),
        (plus, w * r * (c + s)), (minus, w * r * (c - s)),
    ]  # fmt: skip
    spell = symbols.spell
    first = protocol_model(spell(u), spell(v), spell((1 + r) / 4))
    second = protocol_model(spell(-v), spell(u), spell((1 - r) / 4))
    statement = values(e, pairs)
    statement["symbols"] = [{"name": "u"}, {"name": "v"}, {"name": "r", "low": "0", "high": "1"}]
    return "point", statement, {"models": [first, second], "symbols": {"u": "3/5", "v": "4/5", "r": "1/2"}}


def attained() -> Certificate:
    """The state and operators of (13), (14): S_1, S_2, S_c and S_theta, for every theta at once."""
    symbols = Symbols(["u", "v"], ("u", "v"))
    u, v = symbols["u"], symbols["v"]
    c, s = u**2 - v**2, 2 * u * v
    e = Expressions(symbols, c, s)
    w = e.w
    pairs = [(e.sc, 2 * w), (e.s_theta, w), (e.s1, w * (1 + c)), (e.s2, w * (1 + s))]
    model = protocol_model(symbols.spell(u), symbols.spell(v))
    return "point", values(e, pairs), {"models": [model], "symbols": {"u": "3/5", "v": "4/5"}}


def values(e: Expressions, pairs: list[tuple[Operator, Any]], scenario: Scenario = THREE_PARTIES) -> dict[str, Json]:
    """The statement that one model has all these values."""
    listed: list[Json] = [{"functional": f.json(), "value": e.symbols.spell(v)} for f, v in pairs]
    return {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario.json(), "values": listed,
        **e.symbols.declaration(),
    }  # fmt: skip
