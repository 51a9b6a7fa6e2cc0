"""Is a behaviour in the set of a level?  If not, an inequality that proves it.

The largest visibility v at which v * behaviour + (1 - v) * noise has moments at the level
is below 1 exactly outside of it; the dual solution is a functional whose proved maximum
over quantum behaviours is below its value at the behaviour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from proofs.search.hierarchy.maximum import Certified, maximum_certificate
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import checked_expectations
from proofs.search.language.scenario import Scenario
from proofs.search.question import How
from proofs.search.reductions.reduction import solved
from proofs.search.semidefinite.moments import Moments, level_words, moments
from proofs.search.semidefinite.rounding import suffix_closed
from proofs.search.semidefinite.sdp import Block, Program, Vector

_BITS = 30  # of the coefficients of a separating functional


@dataclass(frozen=True)
class Membership:
    """What is known of a behaviour.

    Attributes:
        visibility: the solver's largest v, not proved; 1 or more means inside of the level.
        certificate: a proved bound on `functional`, if the behaviour exceeds it.
        functional: by words, constant included.
        value: the exact value of the functional at the behaviour.
    """

    visibility: float
    certificate: Certified | None = None
    functional: Mapping[str, Fraction] | None = None
    value: Fraction | None = None

    @property
    def separated(self) -> bool:
        """Whether it is proved that no quantum behaviour has these expectations."""
        return self.certificate is not None


def membership(scenario: Scenario, expectations: Mapping[str, Fraction], how: How) -> Membership:
    """Separate a behaviour from the quantum set, if it is outside of a level.

    Args:
        scenario: the operators.
        expectations: exact means of words, such as {"A0": 0, "A0 B0": Fraction(3, 4)}; words of
            events are allowed, and means that are not listed are unknown.
        how: the level and how to search at it; the loss is that of the bound of the separating functional.

    Returns:
        with a certificate exactly if value > bound, both exact; a behaviour closer to the
        boundary than the solver's accuracy stays undecided, without one.

    Raises:
        Failure: VALUE, an expectation outside its range; as `maximum_certificate`.
    """
    checked_expectations(expectations)
    found = moments(scenario, suffix_closed(scenario, level_words(scenario, how.level)))
    rows = [found.vector(scenario.hermitian({text: 1})) for text in expectations]
    noise = [_noise(scenario, found, row) for row in rows]
    solution = solved(_program(found, list(expectations.values()), rows, noise), how)
    # l.(a.y) <= bound with l.(value) > bound: the weights of the equations a.y - v (value - noise) = noise
    unit = 2**_BITS
    largest = max(abs(float(x)) for x in solution.equalities[1:]) or 1.0
    weights = [Fraction(round(-float(x) / largest * unit), unit) for x in solution.equalities[1:]]
    functional = {text: w for text, w in zip(expectations, weights, strict=True) if w}
    visibility = solution.claimed
    if not functional:
        return Membership(visibility)
    bound = maximum_certificate(scenario, functional, replace(how, symmetry=""))
    value = sum((w * Fraction(expectations[text]) for text, w in functional.items()), Fraction(0))
    if value <= bound.bound:
        return Membership(visibility)
    return Membership(visibility, bound, functional, value)


def _noise(scenario: Scenario, found: Moments, row: Vector) -> Fraction:
    """The mean in the uniformly random behaviour, in which outcomes of all operators are independent."""
    total = Fraction(0)
    for k, c in row.items():
        word = found.representatives[k]
        names = [scenario.letters[x] for x in word]
        if len({scenario.party_of[x] for x in word}) != len(word):
            raise Failure(Kind.WORD, "expectations", "a behaviour lists words with at most one operator of each party")
        mean = Fraction(1)
        for i, outcome in names:
            mean *= 0 if outcome is None else Fraction(1, scenario.inputs[i][2])
        total += c * mean
    return total


def _program(found: Moments, values: Sequence[Fraction], rows: Sequence[Vector], noise: Sequence[Fraction]) -> Program:
    """maximise v; the last variable is v, at most 2 so that the program is bounded for noise itself."""
    v = len(found.representatives)
    one = ({found.identity: Fraction(1)}, Fraction(1))
    mixed = tuple(
        ({**row, v: row.get(v, Fraction(0)) - (Fraction(value) - centre)}, centre)
        for row, value, centre in zip(rows, values, noise, strict=True)
    )
    return Program(
        v + 1, {v: Fraction(1)}, (Block.of_moments(found),), (one, *mixed), (({v: Fraction(-1)}, Fraction(-2)),)
    )
