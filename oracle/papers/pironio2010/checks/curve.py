"""Polynomials of the tight curve in u, by computer algebra: identities, and signs by Sturm's theorem.

The notation is that of `tight`, whose checks say what follows; they load this module when they are run, because loading
the algebra takes longer than all of them.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

from sympy import QQ, Poly, Rational, ring, symbols

_U = symbols("u")
LEFT = Rational(7, 10)  # below 1/sqrt 2
SCORE = 2 * (4 * _U**6 - 4 * _U**5 - 2 * _U**4 + 2 * _U**3 + 2 * _U - 1)  # times 1/h
A, G, D, H = _U**3 - 2 * _U**2 - _U + 1, _U**2 + _U - 1, 2 * _U**2 - 1, 2 * _U**3 - 2 * _U + 1


def sign(polynomial: Any) -> int:
    """The sign of a polynomial on the open interval (1/sqrt 2, 1), 0 if it is not the same all over.

    Roots are counted by Sturm's theorem between 7/10 and 1 and none is allowed there, so the ends do not matter.
    """
    found = Poly(polynomial, _U)
    while found.eval(1) == 0:
        found = found.exquo(Poly(_U - 1, _U)) * -1  # 1 - u is positive
    if found.count_roots(LEFT, 1):
        return 0
    return 1 if found.eval(LEFT) > 0 else -1


def determinant(rows: Sequence[Sequence[Any]]) -> Any:
    """Leibniz's sum, in any ring."""
    total = 0 * rows[0][0]
    for order in permutations(range(len(rows))):
        inversions = sum(order[i] > order[j] for i in range(len(rows)) for j in range(i))
        term = rows[0][order[0]]
        for i in range(1, len(rows)):
            term = term * rows[i][order[i]]
        total += term if inversions % 2 == 0 else -term
    return total


def blocks(variables: Sequence[Any]) -> list[list[Any]]:
    """4ud F on a pair of Jordan blocks, F = mu - (1+A0)(1+B0)/4 - lam CHSH, with s^2 = 1 - x^2, r^2 = 1 - y^2."""
    u, x, y, s, r = variables
    a, d = u**3 - 2 * u**2 - u + 1, 2 * u**2 - 1
    zero, one = 0 * u, 0 * u + 1
    z, identity = [[one, zero], [zero, -one]], [[one, zero], [zero, one]]
    first = [[x, s], [s, -x]]
    second = [[y, r], [r, -y]]

    def tensor(p: list[list[Any]], q: list[list[Any]]) -> list[list[Any]]:
        return [[p[i][k] * q[j][m] for k in (0, 1) for m in (0, 1)] for i in (0, 1) for j in (0, 1)]

    raised = [[one + one, zero], [zero, zero]]  # 1 + Z
    terms = [
        (-2 * a * (2 * u**2 + 2 * u - 1), tensor(identity, identity)),
        (-u * d, tensor(raised, raised)),
        *((a, tensor(p, q)) for p, q in ((z, z), (z, second), (first, z))),
        (-a, tensor(first, second)),
    ]
    return [[sum((c * m[i][j] for c, m in terms), zero) for j in range(4)] for i in range(4)]


def without_roots(value: Any, variables: Sequence[Any]) -> Any:
    """A polynomial with s^2 and r^2 replaced."""
    u, x, y, s, r = variables
    total = 0 * u
    for (i, j, k, m, n), c in value.terms():
        total += c * u**i * x**j * y**k * (1 - x**2) ** (m // 2) * s ** (m % 2) * (1 - y**2) ** (n // 2) * r ** (n % 2)
    return total


def jordan() -> bool:
    """Whether determinant and squares are what the check `tight_jordan` says, with its signs."""
    _, *variables = ring("u,x,y,s,r", QQ)
    u, x, y, _, _ = variables
    a, g, c = u**3 - 2 * u**2 - u + 1, u**2 + u - 1, 2 * u**2 - 1
    rows = blocks(variables)
    n = (1 - x**2) * (1 - y**2) + 2 * c * (1 + c) * (x + y - x * y) + (1 + c) * (c**3 - 3 * c**2 + c - 1)
    formula = without_roots(determinant(rows), variables) == 16 * (1 + u) * g * (-a) ** 3 * -n
    _, k, v, w = ring("c,v,w", QQ)
    x, y, p = 1 - v**2, 1 - w**2, v * w
    n = (1 - x**2) * (1 - y**2) + 2 * k * (1 + k) * (x + y - x * y) + (1 + k) * (k**3 - 3 * k**2 + k - 1)
    squares = -n == (p - (1 - k)) ** 2 * (1 - k**2 + 2 * (1 + k) * p - p**2) + 2 * p**2 * (v - w) ** 2
    one, zero = variables[0] * 0 + 1, variables[0] * 0
    corner = blocks([u, one, one, zero, zero])
    diagonal = all(not corner[i][j] for i in range(4) for j in range(4) if i != j)
    positive = all(sign(corner[i][i].as_expr()) == 1 for i in range(4))
    signs = [sign(value) for value in (-A, G, 1 - D**2, 1 + 4 * D - D**2, H)]
    # d itself vanishes at 1/sqrt 2 and is positive beyond
    grows = Poly(D, _U).count_roots(LEFT, 1) == 1 and D.subs(_U, 1) > 0
    return bool(formula and squares and diagonal and positive and signs == [1] * 5 and bool(grows))


def attained() -> bool:
    """Whether norm, CHSH value and P(00|00) of the state of `tight_attained` are, times 16u^2, those of the curve."""
    _, u, s = ring("u,s", QQ)
    a, d, h = u**3 - 2 * u**2 - u + 1, 2 * u**2 - 1, 2 * u**3 - 2 * u + 1
    state = [4 * u * a, -2 * u * (1 - u) * s, -2 * u * (1 - u) * s, s**2]
    one, zero = 0 * u + 1, 0 * u
    z, turned = [[one, zero], [zero, -one]], [[d, s], [s, -d]]
    score = zero
    for x, p in enumerate((z, turned)):
        for y, q in enumerate((z, turned)):
            for i in range(4):
                for j in range(4):
                    score += (-1) ** (x * y) * state[i] * p[i // 2][j // 2] * q[i % 2][j % 2] * state[j]

    def even(value: Any) -> Any:
        total = 0 * u
        for (i, j), c in value.terms():
            total += c * u**i * (4 * u**2 * (1 - u**2)) ** (j // 2) * s ** (j % 2)
        return total

    norm = even(sum((x * x for x in state), 0 * u))
    wanted = 2 * (4 * u**6 - 4 * u**5 - 2 * u**4 + 2 * u**3 + 2 * u - 1)
    return bool(norm == 16 * u**2 * h and even(score) == 16 * u**2 * wanted and state[0] ** 2 == 16 * u**2 * a**2)


def monotone() -> bool:
    """Whether I' has one sign, the tangents touch and the ends are 2 sqrt 2 and 2, as `tight_monotone` says."""
    derivative = SCORE.diff(_U) * H - SCORE * H.diff(_U)  # h^2 I'
    # I' = 8u^2 (u-1)(2u^2-1)(...)/h^2: the zero at 1/sqrt 2 is the end
    falls, rest = Poly(derivative, _U).div(Poly(D, _U))
    touches = Poly(-2 * A * (2 * _U**2 + 2 * _U - 1) * H + A * SCORE - 4 * _U * D * A**2, _U).is_zero
    slope = Poly(4 * _U * D * (2 * A * A.diff(_U) * H - A**2 * H.diff(_U)) - A * derivative, _U).is_zero
    ends = SCORE.subs(_U, 1) == 2 and (SCORE**2 - 8 * H**2).as_poly(_U).rem(Poly(D, _U)).is_zero
    return bool(rest.is_zero and sign(falls) == -1 and touches and slope and bool(ends))


def above_losing() -> bool:
    """Whether 5/2 - (3/4) I(u) stays below P(u) for all u."""
    return sign(A**2 - (Rational(5, 2) * H - Rational(3, 4) * SCORE)) == 1  # times 1/h
