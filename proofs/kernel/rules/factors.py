"""Rule `factors`: probability-estimation factors turn counts of n rounds into bits.

Let N be the hull of the laws of inputs and M the set of behaviours.  F >= 0 is a factor with power
beta > 0 if sum nu(z) F(c,z) P(c|z)^(1+beta) <= 1 for every nu of the laws and every P in M.

Lemma (mixtures).  Psi(mu) = sum F(c,z) mu(c,z)^(1+beta) mu(z)^(-beta) is a sum of perspectives of
x^(1+beta), so convex; Psi(nu x P) = sum nu F P^(1+beta).  So Psi <= 1 for every mixture mu of
products nu x P with nu in N and P in M.

Theorem.  Let the inputs and outcomes of a round, given e and the past, have such a mixture as law,
F_i be fixed by the past, and z_i depend on e and earlier inputs only, not on earlier outcomes.  Put
p_i = P(c_i | z_i, past, e).  Then E[F_i p_i^beta | past, e] = Psi <= 1, so the product of all
F_i p_i^beta is a nonnegative supermartingale with mean at most 1, and by Markov it is 1/delta or
more with probability at most delta.  P(c, z | e) is the product of P(z_i | past, e) p_i, where
P(z_i | past, e) = P(z_i | earlier z, e); hence P(c | z, e) is the product of all p_i.  Unless the bad
event happens, -log2 P(c | z, e) > (sum log2 F_i + log2 delta) / beta.  QED

With one law for all rounds the condition on z_i holds by itself.  Rounds with F = 1 cost nothing
and may train later factors.  A factor chosen from the counts it is applied to gives no such
probability; then the text claims none.  That F is a factor is proved for each block in one of three
ways: F <= 1 everywhere (as sum nu P = 1), at extreme points (`extremes`), or by `majorisation`.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

from .. import interval
from ..entropy import (
    MAX_ROUNDS,
    OVERRIDES,
    TAG_SENTENCES,
    Cell,
    Line,
    bits_text,
    cells_of,
    listing,
    read_delta,
    read_table,
)
from ..errors import Budget
from ..number import size
from ..read import Node
from ..statement import SETS
from ..symbols import Ring
from ..words import Scenario
from . import extremes, majorisation
from .chain import Prove
from .laws import read_laws

MAX_BLOCKS = 64

IN_SAMPLE = "in-sample: the factor was chosen from these counts: no error probability is claimed"
FIXED = (("adversary", "classical"), ("memory", "any"), ("conditioning", "none"))  # tags of every such statement
CHOSEN = {
    "declared": "the factor of the first block was declared before its first round",
    "calibration": "the factor of the first block was chosen before its first round, from other data, in a file said to"
    " have this sha256, which is not read here",
    "data": "the factor was chosen from the counts it is applied to",
}
ASSUMPTIONS = {
    "model": "given the past and the adversary's information, the law of a round is a mixture of products of an input"
    " law named above and a behaviour of the set",
    "inputs-not-from-outputs": "the inputs of a round do not depend on the outputs of earlier rounds, given the earlier"
    " inputs and the adversary's information",
    "inputs-known": "the adversary learns all inputs",
    "all-rounds": "every round is counted, none is discarded or post-selected",
    "rounds-declared": "the number of rounds of a block was fixed before its first round",
    "factor-declared": "the factor of a later block was fixed before its first round, from earlier blocks or before,"
    " and the power before the first round with a factor other than 1",
}


class Block:
    """Rounds with one factor: its value, and the number of rounds, at every cell."""

    def __init__(self, node: Node, scenario: Scenario, cells: list[Cell]) -> None:
        found = node.fields(("factor", "counts"))
        self.factor = read_table(scenario, cells, found["factor"], Node.rational)
        if min(self.factor.values()) < 0:
            raise found["factor"].malformed("out-of-range", "a factor is at least 0")
        self.counts = read_table(scenario, cells, found["counts"], lambda count: count.integer(0, MAX_ROUNDS))
        self.rounds = sum(self.counts.values())
        if not self.rounds:
            raise found["counts"].malformed("counts", "there is no round")


class EstimatedBits:
    """n rounds in the bad-event form, from factors and integer counts to bits."""

    def __init__(self, node: Node, budget: Budget) -> None:
        keys = ("kind", "set", "scenario", "settings", "power", "blocks", "chosen", "errors", "bits")
        found = node.fields(keys, ("tags",))
        self.nodes = found
        self.set = found["set"].choice(("no-signalling", "quantum-commuting"))
        self.scenario = Scenario(found["scenario"], Ring({}, budget))
        self.settings, self.cells = cells_of(self.scenario, found["scenario"])
        self.laws, self.law_text = read_laws(found["settings"], self.scenario, self.settings)
        self.power = found["power"].rational()
        if not 0 < self.power <= 1:
            raise found["power"].malformed("out-of-range", "the power is above 0 and at most 1")
        blocks = found["blocks"].items(least=1, most=MAX_BLOCKS)
        self.blocks = [Block(entry, self.scenario, self.cells) for entry in blocks]
        chosen = found["chosen"]
        is_file = chosen.text().startswith("calibration")
        self.chosen = chosen.name("calibration [0-9a-f]{64}") if is_file else chosen.choice(("declared", "data"))
        if self.chosen == "data" and len(blocks) > 1:
            raise chosen.malformed("out-of-range", "counts from which their factor was chosen are one block")
        self.delta = read_delta(found["errors"])
        self.bits = found["bits"].rational()
        if self.bits < 0:
            raise found["bits"].malformed("out-of-range", "a number of bits is at least 0")
        tags = found["tags"].fields((), tuple(OVERRIDES)) if "tags" in found else {}
        self.overrides = [(name, tags[name].choice(values)) for name, values in OVERRIDES.items() if name in tags]

    def lines(self) -> list[str]:
        """The canonical text; a factor chosen from its own counts gets no line that claims a probability."""
        in_sample, order = self.chosen == "data", "(inputs: outcomes in lexicographic order)"
        result = [IN_SAMPLE] if in_sample else []
        result += [f"set: {self.set} ({SETS[self.set]})", *self.scenario.lines()]
        result += [f"inputs: given the past and the adversary's information, {self.law_text}"]
        result += [f"power: beta = {self.power}"]
        for k, block in enumerate(self.blocks, 1):
            name = f"block {k} of {len(self.blocks)}"
            result.append(f"{name}: n = {block.rounds}, counts {order}: {listing(self.scenario, block.counts)}")
            result.append(f"{name}: factor F {order}: {listing(self.scenario, block.factor)}")
        bits = f"for these counts h >= {bits_text(self.bits)} bits"
        event = "for each value e of the adversary's information, Pr[-log2 P(outputs | inputs, e) < h] <= delta; "
        result += [
            "factor: sum over inputs and outcomes of nu(inputs) F P(outcomes | inputs)^(1 + beta) <= 1 for every input"
            " law nu named above and every behaviour P of the set",
            f"{'parameter: delta' if in_sample else 'error: delta (bad-event)'} = {self.delta}",
            "score: h = max(0, (sum over rounds of log2 F + log2 delta) / beta)",
            f"claim: {'' if in_sample else event}{bits}",
        ]
        tags = [*(() if in_sample else FIXED), *self.overrides]
        result += [f"tag: {name} = {value}: {TAG_SENTENCES[name, value]}" for name, value in tags]
        result += [f"tag: factor = {self.chosen}: {CHOSEN[self.chosen.partition(' ')[0]]}"]
        # a law that is one point depends on nothing
        left_out = ("inputs-not-from-outputs",) if len(self.laws) == 1 else ()
        return result + [
            f"assumption: {name}: {text}"
            for name, text in ASSUMPTIONS.items()
            if not in_sample and name not in left_out
        ]


def prove(statement: EstimatedBits, node: Node, witness: Node, premise: Prove) -> None:
    """Raise `Refused` unless every factor is proved to be one and the counts give the bits."""
    found = witness.fields(("precision", "proofs"), ("bounds",))
    precision = found["precision"].integer(8, interval.MAX_PRECISION)
    bounds = None
    if "bounds" in found:
        trivial = Line(statement.set, statement.scenario, {}, statement.cells, Fraction(1), Fraction(0))
        bounds = majorisation.Bounds(trivial, found["bounds"], premise)
    laws = [dict(zip(statement.settings, law, strict=True)) for law in statement.laws]
    proofs = found["proofs"].items(len(statement.blocks))
    try:
        for block, proof in zip(statement.blocks, proofs, strict=True):
            keys = proof.members()
            if "points" in keys:
                number = proof.fields(("points",))["points"]
                extremes.require_factor(
                    list(block.factor.values()),
                    statement.laws,
                    statement.power,
                    statement.set,
                    statement.scenario,
                    number,
                    precision,
                )
            elif keys:
                if bounds is None:
                    raise witness.malformed("missing-key", "the key 'bounds' is missing")
                majorisation.require_factor(block.factor, laws, statement.power, bounds, proof, precision)
            elif max(block.factor.values()) > 1:
                raise proof.rejected("factor", "a factor above 1 needs a proof")
        _require_bits(statement, precision)
    except interval.OutsideDomain as problem:
        raise statement.nodes["blocks"].rejected("domain", str(problem)) from None


def _require_bits(statement: EstimatedBits, precision: int) -> None:
    """bits <= h, every logarithm from below, and not more than all outputs could have."""
    if not statement.bits:
        return  # h is never negative
    score = interval.log2((statement.delta, statement.delta), precision)[0]
    for block in statement.blocks:
        for cell, count in block.counts.items():
            if count:
                value = block.factor[cell]
                statement.scenario.budget.spend(2000 + (precision + size(value)) ** 2 // 32)
                score += count * interval.log2((value, value), precision)[0]
    outcomes = Fraction(max(prod(statement.scenario.inputs[i][2] for i in s) for s in statement.settings))
    cap = sum(block.rounds for block in statement.blocks) * interval.log2((outcomes, outcomes), precision)[0]
    if statement.bits > min(score / statement.power, cap):
        raise statement.nodes["bits"].rejected("bits", "fewer bits are proved than claimed")
