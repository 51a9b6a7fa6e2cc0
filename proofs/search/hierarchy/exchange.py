"""Problems for other people's solvers: SDPA sparse format and the Conic Benchmark Format.

A file has a positive semidefinite block for each moment matrix (one for a bound on a functional, one a branch
for a guessing probability), their rows in the order of the words that its comments list.  In the SDPA file
equations (normalisation, known means) are solved exactly for one variable each and inequalities of hypotheses
are the entries of one last diagonal block, in their order.  The file minimises: its optimum is

    (constant of the functional) - maximum,

and the matrix Y of the format (yMat of SDPA, matrix 2 of a CSDP solution, X in its documentation) is the dual
matrix, of which `solution` makes an exact bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from textwrap import wrap
from typing import Any

from proofs.search.hierarchy.adversary import Guessing
from proofs.search.hierarchy.maximum import Maximum, Relaxation
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.semidefinite.elimination import solved
from proofs.search.semidefinite.sdp import Block, Program

Affine = dict[int, Fraction]  # by variable, from 1; 0 is the constant


def sdpa_text(problem: Relaxation, proved: Fraction | None = None) -> str:
    """The problem in SDPA sparse format, with the proved optimum in its comments.

    Args:
        problem: what is maximised (a minimum is the maximum of the negative functional).
        proved: a certified bound on the functional or the guessing probability, to be quoted.

    Returns:
        text; rational coefficients that are no integers have 17 digits.

    Raises:
        Failure: the equations contradict each other.
    """
    program = problem.program
    expressions, variables = _expressions(program)
    objective = _affine(program.objective, expressions)
    constant = objective.pop(0, Fraction(0))
    lines = [f'"{part}' for line in _comments(problem) for part in wrap(line, WIDTH, break_on_hyphens=False)]
    lines.append(f'"optimum of this file = {constant} - maximum')
    if proved is not None:
        bound = problem.sign * proved
        lines.append(f'"proved: maximum <= {bound}, so the optimum of this file is >= {constant - bound}')
    sizes = [block.size for block in program.blocks]
    if program.inequalities:
        sizes.append(-len(program.inequalities))
    lines += [str(variables), str(len(sizes)), " ".join(map(str, sizes))]
    lines.append(" ".join(_decimal(-objective.get(v, Fraction(0))) for v in range(1, variables + 1)))
    # F_0 is subtracted, so constants enter with the other sign
    lines += [f"{v} {where} {_decimal(c if v else -c)}" for v, where, c in sorted(_entries(program, expressions)) if c]
    return "\n".join(lines) + "\n"


WIDTH = 99  # of titles and rows in comments: SDPA 7.3 finds no numbers behind a first line of some 300 characters


def _comments(problem: Relaxation) -> list[str]:
    found = problem.moments
    words = [f"row {i}: {found.scenario.text(word) or '1'}" for i, word in enumerate(found.words, 1)]
    return [f"maximise {problem.title} over the moments of {found.size} words", *words]


def _expressions(program: Program) -> tuple[dict[int, Affine], int]:
    """Every moment as an affine expression of the variables of the file, and how many those are."""
    equations = solved(program.equalities)
    number: dict[int, int] = {}
    for k in range(program.variables):
        if k not in equations:
            number[k] = len(number) + 1
    expressions: dict[int, Affine] = {k: {v: Fraction(1)} for k, v in number.items()}
    for pivot, equation in equations.items():
        others = {number[k]: -c for k, c in equation.row.items() if k != pivot}
        expressions[pivot] = {0: equation.right, **others}
    return expressions, len(number)


def _affine(row: Any, expressions: dict[int, Affine]) -> Affine:
    """A linear functional of the moments in the variables of the file."""
    total: Affine = {}
    for k, c in row.items():
        for v, d in expressions[k].items():
            total[v] = total.get(v, Fraction(0)) + c * d
    return total


def _entries(program: Program, expressions: dict[int, Affine]) -> Iterator[tuple[int, str, Fraction]]:
    """(variable, "block row column", coefficient); rows count from 1, row <= column."""
    for number, block in enumerate(program.blocks, 1):
        cells: dict[tuple[int, int], Affine] = {}
        for i, j, k, c in block_cells(block):
            cell = cells.setdefault((j + 1, i + 1), {})
            for v, d in expressions[k].items():
                cell[v] = cell.get(v, Fraction(0)) + c * d
        for (i, j), cell in cells.items():
            yield from ((v, f"{number} {i} {j}", d) for v, d in cell.items())
    last = len(program.blocks) + 1
    for place, (row, right) in enumerate(program.inequalities, 1):
        expression = _affine(row, expressions)
        expression[0] = expression.get(0, Fraction(0)) - right
        yield from ((v, f"{last} {place} {place}", d) for v, d in expression.items())


def block_cells(block: Block) -> Iterator[tuple[int, int, int, Fraction]]:
    """(row, column, variable, coefficient) of a block; rows count from 0, column <= row."""
    places = [(i, j) for i in range(block.size) for j in range(i + 1)]
    for p, k, c in zip(block.positions.tolist(), block.variables.tolist(), block.coefficients.tolist(), strict=True):
        yield (*places[p], k, Fraction(c))


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else repr(float(value))


def cbf_text(problem: Relaxation, proved: Fraction | None = None) -> str:
    """The problem in the Conic Benchmark Format, with the proved optimum in its comments.

    One free variable for each word class, that of 1 fixed by an equation; the optimum of the file is the maximum.

    Args:
        problem: what is maximised (a minimum is the maximum of the negative functional).
        proved: a certified bound on the functional or the guessing probability, to be quoted.
    """
    program = problem.program
    lines = [f"# {line}" for line in _comments(problem)]
    if proved is not None:
        lines.append(f"# proved: maximum <= {problem.sign * proved}")
    rows = [*program.equalities, *program.inequalities]
    counts = (("L=", len(program.equalities)), ("L+", len(program.inequalities)))
    cones = [f"{name} {count}" for name, count in counts if count]
    lines += ["VER", "3", "OBJSENSE", "MAX", "VAR", f"{program.variables} 1", f"F {program.variables}"]
    lines += ["CON", f"{len(rows)} {len(cones)}", *cones]
    lines += ["PSDCON", str(len(program.blocks)), *(str(block.size) for block in program.blocks)]
    for name, listed in (
        ("OBJACOORD", [f"{k} {_decimal(c)}" for k, c in sorted(program.objective.items())]),
        ("ACOORD", [f"{r} {k} {_decimal(c)}" for r, (row, _) in enumerate(rows) for k, c in sorted(row.items())]),
        ("BCOORD", [f"{r} {_decimal(-b)}" for r, (_, b) in enumerate(rows) if b]),
        ("HCOORD", [f"{number} {k} {i} {j} {_decimal(c)}" for number, block in enumerate(program.blocks)
                    for i, j, k, c in block_cells(block)]),
    ):  # fmt: skip
        lines += [name, str(len(listed)), *listed]
    return "\n".join(lines) + "\n"


def problem_of(document: Any) -> Relaxation:
    """The problem that a certificate of rule sos or guessing answers, with the words it lists.

    Args:
        document: the certificate as JSON gives it.

    Raises:
        Failure: the certificate is of another kind, or uses more than Gram matrices and means.
    """
    try:
        statement, witness = document["statement"], document["witness"]
        rule = document["rule"]
        if rule not in ("sos", "guessing") or statement["set"] != "quantum-commuting":
            raise ValueError("only proofs of rule sos or guessing about quantum behaviours belong to a moment problem")
        used = {key for part in (witness, *witness.get("branches", [])) for key in part}
        if {"field", "symbols"} & set(statement) or used & {"localised", "relations", "annihilations"}:
            raise ValueError("only rational problems without operator hypotheses are written out")
        means = tuple(
            Mean(h["name"], _functional(h["polynomial"]), h["sense"]) for h in statement.get("hypotheses", [])
        )
        scenario = Scenario.from_json(statement["scenario"])
        grams = [branch["grams"] for branch in witness["branches"]] if rule == "guessing" else [witness["grams"]]
        words = [tuple(gram["words"]) for (gram,) in grams]
        # branches that are images of each other have their words in different order
        if len(set(map(frozenset, words))) != 1 or statement["kind"] not in ("bound", "guessing"):
            raise ValueError("a bound with one Gram matrix, or one a branch with the same words, is written out")
        level = words[0]
        if rule == "guessing":
            return Guessing(scenario, tuple(statement["guessed"]), level, means).knowing(_squared(witness))
        best = Maximum(scenario, _functional(statement["functional"]), level, statement["sense"], means)
        return best.knowing(_squared(witness))
    except (KeyError, TypeError, ValueError) as problem:
        raise Failure(
            Kind.NOT_EXPORTABLE,
            "",
            "this certificate belongs to no moment problem that can be written out: {problem}",
            problem=problem,
        ) from None


def _squared(witness: Any) -> list[str]:
    """The events whose squares stand beside the Gram matrices.

    Raises:
        ValueError: the square of something else than an event.
    """
    squares = [square for part in (witness, *witness.get("branches", [])) for square in part.get("squares", [])]
    polynomials = [square["polynomial"] for square in squares]
    if any(len(terms) != 1 or not all("=" in atom for atom in terms[0][1].split()) for terms in polynomials):
        raise ValueError("only squares of events are written out beside Gram matrices")
    return list(dict.fromkeys(terms[0][1] for terms in polynomials))


def _functional(terms: Any) -> dict[str, Fraction]:
    return {word: Fraction(c) for c, word in terms}
