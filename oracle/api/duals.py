"""Dual matrices of other people's programs: one short adapter each; nothing of what they bring is trusted.

A dual matrix Z of a moment problem is positive semidefinite, has a row for each word w_i of its moment matrix, and says
    constant - functional = sum_ij Z_ij w_i^* w_j
up to what solvers leave over. Its words may be written in observables or projectors, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any, Self

from oracle.api.sources import Source, read
from oracle.failures import Malformed, Undecided

MAX_ROWS = 400
MAX_BYTES = 1 << 26
_JULIA = re.compile(r"P?([A-Z])(\d+)(?:\|(\d+))?", re.ASCII)


@dataclass(frozen=True)
class Dual:
    """A dual solution as some program gave it.

    Attributes:
        matrices: one for each moment matrix, of floats or exact numbers.
        words: the word of each row, such as "", "A0", "A0=1 B0"; the same for all matrices.
        claimed: the optimum as the solver has it, or None; the loss is measured from it and nothing else uses it.
        weights: of the inequalities that the problem knows, in its order, none of them negative.
        origin: which program it comes from.
        text: a solution file of an exported problem, which has all of this, instead.
    """

    matrices: tuple[tuple[tuple[float | Fraction, ...], ...], ...] = ()
    words: tuple[str, ...] = ()
    claimed: float | None = None
    weights: tuple[float | Fraction, ...] = ()
    origin: str = "matrices"
    text: str = ""

    @classmethod
    def of_matrices(
        cls,
        matrices: Sequence[Any],
        words: Sequence[str],
        *,
        claimed: float | None = None,
        weights: Sequence[float | Fraction] = (),
        origin: str = "matrices",
    ) -> Self:
        """Matrices of any kind: nested lists, arrays, or what converts to them; of complex ones the real part.

        Args:
            matrices: square, with one row a word.
            words: of the rows.
            claimed: the solver's optimum.
            weights: of the problem's inequalities.
            origin: what to call the source.

        Raises:
            Malformed: `solution`, other shapes, or an entry that is no finite number.

        >>> Dual.of_matrices([[[1.0]]], [""]).matrices
        (((1.0,),),)
        """
        found = tuple(_rows(matrix) for matrix in matrices)
        size = len(words)
        if not 0 < size <= MAX_ROWS or any(len(rows) != size or any(len(r) != size for r in rows) for rows in found):
            raise Malformed("solution", f"each matrix needs a row and a column for each of the {size} words")
        return cls(found, tuple(_ordered(word) for word in words), _claimed(claimed), tuple(weights), origin)

    @classmethod
    def of_cvxpy(cls, constraint: Any, words: Sequence[str], problem: Any = None) -> Self:
        """The dual of `M >> 0` in cvxpy, where M is the moment matrix with these words as rows.

        Args:
            constraint: the constraint object of a solved problem, or a list of them, one a moment matrix.
            words: of the rows of M.
            problem: the cvxpy problem, whose value is what the solver claims.
        """
        listed = constraint if isinstance(constraint, list | tuple) else [constraint]
        values = [_present(each.dual_value, "cvxpy") for each in listed]
        return cls.of_matrices(values, words, claimed=getattr(problem, "value", None), origin="cvxpy")

    @classmethod
    def of_picos(cls, constraint: Any, words: Sequence[str], problem: Any = None) -> Self:
        """The dual of `M >> 0` in PICOS; arguments as for cvxpy."""
        listed = constraint if isinstance(constraint, list | tuple) else [constraint]
        values = [_of_cvxopt(_present(each.dual, "PICOS")) for each in listed]
        return cls.of_matrices(values, words, claimed=getattr(problem, "value", None), origin="PICOS")

    @classmethod
    def of_toqito(cls, constraints: Sequence[Any], words: Sequence[Any], problem: Any = None) -> Self:
        """The dual of toqito's `npa_constraints`.

        Args:
            constraints: what `npa_constraints` returned, after the cvxpy problem with them was solved.
            words: what toqito's `_gen_words` returns for the same level: tuples of symbols (player, question, answer).
            problem: the cvxpy problem.
        """
        texts = [
            " ".join(f"{symbol.player[0]}{symbol.question}={symbol.answer}" for symbol in word if symbol.player)
            for word in words
        ]
        size = len(texts)
        moment = [each for each in constraints if getattr(each, "shape", None) == (size, size) and _is_cone(each)]
        if len(moment) != 1:
            raise Malformed(
                "solution", f"one constraint on a matrix of {size} words is needed; there are {len(moment)}"
            )
        return cls.of_matrices(
            [_present(moment[0].dual_value, "toqito")], texts, claimed=getattr(problem, "value", None), origin="toqito"
        )

    @classmethod
    def of_ncpol2sdpa(cls, relaxation: Any, names: Mapping[str, str] | None = None, *, negated: bool = True) -> Self:
        """The dual of a solved `SdpRelaxation` of ncpol2sdpa.

        Args:
            relaxation: after `solve()`.
            names: operator of ncpol2sdpa -> word here. Without it "A0" is an observable with values +1 and -1, and
                "A01" the projector of input 0 and outcome 1. What `generate_measurements` calls "A0" where there are
                two outcomes is a projector: {"A0": "A0=0"}.
            negated: whether the negative functional was minimised, as for a maximum, since ncpol2sdpa minimises.
        """
        blocks = _present(relaxation.y_mat, "ncpol2sdpa")
        words = [_of_sympy(monomial, names) for monomial in relaxation.monomial_sets[0]]
        value = _claimed(getattr(relaxation, "primal", None))
        claimed = None if value is None else -value if negated else value
        return cls.of_matrices([blocks[0]], words, claimed=claimed, origin="ncpol2sdpa")

    @classmethod
    def of_quantumnpa(cls, operators: Sequence[str], matrix: Sequence[Any], claimed: float | None = None) -> Self:
        """The dual matrix of QuantumNPA.jl with the operators of its rows, as texts that Julia prints.

        Args:
            operators: of the rows, such as "Id", "A1", "PA1|2 B1": inputs and outcomes count from 1 there; "PA1|2" is
                outcome 1 of input 2.
            matrix: the dual of the constraint on the moment matrix.
            claimed: the optimum as the solver has it.
        """
        return cls.of_matrices([matrix], [_of_julia(text) for text in operators], claimed=claimed, origin="QuantumNPA")

    @classmethod
    def of_sdpa(cls, solution: Source, claimed: float | None = None) -> Self:
        """The solution file of any solver of the SDPA format for the file that `bellcert export --to sdpa` wrote.

        Args:
            solution: name or bytes of a result file of SDPA, a solution file of CSDP, plain rows, or JSON.
            claimed: the optimum as the solver has it, of the functional and not of the file.
        """
        text = read(solution, MAX_BYTES).decode("ascii", errors="replace")
        return cls(claimed=_claimed(claimed), origin="SDPA", text=text)


def _present(value: Any, program: str) -> Any:
    if value is None:
        raise Undecided("solver", f"{program} has no dual: solve the problem first, with a solver that gives one")
    return value


def _claimed(value: Any) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) else None


def _rows(matrix: Any) -> tuple[tuple[float | Fraction, ...], ...]:
    values = matrix.tolist() if hasattr(matrix, "tolist") else matrix
    try:
        return tuple(tuple(_entry(entry) for entry in row) for row in values)
    except TypeError:
        raise Malformed("solution", "a dual matrix is rows of numbers") from None


def _entry(value: Any) -> float | Fraction:
    if isinstance(value, complex):
        value = value.real
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, float) and isfinite(value):
        return value
    raise Malformed("solution", f"{value!r:.40} is no finite number")


def _is_cone(constraint: Any) -> bool:
    return type(constraint).__name__ == "PSD"


def _of_cvxopt(matrix: Any) -> Any:
    """A matrix of cvxopt as rows; numbers alone are a matrix of one row."""
    if hasattr(matrix, "size") and isinstance(matrix.size, tuple) and len(matrix.size) == 2:
        rows, columns = matrix.size
        return [[matrix[i, j] for j in range(columns)] for i in range(rows)]
    return matrix if hasattr(matrix, "tolist") or isinstance(matrix, list) else [[float(matrix)]]


def _of_sympy(monomial: Any, names: Mapping[str, str] | None) -> str:
    words: list[str] = []
    for factor in monomial.as_ordered_factors():
        base, power = factor.as_base_exp()
        text = str(base)
        if text != "1":
            usual = f"{text[0]}{text[1:-1]}={text[-1]}" if len(text) > 2 else text
            words += [(names or {}).get(text, usual)] * int(power)
    return " ".join(words)


def _of_julia(text: str) -> str:
    words = []
    for factor in text.split():
        if factor == "Id":
            continue
        found = _JULIA.fullmatch(factor)
        if found is None or (found[3] is None) == factor.startswith("P"):
            raise Malformed("solution", f"{factor!r:.40} is neither Id, A1 nor PA1|1")
        party, first, second = found.groups()
        words.append(f"{party}{int(second) - 1}={int(first) - 1}" if second else f"{party}{int(first) - 1}")
    return " ".join(words)


def _ordered(word: str) -> str:
    """The word with the operators of each party in their order, parties in alphabetical order, since they commute."""
    return " ".join(sorted(word.split(), key=lambda atom: atom[:1]))
