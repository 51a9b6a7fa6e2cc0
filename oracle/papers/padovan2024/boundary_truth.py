"""The boundary of sequential correlations, read off shipped certificates after the kernel proved them again.

S_1, S_2 are the CHSH values of Alice with Bob's pairs (B0, B1) and (B00, B01), S_c that of (B00, B1), and
S_theta = c S_1 + s S_2 - sqrt 2 (c + s) for c = cos 2 theta, s = sin 2 theta (padovan2024).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Any

from oracle.conformance.truth import Truth, exactly, formula
from oracle.failures import Bug
from oracle.numbers import Expression
from oracle.papers.padovan2024.qubits import attained
from oracle.proved import Proved, proved, require_about
from oracle.resources import certificates_dir
from proofs.kernel.interval import Interval

Surd = tuple[Fraction, Fraction]
"""a + b sqrt 2."""
_ROOT: Surd = (Fraction(0), Fraction(1))
_S1 = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}
_S2 = {"A0 B00": 1, "A0 B01": 1, "A1 B00": 1, "A1 B01": -1}
_SC = {"A0 B1": 1, "A0 B00": 1, "A1 B1": -1, "A1 B00": 1}


@lru_cache(maxsize=16)
def shipped(name: str) -> Proved:
    """A certificate of padovan2024, proved here."""
    return proved((certificates_dir() / "padovan2024" / f"{name}.cert.json").read_bytes())


def number(value: Any, at: Mapping[str, Fraction]) -> Surd:
    """A coefficient of a statement at values of its symbols."""
    if isinstance(value, dict):
        terms = [(number(c, at), monomial) for c, monomial in value["poly"]]
        total = (Fraction(0), Fraction(0))
        for (a, b), monomial in terms:
            factor = Fraction(1)
            for power in monomial.split():
                symbol, _, exponent = power.partition("^")
                factor *= at[symbol] ** int(exponent or "1")
            total = total[0] + factor * a, total[1] + factor * b
        return total
    parts = [value] if isinstance(value, str) else value
    a, b = [Fraction(part) for part in parts] + [Fraction(0)] * (2 - len(parts))
    return a, b


def _sign(x: Surd) -> int:
    """Of a + b sqrt 2, decided exactly."""
    a, b = x
    left, right = a * abs(a), -2 * b * abs(b)
    return (left > right) - (left < right)


def _scaled(factor: Fraction, x: Surd) -> Surd:
    return factor * x[0], factor * x[1]


def _expression(x: Surd) -> Expression:
    return {"add": [str(x[0]), {"mul": [str(x[1]), {"sqrt": ["2"]}]}]}


def _robust(at: Mapping[str, Fraction]) -> Surd:
    """(bound of the robust family)/(2 beta x z) at values of its symbols that satisfy one of the two conditions."""
    size = 2 * at["beta"] * at["x"] * at["z"]
    wanted: dict[str, Surd] = {"": _scaled(-size * (at["c"] + at["s"] + 2 * at["l"]), _ROOT)}
    for factor, functional in ((at["c"], _S1), (at["s"], _S2), (at["l"], _SC)):
        for word, c in functional.items():
            old = wanted.get(word, (Fraction(0), Fraction(0)))
            wanted[word] = old[0] + size * factor * c, old[1]
    for name in ("robust-kappa-plus", "robust-kappa-minus"):
        found = shipped(name)
        require_about(found, kind="bound", set="quantum-commuting", sense="<=", hypotheses={})
        senses = [(_sign(number(c["polynomial"], at)), c["sense"]) for c in found.statement["conditions"]]
        if any(sign < (1 if sense == ">0" else 0) for sign, sense in senses):
            continue
        if {word: number(c, at) for c, word in found.statement["functional"]} != wanted:
            raise Bug("not-proved", "the robust family is about another functional")
        return _scaled(1 / size, number(found.statement["bound"], at))
    raise Bug("not-proved", "the parameters satisfy neither condition of the robust family")


def _root(x: Fraction) -> Fraction:
    """A rational near the square root."""
    return Fraction(isqrt((x.numerator << 80) // x.denominator), 1 << 40)


@lru_cache(maxsize=512)
def _upper(c: Fraction, s: Fraction, eps: Fraction) -> Surd:
    """A proved upper bound on S_theta for S_c >= 2 sqrt 2 - eps, c and s positive.

    It is near sqrt 2 + 2^(1/4) |gamma| sqrt(eps), gamma = (c - s)(1 - c - s), which l = 2^(-3/4) |gamma| / sqrt(eps)
    and x = 1 + gamma/(2 l) would give; z makes the term with kappa vanish.
    """
    gamma = (c - s) * (1 - c - s)
    one = Fraction(1)
    if not gamma:
        return _robust({"c": c, "s": s, "l": Fraction(0), "beta": one, "x": one, "z": one})
    lam = (abs(gamma) * Fraction(5946, 10**4) / _root(eps)).limit_denominator(10**6)
    x = 1 + gamma / (2 * lam)
    z = (s + lam) / ((c + lam) / x - (c * c - s * s))
    a, b = _robust({"c": c, "s": s, "l": lam, "beta": one, "x": x, "z": z})
    return a + lam * eps, b


def boundary() -> Truth:
    """The maximum of S_theta when S_c = 2 sqrt 2, for every theta: sqrt 2, proved and attained."""
    for name in ("result-1", "attained"):
        shipped(name)
    return formula({"sqrt": ["2"]}, "the maximum of S_theta")


def robust(c: Fraction, s: Fraction, eps: Fraction) -> Truth:
    """The maximum of S_theta when S_c >= 2 sqrt 2 - eps, from both sides, for eps positive.

    From below: explicit qubits, or a mixture of the boundary point and of an explicit point with S_c below 2 sqrt 2.
    From above: the robust family where c and s are positive, elsewhere only what CHSH values cannot exceed.

    >>> truth = robust(Fraction(99, 101), Fraction(20, 101), Fraction(1, 100))
    >>> truth.compare(Fraction(1415, 1000)), truth.compare(Fraction(15, 10))
    (-1, 1)
    """
    boundary()
    values = shipped("unconditional-tan-1-10-attained").statement["values"]
    s1, s2, sc = (Fraction(entry["value"]) for entry in values)
    beyond = (c * s1 + s * s2, -(c + s) - 1)  # S_theta - sqrt 2 of the explicit point
    below = formula({"sqrt": ["2"]}, "")
    if _sign(beyond) > 0:
        # its distance from 2 sqrt 2, rounded up: a smaller weight
        distance = Fraction(isqrt(8 * 4**64) + 1, 2**64) - sc
        weight = min(Fraction(1), eps / distance)
        below = formula(_expression((weight * beyond[0], 1 + weight * beyond[1])), "")
    others = formula(_expression(attained(c, s, eps)), "")
    if others.enclose(256)[0] > below.enclose(256)[1]:
        below = others
    far = Fraction(0), 3 * (abs(c) + abs(s))
    above = formula(_expression(_upper(c, s, eps) if c > 0 and s > 0 else far), "")

    def enclose(precision: int) -> Interval:
        return below.enclose(precision)[0], above.enclose(precision)[1]

    return Truth(enclose, "the maximum of S_theta")


def bits(c: Fraction, s: Fraction) -> Truth:
    """The min-entropy of the outcomes of B0 and B01 on the boundary: 2, and 1 where c s = 0."""
    if c * s:
        require_about(shipped("two-bits"), kind="guessing", guessed=["B0", "B01"], bound="1/4")
        return exactly(2, "the min-entropy")
    require_about(shipped("one-bit-c" if c else "one-bit-s"), kind="guessing", guessed=["B0", "B01"], bound="1/2")
    attained = json.dumps(shipped("one-bit-c-attained" if c else "one-bit-s-attained").statement["values"][-1])
    if "E0=0" not in attained or not attained.endswith('"value": "1/2"}'):
        raise Bug("not-proved", "the adversary's strategy has another value than one half")
    return exactly(1, "the min-entropy")
