"""Rule `hashing`: the outcomes of an accepted run of many rounds become bits that are almost uniform.

Fix e.  Let z be the inputs of all rounds and c the outcomes, h what the statement of the run calls so, a function of
both, and G0 the event -log2 P(c | z, e) < h, so that Pr[G0 | e] <= delta.  A run is accepted if h >= T.

Lemma (leftover hashing).  Let functions to m bits be drawn by a uniform seed independent of c, z and e, and two
different strings have equal images with probability at most 2^-m.  Then, with the image w of c, half the sum over z,
seed and w of |Pr[z, seed, w, accepted | e] - 2^-m Pr[z, seed, accepted | e]| <= delta + (1/2) 2^((m - T)/2).
Proof.  Accepted runs in G0 add at most their probability, in all delta, since half the sum over w of |q(w) - 2^-m q|
is at most q, the sum of the q(w) >= 0.  For the others fix z and write p(c) = P(c | z, e) <= 2^-h <= 2^-T, q(w) for the
sum of p over those with image w, q for that over all.  The mean over seeds of sum_w (q(w) - 2^-m q)^2 is sum over c, c'
of p(c) p(c') Pr[equal images] - 2^-m q^2 <= sum p(c)^2 <= 2^-T q; so that of sum_w |q(w) - 2^-m q| is at most
(2^m 2^-T q)^(1/2) by Cauchy and Schwarz, and q <= 1.  The mean over z is no larger.  QED

toeplitz.  Two strings have equal images if their sum d has the image 0.  Let j be the first place where d_j = 1: row i
of the sum contains s_(i-j+N-1) and no row before it does, so for d fixed the m bits are independent and uniform.
"""

from __future__ import annotations

from .. import interval
from ..entropy import MAX_ROUNDS, TAG_SENTENCES, CertifiedBits, Entropy
from ..errors import Budget
from ..number import size
from ..read import Node
from .chain import Prove
from .factors import EstimatedBits

RUNS: dict[str, type[CertifiedBits] | type[EstimatedBits]] = {
    "certified-bits": CertifiedBits,
    "estimated-bits": EstimatedBits,
}
HASHES = {
    "toeplitz": "w_i = sum over j of r_j*s_(i-j+N-1) mod 2 for i = 0..m-1, with a seed s of N + m - 1 bits",
    "two-universal": "a function drawn by the seed from a family",
}
DATA = {
    "declaration": "what was fixed before the first round",
    "events": "the recorded rounds",
    "seed": "the seed",
    "output": "the output",
}
SCORES = {True: "n f(Ihat - eps)", False: "h"}
CLASSICAL = f"tag: adversary = classical: {TAG_SENTENCES['adversary', 'classical']}"
ASSUMPTIONS = (
    "assumption: seed: the seed is uniform and independent of inputs, outcomes and the adversary's information",
    "assumption: threshold-declared: everything this statement names but counts, estimate, bits and sha256 was fixed"
    " before the first round, or as it says of factors",
    "assumption: outcomes-secret: no outcome reaches the adversary but through the output",
)
FAMILY = (
    "assumption: family: two different strings have equal images with probability at most 2^-m over the seed, which is"
    " not proved here"
)


class ExtractedBits:
    """A run that is accepted, and the distance of the hashed outcomes of accepted runs from uniform bits."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields(("kind", "run", "threshold", "hash", "output", "error"), ("data",))
        self.nodes = found
        kind = found["run"].members().get("kind")
        if kind is None:
            raise found["run"].malformed("missing-key", "the key 'kind' is missing")
        self.run = RUNS[kind.choice(tuple(RUNS))](found["run"], budget)
        self.threshold = found["threshold"].rational()
        if self.threshold <= 0:
            raise found["threshold"].malformed("out-of-range", "a threshold is a positive number of bits")
        self.hash = found["hash"].choice(tuple(HASHES))
        self.output = found["output"].integer(1, MAX_ROUNDS)
        self.error = found["error"].rational()
        if not 0 < self.error < 1:
            raise found["error"].malformed("out-of-range", "an error lies strictly between 0 and 1")
        digests = found["data"].fields((), tuple(DATA)) if "data" in found else {}
        self.digests = [(name, digests[name].name("[0-9a-f]{64}")) for name in DATA if name in digests]

    def lines(self) -> list[str]:
        """The text of the run, then what is made of it."""
        scenario = self.run.scenario
        widths = [(max(scenario.inputs[i][2] for i in choice) - 1).bit_length() for choice in scenario.choices]
        parties = ", ".join(f"{party} in {width}" for party, width in zip(scenario.parties, widths, strict=True))
        return [
            *self.run.lines(),
            f"string: r of N bits, the outcomes of the rounds in order, of each round those of {parties} bits, the"
            " highest first",
            f"accepted: runs with {SCORES[isinstance(self.run, Entropy)]} >= {self.threshold} bits; this one is"
            " accepted",
            f"hash: {self.hash}: {HASHES[self.hash]}",
            f"output: w of m = {self.output} bits",
            "claim: for each value e of the adversary's information, (1/2) sum over inputs, seed and w of |Pr[inputs,"
            f" seed, w, accepted | e] - 2^-m Pr[inputs, seed, accepted | e]| <= {self.error}",
            *(f"data: {name}: sha256 {digest}, said to be that of {DATA[name]}" for name, digest in self.digests),
            *ASSUMPTIONS,
            *([FAMILY] if self.hash == "two-universal" else []),
        ]


def prove(statement: ExtractedBits, node: Node, witness: Node, premise: Prove) -> None:
    """Raise `Refused` unless the run is proved and accepted, and the error covers delta and the hash."""
    found = witness.fields(("run", "precision"))
    precision = found["precision"].integer(8, interval.MAX_PRECISION)
    proved, lines = premise(found["run"]), statement.run.lines()
    if not isinstance(proved, CertifiedBits | EstimatedBits) or proved.lines() != lines:
        raise found["run"].rejected("premise", "the premise is not the run of the statement")
    # counts from which their own factor was chosen have no such line
    if CLASSICAL not in lines:
        raise statement.nodes["run"].rejected("tag", "adversary = classical is needed here")
    if statement.run.bits < statement.threshold:
        raise statement.nodes["threshold"].rejected("bits", "fewer bits are proved of the run than accepted runs have")
    rest = 2 * (statement.error - statement.run.delta)
    if rest <= 0:
        raise statement.nodes["error"].rejected("bits", "the error is not above delta")
    statement.run.scenario.budget.spend(2000 + (precision + size(rest)) ** 2 // 32)
    if statement.output > statement.threshold + 2 * interval.log2((rest, rest), precision)[0]:
        raise statement.nodes["output"].rejected("bits", "the output is too long for the error")
