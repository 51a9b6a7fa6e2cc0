"""Identities and inequalities of padovan2024 as certificates, and what its events sum to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from oracle.papers.comparisons import Claim, Product, comparison, figure
from proofs.search.language.write import Certificate, Json

_BITS = (0, 1)
_SCENARIO: Json = {
    "parties": [
        {"name": "A", "inputs": [["0", "2"], ["1", "2"]]},
        {"name": "B", "inputs": [[name, "2"] for name in ("0", "1", "00", "01", "10", "11")]},
    ],
    "commuting": [["B0", "B00"], ["B0", "B01"], ["B1", "B10"], ["B1", "B11"]],
}


def comparisons() -> Iterator[tuple[str, Certificate]]:
    """Name and certificate, in the order of the paper."""
    yield "no-signalling", _equal_sums(_across_the_sides())
    yield "order", _equal_sums(_before_the_second_bob())
    yield from _kraus()
    yield (
        "tangents",
        comparison(
            ["c*(c - t*s) + s*(s + t*c) = 1", "(c - t*s)^2 + (s + t*c)^2 = 1 + t^2"],
            ["c", "s", "t"],
            ["c^2 + s^2 = 1"],
            point={"c": "1", "s": "0", "t": "0"},
        ),
    )
    for run, score, bits in ((1, "2.761", "0.61"), (2, "2.772", "0.64")):
        yield f"standard-run-{run}", figure(f"1 - log2(1 + sqrt(2 - {score}^2/4))", bits)
    yield "four-outcomes", _four_outcomes()
    yield (
        "visibilities",
        comparison(["1 - (1 - p) = p", "(1 - p) - (1 - p - c) = c", "(1 - p - c) + c = 1 - p"], ["c", "p"]),
    )
    yield (
        "range",
        comparison(
            [
                Claim("1 - 3/4*p - c/2 >= 0", (Product((("1/4", "1"),), (2,)),)),
                Claim("p/4 + c/2 >= 0", (Product((("1/4", "1"),), (0,)), Product((("1/2", "1"),), (1,)))),
                Claim("p/4 >= 0", (Product((("1/4", "1"),), (0,)),)),
            ],
            ["c", "p"],
            conditions=["p >= 0", "c >= 0", "3*p + 2*c <= 4"],
            point={"c": "0", "p": "0"},
        ),
    )


def _runs() -> Iterator[tuple[str, str, str]]:
    for x, y1, y2 in product(_BITS, repeat=3):
        yield f"A{x}", f"B{y1}", f"B{y1}{y2}"


def _across_the_sides() -> Iterator[tuple[str, list[str]]]:
    """An event of one side, and the events of both sides that it is the union of."""
    for a, b, bb in _runs():
        for i, j in product(_BITS, repeat=2):
            yield f"{b}={i} {bb}={j}", [f"{a}={o} {b}={i} {bb}={j}" for o in _BITS]
        for o in _BITS:
            yield f"{a}={o}", [f"{a}={o} {b}={i} {bb}={j}" for i, j in product(_BITS, repeat=2)]


def _before_the_second_bob() -> Iterator[tuple[str, list[str]]]:
    for a, b, bb in _runs():
        for o, i in product(_BITS, repeat=2):
            yield f"{a}={o} {b}={i}", [f"{a}={o} {b}={i} {bb}={j}" for j in _BITS]


def _equal_sums(events: Iterator[tuple[str, list[str]]]) -> Certificate:
    """The probability of an event is the sum of those of its parts, whichever input the parts name."""
    values: list[Json] = []
    for event, parts in events:
        terms: list[Json] = [["1", event]]
        terms += [["-1", part] for part in parts]
        values.append({"functional": terms, "value": "0"})
    statement: dict[str, Json] = {
        "kind": "equality", "set": "quantum-commuting", "scenario": _SCENARIO, "values": values,
    }  # fmt: skip
    nothing: list[Json] = [{"annihilations": []} for _ in values]
    return "ideal", statement, {"derivations": [], "memberships": nothing}


def _kraus() -> Iterator[tuple[str, Certificate]]:
    """Kraus operators with the diagonals (u, v) and (v, u): u = cos theta, v = sin theta."""
    circle = "u^2 + v^2 = 1"
    yield (
        "kraus-projective-angles",
        comparison(
            ["u*v*u*v = 0", "u^2*(1 - v^2) = u^2", "v^2*(1 - u^2) = v^2"],
            ["u", "v"],
            ["u*v = 0", circle],
            point={"u": "1", "v": "0"},
        ),
    )
    yield (
        "kraus-complete",
        comparison(["u*u + v*v = 1", "v*v + u*u = 1"], ["u", "v"], [circle], point={"u": "1", "v": "0"}),
    )
    # u = v has no rational point on the circle; u^2 = v^2 is all that is used
    yield "kraus-equal", comparison(["(u - v)*(u + v) = 0"], ["u", "v"], ["u^2 = v^2"], point={"u": "1", "v": "1"})


def _four_outcomes() -> Certificate:
    """Four probabilities that add up to 1 are not all below 1/4: one that is largest is at least 1/4."""
    conditions = [f"p0 >= p{k}" for k in (1, 2, 3)]
    quarter = tuple(Product((("1/4", "1"),), (k,)) for k in range(3))
    return comparison(
        [Claim("p0 >= 1/4", quarter)],
        ["p0", "p1", "p2", "p3"],
        ["p0 + p1 + p2 + p3 = 1"],
        conditions,
        {f"p{k}": str(Fraction(1, 4)) for k in range(4)},
    )
