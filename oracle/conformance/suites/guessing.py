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
    at,
    behaviours,
    distributions,
    mixture,
    relabelled,
    signals,
    table,
    words,
)
from oracle.conformance.properties import SLACK, BugType, Suite
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


def _signalling(case: tuple[Table, int, Fraction]) -> Table:
    """A behaviour in which the last party's, or the first one's, marginal depends a little on the other setting."""
    behaviour, kind, by = case
    x0, y0 = divmod(kind, 2)

    def entry(x: int, y: int, a: int, b: int) -> Fraction:
        less = by * at(behaviour, (x, y, a, b))
        # a share of one row's outcome moves to the other outcome
        moved = by * at(behaviour, (x, y, 1 - a, b)) if kind % 2 else by * at(behaviour, (x, y, a, 1 - b))
        flips = (a, b)[1 - kind % 2]
        return Fraction(at(behaviour, (x, y, a, b))) + ((moved if flips else -less) if (x, y) == (x0, y0) else 0)

    return table(entry)


_SLIGHTLY = st.tuples(behaviours(), st.integers(0, 3), st.integers(1, 25).map(lambda k: Fraction(1, 10**k))).map(
    _signalling
).filter(signals)  # fmt: skip


@SUITE.property(
    ONE, cases=st.one_of(distributions().filter(signals), _SLIGHTLY), safe="high", convention=_CONVENTION,
    source="no decomposition into no-signalling behaviours exists", bugs=[BugType.DOMAIN_EDGE],
    edges=[
        table(lambda x, y, a, b: int(a == y and b == x)), _signalling((UNIFORM, 0, Fraction(1, 10**4))),
        _signalling((UNIFORM, 3, Fraction(1, 10**10))), _signalling((_NOISY, 1, Fraction(1, 5000))),
    ],
)  # fmt: skip
def refuses_signalling(ask: Ask, behaviour: Table) -> Judgement:
    """A behaviour that signals is outside the model, so that no guessing probability can be given."""
    return ask(ONE, {"behaviour": behaviour}).refused("the behaviour signals")


Labels = tuple[bool, tuple[int, int], tuple[int, int, int, int]]
_SAME: Labels = (False, (0, 0), (0, 0, 0, 0))
_BIT = st.integers(0, 1)
_LABELS = st.one_of(st.just(_SAME), st.tuples(st.booleans(), st.tuples(_BIT, _BIT), st.tuples(*[_BIT] * 4)))
_BETA = st.sampled_from([Fraction(k, 8) for k in range(17)])
_WEIGHT = st.integers(0, 10).map(lambda k: Fraction(k, 10))


@SUITE.property(
    QUANTUM, cases=st.tuples(_BETA, _WEIGHT, _LABELS), safe="high", most=80,
    source="Acin, Massar and Pironio 2012, points the kernel checks; pironio2010, equation (6)",
    convention="the adversary holds classical side information and any quantum decomposition is allowed",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.FORMULA, BugType.PARTY_PERMUTATION],
    edges=[
        (Fraction(1), Fraction(1, 2), _SAME), (Fraction(0), Fraction(0), _SAME), (Fraction(2), Fraction(1, 2), _SAME),
        (Fraction(1), Fraction(1, 2), (True, (0, 0), (0, 0, 0, 0))),
        (Fraction(1), Fraction(1, 3), (False, (1, 1), (0, 1, 1, 0))),
        (Fraction(3, 2), Fraction(1, 2), (False, (0, 1), (1, 0, 0, 0))),
        (Fraction(1), Fraction(1, 2), (True, (1, 0), (0, 0, 0, 1))),
    ],
)  # fmt: skip
def one_outcome_quantum(ask: Ask, case: tuple[Fraction, Fraction, Labels]) -> Judgement:
    """A uniform outcome of a mixed behaviour is guessed by whoever knows which part was used, whatever the labels."""
    beta, weight, labels = case
    behaviour, truth, slack = guessing(beta, weight, lambda entries: relabelled(entries, *labels))
    return ask(QUANTUM, {"behaviour": behaviour}).upper(truth, slack + SLACK)


_LOCAL_QUANTUM = st.lists(st.tuples(st.integers(1, 9), st.sampled_from(DETERMINISTIC)), min_size=1, max_size=5).map(
    mixture
)


@SUITE.property(
    QUANTUM, cases=_LOCAL_QUANTUM,
    edges=[UNIFORM, DETERMINISTIC[6], mixture([(1, DETERMINISTIC[0]), (1, DETERMINISTIC[15])])],
    safe="high", source="a mixture of deterministic behaviours is known to whoever mixes them", most=60,
    convention="the adversary holds classical side information and any quantum decomposition is allowed",
    bugs=[BugType.PRIMAL_FOR_DUAL],
)  # fmt: skip
def local_outcome_quantum(ask: Ask, behaviour: Table) -> Judgement:
    """The outcome of a local behaviour is known for certain, however random it looks."""
    return ask(QUANTUM, {"behaviour": behaviour}).upper(exactly(1, "the guessing probability"), SLACK)


_BEYOND = st.tuples(st.sampled_from(POPESCU_ROHRLICH), st.integers(1, 20)).map(
    lambda d: mixture([(2, UNIFORM), (5 + d[1], d[0])])
)
_HARDLY = mixture([(2929, UNIFORM), (7072, POPESCU_ROHRLICH[0])])
"""Of CHSH value 4 times 7072/10001, a little above 2 sqrt 2."""


@SUITE.property(
    QUANTUM, cases=st.one_of(_SLIGHTLY, _BEYOND), safe="high", most=40,
    source="Tsirelson 1980: no quantum behaviour is beyond 2 sqrt 2; none signals",
    convention="the adversary holds classical side information and any quantum decomposition is allowed",
    bugs=[BugType.DOMAIN_EDGE, BugType.STATUS_IGNORED],
    edges=[POPESCU_ROHRLICH[0], POPESCU_ROHRLICH[6], _HARDLY, _signalling((UNIFORM, 0, Fraction(1, 100)))],
)  # fmt: skip
def quantum_refuses_what_is_not_quantum(ask: Ask, behaviour: Table) -> Judgement:
    """A behaviour that signals, or is beyond Tsirelson's bound, has no quantum decomposition."""
    return ask(QUANTUM, {"behaviour": behaviour}).refused("the behaviour is not quantum")
