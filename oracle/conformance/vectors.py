"""Static vectors: what the properties ask at their edges, and what they expect, for those who cannot run a process.

A property is run with questions that are written down instead of being sent, so the vectors and the suite cannot say
different things. `python -m oracle.conformance.vectors` writes `certificates/vectors/conformance` again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from oracle.conformance import PROTOCOL, SUITE_VERSION
from oracle.conformance.answers import PASSED, Answer, Ask, Judgement
from oracle.conformance.properties import BugType, Property, Suite
from oracle.conformance.registry import own_suites, select
from oracle.conformance.truth import Truth
from oracle.conformance.wire import CONVENTIONS, Description, Json, Refusal, Reply, encoded
from oracle.numbers import decimal_text
from oracle.resources import certificates_dir
from proofs.search.language.write import canonical_bytes, write_changed

FORMAT = "bellcert-vectors/1"
FOLDER = "vectors/conformance"
FAULTS = "findings/planted.json"
"""Planted faults, each with the properties and the vectors that find it; written by the tests that plant them."""
BITS = 256
DIGITS = 60
"""Of an end of an interval, rounded outward; an exact value is a fraction."""

EFFECTS: Mapping[BugType, str] = {
    BugType.WRONG_SIDE_ROUNDING: "a bound that is false by a hair, and with it every proof that uses it",
    BugType.TOLERANCE_AS_BOUND: "a false bound is accepted as long as it is close",
    BugType.FORMULA: "false figures, often only in a part of the domain",
    BugType.DOMAIN_EDGE: "figures for data that no device can produce, or none for data that some can",
    BugType.SIGN_OR_DUAL_CONVENTION: "randomness is certified where there is none",
    BugType.PRIMAL_FOR_DUAL: "an adversary does better than the bound allows",
    BugType.PARTY_PERMUTATION: "right figures for symmetric data, false ones for all others",
    BugType.STATUS_IGNORED: "numbers left over from a failed run pass as results",
    BugType.OFF_BY_ONE_LENGTH: "an output longer than the error allows",
    BugType.TRACE_DISTANCE_HALF: "an output two bits longer than the declared error allows, or an error twice as large",
    BugType.SHIFT_CONVENTION: "bits that nobody can reproduce, and that the proof is not about",
    BugType.STALE_STATE: "answers that depend on what was asked before",
    BugType.OBSERVED_INPUTS: "an estimator that the deviation's proof does not cover",
}


@dataclass(frozen=True)
class _Question(Answer):
    """Stands where an answer would: every way to judge writes down what is expected, and passes."""

    expect: Callable[[dict[str, Json]], None]

    def lower(self, truth: Truth, slack: Fraction) -> Judgement:
        return self._number("lower-bound", truth, slack)

    def upper(self, truth: Truth, slack: Fraction) -> Judgement:
        return self._number("upper-bound", truth, slack)

    def value(self, truth: Truth, slack: Fraction) -> Judgement:
        return self._number("value", truth, slack)

    def _number(self, kind: str, truth: Truth, slack: Fraction) -> Judgement:
        low, high = truth.enclose(BITS)
        ends = [_end(low, low == high, up=False), _end(high, low == high, up=True)]
        self.expect({"kind": kind, "low": ends[0], "high": ends[1], "slack": str(slack), "what": truth.says})
        return PASSED

    def covers(self, weaker: Answer, slack: Fraction) -> Judgement:
        return PASSED  # compares two answers, and expects nothing of one

    def equals(self, expected: str, says: str) -> Judgement:
        self.expect({"kind": "text", "text": expected, "what": says})
        return PASSED

    def bits(self, expected: str) -> list[int] | Judgement:
        self.equals(expected, "by the definition")
        return [int(bit) for bit in expected]

    def is_number(self, value: int) -> bool:
        return False  # what is written down is the refusal

    def refused(self, says: str) -> Judgement:
        self.expect({"kind": "refusal", "what": says})
        return PASSED


def _end(value: Fraction, exact: bool, *, up: bool) -> str:
    return str(value) if exact else decimal_text(value, DIGITS, up=up)


DEFAULTS = {name: values[0] for name, values in CONVENTIONS.items()}
OTHERS = ("distance", "shift", "toeplitz")
"""Conventions of extractors: where a property reads one, its cases are written down for each value."""


class _Conventions(dict[str, str]):
    """Remembers which conventions were asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        return super().__getitem__(key)


class _Notebook(Ask):
    """Writes questions down."""

    def __init__(self, conventions: Mapping[str, str]) -> None:
        # nothing is driven, so nothing of the base is needed but the conventions
        self.conventions = conventions
        self.exchanges = []
        self.calls: list[dict[str, Json]] = []

    def conventions_of(self, call: str) -> Mapping[str, str]:
        return self.conventions

    def __call__(self, call: str, arguments: Mapping[str, object]) -> Answer:
        entry: dict[str, Json] = {"call": call, "arguments": {k: encoded(value) for k, value in arguments.items()}}
        self.calls.append(entry)
        return _Question(call, Refusal("unsupported", ""), lambda expected: entry.update(expect=expected))


def cases(what: Property, conventions: Mapping[str, str] = DEFAULTS) -> list[list[dict[str, Json]]]:
    """The calls of each edge of a property, in order, with what is expected of the answer.

    >>> from oracle.conformance.registry import select
    >>> (first, *_), *_ = cases(select(["chsh.min-entropy/local-below-two"])[0])
    >>> first["arguments"], first["expect"]["kind"], first["expect"]["high"]
    ({'score': '2'}, 'lower-bound', '0')
    """
    result = []
    for edge in what.edges:
        notebook = _Notebook(conventions)
        what.judge(notebook, edge)
        if notebook.calls:  # an edge may be none in these conventions
            result.append(notebook.calls)
    return result


def conventions_of(what: Property) -> list[Mapping[str, str]]:
    """What the cases of a property depend on: nothing, then each other value of a convention that it reads."""
    read = _Conventions(DEFAULTS)
    cases(what, read)
    return [{}, *({key: value} for key in OTHERS if key in read.read for value in CONVENTIONS[key][1:])]


def killed_by() -> dict[str, list[str]]:
    """Property -> the planted faults that its vectors find, as recorded."""
    path = certificates_dir() / FAULTS
    found: dict[str, list[str]] = {}
    for name, fault in json.loads(path.read_bytes())["faults"].items() if path.is_file() else ():
        for what in fault["vectors"]:
            found.setdefault(what, []).append(name)
    return found


class _Replayed:
    """A driver that answers with what a real one says, for the judgement of vectors."""

    def __init__(self, call: Callable[[str, Mapping[str, Json]], Reply]) -> None:
        self.call = call

    def describe(self) -> Description:
        return Description("vectors", "1", "", frozenset(), DEFAULTS)

    def close(self) -> None:
        return


def judged_by_vectors(call: Callable[[str, Mapping[str, Json]], Reply], calls: set[str]) -> dict[str, set[str]]:
    """The verdicts that the edges of each property give about an implementation with the default conventions.

    Args:
        call: answers.
        calls: only properties that make one of these.
    """
    driver = _Replayed(call)
    found: dict[str, set[str]] = {}
    for what in (what for what in select(()) if calls & set(what.calls)):
        for edge in what.edges:
            judgement = what.judge(Ask(driver, driver.describe(), what.calls[0], what.options), edge)
            found.setdefault(what.name, set()).add(judgement.verdict.value)
    return found


def document(suite: Suite) -> dict[str, Json]:
    """The vectors of a suite: one group a property, one more for each other convention of extractors that it reads."""
    killed = killed_by()
    groups = [
        {
            "property": what.name, "says": what.says, "source": what.source, "safe": what.safe,
            "convention": what.convention, "flags": [bug.name for bug in what.bugs],
            "killed-by": killed.get(what.name, []) if not other else [], "cases": cases(what, {**DEFAULTS, **other}),
            **({"conventions": dict(other)} if other else {}),
        }
        for what in suite.properties.values()
        for other in conventions_of(what)
    ]  # fmt: skip
    bugs = sorted({bug for what in suite.properties.values() for bug in what.bugs}, key=lambda bug: bug.name)
    return {
        "format": FORMAT, "suite": suite.name, "suite-version": SUITE_VERSION, "protocol": PROTOCOL,
        "conventions": DEFAULTS,
        "flags": {bug.name: {"bug": bug.value, "effect": EFFECTS[bug]} for bug in bugs},
        "groups": groups,
    }  # fmt: skip


def files() -> dict[str, bytes]:
    """File name -> bytes, one file a suite of this distribution."""
    return {f"{suite.name}.json": canonical_bytes(document(suite)) for suite in own_suites()}


def main() -> int:
    """Write the files; says how many changed."""
    folder = Path(certificates_dir() / FOLDER)
    folder.mkdir(exist_ok=True)
    made = files()
    print(f"{len(made)} files, {write_changed(folder, made)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
