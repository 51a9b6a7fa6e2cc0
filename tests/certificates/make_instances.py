"""Semidefinite problems with certified optima, on which solvers can be tried.

`python -m tests.certificates.make_instances` writes certificates/instances/semidefinite again; it needs picos and
sdpa-multiprecision.  An upper bound that a solver reports below `attained` is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from proofs.search.chsh import identities
from proofs.search.hierarchy.maximum import maximum_certificate
from proofs.search.hierarchy.multiprecision import multiprecision_certificate
from proofs.search.language.number_field import Number, NumberField, number
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json, certificate_bytes, write_changed
from proofs.search.question import How
from proofs.search.semidefinite.moments import level_words
from tests.certificates.zero_slack import moment_matrix, zero_slack_certificate

FOLDER = Path(__file__).resolve().parents[2] / "certificates" / "instances" / "semidefinite"

BETA, TILTED = Fraction(2, 7), Fraction(20, 7)  # 8 + 2 beta^2 is a square
CHAINED: Functional = {"A0 B0": 1, "A1 B0": 1, "A1 B1": 1, "A2 B1": 1, "A2 B2": 1, "A0 B2": -1}
I3322: Functional = {
    "A0=0": -1, "B0=0": -2, "B1=0": -1, "A0=0 B0=0": 1, "A0=0 B1=0": 1, "A0=0 B2=0": 1,
    "A1=0 B0=0": 1, "A1=0 B1=0": 1, "A1=0 B2=0": -1, "A2=0 B0=0": 1, "A2=0 B1=0": -1,
}  # fmt: skip

Angle = tuple[Number, Number]  # cosine and sine


def parties(inputs: int) -> Scenario:
    """Two parties with inputs of two outcomes."""
    return Scenario.bell({"A": [2] * inputs, "B": [2] * inputs})


def attained(
    inputs: int, functional: Functional, angles: Mapping[str, Angle], state: list[Number], value: Number,
    field: NumberField,
) -> bytes:  # fmt: skip
    """A certificate of rule point: reflections cos t Z + sin t X on two qubits give the functional its value."""
    scenario = parties(inputs)
    norm = sum((x * x for x in state), Fraction(0) * state[0])
    operators: dict[str, Json] = {
        name: [[number(c), number(s)], [number(s), number(-c)]] for name, (c, s) in angles.items()
    }
    model: Json = {
        "weight": number(1 / norm), "dimensions": ["2", "2"], "state": [number(x) for x in state],
        "operators": operators,
    }  # fmt: skip
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario.json(), "field": field.json(),
        "values": [{"functional": scenario.terms(functional), "value": number(value)}],
    }  # fmt: skip
    return certificate_bytes("point", statement, {"models": [model]})


def tilted() -> dict[str, bytes]:
    """CHSH + 2/7 A0 is at most 20/7, attained in Q(sqrt 6)."""
    field = NumberField.square_root(6)
    zero, one = Fraction(0), Fraction(1)
    side = field.alpha * Fraction(2, 7)
    functional: Functional = {**{text: Fraction(c) for text, c in identities.CHSH.items()}, "A0": BETA}
    angles: dict[str, Angle] = {
        "A0": (one, zero), "A1": (zero, one), "B0": (Fraction(5, 7), side), "B1": (Fraction(5, 7), -side),
    }  # fmt: skip
    state: list[Number] = [Fraction(3), zero, zero, field.alpha]
    return {
        "tilted-chsh": certificate_bytes(*identities.tilted_bound(BETA, TILTED)),
        "tilted-chsh-attained": attained(2, functional, angles, state, TILTED, field),
    }


def chained() -> dict[str, bytes]:
    """The chained inequality of three inputs is at most 3 sqrt 3, attained in Q(sqrt 3)."""
    field = NumberField.square_root(3)
    r, half, zero, one = field.alpha / 2, Fraction(1, 2), Fraction(0), Fraction(1)
    angles: dict[str, Angle] = {
        "A0": (one, zero), "A1": (half, r), "A2": (-half, r), "B0": (r, half), "B1": (zero, one), "B2": (-r, half),
    }  # fmt: skip
    unit: list[list[Number]] = [[one, zero], [zero, one]]
    squares: list[list[list[Number]]] = [[[c, s], [s, -c]] for c, s in angles.values()]
    operators = [_kron(square, unit) for square in squares[:3]] + [_kron(unit, square) for square in squares[3:]]
    matrix = moment_matrix(level_words(parties(3), "1"), operators, [1, 0, 0, 1], [1, 1, 1, 1])
    bound = zero_slack_certificate(parties(3), CHAINED, 3 * field.alpha, matrix, How("1"), field=field)
    return {
        "chained-3": bound.data,
        "chained-3-attained": attained(3, CHAINED, angles, [one, zero, zero, one], 3 * field.alpha, field),
    }


def _kron(left: list[list[Number]], right: list[list[Number]]) -> list[list[Number]]:
    return [[x * y for x in row for y in other] for row in left for other in right]


def i3322_attained() -> bytes:
    """A maximally entangled pair of qubits gives I3322 the value 1/4; larger dimensions give slightly more."""
    field = NumberField.square_root(3)
    r, half, zero, one = field.alpha / 2, Fraction(1, 2), Fraction(0), Fraction(1)
    angles: dict[str, Angle] = {
        "A0": (one, zero), "A1": (half, -r), "A2": (-half, -r), "B0": (half, -r), "B1": (one, zero), "B2": (half, r),
    }  # fmt: skip
    return attained(3, I3322, angles, [one, zero, zero, one], Fraction(1, 4), field)


def instances() -> dict[str, bytes]:
    """File name to bytes."""
    found = {
        "chsh-50-digits": multiprecision_certificate(parties(2), identities.CHSH, "1+AB", digits=50).data,
        **tilted(),
        **chained(),
        "i3322-attained": i3322_attained(),
        "i3322-level-1-AB": maximum_certificate(parties(3), I3322, How("1+AB", loss=1e-9, symmetry="found")).data,
        "i3322-level-2": multiprecision_certificate(parties(3), I3322, "2", digits=12).data,
        "i3322-level-3": maximum_certificate(parties(3), I3322, How("3", loss=1e-8, symmetry="found")).data,
    }
    return {f"{name}.cert.json": data for name, data in found.items()}


def main() -> int:
    """Write the certificates; prints how many files changed."""
    files = instances()
    print(f"{len(files)} certificates, {write_changed(FOLDER, files)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
