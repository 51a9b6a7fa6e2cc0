"""Problems of the set steering: a trusted system beside untrusted parties, and what is known of its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod

from oracle.ask.problem import Beside, Problem, title_of
from oracle.ask.reader import Table, shown
from oracle.ask.scenario import bell_scenario, read_parties
from oracle.ask.trusted_counts import read_counted
from oracle.ask.trusted_states import known_states, read_functional
from oracle.ask.words import inputs_of
from oracle.failures import failed
from proofs.search.assembled.asked import Steered
from proofs.search.assembled.system import System
from proofs.search.assembled.untrusted import Untrusted
from proofs.search.language.failure import Failure
from proofs.search.question import How, Question
from proofs.search.steering.together import Together

SOURCES = ("state", "assemblage", "counts")
MAX_EVENTS = 1296
MAX_OPERATORS = 64


def read_assemblage_problem(top: Table, kind: str, beside: Beside, allow_signalling: bool) -> Problem:
    """A problem of the set steering.

    Raises:
        Malformed: `not-an-assemblage`, blocks that are not hermitian or positive, or signal; other codes of keys.
        Limit: `size`.
    """
    sources = [key for key in SOURCES if key in top.value]
    top.keys(*_keys(kind, sources))
    if kind != "maximum" and kind != "minimum" and len(sources) != 1:
        known = ", ".join(SOURCES)
        raise top.malformed("", f"exactly one of {known} says what is known of the assemblage", "missing-key")
    parties, _ = read_parties(top.table("scenario"), False)
    trusted = top.table("trusted")
    trusted.keys(["dimension"], ["measurements"] if "counts" in sources else [])
    d = trusted.rational("dimension")
    if d.denominator != 1 or not 2 <= d <= 8:
        raise trusted.malformed("dimension", f"{d} is no dimension from 2 to 8", "out-of-range")
    _require_sizes(top, parties)
    untrusted, system = Untrusted(bell_scenario(parties)), System(int(d))
    steered, region = Steered(system), None
    facts: dict[str, str] = {}
    if "counts" in sources:
        steered, region = read_counted(top, trusted, parties, system, untrusted, beside, allow_signalling)
    elif sources:
        steered, facts = known_states(top, sources[0], system, untrusted)
    if kind in ("maximum", "minimum"):
        steered = replace(steered, functional=read_functional(top.table("functional"), system, untrusted))
    guessed = _guessed(top, parties) if kind == "guessing" else ()
    level = top.text("level")
    if kind == "membership" and level != "local-hidden-state":
        raise top.malformed("level", "membership is asked of local-hidden-state models")
    if kind == "guessing" and level == "local-hidden-state":
        raise top.malformed("level", "who knows the hidden state knows every outcome; another level is needed")
    if "together" in top.value:
        untrusted, steered, guessed = _together(top, steered, untrusted, guessed)
    question = Question(kind, "steering", untrusted.scenario, guessed=guessed, steered=steered, how=How(level=level))
    return Problem(title_of(top), top.file, question, region, facts=facts)


def _keys(kind: str, sources: list[str]) -> tuple[list[str], list[str]]:
    needed, optional = ["kind", "set", "level", "scenario", "trusted"], ["title"]
    if kind in ("maximum", "minimum"):
        return [*needed, "functional"], optional
    if kind == "guessing":
        needed.append("guessed")
        optional.append("together")
    optional += SOURCES
    if "state" in sources:
        needed.append("measurements")
    if "assemblage" in sources and kind == "guessing":
        optional.append("error")
    if "counts" in sources:
        needed.append("confidence")
        optional += ["declared", "lost"]
    return needed, optional


def _require_sizes(top: Table, parties: Mapping[str, tuple[int, ...]]) -> None:
    if prod(sum(outcomes) for outcomes in parties.values()) > MAX_EVENTS:
        raise top.limit("scenario", f"more than {MAX_EVENTS} events of the untrusted parties")
    if sum(d - 1 for outcomes in parties.values() for d in outcomes) > MAX_OPERATORS:
        raise top.limit("scenario", f"more than {MAX_OPERATORS} operators")


def _guessed(top: Table, parties: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    guessed = top.texts("guessed")
    inputs = inputs_of(parties)
    for name in guessed:
        if name not in inputs:
            raise top.malformed("guessed", f"{shown(name)} is no input of the scenario")
    letters = [name[0] for name in guessed]
    if letters != sorted(set(letters)):
        raise top.malformed("guessed", "one input of each guessed party is listed, in alphabetical order")
    return tuple(guessed)


def _together(
    top: Table, steered: Steered, untrusted: Untrusted, guessed: tuple[str, ...]
) -> tuple[Untrusted, Steered, tuple[str, ...]]:
    """The problem with some parties as one."""
    joined = Together(untrusted, tuple(sorted(set(top.texts("together")))))
    try:
        return joined.merged, joined.steered(steered), joined.guess(guessed)
    except Failure as failure:
        raise failed(failure, top.file) from None
