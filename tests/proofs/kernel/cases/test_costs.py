"""What is charged to the budget before it is done, so that a small file cannot take long."""

import time
from fractions import Fraction
from itertools import combinations, product
from math import isqrt

import pytest

from proofs.kernel import check, symbols, words
from proofs.kernel.check import check_bytes
from proofs.kernel.errors import Budget
from tests.proofs.kernel.build import Document, bound, document, encode, proved, put, refusal, scenario
from tests.proofs.kernel.examples import SQRT2, enclosed, events, qubit, squares, strategies, symbolic
from tests.proofs.kernel.rounds import correlated

S, W = "/statement", "/witness"
LONG = 10**1900


def prime(k: int) -> int:
    """Numbers of 1900 digits with few common factors."""
    return LONG + 6 * k + 1


def fractions(count: int = 60) -> Document:
    """Events whose weights have coprime denominators of 1900 digits."""
    return put(events(), W + "/events", [[f"1/{prime(k)}", "A0=0"] for k in range(count)])


def short_fractions() -> Document:
    return put(events(), W + "/events", [[f"1/{6 * k + 1}", "A0=0"] for k in range(60)][1:])


def long_squares(count: int = 40) -> Document:
    """Squares with such weights."""
    entry = {"polynomial": [["1", ""], ["-1", "A0"]]}
    return put(squares(), W + "/squares", [{**entry, "weight": f"1/{prime(k)}"} for k in range(count)])


def matrix(digits: int, n: int = 16) -> Document:
    """An observable with long fractions."""
    entries = [[f"{10**digits + max(i, j)}/{10**digits + 7 * min(i, j) + 3}" for j in range(n)] for i in range(n)]
    reduced = [[str(Fraction(x)) for x in row] for row in entries]
    model = {"weight": "1", "dimensions": [str(n)], "state": ["1", *["0"] * (n - 1)], "operators": {"A0": reduced}}
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("2"),
        "values": [{"functional": [["1", "A0"]], "value": "1"}],
    }  # fmt: skip
    return document("point", statement, {"models": [model]})


def field_matrix(n: int = 16) -> Document:
    """An observable with entries of degree 7 in the eighth root of 2."""
    entries = [[[f"1/{3 + (i + j + k) % 7}" for k in range(8)] for j in range(n)] for i in range(n)]
    base = put(matrix(1, n), "/witness/models/0/operators/A0", entries)
    return put(base, S + "/field", {"minimal-polynomial": ["-2", *["0"] * 7, "1"], "root": ["1", "2"]})


def parties(count: int) -> Document:
    """One event of so many parties: 2^count terms."""
    word = " ".join(f"{chr(65 + k)}0=0" for k in range(count))
    statement = bound("no-signalling", scenario(*["2"] * count), [["1", word]], "<=", "1")
    return document("lp-dual", statement, {"events": [["1", "A0=1"]]})


def ordered(count: int) -> Document:
    """The same for time-ordered behaviours."""
    base = parties(count)
    base = put(put(base, S + "/set", "time-ordered"), S + "/scenario/signalling", [["A", "B"]])
    return put(base, S + "/functional/0/1", " ".join(f"{chr(65 + k)}0=0" for k in range(count)))


def cone(power: int) -> Document:
    """A weight that is a high power of a polynomial in six symbols."""
    names = "abcdef"
    polynomial = {"poly": [["1", name] for name in reversed(names)]}
    base = put(squares(), S + "/symbols", [{"name": name} for name in names])
    base = put(base, S + "/conditions", [{"polynomial": polynomial, "sense": ">=0"}])
    base = put(base, W + "/symbols", dict.fromkeys(names, "1"))
    return put(base, W + "/squares/0/weight", {"cone": [["1", ["0"] * power]]})


def sign(digits: int) -> Document:
    """A weight so near zero that its sign takes many halvings."""
    low = isqrt(2 * 10 ** (2 * digits))
    fraction = Fraction(-low, 10**digits)
    base = put(squares(), S + "/field", SQRT2)
    return put(base, W + "/squares/0/weight", [str(fraction), "1"])


def powers() -> Document:
    tree: object = {"exp": ["40"]}
    for _ in range(4):
        tree = {"add": [{"pow": [tree, "3"]}, {"ln": [tree]}]}
    return put(put(enclosed(), S + "/expression", {"exp": [{"neg": [tree]}]}), W + "/precision", "2000")


def many_strategies(inputs: int) -> Document:
    functional = [["1", f"A{k}"] for k in range(inputs)]
    statement = bound("local", scenario("2" * inputs), functional, "<=", str(inputs))
    return document("lp-dual", statement, {"strategies": str(2**inputs)})


def diagonal(n: int, entries: tuple[str | list[str], str | list[str]]) -> Document:
    """A diagonal matrix; elimination divides by each entry in turn."""
    rows: list[list[str | list[str]]] = [[*["0"] * i, entries[i % 2]] for i in range(n)]
    gram = {"words": [""] * n, "denominator": "1", "rows": rows}
    return put(put(squares(), S + "/field", SQRT2), W, {"grams": [gram]})


def inequality(count: int) -> Document:
    """The hypothesis 1 >= 0 in a model of so many qubits."""
    letters = [f"{chr(65 + k)}0" for k in range(count)]
    hypothesis = {"name": "h", "kind": "positive", "polynomial": [["1", ""]]}
    model = {
        "weight": "1", "dimensions": ["2"] * count, "state": ["1", *["0"] * (2**count - 1)],
        "operators": {letter: [["1", "0"], ["0", "-1"]] for letter in letters},
    }  # fmt: skip
    base = put(put(squares(), S + "/scenario", scenario(*["2"] * count)), S + "/hypotheses", [hypothesis])
    return put(base, W + "/feasible", {"models": [model]})


def chained(count: int) -> Document:
    """An event of so many parties each of which may signal to all later ones."""
    pairs = [list(pair) for pair in combinations((chr(65 + k) for k in range(count)), 2)]
    return put(ordered(count), S + "/scenario/signalling", pairs)


def field_strategies(inputs: int) -> Document:
    """The same strategies for a functional with numbers of a field of degree 8."""
    base = put(
        many_strategies(inputs), S + "/field", {"minimal-polynomial": ["-2", *["0"] * 7, "1"], "root": ["1", "2"]}
    )
    return put(put(base, S + "/functional/0/0", ["1/7", *["1"] * 7]), S + "/bound", str(100 * inputs))


def long_point(digits: int) -> Document:
    """A condition of degree 24 at a point of so many digits."""
    base = put(squares(), S + "/symbols", [{"name": "t"}])
    base = put(base, S + "/conditions", [{"polynomial": {"poly": [["1", "t^23"], ["1", "t^24"]]}, "sense": ">0"}])
    return put(base, W + "/symbols", {"t": "9" * digits})


def long_table(digits: int, parties: str = "ABC") -> Document:
    """A table whose probabilities have different denominators."""
    words = [" ".join(f"{p}0={o}" for p, o in zip(parties, os, strict=True)) for os in product("01234", repeat=3)]
    cells = [[f"1/{10**digits + 6 * k + 1}", word] for k, word in enumerate(words)]
    statement = {
        "kind": "value", "set": "no-signalling", "scenario": scenario("5", "5", "5"),
        "values": [{"functional": [["1", ""]], "value": "1"}],
    }  # fmt: skip
    return document("point", statement, {"behaviour": cells})


def long_mixture(digits: int) -> Document:
    """Deterministic models whose weights have different denominators."""
    models = [
        {"weight": f"1/{10**digits + 6 * k + 1}", "dimensions": ["1"], "state": ["1"], "operators": {"A0": [["1"]]}}
        for k in range(60)
    ]
    statement = {
        "kind": "value", "set": "local", "scenario": scenario("2"),
        "values": [{"functional": [["1", "A0"]], "value": "1"}],
    }  # fmt: skip
    return document("point", statement, {"models": models})


COSTLY: dict[str, Document] = {
    "sums of long fractions": fractions(),
    "squares with long weights": long_squares(),
    "a matrix of long fractions": matrix(200),
    "a matrix over a field": field_matrix(),
    "an event of many parties": parties(15),
    "an event of many ordered parties": ordered(15),
    "a power of a polynomial": cone(20),
    "a sign near zero": sign(1900),
    "functions of functions": powers(),
    "many strategies": many_strategies(15),
    "many strategies over a field": field_strategies(12),
    "an event of parties that may all signal": chained(12),
    "a diagonal over a field": diagonal(64, (["0", "1"], ["0", "1/2"])),
    "a diagonal with one number of a field": diagonal(64, (["0", "1"], "1")),
    "an operator inequality in dimension 64": inequality(6),
    "a condition at a long point": long_point(1900),
    "a table of long fractions": long_table(500),
    "a mixture of long weights": long_mixture(1900),
}


@pytest.mark.parametrize("name", COSTLY)
def test_what_takes_long_is_charged(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "work_budget", lambda: Budget(10**6))
    began = time.process_time()
    assert refusal(COSTLY[name]) == "LIMIT work"
    assert time.process_time() - began < 5


CHEAP: dict[str, Document] = {
    "sums of short fractions": short_fractions(),
    "an event of few parties": parties(6),
    "an event of few ordered parties": ordered(6),
    "a small power of a polynomial": cone(3),
    "a sign not so near zero": sign(20),
    "few strategies": many_strategies(6),
    "few strategies over a field": field_strategies(6),
    "an event of few parties that may all signal": chained(6),
    "a small diagonal over a field": diagonal(12, (["0", "1"], ["0", "1/2"])),
    "an operator inequality in dimension 4": inequality(2),
    "a condition at a short point": long_point(20),
    "a table of short fractions": long_table(3),
    "a mixture of short weights": long_mixture(3),
    "a chain": correlated(),
    "a model": qubit(),
    "a model over a field": field_matrix(2),
    "strategies": strategies(),
    "symbols": symbolic(),
}


@pytest.mark.parametrize("name", CHEAP)
def test_what_is_quick_is_not_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "work_budget", lambda: Budget(10**7))
    assert check_bytes(encode(CHEAP[name])).verdict in ("PROVED", "REJECTED")


def test_every_certificate_is_charged_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "work_budget", lambda: Budget(0))
    for certificate in (squares(), events(), strategies(), qubit(), symbolic(), correlated(), enclosed()):
        assert refusal(certificate) == "LIMIT work"


def test_polynomials_with_too_many_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MAX_TERMS", 32)
    assert check_bytes(encode(parties(5))).code == "identity"
    assert refusal(parties(6)) == "LIMIT size"
    assert refusal(ordered(6)) == "LIMIT size"


def test_symbolic_polynomials_with_too_many_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbols, "MAX_TERMS", 56)
    assert check_bytes(encode(cone(3))).code == "identity"
    assert refusal(cone(4)) == "LIMIT size"
    assert proved(squares())


def test_inputs_are_counted_before_they_are_tabulated() -> None:
    """6000 inputs, and a table of all pairs of them, would take hundreds of megabytes and are no letters of a word."""
    began = time.process_time()
    assert refusal(put(squares(), S + "/scenario", scenario("2" * 6000))) == "LIMIT size /statement/scenario"
    assert time.process_time() - began < 1
