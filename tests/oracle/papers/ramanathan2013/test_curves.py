"""The four-party inequality against its definition in the paper, event by event."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from lp.optima import maximum
from lp.supporting_lines import difference, printed_line
from oracle.papers.ramanathan2013 import curves as fourparty
from oracle.papers.ramanathan2013.curves import CANONICAL, SCENARIO, SETTINGS, U0, U1
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import strategies, strategy_value

INSIDE = (*U0, *U1)


def events(strategy: dict[str, int], setting: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(strategy[f"{name}{u}"] for name, u in zip(fourparty.NAMES, setting, strict=True))


def bit(outcomes: tuple[int, ...]) -> int:
    """+1 if at least two of the first three outcomes are 0, as the paper defines the majority."""
    return 1 if outcomes[:3].count(0) >= 2 else -1


def test_functionals_are_those_of_the_paper_at_every_strategy() -> None:
    histogram: Counter[int] = Counter()
    signs = list(product((1, -1), repeat=2))
    majorities = {u: fourparty.majority(u) for u in SETTINGS}
    joints = {(u, s): fourparty.joint(u, *s) for u in SETTINGS for s in signs}
    for strategy in strategies(SCENARIO):
        wrong = [sum(events(strategy, u)) % 2 == 0 for u in U0] + [sum(events(strategy, u)) % 2 == 1 for u in U1]
        assert strategy_value(fourparty.bell(), strategy) == sum(wrong)
        histogram[sum(wrong)] += 1
        for u in SETTINGS:
            x = events(strategy, u)
            assert strategy_value(majorities[u], strategy) == bit(x)
            counted = u in INSIDE and wrong[INSIDE.index(u)]
            for s in signs:
                assert strategy_value(joints[u, s], strategy) == s[counted] * bit(x)
    assert fourparty.local_histogram() == histogram
    assert min(histogram) == 2


def test_explicit_objects_and_bounds_are_proved() -> None:
    for data, claim in (
        (fourparty.local_bound(), ">= 2"),
        (fourparty.local_attained(), "= 2"),
        (fourparty.nosignalling_minimum(), ">= 0"),
        (fourparty.nosignalling_attained(), "= 0"),
        (fourparty.quantum_attained(), "= 0"),
        (fourparty.quantum_attained(swapped=True), "= 8"),
    ):
        assert check_bytes(data).statement.endswith(claim)


def test_one_wrong_amplitude_of_the_state_is_refused() -> None:
    # the first amplitude of the state (8) with the other sign
    good = b'"state": ["1", '
    assert good in fourparty.quantum_attained()
    wrong = fourparty.quantum_attained().replace(good, b'"state": ["-1", ')
    assert check_bytes(wrong).code == "not-attained"


def test_the_stabiliser_is_transitive_on_settings_and_signs() -> None:
    order, generators = fourparty.stabiliser()
    assert order * 32 == fourparty.group().order
    assert all(fourparty.group().functional(g, fourparty.bell()) == fourparty.bell() for g in generators)
    assert len(fourparty.transports()) == 32
    assert len(fourparty.joint_transports()) == 16


def _pairs(functional: dict[str, Fraction]) -> list[tuple[Fraction, str]]:
    return [(functional[word], word) for word in SCENARIO.sorted(list(functional))]


def test_the_curve_is_the_same_for_every_setting_and_sign() -> None:
    curve = fourparty.majority_curve()
    group = fourparty.group()
    for (setting, sign), relabelling in fourparty.transports().items():
        wanted = "; ".join(" ".join(map(str, term)) for term in _pairs(fourparty.majority(setting, sign)))
        text = check_bytes(group.carry(relabelling, curve.pieces[0].bound)).statement.splitlines()[-1]
        claimed = text.partition("has ")[2].partition(" <=")[0]
        assert claimed.replace("*<", " ").replace(">", "").replace(" + ", "; ") == wanted


@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 10), Fraction(5, 18), Fraction(2, 5), Fraction(3)])
def test_curves_are_the_optima_of_single_programs(delta: Fraction) -> None:
    limit = Mean("bell", difference(fourparty.bell(), delta))
    # a setting that is not the canonical one
    single = maximum(SCENARIO, fourparty.majority((1, 1, 0, 1), -1), [limit])
    assert fourparty.majority_curve()(delta) == single.value
    best = max(
        maximum(SCENARIO, fourparty.joint((1, 1, 0, 1), *signs), [limit]).value for signs in product((1, -1), repeat=2)
    )
    assert fourparty.joint_optimum(delta) == best
    assert best >= single.value
    segment = next(s for s in fourparty.joint_segments() if s.low <= delta and (s.high is None or delta <= s.high))
    assert segment.constant + segment.slope * delta == best


@pytest.mark.parametrize("setting", [(1, 0, 0, 0), (0, 1, 1, 1), (1, 1, 0, 0)])
def test_the_curve_has_the_same_vertices_without_symmetry(setting: tuple[int, ...]) -> None:
    found = fourparty.majority_curve(setting)
    known = fourparty.majority_curve()
    assert [(v.parameter, v.value) for v in found.vertices] == [(v.parameter, v.value) for v in known.vertices]


def test_outside_the_inequality_test_and_bit_decouple() -> None:
    for u in set(SETTINGS) - set(INSIDE):
        assert fourparty.joint(u, 1, -1) == fourparty.majority(u)


def test_the_printed_line_is_tight_at_one_parameter_only() -> None:
    problem = fourparty.problem(fourparty.majority())
    assert check_bytes(printed_line(problem, Fraction(11, 16), Fraction(7, 16), Fraction(0))).verdict == "PROVED"
    with pytest.raises(Failure, match="at least 11/16"):
        printed_line(problem, Fraction(11, 16) - Fraction(1, 10**9), Fraction(7, 16), Fraction(0))
    # a concave curve below a line meets it in a segment whose ends are vertices, or in one vertex
    vertices = fourparty.majority_curve().vertices
    touching = [v.parameter for v in vertices if v.value == Fraction(11, 16) + Fraction(7, 16) * v.parameter]
    assert len(touching) == 1


def test_a_negative_bell_value_does_not_exist() -> None:
    with pytest.raises(Failure):
        maximum(SCENARIO, fourparty.majority(CANONICAL), [Mean("bell", difference(fourparty.bell(), Fraction(-1)))])
