"""Steering: values of functionals, local-hidden-state models, and guessing probabilities beside a trusted qubit."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import between, exactly, formula
from oracle.numbers import Expression
from oracle.papers.li2024.certified_states import certificate, visibility_of

SUITE = Suite("steering", "a trusted qubit beside untrusted parties: functionals, hidden states, guessing")
_STATES = "[y][b] = [t, x, y, z] of t 1 + x X + y Y + z Z, for two inputs y with two outcomes b"
VALUE = SUITE.call(
    "steering.functional", {"states": f"s{_STATES}; unnormalised", "operators": f"f{_STATES}"},
    "the sum of tr(f[y][b] s[y][b])",
)  # fmt: skip
MODEL = SUITE.call(
    "steering.visibility", {"first": "Bloch vector u", "second": "Bloch vector w, not both zero"},
    "largest v at which the states (1 + b v u.P)/4 and (1 + b v w.P)/4 of two inputs have a local-hidden-state model",
)  # fmt: skip
JOINT = SUITE.call(
    "steering.guessing.joint", {"mu": "visibility, 0 to 1"},
    "upper bound on the probability that both outcomes of X are guessed: three-party GHZ state of visibility mu, X, Y, "
    "Z of two untrusted parties, no-signalling adversary",
)  # fmt: skip
SEPARATE = SUITE.call(
    "steering.guessing.separate", {"mu": "visibility, 0 to 1"}, "the same for the outcome of X of one of them"
)
_SOURCE = "li2024, fig. 2; docs/steering.md; certificates/li2024/{}"

Vector = tuple[Fraction, ...]
Box = tuple[tuple[Vector, ...], ...]

_SMALL = st.integers(-6, 6).map(lambda k: Fraction(k, 12))
_BLOCH = st.tuples(_SMALL, _SMALL, _SMALL)


def _unbiased(u: Vector, w: Vector) -> Box:
    """Uniform outcomes with these Bloch vectors."""
    quarter = Fraction(1, 4)
    return tuple(tuple((quarter, *(sign * x / 4 for x in vector)) for sign in (1, -1)) for vector in (u, w))


_OPERATOR = st.tuples(_SMALL, _SMALL, _SMALL, _SMALL)
_OPERATORS = st.tuples(st.tuples(_OPERATOR, _OPERATOR), st.tuples(_OPERATOR, _OPERATOR))
_X: Vector = (Fraction(0), Fraction(1), Fraction(0), Fraction(0))
_Y: Vector = (Fraction(0), Fraction(0), Fraction(1), Fraction(0))


def _minus(vector: Vector) -> Vector:
    return tuple(-x for x in vector)


@SUITE.property(
    VALUE, cases=st.tuples(_BLOCH, _BLOCH, _OPERATORS), safe="exact",
    source="the definition", convention="no transposition; (t, x, y, z) has the trace 2 t",
    bugs=[BugType.FORMULA],
    edges=[((Fraction(1, 2), Fraction(0), Fraction(0)), (Fraction(0), Fraction(1, 2), Fraction(0)),
            ((_X, _minus(_X)), (_Y, _minus(_Y))))],
)  # fmt: skip
def functional(ask: Ask, case: tuple[Vector, Vector, Box]) -> Judgement:
    """tr of a product of operators in Pauli coordinates is twice the product of the coordinates."""
    u, w, operators = case
    states = _unbiased(u, w)
    rows = zip(states, operators, strict=True)
    pairs = [pair for row, other in rows for pair in zip(row, other, strict=True)]
    value = 2 * sum((x * y for a, b in pairs for x, y in zip(a, b, strict=True)), Fraction(0))
    answer = ask(VALUE, {"states": states, "operators": operators})
    return answer.value(exactly(value, "the value of the functional"), SLACK)


def _length(vector: Vector) -> Expression:
    return {"sqrt": [str(sum((x * x for x in vector), Fraction(0)))]}


@SUITE.property(
    MODEL, cases=st.tuples(_BLOCH, _BLOCH).filter(lambda c: any(c[0]) or any(c[1])), safe="exact",
    source="four hidden states along u + w and u - w, and the inequality with these two directions",
    convention="v may be above 1", bugs=[BugType.FORMULA, BugType.DOMAIN_EDGE],
    edges=[
        ((Fraction(1), Fraction(0), Fraction(0)), (Fraction(0), Fraction(1), Fraction(0))),
        ((Fraction(1), Fraction(0), Fraction(0)), (Fraction(3, 5), Fraction(4, 5), Fraction(0))),
        ((Fraction(1, 2), Fraction(0), Fraction(0)), (Fraction(1, 2), Fraction(0), Fraction(0))),
    ],
)  # fmt: skip
def visibility(ask: Ask, case: tuple[Vector, Vector]) -> Judgement:
    """Two unbiased inputs have a model exactly if |u + w| + |u - w| is at most 2 for their Bloch vectors.

    Hidden states along c (u + w) and c' (u - w), with signs, have these means with weights |u + w|/2 and |u - w|/2,
    which leave room if they sum to at most 1; and the largest eigenvalues of the two directions bound every model.
    """
    u, w = case
    plus, minus = tuple(a + b for a, b in zip(u, w, strict=True)), tuple(a - b for a, b in zip(u, w, strict=True))
    truth = formula({"div": ["2", {"add": [_length(plus), _length(minus)]}]}, "2/(|u + w| + |u - w|)")
    return ask(MODEL, {"first": u, "second": w}).value(truth, SLACK)


_MU = st.integers(0, 200).map(lambda k: Fraction(k, 200))


@lru_cache(maxsize=1)
def _reached() -> tuple[tuple[Fraction, Fraction], ...]:
    """Visibilities at which certificates show how often an adversary is right at least, and the pure state."""
    found = [certificate(name) for name in ("perfect", "attack")]
    points = [(visibility_of(one), Fraction(one.statement["probability"])) for one in found]
    return (*points, (Fraction(1), Fraction(1, 4)))


def _least(mu: Fraction) -> Fraction:
    """What mixtures of these attacks reach: the states are mixtures, and whoever knows which guesses accordingly."""
    points = _reached()
    for (low, p), (high, q) in pairwise(points):
        if low <= mu <= high:
            return p + (q - p) * (mu - low) / (high - low)
    return Fraction(1)


def _most(mu: Fraction) -> Fraction:
    """The closed form, rounded up."""
    if 3 * mu <= 2:
        return min(Fraction(1), Fraction(3, 2) - mu)
    root: Expression = {"sqrt": [str((1 - mu) * (1 + 3 * mu))]}
    value: Expression = {"div": [{"add": [str(7 - 5 * mu), {"mul": ["3", root]}]}, "8"]}
    return formula(value, "").enclose(64)[1]


@SUITE.property(
    JOINT, cases=_MU, safe="high", source=_SOURCE.format("perfect, attack, robust and curve"),
    convention="the adversary knows the settings and holds any no-signalling decomposition",
    bugs=[BugType.FORMULA, BugType.PRIMAL_FOR_DUAL],
    edges=[Fraction(1, 2), Fraction(51, 100), Fraction(3, 5), Fraction(2, 3), Fraction(4, 5), Fraction(1)],
)  # fmt: skip
def joint(ask: Ask, mu: Fraction) -> Judgement:
    """Both outcomes: at most 1 up to 1/2, 3/2 - mu up to 2/3 and a root above; at least what attacks reach."""
    truth = between(_least(mu), max(_least(mu), _most(mu)), "two certified sides")
    return ask(JOINT, {"mu": mu}).upper(truth, SLACK)


@SUITE.property(
    SEPARATE, cases=_MU.filter(lambda mu: 2 * mu * mu <= 1), safe="high",
    source=_SOURCE.format("perfect-separate"),
    convention="the adversary knows the settings and holds any no-signalling decomposition",
    bugs=[BugType.FORMULA], edges=[Fraction(7, 10), Fraction(3, 5)],
)  # fmt: skip
def separate(ask: Ask, mu: Fraction) -> Judgement:
    """One outcome alone is known for sure up to 1/sqrt 2, where both together are not."""
    return ask(SEPARATE, {"mu": mu}).upper(exactly(1, "the outcome is known for sure"), SLACK)


_ABOVE = st.integers(1, 40).map(lambda k: 1 + Fraction(k, 20))


@SUITE.property(
    JOINT, cases=st.one_of(_ABOVE, _ABOVE.map(lambda x: 1 - x)),
    safe="high", source="a visibility is a weight", bugs=[BugType.DOMAIN_EDGE],
    edges=[Fraction(-1, 100), Fraction(101, 100)],
)  # fmt: skip
def refuses_what_is_no_visibility(ask: Ask, mu: Fraction) -> Judgement:
    """Beyond 0 and 1 there is no state."""
    return ask(JOINT, {"mu": mu}).refused("mu is no visibility")
