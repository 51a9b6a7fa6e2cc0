"""A suite is found because it is there; what would make a report ambiguous is refused."""

from collections.abc import Iterator
from fractions import Fraction
from importlib import metadata

import pytest
from hypothesis import strategies as st

from oracle.conformance import registry
from oracle.conformance.answers import Ask, Judgement, Verdict
from oracle.conformance.driver import Crashed
from oracle.conformance.implementation import Implementation
from oracle.conformance.inprocess import InProcessDriver
from oracle.conformance.properties import SLACK, BugType, Suite
from oracle.conformance.runner import run
from oracle.conformance.truth import exactly
from oracle.failures import Bug, Malformed, Usage


def suite(name: str = "foreign", call: str = "half") -> Suite:
    """A suite of another distribution: one call, one property."""
    result = Suite(name, "halves of integers")
    result.call(call, {"n": "an integer"}, "lower bound on n/2")

    @result.property(call, cases=st.integers(0, 99), source="arithmetic", safe="low", bugs=[BugType.FORMULA])
    def half(ask: Ask, n: int) -> Judgement:
        """The half is not more than the half."""
        return ask(call, {"n": n}).lower(exactly(Fraction(n, 2)), SLACK)

    return result


FOREIGN = suite()
TWICE = suite("other")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Pretend that a distribution registers the suites named by the parameter."""
    entries = [metadata.EntryPoint(name, f"{__name__}:{name}", registry.GROUP) for name in request.param]
    monkeypatch.setattr(registry, "entry_points", lambda **wanted: entries)
    monkeypatch.setattr(metadata.EntryPoint, "load", lambda entry: globals()[entry.name])
    registry.suites.cache_clear()
    yield
    registry.suites.cache_clear()


@pytest.mark.parametrize("installed", [["FOREIGN"]], indirect=True)
def test_a_suite_of_another_distribution(installed: None) -> None:
    mine = Implementation("mine", "1")
    mine.answers("half")(lambda n: int(n) // 2 + (int(n) > 6))
    report = run(registry.select(["foreign"]), InProcessDriver(mine), "x")
    (result,) = report.results
    assert (result.what.name, result.verdict) == ("foreign/half", Verdict.UNSAFE)
    assert result.exchanges[0].arguments == {"n": "7"}


@pytest.mark.parametrize("installed", [["FOREIGN", "FOREIGN"], ["FOREIGN", "TWICE"]], indirect=True)
def test_two_of_one_name(installed: None) -> None:
    with pytest.raises(ValueError, match="registered twice"):
        registry.suites()


def test_a_property_says_what_it_must() -> None:
    found = Suite("x", "y")
    register = found.property("call", cases=st.none(), source="here", safe="low", bugs=[BugType.FORMULA])

    def silent(ask: Ask, case: object) -> Judgement:
        return Judgement(Verdict.PASS)

    with pytest.raises(ValueError, match="needs a sentence"):
        register(silent)
    silent.__doc__ = "A sentence."
    register(silent)
    with pytest.raises(ValueError, match="a name of its own"):
        register(silent)
    with pytest.raises(ValueError, match="a call"):
        Suite("x", "y").property(cases=st.none(), source="here", safe="low", bugs=[BugType.FORMULA])(silent)


def test_unknown_names() -> None:
    with pytest.raises(Usage):
        registry.select(["chsh.min-entropy/"])
    with pytest.raises(Usage):
        registry.select(["chsh.min"])


def test_a_mistake_of_the_suite_is_no_verdict_about_an_implementation() -> None:
    broken = Suite("broken", "a suite that is wrong")
    broken.call("half", {}, "nothing")

    @broken.property("half", cases=st.none(), source="nowhere", safe="low", bugs=[BugType.FORMULA])
    def raises(ask: Ask, case: None) -> Judgement:
        """It asks its own reference a question that has no answer."""
        raise Malformed("out-of-range", "the suite asks nonsense")

    mine = Implementation("mine", "1")
    mine.answers("half")(lambda: 0)
    with pytest.raises(Bug, match="the suite asks nonsense"):
        run(list(broken.properties.values()), InProcessDriver(mine), "x", max_examples=3)


def test_an_implementation_that_changes_its_mind() -> None:
    """Hypothesis meets other answers when it asks again; what was seen counts."""
    asked: list[str] = []

    def moody(n: str) -> int:
        asked.append(n)
        return int(n) if len(asked) == 5 else 0

    mine = Implementation("mine", "1")
    mine.answers("half")(moody)
    (result,) = run(list(FOREIGN.properties.values()), InProcessDriver(mine), "x", max_examples=20).results
    assert result.verdict in (Verdict.UNSAFE, Verdict.LOOSE)


def test_a_start_that_fails_is_the_verdict_of_every_property() -> None:
    def broken(message: object) -> object:
        raise OSError("no licence")

    report = run(registry.select(["chsh"]), InProcessDriver(broken), "x")
    assert {(r.verdict, r.judgement.code) for r in report.results} == {(Verdict.CRASHED, "exception")}
    with pytest.raises(Crashed, match="no licence"):
        InProcessDriver(broken).describe()
