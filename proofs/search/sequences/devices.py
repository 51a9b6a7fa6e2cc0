"""The noise model (18) of padovan2024: what the sequential and the standard CHSH protocol measure of it.

The state is (1 - p - c) |phi+><phi+| + p/4 + c (|00><00| + |11><11|)/2 with visibilities 1 - p
of Z and 1 - p - c of X; Alice measures (Z +- X)/sqrt 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import acos, hypot
from typing import Protocol

from proofs.search.language.angles import Angle, Direction, Interval, square_root, widened
from proofs.search.language.angles import product as times
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.known import Known
from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json, rational
from proofs.search.sequences.sequence import THREE_PARTIES, sequential_scenario

Matrix = tuple[tuple[int, int], tuple[int, int]]
Rows = Sequence[Sequence[Fraction]]
DATA = ("full", "pairs")
GRID = 40  # intervals of known means are two to three steps of 2^-GRID wide

_ONE, _Z, _X = ((1, 0), (0, 1)), ((1, 0), (0, -1)), ((0, 1), (1, 0))
_BOBS = ("", "B0", "B1", "B00", "B01", "B0 B00", "B0 B01")
TWO_PARTIES = sequential_scenario({"0": 2, "1": 2}, {"0": 2, "1": 2})


class Symmetric(Protocol):
    """What is known of a behaviour, and the symmetries of that.

    Attributes:
        scenario: its operators.
        symmetries: relabellings that keep what is known.
    """

    @property
    def scenario(self) -> Scenario: ...

    @property
    def symmetries(self) -> tuple[Relabelling, ...]: ...

    def known(self, data: str = "full") -> list[Known]:
        """What is known, averaged over the symmetries: the means that survive, widened to the grid.

        A bound from these means holds for the whole behaviour, which has them; the symmetries map
        its other means to minus themselves, so that they say nothing more.

        Args:
            data: "full", the whole behaviour, or "pairs", only means of one observable and of one of
                Alice and one of the Bobs.
        """


class Noisy(Symmetric, Protocol):
    """A protocol under the noise model."""

    def feasible(self) -> Json:
        """Models with rational entries that are so near to the protocol's that they have the known means."""


@dataclass(frozen=True)
class State:
    """The state (18).

    Attributes:
        p, c: depolarisation and decoherence, nonnegative, sum at most 1.
    """

    p: Fraction
    c: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.p < 0 or self.c < 0 or self.p + self.c > 1:
            raise Failure(
                Kind.VALUE,
                "",
                "p = {p} and c = {c} are weights: nonnegative, and at most 1 together",
                p=self.p,
                c=self.c,
            )

    @property
    def visibilities(self) -> tuple[Fraction, Fraction]:
        """The visibilities of Z and of X."""
        return 1 - self.p, 1 - self.p - self.c

    @classmethod
    def of_visibilities(cls, z: Fraction, x: Fraction) -> State:
        """The state with measured visibilities: p = 1 - z, c = z - x.

        >>> State.of_visibilities(Fraction("0.98"), Fraction("0.97"))
        State(p=Fraction(1, 50), c=Fraction(1, 100))
        """
        return cls(1 - z, z - x)

    def models(self, operators: Mapping[str, Rows], ancilla: Sequence[Fraction] = (Fraction(1),)) -> Json:
        """`mixture` for rational operators."""
        written: dict[str, Json] = {name: [[rational(x) for x in row] for row in m] for name, m in operators.items()}
        return self.mixture(written, ancilla)

    def mixture(self, written: dict[str, Json], ancilla: Sequence[Fraction]) -> Json:
        """A mixture of the Bell state and of products, each with the ancilla behind the second qubit.

        Args:
            written: operators of two qubits and the ancilla, as the format writes them.
            ancilla: unnormalised.
        """
        bell, both, apart = 1 - self.p - self.c, self.p / 4 + self.c / 2, self.p / 4
        parts = [(bell / 2, ("00", "11")), (both, ("00",)), (both, ("11",)), (apart, ("01",)), (apart, ("10",))]
        norm = sum((x * x for x in ancilla), Fraction(0))
        models: list[Json] = []
        for weight, kets in parts:
            if weight:
                state = [x * (ket in kets) for ket in ("00", "01", "10", "11") for x in ancilla]
                models.append({
                    "weight": rational(weight / norm), "dimensions": ["2", str(2 * len(ancilla))],
                    "state": [rational(x) for x in state], "operators": written,
                })  # fmt: skip
        return {"models": models}


def require_data(data: str) -> None:
    """Refuse other names of data than those in `DATA`.

    Raises:
        Failure: with the names.
    """
    if data not in DATA:
        raise Failure(Kind.VALUE, "", "the data are {listed}, not {data!r}", listed=" or ".join(DATA), data=data)


def _sum(name: str, words: tuple[str, str], sign: int, value: Interval) -> Known:
    """The mean of word + sign * other is twice a value."""
    interval = widened(times((Fraction(2), Fraction(2)), value), GRID)
    return Known(name, {words[0]: 1, words[1]: sign}, *interval)


def _alice(direction: Direction | None = None) -> dict[str, Rows]:
    """(Z +- X)/sqrt 2, or Z cos +- X sin of a direction, with rational entries: near on the rational circle."""
    half = square_root(Fraction(1, 2))
    v = half_tangent(direction.cosine, direction.sine) if direction else half_tangent(half, half)
    a, b = (1 - v * v) / (1 + v * v), 2 * v / (1 + v * v)
    return {"A0": [[a, b], [b, -a]], "A1": [[a, -b], [-b, -a]]}


def half_tangent(cosine: Interval, sine: Interval) -> Fraction:
    """About tan(angle/2), or that of the angle turned by pi where this is smaller: (cos, sin) up to a sign.

    It is rounded to GRID + 20 binary digits, and the point of the circle that it parametrises is exactly rational.

    >>> v = half_tangent((Fraction(3, 5),) * 2, (Fraction(4, 5),) * 2)
    >>> (1 - v * v) / (1 + v * v), 2 * v / (1 + v * v)
    (Fraction(3, 5), Fraction(4, 5))
    """
    sign = 1 if cosine[0] >= 0 else -1
    return Fraction(round(sign * sine[0] / (1 + sign * cosine[0]) * 2 ** (GRID + 20)), 2 ** (GRID + 20))


def _kron(left: Matrix, right: Matrix) -> Rows:
    return [[Fraction(x * y) for x in row for y in other] for row in left for other in right]


def _plain(matrix: Matrix) -> Rows:
    return [[Fraction(x) for x in row] for row in matrix]


@dataclass(frozen=True)
class SequentialChsh:
    """The sequential CHSH protocol, equations (11) to (14): Bob1 measures Z with strength theta or X, Bob2 Z or X.

    Attributes:
        state: shared.
        theta: strength; 0 is a projective measurement, pi/4 none.
    """

    state: State
    theta: Angle | Direction

    @property
    def scenario(self) -> Scenario:
        """A0, A1; B0, B1; B00 and B01 after B0."""
        return THREE_PARTIES

    @property
    def symmetries(self) -> tuple[Relabelling, ...]:
        """A0 + A1, B0 and B00 change sign, or A0 - A1, B1 and B01, or all."""
        same = (0, 1, 2, 3, 4, 5)
        swapped = (1, 0, 2, 3, 4, 5)
        return (
            Relabelling(same, (False,) * 6),
            Relabelling(swapped, (False, False, False, True, False, True)),
            Relabelling(swapped, (True, True, True, False, True, False)),
            Relabelling(same, (True,) * 6),
        )

    @cached_property
    def expectations(self) -> dict[str, Interval]:
        """The mean of every word with one letter of Alice and one run of the Bobs at most, as tight intervals.

        With B0 = Z Z', B1 = X, B00 = Z, B01 = X X' on the state and the ancilla cos theta |0> + sin theta |1>
        the means that are not zero are those of A B0, A B1, A B00, A B01 and of B0 B00 = Z'.
        """
        z, x = ((v, v) for v in self.state.visibilities)
        half = square_root(Fraction(1, 2))
        double = self.theta.times(2)
        found = {" ".join(filter(None, w)): (Fraction(0),) * 2 for w in product(("", "A0", "A1"), _BOBS) if any(w)}
        for alice, sign in (("A0", Fraction(1)), ("A1", Fraction(-1))):
            found[f"{alice} B0"] = times(half, z, double.cosine)
            found[f"{alice} B00"] = times(half, z)
            found[f"{alice} B1"] = times(half, x, (sign, sign))
            found[f"{alice} B01"] = times(half, x, double.sine, (sign, sign))
        found["B0 B00"] = double.cosine
        return found

    def known(self, data: str = "full") -> list[Known]:
        """See `Symmetric`."""
        double = self.theta.times(2)
        return sequential_means(self.state, double.cosine, double.sine, data)

    def feasible(self, alice: Direction | None = None) -> Json:
        """See `Noisy`: eqs. (13) and (14), angles rounded on the rational circle; Alice may measure Z cos +- X sin."""
        u = half_tangent(self.theta.cosine, self.theta.sine)
        bobs = {"B0": _kron(_Z, _Z), "B1": _kron(_X, _ONE), "B00": _kron(_Z, _ONE), "B01": _kron(_X, _X)}
        return self.state.models({**_alice(alice), **bobs}, (1 - u * u, 2 * u))


def sequential_means(state: State, c: Interval, s: Interval, data: str = "full") -> list[Known]:
    """What is known of the sequential protocol, averaged over its symmetries.

    Args:
        state: shared.
        c: encloses a number in place of cos 2 theta.
        s: encloses a number in place of sin 2 theta; the two need not be on the circle.
        data: see `Symmetric.known`.

    Returns:
        sums of means within intervals that contain them, widened to the grid: weaker hypotheses, which is safe.

    Raises:
        Failure: other data.
    """
    require_data(data)
    half = square_root(Fraction(1, 2))
    z, x = ((v, v) for v in state.visibilities)
    found = [
        _sum("z-first", ("A0 B0", "A1 B0"), 1, times(half, z, c)),
        _sum("x-first", ("A0 B1", "A1 B1"), -1, times(half, x)),
        _sum("z-second", ("A0 B00", "A1 B00"), 1, times(half, z)),
        _sum("x-second", ("A0 B01", "A1 B01"), -1, times(half, x, s)),
    ]
    if data == "full":
        found.append(Known("both", {"B0 B00": 1}, *widened(c, GRID)))
    return found


def fitted(known: Sequence[Known]) -> Json | None:
    """Models whose means all lie well inside of the known intervals, or None if this guess has none.

    The protocol with one visibility for Z and X and a direction of Alice that are read off A B00 and A B1, and a
    strength off B0 B00: good for data of such a protocol, and shows that what is known can hold together.

    Args:
        known: means of single words.
    """
    middle = {next(iter(item.functional)): float(item.low + item.high) / 2 for item in known}
    if not {"A0 B00", "A1 B00", "A0 B1", "A1 B1", "B0 B00"} <= middle.keys():
        return None
    z, x = (middle["A0 B00"] + middle["A1 B00"]) / 2, (middle["A0 B1"] - middle["A1 B1"]) / 2
    theta = acos(min(1.0, max(-1.0, middle["B0 B00"]))) / 2
    visibility, strength, *alice = (Fraction(round(v * 2**20), 2**20) for v in (min(1.0, hypot(z, x)), theta, z, x))
    if alice[0] <= 0:  # `half_tangent` would turn her direction round
        return None
    direction = Direction(*alice)
    found = SequentialChsh(State.of_visibilities(visibility, visibility), Angle(radians=strength))
    root = square_root(Fraction(2))
    margin = Fraction(1, 2**GRID)
    for item in known:
        (word,) = item.functional
        mean = found.expectations.get(word, (Fraction(2), Fraction(2)))
        if word.startswith("A"):  # 1/sqrt 2 stands there for cosine and sine
            mean = times(mean, root, direction.sine if word.endswith(("B1", "B01")) else direction.cosine)
        if not item.low + margin <= mean[0] <= mean[1] <= item.high - margin:
            return None
    return found.feasible(direction)


@dataclass(frozen=True)
class StandardChsh:
    """The CHSH protocol without a second measurement: B0 = Z, B1 = X.

    Attributes:
        state: shared.
    """

    state: State

    @property
    def scenario(self) -> Scenario:
        """A0, A1; B0, B1."""
        return TWO_PARTIES

    @property
    def symmetries(self) -> tuple[Relabelling, ...]:
        """A0 + A1 and B0 change sign, or A0 - A1 and B1, or all."""
        return (
            Relabelling((0, 1, 2, 3), (False,) * 4),
            Relabelling((1, 0, 2, 3), (False, False, False, True)),
            Relabelling((1, 0, 2, 3), (True, True, True, False)),
            Relabelling((0, 1, 2, 3), (True,) * 4),
        )

    def known(self, data: str = "full") -> list[Known]:
        """See `Symmetric`; the whole behaviour has no other means than those of pairs."""
        require_data(data)
        half = square_root(Fraction(1, 2))
        z, x = (times(half, (v, v)) for v in self.state.visibilities)
        return [_sum("z", ("A0 B0", "A1 B0"), 1, z), _sum("x", ("A0 B1", "A1 B1"), -1, x)]

    def feasible(self) -> Json:
        """See `Noisy`."""
        return self.state.models({**_alice(), "B0": _plain(_Z), "B1": _plain(_X)})
