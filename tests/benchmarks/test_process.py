"""The cost of a command is the command's."""

import sys

import pytest

from tests.benchmarks.process import cost


def test_memory_of_the_measuring_process_is_not_the_commands() -> None:
    here = bytearray(300 * 2**20)
    here[::4096] = b"x" * len(here[::4096])  # every page is touched, so it is resident
    found = cost([sys.executable, "-c", "pass"])
    assert len(here) / 2**20 > 250 > found.memory


def test_memory_and_time_of_the_command_are_seen_also_in_its_children() -> None:
    inner = "x = bytearray(b'x') * (200 * 2**20); n = sum(range(10**6))"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    idle, busy = cost([sys.executable, "-c", "pass"]), cost([sys.executable, "-c", outer])
    assert busy.memory > 200 > idle.memory
    assert busy.seconds > idle.seconds


def test_a_command_that_fails_has_no_cost() -> None:
    with pytest.raises(SystemExit, match="exit code 3\nwhy"):
        cost([sys.executable, "-c", "print('why'); raise SystemExit(3)"])
