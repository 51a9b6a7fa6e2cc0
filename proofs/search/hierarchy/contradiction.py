"""Can hypotheses on means hold together?  If a level shows that they cannot, a certificate of rule farkas.

The smallest s >= 0 by which all hypotheses must be relaxed is positive exactly when the level contradicts
them; its dual weighs the hypotheses so that the weighted sum has a negative maximum over quantum behaviours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from proofs.search.hierarchy.branches import means_by_class
from proofs.search.hierarchy.maximum import Certified, Maximum, maximum_certificate, origin
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import Known
from proofs.search.language.means import Mean, means_json, used_json
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.points.close import separating
from proofs.search.question import How, Question
from proofs.search.reductions.reduction import solved
from proofs.search.semidefinite.elimination import reduced
from proofs.search.semidefinite.moments import Level, level_words, moments
from proofs.search.semidefinite.positivity import Square, sum_json
from proofs.search.semidefinite.rounding import Gram, suffix_closed
from proofs.search.semidefinite.sdp import SOLVERS, Block, Program, Vector

_BITS = 30  # of the weights
_DIGITS = 25  # of a maximum that may be missed by a rounding error


def contradiction(scenario: Scenario, means: Sequence[Mean], how: How) -> bytes | None:
    """A proof that no quantum behaviour satisfies the hypotheses, or None.

    Args:
        scenario: the operators.
        means: at least one hypothesis.
        how: the level and how to search at it.

    Returns:
        the certificate, which nobody has judged; None says that nothing was found, not that there is nothing.

    Raises:
        Failure: as `maximum_certificate`.
    """
    level = how.level
    found = moments(scenario, suffix_closed(scenario, level_words(scenario, level)))
    rows = means_by_class(found, means)
    program, signs = _program(len(found.representatives), found.identity, means, rows, Block.of_moments(found))
    weights = [Fraction(0)] * len(means)
    for (number, sign), x in zip(signs, solved(program, how).inequalities, strict=True):
        weights[number] += Fraction(sign * round(max(0.0, float(x)) * 2**_BITS), 2**_BITS)
    total = _weighted(means, weights)
    if not total:
        return None
    bound = maximum_certificate(scenario, total, replace(how, symmetry=""))
    if bound.bound >= 0:
        return None
    return excluded(
        scenario, means, weights, bound.grams, -bound.bound, _origin(bound, level), [*chain(*bound.squares)]
    )


def from_bound(question: Question, found: Certified, thorough: bool = True) -> bytes | None:
    """A proof that nothing satisfies the hypotheses of a bound, from the bound itself; None if it is possible.

    A guess of k outcomes is right with probability 1/k at least, and with the probability of an outcome where that is
    known; a maximum is not below the least value of its functional over all behaviours. A bound that is shows that
    its hypotheses contradict each other, and its sum of squares, with that of the other fact, is the proof.

    Args:
        question: an optimum or a guess, without operator inequalities.
        found: the bound; weights and Gram matrices are used, whether a solver was right or not.
        thorough: ask a solver for the least value of the functional even if the bound is not below a crude one.
    """
    scenario, means, weights = question.scenario, question.hypotheses, found.multipliers
    making = {key: text for key, text in json.loads(found.data).get("provenance", {}).items() if key != "value"}
    if question.kind != "guessing":
        level = tuple(found.grams[0].words)
        if not thorough and not _beyond(question, found.bound):
            return None
        opposite = ">=" if question.sense == "<=" else "<="
        solver = question.how.solver if question.how.solver in SOLVERS else "picos"
        how = replace(question.how, level=level, solver=solver, symmetry="")
        other = maximum_certificate(scenario, question.functional, how, sense=opposite)
        excess = other.bound - found.bound if question.sense == "<=" else found.bound - other.bound
        if excess <= 0:
            return None
        squares = [*chain(*found.squares, *other.squares)]
        return excluded(scenario, means, weights, (*found.grams, *other.grams), excess, making, squares)
    count = len(found.grams)
    if found.bound * count < 1:
        many = [count * weight for weight in weights]
        squares = [*chain(*found.squares)]
        return excluded(scenario, means, many, found.grams, 1 - count * found.bound, making, squares)
    events = guessed_events(scenario, question.guessed)
    for event, gram, own in zip(events, found.grams, found.squares, strict=True):
        least, more = implied(question, {event: Fraction(1)})
        if found.bound < least:
            both = [weight + c for weight, c in zip(weights, more, strict=True)]
            return excluded(scenario, means, both, [gram], least - found.bound, making, own)
    return None


def precisely(question: Question) -> bytes | None:
    """A proof that nothing has what is known, by a solver of many digits, where a model nearly has it; else None.

    The weights are those that separate what is known from the nearest model of qubits, so that only the maximum of
    their sum is left to be bounded.
    """
    from proofs.search.hierarchy.multiprecision import precisely_certified

    scenario, items = question.scenario, question.given
    found = separating(scenario, items)
    if found is None:
        return None
    weights: list[Fraction] = []
    for item, weight in zip(items, found, strict=True):
        weights += item.weights(weight) if isinstance(item, Known) else [weight]
    total = _weighted(question.hypotheses, weights)
    constant = total.pop("", Fraction(0))
    if not total:
        return None
    bound = precisely_certified(Maximum(scenario, total, question.how.level), digits=_DIGITS, feasible=None)
    excess = -(bound.bound + constant)
    if excess <= 0:
        return None
    squares = [*chain(*bound.squares)]
    making = _origin(bound, question.how.level)
    return excluded(scenario, question.hypotheses, weights, bound.grams, excess, making, squares)


def _weighted(means: Sequence[Mean], weights: Sequence[Fraction]) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for mean, weight in zip(means, weights, strict=True):
        for text, c in mean.functional.items():
            total[text] = total.get(text, Fraction(0)) + weight * c
    return {text: c for text, c in total.items() if c}


def _beyond(question: Question, bound: Fraction) -> bool:
    """Whether a bound is outside of the range that a functional has since no mean of a word exceeds 1."""
    width = sum((abs(Fraction(c)) for word, c in question.functional.items() if word), Fraction(0))
    shift = bound - Fraction(question.functional.get("", 0))
    return shift < -width if question.sense == "<=" else shift > width


def implied(question: Question, functional: Functional) -> tuple[Fraction, list[Fraction]]:
    """The least mean of a functional that follows linearly from what is known, and the weights of the hypotheses.

    Returns:
        c and weights w, one a hypothesis and nonnegative for inequalities, with functional - c = sum w q; if there
        is no such combination of equations and intervals, a number that is below every probability.
    """
    scenario = question.scenario
    items = question.given
    exact = [item for item in items if isinstance(item, Known) or item.sense == "=0"]
    columns = [scenario.polynomial(item.functional) for item in exact]
    wanted = scenario.polynomial(functional)
    words = list(dict.fromkeys(word for column in (*columns, wanted) for word in column if word))
    zero = Fraction(0)
    rows, pivots = reduced([[column.get(word, zero) for column in (*columns, wanted)] for word in words])
    if len(columns) in pivots:
        return Fraction(-1), []
    found = dict(zip(pivots, (row[-1] for row in rows), strict=True))
    chosen = {id(item): found.get(k, zero) for k, item in enumerate(exact)}
    least, weights = wanted.get((), zero), []
    for item, column in zip(exact, columns, strict=True):
        c = chosen[id(item)]
        least -= c * column.get((), zero)
        if isinstance(item, Known):
            least += c * (item.low if c > 0 else item.high)
    for item in items:
        c = chosen.get(id(item), zero)
        weights += item.weights(c) if isinstance(item, Known) else [c]
    return least, weights


def _program(
    m: int, identity: int, means: Sequence[Mean], rows: Sequence[Vector], block: Block
) -> tuple[Program, list[tuple[int, int]]]:
    """maximise -s, the last variable; each inequality is +1 or -1 times a hypothesis, plus s."""
    signs = [(i, sign) for i, mean in enumerate(means) for sign in ((1, -1) if mean.sense == "=0" else (1,))]
    one, zero = Fraction(1), Fraction(0)
    relaxed = tuple(({**{k: sign * c for k, c in rows[i].items()}, m: one}, zero) for i, sign in signs)
    return Program(m + 1, {m: -one}, (block,), (({identity: one}, one),), relaxed), signs


def _origin(bound: Certified, level: Level) -> dict[str, str]:
    found: dict[str, str] = json.loads(bound.data)["provenance"]
    return {key: text for key, text in origin(level, found).items() if key != "value"}  # that of the weighted sum


def excluded(
    scenario: Scenario,
    means: Sequence[Mean],
    weights: Sequence[Fraction],
    grams: Sequence[Gram],
    excess: Fraction,
    provenance: dict[str, str],
    squares: Sequence[Square] = (),
) -> bytes:
    """The certificate of rule farkas: -excess is a sum of squares plus the weighted hypotheses.

    Args:
        scenario: the operators.
        means: the hypotheses.
        weights: of each, nonnegative for inequalities.
        grams: sums of squares that, with the weighted hypotheses, add up to -excess.
        excess: positive.
        provenance: recorded, not proved.
        squares: of events, that belong to the sums of squares.
    """
    statement: dict[str, Json] = {
        "kind": "empty", "set": "quantum-commuting", "scenario": scenario.json(), **means_json(scenario, means, True),
    }  # fmt: skip
    witness: dict[str, Json] = {
        **sum_json(grams, squares), **used_json(means, weights), "multiplier": rational(excess),
    }  # fmt: skip
    return certificate_bytes("farkas", statement, witness, provenance)
