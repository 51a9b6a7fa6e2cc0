"""Hypotheses and explicit objects: what an object has to satisfy, as a mean and as an operator."""

import pytest

from tests.proofs.kernel.build import Document, Refusal, document, proved, put, refusal, scenario

S, W = "/statement", "/witness"
I2, Z, X = [["1", "0"], ["0", "1"]], [["1", "0"], ["0", "-1"]], [["0", "1"], ["1", "0"]]
Y = [["0", {"re": "0", "im": "-1"}], [{"re": "0", "im": "1"}, "0"]]


def hypothesis(kind: str, *polynomial: list[object]) -> Document:
    result: Document = {"name": "h", "kind": kind.split()[0], "polynomial": list(polynomial)}
    return {**result, "sense": kind.split()[1]} if " " in kind else result


def point(given: Document, a0: object, a1: object, *state: object) -> Document:
    """A qubit that has to satisfy the hypothesis; its value of 1 is its norm."""
    model = {"weight": "1", "dimensions": ["2"], "state": list(state), "operators": {"A0": a0, "A1": a1}}
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("22"), "hypotheses": [given],
        "values": [{"functional": [["1", ""]], "value": "1"}],
    }  # fmt: skip
    norm = str(sum(1 for x in state if x != "0"))
    return document("point", statement, {"models": [model], "norm": norm})


HOLDS: dict[str, Document] = {
    "a mean above": point(hypothesis("mean >=0", ["1", "A0"]), Z, X, "1", "0"),
    "a mean of zero": point(hypothesis("mean >=0", ["1", "A1"]), Z, X, "1", "0"),
    "an equation": point(hypothesis("mean =0", ["1", "A1"]), Z, X, "1", "0"),
    "an equation with norm 2": point(hypothesis("mean =0", ["-1", ""], ["1", "A1"]), Z, X, "1", "1"),
    "a relation": point(hypothesis("relation", ["1", "A0 A1"], ["1", "A1 A0"]), Z, X, "1", "0"),
    "a relation that is not self-adjoint": point(
        hypothesis("relation", ["1", ""], ["1", "A0 A1 A0 A1"]), Z, X, "1", "0"
    ),
    "a positive operator": point(hypothesis("positive", ["1", ""], ["1", "A0"]), Z, X, "1", "0"),
    "a positive operator that is zero": point(hypothesis("positive", ["1", "A0"], ["-1", "A1"]), Z, Z, "1", "0"),
    # 5 + 3 X + 4 Y has the eigenvalues 0 and 10
    "a complex positive operator": point(hypothesis("positive", ["5", ""], ["3", "A0"], ["4", "A1"]), X, Y, "1", "0"),
    "an annihilator": point(hypothesis("annihilates", ["1", ""], ["-1", "A0"]), Z, X, "1", "0"),
    # Z X |1> = X |1>, but X Z |1> = -X |1>
    "an annihilator with its last letter first": point(
        hypothesis("annihilates", ["1", "A1"], ["-1", "A0 A1"]), Z, X, "0", "1"
    ),
    "an annihilator of a complex state": point(
        hypothesis("annihilates", ["1", ""], ["-1", "A0"]), Y, X, "1", {"re": "0", "im": "1"}
    ),
}  # fmt: skip
FAILS: dict[str, Document] = {
    "a mean below": point(hypothesis("mean >=0", ["1", "A0"]), Z, X, "0", "1"),
    "an equation by excess": point(hypothesis("mean =0", ["1", "A0"]), Z, X, "1", "0"),
    "an equation by defect": point(hypothesis("mean =0", ["1", "A0"]), Z, X, "0", "1"),
    "a relation in the mean only": point(hypothesis("relation", ["1", "A1"]), Z, X, "1", "0"),
    "a relation on the state only": point(hypothesis("relation", ["1", ""], ["-1", "A0"]), Z, X, "1", "0"),
    "a relation off the diagonal": point(hypothesis("relation", ["1", "A0"], ["-1", "A1"]), Z, X, "1", "0"),
    "an operator positive on the state only": point(hypothesis("positive", ["1", "A0"]), Z, X, "1", "0"),
    # 5 + 3 X + 4 Y - 1/100
    "an operator not quite positive": point(
        hypothesis("positive", ["499/100", ""], ["3", "A0"], ["4", "A1"]), X, Y, "1", "0"
    ),
    "an annihilator in the mean only": point(hypothesis("annihilates", ["1", "A1"]), Z, X, "1", "0"),
    "an annihilator of the other state": point(hypothesis("annihilates", ["1", ""], ["-1", "A0"]), Z, X, "0", "1"),
    "an annihilator with its first letter first": point(
        hypothesis("annihilates", ["1", "A1"], ["-1", "A1 A0"]), Z, X, "0", "1"
    ),
    "an annihilator of the conjugate state": point(
        hypothesis("annihilates", ["1", ""], ["-1", "A0"]), Y, X, "1", {"re": "0", "im": "-1"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOLDS)
def test_an_object_that_satisfies_its_hypothesis(name: str) -> None:
    assert "hypothesis h: " in proved(HOLDS[name])


@pytest.mark.parametrize("name", FAILS)
def test_an_object_that_does_not_satisfy_its_hypothesis(name: str) -> None:
    assert refusal(FAILS[name]) == "REJECTED not-admissible /witness"


def mixture(kind: str, *polynomial: list[object]) -> Document:
    """Half A0 = B0 = 1, half A0 = B0 = -1, on bits of dimension 1."""
    models = [
        {"weight": "1/2", "dimensions": ["1", "1"], "state": ["1"], "operators": {"A0": [[a]], "B0": [[a]]}}
        for a in ("1", "-1")
    ]
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("2", "2"),
        "hypotheses": [hypothesis(kind, *polynomial)], "values": [{"functional": [["1", "A0"]], "value": "0"}],
    }  # fmt: skip
    return document("point", statement, {"models": models})


def test_a_mixture_satisfies_operator_hypotheses_not_by_its_parts() -> None:
    # in the direct sum A0 is 1 where B0 is -1, on blocks that no state visits
    relation: list[list[object]] = [["-1", ""], ["1", "A0 B0"]]
    assert refusal(mixture("relation", *relation)) == "REJECTED not-admissible /witness"
    assert refusal(mixture("positive", *relation)) == "REJECTED not-admissible /witness"
    assert proved(mixture("annihilates", *relation))
    assert proved(mixture("mean =0", *relation))
    single = put(mixture("relation", *relation), W + "/models", mixture("relation")["witness"]["models"][:1])
    whole = put(put(single, W + "/models/0/weight", "1"), S + "/values/0/value", "1")
    assert proved(whole)


def test_every_part_of_a_mixture_is_annihilated() -> None:
    sure = mixture("annihilates", ["-1", ""], ["1", "A0"])
    assert refusal(sure) == "REJECTED not-admissible /witness"


T = {"poly": [["1", "t"]]}


def symbolic(kind: str, *polynomial: list[object], t: str = "1") -> Document:
    """The state |0> with Z and X, for all t in [0, 2]."""
    base = put(
        point(hypothesis(kind, *polynomial), Z, X, "1", "0"), S + "/symbols", [{"name": "t", "low": "0", "high": "2"}]
    )
    return put(base, W + "/symbols", {"t": t})


@pytest.mark.parametrize(
    ("kind", "polynomial", "holds"),
    [
        ("mean =0", [[T, "A1"]], True),
        ("mean =0", [[T, "A0"]], False),
        ("mean =0", [[{"poly": [["-1", "t"]]}, ""], [T, "A0"]], True),
        ("mean >=0", [["1", "A0"]], True),
        ("mean >=0", [["-1", "A0"]], False),
        ("mean >=0", [[T, "A0"]], True),
        ("mean >=0", [[{"poly": [["-1", ""], ["1", "t"]]}, "A0"]], False),
        ("relation", [[T, "A0 A1"], [T, "A1 A0"]], True),
        ("relation", [[T, "A0"]], False),
        ("annihilates", [[{"poly": [["-1", "t"]]}, ""], [T, "A0"]], True),
        ("annihilates", [[T, "A0"]], False),
        ("positive", [[T, ""]], False),
        ("positive", [["2", ""], [T, "A1"]], False),
        ("positive", [["1", ""]], True),
    ],
)
def test_a_hypothesis_with_symbols_holds_for_all_their_values(
    kind: str, polynomial: list[list[object]], holds: bool
) -> None:
    certificate = symbolic(kind, *polynomial)
    if holds:
        assert proved(certificate)
    else:
        assert refusal(certificate) == "REJECTED not-admissible /witness"


def feasible(kind: str, polynomial: list[list[object]], t: str, value: object = "1") -> Document:
    """A trivial bound under a hypothesis with a symbol; the object is needed at one value only, which is named."""
    certificate = symbolic(kind, *polynomial, t=t)
    statement = {key: certificate["statement"][key] for key in ("scenario", "symbols", "hypotheses")}
    bound = {"kind": "bound", "set": "quantum-commuting", "functional": [["1", "A0"]], "sense": "<=", "bound": value}
    witness = {
        "squares": [{"weight": "1/2", "polynomial": [["1", ""], ["-1", "A0"]]}],
        "feasible": {"models": certificate["witness"]["models"]},
    }  # fmt: skip
    return document("sos", {**statement, **bound, "vacuity": {"t": t}}, witness)


FEASIBLE: dict[str, tuple[str, list[list[object]], str, bool]] = {
    "a mean at its zero": ("mean =0", [[T, "A0"]], "0", True),
    "a mean off its zero": ("mean =0", [[T, "A0"]], "1", False),
    "a mean above": ("mean >=0", [[T, "A0"]], "1", True),
    "a mean below": ("mean >=0", [[{"poly": [["-1", "t"]]}, "A0"]], "1", False),
    "a relation at its zero": ("relation", [[T, "A0"]], "0", True),
    "a relation off its zero": ("relation", [[T, "A0"]], "1", False),
    "an annihilator at its zero": ("annihilates", [["-1", ""], [T, "A0"]], "1", True),
    "an annihilator off its zero": ("annihilates", [["-1", ""], [T, "A0"]], "2", False),
    "a positive operator": ("positive", [[T, ""], ["1", "A0"]], "1", True),
    "an operator not positive": ("positive", [[T, ""], ["1", "A0"]], "1/2", False),
}


@pytest.mark.parametrize("name", FEASIBLE)
def test_an_object_is_feasible_at_the_point_of_the_symbols(name: str) -> None:
    kind, polynomial, t, holds = FEASIBLE[name]
    certificate = feasible(kind, polynomial, t)
    if holds:
        assert proved(certificate)
    else:
        assert refusal(certificate) == "REJECTED vacuous /witness/feasible"


REFUSALS: dict[str, tuple[Document, Refusal]] = {
    "an object with entries that are no operators": (
        put(feasible("mean >=0", [["1", "A0"]], "1"), W + "/feasible/models/0/operators/A0/0/0", T),
        "REJECTED not-admissible /witness/feasible/models/0/operators/A0",
    ),
}


@pytest.mark.parametrize("fault", REFUSALS)
def test_an_object_at_the_point_that_is_refused(fault: str) -> None:
    certificate, expected = REFUSALS[fault]
    assert refusal(certificate) == expected
