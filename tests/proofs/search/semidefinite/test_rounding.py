"""Rounding always ends in a matrix the checker accepts, however bad the dual is."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.semidefinite.moments import level_words, moments
from proofs.search.semidefinite.rounding import Gram, round_gram, suffix_closed, unit
from proofs.search.semidefinite.sdp import Reals
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL, scenarios

ARRANGED = moments(CHSH, level_words(CHSH, "1+AB"))
TARGET = {k: -c for k, c in ARRANGED.vector(CHSH.hermitian(CHSH_FUNCTIONAL)).items()}


def random_dual(size: int, seed: int) -> Reals:
    noise = np.random.default_rng(seed).normal(size=(size, size))
    return noise + noise.T


def certificate(scenario: Scenario, gram: Gram, functional: Functional) -> bytes:
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(),
        "functional": scenario.terms(functional), "sense": "<=", "bound": rational(gram.constant),
    }  # fmt: skip
    return certificate_bytes("sos", statement, {"grams": [gram.json()]})


@settings(max_examples=25)
@given(scenarios(), st.integers(0, 2**32), st.integers(0, 70))
def test_any_matrix_becomes_a_proof(scenario: Scenario, seed: int, bits: int) -> None:
    letters = [scenario.word([x]) or () for x in range(len(scenario.letters))]
    words = suffix_closed(scenario, dict.fromkeys([(), *letters, *level_words(scenario, "2")[-8:]]))
    found = moments(scenario, words)
    name = scenario.names[-1]
    last = found.class_of((len(scenario.letters) - 1,))
    assert last is not None
    gram = round_gram(found, random_dual(found.size, seed), {last: Fraction(-1, 3)}, bits)
    verdict = check_bytes(certificate(scenario, gram, {name: Fraction(1, 3)}))
    assert verdict.verdict == "PROVED", verdict


@pytest.mark.parametrize("factor", [True, False])
def test_a_singular_dual_is_repaired_with_and_without_a_factor(factor: bool) -> None:
    gram = round_gram(ARRANGED, np.zeros((9, 9)), TARGET, 30, factor)
    assert (gram.factor is not None) is factor
    assert check_bytes(certificate(CHSH, gram, CHSH_FUNCTIONAL)).verdict == "PROVED"


def test_the_loss_of_a_good_dual_is_the_rounding_alone() -> None:
    """The dual of 2 sqrt 2, known in closed form, loses about n^2/2 units."""
    h = 1 / np.sqrt(2)
    squares = np.zeros((2, 9))
    order = [CHSH.text(word) for word in ARRANGED.words]
    for row, (a, sign) in enumerate((("A0", 1), ("A1", -1))):
        squares[row, [order.index(a), order.index("B0"), order.index("B1")]] = 1, -h, -sign * h
    dual = h * squares.T @ squares
    for bits in (20, 30, 40, 45):
        gram = round_gram(ARRANGED, dual, TARGET, bits)
        assert gram.constant**2 > 8
        assert float(gram.constant) - np.sqrt(8) < 9**2 * 2.0**-bits


def test_one_digit_off_in_the_factor_is_refused() -> None:
    gram = round_gram(ARRANGED, np.eye(9), TARGET, 20, True)
    assert gram.factor is not None
    gram.factor[1][4][4] *= 2
    verdict = check_bytes(certificate(CHSH, gram, CHSH_FUNCTIONAL))
    assert (verdict.verdict, verdict.code) == ("REJECTED", "indefinite")


def test_the_unit_of_projectors_sums_to_the_identity() -> None:
    scenario = Scenario.bell({"A": [3, 2], "B": [4]})
    found = moments(scenario, suffix_closed(scenario, level_words(scenario, "2")))
    rows = unit(found)
    totals: dict[int, int] = {}
    classes = iter(found.classes.tolist())
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            k = next(classes)
            totals[k] = totals.get(k, 0) + (1 if i == j else 2) * x
    totals.pop(-1)
    assert totals.pop(found.identity) == found.size
    assert not any(totals.values())


def test_missing_suffixes_are_added() -> None:
    scenario = Scenario.bell({"A": [3], "B": [3]})
    word = scenario.word([0, 3])
    assert word is not None
    assert [scenario.text(w) for w in suffix_closed(scenario, [word])] == ["A0=0 B0=1", "B0=1", ""]
