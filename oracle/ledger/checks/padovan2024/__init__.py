"""Checks of padovan2024 by subject: the scenario, the boundary, the protocol, randomness, noise, the experiment."""

from oracle.ledger.checks.padovan2024 import boundary, experiment, noise, protocol, randomness, scenario
from oracle.ledger.registry import collect

CHECKS = collect("padovan2024", scenario, boundary, protocol, randomness, noise, experiment)
