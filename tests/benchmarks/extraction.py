"""Extractors at real sizes beside cryptomite and randextract, on the same files in the same run.

Ours is the whole command, with the start of Python and the files; of a peer only the extraction counts. CPU seconds,
because the machine may be shared; `make peers` builds an environment for each peer.
"""

import hashlib
import json
import random
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.process import cost
from tests.policy.text import ROOT

FOREIGN = ROOT / "tests" / "benchmarks" / "foreign"
SIZES = (10**6, 10**7, 10**8)
MOST_OF_PEERS = 10**7  # more than 20 GB beyond
PEERS = ("randextract", "cryptomite")


def inputs(folder: Path, n: int, m: int) -> tuple[Path, Path]:
    """Files of n and n + m - 1 bits, the same in every run."""
    source = random.Random(n)
    paths = folder / f"x-{n}", folder / f"y-{n}"
    for path, bits in zip(paths, (n, n + m - 1), strict=True):
        path.write_bytes(source.randbytes(-(-bits // 8)))
    return paths


def row(folder: Path, n: int) -> None:
    """One size: ours, then every peer that is installed, whose output must be the same."""
    m = n // 2
    x, y = inputs(folder, n, m)
    output = folder / f"z-{n}"
    command: list[str | Path] = [sys.executable, "-m", "oracle", "extract", "toeplitz-cyclic", x, y]
    ours = cost([*command, "-n", str(n), "-m", str(m), "-o", output])
    digest = hashlib.sha256(output.read_bytes()).hexdigest()
    print(f"Toeplitz hash of {n:.0e} bits to half: {ours.seconds:.2f} s CPU, {ours.memory:.0f} MB, the whole command")
    for peer in PEERS if n <= MOST_OF_PEERS else ():
        python = ROOT / ".peers" / peer / "bin" / "python"
        if not python.exists():
            print(f"  {peer}: no environment, no comparison; make peers builds it")
            continue
        theirs = cost([python, FOREIGN / f"extraction_{peer}.py", x, y, str(n), str(m)])
        found = json.loads(theirs.output.splitlines()[-1])
        agrees = "the same output" if found["sha256"] == digest else "ANOTHER OUTPUT"
        ratio = found["seconds"] / ours.seconds
        aim = " (aim 3)" if n == MOST_OF_PEERS else ""
        print(f"  {peer}: {found['seconds']:.2f} s, {theirs.memory:.0f} MB, {ratio:.1f} times ours{aim}, {agrees}")


def lines(sizes: tuple[int, ...] = SIZES) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            row(Path(folder), n)


if __name__ == "__main__":
    lines(tuple(int(size) for size in sys.argv[1:]) or SIZES)
