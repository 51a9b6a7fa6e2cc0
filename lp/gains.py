"""What a device gains against a biased source: functionals, points and certificates of rule `amplification`.

A run draws a source string u, which names an input of every party; its outcomes pass with bit 0, pass with bit 1, or
fail.  b_u is the probability of the first minus that of the second.  For a law nu of the strings the gain is

    g(nu) = min over no-signalling behaviours P of sum nu(u) (1 - J_u(P)),
    J_u(P) = max |b_u.P1| + |b_u.P2| over P1 + P2 = P,

and an adversary who knows nu and u guesses the bit of a passing run with at most this loss.  J_u is the least of
l.P over functionals l with l +- b_u >= 0, which Kelley's cutting planes find one after the other; a functional serves
every law.  HiGHS proposes, the multipliers that are kept are exact, and the kernel checks the identities again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from lp.coordinates import Integers, Scenario, integers
from lp.exact_vertices import optimum
from lp.highs import Program, propose
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, certificate_bytes, rational

Law = tuple[Fraction, ...]
Weights = dict[int, Fraction]  # of events, by their number
SCALE = 1 << 12  # probabilities of a proposed behaviour as integers; they need not be exact
ROUNDS = 200  # cutting planes for one law
CLOSE = 1e-9
PRECISION = 96  # bits with which the kernel rounds the binomial tail up


@dataclass(frozen=True)
class Device:
    """Boxes with two outcomes an input, and what a run does with them.

    Attributes:
        scenario: one box a party.
        strings: for every source string, in binary order, the input of each party and a mark for each outcome tuple in
            lexicographic order: "0" and "1" pass with this bit, "-" fails.
        flipped: parties; exchanging the outcomes of all of them exchanges the marks "0" and "1" and keeps "-".

    Raises:
        Failure: it does not.
    """

    scenario: Scenario
    strings: tuple[tuple[tuple[int, ...], str], ...]
    flipped: tuple[int, ...]

    def __post_init__(self) -> None:
        for string in range(len(self.strings)):
            if sorted(self.flip[i] for i in self.events(string, "0")) != self.events(string, "1"):
                raise Failure(Kind.SCENARIO, "strings", "exchanging outcomes does not exchange the bits")

    @property
    def length(self) -> int:
        """Source bits a run."""
        return len(self.strings).bit_length() - 1

    @cached_property
    def rows(self) -> Integers:
        """(events, coordinates): every event of all parties."""
        return self.scenario.event_matrix()

    @cached_property
    def numbers(self) -> dict[tuple[tuple[int, int], ...], int]:
        """The number of an event, by input and outcome of each party."""
        atoms = [[(x, o) for x, (_, d) in enumerate(party.inputs) for o in range(d)] for party in self.scenario.parties]
        return {event: i for i, event in enumerate(product(*atoms))}

    @cached_property
    def flip(self) -> list[int]:
        """For every event its image when the outcomes of the flipped parties are exchanged."""
        return [
            self.numbers[tuple((x, 1 - o if k in self.flipped else o) for k, (x, o) in enumerate(event))]
            for event in self.numbers
        ]

    def events(self, string: int, marks: str) -> list[int]:
        """Numbers of the events with one of the marks at a string."""
        inputs, wanted = self.strings[string]
        outcomes = product(*(range(p.inputs[x][1]) for p, x in zip(self.scenario.parties, inputs, strict=True)))
        pairs = zip(outcomes, wanted, strict=True)
        return [self.numbers[tuple(zip(inputs, outcome, strict=True))] for outcome, mark in pairs if mark in marks]

    @cached_property
    def failing(self) -> Integers:
        """(strings, coordinates): f at each string."""
        found: Integers = np.array(
            [self.rows[self.events(string, "-")].sum(axis=0) for string in range(len(self.strings))]
        )
        return found

    @cached_property
    def differences(self) -> Integers:
        """(strings, coordinates): b at each string."""
        halves = [[self.rows[self.events(s, mark)].sum(axis=0) for s in range(len(self.strings))] for mark in "01"]
        found: Integers = np.array(halves[0]) - np.array(halves[1])
        return found


@dataclass(frozen=True)
class Bounding:
    """A functional l with l + b = sum of `plus`, weights >= 0 of events; its image under the flip is l - b."""

    plus: tuple[tuple[int, Fraction], ...]
    simple: tuple[Fraction, ...] = ()  # if l is made of 1 and f at the strings, its coefficients

    def row(self, device: Device) -> tuple[Integers, int]:
        """l times a common denominator, in coordinates, and that denominator."""
        weights, common = integers([w for _, w in self.plus])
        events = [i for i, _ in self.plus]
        both = device.rows[events] + device.rows[[device.flip[i] for i in events]]
        found: Integers = np.array(weights, dtype=np.int64) @ both
        return found, 2 * common


@dataclass(frozen=True)
class Claim:
    """What a certificate says: `bits` blocks of `devices`, of which `failures` may fail, and the error of the bits."""

    bias: Fraction
    devices: int
    failures: int
    error: Fraction
    bits: int = 1


@dataclass(frozen=True)
class Point:
    """Weights of functionals, by string and number, and of events, whose identity gives the gain."""

    weights: dict[tuple[int, int], Fraction]
    slack: Weights
    gain: Fraction


def trees(length: int, low: Fraction) -> Iterator[Law]:
    """The laws of `length` bits in which each, given those before it, is 0 with probability `low` or 1 - `low`.

    >>> len(list(trees(3, Fraction(1, 4))))
    128
    """
    if not length:
        yield (Fraction(1),)
        return
    rest = list(trees(length - 1, low))
    for p in (low, 1 - low):
        for first, second in product(rest, repeat=2):
            yield (*(p * x for x in first), *((1 - p) * x for x in second))


class Library:
    """Functionals found so far for the strings of a device; a law that needs others adds them.

    A functional is sought among 1 and the f_v first: l = alpha + sum beta f_v with beta >= 0 is found from the largest
    b_u.P under bounds on all f_v.P, and the master program knows a behaviour by its failure probabilities.  Only laws
    for which that is not enough need whole behaviours.
    """

    def __init__(self, device: Device, closed: bool = False) -> None:
        self.device = device
        self.closed = closed  # to new functionals
        # 1 - f, which every string has
        strings = range(len(device.strings))
        self.found = [
            [
                Bounding(
                    tuple((i, Fraction(2)) for i in device.events(s, "0")),
                    tuple(map(Fraction, (1, *(-(v == s) for v in strings)))),
                )
            ]
            for s in strings
        ]
        self.simple: list[list[int]] = [[0] for _ in self.found]  # numbers of those made of 1 and f

    def point(self, law: Sequence[Fraction], enough: Fraction) -> Point:
        """A point with this mass and a gain of at least `enough`, or the largest there is.

        Raises:
            Failure: no exact multipliers, or no end of the cutting planes.
        """
        point = self._search(law, enough, True)
        return point if point.gain >= enough else self._search(law, enough, False)

    def behaviour(self, law: Sequence[Fraction]) -> list[Fraction]:
        """A behaviour, by events, with the least gain at a law, the same when outcomes are exchanged."""
        self._search(law, sum(law, start=Fraction(1)), False)
        program, _ = self.program(integers(list(law))[0], False)
        point = optimum(program).point[: self.device.rows.shape[1]]
        events = [sum((int(c) * x for c, x in zip(row, point, strict=True)), Fraction(0)) for row in self.device.rows]
        return [(p + events[self.device.flip[i]]) / 2 for i, p in enumerate(events)]

    def restricted(self, left: Container[tuple[int, int]]) -> Library:
        """A closed library with the functionals of these strings and numbers, and those of 1 - f."""
        result = Library(self.device, closed=True)
        for string, listed in enumerate(self.found):
            numbers = [n for n in range(len(listed)) if n == 0 or (string, n) in left]
            result.found[string] = [listed[n] for n in numbers]
            result.simple[string] = [i for i, n in enumerate(numbers) if n in set(self.simple[string])]
        return result

    def _search(self, law: Sequence[Fraction], enough: Fraction, simple: bool) -> Point:
        weights, common = integers(list(law))
        for _ in range(ROUNDS):
            program, names = self.program(weights, simple)
            proposal = propose(program)
            gain = (sum(weights) - float(program.objective @ proposal.point)) / common
            if gain >= float(enough) - CLOSE or self.closed or not self._cut(law, proposal.point, simple):
                return self._exact(law, program, names, simple)
        raise Failure(Kind.NO_ANSWER, "", "the cutting planes of the gain do not end")

    def _basis(self, simple: bool) -> Integers:
        """Rows that are >= 0 at a behaviour; the first coordinate is 1."""
        if not simple:
            return self.device.rows + self.device.rows[self.device.flip]
        strings = len(self.device.strings)
        return np.hstack([np.zeros((strings, 1), dtype=np.int64), np.eye(strings, dtype=np.int64)])

    def program(self, weights: list[int], simple: bool) -> tuple[Program, list[tuple[int, int]]]:
        """Maximise sum nu t over behaviours and t_u <= l for the functionals l of the string u.

        Returns:
            The program, whose last rows are t_u <= l, and the string and number of each of these functionals.
        """
        basis, strings = self._basis(simple), len(self.device.strings)
        rows = [np.hstack([basis, np.zeros((len(basis), strings), dtype=np.int64)])]
        names = []
        for string, functionals in enumerate(self.found):
            for number in self.simple[string] if simple else range(len(functionals)):
                row, common = self._row(functionals[number], simple)
                ends = np.zeros(strings, dtype=np.int64)
                ends[string] = -common
                rows.append(np.concatenate([row, ends])[np.newaxis])
                names.append((string, number))
        matrix = np.vstack(rows)
        objective = np.array([0] * basis.shape[1] + weights, dtype=np.int64)
        return Program(matrix, np.zeros(len(matrix), dtype=np.bool_), objective), names

    def _row(self, functional: Bounding, simple: bool) -> tuple[Integers, int]:
        if not simple:
            return functional.row(self.device)
        values, common = integers(list(functional.simple))
        return np.array(values, dtype=np.int64), common

    def _cut(self, law: Sequence[Fraction], point: npt.NDArray[np.float64], simple: bool) -> bool:
        """Add the functionals that are below t at the proposed behaviour; whether there was one."""
        known = point[: len(point) - len(self.found)]
        bounds = np.maximum(np.rint(self._basis(simple) @ known * SCALE), 0).astype(np.int64)
        found = False
        for string, p in enumerate(law):
            if not p:
                continue
            functional = self._simple(string, bounds) if simple else self._general(string, bounds)
            row, common = self._row(functional, simple)
            if float(row @ known) / common < point[len(known) + string] - CLOSE:
                if simple:
                    self.simple[string].append(len(self.found[string]))
                self.found[string].append(functional)
                found = True
        return found

    def _simple(self, string: int, bounds: Integers) -> Bounding:
        """alpha + sum beta f: the dual of the largest b.P of behaviours with f.P <= bounds, in units of 1/SCALE."""
        events = self.device.rows
        failing = -self.device.failing * SCALE
        failing[:, 0] += bounds
        rows = np.vstack([events, failing])
        pair = optimum(Program(rows, np.zeros(len(rows), dtype=np.bool_), self.device.differences[string]))
        # value - b.P = sum of events + sum of weights (bounds - SCALE f.P), so l - b is that sum of events
        outer = {i - len(events): w for i, w in pair.multipliers.items() if i >= len(events)}
        constant = pair.value - sum((w * int(bounds[v]) for v, w in outer.items()), start=Fraction(0))
        coefficients = (constant, *(SCALE * outer.get(v, Fraction(0)) for v in range(len(bounds))))
        plus = {self.device.flip[i]: w for i, w in pair.multipliers.items() if i < len(events)}
        return Bounding(tuple(sorted(plus.items())), coefficients)

    def _general(self, string: int, bounds: Integers) -> Bounding:
        """The least functional at a behaviour: the dual of the largest 2 b.Q with Q - flip Q <= P, event by event."""
        rows = np.hstack([bounds[:, np.newaxis], self.device.rows[self.device.flip] - self.device.rows])
        objective = np.concatenate([[0], 2 * self.device.differences[string]])
        pair = optimum(Program(rows, np.zeros(len(rows), dtype=np.bool_), objective))
        return Bounding(tuple(sorted(pair.multipliers.items())))

    def _exact(self, law: Sequence[Fraction], program: Program, names: list[tuple[int, int]], simple: bool) -> Point:
        pair, (_, common) = optimum(program), integers(list(law))
        rows = len(program.rows) - len(names)
        slack: Weights = {}
        weights = {}
        for i, w in sorted(pair.multipliers.items()):
            if i >= rows:
                string, number = names[i - rows]
                weights[string, number] = w * self._row(self.found[string][number], simple)[1] / common
                continue
            for event in self.device.events(i, "-") if simple else (i, self.device.flip[i]):
                slack[event] = slack.get(event, Fraction(0)) + w / common
        return Point(weights, slack, sum(law, start=Fraction(0)) - pair.value / common)


def certificate(device: Device, library: Library, points: Sequence[Point], claim: Claim) -> bytes:
    """Bytes for rule `amplification`: the points, and the functionals that they use."""
    scenario, names = device.scenario, device.scenario.events()
    used = [sorted({n for p in points for s, n in p.weights if s == string}) for string in range(len(device.strings))]
    place = {(s, n): i for s, numbers in enumerate(used) for i, n in enumerate(numbers)}

    def listed(weights: Mapping[int, Fraction]) -> list[Json]:
        return [[rational(w), names[i]] for i, w in sorted(weights.items())]

    functionals: list[Json] = []
    for string, numbers in enumerate(used):
        halves: list[Json] = []
        for n in numbers:
            plus = dict(library.found[string][n].plus)
            halves.append({"plus": listed(plus), "minus": listed({device.flip[i]: w for i, w in plus.items()})})
        functionals.append(halves)
    strings: list[Json] = []
    for inputs, marks in device.strings:
        labels = (party.inputs[x][0] for party, x in zip(scenario.parties, inputs, strict=True))
        strings.append([" ".join(labels), marks])
    statement: dict[str, Json] = {
        "kind": "amplification", "set": "no-signalling", "scenario": scenario.json, "bias": rational(claim.bias),
        "strings": strings, "devices": str(claim.devices), "failures": str(claim.failures), "bits": str(claim.bits),
        "error": rational(claim.error),
    }  # fmt: skip
    listed_points: list[Json] = [
        {
            "weights": [[rational(w), str(s), str(place[s, n])] for (s, n), w in sorted(point.weights.items())],
            "slack": listed(point.slack),
        }
        for point in points
    ]
    witness: dict[str, Json] = {"functionals": functionals, "points": listed_points, "precision": str(PRECISION)}
    return certificate_bytes("amplification", statement, witness)
