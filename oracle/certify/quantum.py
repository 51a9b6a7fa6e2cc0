"""Bounds by moment hierarchies on what quantum behaviours can do, solvers imported only when used."""

from __future__ import annotations

from hashlib import sha256
from math import ceil, log10, prod
from typing import TYPE_CHECKING, NoReturn

from oracle.certify.answer import Answer, bound_of, guessing_of
from oracle.certify.known import knowledge
from oracle.certify.levels import level, scenario, search_of, searched, searching
from oracle.certify.problem import PRECISE, Problem
from oracle.problems import Undecided
from proofs.search import adversary, certify
from proofs.search.question import How
from proofs.search.symmetry import Relabelling, listable

if TYPE_CHECKING:
    from proofs.search.reductions.symmetry import Symmetry

LARGE = 300  # moments from which symmetries are looked for unasked: without them solvers take minutes
_RELAXED = "the bound holds for all quantum behaviours; that it is attained is not claimed"


def question(problem: Problem) -> certify.Relaxation:
    """An optimum or a guessing probability as the hierarchy takes it.

    Raises:
        Malformed, Limit: as `level`.
    """
    operators = scenario(problem)
    if problem.kind == "guessing":
        chosen = level(problem, operators, prod(problem.inputs[name] for name in problem.guessed))
        return adversary.Guessing(operators, problem.guessed, chosen, searched(knowledge(problem)))
    chosen = level(problem, operators)
    sense = "<=" if problem.kind == "maximum" else ">="
    return certify.Maximum(operators, problem.functional, chosen, sense, searched(problem.means))


def answer(problem: Problem, dual: str | None = None) -> Answer:
    """A proved bound on the functional or the guessing probability over quantum behaviours.

    Args:
        problem: of kind maximum, minimum or guessing.
        dual: the text of a solution file for the exported problem; without it a solver is asked.

    Raises:
        Undecided: `vacuous`, nothing shows that a behaviour has what is known, nor that none has it.
    """
    if problem.positives:
        return localised(problem)
    asked = question(problem)
    if dual is not None:
        from proofs.search import solution

        origin = f"solution file, sha256 {sha256(dual.encode()).hexdigest()}"
        with searching(problem):
            found = solution.certify_dual(asked, dual, How(loss=problem.loss), origin=origin)
    else:
        searched_for = _searched(problem, asked)
        if isinstance(searched_for, Answer):
            return searched_for
        found = searched_for
    if "vacuity" in found.statement:
        return _contradicted(problem, asked) or about_nothing(problem)
    if problem.kind == "guessing":
        main, bound = guessing_of(found.data, problem, knowledge(problem))
    else:
        main, bound = bound_of(found.data, problem, problem.functional, "<=" if problem.kind == "maximum" else ">=")
    return Answer("PROVED", main, bound=bound, remark=_RELAXED, search=search_of(found.data))


def about_nothing(problem: Problem) -> NoReturn:
    """No number follows from hypotheses that are not shown to hold together.

    Raises:
        Undecided: `vacuous`.
    """
    raise Undecided(
        "vacuous",
        f"{problem.file}: neither a behaviour with what is known was found nor a proof at level {problem.level} that "
        "there is none; a bound would be about nothing",
    )


def localised(problem: Problem) -> Answer:
    """The same under operator inequalities."""
    from proofs.search.localise import Positive, localised_certificate

    operators = scenario(problem)
    chosen, sense = level(problem, operators), "<=" if problem.kind == "maximum" else ">="
    positives = [Positive(positive.name, positive.functional) for positive in problem.positives]
    with searching(problem):
        found = localised_certificate(
            operators, problem.functional, How(chosen, loss=problem.loss, solver=problem.solver), positives,
            sense=sense,
            means=searched(problem.means),
        )  # fmt: skip
    if "vacuity" in found.statement:
        about_nothing(problem)
    main, bound = bound_of(found.data, problem, problem.functional, sense)
    return Answer("PROVED", main, bound=bound, remark=_RELAXED, search=search_of(found.data))


def _searched(problem: Problem, asked: certify.Relaxation) -> certify.Certified | Answer:
    """The bound, unless what is known contradicts quantum theory.

    Without any bound that is asked here; without a model of what is known, by `answer`.
    """
    try:
        with searching(problem):
            if problem.solver == PRECISE:
                digits = max(8, ceil(-log10(problem.loss)))
                from proofs.search.multiprecision import precisely_certified

                bound = precisely_certified(asked, digits=digits)
            else:
                symmetry = symmetries(problem, asked)
                bound = certify.certified(asked, How(loss=problem.loss, solver=problem.solver, symmetry=symmetry))
    except Undecided:
        empty = _contradicted(problem, asked) if asked.means else None
        if empty is None:
            raise
        return empty
    return bound


def _contradicted(problem: Problem, asked: certify.Relaxation) -> Answer | None:
    from oracle.certify.outside import contradicted

    return contradicted(problem, asked.means)


def symmetries(problem: Problem, asked: certify.Relaxation) -> Symmetry:
    """The declared relabellings, or the wish to find them, if it is expressed or the problem is large."""
    if problem.symmetry == "":
        large = asked.program.variables >= LARGE and listable(asked.moments.scenario)
        return "found" if large else ()
    if isinstance(problem.symmetry, str):
        return problem.symmetry
    return [Relabelling.declared(scenario(problem), images) for images in problem.symmetry]
