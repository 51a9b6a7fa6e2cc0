"""The lines of ``make bench`` about linear programs: to verdicts, and beside exact solvers of others."""

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

from lp.coordinates import Scenario
from lp.optima import maximum
from lp.supporting_lines import Tradeoff
from oracle.papers.ramanathan2013 import curves as fourparty
from proofs.kernel.check import check_bytes
from tests.benchmarks.programs import PEERS, VALUE, Linear, Peer, full, ours, reduced
from tests.policy.text import ROOT

Medians = Callable[..., list[float]]
Show = Callable[..., None]

STATED = "256 probabilities with 272 equations"
FORMS: Mapping[str, Linear] = {STATED: full(), "the 80 coordinates": reduced()}


def verdict(data: bytes) -> None:
    """Bytes to verdict; a refusal has no time."""
    if check_bytes(data).verdict != "PROVED":
        raise SystemExit("not a benchmark of proofs")


def duals() -> dict[str, bytes]:
    """Duals of the four-party program: without hypothesis, and as shipped with one and a behaviour."""
    problem = Tradeoff(fourparty.SCENARIO, fourparty.majority(), fourparty.bell())
    line = maximum(fourparty.SCENARIO, problem.line(Fraction(5, 4))).bound
    shipped = (ROOT / "certificates" / "ramanathan2013" / "majority-piece-1.cert.json").read_bytes()
    return {
        "four-party dual, M - 5/4 B <= 1/2, from bytes to verdict": line,
        "four-party dual with its hypothesis and a behaviour, from bytes to verdict": shipped,
    }


def functional(parties: int) -> dict[str, Fraction]:
    """All full correlators with random signs, the same each time."""
    source = random.Random(parties)
    names = [chr(65 + k) for k in range(parties)]
    settings = product("01", repeat=parties)
    return {" ".join(map("".join, zip(names, u, strict=True))): Fraction(source.choice((-1, 1))) for u in settings}


def peer_times(peer: Peer, folder: Path, medians: Medians, repeats: int) -> Iterator[tuple[str, float, float]]:
    """Both formulations: its name, our time, and the peer's in turns with it."""
    for form, program in FORMS.items():
        path = peer.file(folder, str(program.variables), program)

        def run(path: Path = path, program: Linear = program) -> None:
            found = peer.solve(path, program)
            if abs(found - VALUE) > (Fraction(1, 10**peer.digits) if peer.digits else 0):
                raise SystemExit(f"{peer.name} finds {found}, not {VALUE}")

        own, theirs = medians(repeats, ours, run)
        yield form, own, theirs


def lines(medians: Medians, show: Show, peers: Sequence[Peer] = PEERS) -> None:
    """Measure and print."""
    for what, data in duals().items():
        (seconds,) = medians(15, lambda data=data: verdict(data))
        show(what, seconds, "3 ms" if "5/4" in what else "")
    with tempfile.TemporaryDirectory() as folder:
        for peer in peers:
            if not peer.installed:
                print(f"{peer.name}: not installed, no comparison")
                continue
            ratio = 3 if peer.command[0] == "esolver" else 0.2
            for form, own, theirs in peer_times(peer, Path(folder), medians, 5):
                # the aims are about the program as it is stated; our coordinates are already a part of the work
                aim = f"ratio {ratio}" if form == STATED else ""
                show("four-party program, from data to both verdicts", own, aim, f"{peer.name} on {form}", theirs)
    for parties, aim in ((5, "1000 ms"), (6, "10000 ms")):
        words = functional(parties)
        scenario = Scenario.uniform(parties, 2, 2)
        (seconds,) = medians(1, lambda words=words, scenario=scenario: maximum(scenario, words))
        show(f"({parties},2,2) maximum of random correlators, to both verdicts", seconds, aim)
