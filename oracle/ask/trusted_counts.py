"""Counts of an experiment with a trusted party: a confidence region for the assemblage, from declared measurements."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from oracle.ask.problem import Beside, lost_outcome
from oracle.ask.reader import Table, shown
from oracle.ask.region import Region, read_region
from oracle.ask.trusted_states import coordinates, measurement
from oracle.ask.words import Words
from proofs.search.assembled.asked import Datum, Steered
from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Untrusted

Operators = dict[tuple[int, ...], Coordinates]


def read_counted(
    top: Table,
    trusted: Table,
    parties: Mapping[str, tuple[int, ...]],
    system: System,
    untrusted: Untrusted,
    beside: Beside,
    allow_signalling: bool,
) -> tuple[Steered, Region]:
    """What counts say of an assemblage with a declared confidence, if rounds are i.i.d.

    Raises:
        Malformed, Limit: as `read_region`; `wrong-value`, the measurements of the trusted party.
    """
    if "measurements" not in trusted.value:
        raise trusted.malformed("measurements", "counts need the measurements of the trusted party", "missing-key")
    measured = trusted.table("measurements")
    letters = {key[:1] for key in measured.value}
    if len(letters) != 1 or letters & set(parties):
        raise measured.malformed("", "the trusted party's inputs have one letter that no untrusted party has")
    (letter,) = letters
    names = [f"{letter}{k}" for k in range(len(measured.value))]
    measured.keys(names)
    operators = {}
    for name in names:
        outcomes = len(measured.value[name]) if isinstance(measured.value[name], list) else system.dimension
        found = measurement(measured, name, system.dimension, outcomes)
        for o, rows in enumerate(found):
            spans = coordinates(system, [list(row) for row in rows])
            if any(low != high for low, high in spans):
                raise measured.malformed(shown(name), "the operators of the trusted party are rational")
            operators[f"{name}={o}"] = tuple(low for low, _ in spans)
    counts = {letter: tuple(sum(1 for key in operators if key.startswith(f"{n}=")) for n in names)}
    everyone = dict(sorted({**parties, **counts}.items()))
    words = Words(everyone, (), operators=False, joint=False)
    region = read_region(
        top,
        words,
        beside,
        lost_outcome(top, min(d for outcomes in everyone.values() for d in outcomes)),
        allow_signalling,
    )
    data: dict[str, Datum] = {}
    for mean in region.inequalities:
        constant = Fraction(mean.functional.get("", 0))
        terms = {word: Fraction(c) for word, c in mean.functional.items() if word}
        ((word, c), *others) = terms.items()
        functional = _operators(terms if others else {word: Fraction(1)}, operators, system, untrusted)
        if others:  # the declared functional
            size = sum(map(abs, terms.values()), Fraction(0))
            data[mean.name] = Datum(functional, -constant, size)
            continue
        known = data.get(word, Datum(functional, Fraction(0), Fraction(1)))
        low, high = (-constant, known.high) if c > 0 else (known.low, constant)
        data[word] = Datum(functional, low, high)
    return Steered(system, data=tuple(data.values())), region


def _operators(
    terms: Mapping[str, Fraction], operators: Mapping[str, Coordinates], system: System, untrusted: Untrusted
) -> Operators:
    """A functional of events and observables of all parties, with the trusted party's operators in it."""
    found: Operators = {}
    for text, c in terms.items():
        mine = [atom for atom in text.split() if atom[0] not in untrusted.scenario.parties]
        rest = " ".join(atom for atom in text.split() if atom not in mine)
        operator = _operator(mine[0], operators, system)
        for word, x in untrusted.scenario.parse(rest).items():
            found[word] = system.plus(found.get(word, system.zero), operator, c * x)
    return {word: a for word, a in found.items() if any(a)}


def _operator(atom: str, operators: Mapping[str, Coordinates], system: System) -> Coordinates:
    """An outcome's operator, or outcome 0 minus outcome 1."""
    if "=" in atom:
        return operators[atom]
    return system.plus(operators[f"{atom}=0"], operators[f"{atom}=1"], -1)
