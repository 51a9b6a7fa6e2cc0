"""Rule `lp-dual`: a bound for all local or all no-signalling behaviours by linear duality.

No-signalling.  Words with at most one letter a party are coordinates in which the
no-signalling equations are built in (Collins-Gisin for projectors, correlators for
observables): a behaviour gives every such word one mean, and every event, a marginal
one too, is an affine function of them.  If

    bound - F = sum w_e (event e) + sum l_h q_h      with w, l >= 0,

taking means proves F <= bound.  For time-ordered behaviours the words carry marks (see
`words`), and the same argument holds.  Local.  A local behaviour is a mixture of deterministic
strategies, so it is enough that bound - F - sum l_h q_h >= 0 at each of them.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from ..read import Node
from ..symbols import Coefficient
from ..words import Operator
from .identity import Claim, exclude_vacuity, require_zero, subtract_means

MAX_STRATEGIES = 1 << 18


def prove(bound: Claim, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless the witness proves the bound."""
    if bound.setting.set == "local":
        _local(bound, witness)
    elif bound.setting.set in ("no-signalling", "time-ordered"):
        _no_signalling(bound, witness)
    else:
        raise statement.malformed(
            "wrong-kind", "lp-dual proves bounds for the sets local, no-signalling and time-ordered"
        )


def _no_signalling(bound: Claim, witness: Node) -> None:
    found = witness.fields(("events",), ("means", "symbols", "feasible"))
    if not found["events"].items() and not ("means" in found and found["means"].items()):
        raise witness.malformed("witness-empty", "the witness contains no multiplier")
    exclude_vacuity(bound, found, witness)
    scenario = bound.setting.scenario
    total = bound.slack()
    for entry in found["events"].items():
        weight_node, event_node = entry.items(2)
        weight = bound.setting.ring.read_weight(weight_node)
        word = scenario.read_atoms(event_node)
        scenario.require_behaviour_word(event_node, word)
        # the mean of an observable has no sign
        if not word or any(scenario.atoms[atom][1] is None for atom in word):
            raise event_node.malformed("not-a-word", "an event names one outcome for one input of some parties")
        scenario.add(total, scenario.operator(word), -weight)
    subtract_means(bound, found, total)
    require_zero(bound, witness, total)


def _local(bound: Claim, witness: Node) -> None:
    found = witness.fields(("strategies",), ("means", "symbols", "feasible"))
    scenario, ring = bound.setting.scenario, bound.setting.ring
    count = 1
    for _, _, outcomes in scenario.inputs:
        count *= outcomes
        if count > MAX_STRATEGIES:
            raise witness.limit("size", f"more than {MAX_STRATEGIES} deterministic strategies")
    if found["strategies"].integer(1) != count:
        raise found["strategies"].rejected("strategy", f"the scenario has {count} deterministic strategies")
    exclude_vacuity(bound, found, witness)
    slack = bound.slack()
    subtract_means(bound, found, slack)
    scenario.budget.spend(4 * count * (1 + len(slack)))
    for strategy in product(*(range(d) for _, _, d in scenario.inputs)):
        ring.require_nonnegative(witness, _value(bound, slack, strategy))


def _value(bound: Claim, operator: Operator, outcomes: tuple[int, ...]) -> Coefficient:
    """The value of an operator when input i always has the outcome outcomes[i]."""
    total: Coefficient = Fraction(0)
    letters = bound.setting.scenario.letters
    for word, c in operator.items():
        factor = 1
        for letter in word:
            i, outcome = letters[letter]
            factor *= 1 - 2 * outcomes[i] if outcome is None else int(outcome == outcomes[i])
        if factor:
            total = total + c * Fraction(factor)
    return total
