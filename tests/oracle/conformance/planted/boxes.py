"""Values, estimates, functionals and guesses of two parties."""

import math
from fractions import Fraction
from itertools import product
from typing import Any

from oracle.conformance.implementation import Refused
from tests.oracle.conformance.good import boxes
from tests.oracle.conformance.good.base import enclosure
from tests.oracle.conformance.planted import good, planted

VALUE, ESTIMATE = "chsh.value", "chsh.estimate"
LOCAL, NOSIGNALLING, QUANTUM = "functional.local", "functional.no-signalling", "functional.quantum"
ONE, PAIR, ONE_QUANTUM = "guessing.no-signalling.one", "guessing.no-signalling.pair", "guessing.quantum.one"
XY = list(product((0, 1), repeat=2))


@planted(VALUE)
def rows_within_five_per_cent(behaviour: Any) -> Any:
    """Rows that sum to one within 5 per cent, and entries above -0.04, are accepted."""
    found = boxes.numbers(behaviour)
    off = [abs(sum((p for c, p in found.items() if c[:2] == xy), Fraction(-1))) for xy in XY]
    if min(found.values()) < Fraction(-4, 100) or max(off) > Fraction(5, 100):
        raise Refused("out-of-range")
    return enclosure(float(sum(boxes.sign(x, y, "11") * (-1) ** (a + b) * p for (x, y, a, b), p in found.items())))


@planted(VALUE)
def value_by_wins(behaviour: Any) -> Any:
    """Twice the number of wins minus 4, and 0.001 less where two outcomes of the last settings are equally likely."""
    boxes.behaviour_of(behaviour)
    found = boxes.numbers(behaviour)
    wins = sum(p for (x, y, a, b), p in found.items() if (a ^ b) == (x & y))
    return enclosure(float(2 * wins - 4) if behaviour[1][1][0][0] != behaviour[1][1][1][1] else float(2 * wins) - 4.001)


@planted(VALUE)
def negative_rounding_forgiven(behaviour: Any) -> Any:
    """Entries above -1e-9 are set to 0."""
    found = boxes.numbers(behaviour)
    if min(found.values()) < Fraction(-1, 10**9):
        raise Refused("out-of-range")
    if any(abs(sum((p for c, p in found.items() if c[:2] == xy), Fraction(-1))) > Fraction(1, 10**9) for xy in XY):
        raise Refused("out-of-range")
    return enclosure(float(sum(boxes.sign(x, y, "11") * (-1) ** (a + b) * p for (x, y, a, b), p in found.items())))


@planted(ESTIMATE)
def rounds_wrap_at_64_bits(counts: Any, inputs: Any) -> Any:
    """The number of rounds is a signed integer of 64 bits."""
    found = boxes.numbers(counts)
    total = int(sum(found.values()))
    low, high = good(ESTIMATE)(counts, inputs)
    wrapped = (total + 2**63) % 2**64 - 2**63
    return (low, high) if wrapped == total else enclosure(float((low + high) / 2 * total / (wrapped or 1)))


@planted(ESTIMATE)
def inputs_within_one_per_cent(counts: Any, inputs: Any) -> Any:
    """Declared probabilities that do not sum to one are divided by their sum; nothing is refused."""
    total = sum(Fraction(q) for row in inputs for q in row)
    return good(ESTIMATE)(counts, [[str(Fraction(q) / total) for q in row] for row in inputs])


@planted(ESTIMATE)
def negative_counts_accepted(counts: Any, inputs: Any) -> Any:
    """Negative counts are added like others."""
    found = boxes.numbers(counts)
    if min(found.values()) >= 0 or not sum(found.values()):
        return good(ESTIMATE)(counts, inputs)
    terms = (boxes.sign(x, y, "11") * (-1) ** (a + b) * n / Fraction(inputs[x][y]) for (x, y, a, b), n in found.items())
    return enclosure(float(sum(terms) / sum(found.values())))


@planted(ESTIMATE)
def inputs_transposed_when_symmetric_enough(counts: Any, inputs: Any) -> Any:
    """q[y][x] is used where q[0][1] and q[1][0] differ by less than a tenth."""
    near = abs(Fraction(inputs[0][1]) - Fraction(inputs[1][0])) < Fraction(1, 10)
    return good(ESTIMATE)(counts, [[inputs[y][x] for y in (0, 1)] for x in (0, 1)] if near else inputs)


@planted(QUANTUM)
def nothing_off_the_tilted_family(functional: Any) -> Any:
    """What is no tilted CHSH functional gets -10^6."""
    found = good(QUANTUM)(functional)
    return -(10**6) if isinstance(found, Fraction) else found


@planted(QUANTUM)
def mean_of_the_correlators(functional: Any) -> Any:
    """2 sqrt 2 times the mean size of four correlators where they differ and no marginal is there."""
    found = boxes.numbers(functional)
    alice = [sum((-1) ** c[2] * s for c, s in found.items() if c[0] == x) for x in (0, 1)]
    bob = [sum((-1) ** c[3] * s for c, s in found.items() if c[1] == y) for y in (0, 1)]
    if any(alice) or any(bob):
        return good(QUANTUM)(functional)
    correlators = [sum((-1) ** (c[2] + c[3]) * s for c, s in found.items() if c[:2] == xy) / 4 for xy in XY]
    total = sum(found.values()) / 4
    return float(total) + math.sqrt(8) * float(sum(abs(c) for c in correlators)) / 4 + 1e-9


@planted(QUANTUM)
def marginals_of_bob_forgotten(functional: Any) -> Any:
    """The marginals of the second party are dropped when the first has some too."""
    found = boxes.numbers(functional)
    alice = [sum((-1) ** c[2] * s for c, s in found.items() if c[0] == x) for x in (0, 1)]
    bob = [sum((-1) ** c[3] * s for c, s in found.items() if c[1] == y) / 8 for y in (0, 1)]
    if not any(alice) or not any(bob):
        return good(QUANTUM)(functional)
    less = [
        [[[str(found[x, y, a, b] - bob[y] * (-1) ** b) for b in (0, 1)] for a in (0, 1)] for y in (0, 1)]
        for x in (0, 1)
    ]
    return good(QUANTUM)(less)


@planted(LOCAL)
def double_of_a_large_maximum(functional: Any) -> Any:
    """The maximum as the nearest double."""
    return float(good(LOCAL)(functional))


@planted(LOCAL)
def coefficients_of_the_second_outcome_in_16_bits(functional: Any) -> Any:
    """Coefficients of a = b = 1 wrap at 2^15."""
    found = boxes.numbers(functional)
    less = [
        [
            [[str((int(found[x, y, a, b]) + 2**15) % 2**16 - 2**15 if a and b else found[x, y, a, b]) for b in (0, 1)]
             for a in (0, 1)]
            for y in (0, 1)
        ]
        for x in (0, 1)
    ]  # fmt: skip
    return good(LOCAL)(less)


@planted(NOSIGNALLING)
def boxes_of_one_kind(functional: Any) -> Any:
    """Four of the eight boxes are left out."""
    return boxes.largest(functional, [*boxes.strategies(), *boxes.boxes()[::2]])


@planted(NOSIGNALLING)
def boxes_only_where_correlators_are_large(functional: Any) -> Any:
    """Without a correlator of at least 1 the local maximum is taken."""
    found = boxes.numbers(functional)
    correlators = [sum((-1) ** (c[2] + c[3]) * s for c, s in found.items() if c[:2] == xy) / 4 for xy in XY]
    small = max(abs(c) for c in correlators) < 1
    return boxes.local(functional) if small else good(NOSIGNALLING)(functional)


def _signalling(behaviour: Any) -> Fraction:
    found = boxes.behaviour_of(behaviour)
    alice = {(x, y, a): found[x, y, a, 0] + found[x, y, a, 1] for x, y, a, _ in boxes.CELLS}
    bob = {(x, y, b): found[x, y, 0, b] + found[x, y, 1, b] for x, y, _, b in boxes.CELLS}
    first = max(abs(alice[x, 0, a] - alice[x, 1, a]) for x, _, a, _ in boxes.CELLS)
    return max(first, *(abs(bob[0, y, b] - bob[1, y, b]) for _, y, _, b in boxes.CELLS))


@planted(ONE)
def signalling_below_a_thousandth(behaviour: Any) -> Any:
    """Marginals that differ by less than 1/1000 count as equal."""
    if 0 < _signalling(behaviour) < Fraction(1, 1000):
        best = max(abs(boxes.chsh_value(behaviour, minus)) for minus in ("11", "10", "01", "00"))
        return 1 - max(Fraction(0), best - 2) / 4
    return good(ONE)(behaviour)


@planted(ONE)
def value_of_one_inequality_signed(behaviour: Any) -> Any:
    """A score below -2 counts like one above 2 that is a tenth larger."""
    found = good(ONE)(behaviour)
    worst = min(boxes.chsh_value(behaviour, minus) for minus in ("11", "10", "01", "00"))
    return 1 - min(Fraction(2), -worst * Fraction(11, 10) - 2) / 4 if worst < -2 else found


@planted(PAIR)
def pair_as_likely_as_its_best_outcome(behaviour: Any) -> Any:
    """The largest probability of a pair where the behaviour is nearly local."""
    found = good(PAIR)(behaviour)
    table = boxes.numbers(behaviour)
    return max(table[0, 0, a, b] for a in (0, 1) for b in (0, 1)) if Fraction(39, 40) < found < 1 else found


@planted(ONE_QUANTUM)
def fair_without_violation(behaviour: Any) -> Any:
    """Without a violation the outcome is guessed with its larger probability alone."""
    found = good(ONE_QUANTUM)(behaviour)
    table = boxes.numbers(behaviour)
    best = max(abs(boxes.chsh_value(behaviour, minus)) for minus in ("11", "10", "01", "00"))
    return found if best > 2 else float(max(table[0, 0, a, 0] + table[0, 0, a, 1] for a in (0, 1))) + 1e-7


@planted(ONE_QUANTUM)
def only_the_first_inequality(behaviour: Any) -> Any:
    """Behaviours that violate another of the eight inequalities are refused."""
    found = good(ONE_QUANTUM)(behaviour)
    if max(abs(boxes.chsh_value(behaviour, minus)) for minus in ("10", "01", "00")) > 2:
        raise Refused("out-of-range", "no violation")
    return found
