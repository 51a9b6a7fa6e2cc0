"""Programs over cones of hermitian operators, for a solver; nothing of its answer is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs.search.language.failure import Failure, Kind

Row = Mapping[int, float]
Reals = NDArray[np.float64]
QUBIT = 0  # the size of a block that is the cone of a qubit, in coordinates (t, x, y, z)
MAX_ENTRIES = 1 << 22
TOLERANCES = (1e-11, 1e-9)


@dataclass(frozen=True)
class Block:
    """A hermitian matrix that is to be >= 0.

    Attributes:
        size: rows, or `QUBIT`.
        entries: (coordinate, variable, coefficient); coordinates are as in `System`.
    """

    size: int
    entries: list[tuple[int, int, float]]


@dataclass
class Program:
    """Maximise a linear form; rows are equal to, or at least, a number."""

    variables: int = 0
    objective: dict[int, float] = field(default_factory=dict)
    equalities: list[tuple[Row, float]] = field(default_factory=list)
    inequalities: list[tuple[Row, float]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Solution:
    """Approximately optimal points of both sides.

    Attributes:
        x: the variables.
        equal, unequal: multipliers; the maximum is sum of equal * right side - unequal * right side.
        blocks: the dual of each block, in coordinates of a hermitian matrix whose trace with the block counts.
        value: of the objective.
        says: the solver and its status.
    """

    x: Reals
    equal: Reals
    unequal: Reals
    blocks: list[Reals]
    value: float
    says: Mapping[str, str]


def solve(program: Program) -> Solution:
    """Solve with Clarabel.

    Raises:
        Failure: SIZE; SOLVER.
    """
    found, problem = None, "it is not installed"
    for tolerance in TOLERANCES:
        try:
            found = _attempt(program, tolerance)
        except ImportError as error:
            raise Failure(Kind.SOLVER, "", "steering needs clarabel: pip install 'bellcert[sdp]'") from error
        problem = found.says["status"]
        if problem.startswith(("Solved", "AlmostSolved", "InsufficientProgress")):
            return found
    raise Failure(Kind.SOLVER, "", "clarabel did not solve the problem: {status}", status=problem)


def _attempt(program: Program, tolerance: float) -> Solution:
    clarabel = import_module("clarabel")
    sparse = import_module("scipy.sparse")
    rows, columns, values = [], [], []
    right: list[float] = []
    for sign, listed in ((1.0, program.equalities), (-1.0, program.inequalities)):
        for row, b in listed:
            for k, c in row.items():
                rows.append(len(right))
                columns.append(k)
                values.append(sign * c)
            right.append(sign * b)
    cones = [clarabel.ZeroConeT(len(program.equalities))] if program.equalities else []
    cones += [clarabel.NonnegativeConeT(len(program.inequalities))] if program.inequalities else []
    height = len(right)
    for block in program.blocks:
        for position, k, c in _scaled(block):
            rows.append(height + position)
            columns.append(k)
            values.append(-c)
        height += 4 if block.size == QUBIT else block.size * (2 * block.size + 1)
        cones.append(clarabel.SecondOrderConeT(4) if block.size == QUBIT else clarabel.PSDTriangleConeT(2 * block.size))
    if len(values) > MAX_ENTRIES:
        template = "the program has {count} entries, more than {most}"
        raise Failure(Kind.SIZE, "scenario", template, count=len(values), most=MAX_ENTRIES)
    matrix = sparse.csc_matrix((values, (rows, columns)), shape=(height, program.variables))
    cost = np.zeros(program.variables)
    for k, c in program.objective.items():
        cost[k] = -c
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = 200
    settings.chordal_decomposition_enable = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
    quadratic = sparse.csc_matrix((program.variables, program.variables))
    offset = np.concatenate((right, np.zeros(height - len(right))))
    answer = clarabel.DefaultSolver(quadratic, cost, matrix, offset, cones, settings).solve()
    return _read(program, np.array(answer.x), np.array(answer.z), _says(clarabel, tolerance, answer.status))


def _says(clarabel: Any, tolerance: float, status: object) -> dict[str, str]:
    return {"solver": "clarabel", "versions": f"clarabel {clarabel.__version__}", "options": f"tolerance={tolerance}",
            "status": f"{status} (not trusted)"}  # fmt: skip


def _scaled(block: Block) -> list[tuple[int, int, float]]:
    """Entries of the cone: a qubit's own, else of the triangle of [[Re, -Im], [Im, Re]], off the diagonal by sqrt 2."""
    if block.size == QUBIT:
        return block.entries
    n, root = block.size, 2**0.5
    places = [(i, j, part) for i in range(n) for j in range(i + 1) for part in range(1 + (i != j))]
    found = []
    for position, k, c in block.entries:
        i, j, part = places[position]
        if part:
            found += [(_at(n + i, j), k, root * c), (_at(n + j, i), k, -root * c)]
        else:
            scale = c if i == j else root * c
            found += [(_at(i, j), k, scale), (_at(n + i, n + j), k, scale)]
    return found


def _at(row: int, column: int) -> int:
    return row * (row + 1) // 2 + column


def _read(program: Program, x: Reals, z: Reals, says: Mapping[str, str]) -> Solution:
    equal, unequal = len(program.equalities), len(program.inequalities)
    place, blocks = equal + unequal, []
    for block in program.blocks:
        if block.size == QUBIT:
            blocks.append(z[place : place + 4] / 2)
            place += 4
            continue
        n = block.size
        height = n * (2 * n + 1)
        full = np.zeros((2 * n, 2 * n))
        lower = np.tril_indices(2 * n)
        full[lower] = z[place : place + height] * np.where(lower[0] == lower[1], 1.0, 0.5**0.5)
        full = full + np.tril(full, -1).T
        place += height
        re, im = full[:n, :n] + full[n:, n:], full[n:, :n] - full[n:, :n].T
        places = [(i, j, part) for i in range(n) for j in range(i + 1) for part in range(1 + (i != j))]
        blocks.append(np.array([(im if part else re)[i, j] for i, j, part in places]))
    value = sum(c * x[k] for k, c in program.objective.items())
    return Solution(x, z[:equal], z[equal : equal + unequal], blocks, float(value), says)
