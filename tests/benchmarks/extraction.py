"""Extractors at real sizes beside cryptomite and randextract, on the same files in the same run.

Ours is the whole command, with the start of Python and the files; of a peer only the extraction counts. CPU seconds,
because the machine may be shared; `make peers` builds an environment for each peer.
"""

import hashlib
import json
import os
import random
import sys
import tempfile
from pathlib import Path

from tests.policy.text import ROOT

FOREIGN = ROOT / "tests" / "benchmarks" / "foreign"
SIZES = (10**6, 10**7, 10**8)
MOST_OF_PEERS = 10**7  # more than 20 GB beyond
PEERS = ("randextract", "cryptomite")
MEGABYTE = 2**20


def timed(*parts: str | Path) -> tuple[float, float, str]:
    """CPU seconds, peak memory in MB and the output of a command; its failure ends the benchmark."""
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_CLOSE, reading)]
    child = os.posix_spawn(str(parts[0]), [str(part) for part in parts], os.environ, file_actions=actions)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as output:
        text = output.read()
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(map(str, parts))}\nended with exit code {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / MEGABYTE, text


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
    ours, memory, _ = timed(*command, "-n", str(n), "-m", str(m), "-o", output)
    digest = hashlib.sha256(output.read_bytes()).hexdigest()
    print(f"Toeplitz hash of {n:.0e} bits to half: {ours:.2f} s CPU, {memory:.0f} MB, the whole command")
    for peer in PEERS if n <= MOST_OF_PEERS else ():
        python = ROOT / ".peers" / peer / "bin" / "python"
        if not python.exists():
            print(f"  {peer}: no environment, no comparison; make peers builds it")
            continue
        _, theirs_memory, text = timed(python, FOREIGN / f"extraction_{peer}.py", x, y, str(n), str(m))
        found = json.loads(text.splitlines()[-1])
        agrees = "the same output" if found["sha256"] == digest else "ANOTHER OUTPUT"
        ratio = found["seconds"] / ours
        aim = " (aim 3)" if n == MOST_OF_PEERS else ""
        print(f"  {peer}: {found['seconds']:.2f} s, {theirs_memory:.0f} MB, {ratio:.1f} times ours{aim}, {agrees}")


def lines(sizes: tuple[int, ...] = SIZES) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            row(Path(folder), n)


if __name__ == "__main__":
    lines(tuple(int(size) for size in sys.argv[1:]) or SIZES)
