"""One remote party and two sequential ones: words, levels, and the noisy sequential CHSH protocol.

Alice measures A0 or A1.  Bob1 measures B0 or B1; after B0, Bob2 measures B00 or B01, which
commute with B0 and with nothing else of the Bobs.  What Bob2 does after B1 is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from proofs.search.algebra import ProblemError, Scenario
from proofs.search.angles import Angle, Interval, square_root, widened
from proofs.search.angles import product as times
from proofs.search.known import Known
from proofs.search.moments import Level
from proofs.search.symmetry import Relabelling
from proofs.search.write import Json, rational

LEVELS = ("1+AB:operators", "1+AB:sequences", "1+BB+AB+ABB")
"""The two readings of "1+AB", with 15 and 21 words in the three-party scenario, and a higher level with 45."""
Matrix = tuple[tuple[int, int], tuple[int, int]]
DATA = ("full", "pairs")
GRID = 40  # intervals of known means are two to three steps of 2^-GRID wide


def sequential_scenario(
    remote: dict[str, int], sequence: dict[str, int], names: tuple[str, str] = ("A", "B")
) -> Scenario:
    """A remote party and a sequence of parties that stand as one party of commuting inputs.

    Args:
        remote: outcomes of each input of the remote party, by label.
        sequence: outcomes of each last measurement by the inputs that led to it, one digit a party:
            "0" is the first party's input 0, "01" the second one's input 1 after it.
        names: of the two.

    Raises:
        ProblemError: a sequence without its beginning.

    >>> sequential_scenario({"0": 2, "1": 2}, {"0": 2, "1": 2, "00": 2, "01": 2}).commuting
    (('B0', 'B00'), ('B0', 'B01'))
    """
    alice, bob = names
    labels = sorted(sequence, key=lambda label: (len(label), label))
    pairs = []
    for label in labels:
        for k in range(1, len(label)):
            if label[:k] not in sequence:
                raise ProblemError(f"the measurement {bob}{label} comes after {bob}{label[:k]}, which is not listed")
            pairs.append((bob + label[:k], bob + label))
    inputs = [(alice, label, d) for label, d in remote.items()] + [(bob, label, sequence[label]) for label in labels]
    return Scenario(tuple(inputs), tuple(sorted(pairs)))


def sequences(scenario: Scenario, party: str) -> list[str]:
    """Products of what one run of the sequence measures: every set of mutually commuting inputs that grow.

    >>> sequences(THREE_PARTIES, "B")
    ['', 'B0', 'B1', 'B00', 'B01', 'B0 B00', 'B0 B01']
    """
    names = [name for name in scenario.names if name.startswith(party)]
    pairs = {frozenset(pair) for pair in scenario.commuting}
    found: list[list[str]] = [[]]
    for length in range(1, len(names) + 1):
        longer = [
            [*word, name]
            for word in found
            if len(word) == length - 1
            for name in names
            if all(frozenset((_input(old), _input(name))) in pairs for old in word) and (not word or word[-1] < name)
        ]
        if not longer:
            break
        found += sorted(longer, key=lambda word: [names.index(name) for name in word])
    return [" ".join(word) for word in found]


def _input(letter: str) -> str:
    return letter.partition("=")[0]


def level(scenario: Scenario, name: str) -> Level:
    """The words of a level by name: one of `LEVELS`, or any level `moments.level_words` knows.

    "1+AB:sequences" is {1, letters of A} x {1, products of what one run of the sequence measures},
    "1+AB:operators" is {1, letters of A} x {1, letters of B}, the level 1+AB of two parties.

    >>> [len(level_words(THREE_PARTIES, level(THREE_PARTIES, name))) for name in LEVELS]
    [15, 21, 45]
    """
    if name == "1+AB:operators":
        return "1+AB"
    if name != "1+AB:sequences":
        return name
    first, second = scenario.parties
    alone = ["", *(letter for letter in scenario.names if letter.startswith(first))]
    return [" ".join(filter(None, pair)) for pair in product(alone, sequences(scenario, second))]


_BOBS = ("", "B0", "B1", "B00", "B01", "B0 B00", "B0 B01")
THREE_PARTIES = sequential_scenario({"0": 2, "1": 2}, {"0": 2, "1": 2, "00": 2, "01": 2})
_FLIP_Z = Relabelling((1, 0, 2, 3, 4, 5), (True, True, True, False, True, False))
_FLIP_X = Relabelling((1, 0, 2, 3, 4, 5), (False, False, False, True, False, True))
_SAME = Relabelling((0, 1, 2, 3, 4, 5), (False,) * 6)
SYMMETRIES = (_SAME, _FLIP_X, _FLIP_Z, Relabelling((0, 1, 2, 3, 4, 5), (True,) * 6))
"""Z = A0 + A1, B0 and B00 change sign, or X = A0 - A1, B1 and B01, or all."""


@dataclass(frozen=True)
class Protocol:
    """The sequential CHSH protocol with the state (18): equations (11) to (14) of padovan2024.

    The state is (1 - p - c) |phi+><phi+| + p/4 + c (|00><00| + |11><11|)/2, Alice measures
    (Z +- X)/sqrt 2, Bob1 Z with strength theta or X, Bob2 Z or X.

    Attributes:
        p, c: depolarisation and decoherence, nonnegative, sum at most 1; the visibilities are
            1 - p of Z and 1 - p - c of X.
        theta: strength; 0 is a projective measurement, pi/4 none.
    """

    p: Fraction
    theta: Angle
    c: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.p < 0 or self.c < 0 or self.p + self.c > 1:
            raise ProblemError(f"p = {self.p} and c = {self.c} are weights: nonnegative, and at most 1 together")

    @cached_property
    def visibilities(self) -> tuple[Fraction, Fraction]:
        """Of Z and of X."""
        return 1 - self.p, 1 - self.p - self.c

    @cached_property
    def expectations(self) -> dict[str, Interval]:
        """The mean of every word with one letter of Alice and one sequence of the Bobs at most, as tight intervals.

        With B0 = Z Z', B1 = X, B00 = Z, B01 = X X' on phi+ and the ancilla cos theta |0> + sin theta |1>
        the means that are not zero are those of A B0, A B1, A B00, A B01 and of B0 B00 = Z'.
        """
        z, x = ((v, v) for v in self.visibilities)
        half = square_root(Fraction(1, 2))
        double = self.theta.times(2)
        signs = {"A0": Fraction(1), "A1": Fraction(-1)}
        found = {" ".join(filter(None, w)): (Fraction(0),) * 2 for w in product(("", "A0", "A1"), _BOBS) if any(w)}
        for alice, sign in signs.items():
            found[f"{alice} B0"] = times(half, z, double.cosine)
            found[f"{alice} B00"] = times(half, z)
            found[f"{alice} B1"] = times(half, x, (sign, sign))
            found[f"{alice} B01"] = times(half, x, double.sine, (sign, sign))
        found["B0 B00"] = double.cosine
        return found

    def known(self, data: str = "full") -> list[Known]:
        """What is known, averaged over `SYMMETRIES`: the means that survive, widened to the grid.

        Args:
            data: "full", the whole behaviour, or "pairs", only means of one observable and of one of
                Alice and one of the Bobs.

        A bound from these means holds for the whole behaviour, which has them; the symmetries map
        the other means of the protocol to minus themselves, so that they say nothing more.
        """
        if data not in DATA:
            raise ProblemError(f"the data are {' or '.join(DATA)}, not {data!r}")
        values = self.expectations
        sums = {
            "z-first": ("A0 B0", "A1 B0", 1), "x-first": ("A0 B1", "A1 B1", -1),
            "z-second": ("A0 B00", "A1 B00", 1), "x-second": ("A0 B01", "A1 B01", -1),
        }  # fmt: skip
        found = []
        for name, (one, other, sign) in sums.items():
            interval = widened(times((Fraction(2), Fraction(2)), values[one]), GRID)
            found.append(Known(name, {one: 1, other: sign}, *interval))
        if data == "full":
            found.append(Known("both", {"B0 B00": 1}, *widened(values["B0 B00"], GRID)))
        return found

    def feasible(self) -> Json:
        """Models with rational entries that are so near to the protocol's that they have the known means.

        The rational circle takes the place of angles: tangents of halves are rounded to 2^-(GRID + 20).
        """
        v, u = _half_tangent(*(square_root(Fraction(1, 2)),) * 2), _half_tangent(self.theta.cosine, self.theta.sine)
        a, b = (1 - v * v) / (1 + v * v), 2 * v / (1 + v * v)
        ancilla = (1 - u * u, 2 * u)
        one, sigma_z, sigma_x = ((1, 0), (0, 1)), ((1, 0), (0, -1)), ((0, 1), (1, 0))
        operators = {
            "A0": [[a, b], [b, -a]], "A1": [[a, -b], [-b, -a]],
            "B0": _kron(sigma_z, sigma_z), "B1": _kron(sigma_x, one),
            "B00": _kron(sigma_z, one), "B01": _kron(sigma_x, sigma_x),
        }  # fmt: skip
        written: dict[str, Json] = {name: [[rational(x) for x in row] for row in m] for name, m in operators.items()}
        bell, both, apart = 1 - self.p - self.c, self.p / 4 + self.c / 2, self.p / 4
        parts = [(bell / 2, ("00", "11")), (both, ("00",)), (both, ("11",)), (apart, ("01",)), (apart, ("10",))]
        norm = ancilla[0] ** 2 + ancilla[1] ** 2
        models: list[Json] = []
        for weight, kets in parts:
            if weight:
                state = [ancilla[k % 2] * (f"{k // 4}{k // 2 % 2}" in kets) for k in range(8)]
                models.append({
                    "weight": rational(weight / norm), "dimensions": ["2", "4"],
                    "state": [rational(x) for x in state], "operators": written,
                })  # fmt: skip
        return {"models": models}


def _half_tangent(cosine: Interval, sine: Interval) -> Fraction:
    """About tan(angle/2), or that of the angle turned by pi where this is smaller: (cos, sin) up to a sign."""
    sign = 1 if cosine[0] >= 0 else -1
    return Fraction(round(sign * sine[0] / (1 + sign * cosine[0]) * 2 ** (GRID + 20)), 2 ** (GRID + 20))


def _kron(left: Matrix, right: Matrix) -> list[list[Fraction]]:
    return [[Fraction(x * y) for x in row for y in other] for row in left for other in right]
