"""Declared conventions are kept to: right under its own convention, wrong under the default."""

import pytest

from oracle.conformance.answers import Verdict
from oracle.conformance.implementation import Implementation
from oracle.conformance.inprocess import InProcessDriver
from oracle.conformance.registry import select
from oracle.conformance.runner import found_in_survey, run
from oracle.conformance.wire import CONVENTIONS as KNOWN
from tests.oracle.conformance.good.conventions import CONVENTIONS
from tests.oracle.conformance.good.floats import GOOD


def touched(implementation: Implementation) -> list[str]:
    changed = {call for call, f in implementation.functions.items() if f is not GOOD.functions[call]}
    return [what.name for what in select([]) if changed & set(what.calls)]


@pytest.mark.parametrize("implementation", CONVENTIONS, ids=lambda implementation: implementation.name)
def test_what_is_declared_is_expected(implementation: Implementation) -> None:
    report = run(select(touched(implementation)), InProcessDriver(implementation), "x", max_examples=25)
    assert {r.what.name: r.judgement for r in report.results if r.verdict is not Verdict.PASS} == {}


@pytest.mark.parametrize("implementation", CONVENTIONS, ids=lambda implementation: implementation.name)
def test_what_is_not_declared_is_wrong(implementation: Implementation) -> None:
    silent = implementation.variant("silent")
    silent.conventions = {}
    wanted = frozenset({Verdict.UNSAFE, Verdict.WRONG, Verdict.LOOSE})
    driver = InProcessDriver(silent)
    assert any(found_in_survey(what, driver, 25, 0, wanted) for what in select(touched(silent)))


def test_every_convention_is_tried() -> None:
    tried = {(key, value) for implementation in CONVENTIONS for key, value in implementation.conventions.items()}
    assert tried == {(key, value) for key, values in KNOWN.items() for value in values[1:]}
