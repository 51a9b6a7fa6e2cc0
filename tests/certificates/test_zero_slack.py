"""Zero-slack certificates at rational points of the tight curve of pironio2010."""

from fractions import Fraction

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure
from proofs.search.language.number_field import Element, Number, NumberField, number
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.question import How
from proofs.search.semidefinite.elimination import null_vectors, reduced
from proofs.search.semidefinite.moments import level_words
from tests.certificates.zero_slack import moment_matrix, zero_slack_certificate
from tests.proofs.search.strategies import CHSH, CHSH_FUNCTIONAL

Rows = list[list[Fraction]]
Numbers = list[list[Number]]
WIDE = "1+AB+AAB+ABB"


def kron(left: Rows, right: Rows) -> Rows:
    return [[x * y for x in row for y in other] for row in left for other in right]


def tangent(u: Fraction, level: str) -> tuple[Functional, Fraction, Numbers]:
    """P(00|00) + lam I <= mu, and the moments of the state that attains it.

    In the basis |0>, s|1> with s = sin t every number is rational in u = cos(t/2).
    """
    a, d = u**3 - 2 * u**2 - u + 1, 2 * u * u - 1
    sine2 = 1 - d * d
    lam = -a / (4 * u * d)
    one = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    first = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(-1)]]
    second = [[d, sine2], [Fraction(1), -d]]
    operators = [kron(first, one), kron(second, one), kron(one, first), kron(one, second)]
    side = -2 * u * (1 - u)
    matrix = moment_matrix(
        level_words(CHSH, level), operators, [4 * u * a, side, side, 1], [1, sine2, sine2, sine2**2]
    )  # fmt: skip
    functional: Functional = {text: lam * c for text, c in CHSH_FUNCTIONAL.items()} | {"A0=0 B0=0": Fraction(1)}
    return functional, 2 * lam * (2 * u**2 + 2 * u - 1), matrix


@pytest.fixture(params=["picos", "clarabel"])
def solver(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param, reason=f"{request.param} is optional and not installed")
    return str(request.param)


@pytest.mark.parametrize(("u", "level"), [("4/5", "1+AB"), ("3/4", "1+AB"), ("5/6", "1+AB")])
def test_a_tangent_of_the_tight_curve_is_proved_without_slack(u: str, level: str, solver: str) -> None:
    functional, bound, matrix = tangent(Fraction(u), level)
    found = zero_slack_certificate(CHSH, functional, bound, matrix, How(level, solver=solver))
    assert check_bytes(found.data).statement.endswith(f"<= {bound}")


def test_seventeen_words_reach_nine_tenths() -> None:
    pytest.importorskip("picos", reason="picos is optional and not installed")
    functional, bound, matrix = tangent(Fraction(9, 10), WIDE)
    found = zero_slack_certificate(CHSH, functional, bound, matrix, How(WIDE))
    assert found.bound == bound


def test_the_state_attains_the_bound() -> None:
    """Otherwise the moments would not belong to the certificate."""
    functional, bound, matrix = tangent(Fraction(4, 5), "1+AB")
    words = level_words(CHSH, "1+AB")
    mean = sum(c * matrix[0][words.index(word)] for word, c in CHSH.polynomial(functional).items())
    assert mean / matrix[0][0] == bound


def test_nine_words_do_not_reach_nine_tenths(solver: str) -> None:
    functional, bound, matrix = tangent(Fraction(9, 10), "1+AB")
    with pytest.raises(Failure, match="no positive definite solution"):
        zero_slack_certificate(CHSH, functional, bound, matrix, How("1+AB", solver=solver))


@pytest.mark.parametrize("shift", [Fraction(-1, 1000), Fraction(1, 1000)])
def test_a_bound_the_state_does_not_attain_is_refused(shift: Fraction) -> None:
    functional, bound, matrix = tangent(Fraction(4, 5), "1+AB")
    with pytest.raises(Failure, match="wrong bound"):
        zero_slack_certificate(CHSH, functional, bound + shift, matrix, How("1+AB"))


def test_a_state_inside_has_no_null_vector() -> None:
    functional, bound, _ = tangent(Fraction(4, 5), "1")
    unit = [[Fraction(int(i == j)) for j in range(5)] for i in range(5)]
    with pytest.raises(Failure, match="no null vector"):
        zero_slack_certificate(CHSH, {"A0 B0": functional["A0 B0"]}, bound, unit, How("1"))


def test_null_vectors_annihilate_and_span() -> None:
    _, _, matrix = tangent(Fraction(5, 6), "2")
    basis = null_vectors(matrix)
    assert all(not sum(x * y for x, y in zip(row, vector, strict=True)) for row in matrix for vector in basis)
    assert len(basis) + len(reduced(matrix)[0]) == len(matrix)


# -- irrational optima ------------------------------------------------------------------------------------------------


def singlet(scenario: Scenario, angles: list[tuple[Number, Number]], level: str) -> Numbers:
    """Moments of (|00> + |11>) with the reflections cos t Z + sin t X, cosines and sines given, Alice's first."""
    one: Numbers = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    squares: list[Numbers] = [[[c, s], [s, -c]] for c, s in angles]
    half = len(angles) // 2
    operators = [_kron(square, one) for square in squares[:half]] + [_kron(one, square) for square in squares[half:]]
    return moment_matrix(level_words(scenario, level), operators, [1, 0, 0, 1], [1, 1, 1, 1])


def _kron(left: Numbers, right: Numbers) -> Numbers:
    return [[x * y for x in row for y in other] for row in left for other in right]


@pytest.mark.parametrize("level", ["1", "1+AB"])
def test_two_square_roots_of_two_exactly(level: str, solver: str) -> None:
    field = NumberField.square_root(2)
    zero, one, h = Fraction(0), Fraction(1), field.alpha / 2
    matrix = singlet(CHSH, [(one, zero), (zero, one), (h, h), (h, -h)], level)
    found = zero_slack_certificate(
        CHSH, CHSH_FUNCTIONAL, 2 * field.alpha, matrix, How(level, solver=solver), field=field
    )
    text = check_bytes(found.data).statement
    assert "field: alpha is the root of -2 + alpha^2 in (1, 2)" in text
    assert text.endswith("<= (2*alpha)")
    assert 8 < found.bound**2 < 8 + Fraction(1, 10**14)


def test_a_chained_inequality_is_three_square_roots_of_three(solver: str) -> None:
    field = NumberField.square_root(3)
    scenario = Scenario.bell({"A": [2, 2, 2], "B": [2, 2, 2]})
    functional: Functional = {"A0 B0": 1, "A1 B0": 1, "A1 B1": 1, "A2 B1": 1, "A2 B2": 1, "A0 B2": -1}
    r, half, zero, one = field.alpha / 2, Fraction(1, 2), Fraction(0), Fraction(1)
    angles: list[tuple[Number, Number]] = [(one, zero), (half, r), (-half, r), (r, half), (zero, one), (-r, half)]
    matrix = singlet(scenario, angles, "1")
    found = zero_slack_certificate(scenario, functional, 3 * field.alpha, matrix, How("1", solver=solver), field=field)
    assert check_bytes(found.data).statement.endswith("<= (3*alpha)")
    with pytest.raises(Failure, match="wrong bound"):
        zero_slack_certificate(
            scenario, functional, 3 * field.alpha - Fraction(1, 10**9), matrix, How("1"), field=field
        )


CUBIC = NumberField((-1, -1, 0, 1), Fraction(1), Fraction(2))  # alpha^3 = alpha + 1


@pytest.mark.parametrize("field", [NumberField.square_root(5), CUBIC], ids=["quadratic", "cubic"])
def test_elements_of_a_field(field: NumberField) -> None:
    alpha = field.alpha
    assert abs(sum(c * float(alpha) ** i for i, c in enumerate(field.polynomial))) < 1e-12
    x = 1 - 3 * alpha + alpha * alpha / 2
    assert x * x.inverse() == 1
    assert (x / alpha) * alpha - x == 0
    assert 1 / x == x.inverse()
    assert not x - x
    assert len({x, x + 0}) == 1
    assert repr(alpha) == "1*alpha^1"
    assert float(x * x) == pytest.approx(float(x) ** 2)
    assert number(x - x) == "0"
    with pytest.raises(ZeroDivisionError):
        (x - x).inverse()


def test_elimination_works_in_a_field() -> None:
    alpha = NumberField.square_root(2).alpha
    rows: Numbers = [[Fraction(1), alpha], [alpha, Fraction(2)]]
    assert reduced(rows)[1] == [0]
    (vector,) = null_vectors(rows)
    assert vector == [-alpha, Fraction(1)]
    assert isinstance(vector[0], Element)
