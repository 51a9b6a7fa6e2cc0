"""Smaller programs for symmetric problems.

If relabellings leave a problem as it is, the average of a solution over them is a solution, too.  So moments
in one orbit are one variable up to a sign, those equal to their own negative vanish, blocks in one orbit are
one block, and rows that no moment connects are blocks of their own (sign flips alone do that).  The dual
matrices of the small program, averaged over the group, are those of the large one; whoever rounds and checks
them sees no symmetry, only matrices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.relabelling import Relabelling, group_of, relabellings
from proofs.search.reductions.reduction import Back
from proofs.search.semidefinite.moments import Integers, Moments
from proofs.search.semidefinite.sdp import Block, Program, Reals, Solution

Bools = NDArray[np.bool_]
Symmetry = Sequence[Relabelling] | str  # generators, or "found"
Images = Callable[[Relabelling], tuple[int, ...] | None]


@dataclass(frozen=True)
class SymmetryReduce:
    """The reduction by relabellings that do not change a problem.

    Attributes:
        found: the moments of every block.
        images: the image of each block under a relabelling, None if that changes the problem.
        symmetry: generators of a group, or "found" for all relabellings of the scenario that do not change the problem.
    """

    found: Moments
    images: Images
    symmetry: Symmetry

    def accepts(self, program: Program) -> bool:
        """Whether symmetries are declared or wanted, and blocks are moment matrices."""
        return bool(self.symmetry) and all(block.size == self.found.size for block in program.blocks)

    def apply(self, program: Program) -> tuple[Program, Back]:
        """The program of what is invariant.

        Raises:
            Failure: RELABELLING, a declared one changes the problem or leaves the level, or there are too many.
        """
        invariant = Invariant.of(program, self._actions())
        return invariant.small, invariant.lifted

    def _actions(self) -> list[Action]:
        scenario, symmetry = self.found.scenario, self.symmetry
        elements = relabellings(scenario) if isinstance(symmetry, str) else group_of(scenario, symmetry)
        actions: list[Action] = []
        for relabelling in elements:
            blocks = self.images(relabelling)
            acts = None if blocks is None else action(self.found, relabelling, blocks)
            if acts is not None:
                actions.append(acts)
            elif not isinstance(symmetry, str):
                what = "changes the problem" if blocks is None else "maps a word of the level to none of its words"
                template, text = "the declared relabelling {relabelling} {what}", relabelling.text(scenario)
                raise Failure(Kind.RELABELLING, "symmetry", template, relabelling=text, what=what)
        return actions


@dataclass(frozen=True)
class Action:
    """A relabelling as it acts on blocks, rows and classes: the number of each image, and its sign."""

    blocks: tuple[int, ...]
    rows: Integers
    row_signs: Integers
    classes: Integers
    class_signs: Integers


def action(found: Moments, relabelling: Relabelling, blocks: Sequence[int]) -> Action | None:
    """How a relabelling acts on a moment matrix; None if a word of the level has no image among them.

    Args:
        found: the moments of every block.
        relabelling: of the scenario.
        blocks: image of each block.
    """
    place = {word: i for i, word in enumerate(found.words)}
    words = [relabelling.word(found.scenario, word) for word in found.words]
    if any(word not in place for _, word in words):
        return None
    classes = [(sign, found.class_of(word)) for sign, word in _images(found, relabelling)]
    return Action(
        tuple(blocks),
        np.array([place[word] for _, word in words]),
        np.array([sign for sign, _ in words]),
        np.array([k for _, k in classes]),
        np.array([sign for sign, _ in classes]),
    )


def _images(found: Moments, relabelling: Relabelling) -> list[tuple[int, tuple[int, ...]]]:
    return [relabelling.word(found.scenario, word) for word in found.representatives]


@dataclass(frozen=True)
class Invariant:
    """A program of which only what is invariant is left, and the way back.

    Attributes:
        small: what a solver is asked.
        large: the program it stands for.
    """

    small: Program
    large: Program
    actions: tuple[Action, ...]
    orbit: Integers  # of each variable of the large program; -1 if it vanishes
    sign: Integers
    parts: tuple[tuple[int, Integers], ...]  # block of the large program, its rows, for each block of the small one

    @classmethod
    def of(cls, program: Program, actions: Sequence[Action]) -> Invariant:
        """The reduction by a whole group.

        Args:
            program: with one moment matrix a block, its variables numbered block after block.
            actions: of all elements of a group that leaves objective, equations and inequalities as they are.
        """
        m = program.variables // len(program.blocks)
        images = np.array([_variables(a, m)[0] for a in actions])
        signs = np.array([_variables(a, m)[1] for a in actions])
        first = images.argmin(axis=0)
        everything = np.arange(program.variables)
        sign = signs[first, everything]
        vanishes: Bools = ((images == everything) & (signs < 0)).any(axis=0)
        representatives = images[first, everything]
        _, orbit = np.unique(np.where(vanishes, -1, representatives), return_inverse=True)
        orbit = orbit.astype(np.int64) - int(vanishes.any())
        blocks: list[Block] = []
        parts: list[tuple[int, Integers]] = []
        for number in sorted({min(a.blocks[b] for a in actions) for b in range(len(program.blocks))}):
            block = _merged(program.blocks[number], orbit, sign)
            for rows in _components(block):
                blocks.append(_restricted(block, rows))
                parts.append((number, rows))
        small = Program(
            int(orbit.max()) + 1, _row(program.objective, orbit, sign), tuple(blocks),
            tuple((_row(row, orbit, sign), right) for row, right in program.equalities),
            tuple((_row(row, orbit, sign), right) for row, right in program.inequalities),
        )  # fmt: skip
        return cls(small, program, tuple(actions), orbit, sign, tuple(parts))

    def lifted(self, found: Solution) -> Solution:
        """The solution of the large program that a solution of the small one stands for."""
        matrices: list[Reals] = [np.zeros((block.size, block.size)) for block in self.large.blocks]
        for (number, rows), matrix in zip(self.parts, found.matrices, strict=True):
            matrices[number][np.ix_(rows, rows)] = matrix
        averaged = [np.zeros_like(matrix) for matrix in matrices]
        for a in self.actions:
            for number, matrix in enumerate(matrices):
                image = matrix * np.outer(a.row_signs, a.row_signs)
                averaged[a.blocks[number]][np.ix_(a.rows, a.rows)] += image / len(self.actions)
        moments = np.where(self.orbit < 0, 0.0, found.moments[self.orbit] * self.sign)
        note = {"symmetries": str(len(self.actions)), "variables": f"{self.small.variables}"}
        return replace(
            found, matrices=tuple(averaged), inequalities=self._shared(found.inequalities), moments=moments,
            provenance={**found.provenance, **note},
        )  # fmt: skip

    def _shared(self, multipliers: Reals) -> Reals:
        """Multipliers with those of inequalities that the small program cannot tell apart, as images, made equal."""
        alike: dict[tuple[object, ...], list[int]] = {}
        for place, (row, right) in enumerate(self.small.inequalities):
            alike.setdefault((right, *sorted(row.items())), []).append(place)
        averaged = np.array(multipliers, dtype=float)
        for places in alike.values():
            averaged[places] = averaged[places].mean()
        return averaged


def _variables(a: Action, m: int) -> tuple[Integers, Integers]:
    """The image of every variable, block after block, and its sign."""
    images = [a.classes + m * target for target in a.blocks]
    return np.concatenate(images), np.tile(a.class_signs, len(a.blocks))


def _row(row: Mapping[int, Fraction], orbit: Integers, sign: Integers) -> dict[int, Fraction]:
    total: dict[int, Fraction] = {}
    for k, c in row.items():
        if orbit[k] >= 0:
            total[int(orbit[k])] = total.get(int(orbit[k]), Fraction(0)) + int(sign[k]) * c
    return total


def _merged(block: Block, orbit: Integers, sign: Integers) -> Block:
    kept = orbit[block.variables] >= 0
    variables = block.variables[kept]
    return Block(block.size, block.positions[kept], orbit[variables], block.coefficients[kept] * sign[variables])


def _components(block: Block) -> list[Integers]:
    """Rows in sets that no entry connects."""
    rows, columns = (index[block.positions] for index in np.tril_indices(block.size))
    label = np.arange(block.size)
    while True:
        least = label.copy()
        np.minimum.at(least, rows, label[columns])
        np.minimum.at(least, columns, label[rows])
        if (least == label).all():
            return [np.flatnonzero(label == k) for k in np.unique(label)]
        label = least


def _restricted(block: Block, kept: Integers) -> Block:
    """The block with some of its rows only."""
    rows, columns = (index[block.positions] for index in np.tril_indices(block.size))
    place = np.full(block.size, -1)
    place[kept] = np.arange(len(kept))
    inside = (place[rows] >= 0) & (place[columns] >= 0)
    i, j = place[rows[inside]], place[columns[inside]]
    return Block(len(kept), i * (i + 1) // 2 + j, block.variables[inside], block.coefficients[inside])
