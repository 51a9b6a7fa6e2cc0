"""Certificates of a noisy protocol for every visibility and every strength at once.

A certificate that is searched at one point of the noise model uses the known means with fixed weights: for other
means the same squares prove another bound. The means of the sequential protocol are sqrt 2 z c, sqrt 2 x, sqrt 2 z,
sqrt 2 x s and c, with the visibilities z of Z and x of X, c = cos 2 theta and s = sin 2 theta, those of the standard
protocol sqrt 2 z and sqrt 2 x: the bound is a polynomial in these. Over the space of the means it is a plane above the
guessing probability, and touches it where it was searched but for what rounding cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product as pairs
from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import SIGMA_X, SIGMA_Z, columns, protocol_operators
from proofs.search.hierarchy.adversary import Guessing
from proofs.search.hierarchy.branches import mean_multipliers
from proofs.search.hierarchy.maximum import entry_bits
from proofs.search.language.angles import Interval, square_root
from proofs.search.language.angles import product as times
from proofs.search.language.known import Known
from proofs.search.language.means import Mean
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.semidefinite.moments import Level
from proofs.search.semidefinite.rounding import Gram
from proofs.search.semidefinite.sdp import solve
from proofs.search.sequences.devices import Noisy, SequentialChsh, StandardChsh, Symmetric
from proofs.search.sequences.operators import Symbols
from proofs.search.sequences.sequence import level

RANGES = {"z": (-1, 1), "x": (-1, 1)}  # visibilities, with which Pauli noise is possible
SEQUENTIAL = Symbols(["z", "x", "c", "s"], ("c", "s"), ranges=RANGES)
STANDARD = Symbols(["z", "x"], ranges=RANGES)
"""z and x are any numbers, (c, s) any point of the circle."""


@dataclass(frozen=True)
class Family:
    """The protocol for all its parameters.

    Attributes:
        symbols: the parameters.
        means: the mean in the protocol of what is known under a name (see `Noisy.known`).
        witness: a point of the symbols, and models that have the means at all of their values.
    """

    symbols: Symbols
    means: Mapping[str, Any]
    witness: dict[str, Json]

    def hypotheses(self, noisy: Noisy, data: str = "full") -> list[dict[str, Json]]:
        """What is known, as a statement writes it: the mean of each functional is an exact polynomial in the symbols.

        Args:
            noisy: the protocol; only what it knows under which names matters, not its parameters.
            data: see `Noisy.known`.
        """
        found: list[dict[str, Json]] = []
        for item in noisy.known(data):
            constant: list[Json] = [[self.symbols.spell(-self.means[item.name]), ""]]
            polynomial: list[Json] = constant + noisy.scenario.terms(item.functional)
            found.append({"name": item.name, "kind": "mean", "sense": "=0", "polynomial": polynomial})
        return found


def family(noisy: Noisy) -> Family:
    """The family of a protocol."""
    if isinstance(noisy, StandardChsh):
        z, x = (STANDARD[name] for name in STANDARD.names)
        operators = {"B0": SIGMA_Z, "B1": SIGMA_X, **{name: protocol_operators()[name] for name in ("A0", "A1")}}
        one = STANDARD.number(1)
        models = _noisy_models(STANDARD, [(one,)], {"dimensions": ["2", "2"], "operators": operators})
        means = {"z": STANDARD.root2 * z, "x": STANDARD.root2 * x}
        return Family(STANDARD, means, {"feasible": {"models": models}, "symbols": {"z": "1", "x": "1"}})
    z, x, c, s = (SEQUENTIAL[name] for name in SEQUENTIAL.names)
    root = SEQUENTIAL.root2
    means = {"z-first": root * z * c, "x-first": root * x, "z-second": root * z, "x-second": root * x * s, "both": c}
    at: Json = {"z": "1", "x": "1", "c": "3/5", "s": "4/5"}
    models = _noisy_models(SEQUENTIAL, columns(c, s), {"dimensions": ["2", "4"], "operators": protocol_operators()})
    return Family(SEQUENTIAL, means, {"feasible": {"models": models}, "symbols": at})


def _noisy_models(symbols: Symbols, rest: Sequence[tuple[Any, ...]], shared: dict[str, Json]) -> list[Json]:
    """The protocol for all visibilities at once: each Bell state of A and B' with its probability, times a rest of B.

    The Bell state with <Z Z> = zz and <X X> = xx has the probability (1 + zz z)(1 + xx x)/4, so the means are z and x.
    """
    models: list[Json] = []
    for zz, xx in pairs((1, -1), repeat=2):
        weight = symbols.spell((1 + zz * symbols["z"]) * (1 + xx * symbols["x"]) / 8)
        for vector in rest:
            none = [symbols.number(0)] * len(vector)
            halves = [[*vector, *none], [*none, *vector]][::zz]
            state = [*halves[0], *(xx * x for x in halves[1])]
            models.append({"weight": weight, "state": [symbols.spell(x) for x in state], **shared})
    return models


@dataclass(frozen=True)
class Touching:
    """A bound for all means: the probability of each event plus the sum of weights times functionals.

    Attributes:
        event: the first one that was searched.
        weighted: what is known in the protocol, with the weight of its functional.
        constant: the bound, exact, an upper one.
        grams: positive matrices G with constant - sum of weights times functionals - event = sum G_ij u_i* u_j, one
            an event that was searched.
        branches: the same for all events, as a witness of rule `guessing` has them.
        provenance: of the solver's solution; recorded, not proved.
    """

    event: str
    weighted: tuple[tuple[Known, Fraction], ...]
    constant: Fraction
    grams: list[Gram]
    branches: list[Json]
    provenance: dict[str, str]


def touching(noisy: Symmetric, guessed: tuple[str, ...], words: Level, data: str, loss: float) -> Touching:
    """The bound that is good for the means of a protocol: its weights are those of the solver's dual there.

    Args:
        noisy: the protocol.
        guessed: inputs whose outcomes are guessed.
        words: the level.
        data: see `Symmetric.known`.
        loss: how much worse than the best rounding the bound may be.

    Raises:
        Failure: as `guessing_certificate`.
    """
    known = noisy.known(data)
    middle = tuple(item.equation for item in known)
    solved = Guessing(noisy.scenario, guessed, words, middle, noisy.symmetries)
    solution = solve(solved.program, "clarabel")
    weights = mean_multipliers(middle, solution, entry_bits(solved.moments, loss))
    # constant - sum w (sum of words) - event is a sum of squares whatever the means, which enter the bound afterwards
    functionals = tuple(Mean(item.name, item.functional, "=0") for item in known)
    constant, grams, _, branches = replace(solved, means=functionals).blocks(solution.matrices, weights, loss)
    weighted = tuple(zip(known, weights, strict=True))
    return Touching(solved.searched[0], weighted, constant, grams, branches, solution.provenance)


def tangent_certificate(noisy: Noisy, guessed: tuple[str, ...], name: str, data: str, loss: float = 1e-9) -> bytes:
    """A proved upper bound on the guessing probability for all parameters of a protocol, good near some of them.

    Args:
        noisy: where the bound is to be good.
        guessed: inputs whose outcomes are guessed.
        name: of the level.
        data: see `Noisy.known`.
        loss: how much worse than the best rounding the bound may be there.

    Raises:
        Failure: as `guessing_certificate`.
    """
    scenario, all_of_them = noisy.scenario, family(noisy)
    found = touching(noisy, guessed, level(scenario, name), data, loss)
    bound = found.constant - sum(w * all_of_them.means[item.name] for item, w in found.weighted)
    statement: dict[str, Json] = {
        "kind": "guessing", "set": "quantum-commuting", "scenario": scenario.json(), "guessed": list(guessed),
        "hypotheses": list(all_of_them.hypotheses(noisy, data)), "bound": all_of_them.symbols.spell(bound),
        **all_of_them.symbols.declaration(),
    }  # fmt: skip
    used: list[Json] = [{"hypothesis": item.name, "weight": rational(w)} for item, w in found.weighted if w]
    witness: dict[str, Json] = {"branches": found.branches, "means": used, **all_of_them.witness}
    return certificate_bytes("guessing", statement, witness, {"level": name, **found.provenance})


def parameters(noisy: SequentialChsh | StandardChsh) -> dict[str, Interval]:
    """The symbols of a protocol: exact visibilities, and cosine and sine of 2 theta between rational numbers."""
    z, x = noisy.state.visibilities
    found = {"z": (z, z), "x": (x, x)}
    if isinstance(noisy, SequentialChsh):
        double = noisy.theta.times(2)
        found |= {"c": double.cosine, "s": double.sine}
    return found


def enclosed(coefficient: Any, at: Mapping[str, Interval]) -> Interval:
    """A coefficient of a statement over Q(sqrt 2) between rational numbers.

    >>> low, high = enclosed({"poly": [["1", ""], [["0", "1"], "z c"]]}, {"z": (Fraction(1), Fraction(1)),
    ...     "c": (Fraction(0), Fraction(1))})
    >>> low, round(high, 4)
    (Fraction(1, 1), Fraction(12071, 5000))
    """
    if isinstance(coefficient, str):
        return Fraction(coefficient), Fraction(coefficient)
    if isinstance(coefficient, list):
        a, b = map(Fraction, coefficient)
        return _plus((a, a), times((b, b), square_root(Fraction(2))))
    total = (Fraction(0), Fraction(0))
    for c, monomial in coefficient["poly"]:
        part = enclosed(c, at)
        for factor in monomial.split():
            name, _, power = factor.partition("^")
            part = times(part, *[at[name]] * int(power or 1))
        total = _plus(total, part)
    return total


def _plus(one: Interval, other: Interval) -> Interval:
    return one[0] + other[0], one[1] + other[1]
