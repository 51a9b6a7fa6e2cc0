"""Bounds on linear functionals over local, no-signalling and quantum behaviours."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from hypothesis import strategies as st

from lp.local import maximum as local_maximum
from lp.optima import maximum
from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.boxes import (
    SCENARIO,
    Number,
    Table,
    chsh,
    functionals,
    relabellings,
    table,
    words,
)
from oracle.conformance.model import SLACK, BugType, Suite
from oracle.conformance.tilted import maximum as tilted_maximum
from oracle.conformance.truth import Truth, exactly

SUITE = Suite("functional", "upper bounds on linear functionals of two parties, two settings, two outcomes")
_ARGUMENTS = {"functional": "s[x][y][a][b], integers"}
LOCAL = SUITE.call("functional.local", _ARGUMENTS, "upper bound on sum s P(ab|xy), local behaviours")
NOSIGNALLING = SUITE.call("functional.no-signalling", _ARGUMENTS, "the same, no-signalling behaviours")
QUANTUM = SUITE.call("functional.quantum", _ARGUMENTS, "the same, quantum behaviours")


@lru_cache(maxsize=4096)
def _maximum(kind: str, text: str) -> Fraction:
    """The exact maximum, from a bound and an attaining point that the kernel proved."""
    entries: Table = json.loads(text)
    if not any(words(entries).values()):
        return Fraction(0)  # no certificate is needed, and none has an empty functional
    found = (local_maximum if kind == "local" else maximum)(SCENARIO, words(entries))
    return found.value


def _proved(kind: str, functional: Table) -> Truth:
    return exactly(_maximum(kind, json.dumps(functional)), f"the {kind} maximum")


_ZERO = table(lambda x, y, a, b: 0)
_ONE = table(lambda x, y, a, b: -1)
_HUGE = table(lambda x, y, a, b: (10**9 + 7) * (2 * (a ^ b ^ (x & y)) - 1))


@SUITE.property(
    LOCAL, cases=functionals(), source="lp.local, certificates of rule lp-dual and attaining strategies", safe="high",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.PARTY_PERMUTATION, BugType.SIGN_OR_DUAL_CONVENTION],
    edges=[chsh(), chsh("00"), _ZERO, _ONE, _HUGE], most=60,
)  # fmt: skip
def local(ask: Ask, functional: Table) -> Judgement:
    """The answer is at least the value of every deterministic strategy."""
    return ask(LOCAL, {"functional": functional}).upper(_proved("local", functional), SLACK)


@SUITE.property(
    NOSIGNALLING, cases=functionals(), source="lp.optima, certificates of rule lp-dual and attaining behaviours",
    safe="high", bugs=[BugType.PRIMAL_FOR_DUAL, BugType.SIGN_OR_DUAL_CONVENTION, BugType.WRONG_SIDE_ROUNDING],
    edges=[chsh(), chsh("00"), _ZERO, _ONE, _HUGE], most=60,
)  # fmt: skip
def no_signalling(ask: Ask, functional: Table) -> Judgement:
    """The answer is at least the value of every no-signalling behaviour."""
    return ask(NOSIGNALLING, {"functional": functional}).upper(_proved("no-signalling", functional), SLACK)


Tilted = tuple[Callable[[Table], Table], int, Fraction]
_TILT = st.one_of(st.just(Fraction(0)), st.fractions(0, 2, max_denominator=8))


def _tilted(scale: int, beta: Fraction) -> Table:
    """scale (CHSH + beta A0), the marginal spread over Bob's settings, with integer coefficients."""

    def entry(x: int, y: int, a: int, b: int) -> Number:
        marginal = beta / 2 * (1 - 2 * a) if x == 0 else 0
        return (chsh()[x][y][a][b] + marginal) * scale * 2 * beta.denominator

    return table(lambda x, y, a, b: int(entry(x, y, a, b)))


@SUITE.property(
    QUANTUM, cases=st.tuples(relabellings(), st.integers(1, 5), _TILT), safe="high",
    source="Acin, Massar and Pironio 2012; sums of squares the kernel checks: proofs/search/chsh.py, tilted_generic",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.WRONG_SIDE_ROUNDING, BugType.PARTY_PERMUTATION], most=60,
    edges=[(lambda entries: entries, 1, Fraction(0)), (lambda entries: entries, 1, Fraction(2))],
)  # fmt: skip
def quantum(ask: Ask, case: Tilted) -> Judgement:
    """The answer for k (CHSH + beta A0), 0 <= beta <= 2, is at least k sqrt(8 + 2 beta^2), whatever the labels."""
    relabel, scale, beta = case
    truth = tilted_maximum(beta, Fraction(2 * scale * beta.denominator))
    return ask(QUANTUM, {"functional": relabel(_tilted(scale, beta))}).upper(truth, scale * 20 * SLACK)
