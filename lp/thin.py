"""Fewer functionals for the same laws: a smaller certificate of rule `amplification` is checked faster.

A `Library` collects a functional wherever a cutting plane is missing, and many of them serve a few laws that others
could serve as well.  Here functionals are taken away one after the other, those of the fewest laws first, as long as
every law keeps a point with the gain that is wanted.  HiGHS decides what can go; the points that are left are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lp.coordinates import integers
from lp.gains import CLOSE, Law, Library
from lp.highs import Program, propose
from proofs.search.language.failure import Failure, Kind

Names = list[tuple[int, int]]  # of functionals: string and number
USED = 1e-12


@dataclass(frozen=True)
class _Wanted:
    """A law with the gain that its point has to keep, and whether functionals of 1 and the f are enough for it."""

    weights: tuple[int, ...]
    common: int
    gain: float
    simple: bool


class _Programs:
    """The program of each kind with all functionals, of which every question takes some."""

    def __init__(self, library: Library) -> None:
        self.programs: dict[bool, tuple[Program, Names]] = {}
        for simple in (False, True):
            program, names = library.program([1] * len(library.found), simple)
            self.programs[simple] = program, names

    def uses(self, law: _Wanted, left: set[tuple[int, int]]) -> set[tuple[int, int]] | None:
        """Which of the functionals that are left a point of this law has; None where the gain is too small."""
        program, names = self.programs[law.simple]
        start = len(program.rows) - len(names)
        kept = [*range(start), *(start + i for i, name in enumerate(names) if name in left)]
        objective = program.objective.copy()
        objective[-len(law.weights) :] = law.weights
        try:
            found = propose(Program(program.rows[kept], program.equal[kept], objective))
        except Failure:  # where HiGHS does not know, nothing is taken away
            return None
        if (sum(law.weights) - float(objective @ found.point)) / law.common < law.gain - CLOSE:
            return None
        return {names[kept[i] - start] for i in _positive(found.multipliers) if i >= start}


def _positive(multipliers: npt.NDArray[np.float64]) -> list[int]:
    return [int(i) for i in np.flatnonzero(multipliers > USED * max(1.0, float(multipliers.max())))]


def thin(library: Library, wanted: Sequence[tuple[Law, Fraction]]) -> Library:
    """A library with some of the functionals, that still has a point for each law with the gain beside it.

    Args:
        library: has such points.
        wanted: laws, or masses below them, and gains.

    Returns:
        A library for `Library.point`; the order of the functionals is kept.

    Raises:
        Failure: the library has no such points.
    """
    programs = _Programs(library)
    left = {(s, n) for s, listed in enumerate(library.found) for n in range(len(listed))}
    laws: list[_Wanted] = []
    users: list[set[tuple[int, int]]] = []
    for law, gain in wanted:
        weights, common = integers(list(law))
        for simple in (True, False):
            chosen = _Wanted(tuple(weights), common, float(gain), simple)
            found = programs.uses(chosen, left)
            if found is not None:
                laws.append(chosen)
                users.append(found)
                break
        else:
            raise Failure(Kind.NO_ANSWER, "", "a law has no point with the wanted gain before any functional is taken")
    left = set().union(*users)
    kept = {(s, 0) for s in range(len(library.found))}  # 1 - f, which costs nothing and serves every law
    while left - kept:
        name = min(left - kept, key=lambda name: (sum(name in uses for uses in users), name))
        again = {i: programs.uses(laws[i], left - {name}) for i, uses in enumerate(users) if name in uses}
        if None in again.values():
            kept.add(name)
            continue
        left.discard(name)
        for i, uses in again.items():
            users[i] = uses or set()
    return library.restricted(left)
