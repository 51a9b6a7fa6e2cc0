"""What can be asked, of whom, and what comes back: the one road from a question to proposed certificates.

A question names a set of behaviours; the engine of that set answers it with an outcome. Nothing in an outcome is
proved: its certificates are proposals, which the kernel judges once, and whose statements are compared with the
question by whoever asked.

>>> chsh = {"A0 B0": Fraction(1), "A0 B1": Fraction(1), "A1 B0": Fraction(1), "A1 B1": Fraction(-1)}
>>> asked = Question("maximum", "local", Scenario.bell({"A": [2, 2], "B": [2, 2]}), functional=chsh)
>>> found = engine_of(asked).answer(asked)
>>> found.verdict, found.bound, found.value, found.main.claims
('PROVED', Fraction(2, 1), Fraction(2, 1), 'bound')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from proofs.search.language.failure import Failure, Kind
from proofs.search.language.known import Known, hypotheses
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json

if TYPE_CHECKING:
    from proofs.search.assembled.asked import Steered
    from proofs.search.language.relabelling import Relabelling

Level = str | Sequence[str]
Options = Mapping[str, float | int | bool | str]
Words = Mapping[str, Fraction | int]  # word -> coefficient; "" is the constant
Vertex = tuple[Fraction, ...]  # a probability for every choice of inputs, the last party's varying fastest

KINDS = ("maximum", "minimum", "guessing", "entropy", "membership", "facet")
ENGINES: dict[str, str] = {
    "local": "lp.engine:Local",
    "measurement-dependent": "lp.engine:MeasurementDependent",
    "no-signalling": "lp.engine:NoSignalling",
    "time-ordered": "lp.engine:TimeOrdered",
    "quantum": "proofs.search.engine:Quantum",
    "sequential": "proofs.search.engine:Sequential",
    "steering": "proofs.search.steering.engine:Steering",
}
"""The engine of each set of behaviours, as module and class; it is imported when it is asked."""

VERDICTS = ("PROVED", "INSIDE", "FACET", "SEPARATED", "EMPTY", "NO-FACET")
MOST_HYPOTHESES = 512  # of a certificate


@dataclass(frozen=True)
class How:
    """How an engine is to search; no field changes what is asked, and engines that have no use for one ignore it.

    Attributes:
        level: of the hierarchy: "1+AB" and so on, or its words.
        loss: how much worse than the best rounding a bound may be, in units of the functional.
        bits: binary digits of Gram matrices; None takes as few as the loss allows.
        solver: "picos", "clarabel" or "sdpa-multiprecision".
        options: handed to the solver over the defaults.
        symmetry: relabellings that do not change the question, "found" to look for them, or "" where nothing is
            said: then those of large programs are looked for.
        feasible: a witness that the hypotheses can hold together, "search", or None to look for none.
        declared: keys of a statement that declare the numbers in `feasible`.
    """

    level: Level = ""
    loss: Fraction | float = Fraction(1, 10**9)
    bits: int | None = None
    solver: str = "picos"
    options: Options | None = None
    symmetry: str | Sequence[Relabelling] = ""
    feasible: Json | None = "search"
    declared: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question about the behaviours of a set.

    Attributes:
        kind: see `KINDS`.
        set: see `ENGINES`.
        scenario: parties, inputs, outcomes.
        functional: what is bounded, or tested for being a facet; of a member whose words its certificate states, all
            without one.
        known: means of words and where they lie, exactly or in an interval; of a behaviour those of all coordinates.
        behaviour: the probability of every event, where the whole table is known; left out are those that vanish.
        means: hypotheses on means besides.
        positives: hypotheses that an operator is not negative.
        guessed: inputs whose outcomes are guessed together.
        source: vertices of the polytope of input distributions, for the set measurement-dependent.
        steered: the trusted system and what is known of its states, for the set steering.
        how: how to search.
    """

    kind: str
    set: str
    scenario: Scenario
    functional: Words = field(default_factory=dict)
    known: tuple[Known, ...] = ()
    behaviour: Words | None = None
    means: tuple[Mean, ...] = ()
    positives: tuple[Mean, ...] = ()
    guessed: tuple[str, ...] = ()
    source: tuple[Vertex, ...] = ()
    steered: Steered | None = None
    how: How = How()

    @property
    def given(self) -> tuple[Mean | Known, ...]:
        """All that is known of means, as it is known."""
        return (*self.known, *self.means)

    @property
    def hypotheses(self) -> tuple[Mean, ...]:
        """All that statements say of means, what is known first.

        Raises:
            Failure: SIZE, they are more than a certificate may have.
        """
        found = (*hypotheses(self.known), *self.means)
        if len(found) > MOST_HYPOTHESES:
            template = "{count} hypotheses on means are more than the {most} of a certificate"
            raise Failure(Kind.SIZE, "hypothesis", template, count=len(found), most=MOST_HYPOTHESES)
        return found

    @property
    def sense(self) -> str:
        """The sense of the bound that answers it: ">=" for a minimum, else "<="."""
        return ">=" if self.kind == "minimum" else "<="


@dataclass(frozen=True)
class Proposal:
    """A certificate nobody has judged yet, and what it claims to state.

    Attributes:
        data: its bytes.
        claims: the kind of its statement: bound, guessing, value or empty.
        set: the set of its statement as the format calls it.
        functional: what its bound or value is of, where that is not the question's functional.
    """

    data: bytes
    claims: str
    set: str
    functional: Words | None = None


@dataclass(frozen=True)
class Outcome:
    """What an engine found; the only result that goes from engines to front ends.

    Attributes:
        verdict: one of `VERDICTS`, should the kernel accept the proposals.
        main: the certificate of the answer.
        attained: a certificate of an object that reaches the bound or breaks the inequality, or that nothing in the
            set has the given means.
        bound: what the main certificate's bound is.
        value: what the object of `attained` has.
        facts: exact figures that no certificate states, by name.
        remark: what else should be known, in one sentence.
        search: which solver proposed, as it calls itself.
        asked: the question that the certificates are about, where it is not the one that was asked: the same about
            local behaviours of the parties and the source, for the set measurement-dependent.
        multipliers: of the data of a question about assemblages, in the functional of the main certificate.
    """

    verdict: str
    main: Proposal
    attained: Proposal | None = None
    bound: Fraction | None = None
    value: Fraction | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    search: Mapping[str, str] = field(default_factory=dict)
    asked: Question | None = None
    multipliers: tuple[Fraction, ...] = ()


class Engine(Protocol):
    """What answers questions about one set of behaviours.

    `kinds` are the questions it answers, and `duals` those of them for which it takes a dual solution of the
    exported program instead of a search.
    """

    kinds: Sequence[str]
    duals: Sequence[str]

    def answer(self, question: Question, dual: str | None = None) -> Outcome:
        """The outcome of a search, or of a dual solution.

        Raises:
            Failure: of any kind.
        """


def engine_of(question: Question, dual: str | None = None) -> Engine:
    """The engine of the question's set.

    Raises:
        Failure: UNSUPPORTED, there is none, or it does not answer this kind of question, or not from a dual solution.
    """
    if question.set not in ENGINES:
        known = ", ".join(ENGINES)
        raise Failure(Kind.UNSUPPORTED, "set", "there is no set {name}, only {known}", name=question.set, known=known)
    module, _, name = ENGINES[question.set].partition(":")
    found = cast(Engine, getattr(import_module(module), name)())
    if question.kind not in found.kinds:
        template = "questions about the set {set} are {kinds}, not {asked}"
        kinds = ", ".join(found.kinds)
        raise Failure(Kind.UNSUPPORTED, "kind", template, set=question.set, kinds=kinds, asked=question.kind)
    if dual is not None and (question.kind not in found.duals or question.positives):
        template = "no dual solution is taken for the kind {asked} and the set {set}"
        raise Failure(Kind.UNSUPPORTED, "dual", template, set=question.set, asked=question.kind)
    return found
