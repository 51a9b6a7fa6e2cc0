"""Which search answers which question; solvers are imported when they are needed."""

from __future__ import annotations

from oracle.certify.answer import Answer
from oracle.certify.problem import Problem
from oracle.problems import Usage


def solve(problem: Problem, dual: str | None = None) -> Answer:
    """The answer, with every certificate proved by the kernel in this process.

    Args:
        problem: the question.
        dual: a dual solution of the exported problem, instead of a search.

    Raises:
        Usage: a dual for a problem that is not exported.
        Malformed: the level is none, or lacks words.
        Limit: sizes.
        Undecided: `no-answer`, `not-separated`, `solver`, `not-proved`.
        Bug: the search answers another question than the one asked.
    """
    if problem.set == "quantum":
        from oracle.certify import outside, quantum

        if problem.kind != "membership":
            return quantum.answer(problem, dual)
        if dual is None:
            return outside.member(problem)
    if dual is not None:
        raise Usage(
            "unknown-argument", f"--dual goes with optima and guessing over the set quantum, not {problem.kind}"
        )
    from oracle.certify import linear

    if problem.set == "measurement-dependent":
        return linear.dependent_optimum(problem)
    return {
        "maximum": linear.optimum,
        "minimum": linear.optimum,
        "guessing": linear.guess,
        "membership": linear.member,
        "facet": linear.facet,
    }[problem.kind](problem)
