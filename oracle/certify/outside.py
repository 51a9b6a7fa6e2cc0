"""Data that no quantum behaviour has: separating inequalities, and hypotheses that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from oracle.certify.answer import Answer, bound_of, empty_of
from oracle.certify.known import behaviour_certificate, expectations, knowledge, scenario_of
from oracle.certify.levels import level, scenario, search_of, searched, searching
from oracle.certify.problem import PRECISE, SOLVERS, Problem
from oracle.problems import Bug, Undecided
from oracle.proved import proved
from proofs.search import contradiction, separate
from proofs.search.hypotheses import Mean
from proofs.search.question import How


def contradicted(problem: Problem, means: Sequence[Mean]) -> Answer | None:
    """A proof that nothing has the given data, or satisfies the hypotheses; None if the level shows no such thing."""
    data = problem.behaviour is not None or problem.expectations is not None
    if data and not problem.means:
        try:
            return member(problem)
        except Undecided:
            return None
    operators = scenario(problem)
    chosen, solver = level(problem, operators), _solver(problem)
    try:
        with searching(problem):
            found = contradiction.contradiction(operators, means, How(chosen, loss=problem.loss, solver=solver))
    except Undecided:
        return None
    if found is None:
        return None
    remark = f"what is known is outside of the set quantum, as level {problem.level} shows"
    main = empty_of(found, problem, knowledge(problem))
    return Answer("SEPARATED" if data else "EMPTY", main, remark=remark, search=search_of(found))


def _solver(problem: Problem) -> str:
    """The solver, and the default where more digits are of no use."""
    return SOLVERS[0] if problem.solver == PRECISE else problem.solver


def member(problem: Problem) -> Answer:
    """An inequality of all quantum behaviours that the behaviour or the expectations break.

    Raises:
        Undecided: `not-separated`; being inside of a level does not make a behaviour quantum.
    """
    operators = scenario(problem)
    chosen, solver = level(problem, operators), _solver(problem)
    known = expectations(problem)
    with searching(problem):
        found = separate.membership(operators, known, How(chosen, loss=problem.loss, solver=solver))
    if found.certificate is None or found.functional is None:
        raise Undecided(
            "not-separated",
            f"{problem.file}: no inequality of level {problem.level} was found that separates the behaviour; "
            "that does not prove it quantum",
        )
    functional = {word: Fraction(c) for word, c in found.functional.items()}
    main, bound = bound_of(found.certificate.data, problem, functional, "<=")
    value = sum((c * (known[word] if word else 1) for word, c in functional.items()), Fraction(0))
    if value <= bound:
        raise Bug("not-proved", "the inequality does not separate the behaviour from the set")
    search, zero = search_of(found.certificate.data), Fraction(0)
    if problem.behaviour is not None:
        cells = behaviour_certificate(scenario_of(problem), problem.behaviour, [w for w in functional if w])
        remark = f"the behaviour is outside of the set quantum, as level {problem.level} shows"
        return Answer("SEPARATED", main, proved(cells), bound, value, remark=remark, search=search)
    means = searched(knowledge(problem))
    weights = [sum((functional.get(word, zero) for word in mean.polynomial if word), zero) for mean in means]
    with searching(problem):
        empty = contradiction.excluded(
            operators,
            means,
            weights,
            found.certificate.grams,
            value - bound,
            search,
            [*chain(*found.certificate.squares)],
        )
    remark = f"no quantum behaviour has the given means, as level {problem.level} and the second certificate show"
    excluded = empty_of(empty, problem, knowledge(problem))
    return Answer("SEPARATED", main, excluded, bound, value, remark=remark, search=search)
