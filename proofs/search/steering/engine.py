"""The engine of the set `steering`: questions about assemblages in, proposed certificates out."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from proofs.search.assembled.asked import Datum, Steered
from proofs.search.assembled.untrusted import Untrusted
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, rational
from proofs.search.question import Outcome, Proposal, Question
from proofs.search.steering.assemblages import HiddenStates, NoSignalling
from proofs.search.steering.cones import Reals
from proofs.search.steering.guessing import Attack, Bounded, Guess, attack, bounded, region, solved
from proofs.search.steering.hidden import hidden_states, inequality, visibility
from proofs.search.steering.levels import Level
from proofs.search.steering.optimum import Optimum, free_optimum, hidden_optimum
from proofs.search.steering.statements import certificate, head, listed, parts, units

if TYPE_CHECKING:
    from proofs.search.assembled.untrusted import States

MAX_STRATEGIES = 1 << 12  # hidden states that a solver varies
MAX_BLOCKS = 6000  # guesses times events
SHRUNK = Fraction(1, 1 << 20)  # of a region, so that rounding stays inside


class Steering:
    """Assemblages of a trusted quantum system beside untrusted parties."""

    kinds = ("maximum", "minimum", "guessing", "membership")
    duals: tuple[str, ...] = ()

    def answer(self, question: Question, dual: str | None = None) -> Outcome:
        """A bound with a point that comes close, a model, or an inequality that the assemblage breaks.

        Raises:
            Failure: LEVEL, SIZE, UNSUPPORTED of the question; SOLVER; NOT_SEPARATED, for membership.
        """
        steered = question.steered
        if steered is None:
            raise Failure(Kind.UNSUPPORTED, "trusted", "a question about assemblages has a trusted system")
        level = question.how.level
        untrusted = Untrusted(question.scenario)
        if not isinstance(level, str):
            raise Failure(Kind.LEVEL, "level", "a level of assemblages has a name such as Q1, 1+AB or no-signalling")
        if question.kind == "guessing":
            return self._guessing(question, steered, untrusted)
        if question.kind == "membership":
            return self._member(question, steered, untrusted)
        return self._optimum(question, steered, untrusted)

    # -- guessing -------------------------------------------------------------------------------

    def _guessing(self, question: Question, steered: Steered, untrusted: Untrusted) -> Outcome:
        if question.how.level == "local-hidden-state":
            raise Failure(Kind.LEVEL, "level", "who knows the hidden state knows every outcome; guess at no-signalling")
        guess = Guess.of(question.scenario, steered, question.guessed)
        if len(guess.events) * len(untrusted.cells) > MAX_BLOCKS:
            template = "{guesses} guesses of {cells} events each are more than {most} blocks"
            values = {"guesses": len(guess.events), "cells": len(untrusted.cells), "most": MAX_BLOCKS}
            raise Failure(Kind.SIZE, "guessed", template, **values)
        model = model_of(steered, untrusted, str(question.how.level))
        data, program, found = solved(guess, steered, model)
        best = bounded(guess, model, data, program, found)
        attacked = self._attack(guess, steered, model, found.x) if model.set == "no-signalling" else None
        statement = self._statement(question, steered, untrusted, best, model.set)
        main = certificate(statement, {"branches": best.branches}, found.says)
        shown = attack_certificate(guess, question.guessed, attacked) if attacked else None
        return Outcome(
            "PROVED",
            Proposal(main, "steering-guessing", model.set),
            Proposal(shown, "steering-value", "no-signalling") if shown else None,
            best.bound,
            attacked.probability if attacked else None,
            search=dict(found.says),
            multipliers=(best.constant, *best.multipliers),
        )

    def _statement(
        self, question: Question, steered: Steered, untrusted: Untrusted, best: Bounded, chosen: str
    ) -> dict[str, Json]:
        statement = head("steering-guessing", chosen, steered.system, untrusted)
        # an adversary who knows everything: the functional vanishes, and a statement has one
        functional = best.functional or {(): steered.system.one}
        guessed: list[Json] = list(question.guessed)
        return {
            **statement,
            "functional": listed(steered.system, untrusted, functional),
            "guessed": guessed,
            "constant": "1",
            "slope": "1" if best.functional else "0",
        }

    def _attack(self, guess: Guess, steered: Steered, model: NoSignalling, x: Reals) -> Attack:
        if steered.known is not None:
            return attack(guess, steered.known, x)
        data = tuple(_shrunk(datum) for datum in steered.data)
        _, _, found = solved(guess, replace(steered, data=data), model)
        return region(guess, found.x, model)

    # -- optima ---------------------------------------------------------------------------------

    def _optimum(self, question: Question, steered: Steered, untrusted: Untrusted) -> Outcome:
        sign = -1 if question.kind == "minimum" else 1
        functional = {word: steered.system.scaled(a, sign) for word, a in steered.functional.items()}
        chosen = str(question.how.level)
        if chosen == "local-hidden-state":
            best = hidden_optimum(_hidden(steered, untrusted, 1 << 16), functional)
        else:
            model = model_of(steered, untrusted, chosen)
            best, chosen = free_optimum(model, functional), model.set
        return self._optimal(question, steered, untrusted, best, sign, chosen)

    def _optimal(
        self, question: Question, steered: Steered, untrusted: Untrusted, best: Optimum, sign: int, chosen: str
    ) -> Outcome:
        terms = listed(steered.system, untrusted, steered.functional)
        bound, value = sign * best.bound, sign * best.value
        statement = head("steering-bound", chosen, steered.system, untrusted)
        statement |= {"functional": terms, "sense": question.sense, "bound": rational(bound)}
        point = head("steering-value", chosen, steered.system, untrusted)
        point["values"] = [{"functional": terms, "value": rational(value)}]
        # a moment matrix is no quantum assemblage, so that nothing is shown to attain the bound of a level
        shown = chosen != "quantum"
        return Outcome(
            "PROVED",
            Proposal(certificate(statement, best.witness, best.says), "steering-bound", chosen),
            Proposal(certificate(point, best.point, best.says), "steering-value", chosen) if shown else None,
            bound,
            value if shown else None,
            search=best.says,
        )

    # -- membership -----------------------------------------------------------------------------

    def _member(self, question: Question, steered: Steered, untrusted: Untrusted) -> Outcome:
        known = steered.known
        if known is None or question.how.level != "local-hidden-state":
            raise Failure(
                Kind.UNSUPPORTED, "level", "membership is asked of a known assemblage and local hidden states"
            )
        model = _hidden(steered, untrusted, MAX_STRATEGIES)
        seen = visibility(model, known)
        facts = {"visibility, not trusted": f"a mixture with noise has a model up to a share of about {seen.value:.9f}"}
        says = dict(seen.found.says)
        states = hidden_states(model, known, seen) if seen.value > 1 and not steered.error else None
        if states is not None:
            entries: list[Json] = [
                [steered.system.json(state), untrusted.name(tuple(strategy.items()))]
                for state, strategy in zip(states, model.strategies, strict=True)
                if any(state)
            ]
            statement = head("steering-value", "local-hidden-state", steered.system, untrusted)
            statement["values"] = units(steered.system, untrusted, known.states)
            data = certificate(statement, {"hidden": entries}, says)
            main = Proposal(data, "steering-value", "local-hidden-state")
            return Outcome("INSIDE", main, facts=facts, search=says)
        functional, bound = inequality(model, known, seen)
        value = known.mean(functional)
        if value - _loss(steered, functional) <= bound:
            template = "neither a model of the assemblage nor an inequality that it breaks was found"
            raise Failure(Kind.NOT_SEPARATED, "", template)
        statement = head("steering-bound", "local-hidden-state", steered.system, untrusted)
        statement |= {
            "functional": listed(steered.system, untrusted, functional),
            "sense": "<=",
            "bound": rational(bound),
        }
        data = certificate(statement, {"strategies": str(untrusted.strategies)}, says)
        main = Proposal(data, "steering-bound", "local-hidden-state")
        remark = "the assemblage is steerable: no local-hidden-state model has it"
        return Outcome("SEPARATED", main, bound=bound, value=value, facts=facts, remark=remark, search=says)


def model_of(steered: Steered, untrusted: Untrusted, level: str) -> NoSignalling:
    """The set of assemblages that a level names."""
    if level == "no-signalling":
        return NoSignalling(steered.system, untrusted)
    return Level(steered.system, untrusted, level)


def attack_certificate(guess: Guess, guessed: tuple[str, ...], attacked: Attack) -> bytes:
    """That the parts of an attack are what it says, and how often their guesses are right."""
    untrusted = guess.untrusted
    statement = head("steering-value", "no-signalling", guess.system, untrusted)
    statement["values"] = units(guess.system, untrusted, attacked.whole())
    statement["guessed"] = list(guessed)
    statement["probability"] = rational(attacked.probability)
    named = [(untrusted.name(event), part) for event, part in attacked.parts]
    return certificate(statement, {"parts": parts(named)}, {})


def _hidden(steered: Steered, untrusted: Untrusted, most: int) -> HiddenStates:
    if untrusted.strategies > most:
        template = "the untrusted parties have {count} deterministic strategies, more than {most}"
        raise Failure(Kind.SIZE, "scenario", template, count=untrusted.strategies, most=most)
    return HiddenStates(steered.system, untrusted)


def _loss(steered: Steered, functional: States) -> Fraction:
    """How much less than for the known assemblage a functional may be for the true one."""
    total = Fraction(0)
    for operator in functional.values():
        total += sum((w * abs(x) for w, x in zip(steered.system.weights, operator, strict=True)), Fraction(0))
    return total * steered.error


def _shrunk(datum: Datum) -> Datum:
    half = (datum.high - datum.low) * SHRUNK
    return replace(datum, low=datum.low + half, high=datum.high - half)
