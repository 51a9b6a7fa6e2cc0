"""The answer to a problem over the set sequential, proved by the kernel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction

from oracle.certify.answer import Answer
from oracle.certify.levels import MAX_ENTRIES, search_of
from oracle.problems import Limit, Malformed, Undecided
from oracle.proved import Proved, proved, require_about
from oracle.sequential.problem import SequentialProblem
from proofs.search.adversary import guessed_events, guessing_certificate
from proofs.search.contradiction import contradiction
from proofs.search.hypotheses import Mean
from proofs.search.known import hypotheses
from proofs.search.language.failure import Failure, Kind
from proofs.search.moments import Level, level_words
from proofs.search.problem import Feasible
from proofs.search.question import How
from proofs.search.sequences.devices import fitted
from proofs.search.sequences.sequence import LEVELS, THREE_PARTIES, level
from proofs.search.write import certificate_bytes

_RELAXED = "the bound holds for all sequential quantum behaviours; that it is attained is not claimed"


def solve(problem: SequentialProblem) -> Answer:
    """A proved bound on the guessing probability, and the min-entropy that follows.

    What is known contradicts quantum theory is proved, too, where no point shows the opposite.

    Raises:
        Malformed: `level`.
        Limit: `size`.
        Undecided: `solver`, `not-proved`.
    """
    scenario, means = problem.scenario, hypotheses(problem.known)
    chosen = level(scenario, problem.level) if isinstance(problem.level, str) else list(problem.level)
    group = problem.symmetries
    words = _words(problem, chosen, 1 if group else None)
    try:
        found = guessing_certificate(
            scenario,
            problem.guessed,
            problem.known,
            How(chosen, loss=float(problem.loss), feasible=_feasible(problem), solver=problem.solver),
            group=group,
        )
    except Failure as error:
        if error.kind not in (Kind.SOLVER, Kind.REFUSED):
            raise Malformed("level", f"{problem.file}: level: {error}") from None
        if (empty := _contradicted(problem, means, chosen)) is not None:
            return empty
        raise Undecided("solver", f"{problem.file}: solver: {error}") from None
    main = _possible(problem, proved(found.data))
    require_about(
        main, kind="guessing", set="quantum-commuting", guessed=list(problem.guessed), scenario=scenario.json(),
        hypotheses=_stated(means),
    )  # fmt: skip
    bound = Fraction(main.statement["bound"])
    remarks = [_RELAXED, *([problem.remark] if problem.remark else [])]
    if "vacuity" in main.statement:
        if (empty := _contradicted(problem, means, chosen)) is not None:
            return empty
        raise Undecided(
            "vacuous",
            f"{problem.file}: neither a behaviour with the known means was found nor a proof that there is none; a "
            "bound would be about nothing",
        )
    facts = {"min-entropy (bits, at least)": min_entropy(bound), "level": words}
    if problem.simulated is not None:
        from oracle.sequential.simulate import EXPERIMENTS, scatter

        noisy, rounds = problem.simulated
        name = f"simulated, not trusted, {EXPERIMENTS} experiments of {rounds} rounds a setting"
        facts[name] = scatter(noisy, rounds, main.data, bound, problem.known)
    return Answer("PROVED", main, bound=bound, facts=facts, remark="; ".join(remarks), search=search_of(found.data))


def _words(problem: SequentialProblem, chosen: Level, blocks: int | None) -> str:
    """The level's name and its words, after its size was looked at.

    Raises:
        Malformed: `level`.
        Limit: `size`.
    """
    scenario = problem.scenario
    try:
        listed = level_words(scenario, chosen)
        matrices = blocks or len(guessed_events(scenario, problem.guessed))
    except Failure as error:
        names = f"; here also {', '.join(LEVELS)}" if isinstance(problem.level, str) else ""
        raise Malformed("level", f"{problem.file}: level: {error}{names}") from None
    rows = len(listed)
    if matrices * (rows * (rows + 1) // 2) ** 2 > MAX_ENTRIES:
        raise Limit("size", f"{problem.file}: level: {rows} words in {matrices} moment matrices are too many here")
    name = problem.level if isinstance(problem.level, str) else "listed"
    return f"{name}, {rows} words: {', '.join(scenario.text(word) or '1' for word in listed)}"


def _stated(means: Sequence[Mean]) -> dict[str, tuple[str, dict[str, Fraction]]]:
    return {mean.name: (mean.sense, {word: Fraction(c) for word, c in mean.polynomial.items()}) for mean in means}


def _contradicted(problem: SequentialProblem, means: Sequence[Mean], chosen: Level) -> Answer | None:
    """A proof that no sequential quantum behaviour has the known means; None if the level shows no such thing."""
    if not means:
        return None
    try:
        data = contradiction(problem.scenario, means, How(chosen, loss=float(problem.loss), solver=problem.solver))
    except Failure:
        return None
    if data is None:
        return None
    main = proved(data)
    require_about(
        main, kind="empty", set="quantum-commuting", scenario=problem.scenario.json(), hypotheses=_stated(means)
    )
    remarks = ["no sequential quantum behaviour has the known means", *([problem.remark] if problem.remark else [])]
    return Answer("EMPTY", main, remark="; ".join(remarks), search=search_of(data))


def _feasible(problem: SequentialProblem) -> Feasible:
    """A point that has the known means: given with them, of a protocol that is fitted, or one that is searched."""
    if problem.declared:  # the solver's certificate is rational; `_possible` adds the point
        return None
    if problem.feasible is not None:
        return problem.feasible
    near = fitted(problem.known) if problem.scenario == THREE_PARTIES else None
    return "search" if near is None else near


def _possible(problem: SequentialProblem, found: Proved) -> Proved:
    """The certificate with the problem's point in it, where that has numbers of a field and the kernel agrees."""
    if not problem.declared or problem.feasible is None:
        return found
    document = json.loads(found.data)
    statement = {key: value for key, value in document["statement"].items() if key != "vacuity"}
    witness = document["witness"] | {"feasible": problem.feasible}
    try:
        return proved(
            certificate_bytes("guessing", statement | dict(problem.declared), witness, document.get("provenance"))
        )
    except (Undecided, Limit):
        return found


def min_entropy(bound: Fraction) -> str:
    """-log2 of a guessing probability in bits, rounded down to ten places; a probability of 1 or more gives 0.

    >>> min_entropy(Fraction(1, 3)), min_entropy(Fraction(5, 4))
    ('1.5849625007', '0.0000000000')
    """
    from oracle.enclosures import enclose
    from oracle.numbers import decimal_text

    if bound >= 1:
        return decimal_text(Fraction(0), 10, up=False)
    low = enclose({"neg": [{"log2": [str(bound)]}]}, Fraction(1, 2**50)).low
    return decimal_text(max(low, Fraction(0)), 10, up=False)
