"""Rule sos: sums of squares, and the one way each kind of hypothesis may be used."""

from typing import Any

import pytest

from tests.proofs.kernel.build import Document, Refusal, bound, document, drop, proved, put, refusal, scenario
from tests.proofs.kernel.examples import ONE, gram, squares

S, W = "/statement", "/witness"
X = [["0", "1"], ["1", "0"]]
Z = [["1", "0"], ["0", "-1"]]


def model(a0: object, a1: object, *state: str) -> Document:
    """One qubit with observables A0 and A1, or one bit when there is one amplitude."""
    return {"weight": "1", "dimensions": [str(len(state))], "state": list(state), "operators": {"A0": a0, "A1": a1}}


def hypothesis(kind: str, polynomial: list[list[str]], sense: str = "") -> Document:
    result: Document = {"name": "h", "kind": kind, "polynomial": polynomial}
    return {**result, "sense": sense} if sense else result


def with_hypothesis(
    functional: list[list[str]], value: str, given: Document, witness: Document, feasible: Document | None = None
) -> Document:
    """A bound on a party with two observables, from one hypothesis."""
    thing = {"feasible": {"models": [feasible or model(ONE, ONE, "1")]}}
    statement = bound("quantum-commuting", scenario("22"), functional, "<=", value, hypotheses=[given])
    return document("sos", statement, {**witness, **thing})


def test_a_mean_alone_is_a_proof() -> None:
    given = hypothesis("mean", [["-1/2", ""], ["1", "A0"]], ">=0")
    witness: Document = {"means": [{"hypothesis": "h", "weight": "1"}]}
    assert proved(with_hypothesis([["-1", "A0"]], "-1/2", given, witness))


def mean(weight: str = "1", sense: str = ">=0") -> Document:
    """From <A0 - A1> >= 0: <A1> <= 1 + ... by A1 = A0 - (A0 - A1), 1 - A1 = (1 - A0)^2/2 + (A0 - A1)."""
    witness = {
        "squares": [{"weight": "1/2", "polynomial": [["1", ""], ["-1", "A0"]]}],
        "means": [{"hypothesis": "h", "weight": weight}],
    }
    return with_hypothesis([["1", "A1"]], "1", hypothesis("mean", [["1", "A0"], ["-1", "A1"]], sense), witness)


def relation(left: str = "A0", right: str = "") -> Document:
    """From A0 A1 = 1: <A0> <= <A1>, as A1 - A0 = A0 (A0 A1 - 1)."""
    witness = {"relations": [{"hypothesis": "h", "coefficient": "1", "left": left, "right": right}]}
    given = hypothesis("relation", [["-1", ""], ["1", "A0 A1"]])
    return with_hypothesis([["1", "A0"], ["-1", "A1"]], "0", given, witness)


def positive(polynomial: list[list[str]] | None = None) -> Document:
    """From A0 >= 0: <A1 A0 A1> >= 0."""
    witness = {
        "localised": [{"hypothesis": "h", "squares": [{"weight": "1", "polynomial": polynomial or [["1", "A1"]]}]}]
    }
    given = hypothesis("positive", [["1", "A0"]])
    return with_hypothesis([["-1", "A1 A0 A1"]], "0", given, witness)


def annihilates(polynomial: list[list[str]] | None = None) -> Document:
    """From (1 - A0) psi = 0: <A1> <= <A0 A1 + A1 A0>/2, by A1 (1 - A0) and its adjoint."""
    witness = {"annihilations": [{"hypothesis": "h", "polynomial": polynomial or [["-1/2", "A1"]]}]}
    given = hypothesis("annihilates", [["1", ""], ["-1", "A0"]])
    functional = [["1", "A1"], ["-1/2", "A0 A1"], ["-1/2", "A1 A0"]]
    return with_hypothesis(functional, "0", given, witness, model(Z, X, "1", "0"))


def test_every_kind_of_hypothesis_in_its_own_use() -> None:
    for make in (mean, relation, positive, annihilates):
        assert "hypothesis h: " in proved(make())
    assert proved(mean(sense="=0"))


BASES = {"mean": mean(), "relation": relation(), "positive": positive(), "annihilates": annihilates()}
USES: dict[str, tuple[str, Any, str]] = {
    "mean": ("means", {"hypothesis": "h", "weight": "0"}, "hypothesis"),
    "relation": ("relations", {"hypothesis": "h", "coefficient": "0", "left": "", "right": ""}, "hypothesis"),
    "positive": ("localised", {"hypothesis": "h", "squares": []}, "hypothesis"),
    "annihilates": ("annihilations", {"hypothesis": "h", "polynomial": [["1", ""]]}, "hypothesis"),
}


@pytest.mark.parametrize("kind", BASES)
@pytest.mark.parametrize("use", USES)
def test_a_hypothesis_used_as_another_kind(kind: str, use: str) -> None:
    part, entry, _ = USES[use]
    expected = f"REJECTED hypothesis-use /witness/{part}/0/hypothesis"
    if kind != use:
        assert refusal(put(BASES[kind], f"{W}/{part}", [entry])) == expected


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "an unknown part": (put(squares(), W + "/cubes", []), "MALFORMED unknown-key /witness"),
    "squares that are an object": (put(squares(), W + "/squares", {}), "MALFORMED not-a-list /witness/squares"),
    "a square without weight": (drop(squares(), W + "/squares/0/weight"), "MALFORMED missing-key /witness/squares/0"),
    "an operator of another scenario": (
        put(squares(), W + "/squares/0/polynomial/1/1", "B0"),
        "MALFORMED not-a-word /witness/squares/0/polynomial/1/1",
    ),
    "a relation that is not declared": (
        put(relation(), W + "/relations/0/hypothesis", "g"),
        "MALFORMED unknown-name /witness/relations/0/hypothesis",
    ),
    "a mean without weight": (drop(mean(), W + "/means/0/weight"), "MALFORMED missing-key /witness/means/0"),
    "a relation between words that are no words": (
        relation("A0 A0"),
        "MALFORMED not-a-word /witness/relations/0/left",
    ),
    "a relation without right side": (
        drop(relation(), W + "/relations/0/right"),
        "MALFORMED missing-key /witness/relations/0",
    ),
    "an annihilator without polynomial": (
        drop(annihilates(), W + "/annihilations/0/polynomial"),
        "MALFORMED missing-key /witness/annihilations/0",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_sum_of_squares_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_two_ways_to_write_the_same_proof_print_the_same_statement() -> None:
    halves = [{"weight": "1/4", "polynomial": [["1", ""], ["-1", "A0"]]}] * 2
    assert proved(put(squares(), W + "/squares", halves)) == proved(squares()) == proved(gram())
    doubled = put(put(squares(), W + "/multiplier", "2"), W + "/squares/0/weight", "1")
    assert proved(doubled) == proved(squares())


def test_an_equation_takes_a_weight_of_any_sign() -> None:
    # from <A0> = <A1> also <A0> <= <A1>
    assert proved(put(mean("1", "=0"), S + "/functional", [["1", "A1"]]))
    swapped = put(mean("-1", "=0"), S + "/hypotheses/0/polynomial", [["-1", "A0"], ["1", "A1"]])
    assert proved(swapped)


def test_unchecked_vacuity_needs_no_object() -> None:
    unchecked = put(drop(mean(), W + "/feasible"), S + "/vacuity", "unchecked")
    assert "POSSIBLY VACUOUS" in proved(unchecked)


def test_lower_bounds() -> None:
    below = put(put(squares(), S + "/sense", ">="), S + "/bound", "-1")
    plus = put(below, W + "/squares/0/polynomial/1/0", "1")
    assert proved(plus).endswith("1*<A0> >= -1")
    assert refusal(below) == "REJECTED identity /witness"
