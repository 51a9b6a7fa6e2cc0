"""The explicit adversary of the sequential protocol."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.papers.padovan2024.generate import eavesdropper
from oracle.papers.padovan2024.generate.eavesdropper import Model, eavesdropper_certificate
from oracle.papers.padovan2024.generate.search import exact_adversary
from proofs.kernel.check import check_bytes
from proofs.search.language.angles import Angle
from proofs.search.language.failure import Failure
from proofs.search.sequences.devices import SequentialChsh, State
from proofs.search.sequences.sequence import THREE_PARTIES


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.sampled_from([2, 4]))
def test_rounded_reflections_are_exact_and_near(seed: int, n: int) -> None:
    reflection = eavesdropper._reflection(np.random.default_rng(seed), n)
    exact = eavesdropper._rational(reflection)
    square = [[sum(exact[i][k] * exact[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    assert square == [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    assert exact == [list(row) for row in zip(*exact, strict=True)]
    assert np.abs(np.array(exact, dtype=float) - reflection).max() < 0.05


def test_means_of_a_model_are_those_of_its_matrices() -> None:
    random = np.random.default_rng(5)
    operators = [eavesdropper._reflection(random, n) for n in (2, 2, 4, 4)]
    operators += [eavesdropper._blocks(*(eavesdropper._reflection(random, 2) for _ in range(2))) for _ in range(2)]
    model = eavesdropper._rounded(operators, random.normal(size=8))
    assert isinstance(model, Model)
    state = np.array([float(x) for x in model.state])
    floats = [np.array(model.operators[name], dtype=float) for name in eavesdropper.NAMES]
    for text in ("A0 B1", "B0 B00", "A1 B0 B01", "B1 B00"):
        (word,) = THREE_PARTIES.parse(text)
        expected = state @ eavesdropper._word(floats, word) @ state / (state @ state)
        assert float(model.mean({word: Fraction(1)})) == pytest.approx(expected, abs=1e-9)


def test_with_much_noise_an_adversary_knows_nearly_everything() -> None:
    """At p = 1/2 the pairs are separable: local models reproduce them, and their outcomes are known."""
    noisy = SequentialChsh(State(Fraction(1, 2)), Angle(Fraction(1, 8)))
    data = eavesdropper_certificate(noisy, columns=25)
    verdict = check_bytes(data)
    assert verdict.verdict == "PROVED"
    assert Fraction(json.loads(data)["statement"]["values"][0]["value"]) > Fraction(9, 10)


def test_an_adversary_with_means_of_the_field() -> None:
    """Local models with the exact means of p = 1/2 at the angle (20/29, 21/29), not near them."""
    data = exact_adversary(Fraction(1, 2), columns=25)
    verdict = check_bytes(data)
    assert verdict.verdict == "PROVED"
    assert "value: 1*<A0 B0> + 1*<A1 B0> = (10/29*alpha)" in verdict.statement
    found = json.loads(data)["statement"]["values"]
    parts = found[-1]["value"] if isinstance(found[-1]["value"], list) else [found[-1]["value"], "0"]
    assert float(Fraction(parts[0])) + float(Fraction(parts[1])) * 2**0.5 > 0.9


def test_weights_of_the_field_have_an_exact_sign() -> None:
    table = [[Fraction(1), Fraction(0)], [Fraction(1), Fraction(2)]]
    # 2 w = sqrt 2 of the second model, and the rest of the first: 1 - sqrt(1/2) and sqrt(1/2)
    half = Fraction(1, 2)
    assert eavesdropper._exact(table, [[Fraction(0)], [Fraction(1)]]) == [(Fraction(1), -half), (Fraction(0), half)]
    with pytest.raises(Failure, match="negative"):
        eavesdropper._exact(table, [[Fraction(0)], [Fraction(3)]])


def test_means_that_no_mixture_has_are_refused() -> None:
    with pytest.raises(Failure, match="no mixture"):
        eavesdropper._exact([[Fraction(1), Fraction(1, 2)]], [[Fraction(1)]])
    with pytest.raises(Failure, match="negative"):
        eavesdropper._exact([[Fraction(1), Fraction(0)], [Fraction(1), Fraction(1)]], [[Fraction(2)]])
