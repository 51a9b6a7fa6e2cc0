"""Do the recorded inputs contradict the declared source?  Tests with a stated error, over the whole run and stretches.

Every test compares a sum of bounded martingale differences with what Hoeffding's inequality (Azuma's, with the range of
each difference 1) allows: sum (1{z_i} - P(z_i | past)) over n rounds exceeds sqrt(n ln(1/a) / 2) with probability at
most a. A probability that a source with a bias may choose lies between two ends, so frequencies are compared with both.
The error of all tests of a run together is `ERROR`: an honest source is refused with at most that probability. What
passes is not shown to be honest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from oracle.data.chsh_table import CELLS, CountTable
from oracle.data.signalling import comparisons
from oracle.enclosures import enclose
from oracle.protocols.shape import Counts, Inputs, Plan
from oracle.protocols.violations import Broken

ERROR = Fraction(1, 10**6)
MOST_STRETCHES = 64


@dataclass
class Seen:
    """What is kept of the inputs while the rounds pass.

    Attributes:
        stretches: rounds by inputs, for one piece of the run after another.
        after_outcomes, after_inputs: rounds by inputs, and by outcomes or inputs of the round before.
    """

    stretches: list[Mapping[Inputs, int]] = field(default_factory=list)
    after_outcomes: dict[tuple[Inputs, Inputs], int] = field(default_factory=dict)
    after_inputs: dict[tuple[Inputs, Inputs], int] = field(default_factory=dict)


def ends(plan: Plan, inputs: Inputs) -> tuple[Fraction, Fraction]:
    """The least and the largest probability of inputs, given the past."""
    p = plan.law.get(inputs, Fraction(0))
    if not plan.bias or not p:
        return p, p
    # every bit of the inputs has a conditional probability within the bias of 1/2
    bits = (p.denominator.bit_length() - 1) if p.numerator == 1 else 1
    half = Fraction(1, 2)
    return (half - plan.bias) ** bits, (half + plan.bias) ** bits


@lru_cache(maxsize=64)
def _logarithm(tests: int) -> Fraction:
    """At least ln(tests / ERROR)."""
    return enclose({"ln": [str(tests / ERROR)]}, Fraction(1, 1 << 20)).high


def _beyond(count: int, of: int, rounds: int, low: Fraction, high: Fraction, tests: int) -> bool:
    """Whether a count is outside of what n rounds allow, `of` of which could have been counted."""
    excess = max(count - high * of, low * of - count, Fraction(0))
    return 2 * excess * excess >= rounds * _logarithm(tests)


def require_source(plan: Plan, seen: Seen, rounds: int) -> None:
    """Refuse inputs that the declared source gives with probability below `ERROR`.

    Raises:
        Broken: `inputs-off-source`, `source-drifts`, `inputs-follow-outcomes`, `inputs-follow-inputs`.
    """
    kinds = len(seen.stretches) + len({o for _, o in seen.after_outcomes}) + len({i for _, i in seen.after_inputs}) + 1
    tests = 2 * len(plan.law) * kinds
    total: dict[Inputs, int] = {}
    for stretch in seen.stretches:
        for inputs, count in stretch.items():
            total[inputs] = total.get(inputs, 0) + count
    for inputs in plan.law:
        low, high = ends(plan, inputs)
        count = total.get(inputs, 0)
        if _beyond(count, rounds, rounds, low, high, tests):
            raise Broken("inputs-off-source", "events", _sentence(inputs, count, rounds, low, high))
    for number, stretch in enumerate(seen.stretches, 1):
        size = sum(stretch.values())
        for inputs in plan.law:
            low, high = ends(plan, inputs)
            if _beyond(stretch.get(inputs, 0), size, size, low, high, tests):
                place = f"stretch {number} of {len(seen.stretches)}"
                raise Broken("source-drifts", place, _sentence(inputs, stretch.get(inputs, 0), size, low, high))
    for name, table, what in (
        ("inputs-follow-inputs", seen.after_inputs, "inputs"),
        ("inputs-follow-outcomes", seen.after_outcomes, "outcomes"),
    ):
        for before in sorted({before for _, before in table}):
            of = sum(count for (_, other), count in table.items() if other == before)
            for inputs in plan.law:
                low, high = ends(plan, inputs)
                count = table.get((inputs, before), 0)
                if _beyond(count, of, rounds, low, high, tests):
                    label = " ".join(map(str, before))
                    raise Broken(name, f"after the {what} {label}", _sentence(inputs, count, of, low, high))


def _sentence(inputs: Inputs, count: int, of: int, low: Fraction, high: Fraction) -> str:
    wanted = str(low) if low == high else f"{low} to {high}"
    return (
        f"the inputs {' '.join(map(str, inputs))} occur {count} times in {of} rounds, where the source gives them with"
        f" probability {wanted}; a source as declared is refused with probability below {ERROR}"
    )


def require_no_signal(plan: Plan, counts: Counts) -> None:
    """Refuse outcomes of two parties with two inputs and outcomes that depend on the other party's input.

    Raises:
        Broken: `outcomes-signal`.
    """
    if set(counts) != set(CELLS):
        _require_no_signal_of(plan, counts)
        return
    table = CountTable({(x, y, a, b): counts[x, y, a, b] for x, y, a, b in CELLS})
    for test in comparisons(table):
        if test.significant:
            sentence = (
                f"outcome 0 of party {test.party} has frequency {test.first} or {test.second} by the other party's"
                " input; without signals such a distance has a probability below 1e-6/4"
            )
            raise Broken("outcomes-signal", f"{test.party}{test.setting}", sentence)


def _require_no_signal_of(plan: Plan, counts: Counts) -> None:
    """The same for any scenario with an exact law of the inputs, devices with memory included.

    Let s and t be inputs in which a party has the same one, of probabilities q(s) and q(t). Without signals the sum
    over rounds of 1{outcome}(1{s}/q(s) - 1{t}/q(t)) is one of martingale differences in an interval of length
    1/q(s) + 1/q(t).
    """
    if plan.bias:
        return
    law = {inputs: p for inputs, p in plan.law.items() if p}
    width = len(next(iter(law)))
    pairs = [(k, s, t) for k in range(width) for s in law for t in law if s < t and s[k] == t[k]]
    seen: dict[tuple[int, Inputs, int], int] = {}
    for cell, n in counts.items():
        for k in range(width):
            at = k, cell[:width], cell[width + k]
            seen[at] = seen.get(at, 0) + n
    rounds = sum(counts.values())
    logarithm = _logarithm(2 * max(1, len(seen) * len(pairs)))
    for k, s, t in pairs:
        for outcome in sorted({o for party, inputs, o in seen if party == k and inputs == s}):
            first, second = seen[k, s, outcome] / law[s], seen.get((k, t, outcome), 0) / law[t]
            if 2 * (first - second) ** 2 >= rounds * logarithm * (1 / law[s] + 1 / law[t]) ** 2:
                sentence = (
                    f"outcome {outcome} occurs {seen[k, s, outcome]} times at the inputs {' '.join(map(str, s))} and"
                    f" {seen.get((k, t, outcome), 0)} times at {' '.join(map(str, t))}; without signals such a"
                    f" distance has a probability below {ERROR}"
                )
                raise Broken("outcomes-signal", f"{chr(ord('A') + k)}{s[k]}", sentence)
