"""Checks of padovan2024 by subject: the scenario, the boundary, the protocol, randomness."""

from oracle.ledger.checks.padovan2024 import boundary, protocol, randomness, scenario
from oracle.ledger.registry import collect

CHECKS = collect("padovan2024", scenario, boundary, protocol, randomness)
