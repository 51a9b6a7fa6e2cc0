"""Output lengths and errors of randomness extractors."""

from oracle.conformance.suites.length import errors, seeded, two_source, weak
from oracle.conformance.suites.length.common import SUITE

__all__ = ["SUITE", "errors", "seeded", "two_source", "weak"]
