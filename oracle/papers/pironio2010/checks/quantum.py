"""Section A.1 and Figure 2: local bound, min-entropy against CHSH value, the states |Psi_theta>."""

from fractions import Fraction
from itertools import product

from oracle.ledger.arithmetic import Expression, decimal, enclose, identical, op
from oracle.ledger.checks import check
from oracle.ledger.expressions import parse, replaced
from oracle.ledger.status import Finding
from oracle.ledger.values import value as evaluated
from oracle.papers.pironio2010.checks.bell import (
    BITS,
    CELLS,
    IDENTITY,
    X_MATRIX,
    Z_MATRIX,
    Matrix,
    chsh,
    chsh_of,
    combine,
    deterministic,
    is_observable,
    mean,
)

XZ_MATRIX: Matrix = ((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(0)))  # i Y, real


def local_curve(score: Fraction) -> Expression:
    """Return 1 - log2(1 + sqrt(2 - I^2/4)) as an expression of the certificate format."""
    root = op("sqrt", 2 - score * score / 4)
    return op("sub", 1, op("log2", op("add", 1, root)))


@check
def sec_a1_classical_point() -> Finding:
    """At I = 2 a deterministic behaviour answers one pair with certainty for every input pair, so f(2) = 0."""
    at_two = [behaviour for behaviour in deterministic() if chsh(behaviour) == 2]
    certain = {cell for behaviour in at_two for cell in CELLS if behaviour[cell] == 1}
    holds = len(at_two) == 8 and {(x, y) for _, _, x, y in certain} == set(product(BITS, repeat=2))
    return Finding("proof", holds, f"{len(at_two)} deterministic behaviours at I = 2, {len(certain)} certain outcomes")


def _envelope_holds() -> bool:
    """Return whether the bound generic in beta gives the curve.

    From CHSH + beta A0 <= r, r^2 = 8 + 2 beta^2, follows P(a|x) <= 1/2 + (r - I)/(2 beta). For 2 <= I < 2 sqrt 2 take
    beta = 2 sqrt(8/I^2 - 1) > 0; then r = 8/I > I, and with both sides positive
    [(r - I)/(2 beta)]^2 = (2 - I^2/4)/4 is all that is needed: (8 - I^2)^2 = beta^2 I^2 (2 - I^2/4).
    """

    def beta_square_score_square(score: Fraction) -> Fraction:
        return 4 * (8 - score * score)

    radius = identical(lambda i: 8 * i * i + 2 * beta_square_score_square(i), lambda i: Fraction(64), 2, 1)
    value = identical(lambda i: (8 - i * i) ** 2, lambda i: beta_square_score_square(i) * (2 - i * i / 4), 4, 1)
    return radius and value


def _psi(cosine: Fraction, sine: Fraction) -> tuple[Fraction, ...]:
    return (cosine, Fraction(0), Fraction(0), sine)


def _correlations_hold() -> bool:
    """Return whether cos|00> + sin|11> has <XX> = 2cs, <ZZ> = c^2+s^2, <YY> = -2cs, others 0, <Z> = c^2 - s^2 on A.

    Both sides are quadratic forms in (c, s), so three pairwise independent points decide. <YY> = -<(iY)(iY)>; means
    with a single Y vanish because the state is real.
    """
    for cosine, sine in ((1, 0), (0, 1), (1, 1)):
        c, s = Fraction(cosine), Fraction(sine)
        state = _psi(c, s)
        expected = {
            (0, 0): 2 * c * s,
            (1, 1): c * c + s * s,
            (0, 1): 0,
            (1, 0): 0,
        }
        if any(mean(state, (X_MATRIX, Z_MATRIX)[i], (X_MATRIX, Z_MATRIX)[j]) != expected[i, j] for i, j in expected):
            return False
        if -mean(state, XZ_MATRIX, XZ_MATRIX) != -2 * c * s:
            return False
        if mean(state, Z_MATRIX, IDENTITY) != c * c - s * s or mean(state, X_MATRIX, IDENTITY) != 0:
            return False
    return True


def _trade_off_holds() -> bool:
    """Return whether c^2+s^2 = 1, S = 2cs, I^2 = 4(1 + S^2) give 2 - I^2/4 = (c^2 - s^2)^2 (degree four in c and s)."""
    return identical(lambda c, s: (c * c + s * s) ** 2 - (2 * c * s) ** 2, lambda c, s: (c * c - s * s) ** 2, 4, 2)


@check
def eq_6_attained() -> Finding:
    """Equality in (6) at every I in [2, 2 sqrt 2]: the state cos|00> + sin|11> with c >= s.

    A0 = Z, A1 = X, B = cos(phi) Z +- sin(phi) X give I = 2(cos phi + S sin phi), S = 2cs; tan phi = S makes it
    2 sqrt(1 + S^2). P(0|0) = (1 + c^2 - s^2)/2 = c^2, and 2 - I^2/4 = (c^2 - s^2)^2, so c^2 = (1 + sqrt(2 - I^2/4))/2.
    S runs through [0, 1] with theta in [0, pi/4].
    """
    return Finding(
        "proof", _correlations_hold() and _trade_off_holds(), "2 - I^2/4 = cos(2 theta)^2, P(0|0) = cos(theta)^2"
    )


@check
def p5_printed(largest: str) -> Finding:
    """At cos theta = 4/5 an exact measurement exceeds both printed maxima.

    P(a|x) = cos^2 = 16/25 against cos 2 theta = 7/25; with B = (20 Z +- 21 X)/29 the value of I against
    2 sqrt(1 + sin^2 theta), compared by squares.
    """
    c, s = Fraction(4, 5), Fraction(3, 5)
    bob = [combine((Fraction(20, 29), Z_MATRIX), (Fraction(sign * 21, 29), X_MATRIX)) for sign in (1, -1)]
    value = chsh_of(_psi(c, s), (Z_MATRIX, X_MATRIX), bob)
    outcome = (1 + mean(_psi(c, s), Z_MATRIX, IDENTITY)) / 2
    valid = all(map(is_observable, bob)) and c * c + s * s == 1
    bound = evaluated(replaced(parse(largest), {"t": parse(str(s))}))
    holds = valid and outcome > c * c - s * s and value > bound.high
    return Finding(
        "refutation",
        holds,
        f"P(0|0) = {outcome} > cos 2 theta = {c * c - s * s}; I = {value}, I^2 > {4 * (1 + s * s)}",
    )


@check
def p5_corrected() -> Finding:
    """P(a|x) <= cos^2 theta and I <= 2 sqrt(1 + sin^2 2 theta), attained together; the curve (6) follows.

    Alice's reduced state is diagonal with entries c^2 >= s^2: no outcome is likelier than c^2, and Z reaches it. The
    correlation matrix T is diagonal with entries S, -S, 1. For unit vectors a0 + a1 = 2 cos(w) e, a0 - a1 = 2 sin(w) e'
    with e, e' orthonormal, so I <= 2 (cos(w) |T e| + sin(w) |T e'|) <= 2 sqrt(|T e|^2 + |T e'|^2), at most twice the
    root of the two largest squares, 1 + S^2. Attained as in ``eq_6_attained``.
    """
    return Finding(
        "correction", _correlations_hold() and _trade_off_holds(), "T = diag(S, -S, 1), marginal diag(cos^2, sin^2)"
    )


@check
def p1_printed(at: str) -> Finding:
    """At this I the printed curve exceeds two bits, the most that four outcomes can have."""
    value = enclose(op("neg", op("log2", local_curve(Fraction(at)))))
    return Finding("refutation", value.low > 2, f"printed expression at I = {at} is above {decimal(value.low, 4)} bits")


@check
def fig_2_threshold(at: str) -> Finding:
    """Curves b (as in (6)) and c are 0 at I = 2 and positive above; curve a lies between b and the deterministic point.

    b: the guessing probability (1 + sqrt(2 - I^2/4))/2 is 1 exactly if 2 - I^2/4 = 1, that is I = 2, since
    2 - I^2/4 - 1 = (2 - I)(2 + I)/4, negative above 2. c: 3/2 - I/4 - 1 = (2 - I)/4 likewise. a >= b, and a(2) = 0 by
    a deterministic behaviour.
    """
    local = identical(lambda i: 1 - i * i / 4, lambda i: (2 - i) * (2 + i) / 4, 2, 1)
    nosignalling = identical(lambda i: Fraction(1, 2) - i / 4, lambda i: (2 - i) / 4, 1, 1)
    deterministic_point = any(chsh(item) == 2 and max(item.values()) == 1 for item in deterministic())
    point = Fraction(at)
    ends = 1 - point * point / 4 == 0 and point > 0
    holds = local and nosignalling and deterministic_point and _envelope_holds() and ends
    return Finding("proof", holds, "1 - P changes sign at I = 2 only")


@check
def eq_8_convexity() -> Finding:
    """The curve (6) is convex and decreasing in P, so the average over rounds may be taken inside.

    With u = 2 - I^2/4 and s = sqrt(u): s'' = (2 u u'' - u'^2)/(4 s^3), and 2 u u'' - u'^2 = -2 for every I, so s and
    P = (1+s)/2 are concave; -log2 is convex and decreasing, hence -log2 P is convex. The derivatives of the quadratic u
    are its central differences, exactly.
    """

    def u(score: Fraction) -> Fraction:
        return 2 - score * score / 4

    def numerator(score: Fraction) -> Fraction:
        first = (u(score + 1) - u(score - 1)) / 2
        second = u(score + 1) - 2 * u(score) + u(score - 1)
        return 2 * u(score) * second - first * first

    return Finding("proof", identical(numerator, lambda i: Fraction(-2), 4, 1), "s'' = -1/(2 s^3) < 0")
