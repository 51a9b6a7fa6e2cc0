"""Functionals with three settings or outcomes, and guesses at other settings than the first."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import lru_cache

from hypothesis import strategies as st

from lp.guessing import guessing_probability, known
from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.boxes import POPESCU_ROHRLICH, UNIFORM, Table, relabelled
from oracle.conformance.boxes import mixture as mixed_boxes
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.scenarios import (
    Labels,
    Shape,
    behaviours,
    cells,
    deterministic,
    events,
    fair,
    filled,
    functionals,
    local_maximum,
    mixture,
    no_signalling_maximum,
    quantum_below,
    relabellings,
    scenario,
    shape_of,
)
from oracle.conformance.scenarios import relabelled as with_labels
from oracle.conformance.tilted import guessing
from oracle.conformance.truth import Truth, between, exactly, formula
from oracle.conformance.wire import encoded

SUITE = Suite("larger", "two parties with two or three settings and outcomes, and guesses at any of the settings")
_FUNCTIONAL = {"functional": "s[x][y][a][b], integers; two or three settings and outcomes of each party"}
LOCAL = SUITE.call("larger.functional.local", _FUNCTIONAL, "upper bound on sum s P(ab|xy), local behaviours")
NOSIGNALLING = SUITE.call("larger.functional.no-signalling", _FUNCTIONAL, "the same, no-signalling behaviours")
QUANTUM = SUITE.call("larger.functional.quantum", _FUNCTIONAL, "the same, quantum behaviours")
ONE = SUITE.call(
    "larger.guessing.no-signalling.one",
    {"behaviour": "p[x][y][a][b], no-signalling, two or three settings and outcomes", "x": "Alice's setting, from 0"},
    "upper bound on the probability that Alice's outcome at this setting is guessed",
)  # fmt: skip
PAIR = SUITE.call(
    "larger.guessing.no-signalling.pair",
    {"behaviour": "the same", "x": "Alice's setting", "y": "Bob's setting"}, "the same for the pair of outcomes",
)  # fmt: skip
QUANTUM_ONE = SUITE.call(
    "larger.guessing.quantum.one",
    {"behaviour": "p[x][y][a][b], quantum, two settings and outcomes", "x": "Alice's setting, 0 or 1"},
    "the same for Alice's outcome, quantum decompositions",
)  # fmt: skip
_CONVENTION = "the adversary holds classical side information and any no-signalling decomposition is allowed"
_QUANTUM = "the adversary holds classical side information and any quantum decomposition is allowed"
_I3322 = filled(
    (3, 3, 2, 2),
    lambda x, y, a, b: (
        ([[1, 1, 1], [1, 1, -1], [1, -1, 0]][x][y] if a == b == 0 else 0)
        - (int(a == 0) if (x, y) == (0, 0) else 0)
        - ([2, 1, 0][y] * int(b == 0) if x == 0 else 0)
    ),
)
"""P(A0)-type: sum of joint probabilities of outcomes 0 less P(A0), 2 P(B0) and P(B1); local at most 0."""


def _cglmp(x: int, y: int, a: int, b: int) -> int:
    """P(A0 = B0) + P(B0 = A1 + 1) + P(A1 = B1) + P(B1 = A0), less the same with other sums.

    Those are P(A0 = B0 - 1), P(B0 = A1), P(A1 = B1 - 1) and P(B1 = A0 - 1), all modulo 3; local at most 2. Collins,
    Gisin, Linden, Massar and Popescu 2002.
    """
    wanted, unwanted = {(0, 0): (0, 1), (1, 0): (1, 0), (1, 1): (0, 1), (0, 1): (0, 2)}[x, y]
    return int((b - a) % 3 == wanted) - int((b - a) % 3 == unwanted)


CGLMP = filled((2, 2, 3, 3), _cglmp)
MAXIMUM = formula({"add": ["1", {"sqrt": ["11/3"]}]}, "the quantum maximum")
"""1 + sqrt(11/3), attained by qutrits: Acin, Durt, Gisin and Latorre 2002."""
_GAME = filled((3, 3, 3, 3), lambda x, y, a, b: int((a + b) % 3 == x * y % 3))
_EDGES = [_I3322, CGLMP, _GAME, filled((2, 3, 3, 2), lambda x, y, a, b: (x + 1) * (a - b) * (y - 1))]


def _text(functional: Table) -> str:
    return json.dumps(functional)


@SUITE.property(
    LOCAL, cases=functionals(), safe="high", edges=_EDGES, most=60,
    source="all deterministic strategies, oracle/conformance/scenarios.py",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.PARTY_PERMUTATION],
)  # fmt: skip
def local(ask: Ask, functional: Table) -> Judgement:
    """The answer is at least the value of every deterministic strategy, with three settings or outcomes as well."""
    truth = exactly(local_maximum(_text(functional)), "the local maximum")
    return ask(LOCAL, {"functional": functional}).upper(truth, SLACK)


@SUITE.property(
    NOSIGNALLING, cases=functionals(), safe="high", edges=_EDGES, most=40,
    source="lp.optima, certificates of rule lp-dual and attaining behaviours",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.PARTY_PERMUTATION],
)  # fmt: skip
def no_signalling(ask: Ask, functional: Table) -> Judgement:
    """The answer is at least the value of every no-signalling behaviour."""
    truth = exactly(no_signalling_maximum(_text(functional)), "the no-signalling maximum")
    return ask(NOSIGNALLING, {"functional": functional}).upper(truth, SLACK)


@SUITE.property(
    QUANTUM, cases=functionals(), safe="high", edges=_EDGES, most=40,
    source="explicit qubits in exact arithmetic and local strategies from below, linear programs from above: "
    "oracle/conformance/scenarios.py",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.PARTY_PERMUTATION],
)  # fmt: skip
def quantum(ask: Ask, functional: Table) -> Judgement:
    """The answer is at least what explicit qubits attain, and what is local."""
    text = _text(functional)
    low, high = quantum_below(text), no_signalling_maximum(text)
    size = 1 + max(abs(Fraction(functional[x][y][a][b])) for x, y, a, b in cells(shape_of(functional)))
    truth = between(low, max(low, high), "the quantum maximum")
    return ask(QUANTUM, {"functional": functional}).upper(truth, size * 20 * SLACK)


_PLAIN: Labels = (False, (0, 1), (0, 1), ((0, 1, 2),) * 2, ((0, 1, 2),) * 2)


@SUITE.property(
    QUANTUM, cases=st.tuples(relabellings((2, 2, 3, 3)), st.integers(1, 5)), safe="high", most=25,
    source="Collins, Gisin, Linden, Massar and Popescu 2002; Acin, Durt, Gisin and Latorre 2002: qutrits attain "
    "1 + sqrt(11/3)",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.WRONG_SIDE_ROUNDING], edges=[(_PLAIN, 1)],
)  # fmt: skip
def quantum_of_three_outcomes(ask: Ask, case: tuple[Labels, int]) -> Judgement:
    """Qutrits attain more than maximally entangled ones, and than qubits, whatever the labels."""
    labels, scale = case
    functional = with_labels(filled((2, 2, 3, 3), lambda x, y, a, b: scale * CGLMP[x][y][a][b]), labels)
    truth = Truth(lambda precision: (scale * MAXIMUM.enclose(precision)[0], Fraction(4 * scale)), "the quantum maximum")
    return ask(QUANTUM, {"functional": functional}).upper(truth, scale * 20 * SLACK)


At = tuple[Table, int, int]
"""A behaviour and settings, which are taken modulo the number of settings."""
_TWO: list[Shape] = [(2, 2, 2, 2), (2, 2, 2, 2), (3, 3, 2, 2), (2, 2, 3, 3), (3, 2, 2, 2), (2, 3, 2, 3)]
_AT = st.tuples(behaviours(_TWO), st.integers(0, 2), st.integers(0, 2))
_PARTLY = fair((3, 3, 2, 2), ((0, 0, 0), (0, 1, 0), (0, 0, 0)), (None, None, 1), (None, None, 0))
_SHIFTED = fair((3, 3, 2, 2), ((0, 0, 0), (0, 0, 1), (0, 1, 1)))
_BIASED = mixture(
    (2, 2, 2, 2), [(1, deterministic((2, 2, 2, 2), (0, 1), (0, 0))), (2, fair((2, 2, 2, 2), ((0, 0), (0, 1))))]
)
_TRITS = mixture(
    (2, 2, 3, 3), [(3, fair((2, 2, 3, 3), ((0, 1), (1, 0)))), (1, deterministic((2, 2, 3, 3), (0, 2), (1, 1)))]
)
_AT_EDGES: list[At] = [
    (_BIASED, 0, 0), (_BIASED, 1, 0), (_BIASED, 1, 1), (_SHIFTED, 2, 2),
    (_PARTLY, 1, 1), (_PARTLY, 2, 2), (_PARTLY, 2, 0), (_TRITS, 0, 1), (_TRITS, 1, 0),
    (mixed_boxes([(1, UNIFORM), (3, POPESCU_ROHRLICH[0])]), 1, 1),
]  # fmt: skip


@lru_cache(maxsize=1024)
def _guess(text: str, inputs: tuple[str, ...]) -> Fraction:
    entries: Table = [[[[Fraction(p) for p in row] for row in block] for block in line] for line in json.loads(text)]
    where = scenario(shape_of(entries))
    return guessing_probability(where, inputs, known(where, events(entries))).value


def _judge(ask: Ask, call: str, case: At) -> Judgement:
    behaviour, x, y = case
    shape = shape_of(behaviour)
    x, y = x % shape[0], y % shape[1]
    inputs = (f"A{x}",) if call == ONE else (f"A{x}", f"B{y}")
    truth = exactly(_guess(json.dumps(encoded(behaviour)), inputs), "the guessing probability")
    settings = {"x": x} if call == ONE else {"x": x, "y": y}
    return ask(call, {"behaviour": behaviour, **settings}).upper(truth, SLACK)


@SUITE.property(
    ONE, cases=_AT, edges=_AT_EDGES, safe="high", convention=_CONVENTION, most=40,
    source="lp.guessing: certificates of rule guessing and of the adversary's best strategy",
    bugs=[BugType.PARTY_PERMUTATION, BugType.PRIMAL_FOR_DUAL],
)  # fmt: skip
def one_outcome_at_any_setting(ask: Ask, case: At) -> Judgement:
    """The outcome that is guessed is that of the setting which is named."""
    return _judge(ask, ONE, case)


@SUITE.property(
    PAIR, cases=_AT, edges=_AT_EDGES, safe="high", convention=_CONVENTION, most=40,
    source="lp.guessing: certificates of rule guessing and of the adversary's best strategy",
    bugs=[BugType.PARTY_PERMUTATION, BugType.FORMULA],
)  # fmt: skip
def both_outcomes_at_any_settings(ask: Ask, case: At) -> Judgement:
    """The pair that is guessed is that of the settings which are named."""
    return _judge(ask, PAIR, case)


_BETA = st.sampled_from([Fraction(k, 8) for k in range(17)])
_WEIGHT = st.integers(0, 10).map(lambda k: Fraction(k, 10))
_BIT = st.integers(0, 1)


@SUITE.property(
    QUANTUM_ONE, cases=st.tuples(_BETA, _WEIGHT, _BIT, st.tuples(*[_BIT] * 4)), safe="high", most=40,
    source="Acin, Massar and Pironio 2012, points the kernel checks; pironio2010, equation (6)", convention=_QUANTUM,
    bugs=[BugType.PARTY_PERMUTATION, BugType.PRIMAL_FOR_DUAL],
    edges=[(Fraction(1), Fraction(0), 1, (0, 0, 0, 0)), (Fraction(3, 2), Fraction(1, 2), 1, (0, 1, 0, 0)),
           (Fraction(1), Fraction(1, 3), 0, (1, 0, 0, 1))],
)  # fmt: skip
def quantum_outcome_at_any_setting(
    ask: Ask, case: tuple[Fraction, Fraction, int, tuple[int, int, int, int]]
) -> Judgement:
    """A quantum outcome is guessed at the setting that is named, with the bias of that setting."""
    beta, weight, x, outcomes = case
    # the biased setting is moved to x, so that the reference for setting 0 holds there
    original, truth, slack = guessing(beta, weight, lambda entries: relabelled(entries, False, (0, 0), outcomes))
    moved = relabelled(original, False, (x, 0), (0, 0, 0, 0))
    return ask(QUANTUM_ONE, {"behaviour": moved, "x": x}).upper(truth, slack + SLACK)
