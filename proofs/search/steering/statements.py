"""Statements and witnesses about assemblages, as the format writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Assemblage, Untrusted
from proofs.search.language.scenario import Scenario, Word
from proofs.search.language.write import Json, certificate_bytes, rational

Operators = Mapping[Word, Coordinates]


def listed(system: System, untrusted: Untrusted, operators: Operators) -> list[Json]:
    """[[operator, word], ...] in the order of the format, without zeros."""
    scenario = untrusted.scenario
    kept = {scenario.text(word): operator for word, operator in operators.items() if any(operator)}
    return [[system.json(kept[text]), text] for text in ordered(scenario, kept)]


def ordered(scenario: Scenario, texts: Iterable[str]) -> list[str]:
    """Words in the order of the format."""
    terms = scenario.terms(dict.fromkeys(texts, 1))
    return [str(term[1]) for term in terms if isinstance(term, list)]


def head(kind: str, chosen: str, system: System, untrusted: Untrusted) -> dict[str, Json]:
    """What statements about assemblages have in common."""
    trusted: Json = {"dimension": str(system.dimension)}
    return {"kind": kind, "set": chosen, "trusted": trusted, "untrusted": untrusted.scenario.json()}


def certificate(statement: Mapping[str, Json], witness: Mapping[str, Json], says: Mapping[str, str]) -> bytes:
    return certificate_bytes("assemblage", statement, witness, says)


def units(system: System, untrusted: Untrusted, states: Operators) -> list[Json]:
    """All means of an assemblage: every coordinate of every word, in order."""
    found: list[Json] = []
    by_text = {untrusted.scenario.text(word): word for word in untrusted.words}
    for text in ordered(untrusted.scenario, by_text):
        state = states.get(by_text[text], system.zero)
        for k in range(system.size):
            unit = tuple(Fraction(int(j == k)) for j in range(system.size))
            value = rational(system.pair(unit, state))
            found.append({"functional": [[system.json(unit), text]], "value": value})
    return found


def parts(assemblages: Iterable[tuple[str | None, Assemblage]]) -> list[Json]:
    """The parts of a point, with the guess of each if it has one."""
    found: list[Json] = []
    for event, part in assemblages:
        states = listed(part.system, part.untrusted, part.states)
        entry: dict[str, Json] = {"states": states}
        found.append(entry if event is None else {**entry, "event": event})
    return found
