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
    CELLS,
    DETERMINISTIC,
    SCENARIO,
    VERTICES,
    Number,
    Table,
    at,
    chsh,
    correlations,
    functionals,
    games,
    relabellings,
    table,
    value,
    words,
)
from oracle.conformance.properties import SLACK, BugType, Option, Suite
from oracle.conformance.qubits import sides
from oracle.conformance.tilted import maximum as tilted_maximum
from oracle.conformance.truth import Truth, between, exactly

SUITE = Suite("functional", "upper bounds on linear functionals of two parties, two settings, two outcomes")
_ARGUMENTS = {"functional": "s[x][y][a][b], integers"}
_NEGATIVE = Option("negative", "a coefficient is negative", lambda arguments: _least(arguments["functional"]) < 0)
LOCAL = SUITE.call("functional.local", _ARGUMENTS, "upper bound on sum s P(ab|xy), local behaviours", _NEGATIVE)
NOSIGNALLING = SUITE.call("functional.no-signalling", _ARGUMENTS, "the same, no-signalling behaviours", _NEGATIVE)
QUANTUM = SUITE.call("functional.quantum", _ARGUMENTS, "the same, quantum behaviours", _NEGATIVE)


def _least(functional: Table) -> Number:
    return min(at(functional, cell) for cell in CELLS)


@lru_cache(maxsize=4096)
def _maximum(kind: str, text: str) -> Fraction:
    """The exact maximum, from a bound and an attaining point that the kernel proved.

    Coefficients beyond machine integers are too large for the search: there the maximum is that over the extreme
    behaviours, of which Barrett, Linden, Massar, Pironio, Popescu and Roberts 2005 list all.
    """
    entries: Table = json.loads(text)
    if max(abs(Fraction(at(entries, cell))) for cell in CELLS) >= 2**40:
        return max(value(entries, extreme) for extreme in (DETERMINISTIC if kind == "local" else VERTICES))
    if not any(words(entries).values()):
        return Fraction(0)  # no certificate is needed, and none has an empty functional
    found = (local_maximum if kind == "local" else maximum)(SCENARIO, words(entries))
    return found.value


def _proved(kind: str, functional: Table) -> Truth:
    return exactly(_maximum(kind, json.dumps(functional)), f"the {kind} maximum")


_ZERO = table(lambda x, y, a, b: 0)
_ONE = table(lambda x, y, a, b: -1)
_HUGE = table(lambda x, y, a, b: (10**9 + 7) * (2 * (a ^ b ^ (x & y)) - 1))
_WORDS = table(lambda x, y, a, b: (2**53 + 1) * (a ^ b ^ (x & y)) + 2**15 * (a & b))
_THIRDS = table(lambda x, y, a, b: (a ^ b ^ (x & y)) * (1 + 2 * x))
_GAME = table(lambda x, y, a, b: int(a ^ b == (x & y)))
_EDGES = [_GAME, chsh(), chsh("00"), chsh("01"), _ZERO, _ONE, _HUGE, _WORDS, _THIRDS]


@SUITE.property(
    LOCAL, cases=functionals(), source="lp.local, certificates of rule lp-dual and attaining strategies", safe="high",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.PARTY_PERMUTATION, BugType.SIGN_OR_DUAL_CONVENTION],
    edges=_EDGES, most=80,
)  # fmt: skip
def local(ask: Ask, functional: Table) -> Judgement:
    """The answer is at least the value of every deterministic strategy."""
    return ask(LOCAL, {"functional": functional}).upper(_proved("local", functional), SLACK)


@SUITE.property(
    NOSIGNALLING, cases=functionals(), source="lp.optima, certificates of rule lp-dual and attaining behaviours",
    safe="high", bugs=[BugType.PRIMAL_FOR_DUAL, BugType.SIGN_OR_DUAL_CONVENTION, BugType.WRONG_SIDE_ROUNDING],
    edges=_EDGES, most=80,
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
    source="Acin, Massar and Pironio 2012; squares the kernel checks: proofs/search/chsh/identities.py, tilted_generic",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.WRONG_SIDE_ROUNDING, BugType.PARTY_PERMUTATION], most=60,
    edges=[(lambda entries: entries, 1, Fraction(0)), (lambda entries: entries, 1, Fraction(2))],
)  # fmt: skip
def quantum(ask: Ask, case: Tilted) -> Judgement:
    """The answer for k (CHSH + beta A0), 0 <= beta <= 2, is at least k sqrt(8 + 2 beta^2), whatever the labels."""
    relabel, scale, beta = case
    truth = tilted_maximum(beta, Fraction(2 * scale * beta.denominator))
    return ask(QUANTUM, {"functional": relabel(_tilted(scale, beta))}).upper(truth, scale * 20 * SLACK)


def _quantum(functional: Table) -> Truth:
    text = json.dumps(functional)
    low, high = sides(text)
    return between(low, min(high, _maximum("no-signalling", text)), "the quantum maximum")


def _tilt_of_bob(x: int, y: int, a: int, b: int) -> int:
    return 2 * (1 - 2 * (a ^ b ^ (x & y))) + (1 - 2 * b if y == 1 and x == 0 else 0)


_SKEW = table(lambda x, y, a, b: [1, 2, 1, -1][2 * x + y] * (1 - 2 * (a ^ b)))
_BOTH = table(
    lambda x, y, a, b: 2 * (1 - 2 * (a ^ b ^ (x & y))) + (1 - 2 * a) * (y == 0 and x == 0) + (1 - 2 * b) * (x == 0)
)


@SUITE.property(
    QUANTUM, cases=st.one_of(functionals(), correlations(), games()), safe="high", most=80,
    source="explicit qubits in exact arithmetic from below; Tsirelson 1980 and linear programs from above: "
    "oracle/conformance/qubits.py",
    bugs=[BugType.FORMULA, BugType.PRIMAL_FOR_DUAL, BugType.PARTY_PERMUTATION],
    edges=[
        _SKEW, _BOTH, table(_tilt_of_bob), _ZERO, _ONE, _THIRDS, table(lambda x, y, a, b: int(a == b == x == 0)),
        table(lambda x, y, a, b: [3, 1, 1, -2][2 * x + y] * (1 - 2 * (a ^ b))),
    ],
)  # fmt: skip
def quantum_of_any_functional(ask: Ask, functional: Table) -> Judgement:
    """The answer is at least what explicit qubits attain, and what is local, for whatever coefficients."""
    truth = _quantum(functional)
    size = 1 + max(abs(Fraction(at(functional, cell))) for cell in CELLS)
    return ask(QUANTUM, {"functional": functional}).upper(truth, size * 20 * SLACK)
