"""Functionals of behaviours with two outcomes an input: from sums of events to means of words.

No-signalling behaviours have the same mean of a word whatever the other parties are asked,
so a functional has one expression in means of words.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

Outcomes = tuple[int, ...]  # of all parties, A first
Setting = tuple[int, ...]
Events = Mapping[tuple[Outcomes, Setting], int]  # coefficient of P(outcomes | setting)


def means(events: Events) -> dict[str, Fraction]:
    """The functional in means of products of observables: P(x|u) = sum over S of (-1)^(x.S) E_S(u) / 2^n.

    >>> {word: str(c) for word, c in means({((0, 1), (0, 2)): 2}).items()}
    {'': '1/2', 'B2': '-1/2', 'A0': '1/2', 'A0 B2': '-1/2'}
    """
    totals: dict[str, Fraction] = {}
    for (outcomes, setting), coefficient in events.items():
        for mask in product((0, 1), repeat=len(outcomes)):
            word = " ".join(f"{chr(65 + k)}{u}" for k, (u, m) in enumerate(zip(setting, mask, strict=True)) if m)
            odd = sum(x & m for x, m in zip(outcomes, mask, strict=True)) % 2
            share = Fraction(-coefficient if odd else coefficient, 1 << len(outcomes))
            totals[word] = totals.get(word, Fraction(0)) + share
    return {word: c for word, c in totals.items() if c}


def majority_sign(outcomes: Outcomes) -> int:
    """1 if at least two of the first three outcomes are 0, else -1.

    >>> majority_sign((0, 1, 0, 1)), majority_sign((1, 1, 0, 0))
    (1, -1)
    """
    return 1 if sum(outcomes[:3]) <= 1 else -1
