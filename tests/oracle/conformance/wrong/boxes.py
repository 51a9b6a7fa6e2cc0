"""Mistakes about values, estimates, functionals and guesses."""

import math
from fractions import Fraction
from typing import Any

from oracle.conformance.implementation import Refused
from oracle.conformance.properties import BugType
from tests.oracle.conformance.good import boxes
from tests.oracle.conformance.wrong import good, wrong


@wrong("chsh/value-of-behaviour", BugType.SIGN_OR_DUAL_CONVENTION, "chsh.value")
def minus_sign_at_00(behaviour: Any) -> Fraction:
    return boxes.chsh_value(behaviour, "00")


def unchecked(behaviour: Any) -> Fraction:
    found = boxes.numbers(behaviour)
    return sum((boxes.sign(x, y, "11") * (-1) ** (a + b) * p for (x, y, a, b), p in found.items()), Fraction(0))


@wrong("chsh/refuses-what-does-not-sum-to-one", BugType.DOMAIN_EDGE, "chsh.value")
def sums_not_looked_at(behaviour: Any) -> Fraction:
    if min(boxes.numbers(behaviour).values()) < 0:
        boxes.behaviour_of(behaviour)
    return unchecked(behaviour)


@wrong("chsh/refuses-negative-probabilities", BugType.DOMAIN_EDGE, "chsh.value")
def signs_not_looked_at(behaviour: Any) -> Fraction:
    found = boxes.numbers(behaviour)
    if min(found.values()) >= 0:
        boxes.behaviour_of(behaviour)
    return unchecked(behaviour)


@wrong("chsh/estimate", BugType.OBSERVED_INPUTS, "chsh.estimate", also=["chsh/refuses-inputs-that-are-no-distribution"])
def observed_frequencies(counts: Any, inputs: Any) -> Any:
    found = boxes.numbers(counts)
    per = {(x, y): sum(n for cell, n in found.items() if cell[:2] == (x, y)) for x, y, _, _ in boxes.CELLS}
    rounds = sum(per.values())
    if not all(per.values()):
        return good("chsh.estimate")(counts, inputs)
    return good("chsh.estimate")(counts, [[str(Fraction(per[x, y]) / rounds) for y in (0, 1)] for x in (0, 1)])


@wrong("chsh/refuses-no-rounds", BugType.DOMAIN_EDGE, "chsh.estimate")
def nothing_is_zero(counts: Any, inputs: Any) -> Any:
    return good("chsh.estimate")(counts, inputs) if any(boxes.numbers(counts).values()) else 0


@wrong("chsh/refuses-inputs-that-are-no-distribution", BugType.DOMAIN_EDGE, "chsh.estimate")
def inputs_not_looked_at(counts: Any, inputs: Any) -> Any:
    found = boxes.numbers(counts)
    weights = [Fraction(q) for row in inputs for q in row]
    if (min(weights) > 0 and sum(weights) == 1) or not any(found.values()) or min(found.values()) < 0:
        return good("chsh.estimate")(counts, inputs)
    return 0


@wrong("chsh/refuses-what-is-no-count", BugType.DOMAIN_EDGE, "chsh.estimate")
def counts_not_looked_at(counts: Any, inputs: Any) -> Any:
    found = boxes.numbers(counts)
    proper = all(n >= 0 and n.denominator == 1 for n in found.values())
    return good("chsh.estimate")(counts, inputs) if proper else 0


@wrong("functional/local", BugType.PRIMAL_FOR_DUAL, "functional.local")
def strategies_that_start_with_zero(functional: Any) -> Fraction:
    return boxes.largest(functional, boxes.strategies()[:8])


@wrong("functional/no-signalling", BugType.PRIMAL_FOR_DUAL, "functional.no-signalling")
def the_local_maximum(functional: Any) -> Fraction:
    return boxes.local(functional)


@wrong(
    "functional/quantum",
    BugType.WRONG_SIDE_ROUNDING,
    "functional.quantum",
    also=["functional/quantum-of-any-functional"],
)
def cut_after_six_digits(functional: Any) -> float:
    return math.floor(float(boxes.quantum(functional)) * 10**6) / 10**6


@wrong("functional/quantum-of-any-functional", BugType.PRIMAL_FOR_DUAL, "functional.quantum")
def local_off_the_tilted_family(functional: Any) -> Any:
    found = boxes.quantum(functional)
    return boxes.local(functional) if isinstance(found, Fraction) else found


@wrong("guessing/local-outcome-quantum", BugType.PRIMAL_FOR_DUAL, "guessing.quantum.one")
def probability_of_a_local_outcome(behaviour: Any) -> Any:
    found = boxes.numbers(behaviour)
    local = boxes.guess(behaviour) == 1 and any(0 < p < Fraction(1, 100) or p > Fraction(1, 2) for p in found.values())
    likely = max(found[0, 0, a, 0] + found[0, 0, a, 1] for a in (0, 1))
    return float(likely) + 1e-7 if local else boxes.guess_quantum(behaviour)


@wrong("guessing/one-outcome", BugType.PRIMAL_FOR_DUAL, "guessing.no-signalling.one")
def without_the_adversary(behaviour: Any) -> Fraction:
    boxes.guess(behaviour)
    found = boxes.numbers(behaviour)
    return max(found[0, 0, a, 0] + found[0, 0, a, 1] for a in (0, 1))


@wrong("guessing/both-outcomes", BugType.FORMULA, "guessing.no-signalling.pair")
def two_independent_guesses(behaviour: Any) -> Fraction:
    return boxes.guess(behaviour) ** 2


@wrong("guessing/refuses-signalling", BugType.DOMAIN_EDGE, "guessing.no-signalling.one")
def signalling_not_looked_at(behaviour: Any) -> Fraction:
    best = max(abs(boxes.chsh_value(behaviour, minus)) for minus in ("11", "10", "01", "00"))
    return 1 - max(Fraction(0), best - 2) / 4


@wrong(
    "guessing/one-outcome-quantum",
    BugType.PRIMAL_FOR_DUAL,
    "guessing.quantum.one",
    also=["guessing/local-outcome-quantum"],
)
def from_the_marginal_alone(behaviour: Any) -> float:
    boxes.guess_quantum(behaviour)  # refuses what is not quantum
    found = boxes.numbers(behaviour)
    return float(max(found[0, 0, a, 0] + found[0, 0, a, 1] for a in (0, 1))) + 1e-7


@wrong("guessing/quantum-refuses-what-is-not-quantum", BugType.DOMAIN_EDGE, "guessing.quantum.one")
def nearest_quantum_score(behaviour: Any) -> float:
    if boxes.signals(boxes.behaviour_of(behaviour)):
        raise Refused("out-of-range")
    try:
        return boxes.guess_quantum(behaviour)
    except Refused:
        return 0.5
