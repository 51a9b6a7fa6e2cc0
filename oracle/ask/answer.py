"""What counts as an answer: certificates the kernel proved, about exactly the question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from oracle.failures import Bug, Undecided
from oracle.proved import Proved, coefficients, proved, require_about
from proofs.search.question import Outcome, Proposal, Question, Words

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
        min_entropy: for a guess, a lower bound on -log2 of its probability, in bits; else None.
        facts: further exact figures, found outside of the kernel, by name.
        remark: what else should be known, in one sentence, or "".
        search: which solver proposed, as it calls itself; nothing of it is trusted.
    """

    verdict: str
    main: Proved
    attained: Proved | None = None
    bound: Fraction | None = None
    value: Fraction | None = None
    min_entropy: Fraction | None = None
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


def judged(asked: Question, outcome: Outcome) -> Answer:
    """The answer of an engine, once the kernel proved its certificates and they are about what was asked.

    Raises:
        Undecided: `not-proved`, the kernel refused one; `vacuous`, the bound may be about nothing.
        Limit: a limit of the kernel.
        Bug: `not-proved`, a certificate is about something else.
    """
    question = outcome.asked or asked
    main = proved(outcome.main.data)
    _require_claim(main, outcome.main, question, outcome.verdict)
    if main.statement.get("vacuity") == "unchecked" and outcome.main.claims in ("bound", "guessing", "entropy"):
        raise Undecided("vacuous", "nothing shows that the hypotheses of the bound can hold together")
    bound = Fraction(main.statement["bound"]) if "bound" in main.statement else None
    if main.statement["kind"] == "entropy":  # the functional is a constant, as `_require_claim` saw
        bound = Fraction(main.statement["functional"][0][0])
    attained, value = None, None
    if outcome.attained is not None:
        attained = proved(outcome.attained.data)
        _require_claim(attained, outcome.attained, question, outcome.verdict)
        value = _value(question, outcome, attained)
        _require_meeting(outcome.verdict, bound, value)
    return Answer(
        outcome.verdict, main, attained, bound, value, None, dict(outcome.facts), outcome.remark, dict(outcome.search)
    )


def _require_claim(found: Proved, proposal: Proposal, question: Question, verdict: str) -> None:
    """Refuse a certificate that states something else than it should.

    Raises:
        Bug: `not-proved`.
    """
    means = question.hypotheses
    if proposal.claims != "empty" and verdict in ("SEPARATED", "INSIDE"):
        means = ()  # an inequality of the whole set, or an object of it
    wanted: dict[str, Any] = {"kind": proposal.claims, "set": proposal.set}
    wanted["hypotheses"] = {mean.name: (mean.sense, _exact(mean.functional)) for mean in means}
    if proposal.claims in ("bound", "empty"):
        wanted["hypotheses"] |= {mean.name: (None, _exact(mean.functional)) for mean in question.positives}
    if proposal.claims == "bound":
        functional = question.functional if proposal.functional is None else proposal.functional
        wanted |= {"functional": _exact(functional), "sense": question.sense}
    if proposal.claims == "entropy" and [word for _, word in found.statement["functional"]] != [""]:
        raise Bug("not-proved", "the proposed certificate bounds an entropy by more than a number")
    if proposal.claims in ("guessing", "entropy"):
        wanted["guessed"] = list(question.guessed)
    if not (proposal.claims == "value" and question.kind == "guessing"):  # there with the adversary as a party
        wanted["scenario"] = question.scenario.json()
    if proposal.claims not in ("guessing", "entropy"):
        wanted |= dict.fromkeys(("field", "symbols", "relations", "conditions"))
    require_about(found, **wanted)
    if proposal.claims == "value":
        _require_values(found, proposal, question, verdict)


def _require_values(found: Proved, proposal: Proposal, question: Question, verdict: str) -> None:
    """Refuse an object that shows another functional, another behaviour or other means than it should."""
    entries = found.statement["values"]
    if verdict in ("INSIDE", "SEPARATED"):
        shown = json.loads(found.data)["witness"].get("behaviour")
        if shown is not None and {e: Fraction(p) for p, e in shown if Fraction(p)} != dict(question.behaviour or {}):
            raise Bug("not-proved", "the proposed certificate shows another behaviour")
        means = {word: item.low for item in question.known for word in item.functional}
        listed = [coefficients(entry["functional"]) for entry in entries]
        same = all(
            Fraction(entry["value"])
            == sum((c * (means[word] if word else 1) for word, c in terms.items()), Fraction(0))
            for entry, terms in zip(entries, listed, strict=True)
        )
        complete = verdict == "SEPARATED" or {word for terms in listed for word in terms} == set(means)
        if not (same and complete):
            raise Bug("not-proved", "the proposed object has other means than the behaviour")
        return
    if len(entries) != 1 or (
        question.kind != "guessing"
        and coefficients(entries[0]["functional"]) != _exact(proposal.functional or question.functional)
    ):
        raise Bug("not-proved", "the proposed object has the value of another functional")


def _value(question: Question, outcome: Outcome, attained: Proved) -> Fraction | None:
    """What the second object has: of the functional, or at the given means of the inequality they break."""
    if outcome.verdict == "SEPARATED":
        terms = outcome.main.functional or {}
        means = {word: item.low for item in question.known for word in item.functional}
        return sum((Fraction(c) * (means[word] if word else 1) for word, c in terms.items()), Fraction(0))
    return Fraction(attained.statement["values"][0]["value"])


def _require_meeting(verdict: str, bound: Fraction | None, value: Fraction | None) -> None:
    if bound is None or value is None:
        return
    if verdict == "SEPARATED":
        if value <= bound:
            raise Bug("not-proved", "the inequality does not separate the behaviour from the set")
    elif value != bound:
        raise Bug("not-proved", "the certificates of the bound and of the object that reaches it do not meet")


def _exact(terms: Words) -> dict[str, Fraction]:
    return {word: Fraction(c) for word, c in terms.items()}


def objects(found: Proved) -> list[dict[str, Any]]:
    """The object that a certificate of rule point shows: cells of a behaviour, or weighted strategies; else nothing.

    >>> from lp.optima import maximum
    >>> from lp.coordinates import Scenario
    >>> objects(proved(maximum(Scenario.uniform(1, 1, 2), {"A0": Fraction(1)}).point))
    [{'event': 'A0=0', 'probability': '1'}]
    """
    witness = json.loads(found.data)["witness"]
    if "behaviour" in witness:
        return [{"event": event, "probability": p} for p, event in witness["behaviour"]]
    from lp.local import model_outcomes

    strategies = [(model["weight"], model_outcomes(model["operators"])) for model in witness.get("models", [])]
    return [{"weight": weight, "strategy": {name: str(o) for name, o in found.items()}} for weight, found in strategies]
