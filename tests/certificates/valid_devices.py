"""Valid statements about quantum assemblages: Gram matrices with operators as entries, and explicit devices."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from tests.certificates.edits import Document
from tests.certificates.valid import certificate, scenario
from tests.certificates.valid_assemblage import ASSEMBLAGE, PLAIN, QUBIT, valued

Entry = int | complex


def triangles(rows: Sequence[Sequence[Entry]], denominator: int = 1) -> Document:
    """A hermitian matrix of integers, and what it is divided by."""
    size = range(len(rows))
    return {
        "denominator": str(denominator),
        "re": [[str(int(complex(rows[i][j]).real)) for j in range(i + 1)] for i in size],
        "im": [[str(int(complex(rows[i][j]).imag)) for j in range(i)] for i in size][1:],
    }


def quantum(kind: str, parties: Document, witness: Document, **more: Document) -> Document:
    claim = {"kind": kind, "set": "quantum", "trusted": QUBIT, "untrusted": parties, **more}
    return certificate("assemblage", claim, witness)


# 2 - X B0 - Y B1 = (1 - X B0)^2/2 + (1 - Y B1)^2/2, over the words 1, B0, B1
_SQUARES: list[list[Entry]] = [
    [4, 0, 0, -2, 0, 2j],
    [0, 4, -2, 0, -2j, 0],
    [0, -2, 2, 0, 0, 0],
    [-2, 0, 0, 2, 0, 0],
    [0, 2j, 0, 0, 2, 0],
    [-2j, 0, 0, 0, 0, 2],
]
# 3 - CHSH over the words B0, B1, C0, C1, forty times
_CHSH = [[30, 0, -20, -20], [0, 30, -20, 20], [-20, -20, 30, 0], [-20, 20, 0, 30]]


def doubled(rows: Sequence[Sequence[Entry]]) -> list[list[Entry]]:
    """Times the identity of the trusted qubit."""
    size = range(2 * len(rows))
    return [[rows[i // 2][j // 2] if i % 2 == j % 2 else 0 for j in size] for i in size]


_PHI = [[1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 1]]
_X = [triangles([[1, 1], [1, 1]], 2), triangles([[1, -1], [-1, 1]], 2)]
_Y = [triangles([[1, 1j], [-1j, 1]], 2), triangles([[1, -1j], [1j, 1]], 2)]
PAIR: Document = {"dimensions": ["2"], "state": triangles(_PHI, 2), "measurements": [_X, _Y]}
TRINE: Document = {
    "dimensions": ["3"],
    "state": triangles([[int(i == j) for j in range(6)] for i in range(6)], 6),
    "measurements": [[triangles([[int(i == j == k) for j in range(3)] for i in range(3)]) for k in range(3)]],
}

_GUESSED: Document = [
    {"event": "B0=0", "blocks": [],
     "grams": [{"words": ["", "B0"], "matrix": triangles(doubled([[1, -1], [-1, 1]]), 4)}]},
    {"event": "B0=1", "blocks": [[["1", "0", "0", "0"], "B0=0"]]},
]  # fmt: skip
_TWO = deepcopy(PAIR)
_TWO["state"]["denominator"] = "4"

DEVICES: dict[str, Document] = {
    "quantum-bound": quantum(
        "steering-bound", scenario(B="22"),
        {"blocks": [], "grams": [{"words": ["", "B0", "B1"], "matrix": triangles(_SQUARES, 4)}]},
        functional=PLAIN, sense="<=", bound="2"),
    "quantum-bound-by-blocks": quantum(
        "steering-bound", scenario(B="22"), deepcopy(ASSEMBLAGE["bound-from-below"]["witness"]),
        functional=PLAIN, sense=">=", bound="-2"),
    "quantum-bell": quantum(
        "steering-bound", scenario(B="22", C="22"),
        {"blocks": [], "grams": [{"words": ["B0", "B1", "C0", "C1"], "matrix": triangles(doubled(_CHSH), 40)}]},
        functional=[[[x, "0", "0", "0"], w] for x, w in (("1", "B0 C0"), ("1", "B0 C1"), ("1", "B1 C0"),
                                                         ("-1", "B1 C1"))], sense="<=", bound="3"),
    "quantum-three-outcomes": quantum(
        "steering-bound", scenario(B="3"),
        {"blocks": [], "grams": [{"words": ["B0=0", "B0=1"], "matrix": triangles(doubled([[1, 1], [1, 1]]))}]},
        functional=[[["1", "0", "0", "0"], "B0=0"], [["1", "0", "0", "0"], "B0=1"]], sense=">=", bound="0"),
    "quantum-guessing": quantum(
        "steering-guessing", scenario(B="22"), {"branches": _GUESSED},
        functional=PLAIN, guessed=["B0"], constant="1", slope="0"),
    "quantum-value": quantum(
        "steering-value", scenario(B="22"), {"parts": [{"device": PAIR}]}, values=valued((PLAIN, "2"))),
    "quantum-value-guessed": quantum(
        "steering-value", scenario(B="22"),
        {"parts": [{"device": _TWO, "event": "B0=0"}, {"device": _TWO, "event": "B0=1"}]},
        values=valued((PLAIN, "2")), guessed=["B0"], probability="1/2"),
    "quantum-value-three-outcomes": quantum(
        "steering-value", scenario(B="3"), {"parts": [{"device": TRINE}]},
        values=valued(([[["1", "0", "0", "0"], "B0=0"]], "1/3"), ([[["1", "0", "0", "0"], "B0=2"]], "1/3"))),
    "quantum-value-qutrit": certificate(
        "assemblage",
        {"kind": "steering-value", "set": "quantum", "trusted": {"dimension": "3"}, "untrusted": scenario(B="2"),
         "values": valued(([[[["1", "0", "0"], ["0", "0", "0"], ["0", "0", "0"]], "B0=1"]], "1/3"))},
        {"parts": [{"device": {"dimensions": ["1"],
                               "state": triangles([[int(i == j) for j in range(3)] for i in range(3)], 3),
                               "measurements": [[triangles([[0]]), triangles([[1]])]]}}]}),
    "quantum-bound-qutrit": certificate(
        "assemblage",
        {"kind": "steering-bound", "set": "quantum", "trusted": {"dimension": "3"}, "untrusted": scenario(B="2"),
         "functional": [[[["0", "1", "0"], ["1", "0", {"re": "0", "im": "1"}], ["0", {"re": "0", "im": "-1"}, "0"]],
                         "B0"]], "sense": "<=", "bound": "3/2"},
        {"blocks": [], "grams": [{"words": ["", "B0"], "matrix": triangles(
            [[3, 0, 0, 0, -2, 0], [0, 3, 0, -2, 0, -2j], [0, 0, 3, 0, 2j, 0],
             [0, -2, 0, 3, 0, 0], [-2, 0, -2j, 0, 3, 0], [0, 2j, 0, 0, 0, 3]], 4)}]}),
}  # fmt: skip
