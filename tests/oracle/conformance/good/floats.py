"""A right implementation in Python, of every call, as a process: `python -m tests.oracle.conformance.good.floats`."""

from tests.oracle.conformance.good import (
    amplified,
    angles,
    boxes,
    entropies,
    estimators,
    extractors,
    larger,
    noise,
    programs,
    rounds,
    runs,
    steering,
    trevisan,
)
from tests.oracle.conformance.good.base import GOOD

__all__ = [
    "GOOD",
    "amplified",
    "angles",
    "boxes",
    "entropies",
    "estimators",
    "extractors",
    "larger",
    "noise",
    "programs",
    "rounds",
    "runs",
    "steering",
    "trevisan",
]

if __name__ == "__main__":
    GOOD.serve()
