"""What a level gives at most at every strength of the sequential protocol: points on a polygon around the circle.

For fixed visibilities let g(c, s) be the largest guessing probability within a level with the known means at numbers c
and s in place of cos 2 theta and sin 2 theta. Mixtures are admissible: g is concave. Exchanged outcomes of B_0 turn the
sign of c, those of B_01 that of s, and are guessed as well: so g does not fall when |c| or |s| falls. Let V_k be
the corners of a polygon whose edges touch the circle at angles phi_0 = 0 < phi_1 < ... < phi_n = pi/2, V_k between
phi_k and phi_(k+1). A point of the circle between phi_i and phi_j is a point of an edge between V_(i-1) and V_j,
scaled down (before V_0, and after V_(n-1), it is below that corner in both coordinates). So g is there at least the
least of the values at V_(i-1), ..., V_j that exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from oracle.papers.padovan2024.noise.level_point import judged, level_point
from proofs.search.language.angles import Angle
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.known import Known
from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Scenario
from proofs.search.sequences.devices import SequentialChsh, State, sequential_means
from proofs.search.sequences.sequence import THREE_PARTIES, sequential_scenario


@dataclass(frozen=True)
class Corner:
    """The protocol's known means at numbers c and s, which may lie outside of the circle.

    Attributes:
        state: shared.
        c, s: in place of cos 2 theta and sin 2 theta.
    """

    state: State
    c: Fraction
    s: Fraction

    @property
    def scenario(self) -> Scenario:
        """That of `SequentialChsh`."""
        return THREE_PARTIES

    @property
    def symmetries(self) -> tuple[Relabelling, ...]:
        """Those of `SequentialChsh`."""
        return SequentialChsh(self.state, Angle()).symmetries

    def known(self, data: str = "full") -> list[Known]:
        """See `Symmetric`."""
        return sequential_means(self.state, (self.c, self.c), (self.s, self.s), data)


PROJECTIVE = sequential_scenario({"0": 2, "1": 2}, {"0": 2, "1": 2, "01": 2})
"""What is left of the scenario where B_00 is B_0."""


@dataclass(frozen=True)
class First:
    """The corner with c = 1, where <B_0 B_00> = 1: B_00 is B_0 on the state.

    Its moments are those of a scenario without B_00. Put in place of B_00, B_0 makes a strategy of the level out of
    one without, as the words of the level become words of the level without B_00.

    Attributes:
        state: shared.
        s: in place of sin 2 theta.
    """

    state: State
    s: Fraction

    @property
    def scenario(self) -> Scenario:
        """`PROJECTIVE`."""
        return PROJECTIVE

    @property
    def symmetries(self) -> tuple[Relabelling, ...]:
        """Those of `SequentialChsh`, without B_00."""
        kept = (0, 1, 2, 3, 5)
        return tuple(
            Relabelling((*move.inputs[:4], 4), tuple(move.flips[i] for i in kept))
            for move in SequentialChsh(self.state, Angle()).symmetries
        )

    def known(self, data: str = "full") -> list[Known]:
        """See `Symmetric`."""
        one = Fraction(1)
        found = sequential_means(self.state, (one, one), (self.s, self.s), data)
        return [item for item in found if item.name in ("z-first", "x-first", "x-second")]


@dataclass(frozen=True)
class Polygon:
    """Corners around the quarter of the circle.

    Attributes:
        state: shared.
        touching: tan(phi_k/2), from 0 to 1.
        level: by name.
    """

    state: State
    touching: tuple[Fraction, ...]
    level: str = "1+AB:sequences"

    def __post_init__(self) -> None:
        if self.touching[0] != 0 or self.touching[-1] != 1 or any(a >= b for a, b in pairwise(self.touching)):
            raise Failure(Kind.VALUE, "", "the angles at which the edges touch grow from 0 to pi/2")

    @property
    def corners(self) -> list[First | Corner]:
        """Where two tangents meet, V_0 first: at half the sum of their angles.

        >>> found = Polygon(State(Fraction(0)), (Fraction(0), Fraction(1, 2), Fraction(1))).corners
        >>> [str(corner.s) for corner in found], str(found[1].c)
        (['1/2', '1'], '1/3')
        """
        first, *rest = pairwise(self.touching)
        corners = [Corner(self.state, (1 - a * b) / (1 + a * b), (a + b) / (1 + a * b)) for a, b in rest]
        return [First(self.state, first[1]), *corners]

    def moments(self, guessed: tuple[str, ...] = ("B0", "B01")) -> list[Mapping[str, Fraction]]:
        """Good strategies within the level at the corners; see `level_point`.

        Raises:
            Failure: there is none at a corner.
        """
        return [level_point(corner, guessed, self.level, 1e-4).values for corner in self.corners]

    def probabilities(
        self, found: Sequence[Mapping[str, Fraction]], guessed: tuple[str, ...] = ("B0", "B01")
    ) -> list[Fraction]:
        """With what probability these strategies guess, all conditions checked exactly.

        Raises:
            Failure: see `judged`.
        """
        return [judged(corner, guessed, self.level, values) for corner, values in zip(self.corners, found, strict=True)]
