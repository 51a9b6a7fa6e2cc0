"""From counts to hypotheses: inequalities on a behaviour that hold together with a declared confidence.

Only rounds that are independent and identically distributed given their inputs have a behaviour to speak of: every
statement from here carries the tag iid. Each outcome's count then is binomial, and an end of its interval fails with
a probability that is bounded exactly; a declared functional gets one inequality of its own, by Hoeffding's bound for
the sum of independent rounds. The failure probabilities add up to 1 - confidence. No frequency is taken for a
probability: the certificate's hypotheses are the ends of the intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import combinations
from math import exp, lgamma, log

from oracle.ask.fisher import THRESHOLD, fisher
from oracle.ask.reader import Table
from oracle.ask.tables import cells, read_counts
from oracle.ask.words import COUNTED, Functional, Words
from oracle.ask.words import functional as read_functional
from oracle.enclosures import enclose
from oracle.failures import Malformed
from proofs.kernel.statement import SIGNALLING
from proofs.search.language.means import Mean

BITS = 20  # of the ends of an interval
EXACT_UP_TO = 2000  # rounds at one choice of inputs, up to which binomial tails are summed
MAX_CELLS = 240  # two inequalities each, and one for the functional, are what a certificate may have
_WIDTH = Fraction(1, 1 << 40)


@dataclass(frozen=True)
class Region:
    """A confidence region.

    Attributes:
        inequalities: they say that their means are >= 0.
        confidence: with which all hold together.
        rounds: how many were counted.
        file, digest: of the counts.
        declared: whether a functional among them was declared before the rounds.
        signals: what the counts contradict no-signalling by, although the user allowed it; else "".
    """

    inequalities: tuple[Mean, ...]
    confidence: Fraction
    rounds: int
    file: str
    digest: str
    declared: bool
    signals: str = ""

    @property
    def says(self) -> str:
        """The tag, for the output."""
        prefix = SIGNALLING if self.signals else COUNTED
        declared = "; a functional among them was declared before" if self.declared else ""
        signals = f"; the counts signal, which was allowed: {self.signals}" if self.signals else ""
        return (
            f"tag iid: if the {self.rounds} rounds of {self.file} (sha256 {self.digest}) are independent and "
            f"identically distributed given their inputs, none left out, the hypotheses {prefix}... hold for their "
            f"behaviour, all together, with probability at least {self.confidence}, judged before the rounds"
            f"{declared}{signals}"
        )


def read_region(
    top: Table, words: Words, beside: Callable[[str], bytes], lost: str = "", allow_signalling: bool = False
) -> Region:
    """The region of the keys `counts`, `confidence` and perhaps `declared` of a problem.

    Args:
        top: the problem.
        words: of its scenario.
        beside: bytes of a file that the problem names.
        lost: the outcome that events without one are counted as.
        allow_signalling: take counts that signal by more than chance, and mark the hypotheses.

    Raises:
        Malformed: `missing-key`, numbers and codes of tables; `out-of-range` for the confidence; `signalling`.
        Limit: `size`.
    """
    if "confidence" not in top.value:
        raise top.malformed("confidence", "counts need a confidence, with which all inequalities hold", "missing-key")
    confidence = top.rational("confidence")
    if not 0 < confidence < 1:
        raise top.malformed("confidence", f"{confidence} is not strictly between 0 and 1", "out-of-range")
    parties = words.parties
    events = {event: inputs for inputs, _, event in cells(parties)}
    if len(events) > MAX_CELLS:
        raise top.limit("counts", f"the scenario has {len(events)} events of all parties, more than {MAX_CELLS}")
    name = top.text("counts")
    data = beside(name)
    counts = read_counts(data, f"{top.file}: {name}", parties, lost)
    signals = signalling(counts)
    if signals and not allow_signalling:
        raise Malformed(
            "signalling",
            f"{top.file}: {name}: {signals} (--allow-signalling certifies nevertheless)",
            f"{top.file}: {name}",
        )
    rounds: dict[tuple[int, ...], int] = {}
    for event, inputs in events.items():
        rounds[inputs] = rounds.get(inputs, 0) + counts[event]
    delta = 1 - confidence
    prefix = SIGNALLING if signals else COUNTED
    found: list[Mean] = []
    if "declared" in top.value:
        functional = _of_all_parties(top.table("declared"), words)
        estimated = _declared(top, functional, events, counts, rounds, delta / 2)
        found.append(Mean(f"{prefix}declared", estimated))
        delta /= 2
    share = delta / (2 * len(events))
    for event, inputs in events.items():
        label = prefix + event.lower().replace("=", "-").replace(" ", "-")
        low, high = interval(counts[event], rounds[inputs], share)
        if low > 0:
            found.append(Mean(f"{label}-least", {"": -low, event: Fraction(1)}))
        if high < 1:
            found.append(Mean(f"{label}-most", {"": high, event: Fraction(-1)}))
    if not found:
        raise top.malformed("counts", "so few rounds say nothing about any probability", "no-rounds")
    total, digest = sum(rounds.values()), sha256(data).hexdigest()
    return Region(tuple(found), confidence, total, name, digest, "declared" in top.value, signals)


@dataclass(frozen=True)
class Compared:
    """A comparison of two frequencies.

    Attributes:
        numbers: k1 of n1 rounds, and k2 of n2.
        says: what is compared.
    """

    numbers: tuple[int, int, int, int]
    says: str


def no_signalling_tests(counts: Mapping[str, int]) -> list[Compared]:
    """The outcomes of all parties but one, compared between any two inputs of that one.

    Args:
        counts: rounds by event of all parties.
    """
    # (input of one party, inputs of the others) -> events of the others -> rounds
    seen: dict[tuple[str, str], dict[str, int]] = {}
    for event, count in counts.items():
        atoms = event.split()
        for k, atom in enumerate(atoms):
            rest = atoms[:k] + atoms[k + 1 :]
            row = seen.setdefault((_input(atom), " ".join(map(_input, rest))), {})
            row[" ".join(rest)] = row.get(" ".join(rest), 0) + count
    alike: dict[tuple[str, str], list[str]] = {}
    for one, fixed in seen:
        alike.setdefault((one[0], fixed), []).append(one)
    tests = []
    for (_, fixed), inputs in alike.items():
        for one, two in combinations(inputs, 2):
            n1, n2 = sum(seen[one, fixed].values()), sum(seen[two, fixed].values())
            if fixed and n1 and n2:
                events = list(seen[one, fixed])
                for event in events[:1] if len(events) == 2 else events:
                    k1, k2 = seen[one, fixed][event], seen[two, fixed][event]
                    first, second = Fraction(k1, n1), Fraction(k2, n2)
                    says = f"P({event}) is {first} with {one} and {second} with {two}, distance {abs(first - second)}"
                    tests.append(Compared((k1, n1, k2, n2), says))
    return tests


def signalling(counts: Mapping[str, int]) -> str:
    """The strongest contradiction to no-signalling, or "" if chance explains all.

    The comparisons are Fisher's exact tests; all together they refuse counts of independent rounds that do not signal
    with a probability of at most 1e-6.
    """
    tests = no_signalling_tests(counts)
    least, sentence = THRESHOLD, ""
    for test in tests:
        p = fisher(*test.numbers)[1] * len(tests)
        if p < least:
            least, sentence = p, f"the outcomes signal: {test.says}, p-value below 1e-6/{len(tests)}"
    return sentence


def _input(atom: str) -> str:
    return atom.partition("=")[0]


def interval(count: int, rounds: int, delta: Fraction) -> tuple[Fraction, Fraction]:
    """Ends that a binomial probability passes with probability at most delta each, in units of 2^-20.

    Up to `EXACT_UP_TO` rounds these are the ends of Clopper and Pearson, verified by summing the tails in integers;
    beyond, Hoeffding's.

    Args:
        count: of successes.
        rounds: trials.
        delta: of each end, in (0, 1).

    >>> interval(0, 10, Fraction(1, 40)) == (0, Fraction(323483, 2**20)), interval(0, 0, Fraction(1, 2))
    (True, (Fraction(0, 1), Fraction(1, 1)))
    """
    if not rounds:
        return Fraction(0), Fraction(1)
    if rounds <= EXACT_UP_TO:
        return _least(count, rounds, delta), 1 - _least(rounds - count, rounds, delta)
    half_width = enclose({"sqrt": [{"div": [{"ln": [str(1 / delta)]}, str(2 * rounds)]}]}, _WIDTH).high
    low, high = Fraction(count, rounds) - half_width, Fraction(count, rounds) + half_width
    unit = 1 << BITS
    return Fraction(max(0, low * unit // 1), unit), Fraction(min(unit, -(-high * unit // 1)), unit)


def _least(count: int, rounds: int, delta: Fraction) -> Fraction:
    """The largest p in units of 2^-20, or nearly, at which `count` successes or more have probability at most delta."""
    if not count:
        return Fraction(0)
    unit = 1 << BITS
    low, high = 0, unit - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _roughly(count, rounds, middle / unit) <= delta else (low, middle - 1)
    while low and not tail_at_most(count, rounds, low, delta):
        low -= 1
    return Fraction(low, unit)


def _roughly(count: int, rounds: int, p: float) -> float:
    """P(Bin(rounds, p) >= count) in floating point: a guess."""
    logs = (
        lgamma(rounds + 1) - lgamma(k + 1) - lgamma(rounds - k + 1) + k * log(p) + (rounds - k) * log(1 - p)
        for k in range(count, rounds + 1)
    )
    return sum(exp(value) for value in logs if value > -700)


def tail_at_most(count: int, rounds: int, numerator: int, delta: Fraction) -> bool:
    """Whether P(Bin(rounds, p) >= count) <= delta for p = numerator/2^20 > 0, exactly.

    >>> tail_at_most(1, 1, 1 << 19, Fraction(1, 2)), tail_at_most(1, 1, 1 + (1 << 19), Fraction(1, 2))
    (True, False)
    """
    other = (1 << BITS) - numerator
    # C(n, k) p^k (1-p)^(n-k) in units of 2^(-20 n), from k = n down
    term: int = numerator**rounds
    total = term
    for k in range(rounds, count, -1):
        term = term * k * other // (numerator * (rounds - k + 1))
        total += term
    return bool(total * delta.denominator <= delta.numerator << (BITS * rounds))


def _of_all_parties(table: Table, words: Words) -> Functional:
    """A functional each word of which says with which inputs it is estimated."""
    found = read_functional(words, table)
    for word in found:
        if [atom[0] for atom in word.split()] != list(words.parties):
            raise table.malformed(word, "a word that is estimated names one operator of every party", "not-a-word")
    return found


def _coefficient(functional: Functional, event: str) -> Fraction:
    """The coefficient of the event's probability in the functional."""
    total = Fraction(0)
    for word, c in functional.items():
        value = c
        for atom, seen in zip(word.split(), event.split(), strict=True):
            name, _, outcome = atom.partition("=")
            seen_name, _, seen_outcome = seen.partition("=")
            if name != seen_name:
                value = Fraction(0)
            elif outcome:
                value *= outcome == seen_outcome
            else:
                value *= 1 - 2 * int(seen_outcome)
        total += value
    return total


def _declared(
    top: Table,
    functional: Functional,
    events: Mapping[str, tuple[int, ...]],
    counts: Mapping[str, int],
    rounds: Mapping[tuple[int, ...], int],
    delta: Fraction,
) -> Functional:
    """The functional less a lower end of its value: the sum of independent rounds of widths w/N at each input."""
    spread: dict[tuple[int, ...], list[Fraction]] = {}
    value = Fraction(0)
    for event, inputs in events.items():
        c = _coefficient(functional, event)
        spread.setdefault(inputs, []).append(c)
        if c and not rounds[inputs]:
            raise top.malformed("declared", f"no round has the inputs of {event}", "no-rounds")
        value += c * Fraction(counts[event], rounds[inputs] or 1)
    squares = sum(((max(c) - min(c)) ** 2 / rounds[inputs] for inputs, c in spread.items() if any(c)), Fraction(0))
    # P(mean of the estimate - value >= t) <= exp(-2 t^2 / sum w^2/N)
    margin = enclose({"sqrt": [{"mul": [{"ln": [str(1 / delta)]}, str(squares / 2)]}]}, _WIDTH).high
    least = Fraction((value - margin) * (1 << BITS) // 1, 1 << BITS)
    return {**functional, "": -least} if least else dict(functional)
