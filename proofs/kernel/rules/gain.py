"""What one run of a device gains against every law of a biased source (rule `amplification`).

K is the cone of unnormalised no-signalling behaviours of a device; f >= 0 says that a functional f is nonnegative on
K, and 1 is the total.  At the inputs of a source string u let f_u be the probability of the outcomes that fail, and b_u
that of the outcomes that pass with bit 0 minus that of those with bit 1.

A functional is l = (plus + minus)/2 with plus and minus sums of weights >= 0 times events and plus - minus = 2 b_u, so
that l +- b_u >= 0.  A point is weights w >= 0 of functionals; its mass at u is the sum of the weights there, and gamma
its gain if

    sum w 1 - sum w l - gamma 1 = sum of weights >= 0 times events.

Lemma.  If a law nu of the strings is at least the mass at each, l_u = (sum at u of w l + (nu(u) - mass)(1 - f_u))/nu(u)
has l_u +- b_u >= 0, since 1 - f_u has; and sum nu(u) l_u <= (sum w - gamma) 1 + (1 - sum w) 1 = (1 - gamma) 1.
The law of n bits, each with a probability between q and 1 - q given the ones before, is affine in each of its
2^n - 1 conditional probabilities, so a mixture, with weights c, of trees nu', in which each is q or 1 - q.  If
every tree has a point with gain at least g, the l_u = sum over trees of c nu'(u) l'_u/nu(u), means with weights of sum
1, have the two properties with g for the law nu; q > 0, so nu(u) > 0.
"""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction

from ..number import brief
from ..read import Node
from ..words import Operator, Scenario, Word
from .laws import trees
from .lp_dual import subtract_events

Point = tuple[list[Fraction], Fraction]  # the mass at every string, and the gain


def read_functional(scenario: Scenario, difference: Operator, node: Node) -> Operator:
    """-2 l; `difference` is b at its string."""
    parts = node.fields(("plus", "minus"))
    negative: Operator = {}
    rest: Operator = {word: 2 * c for word, c in difference.items()}
    for name, sign in (("plus", 1), ("minus", -1)):
        _subtract(scenario, parts[name], negative, 1)
        _subtract(scenario, parts[name], rest, sign)
    _require_zero(scenario, node, rest, ())
    return negative


def read_point(scenario: Scenario, functionals: list[list[Operator]], node: Node) -> Point:
    """The mass at every string and the gain, from functionals as `read_functional` returns them."""
    parts = node.fields(("weights", "slack"))
    masses = [Fraction(0)] * len(functionals)
    total: Operator = {}
    for entry in parts["weights"].items():
        weight_node, string_node, number_node = entry.items(3)
        string, number = string_node.integer(0), number_node.integer(0)
        if string >= len(functionals) or number >= len(functionals[string]):
            raise entry.malformed("unknown-name", "there is no functional of this number")
        weight = _weight(weight_node)
        masses[string] += weight
        scenario.ring.spend(masses[string])
        scenario.add(total, functionals[string][number], weight / 2)
    _subtract(scenario, parts["slack"], total, 1)
    _require_zero(scenario, node, total, {()})
    constant = total.get((), Fraction(0))
    # without field and symbols every coefficient is rational; the condition only tells the type checker
    return masses, sum(masses, start=constant if isinstance(constant, Fraction) else Fraction(0))


def least_gain(points: list[Point], length: int, bias: Fraction, node: Node) -> Fraction:
    """The least, over all trees, of the largest gain of a point with no more mass at any string."""
    half = Fraction(1, 2)
    gains: list[Fraction] = []
    for law in trees(length, (half - bias, half + bias)):
        fitting = [gain for masses, gain in points if all(x <= p for x, p in zip(masses, law, strict=True))]
        if not fitting:
            raise node.rejected("law", f"no point is below the law {brief(str, law)}")
        gains.append(max(fitting))
    return min(gains)


def _weight(node: Node) -> Fraction:
    weight = node.rational()
    if weight < 0:
        raise node.rejected("weight-sign", "a weight is at least 0")
    return weight


def _subtract(scenario: Scenario, node: Node, total: Operator, factor: int) -> None:
    """total -= factor * (sum of weights times events)."""
    weights: list[Fraction] = []
    words: list[Word] = []
    for entry in node.items():
        weight_node, event_node = entry.items(2)
        word = scenario.read_atoms(event_node)
        scenario.require_behaviour_word(event_node, word)
        # the mean of an observable has no sign
        if not word or any(scenario.atoms[atom][1] is None for atom in word):
            raise event_node.malformed("not-a-word", "an event names one outcome for one input of some parties")
        weights.append(factor * _weight(weight_node))
        words.append(word)
    subtract_events(scenario, list(weights), words, total)


def _require_zero(scenario: Scenario, node: Node, total: Operator, free: Container[Word]) -> None:
    for word, c in total.items():
        if word not in free:
            name = " ".join(scenario.factor_text(factor) for factor in word) or "1"
            raise node.rejected("identity", f"the two sides differ by {brief(str, c)} in the class of {name}")
