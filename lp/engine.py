"""The engines of the sets that linear programs describe: questions in, proposed certificates out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from math import prod

from lp import guessing, local, optima
from lp.behaviour import behaviour_vector, coordinate_words
from lp.coordinates import Party, Scenario
from lp.faces import Face, event_face, local_face
from lp.membership import membership
from lp.optima import entries, value_statement
from lp.ordered import OrderedScenario
from lp.source import as_local, vertex_texts
from proofs.search.language import scenario as language
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.question import Outcome, Proposal, Question, Words

MAX_ENTRIES = 1 << 25  # of the matrix of a program


def coordinates_of(scenario: language.Scenario) -> Scenario:
    """The scenario in the coordinates of linear programs.

    >>> coordinates_of(language.Scenario.bell({"A": [2, 2], "B": [2]})).dimension
    6
    """
    parties = tuple(
        Party(name, tuple((label, d) for _, label, d in inputs))
        for name, inputs in groupby(scenario.inputs, key=lambda item: item[0])
    )
    return OrderedScenario(parties, scenario.signalling) if scenario.signalling else Scenario(parties)


def behaviour_certificate(scenario: Scenario, table: dict[str, Fraction], words: list[str] | None = None) -> bytes:
    """The bytes that state a no-signalling behaviour's means of some words, of all coordinates by default."""
    vector = dict(zip(coordinate_words(scenario), behaviour_vector(scenario, table), strict=True))
    listed: list[tuple[list[Json], Json]] = [
        ([["1", word]], rational(vector[word])) for word in words or vector if word
    ]
    return certificate_bytes("point", value_statement(scenario, listed), {"behaviour": entries(table)})


def exact(functional: Words) -> dict[str, Fraction]:
    """The functional with fractions for coefficients."""
    return {word: Fraction(c) for word, c in functional.items()}


def _require_size(question: Question, scenario: Scenario, blocks: int = 1) -> None:
    """Refuse programs whose matrix would not fit.

    Raises:
        Failure: SIZE.
    """
    events = prod(sum(d for _, d in party.inputs) for party in scenario.parties)
    rows, columns = events * blocks, scenario.dimension * blocks
    if rows * columns > MAX_ENTRIES:
        template = "the linear program has {rows} rows and {columns} columns, more than can be solved here"
        raise Failure(Kind.SIZE, "scenario", template, rows=rows, columns=columns)


def _bounded(
    question: Question, search: Callable[..., optima.Optimum | local.LocalOptimum],
    emptiness: Callable[..., bytes],
) -> Outcome:  # fmt: skip
    """Maximum or minimum of the functional with an attaining object, or that nothing satisfies the hypotheses."""
    scenario, hypotheses = coordinates_of(question.scenario), question.hypotheses
    try:
        found = search(scenario, exact(question.functional), hypotheses)
    except Failure as failure:
        if failure.kind is not Kind.INFEASIBLE:
            raise
        return Outcome("EMPTY", Proposal(emptiness(scenario, hypotheses), "empty", question.set))
    main, attained = Proposal(found.bound, "bound", question.set), Proposal(found.point, "value", question.set)
    return Outcome("PROVED", main, attained, found.value, found.value)


class Local:
    """Mixtures of deterministic strategies."""

    kinds = ("maximum", "minimum", "membership", "facet")
    duals = ()

    def answer(self, question: Question, dual: str | None = None) -> Outcome:
        """An optimum with its mixture, a local model or a separating inequality, or the dimension of a face."""
        if question.kind == "membership":
            return self._member(question)
        if question.kind == "facet":
            return self._facet(question)
        return _bounded(question, local.maximum if question.kind == "maximum" else local.minimum, local.emptiness)

    def _member(self, question: Question) -> Outcome:
        scenario = coordinates_of(question.scenario)
        _require_size(question, scenario)
        found = membership(scenario, exact(question.behaviour or {}))
        if "local" in found.certificates:
            return Outcome("INSIDE", Proposal(found.certificates["local"], "value", "local"))
        main = Proposal(found.certificates["bound"], "bound", "local", found.inequality)
        attained = Proposal(found.certificates["point"], "value", "no-signalling", found.inequality)
        return Outcome("SEPARATED", main, attained, Fraction(0), found.violation)

    def _facet(self, question: Question) -> Outcome:
        scenario = coordinates_of(question.scenario)
        face = local_face(scenario, exact(question.functional))
        best = local.maximum(scenario, exact(question.functional))
        return _facet(question, face, (best.bound, best.point), "saturating strategies", scenario.dimension)


def _facet(question: Question, face: Face, data: tuple[bytes, bytes], counted: str, dimension: int) -> Outcome:
    main, attained = Proposal(data[0], "bound", question.set), Proposal(data[1], "value", question.set)
    facts = {
        counted: str(face.counted),
        "dimension of the face": str(face.dimension),
        f"dimension of the {question.set} polytope": str(dimension - 1),
    }
    remark = "the bound is proved by the kernel; the dimension is an exact rank, computed outside of it"
    verdict = "FACET" if face.facet else "NO-FACET"
    return Outcome(verdict, main, attained, face.bound, face.bound, facts, remark)


class MeasurementDependent:
    """Local models whose hidden variable influences the inputs, as local behaviours of the parties and the source."""

    kinds = ("maximum", "minimum")
    duals = ()

    def answer(self, question: Question, dual: str | None = None) -> Outcome:
        """The optimum over local behaviours of the parties and the source."""
        facts = vertex_texts(question)
        name = next(iter(facts))[0]
        remark = (
            f"words stand for joint probabilities with the inputs; the last party, {name}, is the source, whose "
            "outcome stands for the distribution of the inputs given the hidden variable that is listed under it"
        )
        asked = as_local(question)
        return replace(Local().answer(asked), facts=facts, remark=remark, asked=asked)


class NoSignalling:
    """All behaviours in which no party's input shows in the outcomes of others, or of parties before it."""

    kinds: tuple[str, ...] = ("maximum", "minimum", "guessing", "membership", "facet")
    duals = ()

    def answer(self, question: Question, dual: str | None = None) -> Outcome:
        """An optimum with its behaviour, a guess with its adversary, the table itself, or the dimension of a face."""
        scenario = coordinates_of(question.scenario)
        outcomes = question.scenario.outcomes
        if question.kind == "membership":
            words = [word for word in question.functional if word]
            stated = behaviour_certificate(scenario, exact(question.behaviour or {}), words or None)
            return Outcome("INSIDE", Proposal(stated, "value", question.set))
        _require_size(question, scenario, prod(outcomes[name] for name in question.guessed))
        if question.kind == "guessing":
            return self._guess(question, scenario)
        if question.kind == "facet":
            face, inside = event_face(scenario, exact(question.functional))
            data, counted = (inside.bound, inside.point), "events that vanish on the face"
            return _facet(question, face, data, counted, scenario.dimension)
        search = optima.maximum if question.kind == "maximum" else optima.minimum
        return _bounded(question, search, optima.emptiness)

    def _guess(self, question: Question, scenario: Scenario) -> Outcome:
        hypotheses = question.hypotheses
        try:
            found = guessing.guessing_probability(scenario, question.guessed, hypotheses)
        except Failure as failure:
            if failure.kind is not Kind.INFEASIBLE:
                raise
            return Outcome("EMPTY", Proposal(optima.emptiness(scenario, hypotheses), "empty", question.set))
        main, attained = Proposal(found.bound, "guessing", question.set), Proposal(found.point, "value", question.set)
        name = chr(ord(scenario.parties[-1].name) + 1)
        remark = f"the attaining behaviour has one more party, {name}: the adversary, whose outcome is the guess"
        return Outcome("PROVED", main, attained, found.value, found.value, remark=remark)


class TimeOrdered(NoSignalling):
    """Behaviours in which some parties may signal to later ones."""

    kinds = ("maximum", "minimum", "facet")
