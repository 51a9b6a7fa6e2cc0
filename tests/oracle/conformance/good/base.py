"""The right implementation that the other modules here fill: margins and enclosures in place of exactness."""

from __future__ import annotations

from oracle.conformance.implementation import Implementation

GOOD = Implementation("floats", "1.0")
Ends = tuple[float, float]


def enclosure(value: float, margin: float = 1e-9) -> Ends:
    """Around a value computed in floating point."""
    width = margin * max(1.0, abs(value))
    return value - width, value + width
