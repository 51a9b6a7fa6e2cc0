"""The attack on the selection of uses: devices without randomness that the printed protocol accepts nearly always.

Everything is local: deterministic boxes and a source within its bias.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from oracle.papers.ramanathan2013.definitions import U0, U1, Tuple4, indicator

HALF = Fraction(1, 2)
_EIGHT = frozenset((*U0, *U1))


def answers(setting: Tuple4) -> Tuple4:
    """Party 4 answers 1 exactly at input 0, the others 0: the majority of the first three is the constant 0.

    >>> answers((0, 0, 0, 1)), answers((1, 0, 0, 0))
    ((0, 0, 0, 0), (0, 0, 0, 1))
    """
    return 0, 0, 0, 1 - setting[3]


def failing() -> frozenset[Tuple4]:
    """The settings at which these answers have the wrong parity.

    >>> sorted(failing())
    [(0, 0, 0, 1), (1, 1, 1, 0)]
    """
    return frozenset(u for u in _EIGHT if indicator(answers(u), u))


def least_given_eight(bias: Fraction, settings: frozenset[Tuple4]) -> Fraction:
    """The least probability of some settings given one of the eight, over all sources of four bits with this bias.

    The least ratio x is where min over sources of P(settings) - x P(eight) is 0; the source that has this minimum has a
    ratio at most x, and at its own ratio the next minimum is taken (Dinkelbach), until nothing changes.

    >>> least_given_eight(Fraction(1, 4), failing()), least_given_eight(Fraction(1, 4), frozenset({(0, 0, 0, 1)}))
    (Fraction(1, 46), Fraction(1, 190))
    """
    ends = (HALF - bias, HALF + bias)

    def smallest(x: Fraction, prefix: Tuple4) -> tuple[Fraction, Fraction]:
        if len(prefix) == 4:
            return Fraction(prefix in settings), Fraction(prefix in _EIGHT)
        zero, one = (smallest(x, (*prefix, bit)) for bit in (0, 1))
        both = [(p * zero[0] + (1 - p) * one[0], p * zero[1] + (1 - p) * one[1]) for p in ends]
        return min(both, key=lambda pair: pair[0] - x * pair[1])

    ratio = Fraction(1)
    while True:
        some, eight = smallest(ratio, ())
        if some == ratio * eight:
            return ratio
        ratio = some / eight


@dataclass(frozen=True)
class Selection:
    """The attack against one device.

    Attributes:
        bias: of the source. Uses of the device have independent settings, each of the eight, with these two as rarely
        as
            the bias allows; then each bit that selects a use prefers, with probability 1/2 + bias, the half of the uses
            whose finally selected one will fail less often.
    """

    bias: Fraction

    def failure(self, bits: int) -> Fraction:
        """P(the selected use fails), selected from 2^bits uses.

        Let X be that probability given all settings. Those of the halves, X and X', are independent with one law, and
        X = p min(X, X') + q max(X, X').

        >>> [str(Selection(Fraction(2, 5)).failure(bits)) for bits in (0, 1)]
        ['1/892', '56/248645']
        """
        p = HALF + self.bias
        use = least_given_eight(self.bias, failing())
        law = {Fraction(0): 1 - use, Fraction(1): use}
        for _ in range(bits):
            following: dict[Fraction, Fraction] = {}
            for x, a in law.items():
                for y, b in law.items():
                    value = p * min(x, y) + (1 - p) * max(x, y)
                    following[value] = following.get(value, Fraction(0)) + a * b
            law = following
        return sum((x * a for x, a in law.items()), Fraction(0))

    def accepted(self, threshold: Fraction, bits: int) -> Fraction:
        """With at least this probability the test accepts, whatever the number of devices.

        The first device has one use, every other one is used at least 2^bits times, and the test asks for an average of
        at most the threshold. The others' average exceeds it with at most its mean over the threshold (Markov).
        """
        return 1 - self.failure(bits) / threshold - self.failure(0)


def printed_threshold(bias: Fraction, delta: Fraction, mu: Fraction) -> Fraction:
    """The right side of (55).

    >>> printed_threshold(Fraction(2, 5), Fraction(1, 10), Fraction(1, 2)) == Fraction(1, 400000)
    True
    """
    return (HALF - bias) ** 4 * (1 - mu) * delta / 2
