"""The tangent of the tight curve with u as a symbol: one certificate for all u in [7/10, 41/50].

With the vectors of `tight_squares` and the two free parameters chosen so that the first
block of the form is diagonal, all coefficients are rational in u, and with the common
denominator M = 8 u^4 m^2 s t (1-u)^2 as multiplier they are polynomials:

    M (4ud F) = 2u^3 m s (1-u) g X* X + 2u m t (1-u)^2 (-a) Y* Y + u^4 m^2 (1-u)^2 (-a) Z* Z
                + (-a) (u^2 m^2 d W + w t V)* (...) + 2 (1-u) (-a) g (-R) V* V,

where X, Y, Z are scaled with md, V and W with 1-u.  The weights are given as cones, that
is, in Bernstein's form on the interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import comb

from proofs.search.chsh import identities
from proofs.search.language.write import Certificate, Json, rational, terms

Polynomial = tuple[Fraction, ...]  # coefficients from the constant up

LOW, HIGH = Fraction(7, 10), Fraction(41, 50)
_MOST_FACTORS = 24  # of a term of a cone
_POWERS = ("", "u", *(f"u^{k}" for k in range(2, _MOST_FACTORS + 1)))


def polynomial(*coefficients: int) -> Polynomial:
    """From the highest power down, as polynomials are written."""
    return tuple(Fraction(c) for c in reversed(coefficients))


def product(*factors: Polynomial) -> Polynomial:
    """The product of polynomials.

    >>> product(polynomial(1, 1), polynomial(1, -1)) == polynomial(1, 0, -1)
    True
    """
    total: Polynomial = (Fraction(1),)
    for factor in factors:
        result = [Fraction(0)] * (len(total) + len(factor) - 1)
        for i, x in enumerate(total):
            for j, y in enumerate(factor):
                result[i + j] += x * y
        total = tuple(result)
    return total


def bernstein(p: Polynomial, low: Fraction, high: Fraction) -> list[tuple[Fraction, int, int]]:
    """(c, k, n-k) with p = sum c (u - low)^k (high - u)^(n-k), all c >= 0, for the least such n.

    Raises:
        ValueError: no n up to 24 has such a form.

    >>> bernstein(polynomial(1, 0), Fraction(1), Fraction(3)) == [(Fraction(1, 2), 0, 1), (Fraction(3, 2), 1, 0)]
    True
    """
    width = high - low
    # coefficients of p(low + width x) in x
    shifted = [
        sum((c * comb(i, j) * low ** (i - j) for i, c in enumerate(p) if i >= j), Fraction(0)) * width**j
        for j in range(len(p))
    ]
    for n in range(len(p) - 1, _MOST_FACTORS + 1):
        values = [
            sum((c * Fraction(comb(k, j), comb(n, j)) for j, c in enumerate(shifted) if j <= k), Fraction(0))
            for k in range(n + 1)
        ]
        if min(values) >= 0:
            return [(value * comb(n, k) / width**n, k, n - k) for k, value in enumerate(values) if value]
    raise ValueError("the polynomial has no nonnegative Bernstein form of this degree on the interval")


def _cone(p: Polynomial, strict: Fraction = Fraction(0), high: Fraction = HIGH) -> Json:
    """The polynomial as a cone of the conditions u - low >= 0 and high - u >= 0; more than `strict` all over."""
    listed: list[Json] = []
    if strict:
        listed.append([rational(strict), []])
    for c, k, j in bernstein((p[0] - strict, *p[1:]), LOW, high):
        factors: list[Json] = [*("0",) * k, *("1",) * j]
        listed.append([rational(c), factors])
    return {"cone": listed}


def _json(p: Polynomial) -> Json:
    """A coefficient of the format; a constant is a number."""
    if not any(p[1:]):
        return rational(p[0])
    return {"poly": [[rational(c), power] for c, power in zip(p, _POWERS, strict=False) if c]}


def symbolic_tangent() -> Certificate:
    """4ud P(00|00) - a CHSH <= -2a (2u^2 + 2u - 1) for every u in [7/10, 41/50], in one certificate."""
    a, g, d = polynomial(1, -2, -1, 1), polynomial(1, 1, -1), polynomial(2, 0, -1)
    h, m, k = polynomial(2, 0, -2, 1), polynomial(2, -1), polynomial(3, -1, -2, 1)
    s, t = polynomial(2, 0, 0, -2, 1), polynomial(2, -2, 0, 2, -1)
    w = polynomial(4, -1, -4, 2)
    r = polynomial(48, -96, 34, 44, -18, -14, -30, 54, -14, -16, 11, -2)
    u, v, two = polynomial(1, 0), polynomial(-1, 1), polynomial(2)  # v is 1 - u

    def minus(p: Polynomial) -> Polynomial:
        return tuple(-c for c in p)

    def symmetric(first: Polynomial, second: Polynomial) -> dict[str, Polynomial]:
        return {"A0": first, "B0": first, "A1": second, "B1": second}

    scale = product(m, d)
    x = {
        "A0 B0": scale,
        "": product(polynomial(2, -4, 0, 1), d),
        **symmetric(minus(product(v, k)), minus(product(v, a))),
    }
    y = {"A1 B1": scale, "": product(h, d), **symmetric(product(u, v, g), minus(product(u, k)))}
    z = {"A0 B1": scale, "A1 B0": scale, "": minus(product(two, h, d)), **symmetric(s, minus(t))}
    vector = {"A1": v, "B1": minus(v), "A0": u, "B0": minus(u)}
    left, right = product(u, u, m, m, d), product(w, t)
    mixed = {
        "A0 B1": product(left, v), "A1 B0": minus(product(left, v)),
        "A1": product(right, v), "B1": minus(product(right, v)),
        "A0": _sum(product(right, u), minus(product(left, d))), "B0": _sum(product(left, d), minus(product(right, u))),
    }  # fmt: skip
    squares: list[tuple[Polynomial, Mapping[str, Polynomial]]] = [
        (product(two, u, u, u, m, s, v, g), x),
        (product(two, u, m, t, v, v, minus(a)), y),
        (product(u, u, u, u, m, m, v, v, minus(a)), z),
        (minus(a), mixed),
        (product(two, v, minus(a), g, minus(r)), vector),
    ]
    multiplier = product(polynomial(8), u, u, u, u, m, m, s, t, v, v)
    functional = {"A0=0 B0=0": _json(product(polynomial(4), u, d))}
    functional |= {word: _json(a if c < 0 else minus(a)) for word, c in identities.CHSH.items()}
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": identities.SCENARIO,
        "symbols": [{"name": "u", "low": rational(LOW), "high": rational(HIGH)}],
        "functional": terms(functional), "sense": "<=",
        "bound": _json(product(minus(two), a, polynomial(2, 2, -1))),
    }  # fmt: skip
    witness: dict[str, Json] = {
        "multiplier": _cone(multiplier, Fraction(1, 10**4)),
        "squares": [
            {"weight": _cone(weight), "polynomial": terms({word: _json(c) for word, c in square.items()})}
            for weight, square in squares
        ],
        "symbols": {"u": "3/4"},
    }
    return "sos", statement, witness


def symbolic_attained() -> Certificate:
    """For every u in [7/10, 1] a state with h CHSH = h I(u) and h P(00|00) = a^2, in one certificate.

    s stands for sin t: s^2 = 4u^2 (1-u^2).
    """
    a, d, h = polynomial(1, -2, -1, 1), polynomial(2, 0, -1), polynomial(2, 0, -2, 1)
    side = product(polynomial(2, 0), polynomial(1, -1))  # -2u (1-u)
    middle: Json = {"poly": [[rational(c), f"{power} s".strip()] for c, power in zip(side, _POWERS, strict=False) if c]}
    square: Json = _json(polynomial(-4, 0, 4, 0, 0))
    z: Json = [["1", "0"], ["0", "-1"]]
    turned: Json = [[_json(d), _S], [_S, _json(tuple(-c for c in d))]]
    functionals = [{word: _scaled(h, c) for word, c in identities.CHSH.items()}, {"A0=0 B0=0": _json(h)}]
    values = [polynomial(8, -8, -4, 4, 0, 4, -2), product(a, a)]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": identities.SCENARIO,
        "symbols": [{"name": "u", "low": rational(LOW), "high": "1"}, {"name": "s"}],
        "relations": [{"symbol": "s", "power": "2", "equals": square}],
        "values": [
            {"functional": terms(functional), "value": _json(value)}
            for functional, value in zip(functionals, values, strict=True)
        ],
    }  # fmt: skip
    model: Json = {
        "weight": "1", "dimensions": ["2", "2"],
        "state": [_json(product(polynomial(4, 0), a)), middle, middle, square],
        "operators": {"A0": z, "A1": turned, "B0": z, "B1": turned},
    }  # fmt: skip
    norm = _cone(product(polynomial(16, 0, 0), h), Fraction(1), Fraction(1))
    return "point", statement, {"models": [model], "norm": norm, "symbols": {"u": "4/5", "s": "24/25"}}


_S: Json = {"poly": [["1", "s"]]}


def _scaled(p: Polynomial, c: Fraction) -> Json:
    return _json(product(p, (c,)))


def _sum(*summands: Sequence[Fraction]) -> Polynomial:
    size = max(map(len, summands))
    return tuple(sum((p[k] for p in summands if k < len(p)), Fraction(0)) for k in range(size))
