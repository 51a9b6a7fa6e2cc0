"""The noise model (18) for three sequential parties: what the protocol of `boundary.third` measures of it.

Bob1 measures Z with a strength or X or Y, Bob2 Z or X with a strength, Bob3 X or Y; Alice measures the tetrahedron.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from proofs.search.algebra import Scenario
from proofs.search.angles import Angle, Direction, Interval, widened
from proofs.search.angles import product as times
from proofs.search.boundary.third import LENGTHS, SIGNS, protocol_operators
from proofs.search.certify import proved
from proofs.search.known import Known
from proofs.search.noise.model import GRID, State, half_tangent, require_data
from proofs.search.noise.tangents import touching
from proofs.search.sequential import FOUR_PARTIES
from proofs.search.symmetry import Relabelling
from proofs.search.write import Json, certificate_bytes, rational

AXES = {"B0": 2, "B00": 2, "B01": 0, "B010": 0, "B011": 1, "B1": 0, "B2": 1}
"""Which of X, Y, Z each of Bob's observables is on his qubit."""


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

        On the qubit and the registers the observables are those of `boundary.third.BOBS`, so that
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
        """See `proofs.search.noise.model.Symmetric`."""
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
        """See `proofs.search.noise.model.Noisy`: angles rounded on the rational circle."""
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


# -- one outcome is as good as all --------------------------------------------------------

GUESSED = ("B0", "B01", "B011")
_BOBS = (
    "", "B0", "B1", "B2", "B00", "B01", "B010", "B011", "B0 B01", "B0 B011", "B01 B011", "B0 B01 B011",
)  # fmt: skip
WORDS = [" ".join(filter(None, pair)) for pair in product(("", "A0", "A1", "A2", "A3"), _BOBS)]
"""A level with 60 words, a part of 1+AB:sequences."""


NEAR = ThirdParty(State(Fraction(1, 5000)), Direction(Fraction(2), Fraction(1)), Direction(Fraction(5), Fraction(2)))
"""Where the shipped certificate is good: p = 1/5000, the angles with the tangents 1/2 and 2/5."""


def outcome_certificate(noisy: ThirdParty = NEAR, loss: float = 1e-5) -> bytes:
    """A proved bound on the probability of the outcomes 0 0 0 plus a sum of what is known, good near a protocol.

    The relabellings of `ThirdParty.symmetries` map all outcomes to each other and keep what is known. So the bound
    holds for the probability of any outcomes instead, and for the guessing probability, as in the rule `guessing`.

    Args:
        noisy: where the bound is to be good; it holds for all means.
        loss: how much worse than the best rounding the bound may be there.

    Raises:
        Failure: as `guessing_certificate`.
    """
    scenario, found = noisy.scenario, touching(noisy, GUESSED, WORDS, "full", loss)
    functional: dict[str, Fraction] = {found.event: Fraction(1)}
    for item, weight in found.weighted:
        for word, c in item.functional.items():
            functional[word] = functional.get(word, Fraction(0)) + weight * Fraction(c)
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(), "bound": rational(found.constant),
        "functional": scenario.terms(functional), "sense": "<=",
    }  # fmt: skip
    witness: dict[str, Json] = {"grams": [found.grams[0].json()]}
    return proved(certificate_bytes("sos", statement, witness, {"level": "listed words", **found.provenance}))
