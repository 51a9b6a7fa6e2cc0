"""Do the data contradict what certification assumes?  Four no-signalling comparisons, and the inputs.

Each comparison is Fisher's exact test: the outcome of one party at one of its settings, with the
other party's two settings as rows.  Given the margins the number k of zeros in the first row is
hypergeometric if the marginal does not depend on the other setting; the two-sided p-value is the
probability of all k' that are at most as likely as the observed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from oracle.data.table import SETTINGS, CountTable, Setting
from oracle.numbers import dyadic
from oracle.problems import Malformed

EXACT_ROUNDS = 5000  # up to here all binomials are written out
PRECISION = 256  # bits of the relative weights beyond
ENOUGH = 1 << 64  # relative weight 2^-192
MAX_TERMS = 400_000
THRESHOLD = Fraction(1, 10**6)
"""Probability of refusing data that satisfy the assumption, over the four tests of a kind (Bonferroni)."""

HOEFFDING = 16  # 2 exp(-16) < 2.3e-7 < THRESHOLD / 4


@dataclass(frozen=True)
class Comparison:
    """One party's marginal at one setting, against the other party's setting.

    Attributes:
        party: "A" or "B".
        setting: the party's own setting.
        first: exact frequency of outcome 0 when the other party's setting is 0; None without rounds.
        second: the same when it is 1.
        p_low: lower end of an enclosure of the two-sided p-value.
        p_high: its upper end; equal to `p_low` when the p-value is known exactly.
    """

    party: str
    setting: int
    first: Fraction | None
    second: Fraction | None
    p_low: Fraction
    p_high: Fraction

    @property
    def distance(self) -> Fraction:
        """How far the two frequencies are apart, exactly (0 when one is undefined)."""
        return Fraction(0) if self.first is None or self.second is None else abs(self.first - self.second)

    @property
    def significant(self) -> bool:
        """Whether the p-value is below the threshold of one test."""
        return self.p_high < THRESHOLD / 4


def comparisons(table: CountTable) -> list[Comparison]:
    """The four no-signalling conditions, Alice's settings first.

    Source: pironio2010, equation (13) and section D.4.
    """
    result = []
    for party in ("A", "B"):
        for setting in (0, 1):
            rows = [(setting, other) if party == "A" else (other, setting) for other in (0, 1)]
            (k1, n1), (k2, n2) = ((table.zeros(party, *row), table.at(*row)) for row in rows)
            low, high = fisher(k1, n1, k2, n2)
            first, second = (Fraction(k, n) if n else None for k, n in ((k1, n1), (k2, n2)))
            result.append(Comparison(party, setting, first, second, low, high))
    return result


def fisher(k1: int, n1: int, k2: int, n2: int) -> tuple[Fraction, Fraction]:
    """Two-sided p-value of Fisher's exact test for k1 of n1 against k2 of n2.

    Returns:
        Rationals around the p-value, equal when n1 + n2 is at most `EXACT_ROUNDS`.

    >>> fisher(3, 4, 1, 4)[0]
    Fraction(17, 35)
    """
    successes, total = k1 + k2, n1 + n2
    if total <= EXACT_ROUNDS:
        support = range(max(0, successes - n2), min(successes, n1) + 1)
        weights = {k: comb(n1, k) * comb(n2, successes - k) for k in support}
        p = Fraction(sum(w for w in weights.values() if w <= weights[k1]), sum(weights.values()))
        return p, p
    # the variance is at most min(successes, total - successes, n1, n2); 2^-256 is reached within 20 deviations
    if 1600 * min(successes, total - successes, n1, n2) > MAX_TERMS**2:
        return _hoeffding(k1, n1, k2, n2)
    return _weighted(k1, n1, successes, total)


def _hoeffding(k1: int, n1: int, k2: int, n2: int) -> tuple[Fraction, Fraction]:
    """P(|k/n - K/N| >= t) <= 2 exp(-2 n t^2) also without replacement, for either row."""
    mean = Fraction(k1 + k2, n1 + n2)
    exponent = max(2 * n * (Fraction(k, n) - mean) ** 2 for k, n in ((k1, n1), (k2, n2)))
    return Fraction(0), (THRESHOLD / 4) * Fraction(99, 100) if exponent >= HOEFFDING else Fraction(1)


def _weighted(k1: int, n1: int, successes: int, total: int) -> tuple[Fraction, Fraction]:
    """Weights relative to the mode as integers over 2^PRECISION, one rounded down and one up.

    w(k+1)/w(k) = (n1-k)(K-k) / ((k+1)(n2-K+k+1)), and weights only fall on the way out from the mode.
    The walk ends at relative weight 2^-192 (further on, rounding up would stall); each of the at most
    `total` terms left out is below the last one, and their sum is added to every upper sum.
    """
    n2 = total - n1
    first, last = max(0, successes - n2), min(successes, n1)
    mode = min(max((successes + 1) * (n1 + 1) // (total + 2), first), last)
    one = 1 << PRECISION
    weights: dict[int, tuple[int, int]] = {mode: (one, one)}
    left_out = 0
    for step in (1, -1):
        k, (low, high) = mode, weights[mode]
        while high > ENOUGH and first <= k + step <= last:
            up, down = (n1 - k) * (successes - k), (k + 1) * (n2 - successes + k + 1)
            if step < 0:
                up, down = k * (n2 - successes + k), (n1 - k + 1) * (successes - k + 1)
            low, high = low * up // down, -(-high * up // down)
            k += step
            weights[k] = low, high
        if first < k < last:
            left_out += high * total  # at most `total` further terms, none above the last one
    observed = weights.get(k1, (0, ENOUGH))
    all_low, all_high = sum(w[0] for w in weights.values()), sum(w[1] for w in weights.values()) + left_out
    # certainly at most as likely as the observed number, and possibly so
    tail_low = sum(low for k, (low, high) in weights.items() if k == k1 or high <= observed[0])
    tail_high = sum(high for low, high in weights.values() if low <= observed[1]) + left_out
    p_low, p_high = Fraction(tail_low, all_high), min(Fraction(1), Fraction(tail_high, all_low))
    return dyadic(p_low, 128, up=False), dyadic(p_high, 128, up=True)


@dataclass(frozen=True)
class InputFrequency:
    """Observed frequency of one setting pair beside its declared probability.

    Attributes:
        setting: (x, y).
        observed: exact frequency.
        declared: declared probability.
        contradicted: whether 2 n d^2 >= 16 for the distance d, which has probability at most
            2 exp(-16) < 2.5e-7 under the declared distribution (Hoeffding).
    """

    setting: Setting
    observed: Fraction
    declared: Fraction
    contradicted: bool


def input_frequencies(table: CountTable, inputs: Mapping[Setting, Fraction]) -> list[InputFrequency]:
    """The four setting pairs with their declared probabilities.

    Bits are certified from the declared distribution; a generator that was biased towards the settings
    with positive correlation would raise the estimate without any violation, so this is looked at.
    """
    n = table.rounds
    result = []
    for setting in SETTINGS:
        observed = Fraction(table.at(*setting), n)
        distance = observed - inputs[setting]
        result.append(InputFrequency(setting, observed, inputs[setting], 2 * n * distance * distance >= HOEFFDING))
    return result


def require_consistent(
    tests: list[Comparison], frequencies: list[InputFrequency], allow_signalling: bool, allow_biased_inputs: bool
) -> list[str]:
    """Refuse data that contradict an assumption of the certificate, unless the user insists.

    Returns:
        What was allowed although the data contradict it, a sentence each.

    Raises:
        Malformed: `signalling` or `inputs-contradicted`, with the exact distances.
    """
    warnings = []
    for test in (test for test in tests if test.significant):
        sentence = (
            f"the outcomes of party {test.party} at setting {test.setting} signal: P(0) is {test.first} or "
            f"{test.second} by the other party's setting, distance {test.distance}, p-value below 1e-6/4"
        )
        if not allow_signalling:
            raise Malformed("signalling", f"{sentence} (--allow-signalling certifies nevertheless)")
        warnings.append(sentence)
    for entry in (entry for entry in frequencies if entry.contradicted):
        x, y = entry.setting
        sentence = (
            f"the settings {x},{y} have frequency {entry.observed} but {entry.declared} was declared: distance "
            f"{abs(entry.observed - entry.declared)}, of probability below 1e-6/4 if the declaration holds"
        )
        if not allow_biased_inputs:
            raise Malformed("inputs-contradicted", f"{sentence} (--allow-biased-inputs certifies nevertheless)")
        warnings.append(sentence)
    return warnings
