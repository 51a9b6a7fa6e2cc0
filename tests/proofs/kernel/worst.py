"""Searches the small file that the kernel looks at longest: `python -m tests.proofs.kernel.worst --seconds 60`.

Each candidate is a shape of `shapes` with random parameters, of 50 kilobytes or fewer, and is checked in a process of
its own. The longest of each shape is changed a little and tried again, so the search climbs. `make fuzz` runs it.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from typing import NamedTuple

from proofs.kernel.check import check_bytes
from tests.certificates.edits import spell
from tests.proofs.kernel.shapes import SHAPES

MOST_BYTES = 50_000
MOST_SECONDS = 20  # of processor time
MOST_MEGABYTES = 500
GIVE_UP = 60  # seconds after which a candidate is stopped

MOST_ADDRESSES = 4 << 30

Parameters = dict[str, int]


class Cost(NamedTuple):
    """What a file costs: seconds of processor time, megabytes at most, and the kernel's answer."""

    seconds: float
    megabytes: int
    answer: str


def cost(data: bytes) -> Cost:
    """Check a file in a process of its own, a copy of this one."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (GIVE_UP, GIVE_UP))
        if sys.platform == "linux":  # a file that would take all memory is found, and takes none of the others'
            resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
        began = time.process_time()
        verdict = check_bytes(data)
        os.write(write, f"{time.process_time() - began} {verdict.verdict} {verdict.code}".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read().decode().split(" ", 1)
    _, status, used = os.wait4(child, 0)
    megabytes = used.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)
    if status or len(answer) < 2:
        return Cost(GIVE_UP, megabytes, f"ended with status {status}")
    return Cost(float(answer[0]), megabytes, answer[1])


def drawn(name: str, rng: random.Random) -> Parameters:
    """Random parameters, small ones as likely as large ones."""
    ranges = SHAPES[name].ranges
    return {key: min(high, int(low * ((high + 1) / max(low, 1)) ** rng.random()) if low else rng.randint(low, high))
            for key, (low, high) in ranges.items()}  # fmt: skip


def changed(name: str, parameters: Parameters, rng: random.Random) -> Parameters:
    """The same with one or two parameters moved."""
    ranges, result = SHAPES[name].ranges, dict(parameters)
    for key in rng.sample(list(ranges), min(len(ranges), rng.randint(1, 2))):
        low, high = ranges[key]
        result[key] = min(high, max(low, round(result[key] * rng.choice((0.5, 0.8, 1.25, 2))) + rng.choice((-1, 0, 1))))
    return result


def bytes_of(name: str, parameters: Parameters) -> bytes:
    """The file, or nothing when it is too long or no such file exists."""
    try:
        data = spell(SHAPES[name].make(**parameters))
    except (IndexError, ValueError):  # numbers too long to spell, words that do not exist
        return b""
    return data if len(data) <= MOST_BYTES else b""


def _used() -> float:
    """Seconds of processor time of this process and those it started."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def climbed(name: str, seconds: float, rng: random.Random) -> tuple[Cost, Parameters]:
    """The longest file of a shape found within so many seconds, from its smallest one on.

    The time is that of the processor, of this process and of the checks: what else the machine does changes nothing.
    """
    end = _used() + seconds
    smallest = {key: low for key, (low, _) in SHAPES[name].ranges.items()}
    best = cost(bytes_of(name, smallest)), smallest
    tried: set[bytes] = set()
    for _ in range(2000):
        if _used() > end:
            break
        parameters = changed(name, best[1], rng) if rng.random() < 0.8 else drawn(name, rng)
        data = bytes_of(name, parameters)
        if not data or data in tried:
            continue
        tried.add(data)
        found = cost(data)
        if found[:2] > best[0][:2]:
            best = found, parameters
    return best


def search(seconds: float, seed: int) -> dict[str, tuple[Cost, Parameters]]:
    """The longest file found of each shape; the time is shared among them."""
    rng = random.Random(seed)
    return {name: climbed(name, seconds / len(SHAPES), rng) for name in SHAPES}


def too_much(found: Cost) -> bool:
    """Whether a file costs more than a small one may."""
    return found.seconds > MOST_SECONDS or found.megabytes > MOST_MEGABYTES


def main(seconds: float, seed: int) -> int:
    """Print the worst of each shape; 1 if one of them costs too much."""
    best = search(seconds, seed)
    for name, (found, parameters) in sorted(best.items(), key=lambda item: item[1][0], reverse=True):
        said = ", ".join(f"{key} {value}" for key, value in parameters.items())
        print(f"{found.seconds:6.2f} s {found.megabytes:4} MB  {found.answer:22} {name}: {said}", flush=True)
    return int(any(too_much(found) for found, _ in best.values()))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    sys.exit(main(chosen.seconds, chosen.seed))
