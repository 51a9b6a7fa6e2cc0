"""Rule point: explicit objects, their norms and values; quantum models letter by letter."""

from fractions import Fraction

import pytest

from proofs.kernel import model
from proofs.kernel.errors import Budget
from proofs.kernel.symbols import Ring
from proofs.kernel.words import Scenario
from tests.proofs.kernel.build import Document, Refusal, document, drop, node, proved, put, refusal, scenario
from tests.proofs.kernel.examples import box, qubit, singlet, squares, strategy

S, W = "/statement", "/witness"
M = "/witness/models/0"
ZERO_ONE = [["0", "0"], ["0", "1"]]
ONE_ZERO = [["1", "0"], ["0", "0"]]


def qutrit(first: object, second: object, kind: str = "quantum-tensor") -> Document:
    """One input of three outcomes on a qubit; P(A0=2) = 0 in the state |0>."""
    model = {"weight": "1", "dimensions": ["2"], "state": ["1", "0"], "operators": {"A0=0": first, "A0=1": second}}
    values = [{"functional": [["1", "A0=2"]], "value": "0"}]
    return document(
        "point", {"kind": "value", "set": kind, "scenario": scenario("3"), "values": values}, {"models": [model]}
    )


def commuting(second: object) -> Document:
    """Two observables declared to commute, with <A0 A1> = 1 in the state |0>."""
    model = {
        "weight": "1", "dimensions": ["2"], "state": ["1", "0"],
        "operators": {"A0": [["1", "0"], ["0", "-1"]], "A1": second},
    }  # fmt: skip
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": {**scenario("22"), "commuting": [["A0", "A1"]]},
        "values": [{"functional": [["1", "A0 A1"]], "value": "1"}],
    }  # fmt: skip
    return document("point", statement, {"models": [model]})


def rotated() -> Document:
    """For all c, s with c^2 + s^2 = 1: <A0> = c for A0 = [[c, s], [s, -c]] in the state |0>."""
    c, s, back = {"poly": [["1", "c"]]}, {"poly": [["1", "s"]]}, {"poly": [["-1", "c"]]}
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("2"),
        "symbols": [{"name": "c", "low": "-1", "high": "1"}, {"name": "s"}],
        "relations": [{"symbol": "s", "power": "2", "equals": {"poly": [["1", ""], ["-1", "c^2"]]}}],
        "values": [{"functional": [["1", "A0"]], "value": c}],
    }  # fmt: skip
    model = {"weight": "1", "dimensions": ["2"], "state": ["1", "0"], "operators": {"A0": [[c, s], [s, back]]}}
    return document("point", statement, {"models": [model], "symbols": {"c": "3/5", "s": "4/5"}})


def test_objects_that_are_proved() -> None:
    for make in (strategy, qubit, singlet, box, rotated):
        assert "claim: one behaviour of the set has" in proved(make()).split("\n")
    assert proved(qutrit(ONE_ZERO, ZERO_ONE))
    assert proved(commuting([["1", "0"], ["0", "1"]]))


def large(*dimensions: str) -> Document:
    """Two parties with observables 1 and the first vector of the basis."""
    sizes = [int(d) for d in dimensions]
    one = [[[str(int(i == j)) for j in range(n)] for i in range(n)] for n in sizes]
    state = [str(int(k == 0)) for k in range(sizes[0] * sizes[1])]
    model = {
        "weight": "1",
        "dimensions": list(dimensions),
        "state": state,
        "operators": dict(zip(("A0", "B0"), one, strict=True)),
    }
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("2", "2"),
        "values": [{"functional": [["1", "A0 B0"]], "value": "1"}],
    }  # fmt: skip
    return document("point", statement, {"models": [model]})


def later_party(first: object, second: object) -> Document:
    """As `qutrit`, for the only input of a second party."""
    model = {
        "weight": "1", "dimensions": ["1", "2"], "state": ["1", "0"],
        "operators": {"A0": [["1"]], "B0=0": first, "B0=1": second},
    }  # fmt: skip
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("2", "3"),
        "values": [{"functional": [["1", "B0=2"]], "value": "0"}],
    }  # fmt: skip
    return document("point", statement, {"models": [model]})


def test_the_largest_total_dimension() -> None:
    assert proved(large("8", "8"))
    assert refusal(large("5", "13")) == f"LIMIT size {M}/dimensions"


def test_projectors_of_a_later_party_are_orthogonal() -> None:
    assert proved(later_party(ONE_ZERO, ZERO_ONE))
    assert refusal(later_party(ONE_ZERO, ONE_ZERO)) == f"REJECTED not-admissible {M}/operators/B0=1"


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "a norm of zero": (put(singlet(), W + "/norm", "0"), "REJECTED weight-sign /witness/norm"),
    "a negative norm": (put(singlet(), W + "/norm", "-2"), "REJECTED weight-sign /witness/norm"),
    "a bound": (put(squares(), "/rule", "point"), "MALFORMED wrong-kind /statement"),
    "a model without weight": (drop(qubit(), M + "/weight"), "MALFORMED missing-key " + M),
    "a negative weight": (put(qubit(), M + "/weight", "-1"), f"REJECTED weight-sign {M}/weight"),
    "a dimension of zero": (put(qubit(), M + "/dimensions/0", "0"), f"MALFORMED out-of-range {M}/dimensions/0"),
    "a matrix that is symmetric but not hermitian": (
        put(qubit(), M + "/operators/A2/1/0", {"re": "0", "im": "-1"}),
        f"REJECTED not-admissible {M}/operators/A2",
    ),
    "an imaginary part of zero": (
        put(qubit(), M + "/operators/A0/0/0", {"re": "1", "im": "0"}),
        f"MALFORMED not-reduced {M}/operators/A0/0/0",
    ),
    "an entry without real part": (
        put(qubit(), M + "/operators/A0/0/0", {"im": "1"}),
        f"MALFORMED missing-key {M}/operators/A0/0/0",
    ),
    "a rotation without point": (drop(rotated(), W + "/symbols"), "REJECTED no-real-point /witness"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_an_object_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_mixtures_are_weighted() -> None:
    plus = strategy()["witness"]["models"][0]
    minus = {**plus, "operators": {name: [["-1"]] for name in plus["operators"]}}
    values = [{"functional": [["1", "A0"]], "value": "1/3"}, {"functional": [["1", "A0 B1"]], "value": "1"}]
    mixture = put(strategy(), S + "/values", values)
    models = [{**plus, "weight": "2/3"}, {**minus, "weight": "1/3"}]
    assert proved(put(mixture, W + "/models", models))
    assert proved(
        put(put(mixture, W + "/models", [{**plus, "weight": "2"}, {**minus, "weight": "1"}]), W + "/norm", "3")
    )
    wrong = [{**plus, "weight": "1/3"}, {**minus, "weight": "2/3"}]
    assert refusal(put(mixture, W + "/models", wrong)) == "REJECTED not-attained /statement/values/0"


def test_the_first_party_is_the_slow_index_of_the_state() -> None:
    z = [["1", "0"], ["0", "-1"]]
    one = [["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]]
    d = [["1", "0", "0"], ["0", "1", "0"], ["0", "0", "-1"]]
    model = {
        "weight": "1", "dimensions": ["2", "3", "1"], "state": ["0", "0", "0", "0", "0", "1"],
        "operators": {"A0": z, "B0": d, "B1": one, "C0": [["-1"]]},
    }  # fmt: skip
    words = {"A0": "-1", "B0": "-1", "B1": "1", "C0": "-1", "A0 B0": "1", "A0 B1 C0": "1", "B0 C0": "1"}
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("2", "22", "2"),
        "values": [{"functional": [["1", word]], "value": value} for word, value in words.items()],
    }  # fmt: skip
    assert proved(document("point", statement, {"models": [model]}))
    other = put(document("point", statement, {"models": [model]}), M + "/state", ["0", "0", "1", "0", "0", "0"])
    assert refusal(other) == "REJECTED not-attained /statement/values/0"


def test_complex_amplitudes_are_conjugated() -> None:
    # |0> + i|1> is the eigenvector +1 of Y, not of its conjugate
    base = put(qubit(), M + "/state", ["1", {"re": "0", "im": "1"}])
    values = [{"functional": [["1", "A2"]], "value": "1"}, {"functional": [["1", "A0"]], "value": "0"}]
    plus = put(put(base, S + "/values", values), W + "/norm", "2")
    assert proved(plus)
    minus = put(plus, M + "/state/1", {"re": "0", "im": "-1"})
    assert refusal(minus) == "REJECTED not-attained /statement/values/0"
    assert proved(put(minus, S + "/values/0/value", "-1"))


def test_words_act_with_their_last_letter_first() -> None:
    # i Z X = -Y: the mean of (A0 A1 A2 + A2 A1 A0) vanishes, of A0 A1 A0 = -X is -1 on |+>
    base = put(put(qubit(), M + "/state", ["1", "1"]), W + "/norm", "2")
    values = [{"functional": [["1", "A0 A1 A0"]], "value": "-1"}, {"functional": [["1", "A1"]], "value": "1"}]
    assert proved(put(base, S + "/values", values))


def test_images_that_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many images of the state stay in memory changes no verdict."""
    word = {"functional": [["1", "A0 A1 A0"]], "value": "-1"}
    base = put(put(qubit(), M + "/state", ["1", "1"]), W + "/norm", "2")
    for entries in (0, 2, 4, 64):
        monkeypatch.setattr(model, "KEPT_ENTRIES", entries)
        assert proved(put(base, S + "/values", [word, word]))
        other = put(base, S + "/values", [word, {**word, "value": "1"}])
        assert refusal(other) == "REJECTED not-attained /statement/values/1"


def test_how_many_images_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six entries are three vectors of a qubit, its state among them; twelve are as many in each of two models."""
    where = Scenario(node(scenario("222")), Ring({}, Budget(10**9)))
    one = qubit()["witness"]["models"][0]
    single = model.QuantumModel(node(one), where, 6)
    assert single.mean({(0, 1) * 4: Fraction(1)}) == 1
    assert len(single.images) == 3
    monkeypatch.setattr(model, "KEPT_ENTRIES", 12)
    mixture = model.Mixture(node([one, one]), where, False)
    assert mixture.mean({(0, 1) * 4: Fraction(1)}) == 2
    assert [len(part.images) for part in mixture.models] == [3, 3]


def test_the_first_half_of_a_word_acts_from_its_adjoint() -> None:
    # (Z X)^2 = -1, but |Z X psi|^2 = 1
    for word, value in (("A0 A1 A0 A1", "-1"), ("A0 A1 A0 A1 A0", "-1"), ("A0 A1 A2 A0 A1 A2", "-1")):
        back = " ".join(reversed(word.split()))
        terms = [["1", word]] if back == word else [["1/2", word], ["1/2", back]]
        document = put(qubit(), S + "/values", [{"functional": terms, "value": value}])
        assert proved(document)
        assert refusal(put(document, S + "/values/0/value", "1")) == "REJECTED not-attained /statement/values/0"


def test_a_bound_is_attained_with_operators_of_three_outcomes() -> None:
    reached = put(qutrit(ONE_ZERO, ZERO_ONE), S + "/values", [{"functional": [["1", "A0=0"]], "value": "1"}])
    assert proved(reached)
    assert refusal(put(reached, S + "/values/0/value", "0")) == "REJECTED not-attained /statement/values/0"
