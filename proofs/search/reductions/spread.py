"""What is known within short intervals: the solver sees the midpoints as equations, the ends share its weights.

Two nearly parallel inequalities are hard for an interior-point method.  The weight of the equation between them goes
to the end that is on the safe side.  Of wider intervals the program has both ends; what their weights share costs the
interval's width and does nothing, so it is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from proofs.search.language.known import SHORT, Known
from proofs.search.language.means import Mean
from proofs.search.reductions.reduction import Back
from proofs.search.semidefinite.sdp import Program, Solution

Pair = tuple[int, int]  # places of the lower and the upper end among the inequalities


@dataclass(frozen=True)
class SpreadKnown:
    """The reduction for a program whose inequalities begin with those of known means."""

    short: tuple[Pair, ...]
    wide: tuple[Pair, ...]

    @classmethod
    def of(cls, known: Sequence[Mean | Known]) -> SpreadKnown:
        """For the hypotheses of what is known, in order.

        >>> SpreadKnown.of([Known("z", {"A0": 1}, Fraction(0), Fraction(1, 9)), Mean("m", {"B0": 1})])
        SpreadKnown(short=(), wide=((0, 1),))
        """
        pairs: dict[bool, list[Pair]] = {True: [], False: []}
        place = 0
        for item in known:
            if isinstance(item, Mean):
                place += item.sense == ">=0"
            elif item.low != item.high:
                pairs[item.high - item.low <= SHORT].append((place, place + 1))
                place += 2
        return cls(tuple(pairs[True]), tuple(pairs[False]))

    def accepts(self, program: Program) -> bool:
        """Whether a mean is known within an interval."""
        return bool(self.short or self.wide) and bool(program.inequalities)

    def apply(self, program: Program) -> tuple[Program, Back]:
        """Half the difference of the ends of a short interval vanishes, in place of both inequalities."""
        gone = {place for pair in self.short for place in pair}
        kept = [place for place in range(len(program.inequalities)) if place not in gone]
        middles = []
        for low, high in self.short:
            (below, b), (above, c) = program.inequalities[low], program.inequalities[high]
            rows = {k: (below.get(k, Fraction(0)) - above.get(k, Fraction(0))) / 2 for k in {**below, **above}}
            middles.append(({k: x for k, x in rows.items() if x}, (b - c) / 2))
        easier = replace(
            program, equalities=(*program.equalities, *middles),
            inequalities=tuple(program.inequalities[place] for place in kept),
        )  # fmt: skip

        def back(found: Solution) -> Solution:
            own = len(program.equalities)
            weights = np.zeros(len(program.inequalities))
            weights[kept] = found.inequalities
            for (low, high), x in zip(self.short, found.equalities[own:], strict=True):
                # an equation a.y = b has the weight -x in  bound - F - sum w q
                weights[[low, high]] = max(-x, 0.0), max(x, 0.0)
            for low, high in self.wide:
                weights[[low, high]] -= min(weights[low], weights[high])
            return replace(found, equalities=found.equalities[:own], inequalities=weights)

        return easier, back
