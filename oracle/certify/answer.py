"""What counts as an answer: certificates the kernel proved, about exactly the question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from oracle.certify.problem import Mean, Problem
from oracle.certify.words import Functional
from oracle.problems import Bug
from oracle.proved import Proved, coefficients, proved, require_about

VERDICTS = {
    "PROVED": 0,  # a bound, with or without an attaining behaviour
    "INSIDE": 0,
    "FACET": 0,
    "SEPARATED": 1,
    "EMPTY": 1,
    "NO-FACET": 1,
}


@dataclass(frozen=True)
class Answer:
    """The answer to a problem.

    Attributes:
        verdict: a key of `VERDICTS`, whose value is the exit code.
        main: the certificate that `-o` writes.
        attained: a certificate of an object that reaches the bound or breaks the inequality, or
            (`excluded`) that nothing in the set has the given means; None if there is none.
        bound: what the main certificate's bound is, or None.
        value: what the object of `attained` has, or None.
        facts: further exact figures, found outside of the kernel, by name.
        remark: what else should be known, in one sentence, or "".
        search: which solver proposed, as it calls itself; nothing of it is trusted.
    """

    verdict: str
    main: Proved
    attained: Proved | None = None
    bound: Fraction | None = None
    value: Fraction | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    search: Mapping[str, str] = field(default_factory=dict)

    @property
    def second(self) -> str:
        """What the certificate `attained` is: attained, or excluded."""
        return "excluded" if self.attained is not None and self.attained.statement["kind"] == "empty" else "attained"

    @property
    def exact(self) -> bool:
        """Whether the bound is attained, so that it is the optimum."""
        return self.verdict == "PROVED" and self.bound is not None and self.bound == self.value


def wanted(problem: Problem, means: tuple[Mean, ...] = ()) -> dict[str, Any]:
    """The parts that every statement about the problem shares."""
    hypotheses = {mean.name: (mean.sense, mean.functional) for mean in means}
    parts = {"scenario": problem.scenario_json, "hypotheses": hypotheses}
    return parts | dict.fromkeys(("field", "symbols", "relations", "conditions"))


def bound_of(data: bytes, problem: Problem, functional: Functional, sense: str) -> tuple[Proved, Fraction]:
    """A proved bound on a functional over the problem's set, and its value."""
    found = proved(data)
    chosen = "quantum-commuting" if problem.set == "quantum" else problem.set
    about = wanted(problem, problem.means)
    about["hypotheses"] |= {positive.name: (None, positive.functional) for positive in problem.positives}
    require_about(found, kind="bound", set=chosen, functional=functional, sense=sense, **about)
    return found, Fraction(found.statement["bound"])


def point_of(data: bytes, chosen: str, problem: Problem, functional: Functional) -> tuple[Proved, Fraction]:
    """A proved object of a set under the problem's hypotheses, and its value of a functional."""
    found = proved(data)
    require_about(found, kind="value", set=chosen, **wanted(problem, problem.means))
    entries = found.statement["values"]
    if len(entries) != 1 or coefficients(entries[0]["functional"]) != functional:
        raise Bug("not-proved", "the proposed object has the value of another functional")
    return found, Fraction(entries[0]["value"])


def empty_of(data: bytes, problem: Problem, means: tuple[Mean, ...]) -> Proved:
    """A proof that nothing in the problem's set satisfies the hypotheses."""
    found = proved(data)
    chosen = "quantum-commuting" if problem.set == "quantum" else problem.set
    require_about(found, kind="empty", set=chosen, **wanted(problem, means))
    return found


def guessing_of(data: bytes, problem: Problem, means: tuple[Mean, ...]) -> tuple[Proved, Fraction]:
    """A proved bound on the probability of guessing the problem's inputs, and its value."""
    found = proved(data)
    chosen = "quantum-commuting" if problem.set == "quantum" else problem.set
    require_about(found, kind="guessing", set=chosen, guessed=list(problem.guessed), **wanted(problem, means))
    return found, Fraction(found.statement["bound"])


def objects(found: Proved) -> list[dict[str, Any]]:
    """The object that a certificate of rule point shows: cells of a behaviour, or weighted strategies; else nothing.

    >>> from lp.certify import maximum
    >>> from lp.scenario import Scenario
    >>> objects(proved(maximum(Scenario.uniform(1, 1, 2), {"A0": Fraction(1)}).point))
    [{'event': 'A0=0', 'probability': '1'}]
    """
    witness = json.loads(found.data)["witness"]
    if "behaviour" in witness:
        return [{"event": event, "probability": p} for p, event in witness["behaviour"]]
    from lp.local import model_outcomes

    strategies = [(model["weight"], model_outcomes(model["operators"])) for model in witness.get("models", [])]
    return [{"weight": weight, "strategy": {name: str(o) for name, o in found.items()}} for weight, found in strategies]
