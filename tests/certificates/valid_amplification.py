"""Valid certificates of rule `amplification`: CHSH with two source bits, where every step can be done by hand.

With f_xy the probability of a wrong parity and b_xy that of a right one with a = 0 minus that with a = 1,

    f_00 + f_10 + f_11 +- b_01 >= 0,   1 - f_xy +- b_xy >= 0,

and the first plus the second at 00, 10, 11 is 3.  So the point with weights w of these four has mass w everywhere and
gain w.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from tests.certificates.edits import Document
from tests.certificates.valid import BELL, certificate, event

Events = list[list[str]]
PAIRS = list(product((0, 1), repeat=2))


def marks(x: int, y: int) -> str:
    return "".join(str(a) if a ^ b == x * y else "-" for a, b in PAIRS)


def events(x: int, y: int, wanted: str, weight: str = "2") -> Events:
    return [[weight, event(x, y, a, b)] for (a, b), mark in zip(PAIRS, marks(x, y), strict=True) if mark == wanted]


STRINGS: Document = [[f"{x} {y}", marks(x, y)] for x, y in PAIRS]
# 1 - f +- b: twice the outcomes that pass with a bit
PASSING: Document = [{"plus": events(x, y, "0"), "minus": events(x, y, "1")} for x, y in PAIRS]
# f_00 + f_10 + f_11 + b_01 in probabilities of a and b: one half of each failing pair of outcomes
THREE: Document = {
    "plus": [["2", "A0=0 B0=1"], ["2", "A1=0 B1=0"], ["2", "A1=1 B0=0"]],
    "minus": [["2", "A0=1 B0=0"], ["2", "A1=1 B1=1"], ["2", "A1=0 B0=1"]],
}
FUNCTIONALS: Document = [[PASSING[0]], [THREE, PASSING[1]], [PASSING[2]], [PASSING[3]]]


def point(weight: str) -> Document:
    """The same mass at every string, and that gain."""
    return {"weights": [[weight, str(string), "0"] for string in range(4)], "slack": []}


def claim(bias: str, devices: int, failures: int, error: str, bits: str = "1", **more: Document) -> Document:
    return {
        "kind": "amplification", "set": "no-signalling", "scenario": BELL, "bias": bias, "strings": STRINGS,
        "devices": str(devices), "failures": str(failures), "bits": bits, "error": error, **more,
    }  # fmt: skip


def amplification(statement: Document, points: list[Document], functionals: Document = FUNCTIONALS) -> Document:
    return certificate("amplification", statement, {"functionals": functionals, "points": points, "precision": "64"})


def tree_point(law: tuple[Fraction, ...]) -> Document:
    """A point whose mass is the law: what is above the least probability goes to 1 - f, and f is what is left over."""
    least = min(law)
    weights = [[str(least), str(string), "0"] for string in range(4)]
    slack: Events = []
    for string, (p, (x, y)) in enumerate(zip(law, PAIRS, strict=True)):
        if p > least:
            weights.append([str(p - least), str(string), "1" if string == 1 else "0"])
            slack += events(x, y, "-", str(p - least))
    return {"weights": weights, "slack": slack}


QUARTER, REST = Fraction(1, 4), Fraction(3, 4)
TREES = [(p * r, p * (1 - r), (1 - p) * s, (1 - p) * (1 - s)) for p, r, s in product((QUARTER, REST), repeat=3)]
NOTHING: Document = {"plus": [], "minus": []}
THREE_OUTCOMES: Document = {"parties": [{"name": "A", "inputs": [["0", "3"]]}]}

# (1/2) Pr[Bin(10, 1/16) <= 1], and ((1 + Pr[Bin(200, 1/16) <= 4])^3 - 1)/2 above
TEN = Fraction(15**10 + 10 * 15**9, 2 * 16**10)
AMPLIFICATION: dict[str, Document] = {
    "chsh": amplification(claim("1/4", 10, 1, str(TEN + Fraction(1, 10**12))), [point("1/16")]),
    "no-failures": amplification(claim("1/10", 40, 0, "1/2000"), [point("4/25")]),
    "many-bits": amplification(claim("1/4", 200, 4, "1/150", "3"), [point("1/16")]),
    "uniform": amplification(claim("0", 30, 2, "1/160"), [point("1/4")]),
    "trees": amplification(claim("1/4", 10, 1, "7/16"), [tree_point(law) for law in TREES]),
    "better-points": amplification(claim("1/4", 40, 0, "1/20"), [point("1/32"), point("1/16"), point("1")]),
    "nothing-passes": amplification(
        claim("1/4", 3, 0, "1/16", scenario=THREE_OUTCOMES, strings=[["0", "---"], ["0", "---"]]),
        [{"weights": [["1/4", "0", "0"], ["1/4", "1", "0"]], "slack": []}],
        [[NOTHING], [NOTHING]],
    ),
    "far-tail": amplification(claim("1/4", 200000, 2, "1/" + "1" + "0" * 1500), [point("1/16")]),
}  # fmt: skip
