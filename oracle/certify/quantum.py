"""Answers by moment hierarchies: quantum behaviours at a level, solvers imported only here and only when used."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from hashlib import sha256
from math import prod

from oracle.certify import problem as problems
from oracle.certify.answer import Answer, bound_of, guessing_of, wanted
from oracle.certify.linear import behaviour_certificate, knowledge, scenario_of
from oracle.certify.problem import Problem
from oracle.certify.words import Functional
from oracle.problems import Bug, Limit, Malformed, Undecided
from oracle.proved import Proved, proved, require_about
from proofs.search import adversary, algebra, certify, separate, solution
from proofs.search.hypotheses import Mean
from proofs.search.moments import Level, level_words
from proofs.search.rounding import suffix_closed
from proofs.search.sdp import SolverError
from proofs.search.write import Json, certificate_bytes, rational

MAX_ENTRIES = 1 << 27  # of what an interior-point method keeps: squared entries of all moment matrices
_VACUOUS = "POSSIBLY VACUOUS"
_RELAXED = "the bound holds for all quantum behaviours; that it is attained is not claimed"


@contextmanager
def searching(problem: Problem) -> Iterator[None]:
    """Failures of the search as problems of the command line."""
    try:
        yield
    except algebra.ProblemError as error:
        code, key = _place(str(error))
        raise Malformed(code, f"{problem.file}: {key}: {error}") from None
    except SolverError as error:
        raise Undecided("solver", f"{problem.file}: solver: {error}") from None
    except certify.CertificateError as error:
        raise Undecided("not-proved", f"the kernel refused the proposed certificate: {error}") from None


def _place(sentence: str) -> tuple[str, str]:
    """Code and key of what the search refuses."""
    if "self-adjoint" in sentence:
        return "not-hermitian", "functional"
    return ("solution", "--dual") if "dual matri" in sentence else ("level", "level")


def scenario(problem: Problem) -> algebra.Scenario:
    """The scenario as the hierarchy takes it."""
    return algebra.Scenario.bell(problem.parties)


def level(problem: Problem, operators: algebra.Scenario, matrices: int = 1) -> Level:
    """The level, after the size of the program with so many moment matrices was looked at.

    Raises:
        Malformed: `level`.
        Limit: `size`.
    """
    chosen: Level = problem.level if isinstance(problem.level, str) else list(problem.level)
    with searching(problem):
        rows = len(suffix_closed(operators, level_words(operators, chosen)))
    if matrices * (rows * (rows + 1) // 2) ** 2 > MAX_ENTRIES:
        found = f"the level has {rows} words in {matrices} moment matrices"
        raise Limit("size", f"{problem.file}: level: {found}, more than can be solved here")
    return chosen


def question(problem: Problem) -> certify.Question:
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


def searched(means: Sequence[problems.Mean]) -> tuple[Mean, ...]:
    """Hypotheses as the hierarchy takes them."""
    return tuple(Mean(mean.name, mean.functional, mean.sense) for mean in means)


def answer(problem: Problem, dual: str | None = None) -> Answer:
    """A proved bound on the functional or the guessing probability over quantum behaviours.

    Args:
        problem: of kind maximum, minimum or guessing.
        dual: the text of a solution file for the exported problem; without it a solver is asked.
    """
    asked = question(problem)
    with searching(problem):
        if dual is None:
            found = certify.certified(asked, float(problem.loss), solver=problem.solver)
        else:
            origin = f"solution file, sha256 {sha256(dual.encode()).hexdigest()}"
            found = solution.certify_dual(asked, dual, float(problem.loss), origin=origin)
    if problem.kind == "guessing":
        main, bound = guessing_of(found.data, problem, knowledge(problem))
    else:
        main, bound = bound_of(found.data, problem, problem.functional, "<=" if problem.kind == "maximum" else ">=")
    return Answer("PROVED", main, bound=bound, remark=_remark(main.text), search=search_of(found.data))


def _remark(text: str) -> str:
    if _VACUOUS not in text:
        return _RELAXED
    return f"{_RELAXED}; nor is it shown that the hypotheses can hold together"


def search_of(data: bytes) -> dict[str, str]:
    """What the certificate says about its making; nothing of it is proved."""
    provenance: dict[str, str] = json.loads(data).get("provenance", {})
    return provenance


def member(problem: Problem) -> Answer:
    """An inequality of all quantum behaviours that the behaviour or the expectations break.

    Raises:
        Undecided: `not-separated`; being inside of a level does not make a behaviour quantum.
    """
    operators = scenario(problem)
    chosen = level(problem, operators)
    known = expectations(problem)
    with searching(problem):
        found = separate.membership(operators, known, chosen, loss=float(problem.loss), solver=problem.solver)
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
    search = search_of(found.certificate.data)
    if problem.behaviour is not None:
        cells = behaviour_certificate(scenario_of(problem), problem.behaviour, [w for w in functional if w])
        return Answer("SEPARATED", main, proved(cells), bound, value, search=search)
    means = knowledge(problem)
    excluded = proved(exclusion(main, means, functional, value - bound))
    require_about(excluded, kind="empty", set="quantum-commuting", **wanted(problem, means))
    remark = "the second certificate says that no quantum behaviour has the given means"
    return Answer("SEPARATED", main, excluded, bound, value, remark=remark, search=search)


def exclusion(main: Proved, means: Sequence[problems.Mean], functional: Functional, excess: Fraction) -> bytes:
    """A certificate that nothing has the known means, from a bound on F that they exceed by `excess`.

    bound - F is a sum of squares S and F - value is a combination of the equations, so
    -excess = S + sum of c_w (w - value_w), which is what rule farkas asks for.
    """
    witness = dict(json.loads(main.data)["witness"])
    scale = Fraction(witness.get("multiplier", "1"))  # S proves scale * (bound - F)
    used: list[Json] = [
        {"hypothesis": mean.name, "weight": rational(scale * functional[word])}
        for mean in means
        for word in mean.functional
        if word and word in functional
    ]
    statement: dict[str, Json] = {
        "kind": "empty", "set": "quantum-commuting", "scenario": main.statement["scenario"],
        "hypotheses": [
            {"name": m.name, "kind": "mean", "sense": m.sense, "polynomial": [[rational(c), w] for w, c in _sorted(m)]}
            for m in means
        ],
    }  # fmt: skip
    return certificate_bytes("farkas", statement, {**witness, "means": used, "multiplier": rational(excess * scale)})


def _sorted(mean: problems.Mean) -> list[tuple[str, Fraction]]:
    """The constant first, then the only word."""
    return sorted(mean.functional.items())


def expectations(problem: Problem) -> Functional:
    """The known means of words."""
    if problem.behaviour is None:
        return problem.expectations or {}
    from lp.behaviour import behaviour_vector, coordinate_words

    linear = scenario_of(problem)
    pairs = zip(coordinate_words(linear), behaviour_vector(linear, problem.behaviour), strict=True)
    return {word: value for word, value in pairs if word}
