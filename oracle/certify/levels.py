"""What all questions about the hierarchy share: the scenario, the level and its size, failures of the search."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from oracle.certify import problem as problems
from oracle.certify.problem import Problem
from oracle.problems import Limit, Malformed, Undecided
from proofs.search import algebra
from proofs.search.hypotheses import Mean
from proofs.search.language.failure import Failure, Kind
from proofs.search.moments import Level, level_words
from proofs.search.rounding import suffix_closed

MAX_ENTRIES = 1 << 27  # of what an interior-point method keeps: squared entries of all moment matrices


@contextmanager
def searching(problem: Problem) -> Iterator[None]:
    """Failures of the search as problems of the command line."""
    try:
        yield
    except Failure as failure:
        if failure.kind is Kind.SOLVER:
            raise Undecided("solver", f"{problem.file}: solver: {failure}") from None
        if failure.kind is Kind.REFUSED:
            raise Undecided("not-proved", f"the kernel refused the proposed certificate: {failure}") from None
        code, key = CODES.get(failure.kind, ("level", "level"))
        raise Malformed(code, f"{problem.file}: {failure.place if key is None else key}: {failure}") from None


CODES: dict[Kind, tuple[str, str | None]] = {
    Kind.NOT_HERMITIAN: ("not-hermitian", None),
    Kind.CONTRADICTION: ("wrong-value", None),
    Kind.RELABELLING: ("symmetry", None),
    Kind.SOLUTION: ("solution", "--dual"),
}


def scenario(problem: Problem) -> algebra.Scenario:
    """The scenario as the hierarchy takes it."""
    return algebra.Scenario.bell(problem.parties)


def level(problem: Problem, operators: algebra.Scenario, matrices: int = 1) -> Level:
    """The level, after the size of the program with so many moment matrices was looked at.

    Raises:
        Malformed: `level`.
        Limit: `size`.
    """
    chosen: Level = problem.level if isinstance(problem.level, str) else list(problem.level)
    with searching(problem):
        rows = len(suffix_closed(operators, level_words(operators, chosen)))
    if matrices * (rows * (rows + 1) // 2) ** 2 > MAX_ENTRIES:
        found = f"the level has {rows} words in {matrices} moment matrices"
        raise Limit("size", f"{problem.file}: level: {found}, more than can be solved here")
    return chosen


def searched(means: Sequence[problems.Mean]) -> tuple[Mean, ...]:
    """Hypotheses as the hierarchy takes them."""
    return tuple(Mean(mean.name, mean.functional, mean.sense) for mean in means)


def search_of(data: bytes) -> dict[str, str]:
    """What the certificate says about its making; nothing of it is proved."""
    provenance: dict[str, str] = json.loads(data).get("provenance", {})
    return provenance
