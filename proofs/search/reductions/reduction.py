"""One way to a solver: reductions are applied in order, the solution is inverted through them in the opposite one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from proofs.search.question import How
from proofs.search.semidefinite.sdp import Program, Solution, solve

Back = Callable[[Solution], Solution]


class Reduction(Protocol):
    """A program becomes another one that is easier to solve."""

    def accepts(self, program: Program) -> bool:
        """Whether there is something to reduce."""

    def apply(self, program: Program) -> tuple[Program, Back]:
        """The easier program, and the way back: from a dual solution of it to one of the given program."""


def solved(program: Program, how: How, reductions: Sequence[Reduction] = ()) -> Solution:
    """A dual solution of the program, from a solver that sees the reduced one.

    Args:
        program: the problem.
        how: solver and options.
        reductions: in the order in which they are applied.

    Raises:
        Failure: SOLVER, as `sdp.solve`; what a reduction refuses.
    """
    ways: list[Back] = []
    for reduction in reductions:
        if reduction.accepts(program):
            program, back = reduction.apply(program)
            ways.append(back)
    found = solve(program, how.solver, how.options)
    for back in reversed(ways):
        found = back(found)
    return found
