"""Rule `lp-dual`: a bound for all local or all no-signalling behaviours by linear duality.

No-signalling.  Words with at most one letter a party are coordinates in which the
no-signalling equations are built in (Collins-Gisin for projectors, correlators for
observables): a behaviour gives every such word one mean, and every event, a marginal
one too, is an affine function of them.  If

    bound - F = sum w_e (event e) + sum l_h q_h      with w, l >= 0,

taking means proves F <= bound.  For time-ordered behaviours words carry marks, and equal
words have equal means by the lemma of `words`.  Local.  A local behaviour is a mixture of deterministic
strategies, so it is enough that bound - F - sum l_h q_h >= 0 at each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod

from ..number import over_common
from ..read import Node
from ..statement import Bound, Empty
from ..symbols import Coefficient
from ..words import Operator, Scenario, Word
from .identity import Claim, exclude_vacuity, require_zero, subtract_means

MAX_STRATEGIES = 1 << 18


def prove(bound: Bound | Empty, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless the witness proves the bound."""
    if bound.setting.operators:
        raise statement.malformed("wrong-kind", "lp-dual proves bounds for sets of behaviours")
    part = proof_key(bound)
    found = witness.fields((part,), ("means", "symbols", "feasible"))
    if part == "events" and not found[part].items() and not ("means" in found and found["means"].items()):
        raise witness.malformed("witness-empty", "the witness contains no multiplier")
    exclude_vacuity(bound, found, witness)
    total = bound.slack()
    subtract_means(bound, found, total)
    require_positive(bound, found, witness, total)


def proof_key(claim: Claim) -> str:
    """What a witness has: the number of deterministic strategies, or weighted events."""
    return "strategies" if claim.setting.set == "local" else "events"


def require_positive(claim: Claim, found: Mapping[str, Node], node: Node, total: Operator) -> None:
    """Refuse unless `total` is nonnegative for every behaviour of the set."""
    if claim.setting.set == "local":
        _require_strategies(claim, found["strategies"], node, total)
    else:
        _subtract_listed_events(claim, found["events"], total)
        require_zero(claim, node, total)


def _subtract_listed_events(bound: Claim, node: Node, total: Operator) -> None:
    scenario = bound.setting.scenario
    weights: list[Coefficient] = []
    words: list[Word] = []
    for entry in node.items():
        weight_node, event_node = entry.items(2)
        weights.append(bound.setting.ring.read_weight(weight_node))
        word = scenario.read_atoms(event_node)
        scenario.require_behaviour_word(event_node, word)
        # the mean of an observable has no sign
        if not word or any(scenario.atoms[atom][1] is None for atom in word):
            raise event_node.malformed("not-a-word", "an event names one outcome for one input of some parties")
        words.append(word)
    subtract_events(scenario, weights, words, total)


def subtract_events(scenario: Scenario, weights: list[Coefficient], words: list[Word], total: Operator) -> None:
    """total -= sum weight * event; rational weights are summed as integers over a common denominator."""
    found = None if scenario.signalling else over_common(weights)
    if found is None:
        for weight, word in zip(weights, words, strict=True):
            scenario.add(total, scenario.operator(word), -weight)
        return
    by_setting: dict[tuple[int, ...], dict[Word, int]] = {}
    numerators, common = found
    for numerator, word in zip(numerators, words, strict=True):
        row = by_setting.setdefault(tuple(scenario.atoms[atom][0] for atom in word), {})
        row[word] = row.get(word, 0) + numerator
    sums: dict[Word, int] = {}
    for setting, row in by_setting.items():
        # every row is brought to the scale 2^(number of parties)
        missing = len(scenario.parties) - sum(scenario.inputs[i][2] == 2 for i in setting)
        for word, value in _distribute(scenario, row).items():
            sums[word] = sums.get(word, 0) + (value << missing)
    scale = common << len(scenario.parties)
    scenario.add(total, {word: Fraction(-value, scale) for word, value in sums.items()}, Fraction(1))


def _distribute(scenario: Scenario, row: dict[Word, int]) -> dict[Word, int]:
    """The sum of weighted events of one setting in letters, times 2 for every two-outcome input.

    One party at a time, its outcomes become its letter or nothing (-1): an event of two
    outcomes is half of 1 plus or minus the observable, a last outcome is 1 minus the others.
    """
    for k in range(len(next(iter(row)))):
        images: dict[Word, int] = {}
        scenario.expect_terms(sum(len(scenario.outcome_letters[factors[k]]) for factors in row))
        for factors, value in row.items():
            for factor, sign in scenario.outcome_letters[factors[k]]:
                key = (*factors[:k], factor, *factors[k + 1 :])
                images[key] = images.get(key, 0) + sign * value
        row = images
    return {tuple(factor for factor in factors if factor >= 0): value for factors, value in row.items()}


def _require_strategies(bound: Claim, stated: Node, node: Node, total: Operator) -> None:
    scenario, ring = bound.setting.scenario, bound.setting.ring
    count = prod(outcomes for _, _, outcomes in scenario.inputs)
    if count > MAX_STRATEGIES:
        raise node.limit("size", f"more than {MAX_STRATEGIES} deterministic strategies")
    if stated.integer(1) != count:
        raise stated.rejected("strategy", f"the scenario has {count} deterministic strategies")
    # a step for every letter, and more where adding up makes long fractions longer
    scenario.budget.spend(5 * count * (1 + sum(1 + len(word) for word in total)))
    scenario.budget.spend(count * len(total) * sum(ring.cost(c) - 1 for c in total.values()))
    found = over_common(list(total.values()))  # a positive factor changes no sign
    terms: Mapping[Word, Coefficient | int] = total if found is None else dict(zip(total, found[0], strict=True))
    for strategy in product(*(range(d) for _, _, d in scenario.inputs)):
        if not ring.is_nonnegative(_value(bound, terms, strategy)):
            names = " ".join(scenario.atom_text(pair) for pair in enumerate(strategy))
            raise node.rejected("strategy", f"not proved for the deterministic strategy {names[:200]}")


def _value(bound: Claim, terms: Mapping[Word, Coefficient | int], outcomes: tuple[int, ...]) -> Coefficient | int:
    """The value of an operator when input i always has the outcome outcomes[i]."""
    total: Coefficient | int = 0
    letters = bound.setting.scenario.letters
    for word, c in terms.items():
        factor = 1
        for letter in word:
            i, outcome = letters[letter]
            factor *= 1 - 2 * outcomes[i] if outcome is None else int(outcome == outcomes[i])
        if factor:
            total = total + c * factor
    return total
