"""The exceptional angles, c s = 0: all behaviours on the boundary there, and an adversary for each of them.

On the state, which T_1, T_2 and T_3 of `chsh_operators` annihilate, X is R, Z is P, and X^2 and Z^2 are 1. At s = 0
besides M is c Z, and what stays free is how the outcome of Q depends on that of M; at c = 0 besides Q is s X, and what
stays free is the mean of M. All other means follow (`fixed`), and an adversary who knows which function of M the
outcome of Q is, or what the outcome of M is, changes none of them (`attained`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import (
    SIGMA_X,
    SIGMA_Z,
    Expressions,
    every_angle,
    protocol_operators,
)
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json
from proofs.search.sequences.operators import Operator, Symbols, annihilations
from proofs.search.sequences.sequence import THREE_PARTIES

EVE = Scenario((*THREE_PARTIES.inputs, ("E", "0", 2)), THREE_PARTIES.commuting)
"""Alice, the Bobs, and an adversary with one measurement."""

FREE = {"c": ("B01", "B0 B01"), "s": ("B0",)}
"""By the symbol that is 1 or -1, the other being 0: the means that stay free."""

Uses = dict[str, Operator]  # what stands before T_1, T_2, T_3


@dataclass(frozen=True)
class _Rule:
    """old psi = new psi, because old - new = sum of X t."""

    old: Operator
    new: Operator
    uses: Uses

    @property
    def back(self) -> _Rule:
        return _Rule(self.new, self.old, {name: -x for name, x in self.uses.items()})

    def times(self, factor: Any) -> _Rule:
        """The rule for a multiple of both sides, with the square of the factor 1: factor old is what new is."""
        return _Rule(factor * self.old, factor * self.new, {name: factor * x for name, x in self.uses.items()})


@dataclass(frozen=True)
class _Zero:
    """An operator with mean zero: it is sum of X t + (X t)*."""

    operator: Operator
    uses: Uses

    def __add__(self, other: _Zero) -> _Zero:
        uses = dict(self.uses)
        for name, x in other.uses.items():
            uses[name] = uses[name] + x if name in uses else x
        return _Zero(self.operator + other.operator, uses)

    def __rmul__(self, factor: Any) -> _Zero:
        return _Zero(factor * self.operator, {name: factor * x for name, x in self.uses.items()})

    def __neg__(self) -> _Zero:
        return -1 * self

    def __sub__(self, other: _Zero) -> _Zero:
        return self + -other


class _Chain:
    """Operators whose means have one real part: rewritten next to the state, and replaced by their adjoints."""

    def __init__(self, start: Operator) -> None:
        self.start = self.now = start
        self.uses: Uses = {}

    def by(self, left: Any, rule: _Rule) -> _Chain:
        """What is left * rule.old becomes left * rule.new."""
        if (self.now - left * rule.old).words:
            raise ValueError("the rule does not apply")
        self.now = left * rule.new
        for name, x in rule.uses.items():
            self.uses[name] = self.uses[name] + left * x if name in self.uses else left * x
        return self

    def adjoint(self) -> _Chain:
        self.now = self.now.adjoint()
        return self

    def ends(self) -> _Zero:
        """start - now, which is twice the start where the chain has come back to minus the start."""
        half = Fraction(1, 2)
        returned = (self.start + self.now).hermitian().words == {}
        factor = half / 2 if returned else half
        difference = factor * (self.start - self.now).hermitian()
        return _Zero(difference, {name: factor * x for name, x in self.uses.items()})


class _Means:
    """Means on the boundary with c or s a sign and the other zero."""

    def __init__(self, symbols: Symbols) -> None:
        kept = symbols.sign or ""
        sign, zero = symbols[kept], symbols.number(0)
        self.e = e = Expressions(symbols, *((sign, zero) if kept == "c" else (zero, sign)))
        self.sign = sign
        one, sum_zp = e.algebra.scalar(1), e.z + e.p
        self.z, self.x = _Rule(e.z, e.p, {"t3": one}), _Rule(e.x, e.r, {"t2": one})
        # Z^2 = 1 + K and X^2 = 1 - K with K = (Z + P) T_3
        self.zz, self.xx = _Rule(e.z * e.z, one, {"t3": sum_zp}), _Rule(e.x * e.x, one, {"t3": -sum_zp})
        if kept == "c":
            self.known = _Rule(e.m, sign * e.z, {"t1": -(sign * e.z), "t3": -(e.m * sum_zp)})
        else:
            self.known = _Rule(e.q, sign * e.x, {"t1": -(sign * e.x), "t3": e.q * sum_zp})

    def alone(self) -> dict[str, _Zero]:
        """What M and Q have no part in."""
        e, zero = self.e, {}
        z = _Chain(e.z).by(e.z, self.xx.back).by(-(e.x * e.z), self.x).adjoint().by(-(e.r * e.z), self.x).ends()
        x = _Chain(e.x).by(e.x, self.zz.back).by(-(e.z * e.x), self.z).adjoint().by(-(e.p * e.x), self.z).ends()
        zero["Z"], zero["X"] = z, x
        zero["P"], zero["R"] = z - _Chain(e.z).by(1, self.z).ends(), x - _Chain(e.x).by(1, self.x).ends()
        zero["ZP"] = _Chain(e.z * e.z).by(1, self.zz).ends() - _Chain(e.z * e.z).by(e.z, self.z).ends()
        zero["XR"] = _Chain(e.x * e.x).by(1, self.xx).ends() - _Chain(e.x * e.x).by(e.x, self.x).ends()
        # Z X + X Z = 0
        zero["XP"] = -_Chain(e.x * e.z).by(e.x, self.z).ends()
        zero["ZR"] = -_Chain(e.z * e.x).by(e.z, self.x).ends()
        mz, mx = e.m * e.z, e.m * e.x
        zero["ZMP-M"] = _Chain(mz * e.z).by(e.m, self.zz).ends() - _Chain(mz * e.z).by(mz, self.z).ends()
        zero["XMP"] = -_Chain(mx * e.z).by(mx, self.z).ends()
        zero["MZ-MP"] = _Chain(mz).by(e.m, self.z).ends()
        return zero

    def first(self) -> dict[str, _Zero]:
        """At s = 0, where M is c Z."""
        e, zero, sign = self.e, self.alone(), self.sign
        mq, qx, z = e.m * e.q, e.q * e.x, self.known.times(sign).back
        zero["M"] = _Chain(e.m).by(1, self.known).ends() + sign * zero["Z"]
        zero["ZM"] = _Chain(e.z * e.m).by(e.z, self.known).by(sign, self.zz).ends()
        zero["XM"] = _Chain(e.x * e.m).by(e.x, self.known).ends()
        zero["MP"] = zero["ZM"] - zero.pop("MZ-MP")
        zero["ZMP"] = zero.pop("ZMP-M") + zero["M"]
        zero["ZQ"] = _Chain(e.q * e.z).by(e.q, z).ends()
        chain = _Chain(qx).by(qx, self.zz.back).by(-(e.q * e.z * e.x), z)
        zero["XQ"] = chain.adjoint().by(-sign * (mq * e.x), z).ends()
        zero["ZMQ"] = _Chain(mq * e.z).by(mq, z).ends()
        chain = _Chain(mq * e.x).by(mq * e.x, self.zz.back).by(-(mq * e.z * e.x), z)
        zero["XMQ"] = chain.adjoint().by(-sign * qx, z).ends()
        return zero

    def second(self) -> dict[str, _Zero]:
        """At c = 0, where Q is s X."""
        e, zero, sign = self.e, self.alone(), self.sign
        mz, mx, x = e.m * e.z, e.m * e.x, self.known.times(sign).back
        zero["Q"] = _Chain(e.q).by(1, self.known).ends() + sign * zero["X"]
        zero["ZQ"] = _Chain(e.z * e.q).by(e.z, self.known).ends()
        zero["XQ"] = _Chain(e.x * e.q).by(e.x, self.known).by(sign, self.xx).ends()
        chain = _Chain(mz).by(mz, self.xx.back).by(-(mx * e.z), x)
        zero["ZM"] = chain.adjoint().by(-sign * (e.m * e.q * e.z), x).ends()
        chain = _Chain(mx).by(mx, self.zz.back).by(-(mz * e.x), self.z)
        zero["XM"] = chain.adjoint().by(-(e.m * e.p * e.x), self.z).ends()
        zero["MP"] = zero["ZM"] - zero.pop("MZ-MP")
        zero["MQ"] = _Chain(e.m * e.q).by(e.m, self.known).ends() + sign * zero["XM"]
        zero["ZMP"] = zero.pop("ZMP-M")
        zero["ZMQ"] = _Chain(mz * e.q).by(mz, self.known).ends()
        zero["XMQ"] = _Chain(mx * e.q).by(mx, self.known).by(sign * e.m, self.xx).ends()
        return zero


def _zeros(symbols: Symbols) -> tuple[Expressions, list[_Zero]]:
    """For every mean of a behaviour that is not free: it, minus what it is in terms of the free ones."""
    means = _Means(symbols)
    found = means.first() if symbols.sign == "c" else means.second()
    listed: list[_Zero] = []
    for bobs in ("", "M", "R", "P", "Q", "MP", "MQ"):
        if bobs in found:
            listed.append(found[bobs])
        # A_0 and A_1 are (Z + X)/sqrt 2 and (Z - X)/sqrt 2
        z, x = (means.e.half * found[letter + bobs] for letter in "ZX")
        listed += [z + x, z - x]
    return means.e, listed


def fixed(kept: str) -> Certificate:
    """On the boundary with c (or s) a sign and the other zero all means but those of `FREE` follow from these.

    Args:
        kept: "c" or "s".
    """
    e, zeros = _zeros(Symbols([kept], sign=kept))
    listed: list[Json] = []
    for zero in zeros:
        constant = zero.operator.words.get((), e.symbols.number(0))
        functional = zero.operator - e.algebra.scalar(constant)
        listed.append({"functional": functional.json(), "value": e.symbols.spell(-constant)})
    statement = e.statement("equality", hypotheses=[e.maximal(), e.saturated()], values=listed)
    witness: dict[str, Json] = {
        "derivations": [e.derive_maximal(), e.derive_saturated()],
        "memberships": [{"annihilations": annihilations(sorted(zero.uses.items()))} for zero in zeros],
        "feasible": every_angle(e.symbols, e.c, e.s), "symbols": {kept: "1"},
    }  # fmt: skip
    return "ideal", statement, witness


# -- the adversary ------------------------------------------------------------------------


def attained(kept: str) -> Certificate:
    """A model with an adversary for every behaviour of `fixed`: she guesses both outcomes with probability 1/2.

    The state is a Bell pair and a shared coin (or two) that she knows.

    Args:
        kept: "c": a and b are the means of B_01 after the outcomes 0 and 1 of B_0; she knows what B_01 will be after
            either, and guesses that B_0 is 0. "s": m is the mean of B_0; she knows B_0, and guesses that B_01 is 0.
    """
    ranges = ("a", "b") if kept == "c" else ("m",)
    symbols = Symbols([kept, *ranges], sign=kept)
    if kept == "c":
        a, b = symbols["a"], symbols["b"]
        free, guess = [(a + b) / 2, (a - b) / 2], [f"B0=0 B01={e} E0={e}" for e in (0, 1)]
    else:
        free, guess = [symbols["m"]], [f"B0={e} B01=0 E0={e}" for e in (0, 1)]
    means = dict(zip(FREE[kept], free, strict=True))
    listed: list[Json] = [
        {"functional": [["1", word]], "value": symbols.spell(x)} for word, x in (means | _rest(symbols, means)).items()
    ]
    listed.append({"functional": [["1", word] for word in guess], "value": "1/2"})
    declared: list[Json] = [{"name": kept}]
    declared += [{"name": name, "low": "-1", "high": "1"} for name in ranges]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": EVE.json(), "values": listed, **symbols.declaration(),
        "symbols": declared,
    }  # fmt: skip
    coins = product((1, -1), repeat=len(ranges))
    models: list[Json] = [_model(symbols, dict(zip(ranges, coin, strict=True))) for coin in coins]
    return "point", statement, {"models": models, "symbols": {kept: "1", **dict.fromkeys(ranges, "0")}}


def _rest(symbols: Symbols, free: dict[str, Any]) -> dict[str, Any]:
    """The other means, from the free ones."""
    e, zeros = _zeros(symbols)
    known, found = {"": symbols.number(1), **free}, {}
    for zero in zeros:
        terms = {e.algebra.scenario.text(word): c for word, c in zero.operator.words.items()}
        (wanted,) = terms.keys() - known.keys()  # with coefficient 1
        found[wanted] = symbols.reduce(sum(-c * known[word] for word, c in terms.items() if word != wanted))
    return found


def _model(symbols: Symbols, coin: dict[str, int]) -> Json:
    """One side of the coins, with the probability that gives their means."""
    sign = symbols.sign or ""
    weight = symbols.number(Fraction(1, 2))  # of the Bell pair
    for name, side in coin.items():
        weight = weight * (1 + side * symbols[name]) / 2

    def diagonal(x: Any, y: Any) -> Json:
        return [[symbols.spell(x), "0"], ["0", symbols.spell(y)]]

    spelled, zero = symbols.spell(symbols[sign]), symbols.number(0)
    if sign == "c":
        # B_01 is a function of B_0
        same, turned = ((coin["a"] + k * coin["b"]) // 2 for k in (1, -1))
        hers = coin["a"]
        bobs = {"B0": diagonal(symbols["c"], -symbols["c"])}
        bobs["B01"] = diagonal(same + turned * symbols["c"], same - turned * symbols["c"])
    else:
        hers = coin["m"]
        bobs = {"B0": diagonal(zero + hers, zero + hers), "B01": [["0", spelled], [spelled, "0"]]}
    operators: dict[str, Json] = {
        **bobs, "B00": SIGMA_Z, "B1": SIGMA_X, "E0": [[str(hers)]],
        **{name: protocol_operators()[name] for name in ("A0", "A1")},
    }  # fmt: skip
    return {
        "weight": symbols.spell(weight), "dimensions": ["2", "2", "1"], "state": ["1", "0", "0", "1"],
        "operators": operators,
    }  # fmt: skip
