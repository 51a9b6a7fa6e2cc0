"""Duals of other people's programs become exact bounds; a wrong dual becomes a worse bound, never a false one."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

import oracle

CHSH = oracle.Functional({"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1})
SCENARIO = oracle.Scenario({"A": [2, 2], "B": [2, 2]})
ASKED = oracle.Problem("maximum", "quantum", SCENARIO, "1", CHSH)
WORDS = ["", "A0", "A1", "B0", "B1"]
R, S = 1 / sqrt(2), 0.5
MATRIX: list[list[float]] = [
    [0, 0, 0, 0, 0], [0, R, 0, -S, -S], [0, 0, R, -S, S], [0, -S, -S, R, 0], [0, -S, S, 0, R],
]  # fmt: skip
BEST = Fraction("2.8284271247")  # below 2 sqrt 2


@dataclass
class Value:
    """A solved program, as far as adapters look: its value, or the dual of its constraint."""

    value: float = 2 * sqrt(2)
    dual_value: Any = field(default_factory=lambda: MATRIX)


class PSD:
    """What cvxpy calls a constraint on a matrix."""

    shape = (5, 5)
    dual_value: Any = None


def judged(dual: oracle.Dual) -> oracle.Exact:
    found = oracle.exact(ASKED, dual)
    assert oracle.check(found.certificate).proved
    assert found.bound >= BEST
    assert found.loss == found.bound - Fraction(dual.claimed or 0)
    return found


def test_cvxpy() -> None:
    dual = oracle.Dual.of_cvxpy(Value(), WORDS, Value())
    assert judged(dual).bound < BEST + Fraction(1, 10**8)
    assert dual.origin == "cvxpy"


def test_rows_may_stand_in_any_order() -> None:
    order = [3, 0, 4, 2, 1]
    turned = [[MATRIX[i][j] for j in order] for i in order]
    dual = oracle.Dual.of_matrices([turned], [WORDS[i] for i in order], claimed=2 * sqrt(2))
    assert judged(dual).bound < BEST + Fraction(1, 10**8)


def projected() -> tuple[list[list[float]], list[list[float]]]:
    """The same dual over the words 1, P(A0=0), ...: A = 2 P - 1 turns Z into T' Z T with rows of T as below."""
    change = [[1.0, 0, 0, 0, 0]] + [[-1.0, *(2.0 if j == i else 0.0 for j in range(4))] for i in range(4)]
    moved = [
        [sum(change[i][p] * MATRIX[i][j] * change[j][q] for i in range(5) for j in range(5)) for q in range(5)]
        for p in range(5)
    ]
    return moved, change


def test_toqito_with_projectors() -> None:
    @dataclass
    class Symbol:
        player: str = ""
        question: int | None = None
        answer: int | None = None

    cone = PSD()
    cone.dual_value = projected()[0]
    words = [(Symbol(),), *((Symbol(who, x, 0),) for who in ("Alice", "Bob") for x in (0, 1))]
    dual = oracle.Dual.of_toqito([object(), cone], words, Value())
    assert dual.words == ("", "A0=0", "A1=0", "B0=0", "B1=0")
    assert judged(dual).bound < BEST + Fraction(1, 10**8)
    with pytest.raises(oracle.Malformed, match="one constraint on a matrix of 5 words"):
        oracle.Dual.of_toqito([object()], words)


def test_ncpol2sdpa_orders_and_names() -> None:
    from sympy import S as ONE
    from sympy import Symbol

    a, b = Symbol("A0", commutative=False), Symbol("A1", commutative=False)

    @dataclass
    class Relaxation:
        monomial_sets: list[list[Any]]
        y_mat: Any
        primal: float = -2 * sqrt(2)

    words = [ONE.One, *(Symbol(name, commutative=False) for name in ("A0", "A1", "B0", "B1"))]
    named = {name: f"{name}=0" for name in ("A0", "A1", "B0", "B1")}
    dual = oracle.Dual.of_ncpol2sdpa(Relaxation([words], [projected()[0]]), named)
    assert judged(dual).bound < BEST + Fraction(1, 10**8)
    longer = oracle.Dual.of_ncpol2sdpa(
        Relaxation([[b * a * b, Symbol("B01", commutative=False)]], [[[1.0, 0], [0, 1.0]]])
    )
    assert longer.words == ("A1 A0 A1", "B0=1")
    with pytest.raises(oracle.Undecided, match="solve the problem first"):
        oracle.Dual.of_ncpol2sdpa(Relaxation([words], None))


def test_quantumnpa() -> None:
    dual = oracle.Dual.of_quantumnpa(["Id", "A1", "A2", "B1", "B2"], MATRIX, 2 * sqrt(2))
    assert judged(dual).bound < BEST + Fraction(1, 10**8)
    assert oracle.Dual.of_quantumnpa(["PA1|2 B1"], [[1.0]]).words == ("A1=0 B0",)
    for wrong in ("PA1", "A1|1", "ZA1", "a"):
        with pytest.raises(oracle.Malformed, match="neither Id"):
            oracle.Dual.of_quantumnpa([wrong], [[1.0]])


def test_picos() -> None:
    picos = pytest.importorskip("picos")
    program = picos.Problem()
    moments = picos.SymmetricVariable("M", 5)
    cone = program.add_constraint(moments >> 0)
    program.add_list_of_constraints([moments[i, i] == 1 for i in range(5)])
    program.set_objective("max", moments[1, 3] + moments[1, 4] + moments[2, 3] - moments[2, 4])
    program.solve(solver="cvxopt")
    assert judged(oracle.Dual.of_picos(cone, WORDS, program)).bound < BEST + Fraction(1, 10**6)


def test_a_file_of_csdp() -> None:
    lines = ["0 0"] + [f"2 1 {i + 1} {j + 1} {MATRIX[i][j]!r}" for i in range(5) for j in range(i, 5) if MATRIX[i][j]]
    found = oracle.exact(ASKED, "\n".join(lines).encode())
    assert BEST <= found.bound < BEST + Fraction(1, 10**8)
    assert found.loss is None


@pytest.mark.parametrize("factor", [0.5, 0.999, 1.1, -1.0, 0.0])
def test_a_wrong_dual_is_worse_and_never_false(factor: float) -> None:
    wrong = [[factor * entry for entry in row] for row in MATRIX]
    found = oracle.exact(ASKED, oracle.Dual.of_matrices([wrong], WORDS))
    assert found.bound > BEST + Fraction(1, 10**4)
    assert oracle.check(found.certificate).proved


def test_a_solver_that_claims_too_much_is_shown() -> None:
    found = oracle.exact(ASKED, oracle.Dual.of_matrices([MATRIX], WORDS, claimed=2.0))
    assert found.loss is not None
    assert found.loss > Fraction(8, 10)
    assert found.claimed == 2


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1.0, 2.0]], ["A0"]),
        ([[float("nan")]], ["A0"]),
        ([["1"]], ["A0"]),
        ([[1.0]], []),
        (3, ["A0"]),
        ([[None]], [""]),
    ],
)
def test_no_matrix_is_refused(matrix: Any, words: list[str]) -> None:
    with pytest.raises(oracle.Malformed) as failure:
        oracle.Dual.of_matrices([matrix], words)
    assert failure.value.code == "solution"


def test_rows_that_are_no_words_are_refused() -> None:
    with pytest.raises(oracle.Malformed) as failure:
        oracle.exact(ASKED, oracle.Dual.of_matrices([[[1.0]]], ["C7"]))
    assert failure.value.code == "not-a-word"


def test_other_sets_need_no_dual() -> None:
    with pytest.raises(oracle.Usage):
        oracle.exact(ASKED.replace(set="local", level=None), oracle.Dual.of_matrices([[[1.0]]], [""]))
