"""The suite, and what its properties share: conventions, calls, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from oracle.conformance.answers import Ask
from oracle.conformance.properties import Option, Suite
from oracle.extractors.conventions import Convention
from oracle.extractors.primes import has_primitive_root_two

SUITE = Suite("length", "output lengths and errors of extractors")
ERRORS = {"eps": "error, (0, 1) in half distance", "eps-s": "smoothing parameter, not negative"}
SEEDED = {"n": "bits of the source, at least 1", "k": "its min-entropy, 0 to n bits", **ERRORS}
TWO = {"n": "bits of each source", "k1": "min-entropy, 0 to n bits", "k2": "the other one", **ERRORS}
SMOOTHING = Option("eps-s", "eps-s is not 0", lambda arguments: bool(arguments["eps-s"]))
HASHING_SOURCE = (
    "leftover hashing; Renner 2005, Tomamichel, Schaffner, Smith and Renner 2011; oracle/extractors/lengths.py"
)
MARKOV_SOURCE = "kulikov2024, supplement VI, theorems 2 to 4, sources independent given the adversary (Markov model)"
CONVENTION = "errors in the declared distance, entropies in the declared unit, lengths in bits; joint with the seed"
PRIMES = [n for n in range(3, 1500) if has_primitive_root_two(n)]
HALF, ZERO, ONE = Fraction(1, 2), Fraction(0), Fraction(1)
LN2 = Fraction(693147180559945, 10**15)
"""Below ln 2: so many nats are not more than one bit."""


def convention(conventions: Mapping[str, str], base: Convention) -> Convention:
    """What an implementation declared, in the terms of `oracle.extractors`."""
    distance: Any = conventions["distance"]
    logarithm: Any = conventions["logarithm"]
    return replace(base, distance=distance, logarithm=logarithm)


def entropy(conventions: Mapping[str, str], bits: Fraction) -> Fraction:
    """Not more than so many bits, in the declared unit."""
    return bits if conventions["logarithm"] == "bits" else bits * LN2


def in_distance(ask: Ask, case: Mapping[str, Fraction | int]) -> Mapping[str, Fraction | int]:
    """Arguments in half distance, in the declared one."""
    return case if ask.conventions["distance"] == "half" else {**case, "eps": 2 * case["eps"]}


def doubled(ask: Ask, eps: Fraction) -> Fraction:
    """An error of half distance in the declared one."""
    return eps if ask.conventions["distance"] == "half" else 2 * eps
