"""A functional chosen from the counts of a calibration run, and bits from other counts by means of it.

Let p be the calibration's frequencies.  Among all functionals I = sum k P(ab|xy) and constants c with

    P(ab|xy) <= c - <I>  for every outcome of every input and every behaviour of the level,

the one is taken that promises most bits in the run to come: least c - <I>_p + t m, with m the largest
|k|/P(xy), the estimator's largest value, and t the deviation of a bounded estimator.  By duality it is read off a
program with a moment matrix for each event.  Any functional would be sound; this one is rounded and then
treated like the CHSH value: its range and its tangents are certified for the data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import log, sqrt

from proofs.search.chsh import identities, rounds
from proofs.search.chsh.slopes import affine_guessing, all_events, best_slope
from proofs.search.hierarchy.branches import branches_program
from proofs.search.hierarchy.maximum import maximum_certificate
from proofs.search.language.scenario import Functional, Scenario
from proofs.search.language.write import Json
from proofs.search.question import How
from proofs.search.reductions.reduction import solved
from proofs.search.semidefinite.moments import level_words, moments
from proofs.search.semidefinite.rounding import suffix_closed
from proofs.search.semidefinite.sdp import Program

Cell = tuple[int, int, int, int]  # x, y, a, b
Frequencies = Mapping[Cell, Fraction]

_NOTHING = 1e-6
_UNITS = 1 << 10  # of a coefficient of the functional, relative to the largest


_OUTCOMES = tuple(product((0, 1), repeat=2))


def balanced(counts: rounds.Counts) -> dict[Cell, Fraction]:
    """Frequencies P(ab|xy) without signalling: correlators of each setting, marginals averaged over the others.

    Args:
        counts: every setting occurs.

    Returns:
        a table whose entries may be slightly negative when the data are few; only a target for the search.
    """

    def mean(x: int, y: int, alice: int, bob: int) -> Fraction:
        """The mean of the product of the outcomes 1 - 2a and 1 - 2b, each to its power."""
        total = sum(counts[x, y, a, b] for a, b in _OUTCOMES)
        signed = sum((1 - 2 * a) ** alice * (1 - 2 * b) ** bob * counts[x, y, a, b] for a, b in _OUTCOMES)
        return Fraction(signed, total)

    first = [(mean(x, 0, 1, 0) + mean(x, 1, 1, 0)) / 2 for x in (0, 1)]
    second = [(mean(0, y, 0, 1) + mean(1, y, 0, 1)) / 2 for y in (0, 1)]
    both = {(x, y): mean(x, y, 1, 1) for x, y in _OUTCOMES}
    return {
        (x, y, a, b): (1 + (1 - 2 * a) * (first[x] + (1 - 2 * b) * both[x, y]) + (1 - 2 * b) * second[y]) / 4
        for x, y in _OUTCOMES
        for a, b in _OUTCOMES
    }


def functional_of(
    calibration: rounds.Counts, inputs: rounds.Inputs, delta: Fraction, count: int, how: How
) -> dict[Cell, Fraction]:
    """Coefficients of P(ab|xy), multiples of 1/1024 of the largest; those of CHSH if none promises bits.

    Args:
        calibration: counts of another run, every setting occurring.
        inputs: declared distribution of the run to come.
        delta: failure probability of the run to come.
        count: rounds of the run to come.
        how: the level, solver and options.

    Raises:
        Failure: as `maximum_certificate`.
    """
    scenario = Scenario.from_json(identities.SCENARIO)
    found = moments(scenario, suffix_closed(scenario, level_words(scenario, how.level)))
    events = all_events(scenario)
    cells = [_cell(event) for event in events]
    rows = [found.vector(scenario.polynomial({event: 1})) for event in events]
    base = branches_program(found, rows, [], [])
    size, target = base.variables, balanced(calibration)
    price = Fraction(sqrt(2 * log(1 / delta) / count)).limit_denominator(10**6)
    # two variables a cell for what the matrices' sum has less, and more, than the target
    less, more = range(size, size + 16), range(size + 16, size + 32)
    one = Fraction(1)
    equalities = list(base.equalities)
    for k, (cell, row) in enumerate(zip(cells, rows, strict=True)):
        summed = {v + offset: c for offset in range(0, size, len(found.representatives)) for v, c in row.items()}
        equalities.append(({**summed, less[k]: one, more[k]: -one}, target[cell]))
    weights = {v: -inputs[cell[:2]] for part in (less, more) for v, cell in zip(part, cells, strict=True)}
    inequalities = [(weights, -price), *(({v: one}, Fraction(0)) for v in (*less, *more))]
    program = Program(size + 32, base.objective, base.blocks, tuple(equalities), tuple(inequalities))
    duals = solved(program, how).equalities[1:]
    largest = max(abs(float(x)) for x in duals)
    if largest < _NOTHING:  # no functional promises bits, so any will do
        return dict(rounds.chsh_value().values)
    return {cell: -Fraction(round(float(x) / largest * _UNITS), _UNITS) for cell, x in zip(cells, duals, strict=True)}


def _cell(event: str) -> Cell:
    """The event "Ax=a By=b" as x, y, a, b."""
    alice, bob = event.split()
    return int(alice[1]), int(bob[1]), int(alice[3]), int(bob[3])


def _words(values: Mapping[Cell, Fraction]) -> Functional:
    return {identities.event((a, b, x, y)): c for (x, y, a, b), c in values.items() if c}


def calibrated(values: Mapping[Cell, Fraction], digest: str, how: How) -> rounds.Estimated:
    """The functional with its range, proved at a level.

    Args:
        values: coefficient of each P(ab|xy).
        digest: sha256 of the calibration file.
        how: the level, solver and options.
    """
    scenario, words = Scenario.from_json(identities.SCENARIO), _words(values)
    ends = [maximum_certificate(scenario, words, how, sense=sense) for sense in ("<=", ">=")]
    premises: list[Json] = []
    for end in ends:
        document = json.loads(end.data)
        premises.append({key: document[key] for key in ("rule", "statement", "witness")})
    terms = scenario.terms(words)
    return rounds.Estimated(terms, dict(values), ends[1].bound, ends[0].bound, premises, True, f"calibration {digest}")


def calibrated_bits_certificate(
    counts: rounds.Counts,
    inputs: rounds.Inputs,
    delta: Fraction,
    estimated: rounds.Estimated,
    how: How,
    deviation_method: str,
) -> bytes:
    """The certificate from counts to bits with a calibrated functional.

    Args:
        counts: rounds for each (x, y, a, b), all 16 cells; not those of the calibration.
        inputs: declared distribution of (x, y), positive, sum 1.
        delta: probability of the bad event, in (0, 1).
        estimated: of `calibrated`.
        how: the level, solver and options.
        deviation_method: "azuma" or "width8".

    Returns:
        the certificate, nobody has judged it; the bits may be 0.

    Raises:
        Failure: as `maximum_certificate`.
    """
    scenario, words = Scenario.from_json(identities.SCENARIO), _words(estimated.values)

    def guessing(score: Fraction) -> rounds.Tangent:
        # next to the largest value the program has no interior point
        span = estimated.high - estimated.low
        inside = min(max(score, estimated.low + span / 100), estimated.high - span / 500)
        slope = best_slope(scenario, words, inside, how)
        found = affine_guessing(scenario, words, slope, how)
        return rounds.Tangent(found.constant, found.slope, found.premises)

    return rounds.bits_certificate(counts, inputs, delta, guessing, estimated, deviation_method)
