"""From a problem to its answer: the engine of its set searches, the kernel judges."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from oracle.ask.answer import Answer, judged
from oracle.ask.problem import Problem
from oracle.enclosures import enclose
from oracle.failures import failed
from oracle.numbers import decimal_text
from proofs.search.language.failure import Failure
from proofs.search.question import engine_of

WIDTH = Fraction(1, 1 << 50)  # of the enclosure of a min-entropy


def solve(problem: Problem, dual: str | None = None) -> Answer:
    """The answer, with every certificate proved by the kernel in this process.

    Args:
        problem: the question.
        dual: a dual solution of the exported problem, instead of a search.

    Raises:
        Usage: a dual for a problem that is not exported.
        Malformed: `level`, `not-hermitian`, `symmetry`, `solution`.
        Limit: sizes.
        Undecided: `no-answer`, `not-separated`, `vacuous`, `solver`, `not-proved`.
        Bug: the search answers another question than the one asked.
    """
    try:
        outcome = engine_of(problem.question, dual).answer(problem.question, dual)
    except Failure as failure:
        raise failed(failure, problem.file) from None
    if problem.set == "steering":
        from oracle.ask.steered import judged_steering  # most questions are about behaviours

        found = judged_steering(problem.question, outcome)
    else:
        found = judged(problem.question, outcome)
    facts = {**problem.facts, **found.facts}
    if problem.kind == "guessing" and found.verdict == "PROVED" and found.bound is not None:
        found = replace(found, min_entropy=min_entropy(found.bound))
        facts["min-entropy"] = _says(problem, found.min_entropy or Fraction(0))
    if problem.region is not None:
        facts["confidence region"] = problem.region.says
        if found.min_entropy is not None:
            facts["n rounds"] = _rounds_worth(found.min_entropy, problem.region.rounds)
    if problem.simulated is not None and found.verdict == "PROVED" and found.bound is not None:
        from oracle.ask.simulate import EXPERIMENTS, scatter

        noisy, rounds = problem.simulated
        name = f"simulated, not trusted, {EXPERIMENTS} experiments of {rounds} rounds a setting"
        facts[name] = scatter(noisy, rounds, found.main.data, found.bound, problem.question.known)
    remarks = [remark for remark in (found.remark, problem.remark) if remark]
    return replace(found, facts=facts, remark="; ".join(remarks))


def _rounds_worth(bits: Fraction, rounds: int) -> str:
    """What n rounds are worth where rounds are independent and identically distributed, in words."""
    return (
        f"n later rounds at the guessed inputs, independent of each other and distributed as the counted ones, also "
        f"given the adversary's classical information, have at least n times {bits_text(bits)} bits of min-entropy, if "
        f"the hypotheses hold: {rounds} rounds have {decimal_text(rounds * bits, 6, up=False)}. Nothing is said of "
        "devices with memory, which bellcert counts allows for"
    )


def min_entropy(bound: Fraction) -> Fraction:
    """-log2 of a guessing probability in bits, rounded down; a probability of 1 or more gives 0.

    >>> 0 <= 2 - min_entropy(Fraction(1, 4)) <= WIDTH, min_entropy(Fraction(5, 4))
    (True, Fraction(0, 1))
    """
    if bound >= 1:
        return Fraction(0)
    return max(Fraction(0), enclose({"neg": [{"log2": [str(bound)]}]}, WIDTH).low)


def bits_text(bits: Fraction) -> str:
    """Bits as a decimal of ten places, rounded down.

    >>> bits_text(Fraction(5, 3))
    '1.6666666666'
    """
    return decimal_text(bits, 10, up=False)


def _says(problem: Problem, low: Fraction) -> str:
    """What the min-entropy means."""
    level = problem.question.how.level
    kind = "no-signalling" if "no-signalling" in (problem.set, level) else "quantum, measured in this round,"
    return (
        f"H_min({' '.join(problem.question.guessed)} | e, inputs) >= {low} (at least {decimal_text(low, 6, up=False)}) "
        f"bits, minus the logarithm of the bound: one round; e is classical or {kind} side information independent of "
        "the inputs, both of which the adversary knows; nothing is conditioned on"
    )
