"""Counts of any scenario in, certified bits out: by a functional declared before, or chosen from earlier rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from oracle.api.problem import Number
from oracle.api.results import Result, Steps, at_least
from oracle.api.sources import Source, inexact, name_of, plain, read
from oracle.api.tables import MAX_ANY as MAX_BYTES
from oracle.api.tables import AnyCounts, any_table_bytes
from oracle.failures import Malformed, Usage
from oracle.numbers import decimal_text

METHODS = ("width8", "azuma")


@dataclass(frozen=True, repr=False)
class BitsOfAny(Result):
    """Certified bits of a run of any scenario.

    Attributes:
        method: such as "width8:no-signalling" or "azuma:sdp:1+AB"; "azuma:" is left out.
        bits: a lower bound on the min-entropy of all outputs given all inputs, in bits; 0 where nothing is certified.
        confidence: 1 - delta.
        rounds: how many.
        estimate: of the functional, exactly.
        deviation: eps, rounded up.
        origin: "declared", or "calibration" and the sha256 of a file.
        guessed: parties whose outcomes the guessing bound is about.
        warnings: what was allowed although the data contradict it.
        statement, assumptions, sha256, certificate: of the kernel.
    """

    method: str
    bits: Fraction
    confidence: Fraction
    rounds: int
    estimate: Fraction
    deviation: Fraction
    origin: str
    guessed: tuple[str, ...]
    warnings: tuple[str, ...]
    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes = field(compare=False)

    def headline(self) -> str:
        return f"{at_least(self.bits)} of min-entropy in {self.rounds} rounds, confidence {self.confidence}"

    def rows(self) -> list[tuple[str, str]]:
        about = decimal_text(self.estimate, 6, up=False)
        found = [("method", self.method), ("functional", self.origin), ("estimate", f"{self.estimate} (about {about})")]
        found += [("warning", text) for text in self.warnings] + [("sha256", self.sha256)]
        return found + [("assumption", text) for text in self.assumptions]

    def to_dict(self) -> dict[str, object]:
        return {
            "estimates": {"declared": str(self.estimate), "rounds": self.rounds},
            "estimator": "declared input distribution",
            "functional": {"origin": self.origin, "guessed": list(self.guessed)},
            "confidence": str(self.confidence), "deviation": {"method": self.method, "high": str(self.deviation)},
            "warnings": list(self.warnings), "statement": self.statement, "assumptions": list(self.assumptions),
            "bits": {self.method: {"low": str(self.bits), "high": str(self.bits)}},
            "certificates": [{"method": self.method, "sha256": self.sha256, "path": None}],
        }  # fmt: skip


def of_another_scenario(data: bytes) -> bool:
    """Whether bytes are a table, but none of two parties with two inputs of two outcomes."""
    from oracle.data.any_table import read_any
    from oracle.failures import CommandFailure

    try:
        return dict(read_any(data).parties) != {"A": (2, 2), "B": (2, 2)}
    except CommandFailure:
        return data.removeprefix(b"\xef\xbb\xbf").startswith(b"x1")


def any_counts(
    table: AnyCounts,
    *,
    confidence: Fraction | str,
    inputs: str = "uniform",
    functional: Source | Mapping[str, Number] | None = None,
    calibration: AnyCounts | None = None,
    levels: Sequence[str] = (),
    method: str | None = None,
    guessed: Sequence[str] = (),
    allow_signalling: bool = False,
    allow_biased_inputs: bool = False,
    progress: Steps | None = None,
) -> BitsOfAny:
    """Certified bits of a table of counts of any parties, inputs and outcomes.

    Args:
        table: a CSV file with the header x1,...,xn,a1,...,an,count, or x,y,a,b,count; its bytes; or a dictionary
            (x1, ..., xn, a1, ..., an) -> count. Counts are integers, in rounds.
        confidence: 1 - delta, exact, between 0 and 1, such as "99/100".
        inputs: the declared distribution: "uniform", or as many probabilities as there are tuples of inputs.
        functional: words with exact coefficients, declared before the rounds, each word with one operator of every
            party; or a TOML file with a table [functional] of them.
        calibration: a table of earlier rounds, from which the functional is chosen; one of the two is needed.
        levels: at most one level of the moment hierarchy; without one the bits hold for all that do not signal.
        method: of the deviation: "width8" (default) or "azuma".
        guessed: parties whose outcomes the guessing bound is about, with a functional of words; by default all but
            the last.
        allow_signalling: certify although outcomes signal by more than chance explains; a tag then says so.
        allow_biased_inputs: certify although inputs contradict what was declared; a tag then says so.
        progress: called with the number of bounds that are found, and how many there are.

    Returns:
        Bits of min-entropy of all outputs given all inputs, rounded down, with a certificate that the kernel proved;
        0 where the rounds are too few.

    Raises:
        Usage: neither or both of functional and calibration, several levels, another method.
        Malformed, Limit: the table, the functional, a level; `signalling`, `inputs-contradicted`, `calibration`.
        Undecided: `not-proved`, `solver`, `unreadable`.

    Source: pironio2010, section "general Bell inequalities"; the kernel's rule chain.

    >>> import oracle
    >>> seen = {(x, y, a, b): 400 if (a ^ b) == (x & y) else 40 for x in (0, 1) for y in (0, 1)
    ...         for a in (0, 1) for b in (0, 1)}
    >>> chsh = oracle.Functional({"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1})
    >>> found = oracle.any_counts(seen, confidence="99/100", functional=chsh)
    >>> found.estimate, found.method, found.bits > 300
    (Fraction(36, 11), 'width8:no-signalling', True)
    """
    from oracle.bounds.domains import read_confidence
    from oracle.data.any_bits import AnyRun, calibrated, certify_any, looked_at, read_functional
    from oracle.data.any_table import declared_law, read_any
    from oracle.numbers import parse_real

    counts = read_any(any_table_bytes(table))  # a table that is none is called that first
    if (functional is None) == (calibration is None):
        raise Usage("missing-argument", "this scenario needs --functional FILE.toml or --calibration FILE.csv")
    if len(levels) > 1 or method not in (None, *METHODS):
        raise Usage("unknown-name", "here at most one --level is given, and the methods are width8 and azuma")
    if guessed and not isinstance(functional, Mapping):
        raise Usage("unknown-argument", "guessed parties go with a functional of words; a file lists its own")
    delta = read_confidence(parse_real(_number(confidence)))
    run = AnyRun(counts, declared_law(inputs, counts), delta)
    run, warnings = looked_at(run, allow_signalling, allow_biased_inputs)
    if isinstance(functional, Mapping):
        what = read_functional(_declared(functional, guessed), "functional", counts)
    elif functional is not None:
        what = read_functional(read(functional, MAX_BYTES), name_of(functional, "functional"), counts)
    else:
        source = calibration if calibration is not None else b""
        named = "calibration" if isinstance(source, Mapping) else name_of(source, "calibration")
        what = calibrated(read_any(any_table_bytes(source), named), run.law, counts)
    level, chosen = levels[0] if levels else "", method or METHODS[0]
    sizes = [counts.parties[party] for party in what.guessed]
    bounds = 2 + prod(map(sum, sizes)) + (0 if level else prod(map(len, sizes)))
    found = certify_any(run, what, level, chosen, _Steps(progress, bounds).step)
    name = f"{'width8:' if chosen == 'width8' else ''}{f'sdp:{level}' if level else 'no-signalling'}"
    return BitsOfAny(
        name, found.bits, 1 - delta, counts.rounds, found.estimate, found.deviation, what.origin, what.guessed,
        tuple(warnings), found.proof.text, found.proof.assumptions, found.proof.sha256, found.proof.data,
    )  # fmt: skip


class _Steps:
    """How many bounds are found of how many."""

    def __init__(self, progress: Steps | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def step(self) -> None:
        """One more is found."""
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, max(self.total, self.done))


def _number(value: object) -> str:
    if isinstance(value, str | int | Fraction) and not isinstance(value, bool):
        return str(value)
    raise Malformed("not-a-number", f"confidence: {inexact(value)}")


def _declared(functional: Mapping[str, Number], guessed: Sequence[str]) -> bytes:
    """The file that declares the same; a string of JSON is one of TOML."""
    import json

    listed = [f"guessed = {json.dumps(list(guessed))}", "[functional]"] if guessed else ["[functional]"]
    for word, value in functional.items():
        listed.append(f"{json.dumps(str(word))} = {json.dumps(str(plain(value, f'functional: {word}')))}")
    return "\n".join([*listed, ""]).encode()
