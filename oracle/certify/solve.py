"""Which search answers which question; solvers are imported when they are needed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from oracle.certify.answer import Answer
from oracle.certify.problem import Problem
from oracle.enclosures import enclose
from oracle.numbers import decimal_text
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
    found = _solve(problem, dual)
    facts = dict(found.facts)
    if problem.kind == "guessing" and found.verdict == "PROVED" and found.bound is not None:
        facts["min-entropy"] = _entropy(problem, found.bound)
    if problem.region is not None:
        facts["confidence region"] = problem.region.says
    return replace(found, facts=facts)


def _entropy(problem: Problem, bound: Fraction) -> str:
    """-log2 of the guessing probability, from a proved enclosure, with what it means."""
    low = Fraction(0) if bound >= 1 else enclose({"neg": [{"log2": [str(bound)]}]}, Fraction(1, 1 << 40)).low
    kind = "quantum, measured in this round," if problem.set == "quantum" else "no-signalling"
    return (
        f"H_min({' '.join(problem.guessed)} | e, inputs) >= {low} (at least {decimal_text(low, 6, up=False)}) bits, "
        f"minus the logarithm of the bound: one round; e is classical or {kind} side information independent of the "
        "inputs, both of which the adversary knows; nothing is conditioned on"
    )


def _solve(problem: Problem, dual: str | None) -> Answer:
    if problem.set == "quantum":
        if dual is None and problem.kind == "membership":
            from oracle.certify import outside

            return outside.member(problem)
        if dual is None or (problem.kind != "membership" and not problem.positives):
            from oracle.certify import quantum

            return quantum.answer(problem, dual)
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
