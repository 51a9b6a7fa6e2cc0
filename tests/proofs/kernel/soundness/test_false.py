"""The random members find statements that are false: without this, agreement would mean little."""

from typing import Any

import pytest

from tests.proofs.kernel.build import at, put
from tests.proofs.kernel.examples import (
    box,
    conditional,
    contradiction,
    events,
    singlet,
    squares,
    strategies,
    sure,
    symbolic,
    tsirelson,
)
from tests.proofs.kernel.soundness.holds import holds

S = "/statement"
BIASED = {
    "kind": "guessing", "set": "no-signalling", "guessed": ["A0"], "bound": "3/4",
    "scenario": {"parties": [{"name": "A", "inputs": [["0", "2"]]}]},
}  # fmt: skip
ORDERED = {
    "kind": "bound", "set": "time-ordered", "functional": [["1", "A0 B0"], ["-1", "A1 B0"]], "sense": "<=",
    "bound": "1",
    "scenario": {
        "parties": [{"name": "A", "inputs": [["0", "2"], ["1", "2"]]}, {"name": "B", "inputs": [["0", "2"]]}],
        "signalling": [["A", "B"]],
    },
}  # fmt: skip

FALSE: dict[str, Any] = {
    "a quantum bound too small": put(tsirelson(), S + "/bound", "5/2"),
    "a quantum bound for one observable": put(squares(), S + "/bound", "99/100"),
    "a quantum bound of the other sense": put(tsirelson(), S + "/sense", ">="),
    "a quantum bound with the conjugate root": put(tsirelson(), S + "/field/root", ["-2", "-1"]),
    "a local bound too small": put(strategies(), S + "/bound", "3/2"),
    "a local bound for boxes": put(strategies(), S + "/set", "no-signalling"),
    "a local bound for operators": put(strategies(), S + "/set", "quantum-commuting"),
    "a bound on an event": put(events(), S + "/bound", "1/2"),
    "a bound under a hypothesis": put(conditional(), S + "/bound", "1/2"),
    "a bound for all values of a symbol": put(symbolic(), S + "/bound", "1"),
    "a value of the wrong sign": put(singlet(), S + "/values/0/value", ["0", "-2"]),
    "a value a little off": put(box(), S + "/values/0/value", "39999/10000"),
    "an empty set that is not": put(contradiction(), S + "/hypotheses/0/polynomial/0/0", "-1/2"),
    "an equality with another value": put(sure(), S + "/values/0/value", "9/10"),
    "an equality that only the feasible object has": {
        "statement": put(put(sure(), S + "/values/1/functional", [["1", "A1"]]), S + "/values/1/value", "1")[
            "statement"
        ],
        "witness": sure()["witness"],
    },
    "a coin nobody knows": {"statement": BIASED, "witness": {}},
    "a box that may not signal but does": {"statement": ORDERED, "witness": {}},
}


@pytest.mark.parametrize("fault", FALSE)
def test_a_false_statement_is_found(fault: str) -> None:
    found = 0
    for seed in range(6):
        try:
            holds(FALSE[fault], seed, 4)
        except AssertionError:
            found += 1
    assert found, at(FALSE[fault], S)
