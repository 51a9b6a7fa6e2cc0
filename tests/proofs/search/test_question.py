"""Questions answered by the engine of their set: what comes back is proved by the kernel, or nothing does."""

import json
from fractions import Fraction

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.engine import relaxation_of
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.known import Known
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.question import ENGINES, How, Outcome, Question, engine_of
from proofs.search.semidefinite.sdp import solve

CHSH = Scenario.bell({"A": [2, 2], "B": [2, 2]})
SCORE = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}


def answered(question: Question) -> Outcome:
    """The outcome, all of whose certificates the kernel proves to be of the kind they claim."""
    found = engine_of(question).answer(question)
    for proposal in (found.main, found.attained):
        if proposal is not None:
            verdict = check_bytes(proposal.data)
            assert verdict.verdict == "PROVED", verdict.problem
            assert "VACUOUS" not in verdict.statement
    return found


def at_least(score: str) -> tuple[Mean, ...]:
    return (Mean("score", {**SCORE, "": -Fraction(score)}),)


def correlators(value: str) -> tuple[Known, ...]:
    """The behaviour with these correlators and uniform marginals."""
    zero, signs = Fraction(0), {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}
    means = dict.fromkeys(("A0", "A1", "B0", "B1"), zero) | {w: s * Fraction(value) for w, s in signs.items()}
    return tuple(
        Known(f"known-{k}", {word: Fraction(1)}, mean, mean) for k, (word, mean) in enumerate(means.items(), 1)
    )


def pair(value: str, level: str, solver: str = "picos") -> Question:
    how = How(level=level, solver=solver)
    return Question("guessing", "quantum", CHSH, known=correlators(value), guessed=("A0", "B0"), how=how)


OUTSIDE = {
    "correlators of ten digits": pair("0.7071067812", "1+AB"),
    "another solver": pair("0.7071067812", "1+AB", "clarabel"),
    "correlators of eleven digits": pair("0.70710678119", "1+AB"),
    "correlators of twelve digits": pair("0.707106781187", "2"),
    "a bound that is not positive": pair("0.7071067812", "2"),
    "a score above the quantum maximum": Question(
        "guessing", "quantum", CHSH, means=at_least("2.82842712475"), guessed=("A0",), how=How(level="2")
    ),
    "a maximum below its functional": Question(
        "maximum", "quantum", CHSH, {"A0=0": Fraction(1)}, means=at_least("2.8284271248"), how=How(level="2")
    ),
    "a minimum above its functional": Question(
        "minimum", "quantum", CHSH, {"A0=0": Fraction(1)}, means=at_least("2.8284271248"), how=How(level="2")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_is_said_about_nothing(name: str) -> None:
    pytest.importorskip(OUTSIDE[name].how.solver, reason="an optional solver is not installed")
    try:
        found = answered(OUTSIDE[name]).verdict
    except Failure as failure:
        found = failure.kind.name
    assert found in ("EMPTY", "SEPARATED", "VACUOUS")


@pytest.mark.parametrize("name", ["correlators of ten digits", "a bound that is not positive"])
def test_a_bound_that_is_impossible_becomes_a_contradiction(name: str) -> None:
    """(4 * 0.7071067812)^2 > 8, and the bound is below 1/4."""
    pytest.importorskip("picos", reason="picos is optional and not installed")
    assert answered(OUTSIDE[name]).main.claims == "empty"


def test_quantum_data_have_their_bits() -> None:
    """Nobody guesses worse than by the likeliest outcome, and local data are guessed with certainty."""
    pytest.importorskip("picos", reason="picos is optional and not installed")
    quantum, local = answered(pair("0.7", "1+AB")), answered(pair("0.5", "1+AB"))
    assert quantum.verdict == local.verdict == "PROVED"
    assert quantum.bound is not None
    assert local.bound is not None
    assert Fraction(17, 40) <= quantum.bound < Fraction(9, 10)
    assert 1 <= local.bound < 1 + Fraction(1, 10**8)


@pytest.mark.parametrize("outcomes", [3, 4])
def test_probabilities_are_not_negative_at_level_1(outcomes: int) -> None:
    """The inequality of Collins and others is at most 4 without signalling; letters alone allow 4.43 for four."""
    pytest.importorskip("picos", reason="picos is optional and not installed")
    d = outcomes
    functional: dict[str, Fraction] = {}
    for k in range(d // 2):
        for x, y, shift, sign in (
            (0, 0, k, 1), (1, 0, -k - 1, 1), (1, 1, k, 1), (0, 1, -k, 1),
            (0, 0, -k - 1, -1), (1, 0, k, -1), (1, 1, -k - 1, -1), (0, 1, k + 1, -1),
        ):  # fmt: skip
            for b in range(d):
                # outcomes of A and B that differ by the shift
                word = f"A{x}={(b + shift) % d} B{y}={b}"
                weight = sign * (1 - Fraction(2 * k, d - 1))
                functional[word] = functional.get(word, Fraction(0)) + weight
    scenario = Scenario.bell({"A": [d, d], "B": [d, d]})
    found = answered(Question("maximum", "quantum", scenario, functional, how=How(level="1")))
    assert found.bound is not None
    assert 2 < found.bound <= 4


def test_sets_and_kinds_without_an_engine_are_refused() -> None:
    for question in (Question("maximum", "classical", CHSH, SCORE), Question("facet", "quantum", CHSH, SCORE)):
        with pytest.raises(Failure) as caught:
            engine_of(question)
        assert caught.value.kind is Kind.UNSUPPORTED
    with pytest.raises(Failure) as caught:
        engine_of(Question("maximum", "local", CHSH, SCORE), "0")
    assert caught.value.kind is Kind.UNSUPPORTED


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_of_the_table_is_there(name: str) -> None:
    question = Question("maximum", name, CHSH, SCORE)
    assert question.kind in engine_of(question).kinds


BOBS = Scenario(
    (("A", "0", 2), ("A", "1", 2), ("B", "0", 2), ("B", "1", 2), ("B", "00", 2), ("B", "01", 2)),
    (("B0", "B00"), ("B0", "B01")),
)
SECOND = {"A0 B00": Fraction(1), "A1 B00": Fraction(1), "A0 B1": Fraction(1), "A1 B1": Fraction(-1)}


def known(**means: tuple[str, str]) -> tuple[Known, ...]:
    return tuple(
        Known(f"known-{k}", {word.replace("_", " "): Fraction(1)}, Fraction(low), Fraction(high))
        for k, (word, (low, high)) in enumerate(means.items(), 1)
    )


def sequential(kind: str, functional: dict[str, Fraction], *items: Known, level: str = "1+AB:operators") -> Question:
    how = How(level=level, solver="clarabel")
    return Question(kind, "sequential", BOBS, functional, items, how=how)


def test_a_maximum_over_a_sequence_has_its_bound_and_its_point() -> None:
    """B00 and B1 with Alice are CHSH; a first outcome that is certain does not disturb it."""
    pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
    free = answered(sequential("maximum", SECOND))
    certain = answered(sequential("maximum", SECOND, *known(B0=("1", "1"))))
    for found in (free, certain):
        assert found.verdict == "PROVED"
        assert found.bound is not None
        assert Fraction(8) < found.bound**2 < Fraction(8) + Fraction(1, 10**6)
    assert "15 words" in free.facts["level"]


def test_a_minimum_over_a_sequence_obeys_its_intervals() -> None:
    pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
    found = answered(sequential("minimum", {"A0": Fraction(1)}, *known(A0=("1/3", "1/2"), B0=("-1", "1"))))
    assert found.bound is not None
    assert Fraction(1, 3) - Fraction(1, 10**6) < found.bound <= Fraction(1, 3)


@pytest.mark.parametrize("width", ["0", "1/100"])
def test_means_that_no_sequence_has_are_separated(width: str) -> None:
    """Both known means of CHSH are 3/4, so that its value is 3."""
    pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
    ends = (str(Fraction(3, 4) - Fraction(width)), "3/4")
    below = (f"-{ends[1]}", f"-{ends[0]}")
    outside = known(A0_B00=ends, A1_B00=ends, A0_B1=ends, A1_B1=below)
    assert answered(sequential("membership", {}, *outside)).verdict == "SEPARATED"
    inside = known(A0_B00=("1/2", "1/2"), A1_B00=("1/2", "1/2"), A0_B1=("1/2", "1/2"))
    with pytest.raises(Failure) as caught:
        answered(sequential("membership", {}, *inside))
    assert caught.value.kind is Kind.NOT_SEPARATED


def test_a_dual_solution_of_impossible_data_is_about_nothing_either() -> None:
    pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
    question = pair("0.7071067812", "1+AB")
    program = relaxation_of(question).program
    found = solve(program, "clarabel")
    text = json.dumps({"matrices": [matrix.tolist() for matrix in found.matrices]})
    try:
        verdict = engine_of(question, text).answer(question, text).verdict
    except Failure as failure:
        verdict = failure.kind.name
    assert verdict in ("EMPTY", "SEPARATED", "VACUOUS")
    possible = pair("0.7", "1+AB")
    found = solve(relaxation_of(possible).program, "clarabel")
    text = json.dumps({"matrices": [matrix.tolist() for matrix in found.matrices]})
    assert engine_of(possible, text).answer(possible, text).verdict == "PROVED"
