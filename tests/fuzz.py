"""``make fuzz``: the search for the small file that takes longest, and the kernel's property tests with new seeds.

The search gets a quarter of the time; the tests run again and again until the time is up or one fails.
"""

import argparse
import random
import sys
import time

import pytest

from tests.proofs.kernel import worst


class Deadline:
    """Skips tests that would begin after the deadline, so that a round ends soon after it."""

    def __init__(self, end: float) -> None:
        """Keep the deadline, in seconds of time.monotonic."""
        self.end = end

    def pytest_runtest_setup(self) -> None:
        """Skip when the time is up."""
        if time.monotonic() > self.end:
            pytest.skip("the time is up")


def main() -> int:
    """Run rounds; each prints its seed, so that a failure can be had again."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--tests", default="tests/proofs/kernel")
    chosen = options.parse_args()
    deadline = Deadline(time.monotonic() + chosen.seconds)
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed} of the search for the longest file", flush=True)
    if code := worst.main(chosen.seconds / 4, seed):
        return code
    rounds = 0
    while rounds == 0 or time.monotonic() < deadline.end:
        seed = random.SystemRandom().getrandbits(32)
        print(f"seed {seed}", flush=True)
        arguments = [
            chosen.tests,
            "-q",
            "-x",
            "-m",
            "hypothesis",
            f"--hypothesis-seed={seed}",
            "--hypothesis-profile=nightly",
        ]
        code = pytest.main(arguments, plugins=[deadline])
        if code != pytest.ExitCode.OK:
            return int(code)
        rounds += 1
    print(f"{rounds} rounds, no failure")
    return 0


if __name__ == "__main__":
    sys.exit(main())
