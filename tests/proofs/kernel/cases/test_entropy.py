"""Statements about min-entropy: what they must say, before any premise is looked at."""

import pytest

from proofs.kernel import entropy
from proofs.kernel.entropy import ASSUMPTIONS, MAX_ROUNDS, OVERRIDES, TAGS, CertifiedBits, MinEntropy, bits_text
from proofs.kernel.statement import work_budget
from tests.proofs.kernel.build import Document, Refusal, drop, node, proved, put, refusal, scenario
from tests.proofs.kernel.examples import entropy as small
from tests.proofs.kernel.rounds import COUNTS, MANY, correlated, experiment, one_round

S = "/statement"
ONE = {"parties": [{"name": "A", "inputs": [["0", "2"]]}]}

FAULTS: dict[str, tuple[Document, Refusal]] = {
    "a set without bits": (put(small(), S + "/set", "local"), "MALFORMED unknown-choice /statement/set"),
    "commuting inputs": (
        put(one_round(), S + "/scenario/commuting", [["A0", "A1"]]),
        "MALFORMED wrong-kind /statement/scenario",
    ),
    "signalling": (
        put(one_round(), S + "/scenario/signalling", [["A", "B"]]),
        "MALFORMED wrong-kind /statement/scenario",
    ),
    "a functional that is no function of a behaviour": (
        put(one_round(), S + "/functional", [["1", "A0 A1"]]),
        "MALFORMED not-a-word /statement/functional",
    ),
    "an algebraic coefficient": (
        put(one_round(), S + "/functional/0/0", ["0", "1"]),
        "MALFORMED wrong-field /statement/functional/0/0",
    ),
    "a negative slope": (
        put(small(), S + "/guessing/slope", "-1/2"),
        "MALFORMED out-of-range /statement/guessing/slope",
    ),
    "no slope": (drop(small(), S + "/guessing/slope"), "MALFORMED missing-key /statement/guessing"),
    "an algebraic constant": (
        put(small(), S + "/guessing/constant", ["0", "1"]),
        "MALFORMED not-a-string /statement/guessing/constant",
    ),
    "negative bits": (put(small(), S + "/bits", "-1/9"), "MALFORMED out-of-range /statement/bits"),
    "a tag left out": (drop(small(), S + "/tags/memory"), "MALFORMED missing-key /statement/tags"),
    "an unknown value of a tag": (
        put(small(), S + "/tags/memory", "iid"),
        "MALFORMED unknown-choice /statement/tags/memory",
    ),
    "an unknown assumption": (
        put(small(), S + "/assumptions/0", "iid"),
        "MALFORMED unknown-choice /statement/assumptions/0",
    ),
    "an assumption twice": (
        put(small(), S + "/assumptions/-", "inputs-known"),
        "MALFORMED terms-order /statement/assumptions",
    ),
    "a range of three": (put(correlated(), S + "/range/-", "2"), "MALFORMED wrong-shape /statement/range"),
    "a probability of zero": (
        put(correlated(), S + "/inputs/0/0", "0"),
        "MALFORMED out-of-range /statement/inputs/0/0",
    ),
    "a negative probability": (
        put(correlated(), S + "/inputs/0/0", "-1"),
        "MALFORMED out-of-range /statement/inputs/0/0",
    ),
    "inputs out of order": (
        put(experiment(), S + "/inputs/1/1", "1 0"),
        "MALFORMED terms-order /statement/inputs/1/1",
    ),
    "a negative count": (put(experiment(), S + "/counts/0/0", "-1"), "MALFORMED out-of-range /statement/counts/0/0"),
    "a fractional count": (
        put(experiment(), S + "/counts/0/0", "1/2"),
        "MALFORMED not-an-integer /statement/counts/0/0",
    ),
    "a count too large": (
        put(experiment(), S + "/counts/0/0", str(MAX_ROUNDS + 1)),
        "LIMIT size /statement/counts/0/0",
    ),
    "an error of another name": (
        put(correlated(), S + "/errors/0/name", "eps"),
        "MALFORMED unknown-choice /statement/errors/0/name",
    ),
    "a score of many rounds": (put(correlated(), S + "/score", "1"), "MALFORMED unknown-key /statement"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_statement_about_entropy_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_assumptions_and_tags_are_lines_of_the_text() -> None:
    lines = proved(correlated()).split("\n")
    assert [line.split(": ")[1] for line in lines if line.startswith("assumption: ")] == MANY
    assert [line.split(": ")[1] for line in lines if line.startswith("tag: ")] == [
        "adversary = classical", "memory = any", "conditioning = none", "functional = declared",
    ]  # fmt: skip


def test_every_assumption_and_every_tag_has_a_sentence() -> None:
    known = {**TAGS, **OVERRIDES}
    assert set(entropy.TAG_SENTENCES) == {(name, value) for name, values in known.items() for value in values}
    sentences = [*ASSUMPTIONS.values(), *entropy.TAG_SENTENCES.values(), *entropy.DEVIATIONS.values()]
    assert all(len(sentence) > 6 for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_the_number_of_outcomes_is_the_largest_over_input_tuples() -> None:
    uneven = put(put(one_round()["statement"], "/scenario", scenario("23", "32")), "/functional", [["1", "A0"]])
    assert MinEntropy(node(uneven), work_budget()).outcomes == 9


def test_what_was_overridden_is_a_tag_of_counts_only() -> None:
    marks = ["signalling", "biased-inputs"]
    many = experiment()
    both = many
    for mark in reversed(marks):
        both = put(both, S + "/tags/" + mark, "allowed")
        assert refusal(put(one_round(), S + "/tags/" + mark, "allowed")) == "MALFORMED unknown-key /statement/tags"
    lines = [line.split(": ")[1] for line in proved(both).split("\n") if line.startswith("tag: ")]
    assert lines[-2:] == [f"{mark} = allowed" for mark in marks]
    assert set(proved(both).split("\n")) > set(proved(many).split("\n"))


def test_the_size_of_the_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entropy, "MAX_CELLS", 16)
    assert MinEntropy(node(one_round()["statement"]), work_budget()).score == 3
    larger = put(one_round(), S + "/scenario", scenario("22", "222"))
    assert refusal(larger) == "LIMIT size /statement/scenario"
    monkeypatch.setattr(entropy, "MAX_CELLS", 64)
    three = put(one_round()["statement"], "/scenario", scenario("22", "22", "22"))
    assert MinEntropy(node(three), work_budget()).score == 3


def test_only_the_functional_has_a_calibration() -> None:
    other = put(one_round(), S + "/tags/memory", "calibration " + "0a" * 32)
    assert refusal(other) == "MALFORMED unknown-choice /statement/tags/memory"


def bits(document: Document) -> CertifiedBits:
    return CertifiedBits(node(document["statement"]), work_budget())


def test_the_coefficients_of_a_functional_of_observables() -> None:
    statement = bits(experiment())
    # settings as indices of inputs: A0 A1 B0 B1 = 0 1 2 3
    values = {cell: statement.coefficient(cell) for cell in statement.cells}
    assert len(values) == 16
    for (setting, outcome), value in values.items():
        sign = -1 if setting == (1, 3) else 1
        assert value == sign * (-1) ** (outcome[0] + outcome[1])


def test_the_coefficients_of_a_functional_of_events() -> None:
    functional = [["2", "A0 B0=1"], ["3", "A0=0 B0"], ["5", "A0=0 B0=1"]]
    statement = bits(put(correlated(), S + "/functional", functional))
    values = {outcome: statement.coefficient((setting, outcome)) for setting, outcome in statement.cells}
    assert values == {(0, 0): 3, (0, 1): 2 - 3 + 5, (1, 0): 0, (1, 1): -2}


def test_cells_and_counts_in_lexicographic_order() -> None:
    statement = bits(experiment())
    assert statement.settings == [(0, 2), (0, 3), (1, 2), (1, 3)]
    assert list(statement.counts.values()) == list(COUNTS.values())
    assert statement.rounds == 3016
    assert statement.cells[:5] == [
        ((0, 2), (0, 0)),
        ((0, 2), (0, 1)),
        ((0, 2), (1, 0)),
        ((0, 2), (1, 1)),
        ((0, 3), (0, 0)),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0 (at least 0.000000)"),
        ("1", "1 (at least 1.000000)"),
        ("2/3", "2/3 (at least 0.666666)"),
        ("123456789/1000000000", "123456789/1000000000 (at least 0.123456)"),
        ("10000001/1000000", "10000001/1000000 (at least 10.000001)"),
    ],
)
def test_bits_are_printed_exactly_and_rounded_down(value: str, text: str) -> None:
    assert bits_text(bits(put(correlated(), S + "/bits", value)).bits) == text


def test_the_text_of_many_rounds() -> None:
    lines = proved(correlated()).split("\n")
    assert lines[2:9] == [
        "functional: <I> = 1*<A0 B0>",
        "guessing bound: P(outcomes | inputs) <= 3/2 - 1/2*<I> for all inputs and outcomes",
        "range: -1 <= <I> <= 1 for every behaviour of the set",
        "inputs: P(0 0) = 1",
        "counts (inputs: outcomes in lexicographic order): 0 0: 45, 5, 5, 45",
        "estimate: Ihat = 4/5 from n = 100 rounds, with the declared input distribution",
        lines[8],
    ]
    assert lines[8].startswith("deviation: eps = 1/2 by azuma (Azuma-Hoeffding ")
    assert "error: delta (bad-event) = 1/20" in lines
    counts = next(line for line in proved(experiment()).split("\n") if line.startswith("counts"))
    assert counts.endswith(
        ": 0 0: 293, 94, 70, 295; 0 1: 298, 70, 74, 309; 1 0: 283, 69, 64, 291; 1 1: 68, 340, 309, 89"
    )
