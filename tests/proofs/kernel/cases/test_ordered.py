"""Time-ordered behaviours: which words have a mean, and how marks keep the inputs they depend on."""

from fractions import Fraction as Q

import pytest

from proofs.kernel.errors import Budget
from proofs.kernel.symbols import Ring
from proofs.kernel.words import Operator, Scenario
from tests.proofs.kernel.build import (
    Document,
    Refusal,
    bound,
    document,
    inner,
    node,
    proved,
    put,
    raised,
    refusal,
    scenario,
)

CHAIN = [["A", "B"], ["A", "C"], ["B", "C"]]


def ordered(*pairs: list[str], inputs: tuple[str, ...] = ("22", "22")) -> Document:
    return {**scenario(*inputs), "signalling": list(pairs)}


def read(declared: Document) -> Scenario:
    return Scenario(node(declared), Ring({}, Budget(10**7)))


THREE = ("2", "2", "2")
DECLARATIONS: dict[str, tuple[Document, Refusal]] = {
    "no pair in the list": (ordered(), "MALFORMED wrong-shape /x/signalling"),
    "an unknown sender": (ordered(["C", "B"]), "MALFORMED unknown-choice /x/signalling/0/0"),
    "an unknown receiver": (ordered(["A", "C"]), "MALFORMED unknown-choice /x/signalling/0/1"),
    "a pair of one": (ordered(["A"]), "MALFORMED wrong-shape /x/signalling/0"),
    "a signal backwards": (ordered(["B", "A"]), "MALFORMED terms-order /x/signalling/0"),
    "a signal to itself": (ordered(["A", "A"]), "MALFORMED terms-order /x/signalling/0"),
    "a pair twice": (ordered(["A", "B"], ["A", "B"]), "MALFORMED terms-order /x/signalling/1"),
    "pairs out of order": (ordered(["B", "C"], ["A", "C"], inputs=THREE), "MALFORMED terms-order /x/signalling/1"),
    "not transitive": (ordered(["A", "B"], ["B", "C"], inputs=THREE), "MALFORMED out-of-range /x/signalling"),
}


@pytest.mark.parametrize("fault", DECLARATIONS)
def test_an_order_that_is_refused(fault: str) -> None:
    declared, expected = DECLARATIONS[fault]
    assert raised(lambda: Scenario(inner(declared), Ring({}, Budget(10**6)))) == expected


def test_the_line_of_an_order() -> None:
    s = read(ordered(*CHAIN, inputs=THREE))
    assert s.lines()[1:] == ["signalling allowed: A to B, A to C, B to C"]
    assert [s.receivers[p] for p in "ABC"] == [["B", "C"], ["C"], []]
    assert read(scenario("2")).signalling == []


def operator(s: Scenario, text: str) -> Operator:
    return s.operator(s.read_atoms(node(text)))


def test_marks_remember_the_inputs_of_senders() -> None:
    s = read(ordered(["A", "B"]))  # letters A0 A1 B0 B1 = 0 1 2 3; marks -1 - input
    half, quarter = Q(1, 2), Q(1, 4)
    assert operator(s, "A0=0") == {(): half, (0,): half}
    assert operator(s, "A0 B1") == {(0, 3): 1}
    assert operator(s, "A1=0 B0") == {(-2, 2): half, (1, 2): half}
    assert operator(s, "A0=0 B1=1") == {(): quarter, (0,): quarter, (-1, 3): -quarter, (0, 3): -quarter}
    assert s.factor_text(-2) == "A1=-1"


def test_marks_of_parties_nobody_hears_are_dropped() -> None:
    s = read(ordered(["A", "B"], ["A", "C"], inputs=THREE))  # B and C do not hear each other
    half, quarter = Q(1, 2), Q(1, 4)
    assert operator(s, "A0=0 B0=0 C0") == {
        (-1, 2): quarter, (0, 2): quarter, (-1, 1, 2): quarter, (0, 1, 2): quarter,
    }  # fmt: skip
    assert operator(s, "A0 B0 C0=0") == {(0, 1): half, (0, 1, 2): half}


def test_marks_in_a_chain_of_three() -> None:
    s = read(ordered(*CHAIN, inputs=THREE))
    half, quarter = Q(1, 2), Q(1, 4)
    assert operator(s, "A0=0 B0=0 C0") == {
        (-1, -2, 2): quarter, (0, -2, 2): quarter, (-1, 1, 2): quarter, (0, 1, 2): quarter,
    }  # fmt: skip
    # with nothing of C left, B's mark goes, and then A's
    assert operator(s, "A0=0 B0=0 C0=0")[()] == Q(1, 8)
    assert operator(s, "A0=0 B0=0") == {(): quarter, (0,): quarter, (-1, 1): quarter, (0, 1): quarter}
    assert operator(s, "A0 B0=1") == {(0,): half, (0, 1): -half}


def test_three_outcomes_with_marks() -> None:
    s = read(ordered(["A", "B"], inputs=("3", "2")))  # letters A0=0, A0=1, B0 = 0 1 2
    assert operator(s, "A0=2 B0") == {(-1, 2): 1, (0, 2): -1, (1, 2): -1}
    total: Operator = {}
    for outcome in range(3):
        s.add(total, operator(s, f"A0={outcome} B0"), Q(1))
    assert total == {(-1, 2): 1}


@pytest.mark.parametrize("text", ["B0", "B0=1", "A0 A1 B0", "A0 B0 B1", "A0=0 A1=0"])
def test_a_word_without_mean(text: str) -> None:
    s = read(ordered(["A", "B"]))
    assert raised(lambda: s.require_behaviour_word(inner(""), s.read_atoms(node(text)))) == "MALFORMED not-a-word /x"


@pytest.mark.parametrize("text", ["", "A0", "A1=0", "A0 B0", "A0=1 B1=0"])
def test_a_word_with_mean(text: str) -> None:
    s = read(ordered(["A", "B"]))
    s.require_behaviour_word(inner(""), s.read_atoms(node(text)))


def signalled() -> Document:
    """P(A0=0, B0=0) <= P(A0=0) where A may signal to B."""
    functional = [["-1", "A0=0"], ["1", "A0=0 B0=0"]]
    statement = bound("time-ordered", ordered(["A", "B"]), functional, "<=", "0")
    return document("lp-dual", statement, {"events": [["1", "A0=0 B0=1"]]})


def test_a_bound_for_time_ordered_behaviours() -> None:
    assert "signalling allowed: A to B" in proved(signalled()).split("\n")


def test_the_receiver_may_depend_on_the_senders_input() -> None:
    # P(A0=0, B0=0) + P(A0=1, B0=0) is the mean of B0=0 given A0, not given A1
    functional = [["1", "A0=0 B0=0"], ["1", "A0=1 B0=0"], ["-1", "A1=0 B0=0"], ["-1", "A1=1 B0=0"]]
    statement = bound("time-ordered", ordered(["A", "B"]), functional, "<=", "0")
    witness = {"events": [["0", "A0=0"]]}
    assert refusal(document("lp-dual", statement, witness)) == "REJECTED identity /witness"
    free = put(
        put(document("lp-dual", statement, witness), "/statement/set", "no-signalling"),
        "/statement/scenario",
        scenario("22", "22"),
    )
    assert proved(free)


def test_the_sender_does_not_depend_on_the_receivers_input() -> None:
    functional = [["1", "A0=0 B0=0"], ["1", "A0=0 B0=1"], ["-1", "A0=0 B1=0"], ["-1", "A0=0 B1=1"]]
    statement = bound("time-ordered", ordered(["A", "B"]), functional, "<=", "0")
    assert proved(document("lp-dual", statement, {"events": [["0", "A0=0"]]}))


def table(*cells: list[str]) -> Document:
    values = [{"functional": [["1", "A1=0 B0=1"]], "value": "1"}]
    statement = {
        "kind": "value",
        "set": "time-ordered",
        "scenario": ordered(["A", "B"], inputs=("22", "2")),
        "values": values,
    }
    return document("point", statement, {"behaviour": list(cells)})


def test_a_table_that_signals_forwards() -> None:
    # B answers A's input
    assert proved(table(["1", "A0=0 B0=0"], ["1", "A1=0 B0=1"]))


def test_a_table_that_signals_backwards() -> None:
    statement = table()["statement"]
    statement = {**statement, "scenario": ordered(["A", "B"], inputs=("2", "22"))}
    statement["values"] = [{"functional": [["1", "A0=0 B0=0"]], "value": "1"}]
    cells = [["1", "A0=0 B0=0"], ["1", "A0=1 B1=0"]]
    assert refusal(document("point", statement, {"behaviour": cells})) == "REJECTED not-admissible /witness/behaviour"


def test_a_table_without_common_norm() -> None:
    document = table(["1", "A0=0 B0=0"], ["2", "A1=0 B0=1"])
    assert refusal(document) == "REJECTED not-admissible /witness/behaviour"
