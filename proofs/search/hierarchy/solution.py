"""Certify my dual: the solution file of anyone's solver for an exported problem becomes an exact bound.

Read are result files of SDPA (yMat), solution files of CSDP, plain rows of numbers, and JSON.  Decimals are read
exactly.  From the dual matrices Z and the weights m of the inequalities of hypotheses follow the weights of the
equations, as the identity  f = sum l a - sum m a' - F.Z  has one unknown l for each pivot of the solved equations;
what is left over is repaired by the rounding.  A file that is not an optimum gives a worse bound, never a false one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction

from proofs.search.hierarchy.exchange import block_cells
from proofs.search.hierarchy.maximum import DEFAULT, Certified, Making, Relaxation, entry_bits
from proofs.search.language.failure import Failure, Kind
from proofs.search.question import How
from proofs.search.semidefinite.elimination import solved

Rows = list[list[Fraction]]
Matrices = tuple[list[Rows], list[Fraction]]  # of the blocks, and the diagonal block

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_LONGEST = 400  # characters of a number
_EXPONENT = 4000


def certify_dual(problem: Relaxation, text: str, how: How = DEFAULT, origin: str = "from a solution file") -> Certified:
    """An exact bound from the solution file of a solver for `exchange.sdpa_text` of the same problem.

    Args:
        problem: what was exported.
        text: of the file.
        how: what may be lost, and a point to be shown; small losses are meant for files with more digits than a float
            has.
        origin: of the dual, for the provenance.

    Raises:
        Failure: SOLUTION, no dual matrices of the right sizes can be read.
    """
    program = problem.program
    sizes, count = [block.size for block in program.blocks], len(program.inequalities)
    own = sum(mean.sense == ">=0" for mean in problem.means)
    try:
        matrices, diagonal = read_solution(text, sizes, count)
    except Failure:
        if own == count:
            raise
        # a solution of the level alone uses no probability of an event
        matrices, diagonal = read_solution(text, sizes, own)
        diagonal += [Fraction(0)] * (count - own)
    weights = multipliers(problem, matrices, diagonal, how.bits or entry_bits(problem.moments, how.loss))
    return problem.certificate(matrices, weights, how, Making(provenance={"dual": origin}))


def multipliers(
    problem: Relaxation, matrices: Sequence[Rows], diagonal: Sequence[Fraction], bits: int
) -> tuple[Fraction, ...]:
    """The weight of each hypothesis in units of 2^-bits, nonnegative for inequalities."""
    program = problem.program
    unit = 1 << bits
    unequal = [Fraction(round(max(Fraction(0), weight) * unit), unit) for weight in diagonal]
    rest = dict(program.objective)
    for block, matrix in zip(program.blocks, matrices, strict=True):
        for i, j, k, c in block_cells(block):
            rest[k] = rest.get(k, Fraction(0)) + c * matrix[i][j] * (1 if i == j else 2)
    for (row, _), weight in zip(program.inequalities, unequal, strict=True):
        for k, c in row.items():
            rest[k] = rest.get(k, Fraction(0)) + weight * c
    equal = [Fraction(0)] * len(program.equalities)
    for pivot, equation in solved(program.equalities).items():
        for number, c in equation.combination.items():
            equal[number] += c * rest.get(pivot, Fraction(0))
    # the first equation is the normalisation; an equation a.y = 0 has the weight -l in  bound - F - sum w q >= 0
    senses = {"=0": iter(-x for x in equal[1:]), ">=0": iter(unequal)}
    weights = [next(senses[mean.sense]) for mean in problem.means]
    weights += senses[">=0"]
    return tuple(Fraction(round(weight * unit), unit) for weight in weights)


def read_solution(text: str, sizes: Sequence[int], inequalities: int = 0) -> Matrices:
    r"""The dual matrices of a solution file, and the weights of the inequalities.

    Args:
        text: of the file: a result file of SDPA, a solution file of CSDP, the rows of all blocks as plain
            numbers with the weights as a last line, or {"matrices": [[[...]]], "inequalities": [...]}.
        sizes: rows of each block.
        inequalities: entries of the diagonal block.

    >>> read_solution("1 2\n2 3", [2])[0][0][1]
    [Fraction(2, 1), Fraction(3, 1)]

    Raises:
        Failure: no matrices of these sizes can be read, in one sentence.
    """
    try:
        if text.lstrip().startswith("{"):
            found = _json(text)
        elif "yMat" in text:
            found = _sdpa_result(text, sizes, inequalities)
        else:
            lines = [line.split() for line in text.splitlines() if line.strip()]
            plain = [n for n in sizes for _ in range(n)] + [inequalities] * bool(inequalities)
            listed = [len(line) for line in lines] == plain
            found = _plain(lines, sizes) if listed else _csdp(lines, sizes, inequalities)
        matrices, diagonal = found
        if [[len(row) for row in matrix] for matrix in matrices] != [[n] * n for n in sizes]:
            raise _UnreadableError("the matrices have other sizes")
        if len(diagonal) != inequalities:
            raise _UnreadableError(f"{len(diagonal)} weights of inequalities are given and {inequalities} needed")
    except _UnreadableError as problem:
        raise _no_matrices(sizes, str(problem)) from None
    except (ValueError, IndexError, KeyError, TypeError, ZeroDivisionError, RecursionError):
        raise _no_matrices(sizes, "it is no result of SDPA or CSDP, no list of rows and no JSON of matrices") from None
    return matrices, diagonal


class _UnreadableError(ValueError):
    """A solution has not what it should have."""


def _no_matrices(sizes: Sequence[int], problem: str) -> Failure:
    shapes = ", ".join(f"{n} x {n}" for n in sizes)
    template = "no dual matrices {shapes} can be read from the solution: {problem}"
    return Failure(Kind.SOLUTION, "dual", template, shapes=shapes, problem=problem)


def _number(text: object) -> Fraction:
    """A decimal or fraction, exactly; one that would not fit in memory is refused."""
    exponent = re.search(r"[eE][-+]?0*([0-9]+)$", str(text))
    if len(str(text)) > _LONGEST or (exponent and (len(exponent[1]) > 9 or int(exponent[1]) > _EXPONENT)):
        raise _UnreadableError("a number has too many digits")
    return Fraction(str(text))


def _json(text: str) -> Matrices:
    # numbers are taken as texts, so that no digit is lost
    document = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    matrices = [[[_number(x) for x in row] for row in matrix] for matrix in document["matrices"]]
    return matrices, [_number(x) for x in document.get("inequalities", [])]


def _plain(lines: list[list[str]], sizes: Sequence[int]) -> Matrices:
    numbers = [[_number(x) for x in line] for line in lines]
    rows = iter(numbers)
    return [[next(rows) for _ in range(n)] for n in sizes], next(rows, [])


def _csdp(lines: list[list[str]], sizes: Sequence[int], inequalities: int) -> Matrices:
    """First line y, then `matrix block i j value` of upper triangles; the dual is matrix 2, zeros are left out."""
    matrices = [[[Fraction(0)] * n for _ in range(n)] for n in sizes]
    diagonal = [Fraction(0)] * inequalities
    for line in lines[1:]:
        number, block, i, j = (int(x) for x in line[:4])
        if len(line) != 5 or min(block, i, j) < 1:
            raise _UnreadableError(f"{' '.join(line)[:60]!r} is no entry of a matrix")
        if number == 2 and block <= len(sizes):
            value = _number(line[4])
            matrices[block - 1][i - 1][j - 1] = matrices[block - 1][j - 1][i - 1] = value
        elif number == 2 and i == j:
            diagonal[i - 1] = _number(line[4])
    if not any(any(row) for matrix in matrices for row in matrix):
        raise _UnreadableError("the file has no matrix number 2")
    return matrices, diagonal


def _sdpa_result(text: str, sizes: Sequence[int], inequalities: int) -> Matrices:
    """yMat = { { {row}, {row}, ... } ... {diagonal} } of a result file.

    SDPA keeps the order of the blocks, its Python interface puts the diagonal first: it is the one without rows.
    """
    body = text[text.index("yMat") + len("yMat") :].split("main loop")[0]
    in_rows: list[Fraction] = []
    flat: list[Fraction] = []
    depth = 0
    for token in re.findall(rf"[{{}}]|{_NUMBER}", body, re.ASCII):
        if token in "{}":
            depth += 1 if token == "{" else -1
        elif depth in (2, 3):
            (flat if depth == 2 else in_rows).append(_number(token))
        else:
            raise _UnreadableError("yMat is not a list of matrices in braces")
    if len(in_rows) != sum(n * n for n in sizes) or len(flat) != inequalities:
        raise _UnreadableError(f"yMat has {len(in_rows)} numbers in matrices and {len(flat)} on a diagonal")
    numbers = iter(in_rows)
    return [[[next(numbers) for _ in range(n)] for _ in range(n)] for n in sizes], flat
