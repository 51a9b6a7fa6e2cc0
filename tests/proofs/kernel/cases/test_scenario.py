"""Scenarios and words: declarations, normal form, expansion into letters, text."""

from fractions import Fraction as Q

import pytest

from proofs.kernel import words
from proofs.kernel.errors import Budget
from proofs.kernel.symbols import Ring
from proofs.kernel.words import MAX_WORD, Operator, Scenario
from tests.proofs.kernel.build import Document, Refusal, inner, node, raised, scenario


def read(declared: Document, budget: int = 10**7) -> Scenario:
    return Scenario(node(declared), Ring({}, Budget(budget)))


def one(*inputs: object) -> Document:
    return {"parties": [{"name": "A", "inputs": list(inputs)}]}


def party(name: str) -> Document:
    return {"name": name, "inputs": [["0", "2"]]}


def commuting(*pairs: list[str], inputs: tuple[str, ...] = ("222", "22")) -> Document:
    return {**scenario(*inputs), "commuting": list(pairs)}


DECLARATIONS: dict[str, tuple[object, Refusal]] = {
    "no party": ({"parties": []}, "MALFORMED wrong-shape /x/parties"),
    "parties left out": ({}, "MALFORMED missing-key /x"),
    "another key": ({**scenario("2"), "events": []}, "MALFORMED unknown-key /x"),
    "a party twice": ({"parties": [party("A"), party("A")]}, "MALFORMED terms-order /x/parties/1/name"),
    "parties out of order": ({"parties": [party("B"), party("A")]}, "MALFORMED terms-order /x/parties/1/name"),
    "a name in lower case": ({"parties": [party("a")]}, "MALFORMED not-a-name /x/parties/0/name"),
    "a name of two letters": ({"parties": [party("AB")]}, "MALFORMED not-a-name /x/parties/0/name"),
    "a party without name": ({"parties": [{"inputs": [["0", "2"]]}]}, "MALFORMED missing-key /x/parties/0"),
    "a party without input": (one(), "MALFORMED wrong-shape /x/parties/0/inputs"),
    "an input twice": (one(["0", "2"], ["0", "3"]), "MALFORMED duplicate-name /x/parties/0/inputs/1/0"),
    "an input without outcomes": (one(["0"]), "MALFORMED wrong-shape /x/parties/0/inputs/0"),
    "a label that is no number": (one(["x", "2"]), "MALFORMED not-a-name /x/parties/0/inputs/0/0"),
    "a label of five digits": (one(["00000", "2"]), "MALFORMED not-a-name /x/parties/0/inputs/0/0"),
    "one outcome": (one(["0", "1"]), "MALFORMED out-of-range /x/parties/0/inputs/0/1"),
    "seventeen outcomes": (one(["0", "17"]), "LIMIT size /x/parties/0/inputs/0/1"),
    "too many inputs, before the next party is read": (
        {"parties": [{"name": "A", "inputs": [[str(k), "2"] for k in range(65)]}, {"name": "B"}]},
        "LIMIT size /x",
    ),
    "too many operators": (one(*([str(k), "2"] for k in range(65))), "LIMIT size /x"),
    "too many operators of many outcomes": (one(*([str(k), "16"] for k in range(5))), "LIMIT size /x"),
    "no commuting pair in the list": (commuting(), "MALFORMED wrong-shape /x/commuting"),
    "a pair of one": (commuting(["A0"]), "MALFORMED wrong-shape /x/commuting/0"),
    "an input that commutes with itself": (commuting(["A0", "A0"]), "MALFORMED terms-order /x/commuting/0"),
    "a pair upside down": (commuting(["A1", "A0"]), "MALFORMED terms-order /x/commuting/0"),
    "a pair of two parties": (commuting(["A0", "B0"]), "MALFORMED terms-order /x/commuting/0"),
    "a pair with an unknown input": (commuting(["A0", "A3"]), "MALFORMED unknown-name /x/commuting/0/1"),
    "a pair of events": (commuting(["A0=0", "A1=0"]), "MALFORMED unknown-name /x/commuting/0/0"),
    "a pair twice": (commuting(["A0", "A1"], ["A0", "A1"]), "MALFORMED terms-order /x/commuting/1"),
    "pairs out of order": (commuting(["A0", "A2"], ["A0", "A1"]), "MALFORMED terms-order /x/commuting/1"),
}


@pytest.mark.parametrize("fault", DECLARATIONS)
def test_a_scenario_that_is_refused(fault: str) -> None:
    declared, expected = DECLARATIONS[fault]
    assert raised(lambda: Scenario(inner(declared), Ring({}, Budget(10**6)))) == expected


def test_scenarios_as_large_as_allowed() -> None:
    assert len(read(one(*([str(k), "2"] for k in range(64)))).letters) == 64
    sixteen = read(one(*([str(k), "16"] for k in range(4)), ["9", "5"]))
    assert len(sixteen.letters) == 64
    assert len(sixteen.atoms) == 4 * 16 + 5
    assert read({"parties": [party(chr(65 + k)) for k in range(26)]}).parties[-1] == "Z"


def test_the_lines_of_a_scenario() -> None:
    assert read(scenario("23", "2")).lines() == ["scenario: A(0:2, 1:3) B(0:2) (input:outcomes)"]
    assert read(commuting(["A0", "A1"], ["A0", "A2"], ["B0", "B1"])).lines() == [
        "scenario: A(0:2, 1:2, 2:2) B(0:2, 1:2) (input:outcomes)",
        "commuting inputs: [A0, A1] = 0, [A0, A2] = 0, [B0, B1] = 0",
    ]
    assert not read(scenario("2")).commuting
    assert read(commuting(["A0", "A1"])).commuting


def test_labels_are_what_was_declared() -> None:
    s = read(one(["1", "2"], ["01", "3"], ["7777", "2"]))
    assert [s.factor_text(k) for k in range(4)] == ["A1", "A01=0", "A01=1", "A7777"]
    assert s.read_atoms(node("A1 A01=2 A7777=0")) == (0, 5, 7)
    assert raised(lambda: s.read_atoms(inner("A001"))) == "MALFORMED not-a-word /x"


WORDS: dict[str, tuple[str, Refusal]] = {
    "an unknown input": ("A2", "MALFORMED not-a-word /x"),
    "an unknown party": ("C0", "MALFORMED not-a-word /x"),
    "an unknown outcome": ("A0=2", "MALFORMED not-a-word /x"),
    "an outcome with a zero in front": ("A0=00", "MALFORMED not-a-word /x"),
    "the observable of three outcomes": ("B1", "MALFORMED not-a-word /x"),
    "two blanks": ("A0  B0", "MALFORMED not-a-word /x"),
    "a blank in front": (" A0", "MALFORMED not-a-word /x"),
    "a blank behind": ("A0 ", "MALFORMED not-a-word /x"),
    "a tab": ("A0\tB0", "MALFORMED not-a-word /x"),
    "a star": ("A0*B0", "MALFORMED not-a-word /x"),
    "the identity as 1": ("1", "MALFORMED not-a-word /x"),
    "parties out of order": ("B0 A0", "MALFORMED not-a-word /x"),
    "a square": ("A0 A0", "MALFORMED not-a-word /x"),
    "a square across another party": ("A0 B0 A0", "MALFORMED not-a-word /x"),
    "an event twice": ("A0=1 A0=1", "MALFORMED not-a-word /x"),
    "two outcomes of one input": ("A0=0 A0=1", "MALFORMED not-a-word /x"),
    "more after two outcomes of one input": ("A0=0 A0=1 B0", "MALFORMED not-a-word /x"),
    "an observable next to its event": ("A0 A0=1", "MALFORMED not-a-word /x"),
    "an event next to its observable": ("A0=1 A0", "MALFORMED not-a-word /x"),
    "a word too long": (" ".join(["A0", "A1"] * 17), "LIMIT size /x"),
}


@pytest.mark.parametrize("fault", WORDS)
def test_a_word_that_is_refused(fault: str) -> None:
    text, expected = WORDS[fault]
    s = read(scenario("22", "23"))
    assert raised(lambda: s.read_atoms(inner(text))) == expected


def test_words_in_normal_form() -> None:
    s = read(scenario("22", "23"))
    for text in (
        "",
        "A0",
        "A0 A1 A0",
        "A1 A0 B1=2 B0 B1=2",
        "A0=0 A1 A0=1 B0",
        " ".join(["A0", "A1"] * (MAX_WORD // 2)),
    ):
        assert len(s.read_atoms(node(text))) == len(text.split())


def test_declared_pairs_are_sorted_within_a_party() -> None:
    s = read(commuting(["A0", "A2"]))
    assert s.read_atoms(node("A0 A2 A1"))
    for text in ("A2 A0", "A0 A2 A0", "A2 B0 A0", "A1 A2 A0"):
        assert raised(lambda text=text: s.read_atoms(inner(text))) == "MALFORMED not-a-word /x"  # type: ignore[misc]
    assert s.read_atoms(node("A2 A1 A0"))


def operator(s: Scenario, text: str) -> Operator:
    return s.operator(s.read_atoms(node(text)))


def test_atoms_as_polynomials_of_letters() -> None:
    s = read(scenario("2", "3"))  # letters: A0, B0=0, B0=1
    half = Q(1, 2)
    assert operator(s, "") == {(): 1}
    assert operator(s, "A0") == {(0,): 1}
    assert operator(s, "A0=0") == {(): half, (0,): half}
    assert operator(s, "A0=1") == {(): half, (0,): -half}
    assert operator(s, "B0=0") == {(1,): 1}
    assert operator(s, "B0=1") == {(2,): 1}
    assert operator(s, "B0=2") == {(): 1, (1,): -1, (2,): -1}
    assert operator(s, "A0=1 B0=2") == {
        (): half, (1,): -half, (2,): -half, (0,): -half, (0, 1): half, (0, 2): half,
    }  # fmt: skip


def test_products_of_events_of_one_party() -> None:
    s = read(scenario("32"))  # letters: A0=0, A0=1, A1
    half = Q(1, 2)
    assert operator(s, "A0=0 A1=0 A0=0") == {(0,): half, (0, 2, 0): half}
    assert operator(s, "A0=0 A1=0 A0=1") == {(0, 2, 1): half}
    assert operator(s, "A0=2 A1 A0=2") == {
        (2,): 1, (0, 2): -1, (1, 2): -1, (2, 0): -1, (2, 1): -1,
        (0, 2, 0): 1, (0, 2, 1): 1, (1, 2, 0): 1, (1, 2, 1): 1,
    }  # fmt: skip


def test_sums_of_events_are_the_identity() -> None:
    s = read(scenario("23"))
    total: Operator = {}
    for outcome in range(2):
        s.add(total, operator(s, f"A0={outcome}"), Q(1))
    assert total == {(): 1}
    for outcome in range(3):
        s.add(total, operator(s, f"A1={outcome}"), Q(-1))
    assert total == {}


TERMS: dict[str, tuple[object, Refusal]] = {
    "no term": ([], "MALFORMED wrong-shape /x"),
    "a coefficient zero": ([["0", "A0"]], "MALFORMED terms-order /x/0"),
    "a word twice": ([["1", "A0"], ["1", "A0"]], "MALFORMED terms-order /x/1"),
    "a long word first": ([["1", "A0 B0"], ["1", "A0"]], "MALFORMED terms-order /x/1"),
    "words out of order": ([["1", "A1"], ["1", "A0"]], "MALFORMED terms-order /x/1"),
    "the identity last": ([["1", "A0"], ["1", ""]], "MALFORMED terms-order /x/1"),
    "an outcome before its observable": ([["1", "A0=0"], ["1", "A0"]], "MALFORMED terms-order /x/1"),
    "a term of three": ([["1", "A0", "B0"]], "MALFORMED wrong-shape /x/0"),
    "an object": ({"A0": "1"}, "MALFORMED not-a-list /x"),
    "the word first": ([["A0", "1"]], "MALFORMED not-a-rational /x/0/0"),
}


@pytest.mark.parametrize("fault", TERMS)
def test_terms_that_are_refused(fault: str) -> None:
    value, expected = TERMS[fault]
    s = read(scenario("22", "23"))
    assert raised(lambda: s.read_terms(inner(value))) == expected


def test_terms_and_their_text() -> None:
    s = read(scenario("22", "23"))
    value = [["1/2", ""], ["-1", "A0"], ["2", "A0=1"], ["3", "B1=2"], ["1", "A0 A1 B0"]]
    terms = s.read_terms(node(value))
    assert s.terms_text(terms) == "1/2*<1> + -1*<A0> + 2*<A0=1> + 3*<B1=2> + 1*<A0 A1 B0>"
    assert s.combine(s.read_terms(node([["1", "A0"], ["-1", "A0=0"], ["1", "A0=1"]]))) == {}


def test_reading_spends_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    s = read(scenario("22", "22"), budget=4)
    assert raised(lambda: s.multiply({(0,): Q(1), (1,): Q(1)}, {(2,): Q(1)})) == "LIMIT work"
    s = read(scenario("22", "22"), budget=15)
    assert raised(lambda: s.times((0,), (2,))) == "LIMIT work"
    monkeypatch.setattr(words, "MAX_WORD", 1)
    assert raised(lambda: read(scenario("22")).read_atoms(node("A0 A1"))) == "LIMIT size"
