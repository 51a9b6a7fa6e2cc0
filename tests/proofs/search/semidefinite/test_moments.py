"""Levels and word classes."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.search.language.failure import Failure
from proofs.search.language.scenario import Scenario
from proofs.search.semidefinite.moments import Moments, level_words, localising, moments
from tests.proofs.search.strategies import CHSH, scenarios

I3322 = Scenario.bell({"A": [2, 2, 2], "B": [2, 2, 2]})


def build(scenario: Scenario, level: str) -> Moments:
    return moments(scenario, level_words(scenario, level))


@pytest.mark.parametrize(
    ("scenario", "level", "rows", "free"),
    [
        (CHSH, "1", 5, 10), (CHSH, "1+AB", 9, 16), (CHSH, "2", 13, 30), (CHSH, "3", 25, 60), (CHSH, "4", 41, 100),
        (I3322, "1+AB", 16, 57), (I3322, "2", 28, 153), (I3322, "3", 88, 867),
    ],
)  # fmt: skip
def test_sizes_are_those_of_other_generators(scenario: Scenario, level: str, rows: int, free: int) -> None:
    found = build(scenario, level)
    assert (found.size, len(found.representatives) - 1) == (rows, free)


@settings(max_examples=15)
@given(scenarios(), st.sampled_from(["1", "1+AA", "2", "1+AB", "1+AAB"]))
def test_classes_are_those_of_the_products(scenario: Scenario, level: str) -> None:
    if "B" in level and "B" not in scenario.parties:
        scenario = I3322
    found = build(scenario, level)
    entries = iter(found.classes.tolist())
    for i, j in product(range(found.size), repeat=2):
        if j > i:
            continue
        word = scenario.word(scenario.adjoint(found.words[i]) + found.words[j])
        k = next(entries)
        assert k == (-1 if word is None else found.class_of(word))
        if word is not None:
            assert found.representatives[k] in (word, scenario.adjoint(word))
            assert found.class_of(scenario.adjoint(word)) == k


def test_keys_of_many_parties_stay_small_and_right() -> None:
    """Five products a party: 5^20 keys are more than are kept without renumbering."""
    many = Scenario.bell({party: [2, 2] for party in "ABCDEFGHIJKLMNOPQRST"})
    found = build(many, "1")
    assert len(found.representatives) == 1 + 40 + 20 + 40 * 38 // 2
    classes = iter(found.classes.tolist())
    for i, u in enumerate(found.words):
        for v in found.words[: i + 1]:
            assert next(classes) == found.class_of(many.word(u[::-1] + v) or ())


def test_a_level_lists_the_words_it_says() -> None:
    words = {CHSH.text(word) for word in level_words(CHSH, "1+ABB")}
    assert words == {"", "A0", "A1", "B0", "B1", "A0 B0 B1", "A0 B1 B0", "A1 B0 B1", "A1 B1 B0"}
    assert level_words(CHSH, "2") == level_words(CHSH, "1+AA+AB+BB")


def test_sequential_level_has_twenty_one_words_and_sixty_three_classes() -> None:
    sequential = Scenario(
        tuple(("A", x, 2) for x in ("0", "1")) + tuple(("B", x, 2) for x in ("0", "1", "00", "01")),
        (("B0", "B00"), ("B0", "B01")),
    )
    bobs = ["", "B0", "B1", "B00", "B01", "B0 B00", "B0 B01"]
    listed = [f"{a} {b}".strip() for a in ("", "A0", "A1") for b in bobs]
    found = moments(sequential, level_words(sequential, listed))
    assert (found.size, len(found.representatives)) == (21, 63)


@pytest.mark.parametrize("level", ["", "0", "1+", "1+C", "1+ab", "AB+-1", "100"])
def test_what_is_no_level_is_refused(level: str) -> None:
    with pytest.raises(Failure, match=r"neither a number|more than"):
        level_words(CHSH, level)


def test_an_event_is_no_word_of_a_list() -> None:
    with pytest.raises(Failure, match="not a word"):
        level_words(CHSH, ["", "A0=0"])


def test_a_level_without_the_words_of_the_objective_is_refused() -> None:
    with pytest.raises(Failure, match="no moment of A0 A1 B0"):
        build(CHSH, "1").vector(CHSH.hermitian({"A0 A1 B0": 1, "A1 A0 B0": 1}))


def test_localising_entries_contain_the_inequality() -> None:
    inequality = CHSH.polynomial({"": 1, "A0": -1})
    entries = {(i, j): p for i, j, p in localising(CHSH, inequality, [(), (1,)])}
    assert entries[1, 1] == {(): 1, (1, 0, 1): -1}
    assert entries[1, 0] == {(1,): 1, (1, 0): -1}


def test_the_matrix_is_that_of_a_state() -> None:
    """All moments of a product state with A0 = B0 = 1 and A1, B1 = 0 on average."""
    found = build(CHSH, "1+AB")
    z, x = np.array([[1.0, 0], [0, -1]]), np.array([[0, 1.0], [1, 0]])
    operators = [np.kron(z, np.eye(2)), np.kron(x, np.eye(2)), np.kron(np.eye(2), z), np.kron(np.eye(2), x)]
    state = np.array([1.0, 0, 0, 0])

    def mean(word: tuple[int, ...]) -> float:
        vector = state
        for letter in reversed(word):
            vector = operators[letter] @ vector
        return float(state @ vector)

    values = [mean(word) for word in found.representatives]
    matrix = np.zeros((found.size, found.size))
    matrix[np.tril_indices(found.size)] = [values[k] for k in found.classes]
    matrix += np.tril(matrix, -1).T
    assert np.linalg.eigvalsh(matrix)[0] > -1e-12
    assert values[found.identity] == 1
