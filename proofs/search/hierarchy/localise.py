"""Bounds under operator inequalities p >= 0, by localising matrices.

Beside the Gram matrix of the moment matrix there is one positive matrix H for every
inequality: bound - F = sum G_ij u_i* u_j + sum H_ij v_i* p v_j.  The factors of H are
rounded first, to explicit squares X* p X; their exact classes join the target of G, and
the rounding of G repairs the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from proofs.search.hierarchy.branches import mean_multipliers, slack_target
from proofs.search.hierarchy.maximum import (
    DEFAULT,
    UNKNOWN,
    Certified,
    Making,
    Maximum,
    certified,
    entry_bits,
    origin,
    smallest,
)
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean, used_json
from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Functional, Polynomial, Scenario, Word
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.points.models import strategy_witness
from proofs.search.points.operator_models import operator_witness
from proofs.search.question import How
from proofs.search.reductions.reduction import solved
from proofs.search.semidefinite.moments import Moments, localising
from proofs.search.semidefinite.positivity import squares_of, sum_json
from proofs.search.semidefinite.rounding import Dual
from proofs.search.semidefinite.sdp import Block, Program, Reals, Vector


@dataclass(frozen=True)
class _Localised:
    """The localising matrix of one inequality: its words and the classes of its entries."""

    words: tuple[Word, ...]
    entries: tuple[tuple[int, int, Vector], ...]

    @classmethod
    def of(cls, found: Moments, inequality: Polynomial) -> _Localised:
        """With every word of the level, in its order, that keeps all products among the known classes."""
        words: list[Word] = []
        for word in found.words:
            kept = localising(found.scenario, inequality, [*words, word])
            if all(found.class_of(term) is not None for _, _, entry in kept for term in entry):
                words.append(word)
        if not words:
            raise Failure(Kind.LEVEL, "level", "the level has no moment of an operator inequality; choose a higher one")
        entries = localising(found.scenario, inequality, words)
        return cls(tuple(words), tuple((i, j, found.vector(entry)) for i, j, entry in entries))

    def block(self) -> Block:
        parts = [
            (i * (i + 1) // 2 + j, k, float(c)) for i, j, vector in self.entries for k, c in sorted(vector.items())
        ]
        columns = list(zip(*parts, strict=True))
        return Block(len(self.words), np.array(columns[0]), np.array(columns[1]), np.array(columns[2]))

    def total(self, factor: Sequence[Sequence[Fraction]]) -> dict[int, Fraction]:
        """Classes of sum_c X_c* p X_c for the columns X_c = sum_i factor[i][c] v_i."""
        result: dict[int, Fraction] = {}
        for i, j, vector in self.entries:
            weight = sum((x * y for x, y in zip(factor[i], factor[j], strict=True)), Fraction(0)) * (1 if i == j else 2)
            for k, c in vector.items() if weight else ():
                result[k] = result.get(k, Fraction(0)) + weight * c
        return result


@dataclass(frozen=True)
class LocalisedMaximum:
    """A maximum under operator inequalities, too: a relaxation whose program has a localising matrix for each.

    Attributes:
        plain: the maximum without them.
        positives: the operator inequalities.
    """

    plain: Maximum
    positives: tuple[Mean, ...]

    @property
    def moments(self) -> Moments:
        return self.plain.moments

    @property
    def means(self) -> tuple[Mean, ...]:
        return self.plain.means

    @property
    def sign(self) -> int:
        return self.plain.sign

    @property
    def title(self) -> str:
        return self.plain.title

    @property
    def events(self) -> tuple[str, ...]:
        return self.plain.events

    @property
    def positive(self) -> list[Vector]:
        return self.plain.positive

    def under(self, means: Sequence[Mean]) -> LocalisedMaximum:
        """The same maximum under other hypotheses on means."""
        return replace(self, plain=self.plain.under(means))

    def knowing(self, events: Sequence[str]) -> LocalisedMaximum:
        """The same maximum where the probabilities of these events are known to be nonnegative."""
        return replace(self, plain=self.plain.knowing(events))

    def blocks_under(self, relabelling: Relabelling) -> None:
        """No relabelling is used: what it does to the localising matrices is not worked out."""
        return

    @cached_property
    def parts(self) -> list[_Localised]:
        """The localising matrix of each inequality."""
        scenario = self.plain.scenario
        return [_Localised.of(self.moments, scenario.hermitian(positive.functional)) for positive in self.positives]

    @property
    def program(self) -> Program:
        """The program of the maximum with the localising matrices behind its moment matrix."""
        plain = self.plain.program
        return replace(plain, blocks=(*plain.blocks, *(part.block() for part in self.parts)))

    def certificate(
        self,
        duals: Sequence[Dual],
        multipliers: Sequence[Fraction] = (),
        how: How = DEFAULT,
        making: Making = UNKNOWN,
    ) -> Certified:
        """An exact bound from the dual matrices: of the moment matrix, then of each localising matrix."""
        plain, scenario, means, positives = self.plain, self.plain.scenario, self.means, self.positives
        found, bits = self.moments, entry_bits(self.moments, how.loss)
        factors = [_factor(np.array(matrix, dtype=float), bits) for matrix in duals[1:]]
        weights, squares = tuple(multipliers[: len(means)]), squares_of(self.events, multipliers[len(means) :])
        target = slack_target(plain.wanted, [*plain.known, *plain.positive], multipliers)
        for part, factor in zip(self.parts, factors, strict=True):
            for k, c in part.total(factor).items():
                target[k] = target.get(k, Fraction(0)) - c
        gram = smallest(found, duals[0], target, how.loss)
        bound = plain.sign * (gram.constant - target.get(found.identity, Fraction(0)))
        shown = _shown(scenario, means, positives) if how.feasible == "search" else how.feasible
        statement: dict[str, Json] = {
            "kind": "bound", "set": "quantum-commuting", "scenario": scenario.json(),
            "functional": scenario.terms(plain.functional), "sense": plain.sense, "bound": rational(bound),
            "hypotheses": _hypotheses(scenario, means, positives), **({} if shown else {"vacuity": "unchecked"}),
        }  # fmt: skip
        localised = [
            entry
            for positive, part, factor in zip(positives, self.parts, factors, strict=True)
            for entry in _entries(scenario, positive, part, factor)
        ]
        witness: dict[str, Json] = {
            **sum_json([gram], squares),
            **used_json(means, weights),
            **({"localised": localised} if localised else {}),
            **({"feasible": shown} if shown else {}),
        }
        data = certificate_bytes("sos", statement, witness, origin(plain.level, making.provenance, making.claimed))
        return Certified(data, bound, making.claimed, weights, (gram,), statement, (squares,))


def localised_certificate(
    scenario: Scenario,
    functional: Functional,
    how: How,
    positives: Sequence[Mean],
    *,
    sense: str = "<=",
    means: Sequence[Mean] = (),
) -> Certified:
    """A bound on a functional in all models in which the given operators are positive.

    Args:
        scenario: the operators.
        functional: what is bounded.
        how: the level of the moment matrix, and how to search; the localising matrices get all words it has room for.
            A feasible point is {"models": [one model]} that satisfies all hypotheses; without one (None, or if no
            deterministic strategy or small model of qubits is one) the statement says that it may be vacuous.
        positives: the operator inequalities.
        sense: "<=" bounds the maximum, ">=" the minimum.
        means: hypotheses on means besides.

    Raises:
        Failure: as `maximum_certificate`.
    """
    plain = Maximum(scenario, functional, how.level, sense, tuple(means))
    return certified(LocalisedMaximum(plain, tuple(positives)), replace(how, symmetry=""))


def localised_contradiction(
    scenario: Scenario, how: How, positives: Sequence[Mean], means: Sequence[Mean] = ()
) -> bytes | None:
    """A proof that the given operators cannot all be positive, or not with the hypotheses on means; None without one.

    The largest weight, at most 1, that a state with moments of the level may have is 0 exactly where the level
    contradicts what is asked of it; its dual solution adds up to a negative number.

    Args:
        scenario: the operators.
        how: the level, and how to search.
        positives: the operator inequalities.
        means: hypotheses on means besides.

    Raises:
        Failure: as `maximum_certificate`.
    """
    problem = LocalisedMaximum(Maximum(scenario, {"": Fraction(1)}, how.level, "<=", tuple(means)), tuple(positives))
    whole, unit = problem.program, ({problem.moments.identity: Fraction(-1)}, Fraction(-1))
    program = replace(whole, equalities=whole.equalities[1:], inequalities=(*whole.inequalities, unit))
    found = solved(program, how)
    # in place of the normalisation, an equation, stands the last inequality
    found = replace(found, equalities=np.array([0.0, *found.equalities]), inequalities=found.inequalities[:-1])
    weights = mean_multipliers(means, found, entry_bits(problem.moments, how.loss))
    bound = problem.certificate(
        found.matrices, weights, replace(how, feasible=None), Making(provenance=found.provenance)
    )
    if bound.bound >= 1:
        return None
    document = json.loads(bound.data)
    statement: dict[str, Json] = {
        "kind": "empty", "set": "quantum-commuting", "scenario": scenario.json(),
        "hypotheses": _hypotheses(scenario, means, positives),
    }  # fmt: skip
    witness: dict[str, Json] = {**document["witness"], "multiplier": rational(1 - bound.bound)}
    return certificate_bytes("farkas", statement, witness, document["provenance"])


def _hypotheses(scenario: Scenario, means: Sequence[Mean], positives: Sequence[Mean]) -> list[Json]:
    """The hypotheses on means, then those on operators."""
    operators: list[Json] = [
        {"name": p.name, "kind": "positive", "polynomial": scenario.terms(p.functional)} for p in positives
    ]
    return [*(mean.json(scenario) for mean in means), *operators]


def _entries(scenario: Scenario, positive: Mean, part: _Localised, factor: Sequence[Sequence[Fraction]]) -> list[Json]:
    """The squares X* p X of one inequality p as a witness lists them; nothing where there are none."""
    if not any(any(row) for row in factor):
        return []
    return [{"hypothesis": positive.name, "squares": _squares(scenario, part.words, factor)}]


def _shown(scenario: Scenario, means: Sequence[Mean], positives: Sequence[Mean]) -> Json | None:
    """A deterministic strategy or a model of qubits that satisfies all hypotheses, if one was found."""
    operators = [positive.functional for positive in positives]
    found = strategy_witness(scenario, means, operators)
    return operator_witness(scenario, means, operators) if found is None else found


def _factor(matrix: Reals, bits: int) -> list[list[Fraction]]:
    """Rational L with L L^T near the matrix, column by column; tiny directions are dropped."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    columns = [np.sqrt(x) * v for x, v in zip(values, vectors.T, strict=True) if x > 2.0 ** (-2 * bits)]
    unit = 1 << bits
    return [[Fraction(round(float(column[i]) * unit), unit) for column in columns] for i in range(len(matrix))]


def _squares(scenario: Scenario, words: Sequence[Word], factor: Sequence[Sequence[Fraction]]) -> list[Json]:
    squares: list[Json] = []
    for column in zip(*factor, strict=True):
        if any(column):
            polynomial = {scenario.text(word): c for word, c in zip(words, column, strict=True)}
            squares.append({"weight": "1", "polynomial": scenario.terms(polynomial)})
    return squares
