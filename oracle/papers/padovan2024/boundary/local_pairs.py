"""Where one pair of parties is entirely local on the boundary, and two bits remain; local maxima."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from oracle.papers.padovan2024.boundary.chsh_operators import Expressions, protocol_model
from oracle.papers.padovan2024.boundary.identities import values
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Certificate, Json, rational
from proofs.search.sequences.operators import Algebra, Operator, Symbols
from proofs.search.sequences.sequence import THREE_PARTIES

PAIR = Scenario.bell({"A": [2, 2], "B": [2, 2]})
LIMIT = Fraction(2, 5)
"""A rational number below sqrt 2 - 1."""


def correlators() -> Certificate:
    """For every theta the protocol has <A_x B_0> = c/sqrt 2, <A_x B_01> = +-s/sqrt 2, and marginals 0."""
    symbols = Symbols(["u", "v"], ("u", "v"))
    u, v = symbols["u"], symbols["v"]
    e = Expressions(symbols, u**2 - v**2, 2 * u * v)
    a0, a1 = e.algebra.letters("A0", "A1")
    pairs = [(x, symbols.number(0)) for x in (a0, a1, e.m, e.r, e.p, e.q)]
    pairs += [(a * b, e.half * c) for a in (a0, a1) for b, c in ((e.m, e.c), (e.p, symbols.number(1)))]
    pairs += [(a * b, sign * e.half * c) for a, sign in ((a0, 1), (a1, -1)) for b, c in ((e.r, 1), (e.q, e.s))]
    model = protocol_model(symbols.spell(u), symbols.spell(v))
    return "point", values(e, pairs), {"models": [model], "symbols": {"u": "3/5", "v": "4/5"}}


def local_pair(sign: int) -> Certificate:
    """A local model of <A_x B_0> = sign k/sqrt 2, <A_0 B_1> = -<A_1 B_1> = 1/sqrt 2 for k in [0, 2/5], marginals 0.

    With h = 1/sqrt 2 and g = k/sqrt 2: answers with the correlators of B_1 have the weight h, answers with those of B_0
    the weight g, and for 1 - g - h all correlators vanish; a coin turns all signs.
    """
    symbols = Symbols(["k"])
    k, half = symbols["k"], symbols.root2 / 2
    algebra = Algebra(PAIR, symbols)
    a0, a1, b0, b1 = algebra.letters("A0", "A1", "B0", "B1")
    rest = (1 - half - half * k) / 2
    # answers of A0, A1, B0, B1 and their weights; each also with all signs turned
    listed = [
        ((1, -1, 1, 1), half / 2), ((1, -1, -1, 1), half / 2),
        ((1, 1, sign, 1), half * k / 2 + rest / 2), ((1, 1, sign, -1), half * k / 2 + rest / 2),
        ((1, 1, -sign, 1), rest / 2), ((1, 1, -sign, -1), rest / 2),
    ]  # fmt: skip
    models: list[Json] = []
    for answers, weight in listed:
        for turn in (1, -1):
            operators: dict[str, Json] = {
                name: [[str(turn * x)]] for name, x in zip(("A0", "A1", "B0", "B1"), answers, strict=True)
            }
            models.append({
                "weight": symbols.spell(weight / 2), "dimensions": ["1", "1"], "state": ["1"], "operators": operators,
            })  # fmt: skip
    pairs: list[tuple[Operator, object]] = [(x, symbols.number(0)) for x in (a0, a1, b0, b1)]
    pairs += [(a0 * b0, sign * half * k), (a1 * b0, sign * half * k), (a0 * b1, half), (a1 * b1, -half)]
    statement: dict[str, Json] = {
        "kind": "value", "set": "local", "scenario": PAIR.json(), **symbols.declaration(),
        "values": [{"functional": f.json(), "value": symbols.spell(v)} for f, v in pairs],
        "symbols": [{"name": "k", "low": "0", "high": rational(LIMIT)}],
    }  # fmt: skip
    return "point", statement, {"models": models, "symbols": {"k": "1/5"}}


def local_maximum(name: str) -> Certificate:
    """S_1 or S_2 is at most 2 when all outcomes are determined beforehand: the dashed lines of fig. 2."""
    free = Scenario(THREE_PARTIES.inputs)
    near, far = {"s1": ("B0", "B1"), "s2": ("B00", "B01")}[name]
    functional: list[Json] = [["1", f"A0 {near}"], ["1", f"A0 {far}"], ["1", f"A1 {near}"], ["-1", f"A1 {far}"]]
    statement: dict[str, Json] = {
        "kind": "bound", "set": "local", "scenario": free.json(), "functional": functional, "sense": "<=",
        "bound": "2",
    }  # fmt: skip
    return "lp-dual", statement, {"strategies": str(len(list(product((0, 1), repeat=len(free.inputs)))))}
