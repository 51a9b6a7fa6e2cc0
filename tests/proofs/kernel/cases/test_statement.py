"""Statements of kind bound and value: what they must say before anything is proved."""

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.statement import MAX_HYPOTHESES, Bound, Empty, work_budget
from tests.proofs.kernel.build import Document, Refusal, drop, node, proved, put, refusal, scenario
from tests.proofs.kernel.examples import (
    ALL,
    SQRT2,
    box,
    conditional,
    contradiction,
    events,
    squares,
    strategies,
    strategy,
    tsirelson,
)

S = "/statement"
HYPOTHESIS = {"name": "h", "kind": "mean", "sense": ">=0", "polynomial": [["1", "A0"]]}


def with_hypothesis(base: Document, **changes: object) -> Document:
    """A hypothesis with the parts changed, or left out when None."""
    hypothesis = {key: value for key, value in {**HYPOTHESIS, **changes}.items() if value is not None}
    return put(base, S + "/hypotheses", [hypothesis])


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "no kind": (drop(squares(), S + "/kind"), "MALFORMED missing-key /statement"),
    "an unknown kind": (put(squares(), S + "/kind", "theorem"), "MALFORMED unknown-kind /statement/kind"),
    "a statement that is a list": (put(squares(), S, []), "MALFORMED not-an-object /statement"),
    "no set": (drop(squares(), S + "/set"), "MALFORMED missing-key /statement"),
    "no scenario": (drop(squares(), S + "/scenario"), "MALFORMED missing-key /statement"),
    "no functional": (drop(squares(), S + "/functional"), "MALFORMED missing-key /statement"),
    "no sense": (drop(squares(), S + "/sense"), "MALFORMED missing-key /statement"),
    "no bound": (drop(squares(), S + "/bound"), "MALFORMED missing-key /statement"),
    "an unknown key": (put(squares(), S + "/level", "1+AB"), "MALFORMED unknown-key /statement"),
    "a bound that is a decimal": (put(squares(), S + "/bound", "1.0"), "MALFORMED not-a-rational /statement/bound"),
    "a bound that is a bare number": (put(squares(), S + "/bound", 1), "MALFORMED bare-number /statement/bound"),
    "two operators of a party in a strategy": (
        put(strategies(), S + "/functional", [["1", "A0 A1"], ["1", "A1 A0"]]),
        "MALFORMED not-a-word /statement/functional",
    ),
    "commuting inputs of a strategy": (
        put(strategy(), S + "/scenario/commuting", [["A0", "A1"]]),
        "MALFORMED wrong-kind /statement/scenario",
    ),
    "no value in the list": (put(box(), S + "/values", []), "MALFORMED wrong-shape /statement/values"),
    "a value without number": (drop(box(), S + "/values/0/value"), "MALFORMED missing-key /statement/values/0"),
    "a value with a sense": (
        put(box(), S + "/values/0/sense", ">="),
        "MALFORMED unknown-key /statement/values/0",
    ),
    "vacuity of nothing": (
        put(contradiction(), S + "/vacuity", "unchecked"),
        "MALFORMED unknown-key /statement/vacuity",
    ),
    "vacuity checked": (
        put(conditional(), S + "/vacuity", "checked"),
        "MALFORMED unknown-choice /statement/vacuity",
    ),
    "nothing empty without hypotheses": (
        drop(contradiction(), S + "/hypotheses"),
        "MALFORMED missing-key /statement",
    ),
    "too many hypotheses": (
        put(squares(), S + "/hypotheses", [{**HYPOTHESIS, "name": f"h{k}"} for k in range(MAX_HYPOTHESES + 1)]),
        "LIMIT size /statement/hypotheses",
    ),
    "a relation with sense": (
        with_hypothesis(squares(), kind="relation"),
        "MALFORMED unknown-key /statement/hypotheses/0",
    ),
    "a mean that is not real": (
        with_hypothesis(tsirelson(), polynomial=[["1", "A0 A1"]]),
        "REJECTED not-hermitian /statement/hypotheses/0/polynomial",
    ),
    "a positive operator that is not self-adjoint": (
        with_hypothesis(tsirelson(), kind="positive", sense=None, polynomial=[["1", "A0 A1"]]),
        "REJECTED not-hermitian /statement/hypotheses/0/polynomial",
    ),
    "a positive operator of strategies": (
        with_hypothesis(strategies(), kind="positive", sense=None),
        "MALFORMED wrong-kind /statement/hypotheses/0",
    ),
    "a mean of behaviours with two operators of a party": (
        with_hypothesis(events(), polynomial=[["1", "A0 A1"], ["1", "A1 A0"]]),
        "MALFORMED not-a-word /statement/hypotheses/0/polynomial",
    ),
    "a field of behaviours that is reducible": (
        put(events(), S + "/field", {**SQRT2, "minimal-polynomial": ["-1", "0", "1"]}),
        "REJECTED reducible /statement/field/minimal-polynomial",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_statement_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


@pytest.mark.parametrize("kind", ["relation", "annihilates"])
def test_relations_and_annihilators_need_not_be_self_adjoint(kind: str) -> None:
    base = put(
        with_hypothesis(tsirelson(), kind=kind, sense=None, polynomial=[["1", "A0 A1"]]), S + "/vacuity", "unchecked"
    )
    assert "<A0 A1>" in proved(base)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "hypothesis h: mean: 1*<A0> >= 0"),
        ({"sense": "=0"}, "hypothesis h: mean: 1*<A0> = 0"),
        ({"kind": "relation", "sense": None}, "hypothesis h: operator relation: 1*<A0> = 0"),
        ({"kind": "positive", "sense": None}, "hypothesis h: operator inequality: 1*<A0> >= 0"),
        ({"kind": "annihilates", "sense": None}, "hypothesis h: annihilates the state: 1*<A0> psi = 0"),
    ],
)
def test_each_kind_of_hypothesis_is_printed_in_its_own_way(changes: dict[str, object], line: str) -> None:
    statement = put(with_hypothesis(squares(), **changes), S + "/vacuity", "unchecked")
    lines = proved(statement).split("\n")
    assert line in lines
    assert "POSSIBLY VACUOUS: no point shows that the hypotheses can hold together" in lines


def test_as_many_hypotheses_as_allowed() -> None:
    many = [{**HYPOTHESIS, "name": f"h{k}"} for k in range(MAX_HYPOTHESES)]
    assert (
        proved(put(put(squares(), S + "/hypotheses", many), S + "/vacuity", "unchecked")).count("hypothesis h")
        == MAX_HYPOTHESES
    )


def test_the_slack_is_what_has_to_be_nonnegative() -> None:
    def slack(sense: str, bound: str) -> object:
        statement = Bound(node({**squares()["statement"], "sense": sense, "bound": bound}), work_budget())
        return statement.slack()

    assert slack("<=", "3") == {(): 3, (0,): -1}
    assert slack(">=", "3") == {(): -3, (0,): 1}
    assert slack("<=", "0") == {(0,): -1}
    assert slack(">=", "0") == {(0,): 1}
    assert Empty(node(contradiction()["statement"]), work_budget()).slack() == {(): -1}


def test_the_budget_of_a_certificate_is_finite() -> None:
    assert isinstance(work_budget(), Budget)
    assert 10**6 < work_budget().units < 10**10
    assert work_budget() is not work_budget()


@pytest.mark.parametrize("name", ALL)
def test_the_text_of_every_example_is_printable_ascii_without_empty_lines(name: str) -> None:
    for line in proved(ALL[name]()).split("\n"):
        assert line.isascii()
        assert line.isprintable()
        assert line == line.strip() != ""


def test_the_text_of_a_bound() -> None:
    assert proved(strategies()).split("\n") == [
        "set: local (mixtures of deterministic local strategies)",
        "scenario: A(0:2, 1:2) B(0:2, 1:2) (input:outcomes)",
        "claim: every behaviour of the set has 1*<A0 B0> + 1*<A0 B1> + 1*<A1 B0> + -1*<A1 B1> <= 2",
    ]


def test_a_scenario_with_more_inputs_is_another_statement() -> None:
    larger = put(strategies(), S + "/scenario", scenario("222", "22"))
    assert refusal(larger) == "REJECTED strategy /witness/strategies"
    assert proved(put(larger, "/witness/strategies", "32")) != proved(strategies())
