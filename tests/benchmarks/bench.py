"""``make bench``: what a user waits for, with machine, versions and ratios to peers in the same run.

Nothing is asserted: a shared machine is slow at times. Times are medians; beside each stands what it is compared
with, run alternately with it, so that a ratio means something where a time does not.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import conformance, extraction, linear, noise, operators, steering
from tests.benchmarks.peers import chsh_identity_sympy, positive_fraction, positive_kernel
from tests.benchmarks.process import cost
from tests.policy.text import ROOT

CERTIFICATES = sorted(path for path in (ROOT / "certificates").rglob("*.cert.json") if "vectors" not in path.parts)
# The certificates that need no solver and no tight curve: CHSH, equation (6), no-signalling, counts to bits.
LATER = ("tight", "table1-tight", "table1-sdp")
FIRST = [path for path in CERTIFICATES if path.parent.name == "pironio2010" and not path.name.startswith(LATER)]
IMPORT = "import proofs.kernel.check"


def medians(repeats: int, *actions: Callable[[], object]) -> list[float]:
    """Return the median wall time of each action in seconds; the actions take turns."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(repeats):
        for action, series in zip(actions, times, strict=True):
            began = time.perf_counter()
            action()
            series.append(time.perf_counter() - began)
    return [statistics.median(series) for series in times]


def command(*parts: str | Path) -> Callable[[], object]:
    """Return an action that runs a command, whose failure ends the benchmark: a failed run has no time."""

    def action() -> None:
        done = subprocess.run([str(part) for part in parts], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(
                f"{' '.join(map(str, parts))}\nended with exit code {done.returncode}\n{done.stdout}{done.stderr}"
            )

    return action


def in_process(files: Sequence[Path]) -> None:
    """Check every file with the kernel imported here."""
    from proofs.kernel.check import check_bytes

    for file in files:
        verdict = check_bytes(file.read_bytes())
        if verdict.verdict != "PROVED":
            raise SystemExit(f"{file}: {verdict.verdict}, not a benchmark of proofs")


def machine() -> str:
    """Return what the figures were measured on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} processors, {platform.system()} {platform.release()}"


def show(what: str, seconds: float, aim: str, peer: str = "", peer_seconds: float = 0.0) -> None:
    """Print one figure, and its ratio to the peer."""
    ratio = f"; {peer} {1000 * peer_seconds:.1f} ms, ratio {seconds / peer_seconds:.2f}" if peer else ""
    print(f"{what}: {1000 * seconds:.1f} ms{f' (aim {aim})' if aim else ''}{ratio}")


def main() -> None:
    """Measure and print."""
    python = sys.executable
    print(machine())
    print(
        f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in ("bellcert", "sympy", "numpy"))
    )
    print(f"{len(CERTIFICATES)} certificates, {sum(file.stat().st_size for file in CERTIFICATES)} bytes")
    if CERTIFICATES:
        alone = (python, "-I", "-S", ROOT / "kernel.pyz")
        bare_python = command(python, "-I", "-S", "-c", "pass")
        first, fresh, bare = medians(7, command(*alone, *FIRST), command(*alone, *CERTIFICATES), bare_python)
        what = f"{len(FIRST)} certificates of CHSH and from counts to bits, kernel.pyz in a new process"
        show(what, first, "500 ms", "bare python -I -S", bare)
        show("all certificates, kernel.pyz in a new process", fresh, "", "bare python -I -S", bare)
        (warm,) = medians(7, lambda: in_process(CERTIFICATES))
        show("all certificates, in this process", warm, "")
        for file in CERTIFICATES:
            (seconds,) = medians(5, lambda file=file: in_process([file]))  # type: ignore[misc]
            show(f"  {file.relative_to(ROOT / 'certificates')}", seconds, "")
    loaded, bare = medians(15, command(python, "-I", "-c", IMPORT), command(python, "-I", "-c", "pass"))
    show("import of the kernel, python start taken off", loaded - bare, "60 ms", "bare python -I", bare)
    chsh = [file for file in CERTIFICATES if "quantum-bound" in file.name]
    if chsh:
        ours, theirs = medians(5, lambda: in_process(chsh[:1]), chsh_identity_sympy)
        show(f"{chsh[0].name} checked", ours, "", "the same identity expanded by sympy", theirs)
    for size in (9, 25):
        ours, theirs = medians(3, lambda n=size: positive_kernel(n), lambda n=size: positive_fraction(n))  # type: ignore[misc]
        show(f"a {size}x{size} integer matrix positive semidefinite", ours, "", "LDL with fractions", theirs)
    linear.lines(medians, show)
    operators.lines(medians, show, command, python)
    noise.lines(medians, show, command, python)
    steering.lines(medians, show, command, python)
    conformance.lines(medians, show, command)
    (audit,) = medians(3, command("make", "--no-print-directory", "audit"))
    show("make audit, warm", audit, "5000 ms")
    most = cost(["make", "--no-print-directory", "audit"], ROOT).memory
    print(f"  most memory of one of its processes: {most:.0f} MB (aim 300 MB)")
    extraction.lines()


if __name__ == "__main__":
    main()
