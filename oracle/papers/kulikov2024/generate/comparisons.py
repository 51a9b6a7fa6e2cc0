"""Arithmetic, identities and inequalities of kulikov2024, as certificates of the rule `polynomial`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from oracle.papers.comparisons import Claim, Product, comparison, figure
from proofs.search.language.write import Certificate


def comparisons() -> Iterator[tuple[str, Certificate]]:
    """Name and certificate, in the order of the paper."""
    yield "trials", comparison(["20*67108864 = 1342177280"])
    yield "rate", comparison(["20*50 = 1000"])
    yield "input-bits", comparison(["(2 + 2)*1342177280 = 5368709120"])
    yield "points", comparison(["320*4194304 = 1342177280"])
    yield "block-millions", figure("2^26/10^6", "67")
    yield "block-power-millions", figure("4^13/10^6", "67")
    yield "jitter-free", figure("2*1000/2/16.9/24", "2.5")
    yield "jitter-free-more", figure("2*1000/2/16.9/24", "2.4655")
    yield "margin", figure("10^9*32.928/299792458 - 106.7", "3.1")
    yield "margin-more", figure("10^9*32.928/299792458 - 106.7", "3.136")
    yield "margin-share", figure("100*3.1/109.83", "2.8")
    yield "losses", comparison(["19 - 2*3 = (12 + 14)/2", "14 - 12 = 2"])
    yield "local-strategies", _local_strategies()
    yield "limits", _limits()
    yield "harder", _harder()
    yield (
        "string-probability",
        comparison(
            [Claim("q*p <= q*(1/2 + m)", (Product(conditions=(0, 1)),))],
            ["m", "p", "q"],
            conditions=["q >= 0", "p <= 1/2 + m"],
            point={"m": "0", "p": "0", "q": "0"},
        ),
    )
    yield "linear-terms", comparison(["(n*eta + 2*n*l - 2*n)/6 = n/6*(eta + 2*l - 2)"], ["eta", "l", "n"])
    yield (
        "domain",
        comparison(
            [
                Claim("e - 6*s > 0", (Product(conditions=(0,)),)),
                Claim("e - 6*s < 1", (Product(conditions=(1,)), Product((("6", "1"),), (2,)))),
            ],
            ["e", "s"],
            conditions=["e > 6*s", "e < 1", "s > 0"],
            point={"e": "1/2", "s": "1/24"},
        ),
    )


def _local_strategies() -> Certificate:
    """S_mu of each deterministic strategy, for inputs with probabilities between l and h.

    Of the positive term and of each negative term the strategy has, or does not have, the outcomes. Where it has those
    of the positive term it has those of a negative one: l q <= l h <= h r.
    """
    conditions = ["l >= 0", *(f"q{x}{y} {sense}" for x, y in product("01", repeat=2) for sense in ("<= h", ">= l"))]
    number = {f"q{x}{y}": 1 + 2 * k for k, (x, y) in enumerate(product("01", repeat=2))}
    claims = []
    for a0, a1, b0, b1 in product((0, 1), repeat=4):
        positive = (a0, b0) == (0, 0)
        negative = [
            name
            for name, outcomes, wanted in (
                ("q01", (a0, b1), (0, 1)),
                ("q10", (a1, b0), (1, 0)),
                ("q11", (a1, b1), (0, 0)),
            )
            if outcomes == wanted
        ]
        text = f"l*{'q00' if positive else '0'} - h*({' + '.join(negative) or '0'}) <= 0"
        # h = l + (h - q) + (q - l), and h r = r l + r (h - q) + ..., each factor at least 0
        products = []
        for name in negative[1:] if positive else negative:
            products += _at_least_zero(number[name])
        if positive:
            first, second = number["q00"], number[negative[0]]
            # h r - l q = h (r - l) + l (h - q), and h = (h - r) + (r - l) + l
            products += [
                Product(conditions=(second, second + 1)),
                Product(conditions=(second + 1, second + 1)),
                Product(conditions=(0, second + 1)),
                Product(conditions=(0, first)),
            ]
        claims.append(Claim(text, tuple(products)))
    names = ["h", "l", *number]
    return comparison(claims, names, conditions=conditions, point=dict.fromkeys(names, "1/4"))


def _at_least_zero(k: int) -> list[Product]:
    """h q as products of l, h - q (number k) and q - l (number k + 1): (l + u)(l + u + v) with u = q - l, v = h - q."""
    return [
        Product(conditions=(0, 0)),
        Product((("2", "1"),), (0, k + 1)),
        Product(conditions=(0, k)),
        Product(conditions=(k + 1, k + 1)),
        Product(conditions=(k, k + 1)),
    ]


def _limits() -> Certificate:
    """Pairs of bits, each with a probability between 1/2 - m and 1/2 + m."""
    low = "p*r >= (1/2 - m)^2"
    high = "p*r <= (1/2 + m)^2"
    conditions = ["m <= 1/2", "p >= 1/2 - m", "p <= 1/2 + m", "r >= 1/2 - m", "r <= 1/2 + m"]
    return comparison(
        [
            Claim(low, (Product(conditions=(1, 3)), Product(conditions=(0, 1)), Product(conditions=(0, 3)))),
            # b^2 - p r = b (b - p) + p (b - r), b = (b - r) + (r - a) + a and p = (p - a) + a
            Claim(
                high,
                (
                    Product(conditions=(2, 4)),
                    Product(conditions=(2, 3)),
                    Product(conditions=(0, 2)),
                    Product(conditions=(1, 4)),
                    Product(conditions=(0, 4)),
                ),
            ),
        ],
        ["m", "p", "r"],
        conditions=conditions,
        point={"m": "0", "p": "1/2", "r": "1/2"},
    )


def _harder() -> Certificate:
    """S_mu for the positive probability p and the sum r of the negative ones, at biases n <= m."""
    conditions = ["n >= 0", "m >= n", "m <= 1/2", "p >= 0", "r >= 0"]
    value = "(1/2 - {0})^2*p - (1/2 + {0})^2*r"
    return comparison(
        [
            Claim(
                f"{value.format('m')} <= {value.format('n')}",
                (
                    Product((("2", "1"),), (1, 2, 3)),
                    Product(conditions=(1, 1, 3)),
                    Product(conditions=(1, 4)),
                    Product((("2", "1"),), (0, 1, 4)),
                    Product(conditions=(1, 1, 4)),
                ),
            ),
            Claim("(1/2 - 1/2)^2*p - (1/2 + 1/2)^2*r <= 0", (Product(conditions=(4,)),)),
        ],
        ["m", "n", "p", "r"],
        conditions=conditions,
        point={"m": "0", "n": "0", "p": "0", "r": "0"},
    )
