"""Answers about assemblages: the certificates are about the question, and their figures are calculated again.

A certificate of a guess bounds the probability by 1 - <F> for every assemblage; what the bound is worth follows from
what is known of the states, by exact arithmetic in this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from oracle.ask.answer import Answer
from oracle.failures import Bug
from oracle.proved import Proved, proved, require_about
from proofs.search.assembled.asked import Steered
from proofs.search.assembled.system import Coordinates, System
from proofs.search.assembled.untrusted import Assemblage, Untrusted
from proofs.search.question import Outcome, Proposal, Question
from proofs.search.steering.guessing import data_of

Operators = dict[tuple[int, ...], Coordinates]
LEAST = 60  # binary digits of the share of an exact assemblage in one with irrational entries


def judged_steering(question: Question, outcome: Outcome) -> Answer:
    """The answer of the engine of the set steering.

    Raises:
        Undecided: `not-proved`, the kernel refused a certificate.
        Bug: `not-proved`, a certificate is about something else.
    """
    steered = question.steered
    if steered is None:
        raise Bug("not-proved", "the question has no trusted system")
    untrusted = Untrusted(question.scenario)
    main = _about(outcome.main, question, steered.system)
    attained = _about(outcome.attained, question, steered.system) if outcome.attained is not None else None
    found = Answer(outcome.verdict, main, attained, facts=dict(outcome.facts), remark=outcome.remark,
                   search=dict(outcome.search))  # fmt: skip
    if question.kind == "guessing":
        return _guess(found, question, steered, untrusted, outcome)
    if question.kind == "membership":
        return _member(found, steered, untrusted)
    return _optimum(found, question, steered, untrusted)


def _about(proposal: Proposal, question: Question, system: System) -> Proved:
    found = proved(proposal.data)
    require_about(
        found, kind=proposal.claims, set=proposal.set, untrusted=question.scenario.json(),
        trusted={"dimension": str(system.dimension)}, field=None,
    )  # fmt: skip
    return found


def operators(terms: Any, system: System, untrusted: Untrusted) -> Operators:
    """A functional of a statement, by words of letters."""
    found: Operators = {}
    for operator, text in terms:
        for word, c in untrusted.scenario.parse(text).items():
            found[word] = system.plus(found.get(word, system.zero), _coordinates(operator, system), c)
    return {word: a for word, a in found.items() if any(a)}


def _coordinates(operator: Any, system: System) -> Coordinates:
    if system.dimension == 2:
        return tuple(Fraction(x) for x in operator)
    parts = [
        [(Fraction(x["re"]), Fraction(x["im"])) if isinstance(x, dict) else (Fraction(x), Fraction(0)) for x in row]
        for row in operator
    ]
    return tuple(system.of_entries(parts))


# -- guessing -------------------------------------------------------------------------------


def _guess(found: Answer, question: Question, steered: Steered, untrusted: Untrusted, outcome: Outcome) -> Answer:
    statement, system = found.main.statement, steered.system
    if statement["guessed"] != list(question.guessed):
        raise Bug("not-proved", "the proposed certificate is about other guessed inputs")
    functional = operators(statement["functional"], system, untrusted)
    constant, slope = Fraction(statement["constant"]), Fraction(statement["slope"])
    bound = constant
    if slope:
        bound -= slope * least_mean(functional, steered, untrusted, outcome.multipliers)
    facts = dict(found.facts)
    value = None
    if found.attained is not None:
        value = _attained(found.attained, question, steered, untrusted)
        if value is not None and value > bound:
            raise Bug("not-proved", "the certificates of the bound and of the attack contradict each other")
        facts["guessing probability"] = f"between {value} and {bound}" if value is not None else f"at most {bound}"
    second = found.attained if value is not None else None
    return replace(found, bound=bound, value=value, attained=second, facts=facts)


def least_mean(
    functional: Operators, steered: Steered, untrusted: Untrusted, multipliers: tuple[Fraction, ...] = ()
) -> Fraction:
    """A number that <F> is not below, for every assemblage with what is known.

    Where the states are known it is their mean, less what irrational entries may change; else the functional is a
    constant plus multiples of the data, which are compared.
    """
    system = steered.system
    if steered.known is not None:
        return steered.known.mean(functional) - error_of(functional, steered)
    data = data_of(steered, untrusted)
    constant, *factors = multipliers
    total: Operators = {(): system.scaled(system.one, constant)}
    for factor, datum in zip(factors, data, strict=True):
        for word, operator in datum.functional.items():
            total[word] = system.plus(total.get(word, system.zero), operator, factor)
    if {word: a for word, a in total.items() if any(a)} != functional:
        raise Bug("not-proved", "the functional of the certificate is not the stated sum of the data")
    return constant + sum((f * (d.low if f > 0 else d.high) for f, d in zip(factors, data, strict=True)), Fraction(0))


def error_of(functional: Operators, steered: Steered) -> Fraction:
    """By how much <F> may differ between the known states and the true ones."""
    weights = steered.system.weights
    sizes = (w * abs(x) for operator in functional.values() for w, x in zip(weights, operator, strict=True))
    return steered.error * sum(sizes, Fraction(0))


def _attained(found: Proved, question: Question, steered: Steered, untrusted: Untrusted) -> Fraction | None:
    """How often an attack is right on an assemblage with what is known; None if its assemblage is another."""
    statement, system = found.statement, steered.system
    if statement["guessed"] != list(question.guessed):
        raise Bug("not-proved", "the attack guesses other inputs")
    states = states_of(statement["values"], system, untrusted)
    probability = Fraction(statement["probability"])
    shown = Assemblage(system, untrusted, states)
    if steered.known is None:
        inside = all(datum.low <= shown.mean(datum.functional) <= datum.high for datum in steered.data)
        return probability if inside else None
    if any(states.get(w, system.zero) != steered.known.states.get(w, system.zero) for w in untrusted.words):
        raise Bug("not-proved", "the attack is on another assemblage")
    if not steered.error:
        return probability
    return _nearby(shown, steered.error, probability)


def _nearby(shown: Assemblage, error: Fraction, probability: Fraction) -> Fraction | None:
    """The attack on all assemblages with words within an error: they are mixtures of the shown one and another.

    tau = (sigma - (1 - share) shown)/share is an assemblage if share * shown(event) is larger than what an event may be
    off by; so sigma is guessed with probability (1 - share) of the attack's at least.
    """
    system, untrusted = shown.system, shown.untrusted
    # the error of an event is a sum over words of error times |coefficient|, in each coordinate
    off = error * system.size
    for digits in range(LEAST, 3, -4):
        share = Fraction(1, 1 << digits)
        for cell in untrusted.cells:
            spread = off * sum((abs(c) for c in untrusted.operator(cell).values()), Fraction(0))
            lowered = system.plus(system.scaled(shown.state(cell), share), system.one, -spread)
            if system.shortfall(lowered):
                break
        else:
            return (1 - share) * probability
    return None


def states_of(values: Any, system: System, untrusted: Untrusted) -> Operators:
    """The assemblage whose every coordinate a statement lists."""
    found: dict[tuple[int, ...], list[Fraction]] = {}
    for entry in values:
        ((word, operator),) = operators(entry["functional"], system, untrusted).items()
        places = [k for k, x in enumerate(operator) if x]
        if len(places) != 1 or operator[places[0]] != 1:
            raise Bug("not-proved", "the proposed object has another list of means")
        state = found.setdefault(word, [Fraction(0)] * system.size)
        state[places[0]] = Fraction(entry["value"]) / system.weights[places[0]]
    if len(values) != len(untrusted.words) * system.size or set(found) != set(untrusted.words):
        raise Bug("not-proved", "the proposed object does not have all means")
    return {word: tuple(state) for word, state in found.items()}


# -- optima and membership ------------------------------------------------------------------


def _optimum(found: Answer, question: Question, steered: Steered, untrusted: Untrusted) -> Answer:
    wanted = dict(steered.functional)
    require_about(found.main, sense=question.sense)
    bound = Fraction(found.main.statement["bound"])
    if operators(found.main.statement["functional"], steered.system, untrusted) != wanted:
        raise Bug("not-proved", "the proposed certificate is about another functional")
    value = None
    if found.attained is not None:
        (entry,) = found.attained.statement["values"]
        if operators(entry["functional"], steered.system, untrusted) != wanted:
            raise Bug("not-proved", "the proposed object has the value of another functional")
        value = Fraction(entry["value"])
        if (value - bound) * (1 if question.sense == "<=" else -1) > 0:
            raise Bug("not-proved", "the certificates of the bound and of the object contradict each other")
    low, high = sorted((bound, bound if value is None else value))
    facts: Mapping[str, str] = {**found.facts, "optimum": f"between {low} and {high}"}
    return replace(found, bound=bound, value=value, facts=facts)


def _member(found: Answer, steered: Steered, untrusted: Untrusted) -> Answer:
    known = steered.known
    if known is None:
        raise Bug("not-proved", "the assemblage is not known")
    if found.verdict == "INSIDE":
        states = states_of(found.main.statement["values"], steered.system, untrusted)
        if any(states[w] != known.states.get(w, steered.system.zero) for w in untrusted.words) or steered.error:
            raise Bug("not-proved", "the model is of another assemblage")
        return found
    functional = operators(found.main.statement["functional"], steered.system, untrusted)
    bound, value = Fraction(found.main.statement["bound"]), known.mean(functional) - error_of(functional, steered)
    if found.main.statement["sense"] != "<=" or value <= bound:
        raise Bug("not-proved", "the inequality does not separate the assemblage from the set")
    return replace(found, bound=bound, value=value)
