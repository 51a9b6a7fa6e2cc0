"""What a command costs: CPU time and memory, its own and not those of the process that measures."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# A process that starts another passes its own peak on to it (the peak outlives exec), and a benchmark has grown large
# by then. So a small process starts the command and reports about its children.
BETWEEN = """
import json, resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 2**20]))
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of all its processes, the most memory of one of them in MB, and what it printed."""

    seconds: float
    memory: float
    output: str


def cost(parts: Sequence[str | Path], folder: Path | None = None) -> Cost:
    """Run a command; its failure ends the benchmark, for a failed run has no cost.

    >>> found = cost([sys.executable, "-c", "print(1)"])
    >>> found.output.strip(), found.seconds > 0, 1 < found.memory < 100
    ('1', True, True)
    """
    command = [sys.executable, "-I", "-S", "-c", BETWEEN, *map(str, parts)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    code, seconds, memory = json.loads(done.stdout)
    if code:
        raise SystemExit(f"{' '.join(map(str, parts))}\nended with exit code {code}\n{done.stderr}")
    return Cost(seconds, memory, done.stderr)
