"""Guessing probabilities of the noisy three-party GHZ state beside a trusted qubit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from oracle.ask.problem import Problem
from oracle.ask.solve import solve
from oracle.bounds.entries import Bound, Bracket
from oracle.enclosures import Enclosure
from oracle.failures import Malformed, Usage
from oracle.numbers import Exact, number_text
from oracle.papers.li2024.certified_states import guessed_at
from oracle.papers.li2024.ghz import QUBIT, curve, ghz, perfect, perfect_separate, untrusted
from oracle.papers.li2024.trusted_rounds import ROUNDS
from oracle.proved import Proved, proved
from proofs.search.assembled.asked import Steered
from proofs.search.question import How, Question
from proofs.search.steering.together import Together

SETTINGS = {"xyz": 3, "xy": 2}
SETS = ("no-signalling", "Q1", "1+AB", "Q2")
HALF = Fraction(1, 2)
LARGEST_T = 10**6
DIGITS = 10**6  # of the parameter of the closed form


def _visibility(value: Exact) -> Fraction:
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"mu = {number_text(value)} is not rational")
    if not 0 <= value <= 1:
        raise Malformed("out-of-range", f"mu = {value} is outside of [0, 1]")
    return value


def _quantity(kind: str, options: Mapping[str, str], arguments: Mapping[str, Any]) -> Bracket:
    mu = _visibility(arguments["mu"])
    settings, chosen = options.get("settings", "xyz"), options.get("set", "no-signalling")
    if settings not in SETTINGS:
        raise Usage("unknown-name", f"settings are {', '.join(SETTINGS)}")
    if chosen not in SETS:
        raise Usage("unknown-name", f"the set is one of {', '.join(SETS)}")
    remark = ""
    if chosen != "no-signalling":
        remark = "the low end is reached by a mixture of a local-hidden-state model and the pure state"
    return Bracket(lambda _: _prove(kind, settings, chosen, mu), None, remark)


def _prove(kind: str, settings: str, chosen: str, mu: Fraction) -> Enclosure:
    known = _known_for_sure(kind, settings, mu) if chosen == "no-signalling" else None
    if known is not None:
        found = proved(known)
        return _enclosure(Fraction(1), Fraction(1), found, None)
    scene = untrusted(2, SETTINGS[settings])
    steered = Steered(QUBIT, known=ghz(scene, mu))
    guessed: tuple[str, ...] = ("B0",) if kind == "separate" else ("B0", "C0")
    if kind == "global":
        together = Together(scene, ("B", "C"))
        scene, steered, guessed = together.merged, together.steered(steered), together.guess(guessed)
    how = How(level=chosen)
    question = Question("guessing", "steering", scene.scenario, guessed=guessed, steered=steered, how=how)
    answer = solve(Problem("", "bound", question))
    high, main = answer.bound or Fraction(1), answer.main
    if kind == "joint" and settings == "xyz" and 3 * mu > 2 and chosen == "no-signalling":
        closed = proved(curve(_parameter(mu)))
        if guessed_at(closed, mu) < high:
            high, main = guessed_at(closed, mu), closed
    high = min(Fraction(1), high)
    low = answer.value if answer.value is not None else _mixed(kind, settings, mu)
    return _enclosure(low, high, main, answer.attained)


def _known_for_sure(kind: str, settings: str, mu: Fraction) -> bytes | None:
    """An attack that is always right, where there is one in closed form; it has the settings X, Y and Z."""
    if kind == "joint" and mu <= HALF:
        return perfect(mu)
    return perfect_separate(mu) if kind == "separate" and 2 * mu * mu <= 1 else None


def _parameter(mu: Fraction) -> Fraction:
    """The t of the closed form: t^2 = (1 + 3 mu)/(1 - mu), at least 3."""
    if mu == 1:
        return Fraction(LARGEST_T)
    square = (1 + 3 * mu) / (1 - mu)
    root = Fraction(float(square) ** 0.5).limit_denominator(DIGITS)
    return min(Fraction(LARGEST_T), max(Fraction(3), root))


def _mixed(kind: str, settings: str, mu: Fraction) -> Fraction:
    """What a quantum adversary reaches by knowing which of a model and the pure state there is.

    The assemblage at mu is a mixture of the one at a visibility with a model, 1/2 with X, Y and 3/7 with X, Y, Z, and
    of the pure state, whose likeliest outcome she guesses.
    """
    least = Fraction(3, 7) if settings == "xyz" else HALF
    if mu <= least:
        return Fraction(1)
    pure = (mu - least) / (1 - least)
    return 1 - pure + pure * (HALF if kind == "separate" else Fraction(1, 4))


def _enclosure(low: Fraction, high: Fraction, main: Proved, attained: Proved | None) -> Enclosure:
    further = () if attained is None else (("attained", attained),)
    return Enclosure(low, high, main.text, main.assumptions, main.sha256, main.data, further)


_SAYS = {
    "joint": "both outcomes of X of two untrusted parties",
    "separate": "the outcome of X of one of two untrusted parties",
    "global": "both outcomes of X of two untrusted parties that measure together as one",
}
_FORMULAS = {
    "joint": "1 up to 1/2, 3/2 - mu up to 2/3, then (7 - 5 mu + 3 sqrt((1 - mu)(1 + 3 mu)))/8",
    "separate": "1 up to 1/sqrt 2, then 1 - (mu - sqrt(1 - mu^2))/2",
    "global": "1 up to 2/3, then (5 - 3 mu + sqrt((1 - mu)(1 + 3 mu)))/4",
}


def _bound(kind: str) -> Bound:
    entry = Bound(
        name=f"steering.ghz.{kind}",
        arguments={"mu": "visibility in [0, 1]"},
        unit="probability",
        safe_side="high",
        formula=_FORMULAS[kind],
        says=(
            f"Largest probability with which an adversary guesses {_SAYS[kind]} beside a trusted qubit, for the "
            "three-party GHZ state of visibility mu and its assemblage. The formula is for X, Y, Z, no-signalling."
        ),
        assumptions=(
            "one round; the trusted qubit is tomographed exactly; classical, or no-signalling or quantum "
            "side information independent of the settings, which she knows",
            "of a level only the high end is close to the value",
        ),
        source="li2024, fig. 2; closed forms with their certificates",
        evaluate=partial(_quantity, kind, {}),
        options={"settings": "xyz or xy", "set": "no-signalling, Q1, 1+AB or Q2"},
    )
    return replace(entry, choose=lambda options: replace(entry, evaluate=partial(_quantity, kind, options)))


BOUNDS = (*map(_bound, ("joint", "separate", "global")), *ROUNDS)
