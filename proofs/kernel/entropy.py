"""Statements about min-entropy, which only the rule `chain` proves.

Bits are min-entropy in bits.  Every assumption is listed in the statement by name
and printed as a sentence; the rule compares the list with the one it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple, TypeVar

from .errors import Budget
from .number import brief, sign
from .read import Node
from .statement import SETS, SIGNALLED, read_polynomial
from .symbols import Ring
from .words import Operator, Scenario, Word

Inputs = tuple[int, ...]  # one of each party, as indices into scenario.inputs
Cell = tuple[Inputs, tuple[int, ...]]  # and an outcome of each party
T = TypeVar("T")

MAX_CELLS = 4096
MAX_ROUNDS = 10**18

ASSUMPTIONS = {
    "model": "the behaviour, given the adversary's information and the past, lies in the set named above",
    "independent-inputs": "the inputs are independent of the adversary's information",
    "free-inputs": "given the past and the adversary's information, the inputs have the declared distribution",
    "inputs-known": "the adversary learns all inputs",
    "no-later-inputs": "the outputs of a round do not depend on the inputs of later rounds",
    "all-rounds": "every round is counted, none is discarded or post-selected",
    "rounds-declared": "the number of rounds was fixed before the first round",
}
TAGS: dict[str, tuple[str, ...]] = {
    "adversary": ("classical", "quantum"),
    "memory": ("none", "any"),
    "conditioning": ("none", "acceptance"),
    "functional": ("declared", "calibration", "data"),
}
# what a user was warned of and overrode: tags of counts that may be left out
OVERRIDES: dict[str, tuple[str, ...]] = {"signalling": ("allowed",), "biased-inputs": ("allowed",)}
_DIGEST = "calibration [0-9a-f]{64}"  # which file: the value of the tag names it
TAG_SENTENCES = {
    ("adversary", "classical"): "the adversary holds classical side information, fixed before the first round",
    ("adversary", "quantum"): "the adversary may hold quantum side information and measures it",
    ("memory", "none"): "one round",
    ("memory", "any"): "rounds may depend on everything that happened before (no i.i.d. assumption)",
    ("conditioning", "none"): "nothing is conditioned on; the bad event is bounded before the data are seen",
    ("conditioning", "acceptance"): "conditioned on acceptance",
    ("functional", "declared"): "functional and input distribution were declared before the data",
    ("functional", "calibration"): "the functional was chosen before the first round, from other data, in a file said"
    " to have this sha256, which is not read here; the input distribution was declared before the data",
    ("functional", "data"): "the functional was chosen from the data",
    ("signalling", "allowed"): SIGNALLED,
    ("biased-inputs", "allowed"): "counts of inputs that differ from the declared distribution by more than chance"
    " allows were not refused",
}
GUESSING_ENTROPY = (
    "H_min: -log2 of the largest average probability of guessing all outcomes"
    " (of a quantum system, the min-entropy that is maximised over sigma_E)"
)
DEVIATIONS = {
    "azuma": "Azuma-Hoeffding with |increment| <= c = max |estimator| + max |<I>|: exp(-n eps^2 / (2 c^2))",
    "width": "Hoeffding with the width w of the estimator's range: exp(-2 n eps^2 / w^2)",
}


class Line(NamedTuple):
    """An affine bound on the probability of every outcome: P(outcomes | inputs) <= constant - slope*<I>."""

    set: str
    scenario: Scenario
    functional: Operator
    cells: list[Cell]
    constant: Fraction
    slope: Fraction


def cells_of(scenario: Scenario, node: Node) -> tuple[list[Inputs], list[Cell]]:
    """Every choice of one input a party, and each with every outcome tuple; `node` is the scenario."""
    if scenario.commuting or scenario.signalling:
        raise node.malformed("wrong-kind", "only scenarios without commuting inputs or signalling")
    if scenario.cells > MAX_CELLS:
        raise node.limit("size", f"the scenario has more than {MAX_CELLS} cells")
    settings = list(product(*scenario.choices))
    outcomes = [range(d) for _, _, d in scenario.inputs]
    return settings, [(s, o) for s in settings for o in product(*(outcomes[i] for i in s))]


def read_table(scenario: Scenario, cells: list[Cell], node: Node, read: Callable[[Node], T]) -> dict[Cell, T]:
    """[[value, "A0=0 B0=1"], ...] in the order of the cells, every cell once."""
    entries = node.items()
    if len(entries) != len(cells):
        raise node.malformed("counts", f"{len(cells)} cells are required, {len(entries)} are there")
    result: dict[Cell, T] = {}
    for cell, entry in zip(cells, entries, strict=True):
        value_node, word_node = entry.items(2)
        value = read(value_node)
        if scenario.read_atoms(word_node) != scenario.event(zip(*cell, strict=True)):
            raise word_node.malformed("counts", "the cells stand in the order of inputs, then outcomes")
        result[cell] = value
    return result


def read_law(scenario: Scenario, settings: list[Inputs], node: Node, least: int = 1) -> dict[Inputs, Fraction]:
    """[[probability, "0 1"], ...] in the order of the settings, with sum 1; positive unless `least` is 0."""
    result: dict[Inputs, Fraction] = {}
    total = Fraction(0)
    for setting, entry in zip(settings, node.items(len(settings)), strict=True):
        probability_node, label_node = entry.items(2)
        probability = probability_node.rational()
        if sign(probability) < least:
            raise probability_node.malformed("out-of-range", "every input tuple has positive probability")
        label = labels(scenario, setting)
        if label_node.text() != label:
            raise label_node.malformed("terms-order", f"the inputs {label} are expected here")
        result[setting] = probability
        total += probability
        scenario.ring.spend(total)
    if total != 1:
        raise node.malformed("out-of-range", f"the probabilities sum to {brief(str, total)}, not 1")
    return result


def labels(scenario: Scenario, setting: Inputs) -> str:
    return " ".join(scenario.inputs[i][1] for i in setting)


def read_delta(node: Node) -> Fraction:
    """The one error of a statement: {"name": "delta", "type": "bad-event", "value": ...}."""
    found = node.items(1)[0].fields(("name", "type", "value"))
    found["name"].choice(("delta",))
    found["type"].choice(("bad-event",))
    delta = found["value"].rational()
    if not 0 < delta < 1:
        raise found["value"].malformed("out-of-range", "a failure probability lies strictly between 0 and 1")
    return delta


def bits_text(bits: Fraction) -> str:
    """The exact bits, then a decimal rounded down for the eye."""
    millionths = bits.numerator * 10**6 // bits.denominator
    return f"{bits} (at least {millionths // 10**6}.{millionths % 10**6:06})"


def listing(scenario: Scenario, table: Mapping[Cell, T]) -> str:
    """0 0: 293, 94, 70, 295; 0 1: ...: the values of each input tuple, outcomes in lexicographic order."""
    rows: dict[Inputs, list[str]] = {}
    for (setting, _), value in table.items():
        rows.setdefault(setting, []).append(str(value))
    return "; ".join(f"{labels(scenario, setting)}: {', '.join(row)}" for setting, row in rows.items())


class Entropy:
    """What both kinds share: set, scenario, functional, guessing bound, bits, tags, assumptions."""

    KEYS: tuple[str, ...] = ("kind", "set", "scenario", "functional", "guessing", "bits", "tags", "assumptions")
    OVERRIDES: Mapping[str, tuple[str, ...]] = {}

    def __init__(self, found: Mapping[str, Node], budget: Budget) -> None:
        self.nodes = found
        self.set = found["set"].choice(("no-signalling", "quantum-commuting"))
        self.scenario = Scenario(found["scenario"], Ring({}, budget))
        self.settings, self.cells = cells_of(self.scenario, found["scenario"])
        self.outcomes = max(prod(self.scenario.inputs[i][2] for i in s) for s in self.settings)
        self.terms, self.functional = read_polynomial(found["functional"], self.scenario, False)
        self.terms_at: dict[tuple[int, ...], list[tuple[Fraction, Word]]] = {}
        # without field and symbols every coefficient is rational; the condition only tells the type checker
        for c, word in ((c, word) for c, word in self.terms if isinstance(c, Fraction)):
            self.terms_at.setdefault(tuple(self.scenario.atoms[atom][0] for atom in word), []).append((c, word))
        guessing = found["guessing"].fields(("constant", "slope"))
        self.constant = guessing["constant"].rational()
        self.slope = guessing["slope"].rational()
        if self.slope < 0:
            raise guessing["slope"].malformed("out-of-range", "the slope is at least 0")
        self.bits = found["bits"].rational()
        if self.bits < 0:
            raise found["bits"].malformed("out-of-range", "a number of bits is at least 0")
        tags = found["tags"].fields(tuple(TAGS), tuple(self.OVERRIDES))
        known = {**TAGS, **self.OVERRIDES}
        self.tags = {name: self._read_tag(tags[name], options) for name, options in known.items() if name in tags}
        self.assumptions = [item.choice(tuple(ASSUMPTIONS)) for item in found["assumptions"].items()]
        if self.assumptions != [name for name in ASSUMPTIONS if name in self.assumptions]:
            raise found["assumptions"].malformed("terms-order", "assumptions are unique and in the order of the format")

    @staticmethod
    def _read_tag(node: Node, options: tuple[str, ...]) -> str:
        if "calibration" in options and node.text().startswith("calibration"):
            return node.name(_DIGEST)
        return node.choice(options)

    def tag(self, name: str) -> str:
        """The value of a tag without the digest that may follow it."""
        return self.tags[name].partition(" ")[0]

    # -- text -------------------------------------------------------------------------

    def head(self) -> list[str]:
        return [
            f"set: {self.set} ({SETS[self.set]})",
            *self.scenario.lines(),
            f"functional: <I> = {self.scenario.terms_text(self.terms)}",
            f"guessing bound: P(outcomes | inputs) <= {self.constant} - {self.slope}*<I> for all inputs and outcomes",
        ]

    def tail(self) -> list[str]:
        lines = [f"tag: {name} = {value}: {TAG_SENTENCES[name, self.tag(name)]}" for name, value in self.tags.items()]
        return lines + [f"assumption: {name}: {ASSUMPTIONS[name]}" for name in self.assumptions]


class MinEntropy(Entropy):
    """One round: H_min(outcomes | inputs, adversary) >= bits whenever <I> >= score."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*self.KEYS, "score"))
        super().__init__(found, budget)
        self.score = found["score"].rational()

    def lines(self) -> list[str]:
        entropy = f"H_min(outcomes | inputs, adversary) >= {bits_text(self.bits)} bits for every input"
        return [*self.head(), f"claim: if <I> >= {self.score} then {entropy}", GUESSING_ENTROPY, *self.tail()]


class CertifiedBits(Entropy):
    """n rounds in the bad-event form, from integer counts to bits."""

    KEYS = (*Entropy.KEYS, "range", "inputs", "counts", "estimate", "deviation", "errors")
    OVERRIDES = OVERRIDES

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields(self.KEYS)
        super().__init__(found, budget)
        # a word without some party does not say with which of that party's inputs it is estimated
        if any(len(word) != len(self.scenario.parties) for _, word in self.terms):
            raise found["functional"].malformed(
                "not-a-word", "a term of the functional names one operator of each party"
            )
        self.low, self.high = (end.rational() for end in found["range"].items(2))
        if self.low > self.high:
            raise found["range"].malformed("out-of-range", "the range is empty")
        self.inputs = read_law(self.scenario, self.settings, found["inputs"])
        self.counts = read_table(self.scenario, self.cells, found["counts"], lambda n: n.integer(0, MAX_ROUNDS))
        self.rounds = sum(self.counts.values())
        if not self.rounds:
            raise found["counts"].malformed("counts", "there is no round")
        self.estimate = found["estimate"].rational()
        deviation = found["deviation"].fields(("method", "value"))
        self.method = deviation["method"].choice(tuple(DEVIATIONS))
        self.deviation = deviation["value"].rational()
        if self.deviation <= 0:
            raise deviation["value"].malformed("out-of-range", "the deviation is positive")
        self.delta = read_delta(found["errors"])

    def coefficient(self, cell: Cell) -> Fraction:
        """The coefficient of P(outcome | setting) in the functional."""
        setting, outcome = cell
        total = Fraction(0)
        terms = self.terms_at.get(setting, [])
        self.scenario.budget.spend(40 * (1 + len(terms)) * (1 + len(setting)))
        for c, word in terms:
            value = 1
            for atom, seen in zip(word, outcome, strict=True):
                wanted = self.scenario.atoms[atom][1]
                # an observable is +1 on outcome 0 and -1 on outcome 1; an event is 0 or 1
                value *= (1 - 2 * seen) if wanted is None else int(wanted == seen)
            total += c * value
            self.scenario.ring.spend(total)
        return total

    def lines(self) -> list[str]:
        inputs = ", ".join(f"P({labels(self.scenario, s)}) = {p}" for s, p in self.inputs.items())
        return [
            *self.head(),
            f"range: {self.low} <= <I> <= {self.high} for every behaviour of the set",
            f"inputs: {inputs}",
            f"counts (inputs: outcomes in lexicographic order): {listing(self.scenario, self.counts)}",
            f"estimate: Ihat = {self.estimate} from n = {self.rounds} rounds, with the declared input distribution",
            f"deviation: eps = {self.deviation} by {self.method} ({DEVIATIONS[self.method]})",
            f"error: delta (bad-event) = {self.delta}",
            f"rate: f(J) = max(0, min(log2(K), g(J))) with K = {self.outcomes}, the largest number of outcome tuples of"
            f" an input tuple, and g(J) = -log2({self.constant} - {self.slope}*min(J, {self.high}))",
            "claim: for each value e of the adversary's information,"
            " Pr[-log2 P(outputs | inputs, e) < n f(Ihat - eps)] <= delta;"
            f" for these counts n f(Ihat - eps) >= {bits_text(self.bits)} bits",
            *self.tail(),
        ]
