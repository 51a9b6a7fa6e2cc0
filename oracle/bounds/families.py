"""Inequalities for randomness amplification other than the four-party one.

Each functional counts wrong answers, so its least no-signalling value is 0, and a small
value limits what a no-signalling adversary predicts.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product

from lp.coordinates import Scenario
from lp.parametric import Curve, curve
from lp.supporting_lines import Tradeoff
from proofs.search.language.failure import Failure, Kind

HALF = Fraction(1, 2)


def mermin(parties: int = 5) -> dict[str, Fraction]:
    """The number of wrong parities over the inputs with an odd number of ones.

    The outcomes' parity is to be 0 for 1, 5, ... ones and 1 for 3, 7, ... ones.  For five
    parties the local minimum is 6 of 16.  For four it is the inequality of `fourparty` with
    all outcomes of one party swapped.

    >>> len(mermin(5)), mermin(5)[""]
    (17, Fraction(8, 1))
    """
    names = [chr(65 + k) for k in range(parties)]
    result: dict[str, Fraction] = {"": Fraction(0)}
    for inputs in product((0, 1), repeat=parties):
        ones = sum(inputs)
        if ones % 2:
            result[""] += HALF
            result[" ".join(f"{name}{u}" for name, u in zip(names, inputs, strict=True))] = -HALF * (2 - ones % 4)
    return result


def majority(inputs: tuple[int, int, int] = (0, 0, 0)) -> dict[str, Fraction]:
    """P(0) - P(1) of the majority of the outcomes of A, B and C."""
    a, b, c = (f"{name}{u}" for name, u in zip("ABC", inputs, strict=True))
    return {a: HALF, b: HALF, c: HALF, f"{a} {b} {c}": -HALF}


@lru_cache(maxsize=8)
def mermin_curve(parties: int = 5) -> Curve:
    """The largest majority bias of the first three parties under `mermin` <= delta.

    >>> [(str(p.low), str(p.constant), str(p.slope)) for p in mermin_curve(3).pieces]
    [('0', '1', '0')]
    """
    problem = Tradeoff(Scenario.uniform(parties, 2, 2), majority(), mermin(parties), hypothesis="bell")
    return curve(problem)


def chained(inputs: int) -> dict[str, Fraction]:
    """Wrong answers around the chain A0 B0 A1 B1 ... of 2 N settings, the last one inverted.

    Neighbours should agree, but A0 and the last input of B should differ.  Local minimum 1.

    Raises:
        ValueError: fewer than two inputs.
    """
    if inputs < 2:
        raise Failure(Kind.VALUE, "", "a chain has at least two inputs a party")
    result = {"": Fraction(inputs)}
    for k in range(inputs):
        result[f"A{k} B{k}"] = -HALF
        last = k == inputs - 1
        result[f"A{0 if last else k + 1} B{k}"] = HALF if last else -HALF
    return result


@lru_cache(maxsize=16)
def chained_curve(inputs: int, both: bool = False) -> Curve:
    """The predictability P(a=0|x=0), or P(ab=00|x=0,y=0), under `chained` <= delta."""
    event = "A0=0 B0=0" if both else "A0=0"
    return curve(Tradeoff(Scenario.uniform(2, inputs, 2), {event: Fraction(1)}, chained(inputs), hypothesis="chain"))
