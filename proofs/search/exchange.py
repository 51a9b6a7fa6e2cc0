"""Problems for other people's solvers, and their dual solutions back.

The SDPA sparse file of a problem has one variable for each word class but that of 1, a block for
the moment matrix and, with hypotheses on means, a diagonal block.  Its optimum is
-(maximum) + (constant term of the functional); the matrix Y of the format (X of CSDP)
is the dual matrix of which an exact bound is made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction

from proofs.search.algebra import ProblemError, Scenario
from proofs.search.certify import Certified, Maximum, entry_bits
from proofs.search.hypotheses import Mean

Entry = tuple[int, int, int, int, Fraction]  # matrix, block, row, column, value; from 1, row <= column

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"


def sdpa_text(problem: Maximum, certified: Certified | None = None) -> str:
    """The problem in SDPA sparse format, with the proved optimum in its comments.

    Args:
        problem: what is maximised (a minimum is the maximum of the negative functional).
        certified: a certificate of it, whose bound is quoted.

    Returns:
        text; rational coefficients that are no finite decimals have 17 digits.
    """
    found = problem.moments
    constant = problem.wanted.get(found.identity, Fraction(0))
    lines = [f'"maximise {_functional(problem)} over the moments of {found.size} words']
    lines.append(f'"optimum of this file = {constant} - maximum')
    if certified is not None:
        bound = problem.sign * certified.bound
        lines.append(f'"proved: maximum <= {bound}, so the optimum of this file is >= {constant - bound}')
    lines += [f'"row {i}: {found.scenario.text(word) or "1"}' for i, word in enumerate(found.words, 1)]
    variables = [k for k in range(len(found.representatives)) if k != found.identity]
    diagonal = sum(2 if mean.sense == "=0" else 1 for mean in problem.means)
    sizes = [str(found.size)] + ([str(-diagonal)] if diagonal else [])
    costs = [_decimal(-problem.wanted.get(k, Fraction(0))) for k in variables]
    lines += [str(len(variables)), str(len(sizes)), " ".join(sizes), " ".join(costs)]
    number = {k: v for v, k in enumerate(variables, 1)} | {found.identity: 0}
    entries = sorted((number[k], block, i, j, c) for k, block, i, j, c in _entries(problem))
    # F_0 is subtracted, so the part of 1 enters with the other sign
    lines += [f"{v} {block} {i} {j} {_decimal(c if v else -c)}" for v, block, i, j, c in entries]
    return "\n".join(lines) + "\n"


def _functional(problem: Maximum) -> str:
    sign = "" if problem.sign > 0 else "-"
    return sign + "(" + " + ".join(f"{c}*{text or '1'}" for text, c in problem.functional.items()) + ")"


def _entries(problem: Maximum) -> Iterator[Entry]:
    """(class, block, row, column, coefficient) of all blocks."""
    classes = iter(problem.moments.classes.tolist())
    for i in range(1, problem.moments.size + 1):
        for j in range(1, i + 1):
            k = next(classes)
            if k >= 0:
                yield k, 1, j, i, Fraction(1)
    place = 0
    for mean, row in zip(problem.means, problem.known, strict=True):
        for sign in (1, -1) if mean.sense == "=0" else (1,):
            place += 1
            for k, c in row.items():
                yield k, 2, place, place, sign * c


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else repr(float(value))


def cbf_text(problem: Maximum, certified: Certified | None = None) -> str:
    """The problem in the Conic Benchmark Format, with the proved optimum in its comments.

    One free variable for each word class, that of 1 fixed by an equation; the optimum of the file is the maximum.

    Args:
        problem: what is maximised (a minimum is the maximum of the negative functional).
        certified: a certificate of it, whose bound is quoted.
    """
    program = problem.program
    lines = [f"# maximise {_functional(problem)} over the moments of {problem.moments.size} words"]
    if certified is not None:
        lines.append(f"# proved: maximum <= {problem.sign * certified.bound}")
    lines += [f"# row {i}: {problem.scenario.text(word) or '1'}" for i, word in enumerate(problem.moments.words)]
    rows = [*program.equalities, *program.inequalities]
    cones = [
        f"{name} {count}"
        for name, count in (("L=", len(program.equalities)), ("L+", len(program.inequalities)))
        if count
    ]
    entries = [(r, k, c) for r, (row, _) in enumerate(rows) for k, c in sorted(row.items())]
    constants = [(r, -b) for r, (_, b) in enumerate(rows) if b]
    block = program.blocks[0]
    places = [(i, j) for i in range(block.size) for j in range(i + 1)]
    cells = zip(block.positions.tolist(), block.variables.tolist(), strict=True)
    lines += ["VER", "3", "OBJSENSE", "MAX", "VAR", f"{program.variables} 1", f"F {program.variables}"]
    lines += ["CON", f"{len(rows)} {len(cones)}", *cones, "PSDCON", "1", str(block.size)]
    for name, listed in (
        ("OBJACOORD", [f"{k} {_decimal(c)}" for k, c in sorted(program.objective.items())]),
        ("ACOORD", [f"{r} {k} {_decimal(c)}" for r, k, c in entries]),
        ("BCOORD", [f"{r} {_decimal(c)}" for r, c in constants]),
        ("HCOORD", [f"0 {k} {places[p][0]} {places[p][1]} 1" for p, k in cells]),
    ):
        lines += [name, str(len(listed)), *listed]
    return "\n".join(lines) + "\n"


def problem_of(data: bytes) -> Maximum:
    """The problem of which a certificate of rule sos gives a bound, with the words it lists.

    Raises:
        ProblemError: the certificate is of another kind, or uses more than one Gram matrix and means.
    """
    try:
        document = json.loads(data)
        statement, (gram,) = document["statement"], document["witness"]["grams"]
        if document["rule"] != "sos" or statement["kind"] != "bound" or "symbols" in statement or "field" in statement:
            raise ValueError("only bounds of rule sos with rational numbers are exported")
        means = tuple(
            Mean(h["name"], {word: Fraction(c) for c, word in h["polynomial"]}, h["sense"])
            for h in statement.get("hypotheses", [])
        )
        functional = {word: Fraction(c) for c, word in statement["functional"]}
        scenario = Scenario.from_json(statement["scenario"])
        return Maximum(scenario, functional, tuple(gram["words"]), statement["sense"], means)
    except (KeyError, TypeError, ValueError) as problem:
        raise ProblemError(f"this certificate is not a bound from one Gram matrix: {problem!r}") from None


def certify_dual(problem: Maximum, text: str, loss: float = 1e-9, bits: int | None = None) -> Certified:
    """An exact bound from the solution file of a solver for `sdpa_text` of the same problem.

    Args:
        problem: what was exported.
        text: a solution file of CSDP, a result file of SDPA (with yMat), or the n rows of the matrix
            as plain numbers; decimals are read exactly.
        loss: see `maximum_certificate`.
        bits: see `maximum_certificate`; a file with more digits than a float deserves more than 60.

    Raises:
        ProblemError: no dual matrix of the right size can be read.
    """
    matrix, diagonal = read_dual(text, problem.moments.size)
    weights = iter(diagonal)
    multipliers: list[Fraction] = []
    unit = 1 << (bits or entry_bits(problem.moments, loss))
    for mean in problem.means:
        weight = next(weights, Fraction(0))
        weight = weight - next(weights, Fraction(0)) if mean.sense == "=0" else max(Fraction(0), weight)
        multipliers.append(Fraction(round(weight * unit), unit))
    return problem.certificate([matrix], multipliers, loss=loss, bits=bits, provenance={"dual": "from a solution file"})


def read_dual(text: str, size: int) -> tuple[list[list[Fraction]], list[Fraction]]:
    r"""The matrix block and the diagonal block of a solution file.

    >>> read_dual("1 2\n2 3", 2)[0][1]
    [Fraction(2, 1), Fraction(3, 1)]

    Raises:
        ProblemError: no matrix of this size can be read.
    """
    if "yMat" in text:
        return _sdpa_result(text, size)
    lines = [line.split() for line in text.splitlines() if line.strip()]
    try:
        if len(lines) == size and all(len(line) == size for line in lines):
            return [[Fraction(x) for x in line] for line in lines], []
        return _csdp_solution(lines, size)
    except (ValueError, IndexError, ZeroDivisionError) as problem:
        raise ProblemError(f"no dual matrix of {size} rows can be read: {problem}") from None


def _csdp_solution(lines: list[list[str]], size: int) -> tuple[list[list[Fraction]], list[Fraction]]:
    """First line y, then `matrix block i j value`; matrix 2 is X."""
    matrix = [[Fraction(0)] * size for _ in range(size)]
    diagonal: dict[int, Fraction] = {}
    for line in lines[1:]:
        number, block, i, j = (int(x) for x in line[:4])
        value = Fraction(line[4])
        if min(i, j) < 1 or (block == 1 and max(i, j) > size):
            raise ValueError(f"the entry {i}, {j} is outside of the matrix")
        if number == 2 and block == 1:
            matrix[i - 1][j - 1] = matrix[j - 1][i - 1] = value
        elif number == 2:
            diagonal[i] = value
    if not any(any(row) for row in matrix):
        raise ValueError("the file has no matrix number 2")
    return matrix, [diagonal.get(i, Fraction(0)) for i in range(1, max(diagonal, default=0) + 1)]


def _sdpa_result(text: str, size: int) -> tuple[list[list[Fraction]], list[Fraction]]:
    """yMat = { { {row}, {row}, ... } {diagonal} } of a result file."""
    body = text[text.index("yMat") :]
    numbers = [Fraction(x) for x in re.findall(_NUMBER, body.split("main loop")[0], re.ASCII)]
    if len(numbers) < size * size:
        raise ProblemError(f"yMat has {len(numbers)} numbers; {size * size} are needed")
    rows = [numbers[i * size : (i + 1) * size] for i in range(size)]
    return rows, numbers[size * size :]
