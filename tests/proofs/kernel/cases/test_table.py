"""Behaviours as tables: cells, marginals, means."""

from fractions import Fraction as Q

import pytest

from proofs.kernel import table
from proofs.kernel.errors import Budget
from proofs.kernel.number import MAX_COMMON
from proofs.kernel.symbols import Ring
from proofs.kernel.table import Table
from proofs.kernel.words import Scenario
from tests.proofs.kernel.build import Document, Refusal, document, node, proved, put, raised, refusal, scenario
from tests.proofs.kernel.examples import SQRT2, box

B = "/witness/behaviour"


def read(declared: Document, *cells: list[str]) -> Table:
    return Table(node(list(cells)), Scenario(node(declared), Ring({}, Budget(10**7))))


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "a behaviour that is an object": (put(box(), B, {}), f"MALFORMED not-a-list {B}"),
    "a cell without word": (put(box(), B + "/0", ["1/2"]), f"MALFORMED wrong-shape {B}/0"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_table_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_cells_may_stand_in_any_order() -> None:
    assert proved(put(box(), B, box()["witness"]["behaviour"][::-1])) == proved(box())


def signal(*cells: list[str], inputs: tuple[str, ...] = ("22", "22")) -> str:
    return raised(lambda: read(scenario(*inputs), *cells))


@pytest.mark.parametrize("k", [0, 1])
def test_a_cell_of_probability_zero_may_be_given_or_not(k: int) -> None:
    assert read(scenario("2", "22"), ["1", "A0=0 B0=0"], ["1", "A0=0 B1=0"], ["0", f"A0=1 B{k}=0"])


def test_every_direction_of_signalling_is_seen() -> None:
    same = [["1", f"A{x}=0 B{y}=0"] for x in (0, 1) for y in (0, 1)]
    assert read(scenario("22", "22"), *same)
    for x in (0, 1):
        for y in (0, 1):
            for changed in ("A{}=1 B{}=0", "A{}=0 B{}=1"):
                cells = [cell for cell in same if cell[1] != f"A{x}=0 B{y}=0"]
                assert signal(*cells, ["1", changed.format(x, y)]) == "REJECTED not-admissible"


def test_a_pair_may_not_learn_what_each_may_not_learn() -> None:
    # A's input is the parity of B's and C's outcomes: no single marginal changes
    cells = [[f"1/{4}", f"A{x}={a} B0={b} C0={b ^ x}"] for x in (0, 1) for a in (0, 1) for b in (0, 1)]
    assert signal(*cells, inputs=("22", "2", "2")) == "REJECTED not-admissible"


def test_the_sentence_names_input_party_and_distance() -> None:
    with pytest.raises(Exception, match="input 1 of A shifts a marginal by -1/3") as caught:
        read(scenario("22", "2"), ["1", "A0=0 B0=0"], ["2/3", "A1=0 B0=0"], ["1/3", "A1=0 B0=1"])
    assert "marginal" in str(caught.value)


def with_weights(first: object, second: object, last: object, **declared: object) -> Document:
    """P(A0=0) = first, P(A0=1) = second, P(A1=0) = 1, P(A1=1) = last; the value of A0 is 0."""
    statement = {"kind": "value", "set": "no-signalling", "scenario": scenario("22"), **declared}
    statement["values"] = [{"functional": [["1", "A0"]], "value": "0"}]
    cells = [[first, "A0=0"], [second, "A0=1"], ["1", "A1=0"], [last, "A1=1"]]
    return document("point", statement, {"behaviour": cells})


def test_a_cell_of_probability_zero_may_be_listed() -> None:
    assert proved(with_weights("1/2", "1/2", "0"))
    assert refusal(with_weights("1/2", "1/2", "1/2")) == f"REJECTED not-admissible {B}"
    assert refusal(with_weights("1/3", "2/3", "0")) == "REJECTED not-attained /statement/values/0"


def test_cells_of_a_field() -> None:
    # P(A0=0) = sqrt 2 / 2 and P(A0=1) = 1 - sqrt 2 / 2
    root, rest = ["0", "1/2"], ["1", "-1/2"]
    good = with_weights(root, rest, "0", field=SQRT2)
    good = put(good, "/statement/values/0/value", ["-1", "1"])
    assert proved(good)
    assert refusal(put(good, B + "/1/0", "1/4")) == f"REJECTED not-admissible {B}"
    assert refusal(put(good, "/statement/values/0/value", ["-1", "1/2"])) == "REJECTED not-attained /statement/values/0"


def test_cells_with_symbols() -> None:
    symbol = {"symbols": [{"name": "t", "low": "0", "high": "1"}]}
    t, rest = {"poly": [["1", "t"]]}, {"poly": [["1", ""], ["-1", "t"]]}
    good = put(with_weights(t, rest, "0", **symbol), "/statement/values/0/value", {"poly": [["-1", ""], ["2", "t"]]})
    good = put(good, "/witness/symbols", {"t": "0"})
    assert proved(good)
    assert refusal(put(good, B + "/1/0", "1")) == f"REJECTED not-admissible {B}"


def test_cells_with_a_huge_common_denominator() -> None:
    p, q = 2**4001 - 1, 2**4003 - 5
    assert p.bit_length() + q.bit_length() > MAX_COMMON
    cells = [[f"1/{p}", "A0=0"], [f"{p - 1}/{p}", "A0=1"], [f"1/{q}", "A1=0"], [f"{q - 1}/{q}", "A1=1"]]
    assert read(scenario("22"), *cells).mean({(0,): Q(1)}) == Q(2, p) - 1
    assert signal(*cells[:3], [f"{q - 2}/{q}", "A1=1"], inputs=("22",)) == "REJECTED not-admissible"


def test_means_of_letters_and_of_parties_left_out() -> None:
    # P(A0=0, B1=2) = 1/2, P(A0=1, B1=0) = 1/3, P(A0=1, B1=1) = 1/6, the same for B0 with outcomes 0, 1, 1
    cells = [
        ["1/2", "A0=0 B0=0"], ["1/2", "A0=1 B0=1"],
        ["1/2", "A0=0 B1=2"], ["1/3", "A0=1 B1=0"], ["1/6", "A0=1 B1=1"],
    ]  # fmt: skip
    t = read(scenario("2", "23"), *cells)
    # letters: A0, B0, B1=0, B1=1
    assert t.mean({(): Q(1)}) == 1
    assert t.mean({(0,): Q(1)}) == 0
    assert t.mean({(1,): Q(1)}) == 0
    assert t.mean({(0, 1): Q(1)}) == 1
    assert t.mean({(2,): Q(1)}) == Q(1, 3)
    assert t.mean({(3,): Q(6)}) == 1
    assert t.mean({(0, 2): Q(1)}) == Q(-1, 3)
    assert t.mean({(0, 3): Q(1)}) == Q(-1, 6)
    assert t.mean({(): Q(2), (0, 1): Q(-1), (2,): Q(3)}) == 2
    assert t.mean({}) == 0


def test_a_table_of_one_party() -> None:
    t = read(scenario("23"), ["1/4", "A0=0"], ["3/4", "A0=1"], ["1/2", "A1=1"], ["1/2", "A1=2"])
    assert t.mean({(0,): Q(1)}) == Q(-1, 2)
    assert t.mean({(1,): Q(1)}) == 0
    assert t.mean({(2,): Q(1)}) == Q(1, 2)
    assert raised(lambda: read(scenario("22"), ["1", "A0=0"], ["2", "A1=0"])) == "REJECTED not-admissible"


def test_the_size_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_CELLS", 16)
    assert read(scenario("22", "22"))
    assert raised(lambda: read(scenario("22", "222"))) == "LIMIT size"


def test_tables_know_no_operators() -> None:
    t = read(scenario("2"), ["1", "A0=0"])
    assert not t.holds_as_operator(object(), [])  # type: ignore[arg-type]
