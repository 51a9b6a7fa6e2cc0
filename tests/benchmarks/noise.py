"""Noise curves: one point from parameters to a checked certificate, its check, and a sweep of 200 points.

The peer is the solver alone on the same program: what certifying costs beyond solving is the ratio.
"""

import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from oracle.ask.reading import read_problem
from oracle.ask.solve import solve as answer
from proofs.kernel.check import check_bytes
from proofs.search.hierarchy.adversary import Guessing
from proofs.search.language.angles import Angle
from proofs.search.semidefinite.sdp import solve
from proofs.search.sequences.devices import SequentialChsh, State
from proofs.search.sequences.sequence import THREE_PARTIES, level
from tests.benchmarks.operators import processor
from tests.policy.text import ROOT

Medians = Callable[..., list[float]]
Show = Callable[..., None]

EXAMPLE = ROOT / "certificates" / "examples" / "sequential.toml"
SHIPPED = ROOT / "certificates" / "padovan2024" / "noise-sequences.cert.json"


def point() -> None:
    """From the problem file to a certificate the kernel proved."""
    found = answer(read_problem(EXAMPLE.read_bytes(), EXAMPLE.name, lambda _: b""))
    if found.verdict != "PROVED":
        raise SystemExit("a point of the curve is not proved")


def solver_alone() -> None:
    """The same program, one block for four outcomes, nothing rounded and nothing proved."""
    noisy = SequentialChsh(State(Fraction(1, 100)), Angle(Fraction(1, 8)))
    means = tuple(item.equation for item in noisy.known())
    words = level(THREE_PARTIES, "1+AB:sequences")
    solve(Guessing(THREE_PARTIES, ("B0", "B01"), words, means, noisy.symmetries).program, "clarabel")


def lines(medians: Medians, show: Show, command: Callable[..., Callable[[], object]], python: str) -> None:
    """Measure and print."""
    ours, theirs = medians(5, point, solver_alone)
    show("noise point, from parameters to the checked certificate", ours, "1000 ms", "clarabel alone", theirs)
    show("  of which CPU", processor(point, 5), "")
    data = SHIPPED.read_bytes()
    show(
        "certificate of a noise point, four blocks of 21 x 21, checked, CPU",
        processor(lambda: check_bytes(data), 9),
        "",
    )
    show("  one block of the four", processor(lambda: check_bytes(data), 9) / 4, "20 ms")
    with tempfile.TemporaryDirectory() as folder:
        run = command(
            python,
            "-m",
            "oracle",
            "sweep",
            EXAMPLE,
            "--over",
            "p=0:1/10:200",
            "-o",
            Path(folder, "curve"),
            "--jobs",
            "2",
        )
        (wall,) = medians(1, run)
    show("sweep of 200 points, two processes", wall, "60 s", "clarabel alone, 200 times", 200 * theirs)
