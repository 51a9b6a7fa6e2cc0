"""Semidefinite programs in moment form, and the solvers that propose a dual solution.

    maximise f.y  subject to  a.y = b,  a.y >= b,  and  sum_k y_k F_k >= 0 for each block.

Its dual proves an upper bound: if f = sum l a - sum m a' - (F_k . Z)_k with m >= 0 and
Z >= 0 then f.y <= sum l b - sum m b'.  What a solver returns is a guess: no status is
trusted, and the rounding turns Z into integers for which the identity is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs.search.language.failure import Failure, Kind
from proofs.search.semidefinite.moments import Integers, Moments
from proofs.search.semidefinite.watch import Gaps, is_watched, reading

Reals = NDArray[np.float64]
Vector = Mapping[int, Fraction]
Options = Mapping[str, float | int | bool | str]

_GOOD = 1e-7  # a defect at which no further attempt is made


@dataclass(frozen=True)
class Block:
    """A positive semidefinite block: entry number `positions[e]` gets `coefficients[e] * y[variables[e]]`.

    Positions count the lower triangle row by row: (i, j <= i) is i (i + 1) / 2 + j.
    """

    size: int
    positions: Integers
    variables: Integers
    coefficients: Reals

    @classmethod
    def of_moments(cls, found: Moments, offset: int = 0) -> Block:
        """The moment matrix itself, its classes numbered from `offset`."""
        positions = np.flatnonzero(found.classes >= 0)
        return cls(found.size, positions, found.classes[positions] + offset, np.ones(len(positions)))


@dataclass(frozen=True)
class Program:
    """maximise objective.y; rows are (coefficients by variable, right-hand side)."""

    variables: int
    objective: Vector
    blocks: tuple[Block, ...]
    equalities: tuple[tuple[Vector, Fraction], ...] = ()
    inequalities: tuple[tuple[Vector, Fraction], ...] = ()  # a.y >= b


@dataclass(frozen=True)
class Solution:
    """A guess: dual matrices, multipliers, and what the solver claims; nothing here is proved.

    Attributes:
        matrices: the symmetric dual matrix Z of each block.
        equalities: l, one number a row; inequalities: m >= 0, one number a row.
        moments: the primal y, of which the separating functionals and tests make use.
        claimed: the solver's value of the primal.
        provenance: name, version and options of the solver, its status as it calls it.
    """

    matrices: tuple[Reals, ...]
    equalities: Reals
    inequalities: Reals
    moments: Reals
    claimed: float
    provenance: dict[str, str] = field(default_factory=dict)


def solve(
    program: Program, solver: str = "picos", options: Options | None = None, good: float | None = None
) -> Solution:
    """Ask a solver for a dual solution.

    Args:
        program: the problem.
        solver: "picos" (the default front, with cvxopt unless options name another solver, and clarabel after it
            where that comes near no solution) or "clarabel" (the sparse path).
        options: handed to the solver over the defaults here, and recorded.
        good: the defect up to which an attempt is the last one; where the dual is to be made exact, 1e-7 or so.

    Raises:
        Failure: the solver is not installed, or returns numbers that are not finite.
        Failure: no solver of this name.
    """
    if solver not in SOLVERS:
        raise Failure(
            Kind.VALUE,
            "solver",
            "there is no solver {solver!r}; there are {listed}",
            solver=solver,
            listed=", ".join(SOLVERS),
        )
    attempts: list[Solution] = []
    failure = ""
    ways = [(solver, ladder) for ladder in LADDERS[solver]]
    if solver in OTHERS and not options and find_spec(OTHERS[solver]) is not None:
        ways += [(OTHERS[solver], ladder) for ladder in LADDERS[OTHERS[solver]]]
    for name, ladder in ways:
        try:
            found = SOLVERS[name](program, {**ladder, **(options or {})})
        except ImportError as problem:
            raise Failure(
                Kind.SOLVER,
                "solver",
                "{solver} is not installed: pip install 'bellcert[sdp]' ({problem})",
                solver=solver,
                problem=problem,
            ) from None
        except Failure as problem:
            failure = f"{problem}"
            continue
        arrays = (*found.matrices, found.equalities, found.inequalities, found.moments)
        if all(np.isfinite(array).all() for array in arrays):
            attempts.append(found)
            if defect(program, found) < (_GOOD if good is None else good):
                break
        failure = f"{name} returns no finite solution: {found.provenance['status']}"
    if not attempts:
        raise Failure(Kind.SOLVER, "solver", "{sentence}", sentence=failure)
    return min(attempts, key=lambda attempt: defect(program, attempt))


def defect(program: Program, found: Solution) -> float:
    """How far a solution is from proving its own value, in floating point: the measure of an attempt.

    The sum of the violations of the dual identity, of the negative eigenvalues, and the gap
    between the dual value and the claimed primal one.
    """
    rest = np.zeros(program.variables)
    for k, c in program.objective.items():
        rest[k] += float(c)
    for block, matrix in zip(program.blocks, found.matrices, strict=True):
        rows, columns = np.tril_indices(block.size)
        entries = (matrix * (2 - np.eye(block.size)))[rows, columns]
        np.add.at(rest, block.variables, block.coefficients * entries[block.positions])
    value = 0.0
    for sign, rows_of, weights in (
        (-1, program.equalities, found.equalities),
        (1, program.inequalities, found.inequalities),
    ):
        for (row, b), weight in zip(rows_of, weights, strict=True):
            value -= sign * weight * float(b)
            for k, c in row.items():
                rest[k] += sign * weight * float(c)
    lowest = [float(np.linalg.eigvalsh(matrix)[0]) * len(matrix) for matrix in found.matrices]
    return float(np.abs(rest).sum()) + sum(max(0.0, -x) for x in lowest) + abs(value - found.claimed)


def _provenance(name: str, packages: tuple[str, ...], options: Mapping[str, object], status: object) -> dict[str, str]:
    return {
        "solver": name,
        # not importlib.metadata, which takes as long to import as a small problem to solve
        "versions": " ".join(f"{package} {import_module(package).__version__}" for package in packages),
        "options": " ".join(f"{key}={value}" for key, value in sorted(options.items())),
        "status": f"{status} (not trusted)",
    }


def _rows(rows: tuple[tuple[Vector, Fraction], ...]) -> list[tuple[int, int, float]]:
    return [(r, k, float(c)) for r, (row, _) in enumerate(rows) for k, c in row.items()]


def symmetric(triangle: Reals, size: int) -> Reals:
    """The symmetric matrix with this lower triangle, row by row."""
    matrix = np.zeros((size, size))
    matrix[np.tril_indices(size)] = triangle
    return matrix + np.tril(matrix, -1).T


def _diagonal(size: int) -> NDArray[np.bool_]:
    rows, columns = np.tril_indices(size)
    return np.asarray(rows == columns)


# -- clarabel -------------------------------------------------------------------------


def _clarabel(program: Program, options: dict[str, float | int | bool | str]) -> Solution:
    """min -f.y with A y + s = b: s = 0, then s >= 0, then triangles scaled by sqrt 2 off the diagonal."""
    clarabel = import_module("clarabel")
    sparse = import_module("scipy.sparse")
    chosen = options
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.chordal_decomposition_enable = False  # the whole dual matrix is needed
    for key, value in chosen.items():
        setattr(settings, key, value)
    equal, unequal = len(program.equalities), len(program.inequalities)
    # s = a.y - b >= 0 is -a.y + s = -b
    entries = _rows(program.equalities) + [(equal + r, k, -c) for r, k, c in _rows(program.inequalities)]
    parts = [(np.array([e[0] for e in entries]), np.array([e[1] for e in entries]), np.array([e[2] for e in entries]))]
    right = [float(b) for _, b in program.equalities] + [-float(b) for _, b in program.inequalities]
    height = equal + unequal
    scales = [np.where(_diagonal(block.size), 1.0, np.sqrt(2)) for block in program.blocks]
    for block, scale in zip(program.blocks, scales, strict=True):
        parts.append((block.positions + height, block.variables, -block.coefficients * scale[block.positions]))
        height += len(scale)
    rows, columns, values = (np.concatenate(part) for part in zip(*parts, strict=True))
    matrix = sparse.csc_matrix((values, (rows, columns)), shape=(height, program.variables))
    cones = [clarabel.ZeroConeT(equal)] * bool(equal) + [clarabel.NonnegativeConeT(unequal)] * bool(unequal)
    cones += [clarabel.PSDTriangleConeT(block.size) for block in program.blocks]
    cost = np.zeros(program.variables)
    for k, c in program.objective.items():
        cost[k] = -float(c)
    quadratic = sparse.csc_matrix((program.variables, program.variables))
    offset = np.concatenate((right, np.zeros(height - len(right))))
    called = clarabel.DefaultSolver(quadratic, cost, matrix, offset, cones, settings)
    if is_watched():
        gaps = Gaps(settings.tol_gap_rel)

        def step(info: Any) -> bool:  # whether to stop
            gaps.at(info.gap_rel)
            return False

        called.set_termination_callback(step)
    answer = called.solve()
    dual = np.array(answer.z)
    matrices, place = [], equal + unequal
    for block, scale in zip(program.blocks, scales, strict=True):
        matrices.append(symmetric(dual[place : place + len(scale)] / scale, block.size))
        place += len(scale)
    provenance = _provenance("clarabel", ("clarabel",), chosen, answer.status)
    y = np.array(answer.x)
    return Solution(
        tuple(matrices), dual[:equal], dual[equal : equal + unequal], y, float(-cost @ y), provenance
    )  # fmt: skip


# -- PICOS ----------------------------------------------------------------------------

_PICOS_TOLERANCES = [f"{end}_{what}_tol" for end in ("abs", "rel") for what in ("prim_fsb", "dual_fsb", "ipm_opt")]


def _picos(program: Program, options: dict[str, float | int | bool | str]) -> Solution:
    """The same program written in PICOS, with sparse coefficients."""
    picos = import_module("picos")
    cvxopt = import_module("cvxopt")
    chosen = {"solver": "cvxopt", **options}
    # one more than nothing makes cvxopt print its steps, which `reading` reads
    problem = picos.Problem(**chosen, verbosity=1 if is_watched() else -1, primals=None, duals=None)
    y = picos.RealVariable("y", program.variables)

    def affine(name: str, shape: tuple[int, int], entries: list[tuple[int, int, float]]) -> Any:
        rows, columns, values = ([entry[i] for entry in entries] for i in range(3))
        sparse = cvxopt.spmatrix(values, rows, columns, (shape[0] * shape[1], program.variables))
        return picos.expressions.AffineExpression(name, shape, {y: sparse})

    objective = [(0, k, float(c)) for k, c in program.objective.items()]
    problem.set_objective("max", affine("f", (1, 1), objective))
    constraints = []
    for rows, compare in ((program.equalities, "=="), (program.inequalities, ">=")):
        if rows:
            left = affine("a", (len(rows), 1), _rows(rows))
            right = cvxopt.matrix([float(b) for _, b in rows])
            constraints.append(problem.add_constraint(left == right if compare == "==" else left >= right))
        else:
            constraints.append(None)
    for block in program.blocks:
        lower = np.tril_indices(block.size)
        found: list[tuple[int, int, float]] = []
        for p, k, c in zip(block.positions, block.variables, block.coefficients, strict=True):
            i, j = int(lower[0][p]), int(lower[1][p])
            found += [(place, int(k), float(c)) for place in {i + j * block.size, j + i * block.size}]
        constraints.append(problem.add_constraint(affine("M", (block.size, block.size), found) >> 0))
    try:
        with reading(float(chosen.get("rel_ipm_opt_tol", 1e-8))):
            answer = problem.solve()
    except (picos.SolutionFailure, ValueError) as failure:  # ValueError: cvxopt finds equations dependent
        raise Failure(Kind.SOLVER, "solver", "picos: {failure}", failure=failure) from None
    if y.value is None or any(c is not None and c.dual is None for c in constraints):
        raise Failure(
            Kind.SOLVER,
            "solver",
            "picos returns no primal and dual solution: {status}",
            status=answer.claimedStatus,
        )
    duals = [None if c is None else np.array(cvxopt.matrix(c.dual), dtype=float) for c in constraints]
    moments = np.array(cvxopt.matrix(y.value), dtype=float).ravel()
    # PICOS gives a maximisation's equality the opposite sign
    multipliers = [np.zeros(0) if d is None else sign * d.ravel() for sign, d in zip((-1, 1), duals[:2], strict=True)]
    matrices = tuple((d + d.T) / 2 for d in duals[2:] if d is not None)
    claimed = float(sum(float(c) * moments[k] for k, c in program.objective.items()))
    provenance = _provenance("picos", ("picos", str(chosen["solver"])), chosen, answer.claimedStatus)
    return Solution(matrices, multipliers[0], multipliers[1], moments, claimed, provenance)


SOLVERS: dict[str, Callable[[Program, dict[str, float | int | bool | str]], Solution]] = {
    "picos": _picos,
    "clarabel": _clarabel,
}
# What is asked where no attempt of a solver comes near: they fail at different problems.
OTHERS = {"picos": "clarabel"}
# Options of successive attempts: an interior-point method that is asked for too much ends far from its best iterate.
LADDERS: dict[str, list[Options]] = {
    # of the ways to solve a step, qr costs least where entries outnumber variables; ldl is for dependent equations
    "picos": [
        dict.fromkeys(_PICOS_TOLERANCES, x) | {"max_iterations": 40, "cvxopt_kktsolver": kkt}
        for x, kkt in ((1e-9, "qr"), (1e-8, "qr"), (1e-6, "qr"), (1e-9, "ldl"))
    ],
    "clarabel": [{"tol_gap_abs": x, "tol_gap_rel": x, "tol_feas": x, "max_iter": 200} for x in (1e-11, 1e-9)],
}
