"""Checks of padovan2024, one module for each part of the paper.

`scenario`, `boundary`, `protocol` and `randomness` follow its sections, with the angles at which one bit is left in
`exceptional` and what is said of the levels in `hierarchy`; `noise` has the model and single values of it, `curves` the
figures over whole intervals; `experiment` the tables and their data, `third` the question the paper leaves open.
"""

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
