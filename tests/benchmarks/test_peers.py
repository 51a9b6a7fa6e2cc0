"""The peers do the work they are timed for."""

import pytest

from tests.benchmarks import peers


def test_sympy_proves_the_identity() -> None:
    assert peers.chsh_identity_sympy()


@pytest.mark.parametrize("n", [2, 9])
def test_both_eliminations_accept_the_matrix(n: int) -> None:
    assert peers.positive_kernel(n)
    assert peers.positive_fraction(n)


def test_both_eliminations_refuse_the_matrix_lowered_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = peers.positive_matrix(9)
    rows[8][8] -= 1
    monkeypatch.setattr(peers, "positive_matrix", lambda n: rows)
    assert not peers.positive_kernel(9)
    assert not peers.positive_fraction(9)


def test_the_identity_needs_that_observables_square_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "_reduced", lambda letters: letters)  # squares left standing
    assert not peers.chsh_identity_sympy()
