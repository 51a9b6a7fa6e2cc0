"""The engines of sets of quantum behaviours: questions in, proposed certificates out.

A bound is an outcome only if a point shows that its hypotheses can hold together. Where none is found, they may
contradict each other: then they are shown to do so, or there is no outcome.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from itertools import chain
from math import ceil, log10
from typing import TYPE_CHECKING

from proofs.search.hierarchy import contradiction, separate
from proofs.search.hierarchy.adversary import Guessing
from proofs.search.hierarchy.localise import localised_certificate, localised_contradiction
from proofs.search.hierarchy.maximum import Certified, Maximum, Relaxation, certified
from proofs.search.hierarchy.solution import certify_dual
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import hypotheses, middles
from proofs.search.language.relabelling import listable
from proofs.search.points.models import feasible_witness, strategy_witness
from proofs.search.points.operator_models import operator_witness
from proofs.search.question import Outcome, Proposal, Question, engine_of
from proofs.search.semidefinite.moments import Level, level_words
from proofs.search.semidefinite.positivity import unimplied_events
from proofs.search.semidefinite.rounding import suffix_closed
from proofs.search.sequences.devices import fitted
from proofs.search.sequences.sequence import LEVELS, THREE_PARTIES
from proofs.search.sequences.sequence import level as sequential_level

if TYPE_CHECKING:
    from proofs.search.language.write import Json
    from proofs.search.question import How
    from proofs.search.reductions.symmetry import Symmetry

MAX_ENTRIES = 1 << 27  # of what an interior-point method keeps: squared entries of all moment matrices
LARGE = 300  # moments from which symmetries are looked for unasked: without them solvers take minutes
PRECISE = "sdpa-multiprecision"
QUANTUM = "quantum-commuting"
RELAXED = "the bound holds for all {name} behaviours; that it is attained is not claimed"


def level_of(question: Question, matrices: int) -> Level:
    """The level, after the size of a program with so many moment matrices was looked at.

    Raises:
        Failure: LEVEL; SIZE.
    """
    given, scenario = question.how.level, question.scenario
    named = sequential_level(scenario, given) if isinstance(given, str) else list(given)
    try:
        rows = len(suffix_closed(scenario, level_words(scenario, named)))
    except Failure as failure:
        if not scenario.commuting or not isinstance(given, str):
            raise
        names = ", ".join(LEVELS)
        raise failure.within("level", "{inner}; here also {names}", names=names) from None
    if matrices * (rows * (rows + 1) // 2) ** 2 > MAX_ENTRIES:
        template = "the level has {rows} words in {matrices} moment matrices, more than can be solved here"
        raise Failure(Kind.SIZE, "level", template, rows=rows, matrices=matrices)
    return named


def relaxation_of(question: Question) -> Relaxation:
    """An optimum or a guessing probability as a moment problem, which `exchange` exports.

    Raises:
        Failure: LEVEL, SIZE, GUESSED, RELABELLING; UNSUPPORTED, the question is none of the two.
    """
    scenario, means = question.scenario, question.hypotheses
    if question.kind == "guessing":
        events = guessed_events(scenario, question.guessed)
        group = () if isinstance(question.how.symmetry, str) or not scenario.commuting else tuple(question.how.symmetry)
        level = level_of(question, 1 if group else len(events))
        guess = Guessing(scenario, question.guessed, level, means, group)
        return guess.knowing(unimplied_events(guess.moments))
    if question.kind not in ("maximum", "minimum") or question.positives:
        raise Failure(Kind.UNSUPPORTED, "kind", "only optima and guessing without operator inequalities are exported")
    best = Maximum(scenario, question.functional, level_of(question, 1), question.sense, means)
    return best.knowing(unimplied_events(best.moments))


class Quantum:
    """Behaviours of commuting operators of parties, by levels of the hierarchy of moments."""

    kinds = ("maximum", "minimum", "guessing", "entropy", "membership")
    duals: tuple[str, ...] = ("maximum", "minimum", "guessing")
    name = "quantum"

    def answer(self, question: Question, dual: str | None = None) -> Outcome:
        """A bound that is about something, or that nothing has what is known.

        Raises:
            Failure: LEVEL, SIZE, NOT_HERMITIAN, RELABELLING, SOLUTION of the question; SOLVER; VACUOUS;
                NOT_SEPARATED, for membership.
        """
        if question.kind == "membership":
            return self.member(question)
        if question.kind == "entropy":
            return self.entropy(question)
        try:
            found = self.bound(question, dual)
        except Failure as failure:
            solver = failure.kind is Kind.SOLVER
            empty = self.contradicted(question) if solver and (question.hypotheses or question.positives) else None
            if empty is None:
                raise
            return empty
        if found.statement.get("vacuity") == "unchecked":
            empty = self.impossible(question, found)
            point = None if empty else self.feasible(question)
            if point is None:
                return empty or self.vacuous(question, found)
            found = found.shown(point, question.how.declared)
        main = Proposal(found.data, "guessing" if question.kind == "guessing" else "bound", QUANTUM)
        facts, remark = self.facts(question), RELAXED.format(name=self.name)
        return Outcome("PROVED", main, bound=found.bound, facts=facts, remark=remark, search=search_of(found.data))

    def entropy(self, question: Question) -> Outcome:
        """A lower bound on the von Neumann entropy of guessed outcomes, from nodes and squares.

        Raises:
            Failure: LEVEL, SIZE, GUESSED; SOLVER; NO_ANSWER; VACUOUS.
        """
        from proofs.search.entropies.certificate import entropy_certificate

        point = self.feasible(question)
        if point is None:
            empty = self.contradicted(question)
            if empty is None:
                template = "no behaviour with what is known was found; a bound would be about nothing"
                raise Failure(Kind.VACUOUS, "", template)
            return empty
        found = entropy_certificate(
            question.scenario, question.guessed, (*question.known, *question.means), question.how.level,
            feasible={"feasible": point}, declared=question.how.declared,
        )  # fmt: skip
        main = Proposal(found.data, "entropy", "quantum-tensor")
        remark = "the bound holds for quantum side information in one round; that it is attained is not claimed"
        if found.line[""] <= 0:
            remark = "nothing is certified: an entropy is never below 0, and what is proved is no more than that"
        return Outcome("PROVED", main, bound=found.line[""], remark=remark, search=search_of(found.data))

    def bound(self, question: Question, dual: str | None) -> Certified:
        """The bound of a search, or of somebody else's dual solution."""
        how = replace(question.how, feasible=None)  # a point is looked for when the bound is possible
        if question.positives:
            levelled, means = replace(how, level=level_of(question, 1)), question.hypotheses
            return localised_certificate(
                question.scenario, question.functional, levelled, question.positives, sense=question.sense, means=means
            )
        asked = relaxation_of(question)
        if dual is not None:
            origin = f"solution file, sha256 {sha256(dual.encode()).hexdigest()}"
            return certify_dual(asked, dual, how, origin)
        if how.solver == PRECISE:
            from proofs.search.hierarchy.multiprecision import precisely_certified

            return precisely_certified(asked, digits=max(8, ceil(-log10(float(how.loss)))), feasible=None)
        chosen = replace(how, symmetry=self.symmetry(question, asked))
        return certified(asked.knowing(()), chosen, question.given)

    def feasible(self, question: Question) -> Json | None:
        """A point that has what is known: the given one, or one that is found."""
        given, scenario, means = question.how.feasible, question.scenario, question.hypotheses
        if given != "search":
            return given
        if question.positives:
            operators = [positive.functional for positive in question.positives]
            found = strategy_witness(scenario, means, operators)
            return operator_witness(scenario, means, operators) if found is None else found
        # a point with the midpoint of a short interval for its mean has a mean in the interval
        return feasible_witness(scenario, middles(question.given), known=question.given)

    def symmetry(self, question: Question, asked: Relaxation) -> Symmetry:
        """The declared relabellings, or the wish to find them, if it is expressed or the problem is large."""
        if question.how.symmetry == "":
            large = asked.program.variables >= LARGE and listable(asked.moments.scenario)
            return "found" if large else ()
        return question.how.symmetry

    def facts(self, question: Question) -> Mapping[str, str]:
        """What no certificate states, by name."""
        return {}

    # -- what is known may contradict quantum theory ------------------------------------------

    def impossible(self, question: Question, found: Certified, thorough: bool = False) -> Outcome | None:
        """That nothing has what is known, from a bound that nothing can have; None if it is possible."""
        if question.positives:
            return None

        data = contradiction.from_bound(question, found, thorough)
        if data is None:
            return None
        main, search = Proposal(data, "empty", QUANTUM), search_of(data)
        return Outcome(self.verdict(question), main, remark=self.outside(question), search=search)

    def vacuous(self, question: Question, found: Certified) -> Outcome:
        """That nothing has what is known, where no point was found that has it.

        Raises:
            Failure: VACUOUS, that was not shown.
        """
        empty = self.contradicted(question)
        if empty is None and not question.positives:
            empty = self.impossible(question, found, True) or self.missed(question)
        if empty is None:
            template = (
                "neither a behaviour with what is known was found nor a proof at level {level} that there is none; "
                "a bound would be about nothing"
            )
            raise Failure(Kind.VACUOUS, "", template, level=_level_text(question))
        return empty

    def missed(self, question: Question) -> Outcome | None:
        """That nothing has what is known, although a model has it but for a rounding error."""
        try:
            data = contradiction.precisely(replace(question, how=replace(question.how, level=level_of(question, 1))))
        except Failure as failure:
            if failure.kind is Kind.SOLVER:
                return None
            raise
        if data is None:
            return None
        main, search = Proposal(data, "empty", QUANTUM), search_of(data)
        return Outcome(self.verdict(question), main, remark=self.outside(question), search=search)

    def contradicted(self, question: Question) -> Outcome | None:
        """That nothing has the given data, or satisfies the hypotheses; None if the level shows no such thing."""
        data = bool(question.known)
        try:
            if data and not question.means:
                return self.member(question)

            how, means = self._plain(question), question.hypotheses
            if question.positives:
                found = localised_contradiction(question.scenario, how, question.positives, means)
            else:
                found = contradiction.contradiction(question.scenario, means, how)
        except Failure as failure:
            if failure.kind in (Kind.SOLVER, Kind.NOT_SEPARATED):
                return None
            raise
        if found is None:
            return None
        remark = self.outside(question)
        main = Proposal(found, "empty", QUANTUM)
        return Outcome(self.verdict(question), main, remark=remark, search=search_of(found))

    def verdict(self, question: Question) -> str:
        """What a contradiction is called: of given data, or of hypotheses."""
        return "SEPARATED" if question.known else "EMPTY"

    def _plain(self, question: Question) -> How:
        """How to search for contradictions: with the default solver where more digits are of no use."""
        how = question.how
        solver = "picos" if how.solver == PRECISE else how.solver
        return replace(how, level=level_of(question, 1), solver=solver, symmetry="", bits=None)

    def outside(self, question: Question) -> str:
        """What a contradiction means."""
        return f"what is known is outside of the set {self.name}, as level {_level_text(question)} shows"

    # -- membership -----------------------------------------------------------------------------

    def member(self, question: Question) -> Outcome:
        """An inequality of all behaviours that the known means break.

        Raises:
            Failure: NOT_SEPARATED; being inside of a level does not make a behaviour quantum.
        """
        scenario = question.scenario
        if any(item.low != item.high or len(item.functional) != 1 for item in question.known):
            asked = replace(question, means=(*hypotheses(question.known), *question.means), known=())
            empty = self.contradicted(asked) or self.missed(question)
            if empty is None:
                raise self._not_separated(question)
            return replace(empty, verdict="SEPARATED")
        known = {word: item.low / c for item in question.known for word, c in item.functional.items()}
        found = separate.membership(scenario, known, self._plain(question))
        if found.certificate is None or found.functional is None or found.value is None:
            empty = self.missed(question)
            if empty is None:
                raise self._not_separated(question)
            return empty
        main = Proposal(found.certificate.data, "bound", QUANTUM, found.functional)
        bound, value, search = found.certificate.bound, found.value, search_of(main.data)
        if question.behaviour is not None:
            table = replace(question, set="no-signalling", functional=found.functional)
            shown = engine_of(table).answer(table).main
            return Outcome("SEPARATED", main, shown, bound, value, remark=self.outside(question), search=search)
        means = question.hypotheses
        weights = [sum((found.functional.get(w, Fraction(0)) for w in m.functional if w), Fraction(0)) for m in means]
        grams = found.certificate.grams
        empty_data = contradiction.excluded(
            scenario, means, weights, grams, value - bound, dict(search), [*chain(*found.certificate.squares)]
        )
        remark = (
            f"no {self.name} behaviour has the given means, as level {_level_text(question)} and the second "
            "certificate show"
        )
        shown = Proposal(empty_data, "empty", QUANTUM)
        return Outcome("SEPARATED", main, shown, bound, value, remark=remark, search=search)

    def _not_separated(self, question: Question) -> Failure:
        template = (
            "no inequality of level {level} was found that separates the behaviour; that does not prove it quantum"
        )
        return Failure(Kind.NOT_SEPARATED, "", template, level=_level_text(question))


class Sequential(Quantum):
    """One remote party, and a sequence of parties that stands as one party some of whose inputs commute."""

    duals = ()
    name = "sequential quantum"

    def verdict(self, question: Question) -> str:
        """Means of sequences need not be all that a behaviour has."""
        return "EMPTY"

    def feasible(self, question: Question) -> Json | None:
        """The given point, a protocol that is fitted, or the wish to look for one."""
        if question.how.feasible == "search" and question.scenario == THREE_PARTIES:
            near = fitted(question.known)
            if near is not None:
                return near
        return super().feasible(question)

    def symmetry(self, question: Question, asked: Relaxation) -> Symmetry:
        """No relabellings: a guess has those of its branches, and other questions need not have those of the means."""
        return ()

    def facts(self, question: Question) -> Mapping[str, str]:
        """The level's words."""
        scenario = question.scenario
        listed = level_words(scenario, level_of(question, 1))
        words = ", ".join(scenario.text(word) or "1" for word in listed)
        return {"level": f"{_level_text(question)}, {len(listed)} words: {words}"}


def _level_text(question: Question) -> str:
    return question.how.level if isinstance(question.how.level, str) else "listed"


def search_of(data: bytes) -> dict[str, str]:
    """What the certificate says about its making; nothing of it is proved."""
    provenance: dict[str, str] = json.loads(data).get("provenance", {})
    return provenance
