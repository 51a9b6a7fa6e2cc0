"""Exact curves of other inequalities for randomness amplification: five-party Mermin, and chains."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from oracle.bounds.curves import Question, read_delta
from oracle.bounds.entries import Bound, Optimum
from oracle.failures import Limit, Malformed
from oracle.functionals import Events, Outcomes, Setting, majority_sign, means
from oracle.numbers import Real, number_text

MOST_INPUTS = 16


def mermin_events(parties: int) -> Events:
    """Wrong parities over the settings with an odd number of ones.

    The parity of the outcomes should be 0 for 1, 5, ... ones, and 1 for 3, 7, ... ones.

    >>> ((0, 0, 1), (1, 0, 0)) in mermin_events(3), ((0, 0, 1), (1, 1, 1)) in mermin_events(3)
    (True, False)
    """
    bits = list(product((0, 1), repeat=parties))
    return {(x, u): 1 for u in bits if sum(u) % 2 for x in bits if sum(x) % 2 != (sum(u) % 4 == 3)}


def chained_events(inputs: int) -> Events:
    """Disagreements around the chain A0 B0 A1 B1 ..., and agreement of A0 with the last input of B.

    >>> len(chained_events(3))
    12
    """
    result: dict[tuple[Outcomes, Setting], int] = {}
    for k in range(inputs):
        for a, b in ((0, 1), (1, 0)):
            result[(a, b), (k, k)] = 1
            if k + 1 < inputs:
                result[(a, b), (k + 1, k)] = 1
    return result | {((a, a), (0, inputs - 1)): 1 for a in (0, 1)}


def _mermin(arguments: Mapping[str, Real]) -> Optimum:
    from oracle.bounds import families

    delta = read_delta(arguments, "a Bell value")
    question = Question((2,) * 5, means(mermin_events(5)), "bell")
    bit = means({(x, (0,) * 5): majority_sign(x) for x in product((0, 1), repeat=5)})
    return question.optimum(delta, [bit], lambda: [families.mermin_curve(5)])


def _inputs(arguments: Mapping[str, Real]) -> int:
    n = arguments["n"]
    if not isinstance(n, Fraction) or n.denominator != 1:
        raise Malformed("wrong-number", f"n = {number_text(n)} is not an integer")
    if n < 2:
        raise Malformed("out-of-range", f"n = {n}; a chain has at least two inputs a party")
    if n > MOST_INPUTS:
        raise Limit("size", f"n = {n} is above the limit of {MOST_INPUTS} inputs a party")
    return int(n)


def _chained(arguments: Mapping[str, Real], both: bool) -> Optimum:
    from oracle.bounds import families

    n, delta = _inputs(arguments), read_delta(arguments, "a chained value")
    question = Question((n, n), means(chained_events(n)), "chain")
    event = "A0=0 B0=0" if both else "A0=0"
    return question.optimum(delta, [{event: Fraction(1)}], lambda: [families.chained_curve(n, both)])


_ADVERSARY = "the adversary holds classical side information and knows the inputs"
_NO_ESTIMATE = "delta bounds the mean value given what the adversary knows; it is no estimate from data"

MERMIN = Bound(
    name="mermin5.majority",
    arguments={"delta": "expected number of wrong parities over the 16 inputs with an odd number of ones, at least 0"},
    unit="difference of probabilities",
    safe_side="high",
    formula="max P(maj = 0) - P(maj = 1) under Mermin value <= delta",
    says=(
        "Largest bias v of the majority of the first three of five outcomes at the setting 00000 over no-signalling "
        "behaviours with Mermin value at most delta; the bit is then guessed with probability at most (1 + v)/2. The "
        "local minimum of the Mermin value is 6."
    ),
    assumptions=(f"no-signalling behaviours of five parties; {_ADVERSARY}", _NO_ESTIMATE),
    source="Mermin's inequality for five parties with the majority of three of the outcomes",
    evaluate=_mermin,
)

_CHAIN = {
    "n": f"inputs a party, from 2 to {MOST_INPUTS}",
    "delta": "expected number of broken links of the 2 n in the chain, at least 0",
}
_CHAIN_SOURCE = (
    "chained inequality of Braunstein and Caves; its no-signalling bound on predictability, as an exact curve"
)

CHAINED = Bound(
    name="chained.predictability",
    arguments=_CHAIN,
    unit="probability",
    safe_side="high",
    formula="max P(a = 0 | x = 0) under chained value <= delta",
    says=(
        "Largest probability of one outcome of one party over no-signalling behaviours with chained value at most "
        "delta, which is (1 + delta)/2 up to 1 whatever n is; quantum devices reach delta = 2 n sin^2(pi/(4 n)), and "
        "no local one is below 1. Every outcome of every input has the same value by relabelling."
    ),
    assumptions=(f"no-signalling behaviours of two parties; {_ADVERSARY}", _NO_ESTIMATE),
    source=_CHAIN_SOURCE,
    evaluate=lambda arguments: _chained(arguments, both=False),
)

CHAINED_PAIR = Bound(
    name="chained.pair-predictability",
    arguments=_CHAIN,
    unit="probability",
    safe_side="high",
    formula="max P(a = 0, b = 0 | x = 0, y = 0) under chained value <= delta",
    says=(
        "Largest probability of one pair of outcomes at a link of the chain over no-signalling behaviours with chained "
        "value at most delta. It is that of a single outcome: the second outcome adds nothing."
    ),
    assumptions=(f"no-signalling behaviours of two parties; {_ADVERSARY}", _NO_ESTIMATE),
    source=_CHAIN_SOURCE,
    evaluate=lambda arguments: _chained(arguments, both=True),
)
