"""The exact solvers of others get the same program: they find the value that is proved here."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.benchmarks import programs
from tests.benchmarks.programs import PEERS, VALUE, Linear, Peer

FORMS = {"reduced": programs.reduced, "full": programs.full}


@pytest.fixture(params=PEERS, ids=lambda peer: peer.name)
def peer(request: pytest.FixtureRequest) -> Peer:
    found: Peer = request.param
    if not found.installed:
        pytest.skip(f"{found.command[0]} is not installed")
    return found


def near(peer: Peer, found: Fraction, value: Fraction) -> bool:
    return abs(found - value) <= (Fraction(1, 10**peer.digits) if peer.digits else 0)


def test_our_value_is_the_one_of_the_curve() -> None:
    assert programs.ours() == VALUE


def test_peers_find_the_same_value(peer: Peer, tmp_path: Path) -> None:
    program = programs.reduced()
    assert near(peer, peer.solve(peer.file(tmp_path, "reduced", program), program), VALUE)


@pytest.mark.skipif(not PEERS[0].installed, reason="esolver is not installed")
@pytest.mark.parametrize("form", FORMS)
def test_both_formulations_have_this_value(form: str, tmp_path: Path) -> None:
    program = FORMS[form]()
    assert PEERS[0].solve(PEERS[0].file(tmp_path, form, program), program) == VALUE


def test_another_program_has_another_value(peer: Peer, tmp_path: Path) -> None:
    # max (2 - x)/3 with 1 <= x <= 7 and x + y = 5
    rows: list[programs.Row] = [({1: 1}, ">=", 1), ({1: 1}, "<=", 7), ({1: 2, 2: 2}, "=", 10)]
    small = Linear(2, {1: -1}, 2, 3, rows, free=True)
    assert near(peer, peer.solve(peer.file(tmp_path, "small", small), small), Fraction(1, 3))
    nonnegative = replace(small, objective={1: 1}, free=False)  # now y >= 0, so x <= 5
    assert near(peer, peer.solve(peer.file(tmp_path, "signs", nonnegative), nonnegative), Fraction(7, 3))


def test_the_full_program_has_the_rank_of_the_no_signalling_equations() -> None:
    program = programs.full()
    equal = [row for row, sense, _ in program.rows if sense == "="]
    assert (program.variables, len(equal)) == (256, 272)
    # rows of 0 and 1 modulo 2 as the bits of integers; the rank over the rationals is at least this
    pivots: dict[int, int] = {}
    for row in equal:
        value = sum(1 << j for j in row)
        while value and value.bit_length() in pivots:
            value ^= pivots[value.bit_length()]
        if value:
            pivots[value.bit_length()] = value
    assert len(pivots) == 176 == 256 - (programs.reduced().variables)


def test_a_solver_that_answers_nothing_is_an_error(tmp_path: Path) -> None:
    silent = replace(PEERS[0], command=("true",))
    with pytest.raises(ValueError, match="unpack"):
        silent.solve(tmp_path / "x.lp", programs.reduced())
