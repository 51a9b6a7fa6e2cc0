"""Which search answers which question; solvers are imported when they are needed."""

from __future__ import annotations

from oracle.certify.answer import Answer
from oracle.certify.problem import Problem


def solve(problem: Problem) -> Answer:
    """The answer, with every certificate proved by the kernel in this process.

    Raises:
        Malformed: the level is none, or lacks words.
        Limit: sizes.
        Undecided: `no-answer`, `not-separated`, `solver`, `not-proved`.
        Bug: the search answers another question than the one asked.
    """
    if problem.set == "quantum":
        from oracle.certify import quantum

        return {
            "maximum": quantum.optimum,
            "minimum": quantum.optimum,
            "guessing": quantum.guess,
            "membership": quantum.member,
        }[problem.kind](problem)
    from oracle.certify import linear

    return {
        "maximum": linear.optimum,
        "minimum": linear.optimum,
        "guessing": linear.guess,
        "membership": linear.member,
        "facet": linear.facet,
    }[problem.kind](problem)
