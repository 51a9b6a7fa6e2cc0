"""Rule chain: tags, assumptions, premises, estimate, deviation and bits."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from proofs.kernel import interval
from proofs.kernel.entropy import ASSUMPTIONS
from proofs.kernel.rules import MAX_DEPTH, chain
from tests.proofs.kernel.build import (
    Document,
    Refusal,
    bound,
    document,
    drop,
    node,
    premise,
    proved,
    put,
    raised,
    refusal,
    scenario,
)
from tests.proofs.kernel.examples import box, conditional, enclosed, entropy, events, guesses, squares
from tests.proofs.kernel.rounds import correlated, experiment, one_round, span

S, W = "/statement", "/witness"
QUANTUM = one_round("analytic", "quantum")


def rebuilt(*premises: Document) -> Document:
    return put(entropy(), W + "/guessing", list(premises))


def other_scenario() -> Document:
    statement = bound("no-signalling", scenario("2", "22"), [["1", "A0=0"], ["1/2", "A0 B0"]], "<=", "3/2")
    rest = [["1", "A0=1"], ["1", "A0=0 B0=1"], ["1", "A0=1 B0=0"]]
    return premise(document("lp-dual", statement, {"events": rest}))


def conditioned() -> Document:
    first = guesses()[0]
    hypothesis = {"name": "h", "kind": "mean", "sense": ">=0", "polynomial": [["1", "A0=0"]]}
    with_hypothesis = put(put(first, S + "/hypotheses", [hypothesis]), S + "/vacuity", "unchecked")
    return put(with_hypothesis, W + "/means", [])


def with_symbol() -> Document:
    return put(put(guesses()[0], S + "/symbols", [{"name": "t"}]), W + "/symbols", {"t": "0"})


def marginal() -> Document:
    """P(A0 = 0) <= 1."""
    statement = bound("no-signalling", scenario("2", "2"), [["1", "A0=0"]], "<=", "1")
    return premise(document("lp-dual", statement, {"events": [["1", "A0=1"]]}))


TAGS: dict[str, tuple[Any, str, str]] = {
    "one round against quantum information in a set without quantum theory": (one_round(), "adversary", "quantum"),
    "one round with memory": (one_round(), "memory", "any"),
    "one round conditioned on acceptance": (one_round(), "conditioning", "acceptance"),
    "one round with a functional chosen from the data": (one_round(), "functional", "data"),
    "many rounds against quantum information": (experiment("analytic"), "adversary", "quantum"),
    "many rounds as one": (experiment(), "memory", "none"),
    "many rounds conditioned on acceptance": (experiment(), "conditioning", "acceptance"),
    "many rounds with a functional chosen from the data": (experiment(), "functional", "data"),
}


@pytest.mark.parametrize("fault", TAGS)
def test_a_tag_the_step_does_not_give(fault: str) -> None:
    certificate, name, value = TAGS[fault]
    assert refusal(put(certificate, f"{S}/tags/{name}", value)) == "REJECTED tag /statement/tags"


def test_a_functional_from_a_calibration_file() -> None:
    text = proved(put(experiment(), S + "/tags/functional", "calibration " + "0a" * 32))
    assert "tag: functional = calibration " + "0a" * 32 + ": the functional was chosen before the first round" in text
    other = proved(put(experiment(), S + "/tags/functional", "calibration " + "0b" * 32))
    assert text != other != proved(experiment())


@pytest.mark.parametrize("value", ["calibration", "calibration ", "calibration " + "0A" * 32, "calibrations"])
def test_a_calibration_file_is_named_by_its_digest(value: str) -> None:
    certificate = put(experiment(), S + "/tags/functional", value)
    assert refusal(certificate) == "MALFORMED not-a-name /statement/tags/functional"


def test_quantum_information_in_one_round() -> None:
    assert "tag: adversary = quantum" in proved(QUANTUM)
    assert proved(put(QUANTUM, S + "/tags/adversary", "classical")) != proved(QUANTUM)


@pytest.mark.parametrize("name", ["one round", "many rounds"])
def test_every_assumption_of_the_step_is_needed(name: str) -> None:
    certificate = entropy() if name == "one round" else correlated()
    listed = certificate["statement"]["assumptions"]
    for k in range(len(listed)):
        assert (
            refusal(drop(certificate, f"{S}/assumptions/{k}")) == "REJECTED assumption-missing /statement/assumptions"
        )
    assert refusal(put(certificate, S + "/assumptions", list(ASSUMPTIONS))) == "REJECTED tag /statement/assumptions"


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "no premise": (rebuilt(), "REJECTED premise-missing /witness/guessing"),
    "a premise for one outcome only": (rebuilt(guesses()[0]), "REJECTED premise-missing /witness/guessing"),
    "a premise for the other outcome only": (rebuilt(guesses()[1]), "REJECTED premise-missing /witness/guessing"),
    "a premise for one cell left out": (
        drop(one_round(), W + "/guessing/3"), "REJECTED premise-missing /witness/guessing",
    ),
    "another slope": (put(entropy(), S + "/guessing/slope", "1/3"), "REJECTED premise-missing /witness/guessing"),
    "a smaller constant": (put(entropy(), S + "/guessing/constant", "4/3"), "REJECTED premise /witness/guessing/0"),
    "a constant smaller by 2^-60": (
        put(entropy(), S + "/guessing/constant", f"{3 * 2**59 - 1}/{2**60}"),
        "REJECTED premise /witness/guessing/0",
    ),
    "another functional": (put(entropy(), S + "/functional/0/0", "2"), "REJECTED premise-missing /witness/guessing"),
    "a premise that is refused": (
        put(entropy(), W + "/guessing/1/witness/events/0/0", "2"),
        "REJECTED identity /witness/guessing/1/witness",
    ),
    "a premise with a format": (
        put(entropy(), W + "/guessing/0/format", "bellcert/1"),
        "MALFORMED unknown-key /witness/guessing/0",
    ),
    "a premise with provenance": (
        put(entropy(), W + "/guessing/0/provenance", {}),
        "MALFORMED unknown-key /witness/guessing/0",
    ),
    "a premise of another kind": (rebuilt(premise(box())), "REJECTED premise /witness/guessing/0"),
    "an enclosure as premise": (rebuilt(premise(enclosed())), "REJECTED premise /witness/guessing/0"),
    "a premise about operators": (rebuilt(premise(squares())), "REJECTED tag /witness/guessing/0"),
    "a premise about local behaviours": (
        rebuilt(put(put(guesses()[0], S + "/set", "local"), W, {"strategies": "4"})),
        "REJECTED tag /witness/guessing/0",
    ),
    "a premise about another scenario": (rebuilt(other_scenario()), "REJECTED premise /witness/guessing/0"),
    "a premise with a hypothesis": (rebuilt(conditioned()), "REJECTED premise /witness/guessing/0"),
    "a conditional premise": (rebuilt(premise(conditional())), "REJECTED premise /witness/guessing/0"),
    "a premise with symbols": (rebuilt(with_symbol()), "REJECTED premise /witness/guessing/0"),
    "a premise of the other sense": (rebuilt(span()[1]), "REJECTED premise /witness/guessing/0"),
    "too many premises": (rebuilt(*[{}] * (chain.MAX_PREMISES + 1)), "LIMIT size /witness/guessing"),
    "a claim of another kind": (put(events(), "/rule", "chain"), "MALFORMED wrong-kind /statement"),
    "entropy by the rule of bounds": (put(entropy(), "/rule", "lp-dual"), "MALFORMED wrong-kind /statement"),
    "precision 7": (put(entropy(), W + "/precision", "7"), "MALFORMED out-of-range /witness/precision"),
    "precision 4097": (put(entropy(), W + "/precision", "4097"), "LIMIT size /witness/precision"),
    "a range in one round": (put(entropy(), W + "/range", span()), "MALFORMED unknown-key /witness"),
    "an attained value that is refused": (
        put(entropy(), W + "/attained/witness/behaviour/0/0", "1"),
        "REJECTED not-admissible /witness/attained/witness",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_chain_that_is_refused(fault: str) -> None:
    certificate, expected = FAULTS[fault]
    assert refusal(certificate) == expected


def test_the_least_precision() -> None:
    assert proved(put(entropy(), W + "/precision", "8"))


def test_the_failure_probability_may_be_the_tail_itself() -> None:
    exponent = Fraction(-25, 8)  # -100 (1/2)^2 / (2 (1 + 1)^2)
    tail = interval.exp((exponent, exponent), 64)[1]
    assert proved(put(correlated(), S + "/errors/0/value", str(tail)))
    less = str(tail - Fraction(1, 10**40))
    assert refusal(put(correlated(), S + "/errors/0/value", less)) == "REJECTED deviation /statement/deviation"


def test_bits_are_capped_by_the_number_of_outcomes() -> None:
    """A rate that no behaviour reaches, where the inputs have three outcomes at most."""

    def require(bits: Fraction) -> None:
        statement: Any = SimpleNamespace(
            bits=bits, constant=Fraction(1), slope=Fraction(1), nodes=node({"bits": ""}).members(), outcomes=3,
        )  # fmt: skip
        chain._require_bits(statement, Fraction(99, 100), 1, 32)

    low, high = interval.log2((Fraction(3), Fraction(3)), 32)
    require(low)
    assert raised(lambda: require(high)) == "REJECTED bits /bits"


def test_an_attained_quantum_value_is_a_tensor_product() -> None:
    value = QUANTUM["witness"]["attained"]
    assert value["statement"]["set"] == "quantum-tensor"
    no_signalling = one_round()["witness"]["attained"]
    assert refusal(put(QUANTUM, W + "/attained", no_signalling)) == "REJECTED tag /witness/attained"


def test_premises_may_be_smaller_than_stated_and_not_larger() -> None:
    for constant in ("3/2", f"{3 * 2**59 + 1}/{2**60}", "2"):
        assert proved(put(entropy(), S + "/guessing/constant", constant))
    for low, high in (("-1", "1"), ("-2", "1"), ("-1", "2"), ("-9/8", "9/8")):
        wider = put(correlated(), S + "/range", [low, high])
        # a wider range needs a larger failure probability
        assert proved(put(wider, S + "/errors/0/value", "1/2"))


def test_premises_that_are_nested_too_deeply() -> None:
    inner, place = premise(entropy()), W + "/guessing/0"
    for _ in range(MAX_DEPTH - 2):
        inner = premise(put(entropy(), W + "/guessing/0", inner))
    # read to the end, where a claim of entropy stands in place of a bound
    assert refusal(put(entropy(), W + "/guessing/0", inner)) == "REJECTED premise " + place * (MAX_DEPTH - 1)
    deeper = premise(put(entropy(), W + "/guessing/0", inner))
    assert refusal(put(entropy(), W + "/guessing/0", deeper)) == "LIMIT depth " + place * (MAX_DEPTH + 1)
