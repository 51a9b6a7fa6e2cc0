"""Arithmetic, identities and inequalities of pironio2010 as certificates, and what its events sum to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from oracle.papers.comparisons import Claim, Product, comparison, figure
from proofs.search.language.write import Certificate, Json

_OBSERVED = "4*((293 + 295 - 94 - 70) + (298 + 309 - 70 - 74) + (283 + 291 - 69 - 64) - (68 + 89 - 340 - 309))/3016"
_CHSH = "a0*b0 + a0*b1 + a1*b0 - a1*b1"
_SIGNS = [f"{name}^2 = 1" for name in ("a0", "a1", "b0", "b1")]


def comparisons() -> Iterator[tuple[str, Certificate]]:
    """Name and certificate, in the order of the paper."""
    yield "determined", _determined()
    yield (
        "totals",
        comparison(
            [
                "293 + 94 + 70 + 295 = 752",
                "298 + 70 + 74 + 309 = 751",
                "283 + 69 + 64 + 291 = 707",
                "68 + 340 + 309 + 89 = 806",
            ]
        ),
    )
    yield "events", comparison(["752 + 751 + 707 + 806 = 3016", "2*3016 = 6032"])
    yield "observed", figure(_OBSERVED, "2.414")
    yield "observed-exactly", comparison([f"{_OBSERVED} = 70/29"])
    for setting, formula, printed in (
        ("00", "(293 + 295)/752", "0.782"),
        ("01", "(298 + 309)/751", "0.808"),
        ("10", "(283 + 291)/707", "0.812"),
        ("11", "(68 + 89)/806", "0.195"),
    ):
        yield f"equal-{setting}", figure(formula, printed)
    yield (
        "observed-fractions",
        figure("2*((293 + 295)/752 + (298 + 309)/751 + (283 + 291)/707 - (68 + 89)/806) - 2", "2.4145"),
    )
    yield "observed-column", comparison(["2*(782 + 808 + 812 - 195)/1000 - 2 = 2414/1000"])
    yield "deviation", figure("sqrt((16 - (70/29)^2)/3016)", "0.058")
    yield (
        "deviation-rows",
        figure("sqrt(4*588*164/752^3 + 4*607*144/751^3 + 4*574*133/707^3 + 4*157*649/806^3)", "0.058"),
    )
    yield "success", figure("1/(95*1000*8*60)", "2e-8")
    yield "success-more", figure("1/(95*1000*8*60)", "2.193e-8")
    yield (
        "deviation-order",
        comparison(
            [Claim("(1 + i) - (1 + q*i) >= 0", (Product(conditions=(0, 1)),))],
            ["i", "q"],
            conditions=["i >= 0", "q <= 1"],
            point={"i": "0", "q": "0"},
        ),
    )
    yield "outcome-sums", _outcome_sums()
    yield "envelope", comparison(["8*i^2 + 2*4*(8 - i^2) = 64", "(8 - i^2)^2 = 4*(8 - i^2)*(2 - i^2/4)"], ["i"])
    yield (
        "quantum-increment",
        comparison(
            [
                Claim("x - i <= w + m", (Product(conditions=(0,)), Product(conditions=(3,)))),
                Claim("i - x <= w + m", (Product(conditions=(1,)), Product(conditions=(2,)))),
            ],
            ["i", "m", "w", "x"],
            conditions=["x <= w", "x >= -w", "i <= m", "i >= -m"],
            point=dict.fromkeys(("i", "m", "w", "x"), "0"),
        ),
    )
    yield (
        "local-increment",
        comparison(
            [Claim("4 - i <= 6", (Product(conditions=(0,)),)), Claim("-4 - i >= -6", (Product(conditions=(1,)),))],
            ["i"],
            conditions=["i >= -2", "i <= 2"],
            point={"i": "0"},
        ),
    )
    yield (
        "deterministic",
        comparison(
            [f"({_CHSH})^2 = 4"], ["a0", "a1", "b0", "b1"], _SIGNS, point=dict.fromkeys(("a0", "a1", "b0", "b1"), "1")
        ),
    )
    yield (
        "least-input",
        comparison(
            [Claim("q <= 1/4", (Product((("1/4", "1"),), (0,)),)), "(1 - 3*q) + q + q + q = 1"],
            ["q"],
            conditions=["q <= 1 - 3*q"],
            point={"q": "0"},
        ),
    )
    yield (
        "input-products",
        comparison(
            [
                "(1 - 3*q)*q - q*q = q*(1 - 4*q)",
                "(1 - q)^2*q^2 - q*(1 - q)*q*(1 - q) = 0",
                "(1 - q)^2 + q*(1 - q) + q*(1 - q) + q^2 = 1",
            ],
            ["q"],
        ),
    )
    yield "detection", comparison(["1 - 985/1000*985/1000 < 3/100", "2*(100 - 985/10) = 3"])


def _determined() -> Certificate:
    """Answers drawn independently, one for each input: those that are not asked for sum out."""
    claims = []
    for a, b, x, y in product((0, 1), repeat=4):
        alice = f"p{x}" if a else f"(1 - p{x})"
        bob = f"q{y}" if b else f"(1 - q{y})"
        claims.append(f"{alice}*(p{1 - x} + (1 - p{1 - x}))*{bob}*(q{1 - y} + (1 - q{1 - y})) = {alice}*{bob}")
    return comparison(claims, ["p0", "p1", "q0", "q1"])


def _outcome_sums() -> Certificate:
    """An outcome's probability is the sum over the outcomes of the other side, whatever the other side's input."""
    values: list[Json] = []
    for x, y, o in product((0, 1), repeat=3):
        for event, parts in (
            (f"A{x}={o}", [f"A{x}={o} B{y}={k}" for k in (0, 1)]),
            (f"B{y}={o}", [f"A{x}={k} B{y}={o}" for k in (0, 1)]),
        ):
            terms: list[Json] = [["1", event]]
            terms += [["-1", part] for part in parts]
            values.append({"functional": terms, "value": "0"})
    statement: dict[str, Json] = {
        "kind": "equality",
        "set": "quantum-commuting",
        "scenario": {"parties": [{"name": name, "inputs": [["0", "2"], ["1", "2"]]} for name in "AB"]},
        "values": values,
    }
    nothing: list[Json] = [{"annihilations": []} for _ in values]
    return "ideal", statement, {"derivations": [], "memberships": nothing}
