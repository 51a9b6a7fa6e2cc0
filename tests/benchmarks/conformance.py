"""What conformance costs: calls over a pipe, the whole suite in this process, the plugin of pytest when unused."""

import shlex
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

CALLS = 2000
QUESTION = ("chsh.min-entropy.local", {"score": "2"})


def calls(driver: Any) -> None:
    """Ask the same cheap question again and again."""
    for _ in range(CALLS):
        driver.call(*QUESTION)


def suite() -> None:
    """Every property at its default size; a verdict other than PASS has no time."""
    from oracle.conformance.answers import Verdict
    from oracle.conformance.inprocess import InProcessDriver
    from oracle.conformance.registry import select
    from oracle.conformance.runner import run
    from tests.oracle.conformance.good.floats import GOOD

    report = run(select([]), InProcessDriver(GOOD), "good")
    failed = [result.what.name for result in report.results if result.verdict is not Verdict.PASS]
    if failed:
        raise SystemExit(f"the good implementation fails {failed}")


def lines(medians: Callable[..., list[float]], show: Callable[..., None], command: Callable[..., Any]) -> None:
    """Measure and print."""
    from oracle.conformance.inprocess import InProcessDriver
    from oracle.conformance.process import ProcessDriver
    from tests.oracle.conformance.good.floats import GOOD

    pipe = ProcessDriver(shlex.join([sys.executable, "-m", "tests.oracle.conformance.good.floats"]))
    pipe.describe()
    piped, inside = medians(3, partial(calls, pipe), partial(calls, InProcessDriver(GOOD)))
    pipe.close()
    show(f"{CALLS} cheap calls over a pipe", piped, "1000 ms", "the same in this process", inside)
    (whole,) = medians(1, suite)
    show("conform, all suites at default size in this process", whole, "90000 ms")
    plugin, bare = medians(
        7,
        command(sys.executable, "-c", "import pytest, bellcert_pytest"),
        command(sys.executable, "-c", "import pytest"),
    )
    show("import of the pytest plugin when unused, pytest taken off", plugin - bare, "150 ms", "import of pytest", bare)
