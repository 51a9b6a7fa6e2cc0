"""Rule `factors` against a quantum adversary: quantum estimation factors, and what may be extracted from a run.

Let alpha = 1 + beta, 0 < beta <= 1.  F >= 0 is a quantum estimation factor with power beta if for every strategy
M(c|z) of the set on a space D, every S >= 0 on D and every input law nu of the model

    (Q)  sum nu(z) F(c,z) tr (S^(1/2) M(c|z) S^(1/2))^alpha <= tr S^alpha.

Chaining.  Let Q(r || s) = tr (s^(-beta/2alpha) r s^(-beta/2alpha))^alpha, and rho_h the unnormalised state of E with
the record h of earlier rounds, given their inputs.  The devices' system, with what purifies it, is an isometric image
of E that carries some strategy of the set: rho_hc = rho_h^(1/2) M(c|z)' rho_h^(1/2), M' the compression of a
strategy, whatever the instrument.  With S = rho_h^(1/2) s^(-beta/alpha) rho_h^(1/2), (Q) says sum nu F Q(rho_hc || s)
<= Q(rho_h || s), as tr (x M' x*)^alpha = tr (S^(1/2) M' S^(1/2))^alpha for x = s^(-beta/2alpha) rho_h^(1/2).  Take s
= rho_E: by induction the sum over c, z of nu(z) times the product of F times Q(rho_(c|z) || rho_E) is at most Q(rho_E
|| rho_E) = 1.  Runs with sum log2 F >= T add at most 2^-T, which is Q(rho || 1 x P(inputs) x rho_E) of the part of
the state that is accepted.

Proofs of (Q).  F <= 1: sum_c tr K_c^alpha = tr (sum_c M S M)^alpha <= tr S^alpha (pinching). peak (theorem G).  Let
M(c|z) <= G = g0 - s W for all c, z; X(c,z) with sum nu X M = G for every extreme law; p > 0, u p^beta <= 1, F = u (1
+ beta - beta X/p).  With K_c = S^(1/2) M S^(1/2) and K = S^(1/2) G S^(1/2) >= K_c: tr K_c^alpha <= tr K_c K^beta
(Loewner), so the left side is <= u ((1 + beta) tr S K^beta - (beta/p) tr K^alpha) <= u p^beta tr S^alpha, by (1 +
beta) tr S K^beta <= p^beta tr S^alpha + (beta/p) tr K^alpha (Hoelder, Young). points (theorem V).  Two parties, two
inputs, two outcomes.  Write F = m_z + F', m_z = min_c F(c,z), and rho = S^alpha, tr rho = 1.  tr K^alpha <= tr K
S^beta = tr M rho gives sum nu F' P for F'; and sum_c tr K_c^alpha = tr P_z(S)^alpha is at most 1 and at most tr
P_x(S)^alpha of one party's outcome.  By `slope`, the m_z part is at most sum nu m_z - m k beta/(1+beta) (J - 2), m =
the least over inputs x of one party of 2 sum_y nu m_z, and at most sum nu m_z.  As sum_c P = 1, the left side is at
most sum nu F P - m k beta/(1+beta) max(0, J - 2), affine where one J > 2: by `extremes` P is a mixture of the 16
deterministic points, with J = 2 in that part, and of the 64 points, with J = 2 sqrt 2.  So sum nu F v <= 1 at the 16
and <= 1 + k (2 sqrt 2 - 2) m beta/(1 + beta) at the 64 is enough.

Hashing.  As the assumption says; it holds for states of any norm, and (T + alpha log2(eps))/beta + 2 bits is what it
gives.
"""

from __future__ import annotations

from fractions import Fraction

from .. import interval
from ..entropy import MAX_ROUNDS, TAG_SENTENCES, Line, cells_of, listing
from ..errors import Budget
from ..number import size
from ..read import Node
from ..statement import SETS, read_polynomial
from ..symbols import Ring
from ..words import Operator, Scenario
from .chain import Prove, require_guessing
from .extremes import points
from .factors import CHOSEN, MAX_BLOCKS, Block
from .laws import read_laws
from .slope import STEEP, require_steep

ORDER = "(inputs: outcomes in lexicographic order)"
TEXT = (
    "factor: sum over inputs and outcomes of nu(inputs) F tr (S^(1/2) M S^(1/2))^alpha <= tr S^alpha, alpha = 1 + beta,"
    " for every input law nu named above, S >= 0 and measurements M(outcomes | inputs) of the set"
)
CLAIM = (
    "claim: the part rho of the state of outputs, inputs and E that belongs to accepted runs has Q(rho || 1 x P(inputs)"
    " x rho_E) <= 2^-T, Q(r || s) = tr (s^(-beta/(2 alpha)) r s^(-beta/(2 alpha)))^alpha"
)
ASSUMPTIONS = (
    "tag: adversary = quantum: the adversary holds a quantum system E that the devices do not touch, and may measure it"
    " at the end, knowing all inputs and the seed",
    f"tag: memory = any: {TAG_SENTENCES['memory', 'any']}",
    "tag: conditioning = acceptance: distances are weighted with the probability of acceptance",
    "assumption: quantum-model: every round measures a system of finite dimension, separate from E, with a strategy of"
    " the set, whatever happened before",
    "assumption: inputs: given the past, and what is classical of the adversary's information, the inputs of a round"
    " have a law named above, depend on earlier inputs, not on earlier outputs, and are independent of devices and E",
    "assumption: all-rounds: every round is counted, none is discarded or post-selected",
    "assumption: factor-declared: the number of rounds of a block and its factor were fixed before its first round,"
    " from earlier blocks or before, and power, threshold, error and length before the first round",
    "assumption: hashing: if Q(rho || 1 x sigma) <= 2^-T for sigma of norm 1, a two-universal function to l bits leaves"
    " rho within 2^((beta l - T)/alpha - 2 beta/alpha) of uniform, in half the trace norm (arXiv:2105.05342 as public"
    " programs state it; not proved here)",
    "assumption: seed: the seed is uniform and independent of everything else",
)


class QuantumBits:
    """A declared threshold for the score of n rounds, and the length that may be extracted from accepted runs."""

    def __init__(self, node: Node, budget: Budget) -> None:
        keys = ("kind", "set", "scenario", "settings", "power", "blocks", "chosen", "threshold", "error", "length")
        found = self.nodes = node.fields(keys)
        self.set = found["set"].choice(("quantum-tensor",))
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
        self.chosen = chosen.name("calibration [0-9a-f]{64}") if is_file else chosen.choice(("declared",))
        self.threshold = found["threshold"].rational()
        self.error = found["error"].rational()
        if not 0 < self.error < 1:
            raise found["error"].malformed("out-of-range", "an error lies strictly between 0 and 1")
        self.length = found["length"].integer(0, MAX_ROUNDS)

    def lines(self) -> list[str]:
        result = [f"set: {self.set} ({SETS[self.set]})", *self.scenario.lines()]
        result += [f"inputs: given the past and the adversary's information, {self.law_text}"]
        result += [f"power: beta = {self.power}"]
        for k, block in enumerate(self.blocks, 1):
            name = f"block {k} of {len(self.blocks)}"
            result.append(f"{name}: n = {block.rounds}, counts {ORDER}: {listing(self.scenario, block.counts)}")
            result.append(f"{name}: factor F {ORDER}: {listing(self.scenario, block.factor)}")
        return [
            *result,
            TEXT,
            f"accepted: runs with T = {self.threshold} <= sum over rounds of log2 F; this one is accepted",
            CLAIM,
            f"length: {self.length} bits of a two-universal function of the outputs, within {self.error} of uniform"
            " (soundness, half the trace norm), as far as the assumption on hashing holds",
            f"tag: factor = {self.chosen}: {CHOSEN[self.chosen.partition(' ')[0]]}",
            *ASSUMPTIONS,
        ]


def prove(statement: QuantumBits, node: Node, witness: Node, premise: Prove) -> None:
    """Raise `Refused` unless every factor is one, the run is accepted, and the length follows."""
    found = witness.fields(("precision", "proofs"))
    precision = found["precision"].integer(8, interval.MAX_PRECISION)
    try:
        for block, proof in zip(statement.blocks, found["proofs"].items(len(statement.blocks)), strict=True):
            keys = proof.members()
            if "points" in keys:
                _require_points(statement, block, proof, precision)
            elif keys:
                _require_peak(statement, block, proof, premise, precision)
            elif max(block.factor.values()) > 1:
                raise proof.rejected("factor", "a factor above 1 needs a proof")
        _require_length(statement, precision)
    except interval.OutsideDomain as problem:
        raise statement.nodes["blocks"].rejected("domain", str(problem)) from None


def _require_points(statement: QuantumBits, block: Block, proof: Node, precision: int) -> None:
    """Theorem V: with k = 4/5 when cells are given, else with k (2 sqrt 2 - 2) = 1/2."""
    found, scenario = proof.fields(("points",), ("cells",)), statement.scenario
    if [[scenario.inputs[i][2] for i in choice] for choice in scenario.choices] != [[2, 2], [2, 2]]:
        raise proof.rejected("factor", "points are known for two parties with two inputs of two outcomes each")
    listed = points(True, precision)
    if found["points"].integer(1) != len(listed):
        raise found["points"].rejected("factor", f"the set lies in the hull of {len(listed)} points")
    gain = Fraction(1, 2)
    if "cells" in found:
        require_steep(found["cells"], statement.power, precision, scenario.budget)
        gain = STEEP * (interval.sqrt((Fraction(8), Fraction(8)), precision)[0] - 2)
    factor = list(block.factor.values())
    least = [min(factor[4 * z : 4 * z + 4]) for z in range(4)]
    digits = sum(map(size, factor)) + precision
    scenario.budget.spend((200 + digits * digits // 2**14) * len(listed) * (len(factor) + len(statement.laws)))
    for law in statement.laws:
        parts = [p * m for p, m in zip(law, least, strict=True)]  # inputs 00, 01, 10, 11
        mass = 2 * max(min(parts[0] + parts[1], parts[2] + parts[3]), min(parts[0] + parts[2], parts[1] + parts[3]))
        bonus = gain * mass * statement.power / (1 + statement.power)
        weights = [law[k // 4] * f for k, f in enumerate(factor)]
        for number, point in enumerate(listed):
            total = sum((w * v for w, v in zip(weights, point, strict=True)), start=Fraction(0))
            if total > 1 + (bonus if number >= 16 else 0):
                raise found["points"].rejected("factor", f"at point {number} the sum is too large")


def _require_peak(statement: QuantumBits, block: Block, proof: Node, premise: Prove, precision: int) -> None:
    """Theorem G, with premises that prove M <= constant - slope W."""
    found = proof.fields(("peak", "scale", "functional", "constant", "slope", "guessing"))
    power, scenario = statement.power, statement.scenario
    peak, scale, constant, slope = (found[key].rational() for key in ("peak", "scale", "constant", "slope"))
    if min(peak, scale) <= 0 or slope < 0:
        raise proof.malformed("out-of-range", "peak and scale are above 0 and the slope is at least 0")
    functional = read_polynomial(found["functional"], scenario, False)[1]
    require_guessing(
        Line("quantum-commuting", scenario, functional, statement.cells, constant, slope), found["guessing"], premise
    )
    scenario.budget.spend(4000 + (precision + size(peak) + size(scale)) ** 2 // 8)
    above = interval.log2((scale, scale), precision)[1] + power * interval.log2((peak, peak), precision)[1]
    if above > 0:
        raise found["scale"].rejected("factor", "scale times peak^beta is not proved to be at most 1")
    for law in statement.laws:
        probability = dict(zip(statement.settings, law, strict=True))
        total: Operator = {}
        for (setting, outcome), f in block.factor.items():
            x = (1 + power - f / scale) * peak / power
            event = scenario.operator(scenario.event(zip(setting, outcome, strict=True)))
            scenario.add(total, event, probability[setting] * x)
        scenario.add(total, functional, slope)
        scenario.add(total, {(): Fraction(1)}, -constant)
        if total:
            raise proof.rejected("identity", "sum nu X M is not the bound of the premises")


def _require_length(statement: QuantumBits, precision: int) -> None:
    """The counts reach the threshold, and the length is at most (T + alpha log2 eps)/beta + 2."""
    score, alpha = Fraction(0), 1 + statement.power
    for block in statement.blocks:
        for cell, count in block.counts.items():
            if count:
                value = block.factor[cell]
                statement.scenario.budget.spend(2000 + (precision + size(value)) ** 2 // 32)
                score += count * interval.log2((value, value), precision)[0]
    if score < statement.threshold:
        raise statement.nodes["threshold"].rejected("bits", "the counts are not proved to reach the threshold")
    penalty = alpha * interval.log2((statement.error, statement.error), precision)[0]
    if statement.length > max(Fraction(0), (statement.threshold + penalty) / statement.power + 2):
        raise statement.nodes["length"].rejected("bits", "the length is larger than the threshold allows")
