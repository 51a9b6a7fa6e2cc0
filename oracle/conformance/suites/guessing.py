"""How well a no-signalling adversary guesses outcomes of a given behaviour."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import lru_cache

from hypothesis import strategies as st

from lp.guessing import guessing_probability, known
from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.boxes import (
    DETERMINISTIC,
    POPESCU_ROHRLICH,
    SCENARIO,
    UNIFORM,
    Table,
    behaviours,
    distributions,
    mixture,
    signals,
    table,
    words,
)
from oracle.conformance.model import SLACK, BugType, Suite
from oracle.conformance.tilted import guessing
from oracle.conformance.truth import Truth, exactly
from oracle.conformance.wire import encoded

SUITE = Suite("guessing", "guessing probabilities of given behaviours, against an adversary who knows a decomposition")
_BEHAVIOUR = {"behaviour": "p[x][y][a][b], no-signalling"}
ONE = SUITE.call(
    "guessing.no-signalling.one", _BEHAVIOUR, "upper bound on the probability that a given x = 0 is guessed"
)
PAIR = SUITE.call("guessing.no-signalling.pair", _BEHAVIOUR, "the same for the pair a, b given x = y = 0")
QUANTUM = SUITE.call(
    "guessing.quantum.one", {"behaviour": "p[x][y][a][b], quantum"}, "upper bound on the same, quantum decompositions"
)
_SOURCE = "lp.guessing: certificates of rule guessing and of the adversary's best strategy, both proved by the kernel"
_CONVENTION = "the adversary holds classical side information and any no-signalling decomposition is allowed"
_NOISY = mixture([(1, UNIFORM), (3, POPESCU_ROHRLICH[0])])
_EDGES = [POPESCU_ROHRLICH[0], POPESCU_ROHRLICH[5], DETERMINISTIC[6], UNIFORM, _NOISY]


@lru_cache(maxsize=4096)
def _guess(text: str, inputs: tuple[str, ...]) -> Fraction:
    entries = json.loads(text)
    behaviour = words(table(lambda x, y, a, b: Fraction(entries[x][y][a][b])))
    return guessing_probability(SCENARIO, inputs, known(SCENARIO, behaviour)).value


def _truth(behaviour: Table, *inputs: str) -> Truth:
    return exactly(_guess(json.dumps(encoded(behaviour)), inputs), "the guessing probability")


@SUITE.property(
    ONE, cases=behaviours(), source=_SOURCE, safe="high", convention=_CONVENTION, edges=_EDGES, most=50,
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.FORMULA],
)  # fmt: skip
def one_outcome(ask: Ask, behaviour: Table) -> Judgement:
    """Whoever knows which extreme behaviour was used guesses a at least as well as from its probabilities."""
    return ask(ONE, {"behaviour": behaviour}).upper(_truth(behaviour, "A0"), SLACK)


@SUITE.property(
    PAIR, cases=behaviours(), source=_SOURCE, safe="high", convention=_CONVENTION, edges=_EDGES, most=50,
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.FORMULA],
)  # fmt: skip
def both_outcomes(ask: Ask, behaviour: Table) -> Judgement:
    """The pair of outcomes is one guess; the guesses of a and of b are not independent."""
    return ask(PAIR, {"behaviour": behaviour}).upper(_truth(behaviour, "A0", "B0"), SLACK)


@SUITE.property(
    ONE, cases=distributions().filter(signals), source="no decomposition into no-signalling behaviours exists",
    safe="high", convention=_CONVENTION, bugs=[BugType.DOMAIN_EDGE],
    edges=[table(lambda x, y, a, b: int(a == y and b == x))],
)  # fmt: skip
def refuses_signalling(ask: Ask, behaviour: Table) -> Judgement:
    """A behaviour that signals is outside the model, so that no guessing probability can be given."""
    return ask(ONE, {"behaviour": behaviour}).refused("the behaviour signals")


_BETA = st.sampled_from([Fraction(k, 8) for k in range(17)])
_WEIGHT = st.integers(0, 10).map(lambda k: Fraction(k, 10))


@SUITE.property(
    QUANTUM, cases=st.tuples(_BETA, _WEIGHT), safe="high", most=60,
    source="Acin, Massar and Pironio 2012, points the kernel checks; pironio2010, equation (6)",
    convention="the adversary holds classical side information and any quantum decomposition is allowed",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.FORMULA], edges=[(Fraction(1), Fraction(1, 2)), (Fraction(0), Fraction(0))],
)  # fmt: skip
def one_outcome_quantum(ask: Ask, case: tuple[Fraction, Fraction]) -> Judgement:
    """A uniform outcome of a mixed behaviour is guessed by whoever knows which part was used."""
    behaviour, truth = guessing(*case)
    return ask(QUANTUM, {"behaviour": behaviour}).upper(truth, SLACK)
