"""Reductions: applied in order, inverted in the opposite one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pytest

from proofs.search.language.known import Known
from proofs.search.language.means import Mean
from proofs.search.question import How
from proofs.search.reductions import reduction as chain
from proofs.search.reductions.reduction import Reduction, solved
from proofs.search.reductions.spread import SpreadKnown
from proofs.search.semidefinite.sdp import Program, Solution

ONE, HALF = Fraction(1), Fraction(1, 2)
SHORT, WIDE = Fraction(1, 2**30), Fraction(1, 4)


def found(equalities: list[float], inequalities: list[float]) -> Solution:
    return Solution((), np.array(equalities), np.array(inequalities), np.zeros(2), 0.0)


@dataclass(frozen=True)
class Noted:
    """A reduction that writes down when it is applied and inverted."""

    name: str
    notes: list[str]
    wanted: bool = True

    def accepts(self, program: Program) -> bool:
        return self.wanted

    def apply(self, program: Program) -> tuple[Program, Callable[[Solution], Solution]]:
        self.notes.append(f"apply {self.name}")

        def back(solution: Solution) -> Solution:
            self.notes.append(f"invert {self.name}")
            return replace(solution, claimed=solution.claimed + 1)

        return replace(program, variables=program.variables + 1), back


def test_the_last_reduction_is_inverted_first(monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    monkeypatch.setattr(chain, "solve", lambda program, solver, options: found([], [float(program.variables)]))
    listed: list[Reduction] = [Noted("a", notes), Noted("b", notes, wanted=False), Noted("c", notes)]
    solution = solved(Program(1, {}, ()), How(), listed)
    assert notes == ["apply a", "apply c", "invert c", "invert a"]
    assert (solution.claimed, solution.inequalities.tolist()) == (2.0, [3.0])


def known_program(width: Fraction) -> tuple[SpreadKnown, Program]:
    """Of a mean that lies in [1/2 - width, 1/2], behind one inequality that is none of an interval."""
    item = Known("z", {"A0": ONE}, HALF - width, HALF)
    rows = (({1: ONE}, Fraction(0)), ({0: -item.low, 1: ONE}, Fraction(0)), ({0: item.high, 1: -ONE}, Fraction(0)))
    program = Program(2, {1: ONE}, (), (({0: ONE}, ONE),), rows)
    return SpreadKnown.of([Mean("m", {"A0": ONE}), item]), program


def test_a_short_interval_becomes_an_equation_between_its_ends() -> None:
    reduction, program = known_program(SHORT)
    assert reduction.accepts(program)
    easier, back = reduction.apply(program)
    assert easier.inequalities == program.inequalities[:1]
    assert easier.equalities[1] == ({0: -HALF + SHORT / 2, 1: ONE}, Fraction(0))
    # the weight of an equation goes to the end where it is nonnegative
    assert back(found([7, -2], [3])).inequalities.tolist() == [3, 2, 0]
    assert back(found([7, 2], [3])).inequalities.tolist() == [3, 0, 2]
    assert back(found([7, 2], [3])).equalities.tolist() == [7]


def test_what_the_ends_of_a_wide_interval_share_is_taken_off() -> None:
    reduction, program = known_program(WIDE)
    easier, back = reduction.apply(program)
    assert easier == program
    assert back(found([7], [3, 5, 2])).inequalities.tolist() == [3, 3, 0]


def test_exact_means_need_no_reduction() -> None:
    reduction = SpreadKnown.of([Known("z", {"A0": ONE}, HALF, HALF), Mean("m", {"A0": ONE})])
    assert not reduction.accepts(known_program(SHORT)[1])
