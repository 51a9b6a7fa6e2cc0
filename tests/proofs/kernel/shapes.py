"""Shapes of certificates that might take long: by name a maker and the ranges of its whole-number parameters.

For every rule and kind of statement there is one at least. A shape need not be proved, nor even be admissible: what
counts is how long the kernel looks at it. `worst` searches their parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, islice, product
from typing import NamedTuple

from tests.certificates.edits import Document
from tests.certificates.valid import (
    bound,
    certificate,
    deterministic,
    events,
    hypothesis,
    model,
    poly,
    premise,
    square,
    values,
)
from tests.certificates.valid_extraction import EXTRACTION
from tests.certificates.valid_objects import CHAIN, enclosure
from tests.proofs.kernel.shapes_rounds import ROUNDS

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OCTIC = {"minimal-polynomial": ["-2", *["0"] * 7, "1"], "root": ["1", "2"]}
ROOTS = {"minimal-polynomial": ["-6", "1", "21", "-1", "0", "0", "0", "0", "1"], "root": ["0", "20"]}


class Shape(NamedTuple):
    """A maker of documents and the lowest and highest value of each of its parameters."""

    make: Callable[..., Document]
    ranges: Mapping[str, tuple[int, int]]


def where(parties: int, inputs: int = 1, outcomes: int = 2) -> Document:
    choices = [[str(i), str(outcomes)] for i in range(inputs)]
    return {"parties": [{"name": name, "inputs": choices} for name in LETTERS[:parties]]}


def within(entries: int) -> None:
    """Refuse what cannot fit into 50 kilobytes, before it is made.

    Raises:
        ValueError: so many entries do not fit.
    """
    if entries > 10_000:
        raise ValueError(f"{entries} entries are too many")


def event(parties: int, outcome: int = 0, at: int = 0) -> str:
    return " ".join(f"{name}{at}={outcome}" for name in LETTERS[:parties])


def long(digits: int, k: int = 0) -> str:
    """A fraction of so many digits, its denominator another for each k."""
    return "1" if digits < 2 else f"1/{10 ** (digits - 1) + 6 * k + 1}"


def means(parties: int, count: int, outcomes: int, digits: int, quantum: int) -> Document:
    """One hypothesis of many words, used many times."""
    kind, rule = (("quantum-commuting", "sos"), ("no-signalling", "lp-dual"))[1 - quantum]
    known = hypothesis("h", "mean", [["1", event(parties, outcomes - 1)]], ">=0")
    statement = bound(kind, where(parties, 1, outcomes), [["1", "A0=0"]], "1", hypotheses=[known], vacuity="unchecked")
    used = [{"hypothesis": "h", "weight": long(digits, k)} for k in range(count)]
    return certificate(rule, statement, {"means": used, **({} if quantum else {"events": []})})


def empty(parties: int, count: int, outcomes: int) -> Document:
    """The same for what is claimed not to exist."""
    document = means(parties, count, outcomes, 1, 0)
    statement = {key: document["statement"][key] for key in ("set", "scenario", "hypotheses")}
    return certificate("farkas", {"kind": "empty", **statement}, document["witness"])


def signalled(parties: int, outcomes: int, count: int) -> Document:
    """Events of parties each of which may signal to all later ones."""
    scenario = where(parties, 1, outcomes)
    pairs = [list(pair) for pair in combinations(LETTERS[:parties], 2)]
    if pairs:
        scenario["signalling"] = pairs
    statement = bound("time-ordered", scenario, [["1", event(parties, outcomes - 1)]], "1")
    return certificate("lp-dual", statement, {"events": events([event(parties, outcomes - 1)] * count)})


def weighted(parties: int, outcomes: int, count: int, digits: int) -> Document:
    """Events with long weights."""
    listed = [[long(digits, k), event(parties, k % outcomes)] for k in range(count)]
    return certificate(
        "lp-dual", bound("no-signalling", where(parties, 1, outcomes), [["1", "A0=0"]], "1"), {"events": listed}
    )


def words(inputs: int, length: int) -> list[str]:
    """The first words of one party without a letter twice in a row, made letter by letter: no other is looked at."""
    return list(islice((" ".join(f"A{i}" for i in word) for word in _unrepeated(inputs, length, -1)), 400))


def _unrepeated(inputs: int, length: int, before: int) -> Iterator[tuple[int, ...]]:
    if not length:
        yield ()
        return
    for letter in range(inputs):
        if letter != before:
            yield from ((letter, *rest) for rest in _unrepeated(inputs, length - 1, letter))


def squares(inputs: int, length: int, terms: int, count: int, field: int) -> Document:
    """Squares of sums of words."""
    chosen = [("1", word) for word in words(inputs, length)[:terms]]
    more: dict[str, Document] = {"field": OCTIC} if field else {}
    statement = bound("quantum-commuting", where(1, inputs), [["1", "A0"]], "1", **more)
    weight: Document = ["1/3", *["1"] * 7] if field else "1"
    return certificate("sos", statement, {"squares": [square(weight, *chosen)] * count})


def relations(inputs: int, length: int, terms: int, count: int) -> Document:
    """Relations, inequalities and annihilations between words."""
    polynomial = [["1", word] for word in words(inputs, length)[:terms]]
    one = words(inputs, length)[0]
    statement = bound(
        "quantum-commuting", where(1, inputs), [["1", "A0"]], "1", vacuity="unchecked",
        hypotheses=[hypothesis("r", "relation", polynomial), hypothesis("t", "annihilates", polynomial)],
    )  # fmt: skip
    uses = [{"hypothesis": "r", "coefficient": "1", "left": one, "right": one}] * count
    kills = [{"hypothesis": "t", "polynomial": polynomial}] * count
    return certificate("sos", statement, {"relations": uses, "annihilations": kills})


def ideals(inputs: int, length: int, terms: int, count: int) -> Document:
    """Derivations and memberships."""
    polynomial = [["1", word] for word in words(inputs, length)[:terms]]
    claims = values("quantum-commuting", where(1, inputs), *[([["1", "A0"]], "0")] * count)
    statement = {
        **claims, "kind": "equality", "vacuity": "unchecked",
        "hypotheses": [hypothesis("t", "annihilates", polynomial)],
    }  # fmt: skip
    uses = {"annihilations": [{"hypothesis": "t", "polynomial": polynomial}]}
    return certificate("ideal", statement, {"memberships": [uses] * count})


def gram(rows: int, digits: int, factor: int, letters: int) -> Document:
    """A dense positive matrix."""
    one = 10 ** (digits - 1)
    matrix = [
        [str(one + 97 * i * j % 89 + (rows * one * 2 if i == j else 0)) for j in range(i + 1)] for i in range(rows)
    ]
    names = [" ".join(f"A{j}" for j in range(i % letters + 1)) for i in range(rows)]
    found: Document = {"words": names, "denominator": "1", "rows": matrix}
    if factor:
        lower = [[str(one % 7 + (one if i == j else 0)) for j in range(i + 1)] for i in range(rows)]
        found["factor"] = {"scale": "1", "rows": lower}
    statement = bound("quantum-commuting", where(1, letters), [["1", "A0"]], "1")
    return certificate("sos", statement, {"grams": [found]})


def field_gram(rows: int, digits: int) -> Document:
    """A matrix over a field of degree 8."""
    matrix = [
        [["0", long(digits, 10 * i + j), "1"] if i != j else ["9", *["1"] * 7] for j in range(i + 1)]
        for i in range(rows)
    ]
    statement = bound("quantum-commuting", where(1, 1), [["1", "A0"]], "1", field=OCTIC)
    return certificate("sos", statement, {"grams": [{"words": [""] * rows, "denominator": "1", "rows": matrix}]})


def strategies(inputs: int, outcomes: int, terms: int, digits: int, field: int, symbol: int) -> Document:
    """Deterministic strategies at each of which a long sum is looked at."""
    names = [f"A{i}=0 B{j}=0" for i in range(inputs) for j in range(inputs)][:terms]
    coefficient: list[Document] = [long(digits, k) for k in range(len(names))]
    if field:
        coefficient = [["1/7", *["1"] * 7]] * len(names)
    if symbol:
        coefficient = [poly(("1", "t"))] * len(names)
    more: dict[str, Document] = {"field": OCTIC} if field else {}
    more |= {"symbols": [{"name": "t", "low": "0", "high": "1"}]} if symbol else {}
    functional = [[c, name] for c, name in zip(coefficient, names, strict=True)]
    statement = bound("local", where(2, inputs, outcomes), functional, str(10**6), **more)
    point: dict[str, Document] = {"symbols": {"t": "1"}} if symbol else {}
    return certificate("lp-dual", statement, {"strategies": str(outcomes ** (2 * inputs)), **point})


def guesses(parties: int, outcomes: int, terms: int) -> Document:
    """One branch for each of many outcomes."""
    within(outcomes**parties * min(terms, outcomes**parties))
    tuples = list(product(range(outcomes), repeat=parties))
    statement = {
        "kind": "guessing", "set": "no-signalling", "scenario": where(parties, 1, outcomes), "bound": "1",
        "guessed": [f"{name}0" for name in LETTERS[:parties]],
    }  # fmt: skip
    branches = []
    for chosen in tuples:
        word = " ".join(f"{name}0={o}" for name, o in zip(LETTERS, chosen, strict=False))
        others = islice((other for other in tuples if other != chosen), terms)
        rest = [" ".join(f"{n}0={p}" for n, p in zip(LETTERS, other, strict=False)) for other in others]
        branches.append({"event": word, "events": events(rest)})
    return certificate("guessing", statement, {"branches": branches})


def table(parties: int, inputs: int, outcomes: int, count: int, cells: int) -> Document:
    """Many values of an event on a table."""
    names = [event(parties, k % outcomes, k % inputs) for k in range(min(cells, inputs))]
    claims = [([["1", event(parties, outcomes - 1)]], "0")] * count
    statement = values("no-signalling", where(parties, inputs, outcomes), *claims)
    return certificate("point", statement, {"behaviour": events(names)})


def models(parties: int, inputs: int, length: int, count: int, copies: int, digits: int) -> Document:
    """Values of long words in models of qubits with long entries."""
    x: Document = [["0", "1"], ["1", "0"]]
    t = 10 ** (digits - 1) + 1
    turned = [
        [f"{t * t - 1}/{t * t + 1}", f"{2 * t}/{t * t + 1}"],
        [f"{2 * t}/{t * t + 1}", f"{1 - t * t}/{t * t + 1}"],
    ]
    if t * t % 2:  # both parts are even
        turned = [[f"{(t * t - 1) // 2}/{(t * t + 1) // 2}", f"{t}/{(t * t + 1) // 2}"],
                  [f"{t}/{(t * t + 1) // 2}", f"{(1 - t * t) // 2}/{(t * t + 1) // 2}"]]  # fmt: skip
    operators = {f"{name}{i}": turned if i % 2 else x for name in LETTERS[:parties] for i in range(inputs)}
    one = model(["2"] * parties, ["1", *["0"] * (2**parties - 1)], "1", **operators)
    one["state"] = ["1"] * 2**parties
    half = " ".join(f"A{k % inputs}" for k in range(length))
    word = half + " " + " ".join(reversed(half.split()[:-1])) if length > 1 else half
    claims = [([["1", word]], "1")] * count
    return certificate("point", values("quantum-tensor", where(parties, inputs), *claims), {"models": [one] * copies})


def answers(inputs: int, count: int, claims: int, digits: int) -> Document:
    """Deterministic models with long weights."""
    listed = [deterministic(long(digits, k), **{f"A{i}": "1" for i in range(inputs)}) for k in range(count)]
    functional = [["1", f"A{i}"] for i in range(inputs)]
    return certificate("point", values("local", where(1, inputs), *[(functional, "1")] * claims), {"models": listed})


def operators(parties: int, count: int) -> Document:
    """Operator inequalities in a model of many dimensions."""
    z: Document = [["1", "0"], ["0", "-1"]]
    feasible = model(["2"] * parties, ["1"] * 2**parties, **{f"{name}0": z for name in LETTERS[:parties]})
    one: Document = [["2", ""], ["1", "A0"]]
    statement = bound(
        "quantum-commuting", where(parties, 1), [["1", "A0"]], "1",
        hypotheses=[hypothesis(f"h{k}", "positive", one) for k in range(count)],
    )  # fmt: skip
    witness = {"squares": [square("1/2", ("1", ""), ("-1", "A0"))], "feasible": {"models": [feasible]}}
    return certificate("sos", statement, witness)


def rounds(parties: int, inputs: int, terms: int, digits: int) -> Document:
    """Counts of many parties, with a functional of many words, and premises that leave out all but one party."""
    within((2 * inputs) ** parties)
    scenario, names = where(parties, inputs), LETTERS[:parties]
    outcomes = list(product("01", repeat=parties))
    first = [" ".join(f"{n}0={o}" for n, o in zip(names, pick, strict=True)) for pick in outcomes]
    weights = {word: Fraction(long(digits, k)) for k, word in enumerate(first[:terms])}
    functional = [[str(weight), word] for word, weight in weights.items()]
    tuples = list(product(range(inputs), repeat=parties))
    cells = [" ".join(f"{n}{i}={o}" for n, i, o in zip(names, t, o, strict=True)) for t in tuples for o in outcomes]

    def shown(claim: Document, sense: str, value: str, listed: Document) -> Document:
        return premise(
            certificate("lp-dual", bound("no-signalling", scenario, claim, value, sense), {"events": listed})
        )

    guessing = [shown([["1", f"A{i}={a}"]], "<=", "1", [["1", f"A{i}={1 - a}"]]) for i in range(inputs) for a in (0, 1)]
    rest = [[str(1 - weights.get(word, 0)), word] for word in first]
    ends = [shown(functional, "<=", "1", rest), shown(functional, ">=", "0", functional)]
    statement = {
        **CHAIN["rounds"]["statement"], "scenario": scenario, "functional": functional,
        "guessing": {"constant": "1", "slope": "0"}, "bits": "0", "range": ["0", "1"],
        "inputs": [[f"1/{len(tuples)}" if len(tuples) > 1 else "1", " ".join(map(str, t))] for t in tuples],
        "counts": [["1", cell] for cell in cells], "estimate": str(sum(weights.values()) / len(outcomes)),
    }  # fmt: skip
    return certificate("chain", statement, {"guessing": guessing, "range": ends, "precision": "64"})


def formulas(digits: int) -> Document:
    """A length formula with long numbers."""
    document = EXTRACTION["extractor-smooth"]
    shares = [long(digits, 0), long(digits, 1), long(digits, 2)]
    return {**document, "witness": {**document["witness"], "shares": shares}}


FUNCTIONS = ("exp", "ln", "log2", "sqrt")


def functions(function: int, count: int, digits: int, precision: int, depth: int) -> Document:
    """A product of functions of long fractions."""
    name = FUNCTIONS[function]
    leaf: Document = f"{7 * 10 ** (digits - 1) + 1}/{10 ** (digits - 1) + 3}" if digits > 1 else "7"
    for _ in range(depth):
        leaf = {name: [leaf if name != "exp" else {"div": [leaf, "9"]}]}
    leaves: list[Document] = [leaf] * count
    while len(leaves) > 1:
        leaves = [
            {"mul": pair} if len(pair) == 2 else pair[0]
            for pair in (leaves[i : i + 2] for i in range(0, len(leaves), 2))
        ]
    return enclosure(leaves[0], "0", "1", str(precision))


def powers(exponent: int, nested: int, digits: int, precision: int) -> Document:
    """Powers of powers of a fraction."""
    leaf: Document = long(digits)
    for _ in range(nested):
        leaf = {"add": [{"pow": [leaf, str(exponent)]}, "1"]}
    return enclosure(leaf, "0", "1", str(precision))


def symbols(count: int, power: int, factors: int, digits: int, uses: int) -> Document:
    """Cones of long conditions in several symbols, at a long point."""
    names = LETTERS.lower()[:count]
    condition = poly(("1", ""), *(("1", f"{name}^{power}" if power > 1 else name) for name in reversed(names)))
    statement = bound(
        "quantum-commuting", where(1, 1), [["1", "A0"]], "1", symbols=[{"name": name} for name in names],
        conditions=[{"polynomial": condition, "sense": ">0"}],
    )  # fmt: skip
    cone = {"cone": [["1", ["0"] * factors]]}
    point = dict.fromkeys(names, "9" * digits)
    return certificate("sos", statement, {"squares": [square(cone, ("1", ""), ("1", "A0"))] * uses, "symbols": point})


def circles(power: int, degree: int, uses: int) -> Document:
    """Powers that a relation rewrites again and again."""
    relation = {"symbol": "s", "power": str(power), "equals": poly(("1", ""), ("1", "c"), ("1", "c^2"))}
    big = poly(("1", "c"), ("1", f"s^{power - 1}")) if power > 2 else poly(("1", "s"), ("1", "c"))
    statement = bound(
        "quantum-commuting", where(1, 1), [["1", "A0"]], "1", symbols=[{"name": "c"}, {"name": "s"}],
        relations=[relation], conditions=[{"polynomial": big, "sense": ">=0"}],
    )  # fmt: skip
    cone = {"cone": [["1", ["0"] * degree]]}
    return certificate(
        "sos", statement,
        {"squares": [square(cone, ("1", ""), ("1", "A0"))] * uses, "symbols": {"c": "0", "s": "1"}},
    )  # fmt: skip


def comparisons(names: int, power: int, nested: int, claims: int, digits: int) -> Document:
    """Powers of sums of named reals."""
    letters = LETTERS.lower()[:names]
    text = f"({' + '.join([*letters, '9' * digits])})^{power}"
    for _ in range(nested):
        text = f"({text})^{power}"
    statement = {"kind": "comparison", "symbols": list(letters), "claims": [[text, ">=", "0"]] * claims}
    proofs: Document = [{"products": [{"squares": [["1", "1"]]}]}] * claims
    return certificate("polynomial", statement, {"proofs": proofs})


def fields(count: int, digits: int) -> Document:
    """Fields that are hard to check, one in each premise, their root between long fractions."""
    root = ["0", str(20 if digits < 2 else 20 * 10**digits + 1) + ("" if digits < 2 else f"/{10**digits}")]
    one = bound("quantum-commuting", where(1, 1), [["1", "A0"]], "1", field={**ROOTS, "root": root})
    entry = premise(certificate("sos", one, {"squares": [square("1/2", ("1", ""), ("-1", "A0"))]}))
    document = CHAIN["rounds-quantum"]
    return {**document, "witness": {**document["witness"], "guessing": [entry] * count}}


def signs(count: int, digits: int) -> Document:
    """Weights so near zero that their signs take many halvings."""
    low = int(
        f"{1_414213562373095048801688724209698078569671875376948073176679737990732478462 * 10 ** (2 * digits)}"[
            : digits + 1
        ]
    )
    statement = bound(
        "quantum-commuting",
        where(1, 1),
        [["1", "A0"]],
        "1",
        field={"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]},
    )
    weight = [f"-{low}/{10**digits + 1}", "1"]
    return certificate("sos", statement, {"squares": [square(weight, ("1", ""), ("-1", "A0"))] * count})


def premises(count: int, inputs: int, commuting: int) -> Document:
    """Premises about many inputs, all pairs of which commute."""
    names = [f"A{i}" for i in range(inputs)]
    scenario = where(1, inputs)
    if commuting and inputs > 1:
        scenario["commuting"] = [list(pair) for pair in combinations(names, 2)]
    entry = premise(certificate("sos", bound("quantum-commuting", scenario, [["1", "A0"]], "1"),
                                {"squares": [square("1/2", ("1", ""), ("-1", "A0"))]}))  # fmt: skip
    document = CHAIN["rounds-quantum"]
    return {**document, "witness": {**document["witness"], "guessing": [entry] * count}}


SHAPES: dict[str, Shape] = {
    "means": Shape(
        means, {"parties": (1, 16), "count": (1, 1200), "outcomes": (2, 3), "digits": (1, 400), "quantum": (0, 1)}
    ),
    "empty": Shape(empty, {"parties": (1, 16), "count": (1, 1200), "outcomes": (2, 3)}),
    "signalled": Shape(signalled, {"parties": (2, 16), "outcomes": (2, 4), "count": (1, 400)}),
    "weighted": Shape(weighted, {"parties": (1, 16), "outcomes": (2, 4), "count": (1, 800), "digits": (1, 1900)}),
    "squares": Shape(
        squares, {"inputs": (2, 8), "length": (1, 30), "terms": (1, 200), "count": (1, 60), "field": (0, 1)}
    ),
    "relations": Shape(relations, {"inputs": (2, 8), "length": (1, 30), "terms": (1, 100), "count": (1, 60)}),
    "ideals": Shape(ideals, {"inputs": (2, 8), "length": (1, 30), "terms": (1, 100), "count": (1, 60)}),
    "gram": Shape(gram, {"rows": (1, 150), "digits": (1, 1900), "factor": (0, 1), "letters": (1, 20)}),
    "field-gram": Shape(field_gram, {"rows": (1, 60), "digits": (1, 200)}),
    "strategies": Shape(
        strategies,
        {"inputs": (1, 9), "outcomes": (2, 4), "terms": (1, 81), "digits": (1, 500), "field": (0, 1), "symbol": (0, 1)},
    ),
    "guesses": Shape(guesses, {"parties": (1, 8), "outcomes": (2, 4), "terms": (1, 300)}),
    "table": Shape(
        table, {"parties": (1, 16), "inputs": (1, 8), "outcomes": (2, 8), "count": (1, 800), "cells": (1, 8)}
    ),
    "models": Shape(
        models,
        {
            "parties": (1, 6),
            "inputs": (1, 4),
            "length": (1, 16),
            "count": (1, 400),
            "copies": (1, 60),
            "digits": (1, 400),
        },
    ),
    "answers": Shape(answers, {"inputs": (1, 30), "count": (1, 300), "claims": (1, 400), "digits": (1, 900)}),
    "operators": Shape(operators, {"parties": (1, 6), "count": (1, 400)}),
    "rounds": Shape(rounds, {"parties": (1, 10), "inputs": (1, 4), "terms": (1, 700), "digits": (1, 60)}),
    "formulas": Shape(formulas, {"digits": (1, 1990)}),
    "functions": Shape(
        functions,
        {"function": (0, 3), "count": (1, 200), "digits": (1, 1900), "precision": (8, 4096), "depth": (1, 20)},
    ),
    "powers": Shape(powers, {"exponent": (2, 64), "nested": (1, 40), "digits": (1, 1900), "precision": (8, 4096)}),
    "symbols": Shape(
        symbols, {"count": (1, 6), "power": (1, 24), "factors": (1, 24), "digits": (1, 1900), "uses": (1, 300)}
    ),
    "circles": Shape(circles, {"power": (2, 24), "degree": (1, 24), "uses": (1, 300)}),
    "comparisons": Shape(
        comparisons, {"names": (1, 16), "power": (2, 24), "nested": (0, 4), "claims": (1, 300), "digits": (1, 400)}
    ),
    "fields": Shape(fields, {"count": (1, 120), "digits": (1, 1900)}),
    "signs": Shape(signs, {"count": (1, 60), "digits": (2, 1900)}),
    "premises": Shape(premises, {"count": (1, 120), "inputs": (1, 64), "commuting": (0, 1)}),
    **{name: Shape(make, ranges) for name, (make, ranges) in ROUNDS.items()},
}
