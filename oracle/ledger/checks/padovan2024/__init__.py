"""Checks of padovan2024: scenario, boundary, protocol, randomness, its exceptions, noise, experiment, a third party."""

from oracle.ledger.checks.padovan2024 import (
    boundary,
    curves,
    exceptional,
    experiment,
    hierarchy,
    noise,
    protocol,
    randomness,
    scenario,
    third,
)
from oracle.ledger.registry import collect

CHECKS = collect(
    "padovan2024", scenario, boundary, protocol, randomness, exceptional, hierarchy, noise, curves, experiment, third
)
