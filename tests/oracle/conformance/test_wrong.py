"""The suite tests itself: good implementations pass, each wrong one fails exactly its property."""

import pytest

from oracle.conformance.answers import Verdict
from oracle.conformance.inprocess import InProcessDriver
from oracle.conformance.registry import select
from oracle.conformance.runner import found_in_survey, run
from tests.oracle.conformance.good.floats import GOOD
from tests.oracle.conformance.wrong import Wrong, everything

PROPERTIES = select([])


def test_the_good_implementation_passes_everything() -> None:
    report = run(PROPERTIES, InProcessDriver(GOOD), "good", max_examples=15)
    assert {r.what.name: r.judgement for r in report.results if r.verdict is not Verdict.PASS} == {}


def test_every_property_has_a_wrong_implementation() -> None:
    assert {wrong.property for wrong in everything()} == {what.name for what in PROPERTIES}


@pytest.mark.parametrize("wrong", everything(), ids=lambda wrong: f"{wrong.property}: {wrong.implementation.name}")
def test_a_wrong_implementation_fails_exactly_its_property(wrong: Wrong) -> None:
    # the properties that make none of the changed calls see the good implementation
    touched = [what for what in PROPERTIES if wrong.calls & set(what.calls)]
    (what,) = [what for what in touched if what.name == wrong.property]
    assert wrong.bug in what.bugs
    assert found_in_survey(what, InProcessDriver(wrong.implementation), 500, 0)
    others = [what for what in touched if what.name not in {wrong.property, *wrong.also}]
    report = run(others, InProcessDriver(wrong.implementation), "wrong", max_examples=15)
    assert {r.what.name: r.judgement for r in report.results if r.verdict is not Verdict.PASS} == {}
