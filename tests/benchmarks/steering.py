"""Steering: one point from a state to a checked certificate, its check, and a curve of 50 points."""

import tempfile
from collections.abc import Callable
from math import log2
from pathlib import Path

from oracle.ask.reading import read_problem
from oracle.ask.solve import solve as answer
from proofs.kernel.check import check_bytes
from tests.benchmarks.operators import processor
from tests.policy.text import ROOT

Medians = Callable[..., list[float]]
Show = Callable[..., None]

EXAMPLE = ROOT / "certificates" / "examples" / "steering-guessing.toml"


def point() -> bytes:
    """From the problem file to certificates of both ends, both proved by the kernel."""
    found = answer(read_problem(EXAMPLE.read_bytes(), EXAMPLE.name, lambda _: b""))
    if found.verdict != "PROVED" or found.bound is None or found.value is None:
        raise SystemExit("a point of the curve is not proved")
    lost = log2(found.bound / found.value)
    if lost > 1e-6:
        raise SystemExit(f"the two ends differ by {lost} bits")
    return found.main.data


def lines(medians: Medians, show: Show, command: Callable[..., Callable[[], object]], python: str) -> None:
    """Measure and print."""
    data = point()
    (whole,) = medians(5, point)
    show("steering point, from a state to checked certificates of both ends", whole, "300 ms")
    show("  of which CPU", processor(point, 5), "")
    show("certificate of a steering point, checked, CPU", processor(lambda: check_bytes(data), 9), "20 ms")
    with tempfile.TemporaryDirectory() as folder:
        over = ("--over", "mu=1/2:49/50:50", "-o", str(Path(folder, "curve")), "--jobs", "2")
        (curve,) = medians(1, command(python, "-m", "oracle", "sweep", str(EXAMPLE), *over))
        show("steering curve of 50 points, two processes", curve, "30 s")
