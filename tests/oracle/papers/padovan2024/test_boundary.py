"""Sequences in Kraus and projective form, and the exact identities of the boundary, judged by the kernel."""

import json
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from oracle.papers.padovan2024.boundary import exceptional, identities
from oracle.papers.padovan2024.generate import boundary as catalogue
from oracle.papers.padovan2024.generate import randomness
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import certificate_bytes
from proofs.search.sequences import kraus
from proofs.search.sequences.kraus import KrausModel, Party
from proofs.search.sequences.operators import Algebra, Symbols
from proofs.search.sequences.sequence import sequential_scenario

REAL, GAUSSIAN = Symbols([]), Symbols([], gaussian=True)


def verdict(certificate: Any) -> str:
    return check_bytes(certificate_bytes(*certificate)).verdict


def lifted(symbols: Symbols, matrix: Any) -> list[list[Any]]:
    return [[symbols.number(x) if isinstance(x, int | Fraction) else x for x in row] for row in matrix]


def instrument(symbols: Symbols, *outcomes: Any) -> list[list[Any]]:
    """Outcomes, each a list of matrices."""
    return [[lifted(symbols, k) for k in outcome] for outcome in outcomes]


U, V = Fraction(3, 5), Fraction(4, 5)
SHARP_Z = ([[[1, 0], [0, 0]]], [[[0, 0], [0, 1]]])
SHARP_X = ([[[Fraction(1, 2)] * 2] * 2], [[[Fraction(1, 2), Fraction(-1, 2)], [Fraction(-1, 2), Fraction(1, 2)]]])
WEAK = ([[[U, 0], [0, V]]], [[[V, 0], [0, U]]])
# three outcomes, the first with two Kraus operators
THREE = ([[[U * U, 0], [0, 0]], [[0, 0], [U * V, 0]]], [[[V, 0], [0, U]]], [[[0, 0], [0, V]]])


def bell(symbols: Symbols) -> list[list[Any]]:
    return lifted(symbols, [[U, 0], [0, V]])


@pytest.mark.parametrize(
    ("first", "second", "outcomes"),
    [((WEAK,), (SHARP_Z, SHARP_X), (2, 2)), ((SHARP_X, WEAK), (WEAK,), (2, 2)), ((THREE,), (WEAK,), (3, 2))],
    ids=["paper", "weak twice", "three outcomes"],
)
def test_the_kernel_finds_all_probabilities_in_the_dilation(first: Any, second: Any, outcomes: tuple[int, int]) -> None:
    parties: list[Party] = [[instrument(REAL, *m) for m in party] for party in (first, second)]
    labels = {str(y): outcomes[0] for y in range(len(first))}
    labels |= {f"{y}{z}": outcomes[1] for y in range(len(first)) for z in range(len(second))}
    model = KrausModel(REAL, bell(REAL), [instrument(REAL, *SHARP_Z)], parties)
    assert verdict(kraus.equivalence(model, sequential_scenario({"0": 2}, labels))) == "PROVED"


def test_complex_kraus_operators_are_dilated() -> None:
    i = GAUSSIAN.imaginary
    j = GAUSSIAN.number(V) * i
    turned = ([[[U, 0], [0, j]]], [[[j, 0], [0, U]]])
    y = ([[[Fraction(1, 2), -i / 2], [i / 2, Fraction(1, 2)]]], [[[Fraction(1, 2), i / 2], [-i / 2, Fraction(1, 2)]]])
    parties = [[instrument(GAUSSIAN, *turned)], [instrument(GAUSSIAN, *y)]]
    model = KrausModel(GAUSSIAN, bell(GAUSSIAN), [instrument(GAUSSIAN, *y)], parties)
    assert verdict(kraus.equivalence(model, sequential_scenario({"0": 2}, {"0": 2, "00": 2}))) == "PROVED"


def test_a_sequence_of_three_is_dilated() -> None:
    parties = [[instrument(REAL, *m)] for m in (WEAK, WEAK, SHARP_X)]
    scenario = sequential_scenario({"0": 2}, {"0": 2, "00": 2, "000": 2})
    assert len(scenario.commuting) == 3
    model = KrausModel(REAL, bell(REAL), [instrument(REAL, *SHARP_Z)], parties)
    assert verdict(kraus.equivalence(model, scenario)) == "PROVED"


def test_another_probability_is_refused() -> None:
    model = KrausModel(REAL, bell(REAL), [instrument(REAL, *SHARP_Z)], [[instrument(REAL, *WEAK)]])
    rule, statement, witness = kraus.equivalence(model, sequential_scenario({"0": 2}, {"0": 2}))
    changed = json.loads(json.dumps(statement))
    changed["values"][0]["value"] = "1/7"
    assert verdict((rule, changed, witness)) == "REJECTED"


def test_an_incomplete_measurement_is_refused() -> None:
    with pytest.raises(Failure, match="do not sum to 1"):
        KrausModel(REAL, bell(REAL), [instrument(REAL, *SHARP_Z)], [[instrument(REAL, WEAK[0], WEAK[0])]])


def test_only_operators_of_one_list_of_inputs_commute() -> None:
    parties = [[instrument(REAL, *m) for m in (WEAK, SHARP_X)], [instrument(REAL, *m) for m in (SHARP_Z, SHARP_X)]]
    labels = ("0", "1", "00", "01", "10", "11")
    scenario = sequential_scenario({"0": 2}, dict.fromkeys(labels, 2))
    model = KrausModel(REAL, bell(REAL), [instrument(REAL, *SHARP_Z)], parties)
    found: Any = model.dilated(scenario)
    matrices = {y: np.array([[float(Fraction(x)) for x in row] for row in found["operators"][f"B{y}"]]) for y in labels}

    def commute(a: str, b: str) -> bool:
        x, y = matrices[a], matrices[b]
        return bool(np.abs(x @ y - y @ x).max() < 1e-12)

    assert all(commute(a, b) == b.startswith(a) for a, b in product(labels[:2], labels[2:]))
    assert not any(commute(*pair) for pair in (("0", "1"), ("00", "01"), ("10", "11"), ("00", "10")))


def test_every_shipped_identity_is_proved() -> None:
    found = catalogue.certificates()
    assert len(found) > 30
    assert {check_bytes(data).verdict for data in found.values()} == {"PROVED"}


def without(certificate: Any, *path: str | int) -> Any:
    """The certificate without one part of its witness."""
    rule, statement, witness = certificate
    witness = json.loads(json.dumps(witness))
    place = witness
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return rule, statement, witness


@pytest.mark.parametrize(
    "faulty",
    [
        without(identities.result_1(), "derivations"),
        without(identities.result_1(), "squares", 0),
        without(identities.robust(1), "squares", 3),
        without(identities.turned_boundary(), "annihilations", 0),
        without(randomness.two_bits(), "derivations", 1),
        without(randomness.two_bits(), "multiplier"),
        without(randomness.one_bit("c"), "branches", 0, "squares"),
        without(randomness.uniform(), "memberships", 2, "annihilations", 0),
        without(exceptional.fixed("c"), "memberships", 16, "annihilations", 1),
        without(exceptional.fixed("s"), "derivations", 1),
        without(exceptional.attained("c"), "models", 3),
    ],
    ids=lambda certificate: certificate[0],
)
def test_a_proof_without_one_of_its_parts_is_refused(faulty: Any) -> None:
    assert verdict(faulty) in ("REJECTED", "MALFORMED")


def test_two_bits_need_an_angle_that_is_not_exceptional() -> None:
    rule, statement, witness = randomness.two_bits()
    weaker = json.loads(json.dumps(statement))
    weaker["conditions"] = [{**entry, "sense": ">=0"} for entry in weaker["conditions"]]
    assert verdict((rule, weaker, witness)) == "REJECTED"


def test_means_that_stay_free_at_the_exceptional_angles_are_not_fixed() -> None:
    """<B_01> is 0 in the protocol at theta = 0, and not in every behaviour there."""
    rule, statement, witness = exceptional.fixed("c")
    more = json.loads(json.dumps(statement))
    more["values"][-1] = {"functional": [["1", "B01"]], "value": "0"}
    assert check_bytes(certificate_bytes(rule, more, witness)).code == "identity"


def test_result_1_needs_the_commutation_of_the_bobs() -> None:
    rule, statement, witness = identities.result_1()
    free = json.loads(json.dumps(statement))
    del free["scenario"]["commuting"]
    assert check_bytes(certificate_bytes(rule, free, witness)).code == "identity"


def test_operators_multiply_like_the_words_they_are() -> None:
    scenario = Scenario.bell({"A": [2, 2], "B": [2]})
    algebra = Algebra(scenario, Symbols(["t"]))
    a0, a1, b = algebra.letters("A0", "A1", "B0")
    t = algebra.symbols["t"]
    assert ((a0 + t * a1) * (a0 - 1)).json() == (1 - a0 + t * (a1 * a0) - t * a1).json()
    assert (b * a0 - a0 * b).words == {}
    assert (a0 * a1).adjoint().json() == (a1 * a0).json()
    assert (a0 * a1).hermitian().json() == [["1", "A0 A1"], ["1", "A1 A0"]]


def test_coefficients_are_reduced_and_spelled_once() -> None:
    symbols = Symbols(["c", "s"], ("c", "s"))
    c, s, w = symbols["c"], symbols["s"], symbols.root2
    assert symbols.spell(s**2 + c**2) == "1"
    assert symbols.spell(w**3 - w) == ["0", "1"]
    assert symbols.spell(s**2 * w) == {"poly": [[["0", "1"], ""], [["0", "-1"], "c^2"]]}
    sphere = Symbols(["c", "s", "d", "e"], ("c", "s"), ("c", "d", "e"), rational=True)
    d, e = sphere["d"], sphere["e"]
    assert sphere.spell(sphere["s"] ** 2 - d**2 - e**2) == "0"
    assert sphere.spell(e**3) == {"poly": [["1", "e"], ["-1", "d^2 e"], ["-1", "c^2 e"]]}
    declared: Any = sphere.declaration()
    assert [entry["symbol"] for entry in declared["relations"]] == ["s", "e"]
    assert "field" not in declared
    with pytest.raises(ValueError, match="real"):
        GAUSSIAN.spell(GAUSSIAN.imaginary)
    assert GAUSSIAN.entry(GAUSSIAN.imaginary + 1) == {"re": "1", "im": "1"}
