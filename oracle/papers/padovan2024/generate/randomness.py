"""Certificates of Result 2: two bits on the boundary, at least one at the exceptional angles.

With herm(e) = e + e*, T_1, T_2 and T_3 of `chsh_operators` annihilating the state, and T_4 = Z P - 1 with them, as
T_4^2 = T_3^2,

    2 c M   = -herm(c (Z+P) M T_3 + Z T_1 + Z R T_2)
    2 s Q   = -herm(X T_1 - s Z Q T_3 + (X - s Q) T_4)
    2 s M Q = -herm(X M T_1 - s Z M Q T_3 + (X M - s M Q) T_4),

so the outcomes of B_0 and B_01 are uniform, and independent of whatever else is measured
elsewhere, as soon as c and s are not zero.  No self-test is used.  All words that stand before a T, and all words of
the T, are among the 21 of the level 1+AB: what follows holds for its moments, too.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import AT, Expressions, every_angle
from oracle.papers.padovan2024.boundary.identities import all_angles
from proofs.search.language.write import Certificate, Json
from proofs.search.sequences.operators import Operator, annihilations

Uses = dict[str, Operator]  # what stands before T_1, ..., T_4


def _uses_m(e: Expressions) -> Uses:
    """2 c M = sum of X t + adjoint."""
    return {"t1": -e.z, "t2": -(e.z * e.r), "t3": -e.c * ((e.z + e.p) * e.m)}


def _uses_q(e: Expressions) -> Uses:
    """2 s Q."""
    return {"t1": -e.x, "t3": e.s * (e.z * e.q), "t4": e.s * e.q - e.x}


def _uses_mq(e: Expressions) -> Uses:
    """2 s M Q."""
    return {"t1": -(e.x * e.m), "t3": e.s * (e.z * e.m * e.q), "t4": e.s * (e.m * e.q) - e.x * e.m}


def _combine(parts: list[tuple[Any, Uses]]) -> list[Json]:
    total: Uses = {}
    for factor, uses in parts:
        for name, x in uses.items():
            total[name] = total[name] + factor * x if name in total else factor * x
    return annihilations(sorted(total.items()))


def _boundary(e: Expressions) -> tuple[list[Json], list[Json]]:
    """The two hypotheses of Result 2, and the derivations from them."""
    # T_4^2 - T_3^2 = 0
    third = annihilations([("t3", Fraction(-1, 2) * e.t3)])
    fourth: Json = {
        "squares": [{"name": "t4", **e.square(e.symbols.number(1), e.z * e.p - 1)}], "annihilations": third,
    }  # fmt: skip
    return [e.maximal(), e.saturated()], [e.derive_maximal(), e.derive_saturated(), fourth]


def _not_zero(e: Expressions, *elements: Any) -> list[Json]:
    return [{"polynomial": e.symbols.spell(x**2), "sense": ">0"} for x in elements]


def _event_uses(e: Expressions, m: int, q: int) -> list[Json]:
    """c^2 s^2 (1/4 - E) for the event E = (1 + m M)(1 + q Q)/4 with signs m and q."""
    c, s = e.c, e.s
    # E - 1/4 = (m M + q Q + m q M Q)/4, and c^2 s^2 M = c s^2 (2 c M)/2
    parts = [(-m * c * s**2 / 8, _uses_m(e)), (-q * c**2 * s / 8, _uses_q(e)), (-m * q * c**2 * s / 8, _uses_mq(e))]
    return _combine(parts)


def two_bits() -> Certificate:
    """On the boundary nobody guesses the outcomes of B_0 and B_01 better than 1/4, unless c s = 0."""
    e = all_angles()
    hypotheses, derivations = _boundary(e)
    branches: list[Json] = [
        {"event": f"B0={a} B01={b}", "annihilations": _event_uses(e, 1 - 2 * a, 1 - 2 * b)}
        for a, b in product((0, 1), repeat=2)
    ]
    statement = e.statement(
        "guessing", conditions=_not_zero(e, e.c, e.s), hypotheses=hypotheses, guessed=["B0", "B01"], bound="1/4"
    )
    witness: dict[str, Json] = {
        "derivations": derivations, "branches": branches, "multiplier": {"cone": [["1", ["0", "1"]]]},
        "feasible": every_angle(e.symbols, e.c, e.s), "symbols": AT,
    }  # fmt: skip
    return "guessing", statement, witness


def uniform() -> Certificate:
    """On the boundary all four outcomes have probability 1/4 in every part of the state, unless c s = 0."""
    e = all_angles()
    hypotheses, derivations = _boundary(e)
    events = list(product((0, 1), repeat=2))
    listed: list[Json] = [{"functional": [["1", f"B0={a} B01={b}"]], "value": "1/4"} for a, b in events]
    # the difference the other way round: E - 1/4
    memberships: list[Json] = []
    for a, b in events:
        m, q = 1 - 2 * a, 1 - 2 * b
        c, s = e.c, e.s
        parts = [(m * c * s**2 / 8, _uses_m(e)), (q * c**2 * s / 8, _uses_q(e)), (m * q * c**2 * s / 8, _uses_mq(e))]
        memberships.append({"annihilations": _combine(parts)})
    statement = e.statement("equality", conditions=_not_zero(e, e.c, e.s), hypotheses=hypotheses, values=listed)
    witness: dict[str, Json] = {
        "derivations": derivations, "memberships": memberships, "multiplier": {"cone": [["1", ["0", "1"]]]},
        "feasible": every_angle(e.symbols, e.c, e.s), "symbols": AT,
    }  # fmt: skip
    return "ideal", statement, witness


def one_bit(name: str) -> Certificate:
    """On the boundary the outcomes of B_0 and B_01 are not guessed better than 1/2 if c (or s) is not zero.

    1/2 - E = (1/2 - E') + E'' with E' the event of the outcome that is uniform, and E'' that
    of the same outcome with the other outcome of the other measurement, a projector.
    """
    e = all_angles()
    hypotheses, derivations = _boundary(e)
    kept, uses = (e.c, _uses_m(e)) if name == "c" else (e.s, _uses_q(e))
    branches: list[Json] = []
    for a, b in product((0, 1), repeat=2):
        sign = 1 - 2 * (a if name == "c" else b)
        other = f"B0={a} B01={1 - b}" if name == "c" else f"B0={1 - a} B01={b}"
        squares: Json = [{"weight": {"cone": [["1", ["0"]]]}, "polynomial": [["1", other]]}]
        # k^2 (1/2 - E') = -sign k (2 k M)/4
        parts = _combine([(-sign * kept / 4, uses)])
        branches.append({"event": f"B0={a} B01={b}", "squares": squares, "annihilations": parts})
    statement = e.statement(
        "guessing", conditions=_not_zero(e, kept), hypotheses=hypotheses, guessed=["B0", "B01"], bound="1/2"
    )
    witness: dict[str, Json] = {
        "derivations": derivations, "branches": branches, "multiplier": {"cone": [["1", ["0"]]]},
        "feasible": every_angle(e.symbols, e.c, e.s), "symbols": AT,
    }  # fmt: skip
    return "guessing", statement, witness
