"""Checks of padovan2024 by subject: scenario, boundary, protocol, randomness, its exceptions, noise, experiment."""

from oracle.ledger.checks.padovan2024 import (
    boundary,
    curves,
    exceptional,
    experiment,
    noise,
    protocol,
    randomness,
    scenario,
)
from oracle.ledger.registry import collect

CHECKS = collect("padovan2024", scenario, boundary, protocol, randomness, exceptional, noise, curves, experiment)
