"""Statements: what a certificate proves, read strictly and printed canonically.

The canonical text is a function of the statement alone and determines it: every
field is printed, numbers and words have one spelling, and names cannot contain the
separators.  Nothing of a witness enters it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise, product
from math import prod

from .errors import Budget
from .interval import Expression
from .number import Number, number_text, read_number
from .read import Node, listed
from .symbols import Coefficient, Ring
from .words import Operator, Scenario, Word

Terms = list[tuple[Coefficient, Word]]

SETS = {
    "local": "mixtures of deterministic local strategies",
    "no-signalling": "all behaviours in which no party's input changes the other parties' marginal",
    "time-ordered": "all behaviours in which an input changes no marginal of parties it may not signal to",
    "quantum-commuting": "a state and projective measurements on a Hilbert space of any dimension,"
    " those of different parties commuting",
    "quantum-tensor": "a state and projective measurements on a tensor product of finite-dimensional spaces",
}
HYPOTHESES = ("mean", "relation", "positive", "annihilates")
NAME = "[a-z][a-z0-9-]{0,31}"  # of a hypothesis
# hypotheses of these names come from counts that contradict no-signalling, of which the user was warned
SIGNALLING = "signalling-"
SIGNALLED = "counts that signal by more than chance allows were not refused"
MAX_HYPOTHESES = 512
MAX_BRANCHES = 4096


def work_budget() -> Budget:
    """The steps one certificate may take, premises included; about a quarter of a minute in CPython."""
    return Budget(100_000_000)


class Hypothesis:
    """One hypothesis; its kind fixes the only way in which a proof may use it.

    mean: <q> >= 0 or <q> = 0 (a scalar multiplier); relation: q = 0 as an operator
    (u q v for any words); positive: q >= 0 as an operator (only v* q v);
    annihilates: q psi = 0 (only x q and its adjoint).
    """

    def __init__(self, node: Node, scenario: Scenario, operators: bool) -> None:
        found = node.fields(("name", "kind", "polynomial"), ("sense",))
        self.name = found["name"].name(NAME)
        self.kind = found["kind"].choice(HYPOTHESES)
        self.terms, self.operator = read_polynomial(found["polynomial"], scenario, operators)
        if (self.kind == "mean") != ("sense" in found):
            code = "missing-key" if self.kind == "mean" else "unknown-key"
            raise node.malformed(code, "exactly the hypotheses of kind mean have a sense")
        self.sense = found["sense"].choice((">=0", "=0")) if "sense" in found else ""
        if not operators and self.kind != "mean":
            raise node.malformed("wrong-kind", "hypotheses on behaviours are of kind mean")
        # the mean of an operator is real, and q >= 0 makes sense, only for q = q*
        if operators and self.kind in ("mean", "positive"):
            require_hermitian(found["polynomial"], scenario, self.operator)

    def line(self, scenario: Scenario) -> str:
        q = scenario.terms_text(self.terms)
        meaning = {
            "mean": f"mean: {q} {self.sense[:-1]} 0",
            "relation": f"operator relation: {q} = 0",
            "positive": f"operator inequality: {q} >= 0",
            "annihilates": f"annihilates the state: {q} psi = 0",
        }
        return f"hypothesis {self.name}: {meaning[self.kind]}"


def require_hermitian(node: Node, scenario: Scenario, operator: Operator) -> None:
    """Refuse an operator with a mean that is not real; words of behaviours are self-adjoint."""
    difference = dict(operator)
    scenario.add(difference, scenario.adjoint(operator), Fraction(-1))
    if difference:
        raise node.rejected("not-hermitian", "the polynomial is not self-adjoint, so its mean is not a real number")


def read_polynomial(node: Node, scenario: Scenario, operators: bool) -> tuple[Terms, Operator]:
    """Terms and the operator they stand for; for behaviours every word must have a mean."""
    terms = scenario.read_terms(node)
    if not operators:
        for _, word in terms:
            scenario.require_behaviour_word(node, word)
    return terms, scenario.combine(terms)


class Setting:
    """What bounds and values share: set, scenario, symbols and hypotheses."""

    KEYS = ("kind", "set", "scenario")
    OPTIONAL = ("field", "symbols", "relations", "conditions", "hypotheses", "vacuity")

    def __init__(self, found: Mapping[str, Node], sets: tuple[str, ...], budget: Budget) -> None:
        self.set = found["set"].choice(tuple(SETS))
        if self.set not in sets:
            raise found["set"].malformed("wrong-kind", f"statements of this kind are about {' or '.join(sets)}")
        self.ring = Ring(found, budget)
        self.scenario = Scenario(found["scenario"], self.ring)
        self.operators = self.set.startswith("quantum")
        if self.scenario.commuting and not self.operators:
            raise found["scenario"].malformed("wrong-kind", "only operators can be declared to commute")
        if bool(self.scenario.signalling) != (self.set == "time-ordered"):
            raise found["scenario"].malformed("wrong-kind", "signalling is declared exactly for the set time-ordered")
        self.hypotheses: dict[str, Hypothesis] = {}
        for entry in listed(found, "hypotheses", least=1, most=MAX_HYPOTHESES):
            hypothesis = Hypothesis(entry, self.scenario, self.operators)
            if hypothesis.name in self.hypotheses:
                raise entry.malformed("duplicate-name", f"the name {hypothesis.name} is taken")
            self.hypotheses[hypothesis.name] = hypothesis
        self.vacuity = found.get("vacuity")
        if self.vacuity and not self.hypotheses:
            raise self.vacuity.malformed("unknown-key", "without hypotheses nothing can be vacuous")
        self.shown_at: dict[str, Number] = {}  # empty: the hypotheses are shown to hold together everywhere, or nowhere
        self.unchecked = bool(self.vacuity) and not self._read_shown_at(found)

    def _read_shown_at(self, found: Mapping[str, Node]) -> bool:
        """Whether `vacuity` names a point of the symbols, which is read, and not "unchecked"."""
        node = found["vacuity"]
        if not isinstance(node.value, dict):
            node.choice(("unchecked",))
            return False
        if not self.ring.names:
            raise node.malformed("unknown-key", "without symbols an object shows the hypotheses as they are")
        point = node.fields(self.ring.names)
        self.shown_at = {name: read_number(point[name], self.ring.field) for name in self.ring.names}
        return True

    def read_functional(self, node: Node) -> tuple[Terms, Operator]:
        terms, operator = read_polynomial(node, self.scenario, self.operators)
        if self.operators:
            require_hermitian(node, self.scenario, operator)
        return terms, operator

    def lines(self) -> list[str]:
        result = [f"set: {self.set} ({SETS[self.set]})", *self.scenario.lines(), *self.ring.lines()]
        result += [hypothesis.line(self.scenario) for hypothesis in self.hypotheses.values()]
        if any(name.startswith(SIGNALLING) for name in self.hypotheses):
            result.append(f"tag: signalling = allowed: {SIGNALLED}")
        if self.shown_at:
            point = ", ".join(f"{name} = {number_text(value)}" for name, value in self.shown_at.items())
            result.append(f"hypotheses: shown to hold together at {point}")
        if self.unchecked:
            result.append("POSSIBLY VACUOUS: no point shows that the hypotheses can hold together")
        return result


class Bound:
    """Every behaviour of the set under the hypotheses has functional <= (or >=) bound."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*Setting.KEYS, "functional", "sense", "bound"), Setting.OPTIONAL)
        self.setting = Setting(found, ("local", "no-signalling", "time-ordered", "quantum-commuting"), budget)
        self.terms, self.functional = self.setting.read_functional(found["functional"])
        self.sense = found["sense"].choice(("<=", ">="))
        self.bound = self.setting.ring.read(found["bound"])

    def slack(self) -> Operator:
        """bound - functional, or functional - bound for ">=": what has to be nonnegative."""
        scenario = self.setting.scenario
        result: Operator = {(): self.bound} if self.bound else {}
        scenario.add(result, self.functional, Fraction(-1))
        return result if self.sense == "<=" else {word: -c for word, c in result.items()}

    def lines(self) -> list[str]:
        scenario = self.setting.scenario
        claim = f"{scenario.terms_text(self.terms)} {self.sense} {self.setting.ring.text_of(self.bound)}"
        return [*self.setting.lines(), f"claim: every behaviour of the set has {claim}"]


class Empty:
    """No behaviour of the set satisfies the hypotheses."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*Setting.KEYS, "hypotheses"), Setting.OPTIONAL)
        self.setting = Setting(found, ("local", "no-signalling", "time-ordered", "quantum-commuting"), budget)
        if self.setting.vacuity:
            raise self.setting.vacuity.malformed("unknown-key", "that nothing satisfies the hypotheses is the claim")

    def slack(self) -> Operator:
        """The constant -1: if it were the mean of something nonnegative, nothing could exist."""
        return {(): Fraction(-1)}

    def lines(self) -> list[str]:
        return [*self.setting.lines(), "claim: no behaviour of the set satisfies the hypotheses"]


class Guessing:
    """An adversary who knows a decomposition of the behaviour guesses outcomes with probability <= bound."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*Setting.KEYS, "guessed", "bound"), Setting.OPTIONAL)
        self.setting = Setting(found, ("local", "no-signalling", "time-ordered", "quantum-commuting"), budget)
        scenario = self.setting.scenario
        # the hypotheses are about the average; an operator relation would be about every part
        if any(hypothesis.kind != "mean" for hypothesis in self.setting.hypotheses.values()):
            raise found["hypotheses"].malformed("wrong-kind", "what is known of the average are means")
        names = found["guessed"].items(least=1)
        inputs = [scenario.input_index(name) for name in names]
        # outcomes of inputs that do not commute have no joint probability
        if any(i >= j for i, j in pairwise(inputs)) or not scenario.all_commute(inputs):
            raise found["guessed"].malformed("terms-order", "guessed inputs commute and stand in declared order")
        self.guessed = " ".join(name.text() for name in names)
        if prod(scenario.inputs[i][2] for i in inputs) > MAX_BRANCHES:
            raise found["guessed"].limit("size", f"more than {MAX_BRANCHES} outcome tuples")
        outcomes = product(*(range(scenario.inputs[i][2]) for i in inputs))
        self.events = [scenario.event(zip(inputs, outcome, strict=True)) for outcome in outcomes]
        if not self.setting.operators:
            scenario.require_behaviour_word(found["guessed"], self.events[0])
        self.bound = self.setting.ring.read(found["bound"])

    def lines(self) -> list[str]:
        claim = (
            "claim: if a behaviour is an average of behaviours of the set over a value e independent of the inputs,"
            " the average satisfies the hypotheses and the adversary knows e, then she guesses the outcomes of"
            f" {self.guessed} with probability <= {self.setting.ring.text_of(self.bound)}"
        )
        return [*self.setting.lines(), claim]


class _Values:
    """A list of functionals, each with a value."""

    sets: tuple[str, ...]
    claim: str

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields((*Setting.KEYS, "values"), Setting.OPTIONAL)
        self.setting = Setting(found, self.sets, budget)
        self.values: list[tuple[Terms, Operator, Coefficient, Node]] = []
        for entry in found["values"].items(least=1):
            parts = entry.fields(("functional", "value"))
            terms, operator = self.setting.read_functional(parts["functional"])
            self.values.append((terms, operator, self.setting.ring.read(parts["value"]), entry))

    def lines(self) -> list[str]:
        scenario, ring = self.setting.scenario, self.setting.ring
        result = [*self.setting.lines(), self.claim]
        return result + [f"value: {scenario.terms_text(t)} = {ring.text_of(v)}" for t, _, v, _ in self.values]


class Value(_Values):
    """Some behaviour of the set satisfies the hypotheses and has all the listed values at once."""

    sets = ("local", "no-signalling", "time-ordered", "quantum-tensor")
    claim = "claim: one behaviour of the set has"

    def __init__(self, node: Node, budget: Budget) -> None:
        super().__init__(node, budget)
        if self.setting.vacuity:
            raise self.setting.vacuity.malformed("unknown-key", "a point shows its hypotheses itself")


class Equality(_Values):
    """Every behaviour of the set under the hypotheses has these values, and so has every part of it."""

    sets = ("quantum-commuting",)
    claim = (
        "claim: in every behaviour of the set, for every bounded operator E >= 0 that commutes with all operators of"
        " the scenario, the mean of E times each functional is its value times the mean of E"
    )


class Enclosure:
    """low <= expression <= high."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields(("kind", "expression", "low", "high"))
        self.budget = budget
        self.expression = Expression(found["expression"])
        self.low = found["low"].rational()
        self.high = found["high"].rational()

    def lines(self) -> list[str]:
        return [f"claim: {self.expression.text()} lies in [{self.low}, {self.high}]"]
