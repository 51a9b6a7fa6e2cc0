"""Certified bits of any scenario: a functional declared or chosen from earlier rounds, bounded over a set or a level.

P(outcomes | inputs) is at most the probability of the outcomes of some of the parties, the guessed ones, and that is at
most constant - slope <I> for every behaviour of the set: one premise for each of their outcomes, found by the engine of
the set. The kernel's step from one round to many does the rest, as for CHSH.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from oracle.ask.fisher import HOEFFDING
from oracle.ask.reader import read_toml
from oracle.ask.region import signalling
from oracle.ask.tables import cells
from oracle.data.any_table import AnyTable
from oracle.data.ratios import best_ratios
from oracle.failures import Limit, Malformed, Undecided
from oracle.proved import Proved, proved, require_about
from proofs.search.chsh.rounds import DEVIATIONS, deviation
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.question import How, Outcome, Question, engine_of

MOST_PREMISES = 256
PLACES = 44
UNITS = 128  # of a coefficient of a calibrated functional: short numbers make exact programs quick
ASSUMPTIONS: list[Json] = ["model", "free-inputs", "inputs-known", "no-later-inputs", "all-rounds", "rounds-declared"]

Law = Mapping[tuple[int, ...], Fraction]


@dataclass(frozen=True)
class Functional:
    """What the rounds estimate.

    Attributes:
        words: coefficient of each word; every word names one operator of each party.
        origin: "declared", or "calibration" and the sha256 of a file.
        guessed: parties whose outcomes the guessing bound is about.
    """

    words: Mapping[str, Fraction]
    origin: str
    guessed: tuple[str, ...]


@dataclass(frozen=True)
class AnyRun:
    """Counts of any scenario, with what was declared before.

    Attributes:
        table: the counts.
        law: the declared distribution of the inputs.
        delta: failure probability.
        overrides: tags of what the counts contradict and the user allowed.
    """

    table: AnyTable
    law: Law
    delta: Fraction
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnyBits:
    """Certified bits.

    Attributes:
        proof: of the kernel.
        bits: at least 0.
        estimate: of the functional, exactly.
        deviation: eps, rounded up.
    """

    proof: Proved
    bits: Fraction
    estimate: Fraction
    deviation: Fraction


def read_functional(data: bytes, file: str, table: AnyTable) -> Functional:
    """A functional that was declared before the rounds, from a TOML file.

    The table [functional] has words and coefficients, such as "A0 B0 C0" or "A0=0 B1=2"; `guessed` may list parties.

    Raises:
        Malformed: keys, numbers, a word that is none or leaves a party out.
    """
    top = read_toml(data, file)
    top.keys(["functional"], ["guessed", "title"])
    listed = top.table("functional")
    words = {word: listed.rational(word) for word in listed.value}
    scenario = scenario_of(table)
    for word in words:
        try:
            scenario.polynomial({word: 1})
        except Failure as failure:
            raise listed.malformed(word, str(failure), "not-a-word") from None
        if len(word.split()) != len(table.parties):
            sentence = "a word names one operator of every party, so that it can be estimated"
            raise listed.malformed(word, sentence, "not-a-word")
    guessed = tuple(map(str, top.value.get("guessed", default_guessed(table))))
    if not words or not guessed or not set(guessed) <= set(table.parties):
        raise top.malformed("guessed", f"it lists parties, of {', '.join(table.parties)}")
    return Functional(words, "declared", tuple(name for name in table.parties if name in guessed))


def calibrated(earlier: AnyTable, law: Law, table: AnyTable) -> Functional:
    """The functional that tells earlier rounds best from local ones: their frequency over the nearest local behaviour.

    Raises:
        Malformed: `calibration`, the very counts, another scenario, or inputs without rounds; Limit: `size`.
    """
    if dict(earlier.counts) == dict(table.counts):
        sentence = "the calibration has the very counts that are to be certified; take other rounds"
        raise Malformed("calibration", sentence)
    if dict(earlier.parties) != dict(table.parties):
        raise Malformed("calibration", "the calibration is about another scenario than the counts")
    found = best_ratios(earlier, law).factor
    settings = {event: inputs for inputs, _, event in cells(table.parties)}
    rounded = {event: Fraction(round(f * UNITS), UNITS) for event, f in found.items()}
    words = {event: law[settings[event]] * f for event, f in rounded.items() if f}
    return Functional(words, f"calibration {earlier.sha256}", default_guessed(table))


def default_guessed(table: AnyTable) -> tuple[str, ...]:
    """All parties but the last: if their outcomes are certain, the behaviour is local whatever the last one does."""
    names = tuple(table.parties)
    return names[: max(1, len(names) - 1)]


def scenario_of(table: AnyTable) -> Scenario:
    """The scenario of a table as the search has it."""
    return Scenario.bell({name: list(outcomes) for name, outcomes in table.parties.items()})


def looked_at(run: AnyRun, allow_signalling: bool, allow_biased_inputs: bool) -> tuple[AnyRun, list[str]]:
    """The run with marks of what it contradicts and the user allowed, and a sentence for each.

    Raises:
        Malformed: `signalling`, `inputs-contradicted`.
    """
    warnings, marks = [], []
    signals = signalling(run.table.counts)
    if signals:
        if not allow_signalling:
            raise Malformed("signalling", f"{signals} (--allow-signalling certifies nevertheless)")
        warnings.append(signals)
        marks.append("signalling")
    n = run.table.rounds
    # Hoeffding, for one of few inputs; with more of them the threshold grows by their logarithm
    limit = HOEFFDING + max(0, (len(run.law) - 1).bit_length() - 2)
    for inputs, rounds in run.table.at().items():
        distance = Fraction(rounds, n) - run.law[inputs]
        if 2 * n * distance**2 >= limit:
            sentence = (
                f"the inputs {','.join(map(str, inputs))} have frequency {Fraction(rounds, n)} but {run.law[inputs]} "
                f"was declared: distance {abs(distance)}"
            )
            if not allow_biased_inputs:
                raise Malformed("inputs-contradicted", f"{sentence} (--allow-biased-inputs certifies nevertheless)")
            warnings.append(sentence)
            marks.append("biased-inputs")
            break
    return replace(run, overrides=tuple(marks)), warnings


def certify_any(
    run: AnyRun,
    functional: Functional,
    level: str = "",
    method: str = "width8",
    step: Callable[[], None] = lambda: None,
    line: tuple[Fraction, Fraction] | None = None,
) -> AnyBits:
    """Certified bits of the outputs of all rounds, given all inputs, in the bad-event form.

    Args:
        run: the counts and what was declared.
        functional: what is estimated.
        level: of the moment hierarchy; "" for all behaviours that do not signal.
        method: of the deviation, width8 or azuma.
        step: called after each bound.
        line: constant and slope of the guessing bound, where they were fixed before.

    Raises:
        Undecided: `not-proved`, `solver`; a line that was fixed and is not proved.
        Malformed: `level`.
        Limit: `size`.
    """
    search = _Search(run, functional, level, step)
    (high, top), (low, bottom) = search.bounded({}, "maximum"), search.bounded({}, "minimum")
    values = _values(run, functional)
    n = run.table.rounds
    estimate = sum((k * values[event] for event, k in run.table.counts.items() if k), Fraction(0)) / n
    spread = max(values.values()) - min(values.values())
    scale = spread if method == "width8" else max(map(abs, values.values())) + max(abs(low), abs(high))
    if not spread:
        raise Malformed("wrong-value", "the functional takes one value only, so the rounds say nothing about it")
    eps = deviation(n, run.delta, method, scale)
    score = min(estimate - eps, high)
    slope = search.slope(score, low, high) if line is None else line[1]
    bounds = [search.bounded({event: Fraction(1)}, "maximum", slope) for event in search.events]
    constant = max(value for value, _ in bounds)
    if line is not None:
        if constant > line[0]:
            raise Undecided("not-proved", f"the declared guessing bound {line[0]} - {slope}*<I> was not proved")
        constant = line[0]
    bits = rate_of(n, constant - slope * score, max(len(row) for row in run.table.settings().values()))
    tags: dict[str, Json] = {
        "adversary": "classical", "memory": "any", "conditioning": "none", "functional": functional.origin,
    }  # fmt: skip
    statement: dict[str, Json] = {
        "kind": "certified-bits",
        "set": "quantum-commuting" if level else "no-signalling",
        "scenario": search.scenario.json(),
        "functional": search.scenario.terms(functional.words),
        "guessing": {"constant": rational(constant), "slope": rational(slope)},
        "range": [rational(low), rational(high)],
        "inputs": [[rational(p), " ".join(map(str, inputs))] for inputs, p in run.law.items()],
        "counts": [[str(k), event] for event, k in run.table.counts.items()],
        "estimate": rational(estimate),
        "deviation": {"method": DEVIATIONS[method], "value": rational(eps)},
        "errors": [{"name": "delta", "type": "bad-event", "value": rational(run.delta)}],
        "bits": rational(bits),
        "tags": tags | dict.fromkeys(run.overrides, "allowed"),
        "assumptions": ASSUMPTIONS,
    }
    precision = str(128 + 2 * n.bit_length() + run.delta.denominator.bit_length())
    witness: dict[str, Json] = {
        "guessing": [premise for _, premise in bounds], "range": [top, bottom], "precision": precision,
    }  # fmt: skip
    found = proved(certificate_bytes("chain", statement, witness))
    require_about(found, kind="certified-bits", estimate=str(estimate), bits=str(bits))
    return AnyBits(found, bits, estimate, eps)


def _values(run: AnyRun, functional: Functional) -> dict[str, Fraction]:
    """What the estimator of a round takes at each event."""
    found = {}
    for inputs, outcomes, event in cells(run.table.parties):
        total = Fraction(0)
        for word, c in functional.words.items():
            total += c * _value(word.split(), inputs, outcomes)
        found[event] = total / run.law[inputs]
    return found


def _value(atoms: Sequence[str], inputs: tuple[int, ...], outcomes: tuple[int, ...]) -> int:
    """The value of a word of all parties at an event: observables are 1 - 2a, events 1 or 0."""
    value = 1
    for atom, x, a in zip(atoms, inputs, outcomes, strict=True):
        label, equals, wanted = atom[1:].partition("=")
        if int(label) != x:
            return 0
        value *= int(int(wanted) == a) if equals else 1 - 2 * a
    return value


def rate_of(rounds: int, guessing: Fraction, outcomes: int) -> Fraction:
    """A multiple of 2^-44 below rounds times the rate."""
    from mpmath import mp

    if guessing >= 1 or guessing <= 0:
        return Fraction(0)
    with mp.workprec(300 + PLACES):
        rate = min(-mp.log(mp.mpf(guessing.numerator) / guessing.denominator, 2), mp.log(outcomes, 2))
        return Fraction(max(0, int(mp.floor(rounds * rate * 2**PLACES)) - 1), 2**PLACES)


def _likely(run: AnyRun, guessed: Sequence[str]) -> list[str]:
    """The most frequent outcomes of the guessed parties at each of their inputs."""
    seen: dict[str, Counter[str]] = {}
    for event, n in run.table.counts.items():
        mine = [atom for atom in event.split() if atom[0] in guessed]
        seen.setdefault(" ".join(atom.partition("=")[0] for atom in mine), Counter())[" ".join(mine)] += n
    return [row.most_common(1)[0][0] for row in seen.values()]


class _Search:
    """Bounds of the functional and of events beside it, by the engine of the set."""

    def __init__(self, run: AnyRun, functional: Functional, level: str, step: Callable[[], None]) -> None:
        self.scenario, self.functional, self.level, self.step = scenario_of(run.table), functional, level, step
        parties = {name: run.table.parties[name] for name in functional.guessed}
        self.events = [event for _, _, event in cells(parties)]
        self.likely = _likely(run, functional.guessed)
        if len(self.events) > MOST_PREMISES:
            names = ", ".join(functional.guessed)
            raise Limit("size", f"{len(self.events)} outcomes of {names} are guessed, more than {MOST_PREMISES}")

    def _answer(self, kind: str, words: Mapping[str, Fraction], means: tuple[Mean, ...] = ()) -> Outcome:
        how = How(self.level, solver="clarabel", feasible=None) if self.level else How()
        asked = Question(
            kind, "quantum" if self.level else "no-signalling", self.scenario, functional=words, means=means, how=how
        )
        try:
            return engine_of(asked).answer(asked)
        except Failure as failure:
            if failure.kind is Kind.SOLVER:
                raise Undecided("solver", str(failure)) from None
            if failure.kind is Kind.SIZE:
                raise Limit("size", str(failure)) from None
            raise Malformed("level", f"--level {self.level[:40]}: {failure}") from None

    def bounded(
        self, event: Mapping[str, Fraction], kind: str, slope: Fraction = Fraction(1)
    ) -> tuple[Fraction, dict[str, Json]]:
        """The bound of slope <I>, with an event added, and its certificate as a premise."""
        words = {word: slope * c for word, c in self.functional.words.items() if slope * c}
        for word, c in event.items():
            words[word] = words.get(word, Fraction(0)) + c
        found = self._answer(kind, {word: c for word, c in words.items() if c})
        document: dict[str, Any] = json.loads(found.main.data)
        self.step()
        if found.bound is None or found.verdict != "PROVED":
            raise Undecided("not-proved", f"no {kind} of the functional was found")
        return found.bound, {key: document[key] for key in ("rule", "statement", "witness")}

    def _of_level(self, score: Fraction) -> Fraction:
        from proofs.search.chsh.slopes import best_slope

        how = How(self.level, solver="clarabel")
        try:
            return max(Fraction(0), best_slope(self.scenario, self.functional.words, score, how, events=self.likely))
        except Failure as failure:
            raise Undecided("solver", f"--level {self.level[:40]}: {failure}") from None

    def slope(self, score: Fraction, low: Fraction, high: Fraction) -> Fraction:
        """The slope of the guessing bound that is best at the score, for the event that is guessed best there."""
        span = high - low
        inside = min(max(score, low + span / 100), high - span / 500)
        near = Mean("score", {**self.functional.words, "": -inside.limit_denominator(1000)})
        if self.level:
            return self._of_level(inside)
        best = Fraction(-1), Fraction(0)
        for event in self.likely:
            found = self._answer("maximum", {event: Fraction(1)}, (near,))
            self.step()
            if found.bound is None or found.verdict != "PROVED":
                continue
            means = json.loads(found.main.data)["witness"].get("means", [])
            slope = sum((Fraction(entry["weight"]) for entry in means), Fraction(0))
            best = max(best, (found.bound, slope.limit_denominator(1 << 16)))
        return max(Fraction(0), best[1])
