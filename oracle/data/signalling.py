"""Do the data contradict what certification assumes?  Four no-signalling comparisons, and the inputs.

Each comparison is Fisher's exact test: the outcome of one party at one of its settings, with the
other party's two settings as rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from oracle.ask.fisher import HOEFFDING, THRESHOLD, fisher
from oracle.data.chsh_table import SETTINGS, CountTable, Setting
from oracle.failures import Malformed


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
