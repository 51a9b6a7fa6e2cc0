"""Sequential measurements: the boundary of their correlations, and the bits on it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from oracle.conformance.answers import Ask, Judgement, worst
from oracle.conformance.expected import entropy_unit
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.truth import exactly, formula
from oracle.papers.padovan2024 import boundary_truth as sequential
from oracle.papers.padovan2024 import noise_truth as noisy

SUITE = Suite("sequential", "correlations of two sequential measurements of one party, and their randomness")
_ANGLE = {"c": "cos 2 theta", "s": "sin 2 theta, c^2 + s^2 = 1"}
BOUNDARY = SUITE.call(
    "sequential.boundary", {**_ANGLE, "eps": "S_c >= 2 sqrt 2 - eps, 0 to 1/100"},
    "upper bound on c S_1 + s S_2 - sqrt 2 (c + s); S_1, S_2, S_c: CHSH of A with (B0, B1), (B00, B01), (B00, B1)",
)  # fmt: skip
MIN_ENTROPY = SUITE.call(
    "sequential.min-entropy",
    _ANGLE,
    "lower bound on H_min(outcomes of B0 and B01 | e) where S_c = 2 sqrt 2, S_theta = sqrt 2",
)
NOISY = SUITE.call(
    "sequential.min-entropy.noisy",
    {**_ANGLE, "p": "weight of white noise, at least 0", "q": "weight of decoherence, at least 0, p + q at most 1"},
    "lower bound on H_min(outcomes of B0 and B01 | e), quantum, for <(A0 + A1) B0> = sqrt 2 (1 - p) c, "
    "<(A0 - A1) B1> = sqrt 2 (1 - p - q), <(A0 + A1) B00> = sqrt 2 (1 - p), <(A0 - A1) B01> = sqrt 2 (1 - p - q) s, "
    "<B0 B00> = c",
)
_SOURCE = "padovan2024, {}; certificates/padovan2024/{}"
_CONVENTION = "Bob's second input may depend on his first; B0 commutes with B00 and B01; quantum behaviours"

Angle = tuple[Fraction, Fraction]
_AXES: list[Angle] = [(Fraction(c), Fraction(s)) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))]


def _angle(t: Fraction) -> Angle:
    """The rational point of the circle with tan theta = t."""
    return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


_TAN = st.builds(Fraction, st.integers(-40, 40), st.integers(1, 12))
_ANY = _TAN.map(_angle)
_INSIDE = st.builds(lambda n, d: Fraction(n, n + d), st.integers(1, 40), st.integers(1, 40)).map(_angle)
_TENTH = _angle(Fraction(1, 10))


@SUITE.property(
    BOUNDARY, cases=_ANY, edges=[*_AXES, (Fraction(3, 5), Fraction(4, 5)), _angle(Fraction(-3, 2))], safe="high",
    source=_SOURCE.format("Result 1", "result-1.cert.json, attained.cert.json"), convention=_CONVENTION,
    bugs=[BugType.WRONG_SIDE_ROUNDING, BugType.FORMULA],
)  # fmt: skip
def boundary(ask: Ask, angle: Angle) -> Judgement:
    """At the maximum of S_c the answer is at least sqrt 2, for every theta."""
    c, s = angle
    return ask(BOUNDARY, {"c": c, "s": s, "eps": 0}).upper(sequential.boundary(), SLACK)


_EPS = st.one_of(
    st.integers(7, 60).map(lambda k: Fraction(1, 2**k)), st.integers(1, 100).map(lambda k: Fraction(k, 10**4))
)


@SUITE.property(
    BOUNDARY, cases=st.tuples(_INSIDE | _ANY, _EPS), safe="high", convention=_CONVENTION,
    source=_SOURCE.format("Result 1 made robust", "robust-kappa-*.cert.json, unconditional-*-attained.cert.json")
    + "; explicit qubits, oracle/papers/padovan2024/qubits.py",
    bugs=[BugType.DOMAIN_EDGE, BugType.FORMULA],
    edges=[(_TENTH, Fraction(1, 100)), (_TENTH, Fraction(1, 2**50)), (_angle(Fraction(1, 2)), Fraction(1, 1000)),
           *[(axis, Fraction(1, 100)) for axis in _AXES], (_angle(Fraction(-3, 2)), Fraction(1, 200)),
           ((Fraction(3, 5), Fraction(4, 5)), Fraction(1, 10**5)), (_angle(Fraction(5)), Fraction(1, 2**40))],
)  # fmt: skip
def robust(ask: Ask, case: tuple[Angle, Fraction]) -> Judgement:
    """Below the maximum of S_c more than sqrt 2 is possible: the bound has to grow with eps."""
    (c, s), eps = case
    truth = sequential.robust(c, s, eps)
    return ask(BOUNDARY, {"c": c, "s": s, "eps": eps}).upper(truth, Fraction(1, 100))


def _judge(ask: Ask, angle: Angle) -> Judgement:
    c, s = angle
    bits = sequential.bits(c, s)
    unit = entropy_unit(ask.conventions)
    number = bits.enclose(1)[0]
    truth = exactly(number, bits.says) if unit == "1" else formula({"mul": [unit, str(number)]}, bits.says)
    return ask(MIN_ENTROPY, {"c": c, "s": s}).lower(truth, SLACK)


@SUITE.property(
    MIN_ENTROPY, cases=_INSIDE, edges=[(Fraction(3, 5), Fraction(4, 5)), (Fraction(-4, 5), Fraction(3, 5)), _TENTH],
    source=_SOURCE.format("Result 2", "two-bits.cert.json"), safe="low", convention=_CONVENTION,
    bugs=[BugType.FORMULA, BugType.WRONG_SIDE_ROUNDING],
)  # fmt: skip
def two_bits(ask: Ask, angle: Angle) -> Judgement:
    """On the boundary there are exactly two bits where neither c nor s is 0, however close they are."""
    return _judge(ask, angle)


@SUITE.property(
    MIN_ENTROPY, cases=st.sampled_from(_AXES), edges=_AXES, safe="low", convention=_CONVENTION, most=len(_AXES),
    source=_SOURCE.format("Result 2 at its exceptions", "one-bit-*.cert.json"),
    bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def one_bit_at_the_exceptions(ask: Ask, angle: Angle) -> Judgement:
    """Where c or s is 0 an adversary knows one of the two bits."""
    return _judge(ask, angle)


_OFF: list[Angle] = [
    (Fraction(1), Fraction(1)), (Fraction(1, 2), Fraction(1, 2)), (Fraction(0), Fraction(0)),
    (Fraction(3, 5) + Fraction(1, 10**8), Fraction(4, 5)), (Fraction(3, 5), Fraction(4, 5) - Fraction(1, 10**15)),
    (Fraction(1), Fraction(1, 10**9)),
]  # fmt: skip
_NEARLY = st.tuples(_ANY, st.integers(3, 40)).map(lambda d: (d[0][0], d[0][1] + Fraction(1, 10 ** d[1])))


@SUITE.property(
    MIN_ENTROPY, cases=st.one_of(st.tuples(_TAN, _TAN), _NEARLY).filter(lambda a: a[0] ** 2 + a[1] ** 2 != 1),
    edges=_OFF, safe="low",
    source="cos^2 + sin^2 = 1", bugs=[BugType.DOMAIN_EDGE],
)  # fmt: skip
def refuses_what_is_no_angle(ask: Ask, angle: Angle) -> Judgement:
    """Two numbers off the unit circle are no cosine and sine."""
    c, s = angle
    return ask(MIN_ENTROPY, {"c": c, "s": s}).refused("c^2 + s^2 is not 1")


_QUARTER = _INSIDE.filter(lambda angle: angle[0] > 0)
_SHARE = st.integers(0, 40).map(lambda k: Fraction(k, 1000)) | st.integers(0, 12).map(lambda k: Fraction(k, 100))
_LEVEL = Fraction(1, 1000)
Noise = tuple[Angle, Fraction, Fraction, Fraction]


def _noises(angles: st.SearchStrategy[Angle]) -> st.SearchStrategy[Noise]:
    """An angle, p, what is added to it, and q."""
    dephased = st.just(Fraction(0)) | _SHARE.map(lambda q: q / 4)
    return st.tuples(angles, _SHARE, _SHARE, dephased)


def _noise(*texts: str, angle: Angle = noisy.ANGLE) -> Noise:
    p, more, q = map(Fraction, texts)
    return angle, p, more, q


@SUITE.property(
    NOISY, cases=_noises(st.just(noisy.ANGLE) | _QUARTER | st.sampled_from(_AXES)), safe="low", most=40,
    source=_SOURCE.format("eq. (18) and fig. 4", "eavesdropper-1-*.cert.json, noise-*.cert.json, table1-*.cert.json"),
    convention=_CONVENTION + "; LOOSE is below what certificates of the level with 21 words prove",
    bugs=[BugType.PRIMAL_FOR_DUAL, BugType.FORMULA],
    edges=[
        _noise("1/100", "0", "0"), _noise("0", "1/1000", "0"), _noise("1/20", "1/20", "0"),
        _noise("3/200", "1/100", "3/250", angle=_angle(Fraction(1, 2))),
        _noise("0", "1/50", "0", angle=(Fraction(-3, 5), Fraction(4, 5))),
        _noise("0", "1/100", "1/100", angle=_AXES[1]),
    ],
)  # fmt: skip
def noise(ask: Ask, case: Noise) -> Judgement:
    """Noise costs more bits than an explicit adversary leaves, never gives any, and without it none are missing."""
    (c, s), p, more, q = case
    unit = entropy_unit(ask.conventions)
    found, first = [], None
    for depolarised in (p, p + more):
        truth = noisy.min_entropy(c, s, depolarised, q, unit)
        answer = ask(NOISY, {"c": c, "s": s, "p": depolarised, "q": q})
        found.append(answer.lower(truth, _LEVEL))
        if first is not None:
            found.append(first.covers(answer, _LEVEL))
        first = answer
    return worst(found)


@SUITE.property(
    NOISY, cases=st.tuples(_QUARTER, st.integers(0, 100), st.integers(0, 100)), safe="low", most=40,
    source=_SOURCE.format("eq. (18)", "models with deterministic strategies, proved by the kernel"),
    convention=_CONVENTION, bugs=[BugType.DOMAIN_EDGE],
    edges=[(noisy.ANGLE, 0, 0), (noisy.ANGLE, 100, 0), (_angle(Fraction(1, 2)), 0, 100)],
)  # fmt: skip
def no_bits_from_local_noise(ask: Ask, case: tuple[Angle, int, int]) -> Judgement:
    """Where S_c = sqrt 2 (2 - 2 p - q) is at most 2 a deterministic strategy has all means: nothing is certified."""
    (c, s), step, dephased = case
    q = Fraction(dephased, 100)
    p = (1 - q) * Fraction(step, 100)
    p = max(p, (Fraction(5858, 10**4) - q) / 2)
    truth = noisy.min_entropy(c, s, p, q, entropy_unit(ask.conventions))
    return ask(NOISY, {"c": c, "s": s, "p": p, "q": q}).lower(truth, SLACK)


@SUITE.property(
    NOISY, cases=st.tuples(_QUARTER, _SHARE, _SHARE.map(lambda d: d + Fraction(1, 1000)), st.booleans()), safe="low",
    source="weights of a mixture", convention=_CONVENTION, bugs=[BugType.DOMAIN_EDGE],
    edges=[(noisy.ANGLE, Fraction(1, 2), Fraction(1, 100), False), (noisy.ANGLE, Fraction(0), Fraction(1, 100), True)],
)  # fmt: skip
def refuses_what_is_no_noise(ask: Ask, case: tuple[Angle, Fraction, Fraction, bool]) -> Judgement:
    """Weights of a mixture are not negative, and together not above 1."""
    (c, s), p, beyond, negative = case
    q = -beyond if negative else 1 - p + beyond
    return ask(NOISY, {"c": c, "s": s, "p": p, "q": q}).refused("p and q are no weights")
