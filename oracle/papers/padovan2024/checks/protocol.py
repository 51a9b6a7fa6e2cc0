"""Section Sequential-CHSH protocol: printed operators and special angles; the noise parameters of eq. (18)."""

import json
from fractions import Fraction
from typing import Any

from oracle.ledger.arithmetic import identical
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.resources import certificates_dir

Matrix = tuple[tuple[int, ...], ...]
Z: Matrix = ((1, 0), (0, -1))
X: Matrix = ((0, 1), (1, 0))
ONE: Matrix = ((1, 0), (0, 1))


def kron(a: Matrix, b: Matrix) -> Matrix:
    """The product acts on the first system with a, on the second with b."""
    return tuple(tuple(x * y for x in row for y in other) for row in a for other in b)


def times(a: Matrix, b: Matrix) -> Matrix:
    return tuple(
        tuple(sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)) for row in a
    )


def model(name: str) -> Any:
    """The model of a shipped certificate; the kernel judges it elsewhere."""
    data = (certificates_dir() / "padovan2024" / f"{name}.cert.json").read_text("utf-8")
    return json.loads(data)["witness"]["models"][0]


PRINTED = {"B0": kron(Z, Z), "B1": kron(X, ONE), "B00": kron(Z, ONE), "B01": kron(X, X)}
"""Equation (13)."""


@check
def eq_11() -> Finding:
    """The certificate's A_0 and A_1 are (sigma_z + sigma_x)/sqrt 2 and (sigma_z - sigma_x)/sqrt 2."""
    found = model("attained")["operators"]
    half = {1: ["0", "1/2"], -1: ["0", "-1/2"], 0: "0"}
    wanted = {f"A{k}": [[half[z + sign * x] for z, x in zip(r, t, strict=True)] for r, t in zip(Z, X, strict=True)]
              for k, sign in ((0, 1), (1, -1))}  # fmt: skip
    return Finding("proof", all(found[name] == wanted[name] for name in wanted), "two matrices")


@check
def eq_13() -> Finding:
    """The certificate's B_0, B_1, B_00, B_01 are the printed products of Pauli matrices."""
    found = model("attained")["operators"]
    holds = all(found[name] == [[str(x) for x in row] for row in matrix] for name, matrix in PRINTED.items())
    return Finding("proof", holds, "four matrices")


@check
def eq_13_constraints() -> Finding:
    """The printed operators have square 1, and [B_0, B_00] = [B_0, B_01] = 0; B_00 and B_01 do not commute."""
    square = all(times(b, b) == kron(ONE, ONE) for b in PRINTED.values())
    b0, b00, b01 = PRINTED["B0"], PRINTED["B00"], PRINTED["B01"]
    commute = times(b0, b00) == times(b00, b0) and times(b0, b01) == times(b01, b0)
    return Finding(
        "proof", square and commute and times(b00, b01) != times(b01, b00), "four squares, three commutators"
    )


@check
def eq_14() -> Finding:
    """The certificate's state is a Bell pair of A and B' times u |0> + v |1> on B'', normalised by the weight 1/2."""
    found = model("attained")
    u, v = {"poly": [["1", "u"]]}, {"poly": [["1", "v"]]}
    holds = found["state"] == [u, v, "0", "0", "0", "0", u, v] and found["weight"] == "1/2"
    return Finding("proof", holds and found["dimensions"] == ["2", "4"], "eight amplitudes")


# -- eq. (12) -------------------------------------------------------------------------


def kraus(u: Fraction | int, v: Fraction | int) -> tuple[tuple[Fraction | int, ...], tuple[Fraction | int, ...]]:
    """The diagonals of K_+ and K_- with u = cos theta and v = sin theta."""
    return (u, v), (v, u)


@check
def eq_12_noninteractive() -> Finding:
    """At pi/4 + n pi u = v, so both Kraus operators are the same multiple of the identity; at pi/8 they are not."""
    same = all(p == m and p[0] == p[1] for p, m in (kraus(1, 1), kraus(-1, -1)))
    other = kraus(2, 1)
    return Finding("proof", same and other[0][0] != other[0][1], "two angles, in units of 1/sqrt 2")


# -- eq. (18) -------------------------------------------------------------------------


def visibility(pauli: Matrix, p: Fraction, c: Fraction) -> Fraction:
    """The mean of pauli (x) pauli in (1 - p - c) phi+ + p 1/4 + c (|00><00| + |11><11|)/2."""
    operator = kron(pauli, pauli)
    bell = Fraction(operator[0][0] + operator[0][3] + operator[3][0] + operator[3][3], 2)
    white = Fraction(sum(operator[k][k] for k in range(4)), 4)
    dephased = Fraction(operator[0][0] + operator[3][3], 2)
    return (1 - p - c) * bell + p * white + c * dephased


_BELL = ((1, 1), (1, -1), (-1, 1), (-1, -1))
"""Signs of Z Z and of X X in phi+, phi-, psi+ and psi-; i Y and i Y have the product of the two."""


def weights(p: Fraction, c: Fraction) -> list[Fraction]:
    """Of the four Bell states in (18), which is diagonal in them: phi+ + phi- is |00><00| + |11><11|."""
    z, x, y = (visibility(pauli, p, c) for pauli in (Z, X, ((0, 1), (-1, 0))))
    return [(1 + a * z + b * x + a * b * y) / 4 for a, b in _BELL]


@check
def eq_18_range_printed() -> Finding:
    """At p = c = 1, both in [0, 1], phi+ has a negative weight: (18) is not a state."""
    found = weights(Fraction(1), Fraction(1))
    return Finding("refutation", min(found) < 0, f"weights {', '.join(map(str, found))}")


@check
def eq_18_range_corrected() -> Finding:
    """The weights are 1 - 3 p/4 - c/2, p/4 + c/2, p/4 and p/4, so that p, c >= 0 give a state if 3 p + 2 c <= 4.

    p + c <= 1 is enough, as 3 p + 2 c <= 3 (p + c).
    """
    quarter = Fraction(1, 4)
    expected = (
        lambda p, c: 1 - 3 * quarter * p - c / 2,
        lambda p, c: quarter * p + c / 2,
        lambda p, c: quarter * p,
        lambda p, c: quarter * p,
    )
    holds = all(identical(lambda p, c, k=k: weights(p, c)[k], right, 1, 2) for k, right in enumerate(expected))
    return Finding("correction", holds, "four weights, of degree one in p and c")
