"""Rule guessing: one branch for each outcome tuple, with common multipliers of the hypotheses."""

import pytest

from proofs.kernel import statement
from tests.proofs.kernel.build import Document, Refusal, document, drop, proved, put, refusal, scenario
from tests.proofs.kernel.examples import squares

S, W = "/statement", "/witness"


def score(value: str = "3") -> Document:
    """The hypothesis <A0 B0> >= value/4 in the scenario of one input each."""
    return {"name": "score", "kind": "mean", "sense": ">=0", "polynomial": [[f"-{value}/4", ""], ["1", "A0 B0"]]}


def boxes() -> Document:
    """No-signalling and E >= 3/4: the trivial bound 1 for both outcomes of A0, with the weight 0 of the hypothesis."""
    statement = {
        "kind": "guessing", "set": "no-signalling", "scenario": scenario("2", "2"), "guessed": ["A0"], "bound": "1",
        "hypotheses": [score()],
    }  # fmt: skip
    witness = {
        "branches": [{"event": f"A0={a}", "events": [["1", f"A0={1 - a}"]]} for a in (0, 1)],
        "means": [{"hypothesis": "score", "weight": "0"}],
        "feasible": {"behaviour": [["1/2", "A0=0 B0=0"], ["1/2", "A0=1 B0=1"]]},
    }
    return document("guessing", statement, witness)


def coins() -> Document:
    """Local and <A0> = 0, which a decomposition can still guess: 1 again, and for pairs of outcomes."""
    coin = {"name": "coin", "kind": "mean", "sense": "=0", "polynomial": [["1", "A0"]]}
    statement = {
        "kind": "guessing", "set": "local", "scenario": scenario("2", "2"), "guessed": ["A0", "B0"], "bound": "1",
        "hypotheses": [coin],
    }  # fmt: skip
    outcomes = [(a, b) for a in (0, 1) for b in (0, 1)]
    models = [
        {"weight": "1/2", "dimensions": ["1", "1"], "state": ["1"], "operators": {"A0": [[a]], "B0": [["1"]]}}
        for a in ("1", "-1")
    ]
    witness = {
        "branches": [{"event": f"A0={a} B0={b}", "strategies": "4"} for a, b in outcomes],
        "means": [{"hypothesis": "coin", "weight": "0"}],
        "feasible": {"models": models},
    }
    return document("guessing", statement, witness)


def anticommuting() -> Document:
    """Operators: 1 - P(a) = P(1-a) = ((1 -+ A0)/2)^2, once by a square and once by a Gram matrix."""
    statement = {
        "kind": "guessing", "set": "quantum-commuting", "scenario": scenario("22"), "guessed": ["A0"], "bound": "1",
    }  # fmt: skip
    branches = [
        {"event": "A0=0", "squares": [{"weight": "1/4", "polynomial": [["1", ""], ["-1", "A0"]]}]},
        {"event": "A0=1", "grams": [{"words": ["", "A0"], "denominator": "4", "rows": [["1"], ["1", "1"]]}]},
    ]
    return document("guessing", statement, {"branches": branches})


def biased() -> Document:
    """<A0> = 1, with a bound above 1 so that the multiplier is not zero."""
    hypothesis = {"name": "sure", "kind": "mean", "sense": "=0", "polynomial": [["-1", ""], ["1", "A0"]]}
    statement = {
        "kind": "guessing", "set": "no-signalling", "scenario": scenario("2"), "guessed": ["A0"], "bound": "3/2",
        "hypotheses": [hypothesis],
    }  # fmt: skip
    # 3/2 + l - l A0 - P(a) with l = 1/2 is 3/2 - A0 for a = 0 and 3/2 for a = 1
    witness = {
        "branches": [
            {"event": "A0=0", "events": [["1/2", "A0=0"], ["5/2", "A0=1"]]},
            {"event": "A0=1", "events": [["3/2", "A0=0"], ["3/2", "A0=1"]]},
        ],
        "means": [{"hypothesis": "sure", "weight": "1/2"}],
        "feasible": {"behaviour": [["1", "A0=0"]]},
    }
    return document("guessing", statement, witness)


def test_each_set_has_its_witness() -> None:
    for make in (boxes, coins, anticommuting, biased):
        lines = proved(make()).split("\n")
        assert lines[-1].startswith("claim: if a behaviour is an average of behaviours of the set over a value e")
    assert proved(coins()).endswith("she guesses the outcomes of A0 B0 with probability <= 1")


def test_as_many_outcome_tuples_as_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement, "MAX_BRANCHES", 4)
    assert proved(coins())
    monkeypatch.setattr(statement, "MAX_BRANCHES", 3)
    assert refusal(coins()) == "LIMIT size /statement/guessed"


def test_a_guess_for_all_values_of_a_symbol() -> None:
    assert proved(put(put(boxes(), S + "/symbols", [{"name": "t"}]), W + "/symbols", {"t": "0"}))


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "a fault in the second branch": (
        put(boxes(), W + "/branches/1/events/0/1", "A0=1"),
        "REJECTED identity /witness/branches/1",
    ),
    "a branch without event": (drop(boxes(), W + "/branches/0/event"), "MALFORMED missing-key /witness/branches/0"),
    "a branch without proof": (drop(boxes(), W + "/branches/0/events"), "MALFORMED missing-key /witness/branches/0"),
    "parties out of order": (put(coins(), S + "/guessed", ["B0", "A0"]), "MALFORMED terms-order /statement/guessed"),
    "a set of points": (put(boxes(), S + "/set", "quantum-tensor"), "MALFORMED wrong-kind /statement/set"),
    "another kind": (put(squares(), "/rule", "guessing"), "MALFORMED wrong-kind /statement"),
    "the rule of bounds": (put(boxes(), "/rule", "lp-dual"), "MALFORMED wrong-kind /statement"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_guessing_bound_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_the_multiplier_is_the_same_in_all_branches() -> None:
    # with the weight -1/2 the first branch has the rest 1/2, the second 1/2 + A0, which may be negative
    other = put(biased(), W + "/means/0/weight", "-1/2")
    first = put(other, W + "/branches/0/events", [["1/2", "A0=0"], ["1/2", "A0=1"]])
    assert refusal(other) == "REJECTED identity /witness/branches/0"
    assert refusal(first) == "REJECTED identity /witness/branches/1"


def pairs(*guessed: str, commuting: list[list[str]]) -> Document:
    """Operators: 1 - P(a b) is the sum of the other three pairs, each a square."""
    events = [f"A0={a} A1={b}" for a in (0, 1) for b in (0, 1)]
    others = {e: [{"weight": "1", "polynomial": [["1", other]]} for other in events if other != e] for e in events}
    statement = {
        "kind": "guessing", "set": "quantum-commuting", "guessed": list(guessed), "bound": "1",
        "scenario": {**scenario("222"), "commuting": commuting},
    }  # fmt: skip
    return document("guessing", statement, {"branches": [{"event": e, "squares": others[e]} for e in events]})


def test_inputs_of_one_party_are_guessed_together_when_every_two_commute() -> None:
    refused = "MALFORMED terms-order /statement/guessed"
    first, second = ["A0", "A1"], ["A1", "A2"]
    assert proved(pairs("A0", "A1", commuting=[first])).endswith("the outcomes of A0 A1 with probability <= 1")
    assert refusal(pairs("A0", "A1", commuting=[second])) == refused
    assert refusal(pairs("A0", "A1", "A2", commuting=[first, second])) == refused
    assert refusal(pairs("A0", "A0", commuting=[first])) == refused


def test_time_ordered_behaviours_guess_with_all_senders() -> None:
    statement = {
        "kind": "guessing", "set": "time-ordered", "guessed": ["B0"], "bound": "1",
        "scenario": {**scenario("2", "2"), "signalling": [["A", "B"]]},
    }  # fmt: skip
    wrong = document("guessing", statement, {"branches": []})
    assert refusal(wrong) == "MALFORMED not-a-word /statement/guessed"
    outcomes = [(a, b) for a in (0, 1) for b in (0, 1)]
    branches = [
        {"event": f"A0={a} B0={b}", "events": [["1", f"A0={1 - a}"], ["1", f"A0={a} B0={1 - b}"]]} for a, b in outcomes
    ]
    assert proved(document("guessing", {**statement, "guessed": ["A0", "B0"]}, {"branches": branches}))


def test_more_outcome_tuples_than_the_limit() -> None:
    names = [chr(ord("A") + k) for k in range(13)]
    statement = {
        "kind": "guessing", "set": "no-signalling", "scenario": scenario(*["2"] * 13),
        "guessed": [f"{name}0" for name in names], "bound": "1",
    }  # fmt: skip
    assert refusal(document("guessing", statement, {"branches": []})) == "LIMIT size /statement/guessed"
