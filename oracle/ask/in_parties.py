"""Problems about parties that are asked once: the keys and data of all sets but the sequential one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from oracle.ask.probabilities import means_of_behaviour, read_behaviour
from oracle.ask.problem import (
    PARTIES,
    PRECISE,
    Beside,
    Problem,
    functional_of,
    how,
    hypotheses,
    known,
    lost_outcome,
    means_of,
    meant,
    require_names,
    title_of,
)
from oracle.ask.reader import Table, shown
from oracle.ask.region import read_region
from oracle.ask.scenario import bell_scenario, read_parties
from oracle.ask.source import read_source
from oracle.ask.surds import GRID
from oracle.ask.words import Words, expectations, inputs_of
from proofs.search.language.means import Mean
from proofs.search.question import How, Question

if TYPE_CHECKING:
    from oracle.ask.source import Vertex

MAX_CELLS = 1 << 16
MAX_STRATEGIES = 1 << 18
MAX_OPERATORS = 64


def read_party_problem(top: Table, kind: str, beside: Beside, allow_signalling: bool) -> Problem:
    """A problem over a set of behaviours of parties that are asked once."""
    top.keys(*_keys(top, kind))
    chosen = top.choice("set", PARTIES)
    quantum, dependent = chosen == "quantum", chosen == "measurement-dependent"
    parties, signals = read_parties(top.table("scenario"), chosen == "time-ordered")
    source = _source(top, parties) if dependent else ()
    _require_sizes(top, chosen, parties, len(source))
    words = Words(parties, signals, operators=quantum, joint=dependent)
    question = Question(
        kind, chosen, bell_scenario(parties, signals), functional=functional_of(top, words),
        means=means_of(top, words), positives=_positives(top, words),
        guessed=_guessed(top, words) if kind in ("guessing", "entropy") else (), source=source,
        how=how(top, symmetry=_symmetry(top)) if quantum else How(),
    )  # fmt: skip
    problem = Problem(title_of(top), top.file, question, facts=meant(top))
    if "behaviour" in top.value or "expectations" in top.value:
        problem = _with_data(problem, top, words, beside)
    if "counts" in top.value:
        region = read_region(top, words, beside, _lost(top, parties), allow_signalling)
        means = (*region.inequalities, *question.means)
        problem = replace(problem, question=replace(problem.question, means=means), region=region)
    require_names(top, problem.question)
    if kind in ("guessing", "entropy") and not (problem.question.known or problem.question.means):
        raise top.malformed("", "a behaviour, expectations, counts or a hypothesis is needed", "missing-key")
    if top.value.get("solver") == PRECISE and (question.positives or "symmetry" in top.value or kind == "membership"):
        raise top.malformed("solver", f"{PRECISE} does not go with symmetry, operator or kind membership")
    return problem


def _with_data(problem: Problem, top: Table, words: Words, beside: Beside) -> Problem:
    """The problem with the known means of a behaviour, or of words."""
    question, behaviour = problem.question, None
    facts: dict[str, str] = {}
    if "behaviour" in top.value:
        behaviour, facts = read_behaviour(top, words.parties, beside, _lost(top, words.parties))
        means = {word: (value, value) for word, value in means_of_behaviour(question.scenario, behaviour).items()}
    if "expectations" in top.value:
        listed = expectations(words, top.table("expectations"))
        means = listed | means if behaviour is not None else listed
    return replace(
        problem, question=replace(question, known=known(means), behaviour=behaviour), facts={**problem.facts, **facts}
    )


def _source(top: Table, parties: Mapping[str, tuple[int, ...]]) -> tuple[Vertex, ...]:

    return read_source(top.table("source"), parties)


def _keys(top: Table, kind: str) -> tuple[list[str], list[str]]:
    """Keys that are needed and allowed; exactly those the kind and the set use."""
    needed, optional = ["kind", "set", "scenario"], ["title"]
    quantum = top.value.get("set") == "quantum"
    if quantum:
        needed.append("level")
        optional += ["loss", "solver"]
        if kind != "membership":
            optional.append("symmetry")
    dependent = top.value.get("set") == "measurement-dependent"
    if dependent:
        needed.append("source")
    if kind in ("maximum", "minimum", "facet"):
        needed.append("functional")
    if kind in ("maximum", "minimum"):
        optional.append("hypothesis")
        # words of measurement-dependent models are joint with the inputs, a region of counts is about given inputs
        optional += [] if dependent else ["counts"]
        optional += ["operator"] if quantum else []
    if kind in ("guessing", "entropy"):
        needed.append("guessed")
        optional += ["behaviour", "expectations", "hypothesis", "counts"]
    if kind == "membership":
        alternatives = ["behaviour", "expectations"] if quantum else ["behaviour"]
        given = [key for key in alternatives if key in top.value]
        if len(given) == 2:
            raise top.malformed("expectations", "a behaviour has all its expectations; give one of the two")
        needed += given or alternatives[:1]
    if "counts" in top.value and "counts" in optional:
        optional += ["confidence", "declared", "lost"]
    if "behaviour" in top.value:
        optional += ["lost", "nearest"]
    return needed, optional


def _positives(top: Table, words: Words) -> tuple[Mean, ...]:
    """Operator inequalities; an equation is two of them."""
    if "operator" not in top.value:
        return ()
    if "symmetry" in top.value:
        raise top.malformed("symmetry", "symmetries are not used with operator inequalities")
    found: list[Mean] = []
    for mean in (mean for table in top.tables("operator") for mean in hypotheses(table, words, GRID)):
        if mean.sense == ">=0":
            found.append(mean)
            continue
        negative = {word: -Fraction(c) for word, c in mean.functional.items()}
        found += [Mean(f"{mean.name}-least", mean.functional), Mean(f"{mean.name}-most", negative)]
    return tuple(found)


def _symmetry(top: Table) -> str | tuple[Mapping[str, str], ...]:
    if "symmetry" not in top.value:
        return ""
    if isinstance(top.value["symmetry"], str):
        chosen = top.choice("symmetry", ("found", "none"))
        return chosen if chosen == "found" else ()
    return tuple({name: table.text(name) for name in table.value} for table in top.tables("symmetry"))


def _guessed(top: Table, words: Words) -> tuple[str, ...]:
    guessed = top.texts("guessed")
    inputs = inputs_of(words.parties)
    for name in guessed:
        if name not in inputs:
            raise top.malformed("guessed", f"{shown(name)} is no input of the scenario")
    letters = [name[0] for name in guessed]
    if letters != sorted(set(letters)):
        raise top.malformed("guessed", "one input of each guessed party is listed, in alphabetical order")
    if prod(inputs[name] for name in guessed) > 4096:
        raise top.limit("guessed", "more than 4096 outcome tuples")
    return tuple(guessed)


def _lost(top: Table, parties: Mapping[str, tuple[int, ...]]) -> str:
    return lost_outcome(top, min(d for outcomes in parties.values() for d in outcomes))


def _require_sizes(top: Table, chosen: str, parties: Mapping[str, tuple[int, ...]], vertices: int) -> None:
    inputs = [*inputs_of(parties).values(), *([vertices] if vertices else [])]
    if chosen != "quantum" and prod(sum(outcomes) for outcomes in parties.values()) > MAX_CELLS:
        raise top.limit("scenario", f"more than {MAX_CELLS} events of all parties")
    if chosen in ("local", "measurement-dependent") and prod(inputs) > MAX_STRATEGIES:
        raise top.limit("scenario", f"more than {MAX_STRATEGIES} deterministic strategies")
    if sum(d - 1 for d in inputs) > MAX_OPERATORS:
        raise top.limit("scenario", f"more than {MAX_OPERATORS} operators")
    if vertices and "Z" in parties:
        raise top.malformed("scenario", "the party Z leaves no letter for the source")
