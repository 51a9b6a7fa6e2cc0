"""Invalid certificates too large to store, each made on demand."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from itertools import combinations, product
from typing import NamedTuple

from proofs.kernel.read import MAX_BYTES
from tests.certificates.edits import Document, spell
from tests.certificates.valid import (
    BELL,
    SOS,
    bound,
    certificate,
    deterministic,
    events,
    hypothesis,
    model,
    poly,
    premise,
    scenario,
    square,
    values,
)
from tests.certificates.valid_objects import CHAIN, READER, enclosure


class Large(NamedTuple):
    """A maker of bytes, and what a checker must answer."""

    make: Callable[[], bytes]
    verdict: str
    pointer: str
    code: str


def _nested(opening: bytes, closing: bytes, levels: int) -> Callable[[], bytes]:
    return lambda: opening * levels + b'"x"' + closing * levels


def _padded() -> bytes:
    plain = spell(READER["plain"])
    return plain + b" " * (MAX_BYTES + 1 - len(plain))


def _events(weights: list[str]) -> Callable[[], bytes]:
    """<A0> <= 1 by the event A0=1 of weight 2 and, against the identity, weights on A0=0."""
    statement = bound("no-signalling", scenario(A="2"), [["1", "A0"]], "1")
    listed: Document = [["2", "A0=1"], *([weight, "A0=0"] for weight in weights)]
    return lambda: spell(certificate("lp-dual", statement, {"events": listed}))


def _denominators(count: int) -> list[str]:
    """Unit fractions of pairwise different denominators of 1991 digits."""
    return [f"1/{10**1990 + k}" for k in range(count)]


def _word(parties: str, outcomes: str) -> Callable[[], bytes]:
    """One event of many parties, a sum of outcomes^parties words of letters."""
    word = " ".join(f"{party}0={int(outcomes) - 1}" for party in parties)
    statement = bound("no-signalling", scenario(**dict.fromkeys(parties, outcomes)), [["1", word]], "1")
    return lambda: spell(certificate("lp-dual", statement, {"events": events(["A0=0"])}))


def _palindrome() -> bytes:
    """A word of 31 projectors of different inputs, a sum of 2^31 words of letters."""
    half = [f"A{i}=1" for i in range(15)]
    word = " ".join([*half, "A63=1", *half[::-1]])
    statement = bound("quantum-commuting", scenario(A="2" * 64), [["1", word]], "1")
    return spell(certificate("sos", statement, SOS["commuting"]["witness"]))


def _product() -> bytes:
    """A cone of 24 factors with seven terms each, in six symbols."""
    names = [f"s{i}" for i in range(6)]
    long = poly(("1", ""), *(("1", name) for name in reversed(names)))
    statement = bound(
        "quantum-commuting", scenario(A="2"), [["1", "A0"]], "1", symbols=[{"name": name} for name in names],
        conditions=[{"polynomial": long, "sense": ">0"}],
    )  # fmt: skip
    cone = {"cone": [["1", ["0"] * 24]]}
    squares = [{"weight": cone, "polynomial": [["1", ""], ["1", "A0"]]}] * 8
    return spell(certificate("sos", statement, {"squares": squares, "symbols": dict.fromkeys(names, "0")}))


def _bareiss() -> bytes:
    """A dense positive matrix of 60 rows with entries of 1900 digits."""
    rows = [
        [str(pow(3, 1000 + 60 * i + j, 10**1900) + (10**1902 if i == j else 0)) for j in range(i + 1)]
        for i in range(60)
    ]
    gram = {"words": [""] * 60, "denominator": "1", "rows": rows}
    return spell(certificate("sos", bound("quantum-commuting", scenario(A="2"), [["1", "A0"]], "1"), {"grams": [gram]}))


def _long_weights() -> bytes:
    """2^12 strategies, each a sum of thirty fractions of 1991 digits."""
    words = [f"A{i} B{j}" for i in range(6) for j in range(6)][:30]
    functional = [[weight, word] for weight, word in zip(_denominators(30), words, strict=True)]
    statement = bound("local", scenario(A="222222", B="222222"), functional, "1")
    return spell(certificate("lp-dual", statement, {"strategies": "4096"}))


def _means() -> bytes:
    """Thousands of values of an event that is a sum of 256 words, on a table of 1024 cells."""
    where = {"parties": [{"name": p, "inputs": [["0", "16"], ["1", "16"]]} for p in "AB"]}
    digits = range(16)
    cells = [f"A{x}={a} B{y}={b}" for x in (0, 1) for y in (0, 1) for a in digits for b in digits]
    claims = [([["1", "A0=15 B0=15"]], "1/256")] * 3000
    return spell(certificate("point", values("no-signalling", where, *claims), {"behaviour": events(cells, "1/256")}))


def _reflections() -> bytes:
    """Four equal dense reflections of dimension 64, declared to commute."""
    names = [f"A{i}" for i in range(4)]
    where = {**scenario(A="2222"), "commuting": [[a, b] for a, b in combinations(names, 2)]}
    dense = [["31/32" if i == j else "-1/32" for j in range(64)] for i in range(64)]
    one = model(["64"], ["1"] * 64, "1/64", **dict.fromkeys(names, dense))
    return spell(certificate("point", values("quantum-tensor", where, ([["1", "A0"]], "-1")), {"models": [one]}))


def _fields() -> bytes:
    """A field whose polynomial has 19200 candidates for a factor, in each of fifty premises."""
    field = {"minimal-polynomial": ["-6", "1", "21", "-1", "0", "0", "0", "0", "1"], "root": ["0", "20"]}
    squares = {"squares": [square("1/2", ("1", ""), ("-1", "A0"))]}
    one = certificate("sos", bound("quantum-commuting", BELL, [["1", "A0"]], "1", field=field), squares)
    document = deepcopy(CHAIN["rounds-quantum"])
    document["witness"]["guessing"] = [premise(one)] * 50
    return spell(document)


def _exponentials() -> bytes:
    """A sum of 130 exponentials of fractions of 1991 digits, at the highest precision."""
    leaves: list[Document] = [{"exp": [f"{7 * 10**1990 + 1}/{10**1990 + 3}"]}] * 130
    while len(leaves) > 1:
        pairs = [leaves[i : i + 2] for i in range(0, len(leaves), 2)]
        leaves = [{"add": pair} if len(pair) == 2 else pair[0] for pair in pairs]
    return spell(enclosure(leaves[0], "0", "1", "4096"))


# -- small files whose few steps are long ------------------------------------------------------------------------


def _inputs() -> bytes:
    """6000 inputs of one party, in 90 kilobytes."""
    where = {"parties": [{"name": "A", "inputs": [[str(i), "2"] for i in range(6000)]}]}
    return spell(certificate("sos", bound("quantum-commuting", where, [["1", "A0"]], "1"), SOS["commuting"]["witness"]))


def _long_point() -> bytes:
    """A condition of degree 144 in six symbols, at a point of integers of 2000 digits."""
    names = "abcdef"
    monomials = [(" ".join(f"{name}^{k}" for name, k in zip(names, powers, strict=True)), powers)
                 for powers in product((22, 23, 24), repeat=6)]  # fmt: skip
    terms = [("1", monomial) for monomial, powers in sorted(monomials, key=lambda item: (sum(item[1]), item[1]))]
    statement = bound(
        "quantum-commuting", scenario(A="2"), [["1", "A0"]], "1", symbols=[{"name": name} for name in names],
        conditions=[{"polynomial": poly(*terms), "sense": ">0"}],
    )  # fmt: skip
    witness = {**SOS["commuting"]["witness"], "symbols": dict.fromkeys(names, "9" * 2000)}
    return spell(certificate("sos", statement, witness))


def _long_box() -> bytes:
    """A weight of degree 1 in each of six symbols, whose ranges end in fractions of 1991 digits."""
    names = "abcdef"
    powers = sorted(product((0, 1), repeat=6), key=lambda exponents: (sum(exponents), exponents))
    terms = [("1", " ".join(name for name, k in zip(names, exponents, strict=True) if k)) for exponents in powers]
    symbols = [
        {"name": name, "low": low, "high": "1"} for name, low in zip(names, _denominators(len(names)), strict=True)
    ]
    statement = bound("quantum-commuting", scenario(A="2"), [["1", "A0"]], "1", symbols=symbols)
    squares = [square(poly(*terms), ("1", ""), ("-1", "A0"))] * 8
    return spell(certificate("sos", statement, {"squares": squares, "symbols": dict.fromkeys(names, "1")}))


def _long_state() -> bytes:
    """A state of six qubits whose entries are fractions of different denominators, and many means in it."""
    z: Document = [["1", "0"], ["0", "-1"]]
    feasible = model(["2"] * 6, _denominators(64), A0=z, B0=z, C0=z, D0=z, E0=z, F0=z)
    hypotheses = [hypothesis(f"h{i}", "mean", [["1", ""]], ">=0") for i in range(200)]
    where = scenario(**dict.fromkeys("ABCDEF", "2"))
    statement = bound("quantum-commuting", where, [["1", "A0"]], "1", hypotheses=hypotheses)
    witness = {"squares": [square("1/2", ("1", ""), ("-1", "A0"))], "feasible": {"models": [feasible]}}
    return spell(certificate("sos", statement, witness))


def _long_table() -> bytes:
    """A table of one setting with 512 probabilities of different denominators."""
    cells = [f"A0={a} B0={b} C0={c}" for a, b, c in product(range(8), repeat=3)]
    table = [[weight, cell] for weight, cell in zip(_denominators(512), cells, strict=True)]
    statement = values("no-signalling", scenario(A="8", B="8", C="8"), ([["1", ""]], "1"))
    return spell(certificate("point", statement, {"behaviour": table}))


def _long_mixture() -> bytes:
    """500 deterministic models whose weights have different denominators."""
    models = [deterministic(weight, A0="1") for weight in _denominators(500)]
    return spell(certificate("point", values("local", scenario(A="2"), ([["1", "A0"]], "1")), {"models": models}))


def _long_inputs() -> bytes:
    """The probabilities of 400 input pairs as fractions of different denominators."""
    labels = list(product(range(20), repeat=2))
    statement = {
        **deepcopy(CHAIN["rounds"]["statement"]),
        "scenario": scenario(A="2" * 20, B="2" * 20),
        "inputs": [[weight, f"{x} {y}"] for weight, (x, y) in zip(_denominators(400), labels, strict=True)],
        "counts": [["1", f"A{x}={a} B{y}={b}"] for x, y in labels for a, b in product((0, 1), repeat=2)],
    }
    return spell(certificate("chain", statement, CHAIN["rounds"]["witness"]))


LARGE: dict[str, Large] = {
    # 100000 levels stop every reader that recurses, and every one with the limit of the format
    "lists-in-lists": Large(_nested(b"[", b"]", 100_000), "LIMIT", "", "depth"),
    "objects-in-objects": Large(_nested(b'{"a":', b"}", 100_000), "LIMIT", "", "depth"),
    "lists-never-closed": Large(_nested(b"[", b"", 1_000_000), "LIMIT", "", "depth"),
    # each escaped quote looks like the start of a string; a search from every one of them is quadratic
    "escaped-quotes-never-closed": Large(lambda: b'{"a": "' + b'\\"' * 1_000_000, "MALFORMED", "", "not-json"),
    "white-space-beyond-the-limit": Large(_padded, "LIMIT", "", "bytes"),
    "list-of-100001-items": Large(_events(["0"] * 100_000), "LIMIT", "/witness/events", "size"),
    # a common denominator taken over the first 4096 weights only would lose the last one
    "weight-behind-4096-others": Large(_events([*["0"] * 4096, "1/3"]), "REJECTED", "/witness", "identity"),
    "denominators-of-2000-digits": Large(_events(_denominators(3000)), "LIMIT", "", "work"),
    "event-of-26-parties": Large(_word("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "2"), "LIMIT", "", "size"),
    "event-of-three-outcomes": Large(_word("ABCDEFGHIJKLMNOPQRST", "3"), "LIMIT", "", "size"),
    "palindrome-of-31-projectors": Large(_palindrome, "LIMIT", "", "work"),
    "product-of-24-conditions": Large(_product, "LIMIT", "", "size"),
    "strategies-of-long-weights": Large(_long_weights, "LIMIT", "", "work"),
    "values-on-a-large-table": Large(_means, "LIMIT", "", "work"),
    "commuting-reflections": Large(_reflections, "LIMIT", "", "work"),
    "field-in-every-premise": Large(_fields, "LIMIT", "", "work"),
    "exponentials-at-full-precision": Large(_exponentials, "LIMIT", "", "work"),
    "matrix-of-large-integers": Large(_bareiss, "LIMIT", "", "work"),
    "inputs-of-a-party": Large(_inputs, "LIMIT", "/statement/scenario", "size"),
    "condition-at-a-long-point": Large(_long_point, "LIMIT", "", "work"),
    "weight-on-a-box-of-long-fractions": Large(_long_box, "LIMIT", "", "work"),
    "means-in-a-state-of-long-fractions": Large(_long_state, "LIMIT", "", "work"),
    "table-of-long-fractions": Large(_long_table, "LIMIT", "", "work"),
    "mixture-of-long-weights": Large(_long_mixture, "LIMIT", "", "work"),
    "input-probabilities-of-long-fractions": Large(_long_inputs, "LIMIT", "", "work"),
}
