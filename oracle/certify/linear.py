"""Answers by linear programs: local, measurement-dependent, no-signalling and time-ordered behaviours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from math import prod

from lp import certify, guessing, local
from lp.behaviour import behaviour_vector, coordinate_words
from lp.certify import Hypothesis
from lp.faces import event_face, local_face
from lp.membership import membership
from lp.scenario import Scenario
from oracle.certify.answer import Answer, bound_of, empty_of, guessing_of, point_of, wanted
from oracle.certify.dependent import as_local, vertex_texts
from oracle.certify.known import behaviour_certificate, knowledge, scenario_of
from oracle.certify.problem import Problem
from oracle.problems import Bug, Limit, Undecided
from oracle.proved import proved, require_about
from proofs.search.language.failure import Failure, Kind
from proofs.search.write import Json, rational

MAX_ENTRIES = 1 << 25  # of the matrix of a program


@contextmanager
def searching(problem: Problem) -> Iterator[None]:
    """Failures of the search as problems of the command line."""
    try:
        yield
    except Failure as failure:
        if failure.kind is Kind.SIZE:
            raise Limit("work", f"{problem.file}: {failure}") from None
        if failure.kind is Kind.DIGITS:
            raise Limit("digits", f"{problem.file}: {failure}") from None
        raise Undecided("no-answer", f"{problem.file}: no exact answer was found: {failure}") from None


def require_size(problem: Problem, rows: int, columns: int) -> None:
    """Refuse programs whose matrix would not fit.

    Raises:
        Limit: `size`.
    """
    if rows * columns > MAX_ENTRIES:
        found = f"the linear program has {rows} rows and {columns} columns"
        raise Limit("size", f"{problem.file}: scenario: {found}, more than can be solved here")


def optimum(problem: Problem) -> Answer:
    """Maximum or minimum of the functional under the hypotheses."""
    scenario = scenario_of(problem)
    largest = problem.kind == "maximum"
    hypotheses = [Hypothesis(mean.name, mean.functional, mean.sense) for mean in problem.means]
    if problem.set == "local":
        search: Callable[..., certify.Optimum | local.LocalOptimum] = local.maximum if largest else local.minimum
        emptiness = local.emptiness
    else:
        require_size(problem, problem.events, scenario.dimension)
        search = certify.maximum if largest else certify.minimum
        emptiness = certify.emptiness
    with searching(problem):
        try:
            found = search(scenario, problem.functional, hypotheses)
        except Failure as failure:
            if failure.kind is not Kind.INFEASIBLE:
                raise
            return Answer("EMPTY", empty_of(emptiness(scenario, hypotheses), problem, problem.means))
    main, bound = bound_of(found.bound, problem, problem.functional, "<=" if largest else ">=")
    attained, value = point_of(found.point, problem.set, problem, problem.functional)
    if value != bound:
        raise Bug("not-proved", "the certificates of the bound and of the behaviour do not meet")
    return Answer("PROVED", main, attained, bound, value)


def dependent_optimum(problem: Problem) -> Answer:
    """The same over measurement-dependent local models, as local behaviours of the parties and the source."""
    facts = vertex_texts(problem)
    name = next(iter(facts))[0]
    remark = (
        f"words stand for joint probabilities with the inputs; the last party, {name}, is the source, whose outcome "
        "stands for the distribution of the inputs given the hidden variable that is listed under it"
    )
    return replace(optimum(as_local(problem)), facts=facts, remark=remark)


def guess(problem: Problem) -> Answer:
    """The probability with which a no-signalling adversary guesses the outcomes of the guessed inputs."""
    scenario = scenario_of(problem)
    means = knowledge(problem)
    hypotheses = [Hypothesis(mean.name, mean.functional, mean.sense) for mean in means]
    branches = prod(problem.inputs[name] for name in problem.guessed)
    require_size(problem, problem.events * branches, scenario.dimension * branches)
    with searching(problem):
        try:
            found = guessing.guessing_probability(scenario, problem.guessed, hypotheses)
        except Failure as failure:
            if failure.kind is not Kind.INFEASIBLE:
                raise
            return Answer("EMPTY", empty_of(certify.emptiness(scenario, hypotheses), problem, means))
    main, bound = guessing_of(found.bound, problem, means)
    attained = proved(found.point)
    names = [party["name"] for party in attained.statement["scenario"]["parties"]]
    require_about(attained, kind="value", set="no-signalling", hypotheses=wanted(problem, means)["hypotheses"])
    value = Fraction(attained.statement["values"][0]["value"])
    if names[:-1] != list(problem.parties) or value != bound:
        raise Bug("not-proved", "the certificates of the bound and of the adversary do not meet")
    remark = f"the attaining behaviour has one more party, {names[-1]}: the adversary, whose outcome is the guess"
    return Answer("PROVED", main, attained, bound, value, remark=remark)


def member(problem: Problem) -> Answer:
    """Whether the behaviour is local; a no-signalling behaviour is no-signalling, which the kernel checks again."""
    scenario = scenario_of(problem)
    table = problem.behaviour or {}
    require_size(problem, problem.events, scenario.dimension)
    if problem.set == "no-signalling":
        return Answer("INSIDE", proved(behaviour_certificate(scenario, table)))
    with searching(problem):
        found = membership(scenario, table)
    if "local" in found.certificates:
        main = proved(found.certificates["local"])
        require_about(main, kind="value", set="local", **wanted(problem))
        _require_coordinates(problem, scenario, main.statement["values"])
        return Answer("INSIDE", main)
    main, bound = bound_of(found.certificates["bound"], problem, found.inequality, "<=")
    attained, value = point_of(found.certificates["point"], "no-signalling", problem, found.inequality)
    _require_shown(problem, attained.data)
    if value <= bound:
        raise Bug("not-proved", "the inequality does not separate the behaviour from the set")
    return Answer("SEPARATED", main, attained, bound, value)


def _require_coordinates(problem: Problem, scenario: Scenario, values: list[dict[str, Json]]) -> None:
    """Refuse a local model whose means are not those of the behaviour."""
    vector = zip(coordinate_words(scenario), behaviour_vector(scenario, problem.behaviour or {}), strict=True)
    wanted_values = [{"functional": [["1", word]], "value": rational(value)} for word, value in vector if word]
    if values != wanted_values:
        raise Bug("not-proved", "the proposed local model has other means than the behaviour")


def _require_shown(problem: Problem, data: bytes) -> None:
    """Refuse a certificate about another behaviour than the given one."""
    import json

    shown = {event: Fraction(p) for p, event in json.loads(data)["witness"]["behaviour"]}
    if {event: p for event, p in shown.items() if p} != problem.behaviour:
        raise Bug("not-proved", "the proposed certificate shows another behaviour")


def facet(problem: Problem) -> Answer:
    """Whether the functional's maximum over the set is a facet of its polytope."""
    scenario = scenario_of(problem)
    chosen = problem.set
    with searching(problem):
        if chosen == "local":
            found = local_face(scenario, problem.functional)
            strategies = local.maximum(scenario, problem.functional)
            certificates = strategies.bound, strategies.point
        else:
            require_size(problem, problem.events, scenario.dimension)
            found, inside = event_face(scenario, problem.functional)
            certificates = inside.bound, inside.point
    main, bound = bound_of(certificates[0], problem, problem.functional, "<=")
    attained, value = point_of(certificates[1], chosen, problem, problem.functional)
    if not bound == value == found.bound:
        raise Bug("not-proved", "the face and the certificates are about different bounds")
    facts = {
        "saturating strategies" if chosen == "local" else "events that vanish on the face": str(found.counted),
        "dimension of the face": str(found.dimension),
        f"dimension of the {chosen} polytope": str(scenario.dimension - 1),
    }
    remark = "the bound is proved by the kernel; the dimension is an exact rank, computed outside of it"
    return Answer("FACET" if found.facet else "NO-FACET", main, attained, bound, value, facts, remark)
