"""A third sequential party: three bits, where they are lost, and that the protocol is a sequence of measurements."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from oracle.papers.padovan2024.boundary import plane, third
from proofs.kernel.check import Verdict, check_bytes
from proofs.search.language.write import Json, certificate_bytes
from proofs.search.sequences.kraus import KrausModel, equivalence
from proofs.search.sequences.operators import Symbols
from proofs.search.sequences.sequence import FOUR_PARTIES
from proofs.search.sequences.tetrahedron import SIGNS

HALF = Fraction(1, 2)


def judged(certificate: Any) -> Verdict:
    return check_bytes(certificate_bytes(*certificate))


def edited(certificate: Any, edit: Callable[[Any, Any], None]) -> Any:
    rule, statement, witness = certificate
    statement, witness = json.loads(json.dumps(statement)), json.loads(json.dumps(witness))
    edit(statement, witness)
    return rule, statement, witness


@pytest.mark.parametrize(
    "make", [third.three_bits, third.attained, lambda: third.boundary("first"), lambda: third.boundary("second")]
)
def test_it_is_proved(make: Callable[[], Any]) -> None:
    assert judged(make()).verdict == "PROVED"


def test_an_adversary_knows_a_third_outcome_that_alice_does_not_test() -> None:
    assert judged(plane.known_outcome()).verdict == "PROVED"

    def of_another(statement: Any, witness: Any) -> None:
        statement["values"][-1]["functional"] = [["1", "B01 E0"]]

    assert judged(edited(plane.known_outcome(), of_another)).code == "not-attained"


def test_means_are_those_of_the_projective_form() -> None:
    """Those with Bob3's sigma_y vanish without a third direction; with his sigma_x they do not."""
    found = dict(plane.means(plane.protocol(), plane.PLANE))
    assert all(not value for word, value in found.items() if "B011" in word)
    assert found["A0 B010"]
    assert found["A0 B0 B01 B010"]


def no_commutation(statement: Any, witness: Any) -> None:
    statement["scenario"]["commuting"].remove(["B0", "B00"])


def another_value(statement: Any, witness: Any) -> None:
    statement["values"][-1]["value"] = "1/2"


def no_first(statement: Any, witness: Any) -> None:
    """Without the boundary of the first two parties."""
    statement["hypotheses"] = [h for h in statement["hypotheses"] if h["name"] != "first"]


def no_derivation(statement: Any, witness: Any) -> None:
    del witness["derivations"][1]


def other_chirality(statement: Any, witness: Any) -> None:
    """Alice's Y with the other sign: the state has no such correlations."""
    for k in range(4):
        a = witness["feasible"]["models"][0]["operators"][f"A{k}"]
        a[0][1], a[1][0] = a[1][0], a[0][1]


def another_event(statement: Any, witness: Any) -> None:
    """B00 and B01 are not measured in one run, and their product is no observable."""
    statement["values"][2]["functional"][0][1] = "B00 B01"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (no_commutation, "identity"),
        (another_value, "identity"),
        (no_first, "unknown-name"),
        (no_derivation, "unknown-name"),
        (other_chirality, "vacuous"),
        (another_event, "not-hermitian"),
    ],
)
def test_a_fault_is_refused(fault: Callable[[Any, Any], None], code: str) -> None:
    assert judged(edited(third.three_bits(), fault)).code == code


def test_the_boundary_needs_the_tetrahedron() -> None:
    def free(statement: Any, witness: Any) -> None:
        del statement["hypotheses"], witness["derivations"], witness["feasible"], witness["annihilations"]

    assert judged(edited(third.boundary("second"), free)).code == "identity"


@pytest.mark.parametrize(
    ("strengths", "input_name"),
    [(("0", "1", "3/5", "4/5"), "B0"), (("3/5", "4/5", "0", "4/5"), "B01"), (("3/5", "4/5", "4/5", "0"), "B011")],
)
def test_a_bit_is_lost_where_its_strength_is_zero(strengths: tuple[str, ...], input_name: str) -> None:
    """An observable that is 1 keeps all largest values, and its outcome is known."""
    symbols = Symbols([], rational=True)
    e = third.Strengths(symbols, *(symbols.number(Fraction(x)) for x in strengths))
    c, s, d, f = map(Fraction, strengths)
    # c = cos 2 theta_1, d = s cos 2 theta_2: amplitudes from half angles, cos theta proportional to 1 + cos 2 theta
    first, second = (1 + c, s), (s + d, f)
    registers: list[Json] = [str(x * y) for x in first for y in second]
    model = third.protocol_model(registers, str(HALF / sum(Fraction(str(x)) ** 2 for x in registers)))
    operators: Any = model["operators"]
    operators[input_name] = [[str(int(i == j)) for j in range(8)] for i in range(8)]
    pairs = [*e.largest.values(), (e.algebra.letters(input_name)[0], 1)]
    values: list[Json] = [{"functional": g.json(), "value": str(value)} for g, value in pairs]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": FOUR_PARTIES.json(), "values": values,
    }  # fmt: skip
    assert judged(("point", statement, {"models": [model]})).verdict == "PROVED"


def test_the_protocol_is_a_sequence_of_weak_measurements() -> None:
    """All probabilities of the Kraus form, at tan theta = 3/4 and 5/12, are those of the commuting projectors."""
    ring = Symbols([], gaussian=True)
    i = ring.imaginary
    u1, v1, u2, v2 = Fraction(4, 5), Fraction(3, 5), Fraction(12, 13), Fraction(5, 13)

    def matrix(rows: Any) -> Any:
        return [[ring.number(x) if isinstance(x, int | Fraction) else x for x in row] for row in rows]

    def sharp(rows: Any) -> Any:
        return [
            [matrix([[HALF * ((k == j) + sign * x) for j, x in enumerate(row)] for k, row in enumerate(rows)])]
            for sign in (1, -1)
        ]

    def weak_z(u: Any, v: Any) -> Any:
        return [[matrix([[u, 0], [0, v]])], [matrix([[v, 0], [0, u]])]]

    def weak_x(u: Any, v: Any) -> Any:
        return [
            [matrix([[HALF * (u + v), HALF * sign * (u - v)], [HALF * sign * (u - v), HALF * (u + v)]])]
            for sign in (1, -1)
        ]

    x, y, z = [[0, 1], [1, 0]], [[0, -i], [i, 0]], [[1, 0], [0, -1]]
    alice = [
        sharp([[Fraction(2 * c, 3), Fraction(2 * a, 3) + i * Fraction(b, 3)],
               [Fraction(2 * a, 3) - i * Fraction(b, 3), Fraction(-2 * c, 3)]])
        for a, b, c in SIGNS
    ]  # fmt: skip
    half = ring.root2 / 2
    sequence = [[weak_z(u1, v1), sharp(x), sharp(y)], [sharp(z), weak_x(u2, v2)], [sharp(x), sharp(y)]]
    model = KrausModel(ring, [[half, ring.number(0)], [ring.number(0), half]], alice, sequence)
    registers: list[Json] = [str(a * b) for a in (u1, v1) for b in (u2, v2)]
    certificate = equivalence(model, FOUR_PARTIES, third.protocol_model(registers))
    assert len(certificate[1]["values"]) == 4 * 2 * (2 + 2 + 4 + 8 + 8)
    assert judged(certificate).verdict == "PROVED"
