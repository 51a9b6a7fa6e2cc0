"""Hypothesis profiles: ``dev`` (default), ``ci`` (the same examples every run), ``nightly``, ``mutation``."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.lanes import listed, name_of
from tests.policy.sizes import MOST_CORE_LINES, core_size, kernel_sizes

# Machines are shared: a slow example is no failure, a wrong answer is.
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, database=None, print_blob=True)
settings.register_profile(
    "nightly",
    deadline=None,
    max_examples=2000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# A mutant is killed by the first failure: nobody reads a shrunk example.
settings.register_profile(
    "mutation",
    deadline=None,
    max_examples=50,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_report_header() -> str:
    """Print the size of the part that has to be trusted."""
    sizes = kernel_sizes()
    core = core_size(sizes)
    return f"kernel: {core} code lines in the core, at most {MOST_CORE_LINES}; {sum(sizes.values()) - core} in rules"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `tests/slow.txt` lists, so that `-m "not slow"` leaves it out."""
    names = listed()
    for item in items:
        module = item.path.stem
        if name_of(module, item.name) in names:
            item.add_marker(pytest.mark.slow)
