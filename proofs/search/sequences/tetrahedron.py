"""A protocol of three sequential parties with noise: its operators, and what it measures.

Bob1 measures Z with a strength or X or Y, Bob2 Z or X with a strength, Bob3 X or Y; Alice measures the tetrahedron.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from proofs.search.language.angles import Angle, Direction, Interval, widened
from proofs.search.language.angles import product as times
from proofs.search.language.known import Known
from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json, rational
from proofs.search.sequences.devices import GRID, State, half_tangent, require_data
from proofs.search.sequences.sequence import FOUR_PARTIES

SIGNS = ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
"""(a, b, c) of each direction of the tetrahedron."""

LENGTHS = (Fraction(2, 3), Fraction(1, 3), Fraction(2, 3))
"""The components of its directions along X, Y, Z, up to signs."""

AXES = {"B0": 2, "B00": 2, "B01": 0, "B010": 0, "B011": 1, "B1": 0, "B2": 1}
"""Which of X, Y, Z each of Bob's observables is on his qubit."""


PAULI: Mapping[str, tuple[tuple[complex, ...], ...]] = {
    "1": ((1, 0), (0, 1)), "X": ((0, 1), (1, 0)), "Y": ((0, -1j), (1j, 0)), "Z": ((1, 0), (0, -1)),
}  # fmt: skip
BOBS = {"B0": "ZZ1", "B1": "X11", "B2": "Y11", "B00": "Z11", "B01": "XXZ", "B010": "XX1", "B011": "YXX"}
"""On Bob's qubit and the registers of Bob1 and Bob2, which start in cos theta |0> + sin theta |1>."""

_UNITS: Mapping[complex, Json] = {
    0: "0",
    1: "1",
    -1: "-1",
    1j: {"re": "0", "im": "1"},
    -1j: {"re": "0", "im": "-1"},
}


def written(factors: str) -> Json:
    """A product of Pauli matrices as the format writes it."""
    rows: list[list[complex]] = [[1]]
    for name in factors:
        rows = [[x * y for x in row for y in other] for row in rows for other in PAULI[name]]
    return [[_UNITS[x] for x in row] for row in rows]


def protocol_operators() -> dict[str, Json]:
    """The observables; Alice's X, Y, Z are sigma_x, -sigma_y, sigma_z, so that phi+ has <Y sigma_y> = 1."""
    found = {name: written(factors) for name, factors in BOBS.items()}
    for k, signs in enumerate(SIGNS):
        x, y, z = (rational(length * sign) for length, sign in zip(LENGTHS, signs, strict=True))
        across = rational(-Fraction(y))
        found[f"A{k}"] = [[z, {"re": x, "im": y}], [{"re": x, "im": across}, rational(-Fraction(z))]]
    return found


@dataclass(frozen=True)
class ThirdParty:
    """The protocol of three sequential parties.

    Attributes:
        state: shared.
        theta, theta2: strengths of Bob1 and of Bob2; 0 is a projective measurement, pi/4 none.
    """

    state: State
    theta: Angle | Direction
    theta2: Angle | Direction

    @property
    def scenario(self) -> Scenario:
        """A0 to A3; B0, B1, B2; B00, B01 after B0; B010, B011 after B01."""
        return FOUR_PARTIES

    @property
    def symmetries(self) -> tuple[Relabelling, ...]:
        """X, Y or Z changes sign on both sides; the tetrahedron becomes itself, or the opposite one."""
        return tuple(_reflected(signs) for signs in product((1, -1), repeat=3))

    @cached_property
    def expectations(self) -> dict[str, Interval]:
        """The means that are not zero of products of one run, as tight intervals; with one axis of Alice's, its words.

        On the qubit and the registers the observables are those of `BOBS`, so that
        B0 B00 = Z', B01 B010 = Z'' and B0 B01 B010 = Z Z' Z''; Alice's part of an axis is its component.
        """
        z, x = ((v, v) for v in self.state.visibilities)
        first, second = self.theta.times(2), self.theta2.times(2)
        c, s = first.cosine, first.sine
        runs = {
            "B0": times(z, c), "B00": z, "B01": times(x, s, second.cosine), "B010": times(x, s),
            "B011": times(x, s, second.sine), "B1": x, "B2": x, "B0 B01 B010": times(z, c, second.cosine),
        }  # fmt: skip
        found = {"B0 B00": c, "B01 B010": second.cosine}
        for word, value in runs.items():
            axis = AXES[word.partition(" ")[0]]
            for k, signs in enumerate(SIGNS):
                length = LENGTHS[axis] * signs[axis]
                found[f"A{k} {word}"] = times((length, length), value)
        return found

    def known(self, data: str = "full") -> list[Known]:
        """See `proofs.search.sequences.devices.Symmetric`."""
        require_data(data)
        values = self.expectations
        found = []
        for word in [*AXES, *(["B0 B01 B010"] if data == "full" else [])]:
            axis = AXES[word.partition(" ")[0]]
            functional = {f"A{k} {word}": signs[axis] for k, signs in enumerate(SIGNS)}
            interval = times((Fraction(4), Fraction(4)), values[f"A0 {word}"])
            found.append(Known("a-" + word.replace(" ", "-").lower(), functional, *widened(interval, GRID)))
        if data == "full":
            pairs = ("B0 B00", "B01 B010")
            found += [Known(w.replace(" ", "-").lower(), {w: 1}, *widened(values[w], GRID)) for w in pairs]
        return found

    def feasible(self) -> Json:
        """See `proofs.search.sequences.devices.Noisy`: angles rounded on the rational circle."""
        tangents = [half_tangent(angle.cosine, angle.sine) for angle in (self.theta, self.theta2)]
        first, second = ((1 - u * u, 2 * u) for u in tangents)
        return self.state.mixture(protocol_operators(), [a * b for a in first for b in second])


def _reflected(signs: tuple[int, ...]) -> Relabelling:
    images: dict[str, str] = {b: _signed(b, signs[axis]) for b, axis in AXES.items()}
    for k, direction in enumerate(SIGNS):
        image = tuple(sign * a for sign, a in zip(signs, direction, strict=True))
        found: Mapping[tuple[int, ...], str] = {
            tuple(sign * a for a in other): _signed(f"A{j}", sign) for j, other in enumerate(SIGNS) for sign in (1, -1)
        }
        images[f"A{k}"] = found[image]
    return Relabelling.declared(FOUR_PARTIES, images)


def _signed(name: str, sign: int) -> str:
    return name if sign > 0 else f"-{name}"
