"""Rule lp-dual: deterministic strategies, and weighted events."""

from collections.abc import Sequence

import pytest

from proofs.kernel.number import MAX_COMMON
from proofs.kernel.rules import lp_dual
from tests.proofs.kernel.build import Document, Refusal, bound, document, drop, proved, put, refusal, scenario
from tests.proofs.kernel.examples import CHSH, SQRT2, conditional, events, strategies

S, W = "/statement", "/witness"
T = {"poly": [["1", "t"]]}


def parametric(low: str = "2", high: str = "4") -> Document:
    """For t in [low, high]: t <A0> <= t, with the weight 2 t on the event A0=1."""
    statement = bound(
        "no-signalling", scenario("2"), [[T, "A0"]], "<=", T, symbols=[{"name": "t", "low": low, "high": high}]
    )
    weight = {"poly": [["2", "t"]]}
    return document("lp-dual", statement, {"events": [[weight, "A0=1"]], "symbols": {"t": low}})


def local(**changes: object) -> Document:
    """<A0> <= 1/2 for local behaviours with <A0 + B0> <= 0 and <A0 - B0> = 1."""
    hypotheses = [
        {"name": "less", "kind": "mean", "sense": ">=0", "polynomial": [["-1", "A0"], ["-1", "B0"]]},
        {"name": "gap", "kind": "mean", "sense": "=0", "polynomial": [["-1", ""], ["1", "A0"], ["-1", "B0"]]},
    ]
    statement = bound("local", scenario("2", "2"), [["1", "A0"]], "<=", "1/2", hypotheses=hypotheses)
    models = [
        {"weight": "1/2", "dimensions": ["1", "1"], "state": ["1"], "operators": {"A0": [[a]], "B0": [["-1"]]}}
        for a in ("1", "-1")
    ]
    # 1/2 - A0 - (-A0 - B0)/2 - (-1/2)(A0 - B0 - 1)... = 0
    witness = {
        "strategies": "4",
        "means": [{"hypothesis": "less", "weight": "1/2"}, {"hypothesis": "gap", "weight": "-1/2"}],
        "feasible": {"models": models},
    }
    return document("lp-dual", statement, {**witness, **changes})


def test_certificates_that_are_proved() -> None:
    for make in (events, strategies, conditional, parametric, local):
        assert proved(make())
    assert proved(parametric("0", "0"))


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "strategies as list": (put(strategies(), W + "/strategies", []), "MALFORMED not-a-string /witness/strategies"),
    "strategies for no-signalling behaviours": (
        put(events(), W, strategies()["witness"]),
        "MALFORMED unknown-key /witness",
    ),
    "an event of three parts": (
        put(events(), W + "/events/0", ["1", "A0=1", "B0=1"]),
        "MALFORMED wrong-shape /witness/events/0",
    ),
    "an unknown mean": (
        put(conditional(), W + "/means/0/hypothesis", "seldom"),
        "MALFORMED unknown-name /witness/means/0/hypothesis",
    ),
    "a behaviour of norm zero": (
        put(conditional(), W + "/feasible/behaviour", []),
        "REJECTED not-admissible /witness/feasible",
    ),
    "no behaviour": (drop(conditional(), W + "/feasible"), "REJECTED vacuous /witness"),
    "no point of the symbols": (drop(parametric(), W + "/symbols"), "REJECTED no-real-point /witness"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_dual_certificate_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_a_strategy_is_tried_for_every_outcome_of_every_input() -> None:
    # P(A0=2) + P(A1=1) <= 2 is attained at one strategy of six only
    functional = [["1", "A0=2"], ["1", "A1=1"]]
    statement = bound("local", scenario("32"), functional, "<=", "2")
    assert proved(document("lp-dual", statement, {"strategies": "6"}))
    lower = put(document("lp-dual", statement, {"strategies": "6"}), S + "/bound", "199/100")
    assert refusal(lower) == "REJECTED strategy /witness"


@pytest.mark.parametrize(
    ("word", "least"), [("A0", "-1"), ("A0=0", "0"), ("A0=1", "0"), ("A1=2", "0"), ("A0 B0", "-1")]
)
def test_the_least_and_the_greatest_value_of_a_word(word: str, least: str) -> None:
    parties = scenario("23", "2")
    for sense, value, wrong in ((">=", least, "1/3"), ("<=", "1", "2/3")):
        certificate = document("lp-dual", bound("local", parties, [["1", word]], sense, value), {"strategies": "12"})
        assert proved(certificate)
        assert refusal(put(certificate, S + "/bound", wrong)) == "REJECTED strategy /witness"


def test_local_bounds_of_the_field() -> None:
    def bounded(*value: str) -> Document:
        return put(put(strategies(), S + "/field", SQRT2), S + "/bound", list(value))

    assert proved(bounded("1", "1"))
    assert refusal(bounded("0", "1")) == "REJECTED strategy /witness"


def test_too_many_strategies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp_dual, "MAX_STRATEGIES", 16)
    assert proved(strategies())
    more = put(put(strategies(), S + "/scenario", scenario("22", "222")), W + "/strategies", "32")
    assert refusal(more) == "LIMIT size /witness"


def test_the_strategies_of_a_large_scenario() -> None:
    many = scenario("2" * 19)
    statement = bound("local", many, [["1", "A0"]], "<=", "1")
    assert refusal(document("lp-dual", statement, {"strategies": str(2**19)})) == "LIMIT size /witness"


def weighted(weights: Sequence[object], words: Sequence[str], **more: object) -> Document:
    """P(A0=0) <= 1 in two parties with three and two outcomes, by the given events."""
    parties = scenario("32", "2")
    statement = bound("no-signalling", parties, [["1", "A0=0"]], "<=", "1", **more)
    return document("lp-dual", statement, {"events": [list(pair) for pair in zip(weights, words, strict=True)]})


def test_events_are_summed_whatever_parties_they_name() -> None:
    base = proved(weighted(["1", "1"], ["A0=1", "A0=2"]))
    assert proved(weighted(["1", "1", "1"], ["A0=1 B0=0", "A0=1 B0=1", "A0=2"])) == base
    assert proved(weighted(["1", "1", "1", "1"], ["A0=1 B0=0", "A0=1 B0=1", "A0=2 B0=0", "A0=2 B0=1"])) == base
    assert proved(weighted(["1/3", "2/3", "1"], ["A0=1", "A0=1", "A0=2"])) == base
    assert refusal(weighted(["1/3", "1/3", "1"], ["A0=1", "A0=1", "A0=2"])) == "REJECTED identity /witness"
    assert refusal(weighted(["1"], ["A0=2"])) == "REJECTED identity /witness"


def test_weights_of_the_field_and_rational_ones() -> None:
    # (sqrt 2 - 1) + (2 - sqrt 2) = 1
    field = {"field": SQRT2}
    assert proved(weighted([["-1", "1"], ["2", "-1"], "1"], ["A0=1", "A0=1", "A0=2"], **field))
    wrong = weighted([["-1", "1"], ["3", "-2"], "1"], ["A0=1", "A0=1", "A0=2"], **field)
    assert refusal(wrong) == "REJECTED identity /witness"


def test_weights_with_a_huge_common_denominator() -> None:
    p, q = 2**4001 - 1, 2**4003 - 5
    weights = [f"1/{p}", f"{p - 1}/{p}", f"1/{q}", f"{q - 1}/{q}"]
    words = ["A0=1", "A0=1", "A0=2", "A0=2"]
    assert p.bit_length() + q.bit_length() > MAX_COMMON
    assert proved(weighted(weights, words))
    assert refusal(weighted([*weights[:3], f"{q - 2}/{q}"], words)) == "REJECTED identity /witness"


def test_weights_behind_thousands_of_others() -> None:
    zeros = 4200
    words = ["A0=0"] * zeros + ["A0=1", "A0=1", "A0=2"]
    assert proved(weighted(["0"] * zeros + ["1/2", "1/2", "1"], words))
    assert refusal(weighted(["0"] * zeros + ["1/2", "1", "1"], words)) == "REJECTED identity /witness"


def test_every_word_class_of_a_sum_of_events_matters() -> None:
    # 2 - CHSH/2 is the sum of the losing probabilities
    losing = [["1", f"A{x}={a} B{y}={1 - (a ^ (x & y))}"] for x in (0, 1) for y in (0, 1) for a in (0, 1)]
    statement = bound("no-signalling", scenario("22", "22"), CHSH, "<=", "4")
    good = document("lp-dual", statement, {"events": [["2", word] for _, word in losing]})
    assert proved(good)
    for k in range(len(losing)):
        assert refusal(drop(good, f"{W}/events/{k}")) == "REJECTED identity /witness"
