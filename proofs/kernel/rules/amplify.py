"""Rule `amplification`: bits from a biased source and boxes of which none can signal to another.

A device is one box for each party of the scenario, used once.  K, f >= 0, f_u, b_u and the points of a witness are
those of `gain`: for every law nu of the source strings of a run there are functionals l_u with l_u +- b_u >= 0 and
sum nu(u) l_u <= (1 - g) 1.

Hypotheses.  Given e, all boxes and the adversary's own part (input w, output z) are no-signalling, and independent of
the source; each source bit is 0 with probability between 1/2 - b and 1/2 + b given e and the bits before it.

Lemma (tensor).  f >= 0 on K_1 and h >= 0 on K_2 give f(x)h >= 0 on joint behaviours P.  For fixed outcomes and inputs
of the second device P lies in K_1; so Q = f.P >= 0, and Q, a combination of solutions of the equations of K_2 with
coefficients that do not depend on the second device, lies in K_2: h.Q >= 0.

Lemma (absolute values).  If l +- b >= 0 and l' +- b' >= 0, then 2 l = (l + b) + (l - b) >= 0, and l(x)l' -+ b(x)b' =
((l + b)(x)(l' -+ b') + (l - b)(x)(l' +- b'))/2 >= 0.  So |(product of b_i).P| <= (product of l_i).P for any number.

k runs.  Fix e, strings r, failures T of at most m runs, and w.  The joint law of the boxes and one output z of the
adversary is a subnormalised no-signalling behaviour P_z; sum over z of P_z = P_e for every w.  P(T, S=0, z) -
P(T, S=1, z) is the product, at P_z, of b_i for runs that pass and of c_i for runs that fail, where f_i +- c_i >= 0.
In absolute value, summed over z, it is at most the product of l_i and f_i at P_e; l_i may depend on e, r and T.
Let V(0,j) = 1, V(r,-1) = 0, V(r,j) = (1-g) V(r-1,j) + g V(r-1,j-1).  With r runs left, this one included, and j more
failures allowed let t = V(r-1,j-1)/V(r-1,j), which is in [0, 1] and fixed by the past, and take (1-t) l_u + t (1 - f_u)
for l.  Claim: the products over the runs left, with the weights of the source given the past, summed over strings
and failures, are at most V(r,j) 1.  By induction from the last run the factors after this one add up to at most
V(r-1,j) 1 if it passes and V(r-1,j-1) 1 if it fails; by the tensor lemma the factor of this run keeps that, and
sum nu (V(r-1,j) ((1-t) l + t (1-f)) + V(r-1,j-1) f) = V(r-1,j) ((1-t) sum nu l + t 1) <= V(r-1,j) (1 - (1-t) g) 1,
which is V(r,j) 1.
So with all runs left the sum over r and T is at most a = V(k,m) = Pr[Bin(k, g) <= m].

Many bits.  |P(s,z) - P(z)/2^l| <= 2^-l sum over c != 0 of |P(c.S = 0, z) - P(c.S = 1, z)|.  Runs of blocks that c
leaves out have f_i and 1 - f_i, with sum 1, for the two results; so such a block contributes at most 1, one in c at
most a.  Half of the sum over s is at most ((1 + a)^l - 1)/2.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from ..entropy import MAX_ROUNDS, cells_of, labels
from ..errors import Budget
from ..interval import MAX_PRECISION
from ..read import Node
from ..statement import SETS
from ..symbols import Ring
from ..words import Operator, Scenario
from . import gain

MAX_STRINGS = 16
MAX_BLOCKS = 64
SMALLEST = 8192  # a term below 2^-8192 counts as that

ASSUMPTIONS = {
    "no-signalling": "given e, the inputs of any boxes, and what the adversary does with a part of her own, change no"
    " marginal of the others; each box is used once",
    "source": "each source bit is 0 with probability between 1/2 - b and 1/2 + b, given e and all earlier source bits",
    "independence": "given e, the source bits are independent of the boxes and the adversary's part",
    "adversary": "e, all source bits and which runs failed are known to the adversary, who may choose w after them",
}


class Amplification:
    """l blocks of k devices, each used once with inputs from the source: l bits, close to uniform for the adversary."""

    def __init__(self, node: Node, budget: Budget) -> None:
        keys = ("kind", "set", "scenario", "bias", "strings", "devices", "failures", "bits", "error")
        found = self.nodes = node.fields(keys)
        self.set = found["set"].choice(("no-signalling",))
        self.scenario = Scenario(found["scenario"], Ring({}, budget))
        settings, _ = cells_of(self.scenario, found["scenario"])
        self.bias = found["bias"].rational()
        if not 0 <= self.bias < Fraction(1, 2):
            raise found["bias"].malformed("out-of-range", "a bias is at least 0 and below 1/2")
        entries = found["strings"].items(least=2, most=MAX_STRINGS)
        self.length = len(entries).bit_length() - 1
        if len(entries) != 1 << self.length:
            raise found["strings"].malformed("wrong-shape", "every string of a number of bits has an entry")
        named = {labels(self.scenario, setting): setting for setting in settings}
        self.texts: list[tuple[str, str]] = []
        self.differences: list[Operator] = []  # P(pass, bit 0) - P(pass, bit 1)
        for entry in entries:
            inputs, outcomes = entry.items(2)
            if inputs.text() not in named:
                raise inputs.malformed("unknown-name", "the scenario has no such inputs, one of each party")
            setting = named[inputs.text()]
            events = list(product(*(range(self.scenario.inputs[i][2]) for i in setting)))
            self.texts.append((inputs.text(), outcomes.name(f"[01-]{{{len(events)}}}")))
            self.differences.append({})
            for outcome, mark in zip(events, outcomes.text(), strict=True):
                if mark != "-":
                    event = self.scenario.operator(self.scenario.event(zip(setting, outcome, strict=True)))
                    self.scenario.add(self.differences[-1], event, Fraction(1 - 2 * int(mark)))
        self.devices = found["devices"].integer(1, MAX_ROUNDS)
        self.failures = found["failures"].integer(0)
        if self.failures >= self.devices:
            raise found["failures"].malformed("out-of-range", "fewer runs may fail than there are")
        self.bits = found["bits"].integer(1, MAX_BLOCKS)
        self.error = found["error"].rational()

    def lines(self) -> list[str]:
        """The canonical text."""
        result = [f"set: {self.set} ({SETS[self.set]})", *self.scenario.lines(), f"source: bias b = {self.bias}"]
        for number, (inputs, marks) in enumerate(self.texts):
            string = f"{number:0{self.length}b}"
            result.append(f"run: source bits {string}: inputs {inputs}, outcomes in lexicographic order: {marks}")
        return [
            *result,
            "outcomes: 0 and 1 pass with this bit, - fails; the bit of a failed run is any function of its outcomes",
            f"protocol: l = {self.bits} blocks of {self.devices} devices, one run each with {self.length} source bits;"
            f" accept if in every block at most {self.failures} runs fail; bit i of S is the parity of block i's bits",
            "claim: with e, source bits r and failures T known to the adversary, (1/2) sum over s of |P(accept, S=s) -"
            " P(accept)/2^l|, summed over her outputs z for the worst input w of hers after e, r, T and s, and over"
            f" e, r and T, is <= {self.error}",
            *(f"assumption: {name}: {text}" for name, text in ASSUMPTIONS.items()),
        ]


def prove(statement: Amplification, node: Node, witness: Node) -> None:
    """Raise `Refused` unless the points bound the adversary at every law and the tail gives the error."""
    found = witness.fields(("functionals", "points", "precision"))
    precision = found["precision"].integer(8, MAX_PRECISION)
    scenario = statement.scenario
    lists = zip(statement.differences, found["functionals"].items(len(statement.differences)), strict=True)
    functionals = [[gain.read_functional(scenario, b, entry) for entry in entries.items()] for b, entries in lists]
    points = [gain.read_point(scenario, functionals, entry) for entry in found["points"].items(least=1)]
    # 2^(2^n - 1) trees of 2^n strings
    scenario.budget.spend((40 + 10 * len(points)) << len(functionals) - 1 + statement.length)
    least = gain.least_gain(points, statement.length, statement.bias, found["points"])
    if not 0 < least < 1:
        raise found["points"].rejected("law", "a law has no point with a gain between 0 and 1")
    tail = _binomial_tail(statement, least, precision)
    if 2 * statement.error < (1 + tail) ** statement.bits - 1:
        raise statement.nodes["error"].rejected("error", "the error is smaller than proved")


def _binomial_tail(statement: Amplification, gain: Fraction, precision: int) -> Fraction:
    """At least Pr[Bin(devices, gain) <= failures]; the terms are (m, e) for m 2^e, rounded up."""

    def times(x: tuple[int, int], y: tuple[int, int]) -> tuple[int, int]:
        m = x[0] * y[0]
        drop = max(0, m.bit_length() - precision)
        return -(-m >> drop), x[1] + y[1] + drop

    def above(value: Fraction) -> tuple[int, int]:
        shift = precision + value.denominator.bit_length()
        return times((-((-value.numerator << shift) // value.denominator), -shift), (1, 0))

    statement.scenario.budget.spend((statement.failures + 200) * (100 + precision**2 // 512))
    term, passing, odds = (1, 0), above(1 - gain), above(gain / (1 - gain))
    for digit in f"{statement.devices:b}":
        term = times(term, term)
        if digit == "1":
            term = times(term, passing)
    total = 0
    for j in range(statement.failures + 1):
        if j:
            term = times(times(term, odds), above(Fraction(statement.devices - j + 1, j)))
        places = term[1] + SMALLEST
        total += term[0] << places if places >= 0 else -(-term[0] >> -places)
    return Fraction(total, 1 << SMALLEST)
