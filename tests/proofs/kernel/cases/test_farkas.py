"""Rule farkas: nothing satisfies the hypotheses, shown with the witness of the other rules."""

import pytest

from tests.proofs.kernel.build import Document, Refusal, document, drop, proved, put, refusal, scenario
from tests.proofs.kernel.examples import contradiction, squares

S, W = "/statement", "/witness"


def empty(
    kind: str, polynomial: list[list[str]], witness: Document, sense: str = ">=0", which: str = "mean"
) -> Document:
    """One hypothesis on a party with one observable that nothing satisfies."""
    hypothesis: Document = {"name": "h", "kind": which, "polynomial": polynomial}
    if which == "mean":
        hypothesis["sense"] = sense
    statement = {"kind": "empty", "set": kind, "scenario": scenario("2"), "hypotheses": [hypothesis]}
    return document("farkas", statement, witness)


def ordered() -> Document:
    """P(A0 = 0) >= 2 for time-ordered behaviours."""
    document = put(contradiction(), S + "/set", "time-ordered")
    return put(document, S + "/scenario", {**scenario("2", "2"), "signalling": [["A", "B"]]})


def test_ordered_behaviours() -> None:
    assert "set: time-ordered" in proved(ordered())


def operators() -> Document:
    """<A0> >= 2: -1 = (1 - A0)^2/2 + (A0 - 2)."""
    witness = {
        "squares": [{"weight": "1/2", "polynomial": [["1", ""], ["-1", "A0"]]}],
        "means": [{"hypothesis": "h", "weight": "1"}],
    }
    return empty("quantum-commuting", [["-2", ""], ["1", "A0"]], witness)


def nilpotent() -> Document:
    """A0 = 0 contradicts A0^2 = 1: -1 = -A0 A0."""
    witness = {"relations": [{"hypothesis": "h", "coefficient": "-1", "left": "A0", "right": ""}]}
    return empty("quantum-commuting", [["1", "A0"]], witness, which="relation")


def strategies() -> Document:
    """<A0> = 2 for local behaviours."""
    witness = {"strategies": "2", "means": [{"hypothesis": "h", "weight": "1"}]}
    return empty("local", [["-2", ""], ["1", "A0"]], witness, "=0")


def test_each_set_has_its_witness() -> None:
    for make in (contradiction, operators, nilpotent, strategies):
        assert proved(make()).endswith("claim: no behaviour of the set satisfies the hypotheses")


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "a negative weight": (
        put(contradiction(), W + "/means/0/weight", "-1"),
        "REJECTED weight-sign /witness/means/0/weight",
    ),
    "a negative event": (put(contradiction(), W + "/events/0/0", "-1"), "REJECTED weight-sign /witness/events/0/0"),
    "an object of a set that is empty": (
        put(contradiction(), W + "/feasible", {"behaviour": [["1", "A0=0"]]}),
        "MALFORMED unknown-key /witness/feasible",
    ),
    "a bound that is no claim of emptiness": (put(squares(), "/rule", "farkas"), "MALFORMED wrong-kind /statement"),
    "emptiness by the rule of bounds": (put(contradiction(), "/rule", "lp-dual"), "MALFORMED wrong-kind /statement"),
    "emptiness of operators by sos": (put(operators(), "/rule", "sos"), "MALFORMED wrong-kind /statement"),
    "strategies not counted": (drop(strategies(), W + "/strategies"), "MALFORMED missing-key /witness"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_claim_of_emptiness_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_a_multiplier_of_the_claim() -> None:
    doubled = put(put(operators(), W + "/multiplier", "2"), W + "/squares/0/weight", "1")
    assert proved(put(doubled, W + "/means/0/weight", "2")) == proved(operators())
    assert refusal(put(operators(), W + "/multiplier", "0")) == "REJECTED weight-sign /witness/multiplier"
    negative = put(operators(), W + "/multiplier", "-1")
    assert refusal(negative) == "REJECTED weight-sign /witness/multiplier"


def test_emptiness_for_every_value_of_a_symbol() -> None:
    t = {"poly": [["-1", "t"]]}
    symbols = put(contradiction(), S + "/symbols", [{"name": "t", "low": "2", "high": "3"}])
    parametric = put(symbols, S + "/hypotheses/0/polynomial/0/0", t)
    # -1 = (P(0) - t) + P(1) + (t - 2) (P(0) + P(1))
    witness = put(parametric, W + "/events", [["1", "A0=1"], [{"poly": [["-2", ""], ["1", "t"]]}, "A0=0"]])
    complete = put(witness, W + "/events/-", [{"poly": [["-2", ""], ["1", "t"]]}, "A0=1"])
    assert refusal(complete) == "REJECTED no-real-point /witness"
    assert proved(put(complete, W + "/symbols", {"t": "5/2"}))
    assert refusal(put(witness, W + "/symbols", {"t": "5/2"})) == "REJECTED identity /witness"
