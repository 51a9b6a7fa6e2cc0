"""Sequential behaviours: words, the noisy protocol, guessing from intervals of means."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.adversary import Guessing, guessing_certificate
from proofs.search.language.angles import Angle, Direction, square_root
from proofs.search.language.failure import Failure
from proofs.search.language.known import Known, hypotheses
from proofs.search.language.means import Mean
from proofs.search.question import How
from proofs.search.semidefinite.moments import level_words
from proofs.search.sequences.devices import SequentialChsh, StandardChsh, State
from proofs.search.sequences.sequence import LEVELS, THREE_PARTIES, level, sequences, sequential_scenario

EIGHTH = Angle(Fraction(1, 8))
SYMMETRIES = tuple(SequentialChsh(State(Fraction(0)), EIGHTH).symmetries)


def noisy(p: Fraction, theta: Angle = EIGHTH, c: Fraction = Fraction(0)) -> SequentialChsh:
    return SequentialChsh(State(p, c), theta)


RATIONALS = st.fractions(min_value=-50, max_value=50, max_denominator=1000)


def kraus_behaviour(p: float, c: float, theta: float) -> dict[str, float]:
    """Means of the protocol from its states and Kraus operators, equations (3), (11), (12) and (18)."""
    z, x, one = np.diag([1.0, -1.0]), np.array([[0.0, 1.0], [1.0, 0.0]]), np.eye(2)
    phi = np.array([1, 0, 0, 1]) / np.sqrt(2)
    state = (1 - p - c) * np.outer(phi, phi) + p * np.eye(4) / 4 + c * np.diag([0.5, 0, 0, 0.5])
    alice = {"": one, "A0": (z + x) / np.sqrt(2), "A1": (z - x) / np.sqrt(2)}
    kraus = [np.diag([np.cos(theta), np.sin(theta)]), np.diag([np.sin(theta), np.cos(theta)])]
    found = {}
    for name, a in alice.items():
        for bob, second in (("B0", None), ("B00", z), ("B01", x), ("B0 B00", z), ("B0 B01", x)):
            total = np.zeros((2, 2))
            for sign, k in zip((1, -1), kraus, strict=True):
                weight = sign if bob.startswith("B0 ") or bob == "B0" else 1
                total += weight * k @ (one if second is None else second) @ k
            found[f"{name} {bob}".strip()] = float(np.trace(np.kron(a, total) @ state))
        found[f"{name} B1".strip()] = float(np.trace(np.kron(a, x) @ state))
        if name:
            found[name] = float(np.trace(np.kron(a, one) @ state))
    return found


@settings(max_examples=40)
@given(RATIONALS, RATIONALS)
def test_enclosures_of_angles_contain_the_functions(turns: Fraction, radians: Fraction) -> None:
    angle = Angle(turns, radians)
    with mp.workprec(250):
        x = mp.pi * turns.numerator / turns.denominator + mp.mpf(radians.numerator) / radians.denominator
        for value, (low, high) in ((mp.cos(x), angle.cosine), (mp.sin(x), angle.sine)):
            assert mp.mpf(low.numerator) / low.denominator <= value <= mp.mpf(high.numerator) / high.denominator
            assert high - low < Fraction(1, 2**80)


@settings(max_examples=40)
@given(RATIONALS, RATIONALS.filter(bool), st.integers(1, 3))
def test_directions_have_the_angle_of_their_vector(x: Fraction, y: Fraction, k: int) -> None:
    direction = Direction(x, y).times(k)
    with mp.workprec(250):
        angle = k * mp.atan2(mp.mpf(y.numerator) / y.denominator, mp.mpf(x.numerator) / x.denominator)
        for value, (low, high) in ((mp.cos(angle), direction.cosine), (mp.sin(angle), direction.sine)):
            slack = mp.mpf(2) ** -200
            assert mp.mpf(low.numerator) / low.denominator <= value + slack
            assert value - slack <= mp.mpf(high.numerator) / high.denominator
            assert high - low < Fraction(1, 2**80)


def test_root_of_a_square_is_exact() -> None:
    assert square_root(Fraction(9, 4)) == (Fraction(3, 2), Fraction(3, 2))


def test_levels_have_the_stated_words() -> None:
    sizes = [len(level_words(THREE_PARTIES, level(THREE_PARTIES, name))) for name in LEVELS]
    assert sizes == [15, 21, 45]


def test_three_sequential_parties_commute_along_each_history_only() -> None:
    scenario = sequential_scenario({"0": 2}, {"0": 2, "01": 2, "011": 2, "1": 3})
    assert scenario.commuting == (("B0", "B01"), ("B0", "B011"), ("B01", "B011"))
    assert sequences(scenario, "B")[-1] == "B0 B01 B011"


def test_a_sequence_without_its_beginning_is_refused() -> None:
    with pytest.raises(Failure, match="B01 comes after B0, which is not listed"):
        sequential_scenario({"0": 2}, {"01": 2})


@pytest.mark.parametrize(("p", "c", "theta"), [("0", "0", "0.3"), ("0.02", "0.01", "0.412"), ("0.5", "0.2", "1.9")])
def test_protocol_has_the_means_of_its_kraus_form(p: str, c: str, theta: str) -> None:
    protocol = noisy(Fraction(p), Angle(radians=Fraction(theta)), Fraction(c))
    expected = kraus_behaviour(float(p), float(c), float(theta))
    assert protocol.expectations.keys() == expected.keys()
    for word, (low, high) in protocol.expectations.items():
        assert float(low) == pytest.approx(expected[word], abs=1e-12)
        assert low <= high <= low + Fraction(1, 2**80)


def test_parameters_are_read_off_the_visibilities() -> None:
    state = State(Fraction(1, 50), Fraction(1, 100))
    assert State.of_visibilities(*state.visibilities) == state


@pytest.mark.parametrize(("p", "c"), [("-1/10", "0"), ("0", "-1/10"), ("3/5", "1/2")])
def test_weights_that_are_no_state_are_refused(p: str, c: str) -> None:
    with pytest.raises(Failure, match="weights"):
        State(Fraction(p), Fraction(c))


def test_symmetries_keep_what_is_known_and_map_the_other_means_to_their_negatives() -> None:
    protocol = noisy(Fraction(1, 50))
    kept = [THREE_PARTIES.polynomial(item.functional) for item in protocol.known()]
    for move, polynomial in product(SYMMETRIES, kept):
        assert move.polynomial(THREE_PARTIES, polynomial) == polynomial
    for word in protocol.expectations:
        polynomial = THREE_PARTIES.polynomial({word: 1})
        total: dict[tuple[int, ...], Fraction] = {}
        for move in SYMMETRIES:
            for image, x in move.polynomial(THREE_PARTIES, polynomial).items():
                total[image] = total.get(image, Fraction(0)) + x
        if not any(word in item.functional for item in protocol.known()):
            assert not any(total.values())


@settings(max_examples=60)
@given(
    st.fractions(-3, 3, max_denominator=99),
    st.tuples(*[st.fractions(0, 1, max_denominator=99)] * 3),
    st.fractions(-9, 9, max_denominator=99),
)
def test_tolerances_benefit_the_adversary(low: Fraction, widths: tuple[Fraction, ...], weight: Fraction) -> None:
    """Of the same proof the bound is no better with a wider interval, and every value inside satisfies it."""
    left, width, right = widths
    narrow = Known("m", {"A0": 1}, low, low + width)
    wide = Known("m", {"A0": 1}, low - left, low + width + right)

    def charged(known: Known) -> Fraction:
        """bound = (what the squares need) + sum of weight times constant of a hypothesis."""
        used = known.weights(weight)
        assert all(w >= 0 for w, mean in zip(used, hypotheses([known]), strict=True) if mean.sense == ">=0")
        return sum((w * m.functional.get("", 0) for w, m in zip(used, hypotheses([known]), strict=True)), Fraction(0))

    assert charged(wide) >= charged(narrow)
    for value, mean in product((narrow.low, narrow.high), hypotheses([wide])):
        reached = sum((c * (value if word else 1) for word, c in mean.functional.items()), Fraction(0))
        assert reached >= 0 if mean.sense == ">=0" else reached == 0


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(Failure, match="above"):
        Known("m", {"A0": 1}, Fraction(1), Fraction(0))


def certified(protocol: SequentialChsh, guessed: tuple[str, ...] = ("B0", "B01"), data: str = "full") -> Fraction:
    found = guessing_certificate(
        THREE_PARTIES,
        guessed,
        protocol.known(data),
        How(level(THREE_PARTIES, "1+AB:sequences"), feasible=protocol.feasible(), solver="clarabel"),
        group=SYMMETRIES,
    )
    verdict = check_bytes(found.data)
    assert verdict.verdict == "PROVED"
    assert "VACUOUS" not in verdict.statement
    return found.bound


def test_one_percent_of_noise_leaves_12029_bits() -> None:
    # 2^-1.2029 > 0.43440
    assert certified(noisy(Fraction(1, 100))) < Fraction("0.43440")


def test_pair_correlators_alone_give_fewer_bits() -> None:
    protocol = noisy(Fraction(1, 100))
    assert certified(protocol) < certified(protocol, data="pairs") < Fraction(1, 2)


def test_outcomes_in_two_orbits_are_both_searched() -> None:
    protocol = noisy(Fraction(1, 100))
    means = tuple(hypotheses(protocol.known()))
    assert len(Guessing(THREE_PARTIES, ("B0", "B00"), "1+AB", means, SYMMETRIES).searched) == 2
    assert certified(protocol, guessed=("B0", "B00")) > Fraction(1, 2)


def test_the_whole_behaviour_without_symmetry_gives_the_same_bits() -> None:
    protocol = noisy(Fraction(1, 100))
    known = [Known(f"k{i}", {word: 1}, *ends) for i, (word, ends) in enumerate(protocol.expectations.items())]
    # short decimals instead of intervals: the means of B0, B01 and of B0 B00 are irrational
    known = [
        Known(item.name, item.functional, item.low.limit_denominator(10**9), item.low.limit_denominator(10**9))
        for item in known
    ]
    words = level(THREE_PARTIES, "1+AB:sequences")
    found = guessing_certificate(THREE_PARTIES, ("B0", "B01"), known, How(words, feasible=None, solver="clarabel"))
    assert abs(found.bound - certified(protocol)) < Fraction(1, 10**6)


def test_a_relabelling_that_changes_a_hypothesis_is_refused() -> None:
    with pytest.raises(Failure, match="changes the hypothesis alone"):
        guessing_certificate(THREE_PARTIES, ("B0",), [Mean("alone", {"A0": 1}, "=0")], How("1"), group=SYMMETRIES)


def test_inputs_that_do_not_commute_are_not_guessed_together() -> None:
    with pytest.raises(Failure, match="B00 and B01 are not declared to commute"):
        guessing_certificate(THREE_PARTIES, ("B00", "B01"), [], How("1"))


@pytest.mark.unjudged
def test_a_point_of_another_noise_does_not_satisfy_the_hypotheses() -> None:
    near, far = noisy(Fraction(1, 100)), noisy(Fraction(2, 100))
    found = guessing_certificate(
        THREE_PARTIES,
        ("B0", "B01"),
        near.known(),
        How("1+AB", feasible=far.feasible(), solver="clarabel"),
        group=SYMMETRIES,
    )
    verdict = check_bytes(found.data)
    assert (verdict.code, "z-first-low" in verdict.problem) == ("vacuous", True)


@pytest.mark.parametrize("theta", ["0", "1/4", "1/2", "1", "5/4", "-1/8"])
def test_the_feasible_point_is_there_at_special_angles(theta: str) -> None:
    protocol = noisy(Fraction(1, 50), Angle(Fraction(theta)), Fraction(1, 90))
    found = guessing_certificate(
        THREE_PARTIES,
        ("B1",),
        protocol.known(),
        How("1+AB:operators".partition(":")[0], feasible=protocol.feasible(), solver="clarabel"),
        group=SYMMETRIES,
    )
    assert "feasible" in json.loads(found.data)["witness"]


def test_without_a_second_measurement_the_bound_is_the_known_formula() -> None:
    """At S = 2 sqrt 2 (1 - p) outcomes are guessed with probability 1/2 + sqrt(2 - S^2/4)/2, or less."""
    protocol = StandardChsh(State(Fraction(1, 20)))
    found = guessing_certificate(
        protocol.scenario,
        ("B0",),
        protocol.known(),
        How("1+AB", feasible=protocol.feasible(), solver="clarabel"),
        group=protocol.symmetries,
    )
    formula = 0.5 + np.sqrt(2 - 2 * 0.95**2) / 2
    assert 0.6 < found.bound <= formula + 1e-6
