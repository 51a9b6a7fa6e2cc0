"""Somebody who waits is told how far a solver is, and gets the same answer as somebody who does not."""

from __future__ import annotations

import math

import pytest

import oracle
from proofs.search.semidefinite.watch import Gaps, is_watched, watched

CHSH = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}


@pytest.mark.parametrize("solver", ["picos", "clarabel"])
def test_solvers_say_how_far_they_are(solver: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("picos")
    pytest.importorskip("clarabel")
    scenario = oracle.Scenario({"A": [2, 2], "B": [2, 2]})
    problem = oracle.Problem("maximum", "quantum", scenario, "1+AB", CHSH, more={"solver": solver})
    told: list[tuple[int, int]] = []
    found = oracle.certify(problem, progress=lambda *at: told.append(at))
    assert len(told) > 4
    assert told[0] == (0, 1000)
    assert max(told) >= (800, 1000)
    assert all(0 <= done <= total == 1000 for done, total in told)
    assert capsys.readouterr().out == ""
    assert not is_watched()
    assert oracle.certify(problem).certificate == found.certificate


def test_the_share_never_falls_and_odd_gaps_say_nothing() -> None:
    told: list[float] = []
    with watched(told.append):
        gaps = Gaps(1e-6)
        for gap in (1e-7, math.nan, math.inf, -1.0, 0.0, 1.0, 1e-9):
            gaps.at(gap)
    assert told == sorted(told)
    assert all(0 <= share <= 1 for share in told)
    assert len(told) == 3
    gaps.at(1.0)
    assert len(told) == 3  # nobody waits any longer
