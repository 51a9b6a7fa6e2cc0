"""Gram matrices in rule sos: words, shapes, and positive semidefiniteness in both ways."""

import pytest

from proofs.kernel.check import check_bytes
from proofs.kernel.matrix import MAX_SIZE
from proofs.kernel.rules import sos
from tests.proofs.kernel.build import Document, Refusal, bound, document, drop, encode, proved, put, refusal, scenario
from tests.proofs.kernel.examples import SQRT2, gram

G = "/witness/grams/0"


def with_factor(scale: str, *rows: list[str]) -> Document:
    return put(gram(), G + "/factor", {"scale": scale, "rows": list(rows)})


def algebraic(*rows: list[object]) -> Document:
    """2 - sqrt 2 A0 by the matrix [[1, -r/2], [-r/2, 1]] over 1, A0, r the root of two."""
    functional = [[["0", "1"], "A0"]]
    statement = bound("quantum-commuting", scenario("2"), functional, "<=", "2", field=SQRT2)
    matrix = {"words": ["", "A0"], "denominator": "1", "rows": list(rows)}
    return document("sos", statement, {"grams": [matrix]})


def ternary(word: str) -> Document:
    """P(A0=0) >= 0 for an input of three outcomes, by the word of a projector."""
    statement = bound("quantum-commuting", scenario("32"), [["-1", "A0=0"]], "<=", "0")
    return document("sos", statement, {"grams": [{"words": [word], "denominator": "1", "rows": [["1"]]}]})


def test_the_largest_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sos, "MAX_SIZE", 2)
    assert proved(gram())
    monkeypatch.setattr(sos, "MAX_SIZE", 1)
    assert refusal(gram()) == f"LIMIT size {G}/words"


FAULTS: dict[str, tuple[Document, Refusal]] = {
    "a denominator that is a fraction": (
        put(gram(), G + "/denominator", "1/2"),
        f"MALFORMED not-an-integer {G}/denominator",
    ),
    "a short row": (put(gram(), G + "/rows/1", ["-1"]), f"MALFORMED wrong-shape {G}/rows/1"),
    "an entry that is a polynomial": (
        put(gram(), G + "/rows/0/0", {"poly": [["1", "t"]]}),
        f"MALFORMED unknown-name {G}/rows/0/0/poly/0/1",
    ),
    "too many words": (put(gram(), G + "/words", ["A0"] * (MAX_SIZE + 1)), f"LIMIT size {G}/words"),
    "no words": (drop(gram(), G + "/words"), f"MALFORMED missing-key {G}"),
    "a factor with a short row": (with_factor("1", ["1"], ["-1"]), f"MALFORMED wrong-shape {G}/factor/rows/1"),
    "a factor of fractions": (
        with_factor("1", ["1"], ["-1/1", "0"]),
        f"MALFORMED not-an-integer {G}/factor/rows/1/0",
    ),
    "an algebraic matrix with a polynomial": (
        algebraic(["1"], [{"poly": [["1", "t"]]}, ["0", "1"]]),
        f"MALFORMED unknown-name {G}/rows/1/0/poly/0/1",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_gram_matrix_that_is_refused(fault: str) -> None:
    document, expected = FAULTS[fault]
    assert refusal(document) == expected


def test_a_symbol_in_a_gram_matrix() -> None:
    symbols = put(put(gram(), "/statement/symbols", [{"name": "t"}]), "/witness/symbols", {"t": "0"})
    assert refusal(put(symbols, G + "/rows/0/0", {"poly": [["1", "t"]]})) == f"MALFORMED wrong-field {G}/rows/0/0"


def test_the_same_matrix_with_and_without_factor() -> None:
    assert proved(with_factor("1", ["1"], ["-1", "0"])) == proved(gram())
    assert proved(with_factor("3", ["3"], ["-3", "0"])) == proved(gram())
    # 4 N - L L^T = [[3, -3], [-3, 3]]
    assert proved(with_factor("2", ["1"], ["-1", "0"])) == proved(gram())


def test_words_may_stand_in_any_order() -> None:
    assert proved(put(gram(), G + "/words", ["A0", ""])) == proved(gram())


def test_an_algebraic_matrix() -> None:
    assert proved(algebraic(["1"], [["0", "-1/2"], "1"])).endswith("(alpha)*<A0> <= 2")
    assert proved(algebraic(["6/5"], [["0", "-1/2"], "4/5"]))


def test_words_of_projectors() -> None:
    assert proved(ternary("A0=0"))
    statement = ternary("A0=0")["statement"]
    # P_0 A1 P_1 has products P_0 P_1 = 0 in the middle of the matrix
    matrix = {"words": ["A0=0", "A0=1"], "denominator": "1", "rows": [["1"], ["0", "0"]]}
    assert proved(document("sos", statement, {"grams": [matrix]}))
    wide = {"words": ["A0=0", "A0=1"], "denominator": "1", "rows": [["1"], ["1", "1"]]}
    more = put(document("sos", statement, {"grams": [wide]}), "/statement/functional", [["-1", "A0=0"], ["-1", "A0=1"]])
    assert proved(more)


def test_entries_below_the_diagonal_count_twice() -> None:
    # (u + v)^2 for u = A0, v = A1: 2 + A0 A1 + A1 A0
    functional = [["-1", "A0 A1"], ["-1", "A1 A0"]]
    statement = bound("quantum-commuting", scenario("22"), functional, "<=", "2")
    matrix = {"words": ["A0", "A1"], "denominator": "1", "rows": [["1"], ["1", "1"]]}
    assert proved(document("sos", statement, {"grams": [matrix]}))


def test_the_direction_is_printed() -> None:
    verdict = check_bytes(encode(put(gram(), G + "/rows/1/1", "0")))
    assert verdict.problem == "the form is negative in the direction (0: 1, 1: 2)"
    verdict = check_bytes(encode(put(gram(), G + "/rows/1/1", "-" + "9" * 1900)))
    assert len(verdict.problem) < 500
