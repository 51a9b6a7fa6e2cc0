"""What a question about assemblages says beside its scenario: the trusted system, and what is known of the states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from proofs.search.assembled.system import System
from proofs.search.assembled.untrusted import Assemblage, States


@dataclass(frozen=True)
class Datum:
    """A linear functional of the assemblage, and where its value lies."""

    functional: States
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Steered:
    """The part of a question that only the set `steering` has.

    Attributes:
        system: the trusted one.
        functional: an operator for each word of letters, for optima; a word left out has none.
        terms: the same as it was written, by the text of a product of atoms.
        known: the assemblage, where all of it is known.
        error: how far each coordinate of each of its words may be from that; 0 for exact rational data.
        data: what is known else, all of it linear.
    """

    system: System
    functional: States = field(default_factory=dict)
    terms: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    known: Assemblage | None = None
    error: Fraction = Fraction(0)
    data: tuple[Datum, ...] = ()
