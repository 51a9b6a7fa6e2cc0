"""Certificates of rule chain: one small one by hand, and those of the search for CHSH."""

import json
from fractions import Fraction
from functools import cache
from typing import Any

from proofs.kernel.entropy import ASSUMPTIONS
from proofs.search.chsh.rounds import UNIFORM, certified_bits_certificate, min_entropy_certificate
from tests.proofs.kernel.build import Document, bound, document, premise, scenario
from tests.proofs.kernel.examples import guesses

MANY = [name for name in ASSUMPTIONS if name != "independent-inputs"]
TAGS = {"adversary": "classical", "memory": "any", "conditioning": "none", "functional": "declared"}
# x, y, a, b: the 3016 events of two ions
COUNTS = dict(
    zip(
        [(x, y, a, b) for x in (0, 1) for y in (0, 1) for a in (0, 1) for b in (0, 1)],
        [293, 94, 70, 295, 298, 70, 74, 309, 283, 69, 64, 291, 68, 340, 309, 89],
        strict=True,
    )
)


def span() -> list[Document]:
    """<A0 B0> <= 1 and <A0 B0> >= -1."""
    losing, winning = (["A0=0 B0=1", "A0=1 B0=0"], ["A0=0 B0=0", "A0=1 B0=1"])
    result = []
    for sense, value, words in (("<=", "1", losing), (">=", "-1", winning)):
        statement = bound("no-signalling", scenario("2", "2"), [["1", "A0 B0"]], sense, value)
        result.append(premise(document("lp-dual", statement, {"events": [["2", word] for word in words]})))
    return result


def correlated() -> Document:
    """100 rounds with one input each: Ihat = 4/5, eps = 1/2, delta = exp(-100/4 / 8) rounded up, no bits."""
    counts = ["45", "5", "5", "45"]
    words = ["A0=0 B0=0", "A0=0 B0=1", "A0=1 B0=0", "A0=1 B0=1"]
    statement = {
        "kind": "certified-bits", "set": "no-signalling", "scenario": scenario("2", "2"),
        "functional": [["1", "A0 B0"]], "guessing": {"constant": "3/2", "slope": "1/2"}, "range": ["-1", "1"],
        "inputs": [["1", "0 0"]], "counts": [list(pair) for pair in zip(counts, words, strict=True)],
        "estimate": "4/5", "deviation": {"method": "azuma", "value": "1/2"},
        "errors": [{"name": "delta", "type": "bad-event", "value": "1/20"}], "bits": "0", "tags": TAGS,
        "assumptions": MANY,
    }  # fmt: skip
    return document("chain", statement, {"guessing": guesses(), "range": span(), "precision": "64"})


@cache
def _experiment(method: str, deviation: str) -> bytes:
    return certified_bits_certificate(COUNTS, UNIFORM, Fraction(1, 100), method, deviation)


def experiment(method: str = "no-signalling", deviation: str = "width8") -> Any:
    """The certificate of the events above, as a document to change."""
    return json.loads(_experiment(method, deviation))


@cache
def _round(method: str, adversary: str) -> bytes:
    score = Fraction(5, 2) if method == "analytic" else Fraction(3)
    return min_entropy_certificate(score, method, adversary)


def one_round(method: str = "no-signalling", adversary: str = "classical") -> Any:
    """H_min of one round at the score 3, or 5/2 for quantum behaviours."""
    return json.loads(_round(method, adversary))
