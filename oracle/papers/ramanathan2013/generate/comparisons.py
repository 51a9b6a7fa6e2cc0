"""Identities and inequalities of ramanathan2013 as certificates of the rule `polynomial`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from oracle.papers.comparisons import Claim, Product, comparison
from proofs.search.language.write import Certificate

_HALF = (("1/2", "1"),)


def comparisons() -> Iterator[tuple[str, Certificate]]:
    """Name and certificate, in the order of the paper."""
    yield (
        "averages",
        comparison(
            [
                Claim("w*x + (1 - w)*y <= m", (Product(conditions=(0, 2)), Product(conditions=(1, 3)))),
                Claim("s + x <= (n + 1)*m", (Product(conditions=(2,)), Product(conditions=(4,)))),
            ],
            ["m", "n", "s", "w", "x", "y"],
            conditions=["w >= 0", "w <= 1", "x <= m", "y <= m", "s <= n*m"],
            point=dict.fromkeys(("m", "n", "s", "w", "x", "y"), "0"),
        ),
    )
    yield (
        "half-bound",
        comparison(
            [Claim("m/4 <= b/2", (Product((("1/4", "1"),), (1,)), Product((("1/4", "1"),), (0,))))],
            ["b", "m"],
            conditions=["b >= 0", "m <= b"],
            point={"b": "0", "m": "0"},
        ),
    )
    yield "xor", _xor()
    yield (
        "choice",
        comparison(
            [Claim("2*q*p <= q*(2*(1/2 + e))", (Product((("2", "1"),), (0, 1)),))],
            ["e", "p", "q"],
            conditions=["q >= 0", "p <= 1/2 + e"],
            point=dict.fromkeys(("e", "p", "q"), "0"),
        ),
    )
    yield "replacement", comparison(["(t^2*g)*s*n = t^2*s*(g*n)", "g*t^2 = (t^2*g)"], ["g", "n", "s", "t"])
    # the mean p^4 t/f at the threshold t and the s = q^4 d/4 of eq. (73), times 4 f
    yield (
        "threshold",
        comparison(
            ["4*p^4*t + f*q^4*d = 2*f*q^4*d"],
            ["d", "f", "p", "q", "t"],
            ["d*q^4*f - 4*p^4*t = 0"],
            point={"d": "1", "f": "4", "p": "1", "q": "1", "t": "1"},
        ),
    )
    yield "setting", _setting()
    yield from _amplification()
    yield (
        "test-increments",
        comparison(
            [
                Claim("b - z <= 1", (Product((("1", "1 - b"),)), Product(conditions=(0,)))),
                Claim("z - b <= 1", (Product(_HALF), Product(conditions=(1,)), Product((("1", "b"),)))),
            ],
            ["b", "z"],
            ["b^2 = b"],
            ["z >= 0", "z <= 1/2"],
            {"b": "0", "z": "0"},
        ),
    )
    yield (
        "bad-parts",
        comparison(
            [Claim("(k - g)*z >= (1 - m)*k*z", (Product(conditions=(0, 1)),))],
            ["g", "k", "m", "z"],
            conditions=["z >= 0", "g <= m*k"],
            point=dict.fromkeys(("g", "k", "m", "z"), "0"),
        ),
    )
    yield (
        "normalisation",
        comparison(
            [
                "p^4 + q*(q + p*q + p^2*q) = p^4 + q^4 + 3*q^3*p + 3*q^2*p^2",
                Claim(
                    "p^4 + q^4 + 3*q^3*p + 3*q^2*p^2 >= p^4 + q^4 + 4*q^3*p + 2*q^2*p^2",
                    (Product((("1", "q"),), (0, 1)), Product((("1", "q"),), (1, 1))),
                ),
            ],
            ["p", "q"],
            ["p + q = 1"],
            ["q >= 0", "p >= q"],
            {"p": "1/2", "q": "1/2"},
        ),
    )


def _xor() -> Certificate:
    """Two bits that are 0 with probabilities p and q, and biases of at most a and b."""
    conditions = ["p - 1/2 <= a", "p - 1/2 >= -a", "q - 1/2 <= b", "q - 1/2 >= -b"]
    value = "p*q + (1 - p)*(1 - q)"
    return comparison(
        [
            f"{value} - 1/2 = 2*(p - 1/2)*(q - 1/2)",
            Claim(f"{value} - 1/2 <= 2*a*b", (Product(conditions=(0, 3)), Product(conditions=(1, 2)))),
            Claim(f"{value} - 1/2 >= -(2*a*b)", (Product(conditions=(1, 3)), Product(conditions=(0, 2)))),
        ],
        ["a", "b", "p", "q"],
        conditions=conditions,
        point={"a": "0", "b": "0", "p": "1/2", "q": "1/2"},
    )


def _setting() -> Certificate:
    """Four bits, each with a probability of at least 1/2 - e given those before."""
    conditions = ["e <= 1/2", *(f"{name} >= 1/2 - e" for name in "abcd")]
    products = tuple(
        Product(conditions=(0,) * (4 - count) + chosen)
        for count in range(1, 5)
        for chosen in combinations(range(1, 5), count)
    )
    return comparison(
        [Claim("a*b*c*d >= (1/2 - e)^4", products)],
        ["a", "b", "c", "d", "e"],
        conditions=conditions,
        point=dict.fromkeys("abcde", "1/2"),
    )


def _amplification() -> Iterator[tuple[str, Certificate]]:
    """Steps of docs/amplification.md: products of functionals, exchanged functionals, and every bias from 1/4 on."""
    yield (
        "absolute-values",
        comparison(
            [
                "l*m - b*c = ((l - b)*(m + c) + (l + b)*(m - c))/2",
                "l*m + b*c = ((l + b)*(m + c) + (l - b)*(m - c))/2",
            ],
            ["b", "c", "l", "m"],
        ),
    )
    # v and w are V(r-1, j) and V(r-1, j-1), t v = w, and s is sum nu l <= 1 - g
    yield (
        "interpolation",
        comparison(
            [
                Claim("v*((1 - t)*s + t) <= (1 - g)*v + g*w", (Product(conditions=(0, 1, 2)),)),
            ],
            ["g", "s", "t", "v", "w"],
            ["t*v = w"],
            ["v >= 0", "t <= 1", "s <= 1 - g"],
            {"g": "0", "s": "0", "t": "0", "v": "0", "w": "0"},
        ),
    )
    # with q <= 1/4 the mixture of the quarter and the limit has no more mass than a tree, and this gain
    yield (
        "every-bias",
        comparison(
            [
                Claim("(1 - q)^3 >= 27/4*q^2", (Product((("1", "2 + q"),), (0,)),)),
                Claim("(1 - q)^2 >= 9/4*q", (Product((("15/4", "1"),), (0,)), Product(conditions=(0, 0)))),
                "q^2*(1 - 4*q) + 4*q*(3/4)*q^2 = (1 - q)*q^2",
                "q^2*(1 - 4*q) + 4*q*(8/9)*q^2 = q^2*(1 - 4/9*q)",
                Claim("1 - 4/9*q >= 1/2", (Product((("4/9", "1"),), (0,)), Product((("7/18", "1"),)))),
            ],
            ["q"],
            conditions=["q <= 1/4"],
            point={"q": "0"},
        ),
    )
