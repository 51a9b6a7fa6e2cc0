"""Conformance properties as test items of pytest: `pytest --bellcert-command ./mine`.

The plugin is registered by an entry point, so that pytest loads this module in every run of an environment with
bellcert; without its options it does nothing and imports nothing. Installed, the module is called `bellcert_pytest`:
under `python -m pytest` a folder `oracle` of the project under test would be found before the package of that name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from oracle.conformance.driver import Driver
    from oracle.conformance.outcome import Outcome
    from oracle.conformance.properties import Property
    from oracle.conformance.runner import Result
    from oracle.conformance.xfails import Expected

_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--bellcert-command", {"metavar": "CMD", "help": "judge the program that CMD starts"}),
    ("--bellcert-module", {"metavar": "pkg.mod:obj", "help": "judge a Python object, or an entry point of that name"}),
    ("--bellcert-suite", {"metavar": "NAME", "action": "append", "default": [], "help": "only this suite or property"}),
    ("--bellcert-max-examples", {"metavar": "N", "type": int, "default": 100, "help": "cases of each property"}),
    ("--bellcert-seed", {"metavar": "N", "type": int, "default": 0, "help": "another seed gives other cases"}),
    ("--bellcert-timeout", {"metavar": "S", "type": float, "default": 10.0, "help": "seconds for each answer"}),
    ("--bellcert-start-timeout", {"metavar": "S", "type": float, "default": 30.0, "help": "seconds for the start"}),
    ("--bellcert-xfails", {"metavar": "FILE", "help": "expected failures with reasons, as for bellcert conform"}),
    ("--bellcert-strict", {"action": "store_true", "help": "LOOSE fails too"}),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; the judgements are those of `bellcert conform`."""
    group = parser.getgroup("bellcert", "conformance with bellcert")
    for name, extra in _OPTIONS:
        group.addoption(name, **extra)


class _Failed(Exception):  # noqa: N818 - says what happened
    """A property does not hold; the message is the report."""


class ConformanceItem(pytest.Item):
    """One property of the suite."""

    what: Property
    run: _Run

    def runtest(self) -> None:
        """Judge; PASS, and LOOSE unless strict, pass."""
        outcome, result = self.run.judge(self.what)
        self.user_properties += [("verdict", result.verdict.value), ("cases", result.cases)]
        if result.verdict.value == "NOT-OFFERED":
            pytest.skip(result.judgement.says)
        if outcome.stale:
            raise _Failed(f"the expected failure did not come true: {outcome.stale[0].says}")
        if outcome.reason(result):
            pytest.xfail(outcome.reason(result))
        if outcome.fails(result):
            from oracle.conformance.reports.text import calls, explanation, mark

            lines = [*explanation(outcome, result), *calls(result)]
            raise _Failed("\n".join([f"{mark(outcome, result)}: {self.what.name}", *(f"  {line}" for line in lines)]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report in place of a traceback; anything else is a bug and keeps its traceback."""
        if isinstance(excinfo.value, _Failed):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[str, None, str]:
        return "bellcert", None, f"bellcert conform: {self.what.name}"


def _require_own_packages() -> None:
    """Refuse a run in which other packages hide those of bellcert."""
    for name in ("oracle", "proofs", "lp"):
        try:
            found = import_module(name)
        except ImportError:
            found = None
        if getattr(found, "__distribution__", None) != "bellcert":
            raise pytest.UsageError(
                f"another package {name} hides the one of bellcert, as a folder {name}/ here does under "
                "`python -m pytest`: use `pytest`, or run from another folder"
            )


class _Run:
    """What the items of a session share."""

    def __init__(self, config: pytest.Config) -> None:
        _require_own_packages()
        from oracle.conformance import xfails
        from oracle.conformance.registry import select
        from oracle.failures import CommandFailure

        option = config.getoption
        try:
            self.driver = _driver(
                option("--bellcert-command"), option("--bellcert-module"), option("--bellcert-timeout"),
                option("--bellcert-start-timeout"),
            )  # fmt: skip
            self.properties = select(option("--bellcert-suite"))
            self.expected: list[Expected] = []
            name = option("--bellcert-xfails")
            if name is not None:
                self.expected = xfails.read((config.invocation_params.dir / name).read_bytes())
            unknown = xfails.stale(self.expected, {}, {what.name for what in select(())})
        except (ValueError, OSError) as error:
            raise pytest.UsageError(str(error)) from None
        except CommandFailure as failure:
            raise pytest.UsageError(failure.sentence) from None
        if unknown:
            raise pytest.UsageError(f"expected failures: {unknown[0].expected.property}: {unknown[0].says}")
        self.examples: int = option("--bellcert-max-examples")
        self.seed: int = option("--bellcert-seed")
        self.strict: bool = option("--bellcert-strict")

    def judge(self, what: Property) -> tuple[Outcome, Result]:
        """One property, with what was expected of it."""
        from oracle.conformance import xfails
        from oracle.conformance.outcome import Outcome
        from oracle.conformance.runner import Report, run_property

        result = run_property(what, self.driver, self.examples, self.seed)
        lines = [line for line in self.expected if line.property == what.name]
        found = xfails.stale(lines, {what.name: result}, {what.name})
        report = Report(None, "", self.seed, self.examples, (result,))
        return Outcome(report, self.strict, {line.property: line for line in lines}, tuple(found)), result


def _driver(command: str | None, module: str | None, timeout: float, start_timeout: float) -> Driver:
    from oracle.conformance.inprocess import InProcessDriver, load
    from oracle.conformance.process import ProcessDriver

    if command is not None:
        return ProcessDriver(command, timeout, start_timeout)
    return InProcessDriver(load(module or ""), timeout, start_timeout)


_RUN = pytest.StashKey[_Run]()


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add one item for each property when an implementation is named."""
    command, module = config.getoption("--bellcert-command"), config.getoption("--bellcert-module")
    if command is None and module is None:
        return
    if command is not None and module is not None:
        raise pytest.UsageError("either --bellcert-command or --bellcert-module says what to judge")
    run = config.stash[_RUN] = _Run(config)
    for what in run.properties:
        item = ConformanceItem.from_parent(session, name=f"bellcert::{what.name}", nodeid=f"bellcert::{what.name}")
        item.what, item.run = what, run
        items.append(item)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the implementation."""
    if _RUN in config.stash:
        config.stash[_RUN].driver.close()
