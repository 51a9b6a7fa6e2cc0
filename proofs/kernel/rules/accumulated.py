"""Statements about smooth min-entropy of many rounds by a theorem that is assumed (rule `chain`)."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from ..entropy import MAX_ROUNDS, bits_text, cells_of, labels, listing, read_law, read_table
from ..errors import Budget
from ..read import Node
from ..statement import SETS
from ..symbols import Ring
from ..words import Scenario

WITH_V = "V = log2(2 d^2 + 1) + sqrt(2 + Var f), K = 2^(beta x) ln(2^x + e^2)^3/(6 (1 - beta)^3 ln 2)"
ACCUMULATED = "the outputs of accepted runs have H_min^eps(outputs | inputs, E) >= n h - R"
MARKOV = (
    "assumption: markov: the inputs of every round are drawn with the law above, afresh: independent of all that"
    " happened before, of the devices and of E"
)
THEOREMS = {
    "original": (
        f"{ACCUMULATED}, R = 2 (log2(1 + 2 d) + ceil(Max f - least f)) sqrt(n (1 - 2 log2(eps p))) (entropy"
        " accumulation, arXiv:1607.01796)",
        MARKOV,
    ),
    "improved": (
        f"{ACCUMULATED}, R = n beta (ln 2/2) V^2 + (1 - 2 log2(eps p))/beta + n beta^2 K, {WITH_V}, x = log2(d) + Max f"
        " - Min f (entropy accumulation with improved second order, arXiv:1805.11652)",
        MARKOV,
    ),
    "generalised": (
        f"{ACCUMULATED}, R = n beta (ln 2/2) V^2 + ((1 + beta) log2(2/eps^2) + (1 + 2 beta) log2(1/p))/beta + n beta^2"
        f" K, {WITH_V}, x = 2 log2(d) + Max f - Min f (generalised entropy accumulation, arXiv:2203.04989, beta ="
        " (alpha - 1)/(2 - alpha))",
        "assumption: non-signalling: the inputs of every round are drawn with the law above, independent of the devices"
        " and of E, and what reaches the adversary after a round does not depend on the devices' memory but through E",
    ),
}
ASSUMPTIONS = (
    "assumption: quantum-model: every round measures a system of finite dimension with a strategy of the set; the"
    " devices do not communicate with each other during a round, nor with the adversary",
    "assumption: all-rounds: every round is counted, none is discarded or post-selected",
    "assumption: threshold-declared: everything this statement names but counts was fixed before the first round",
)
HASHING = (
    "assumption: leftover-hashing: a two-universal function, drawn by a uniform and independent seed, of a string with"
    " H_min^eps >= H to l bits is within 2 eps + 2^(-(H - l)/2)/2 of uniform, in half the trace norm, smoothing in"
    " purified distance (arXiv:1002.2436, constants as commonly stated; not proved here)"
)


class AccumulatedBits:
    """n rounds, of which the mean of f is at least the threshold, have so much smooth min-entropy."""

    def __init__(self, node: Node, budget: Budget) -> None:
        keys = ("kind", "set", "scenario", "inputs", "tradeoff", "theorem", "rounds", "threshold", "smoothing")
        found = self.nodes = node.fields((*keys, "acceptance", "bits"), ("beta", "counts", "hashing"))
        self.set = found["set"].choice(("quantum-tensor",))
        self.scenario = Scenario(found["scenario"], Ring({}, budget))
        self.settings, self.cells = cells_of(self.scenario, found["scenario"])
        self.outcomes = max(prod(self.scenario.inputs[i][2] for i in s) for s in self.settings)
        self.inputs = read_law(self.scenario, self.settings, found["inputs"])
        self.tradeoff = read_table(self.scenario, self.cells, found["tradeoff"], Node.rational)
        self.theorem = found["theorem"].choice(tuple(THEOREMS))
        self.rounds = found["rounds"].integer(1, MAX_ROUNDS)
        self.threshold = found["threshold"].rational()
        self.smoothing, self.acceptance = (self._error(found[key]) for key in ("smoothing", "acceptance"))
        if ("beta" in found) == (self.theorem == "original"):
            raise node.malformed("missing-key", "exactly the later theorems have a beta")
        self.beta = self._error(found["beta"]) if "beta" in found else Fraction(0)
        self.bits = found["bits"].rational()
        if self.bits < 0:
            raise found["bits"].malformed("out-of-range", "a number of bits is at least 0")
        self.counts = None
        if "counts" in found:
            self.counts = read_table(self.scenario, self.cells, found["counts"], lambda n: n.integer(0, MAX_ROUNDS))
            if sum(self.counts.values()) != self.rounds:
                raise found["counts"].malformed("counts", "the counts are those of another number of rounds")
        self.hashing = None
        if "hashing" in found:
            parts = found["hashing"].fields(("error", "length"))
            self.hashing = self._error(parts["error"]), parts["length"].integer(0, MAX_ROUNDS), parts["length"]

    @staticmethod
    def _error(node: Node) -> Fraction:
        value = node.rational()
        if not 0 < value < 1:
            raise node.malformed("out-of-range", "the number lies strictly between 0 and 1")
        return value

    def lines(self) -> list[str]:
        order = "(inputs: outcomes in lexicographic order)"
        law = ", ".join(f"P({labels(self.scenario, s)}) = {p}" for s, p in self.inputs.items())
        result = [f"set: {self.set} ({SETS[self.set]})", *self.scenario.lines(), f"inputs: {law}"]
        table = listing(self.scenario, self.tradeoff)
        result.append(f"tradeoff: f {order}: {table}; its mean is at most H(outputs | inputs, E) of a round")
        mean = f"accepted are runs with a mean of f of h = {self.threshold} or more, and no others"
        result.append(f"rounds: n = {self.rounds}; {mean}")
        if self.counts is not None:
            result.append(f"counts {order}: {listing(self.scenario, self.counts)}; this run is accepted")
        result += [
            "claim: either a run is accepted with probability below p, or H_min^eps(outputs | inputs, E) of accepted"
            f" runs is >= {bits_text(self.bits)} bits",
            f"error: eps = {self.smoothing} (smoothing, purified distance)",
            f"error: p = {self.acceptance} (acceptance)",
        ]
        if self.beta:
            result.append(f"parameter: beta = {self.beta}")
        if self.hashing:
            error, length, _ = self.hashing
            distance = f"within 2 eps + {error} of uniform, given acceptance (soundness, half the trace norm)"
            result.append(f"length: {length} bits {distance}")
        formula, hypothesis = THEOREMS[self.theorem]
        d = f"d = {self.outcomes}, the largest number of outcome tuples of an input tuple"
        result += [
            "tag: adversary = quantum: the adversary holds a quantum system E, knows all inputs, and may measure it at"
            " the end",
            f"assumption: theorem: {self.theorem}: {formula}; {d}; not proved here, compared with public programs only",
            hypothesis,
            *ASSUMPTIONS,
        ]
        return result + ([HASHING] if self.hashing else [])
