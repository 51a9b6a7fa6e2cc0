"""Hypothesis profiles: ``dev`` (default), ``ci`` (the same examples every run), ``nightly`` (``make fuzz``)."""

import os

from hypothesis import HealthCheck, settings

from tests.policy.sizes import MOST_CODE_LINES, kernel_sizes

# Machines are shared: a slow example is no failure, a wrong answer is.
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True, database=None, print_blob=True)
settings.register_profile(
    "nightly",
    deadline=None,
    max_examples=2000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_report_header() -> str:
    """Print the size of the part that has to be trusted."""
    return f"kernel: {sum(kernel_sizes().values())} code lines, at most {MOST_CODE_LINES}"
