"""Counts of any scenario in, certified bits out: by a functional declared before, or chosen from earlier rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from oracle.api.results import Result, at_least
from oracle.api.sources import Source, name_of, read
from oracle.failures import Usage
from oracle.numbers import decimal_text

MAX_BYTES = 1 << 23
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


def counts_of_any(
    table: Source,
    *,
    confidence: str,
    inputs: str = "uniform",
    functional: Source | None = None,
    calibration: Source | None = None,
    levels: Sequence[str] = (),
    method: str | None = None,
    allow_signalling: bool = False,
    allow_biased_inputs: bool = False,
    step: Callable[[], None] = lambda: None,
) -> BitsOfAny:
    """Certified bits of a table of counts of any parties, inputs and outcomes.

    Args:
        table: a CSV file with the header x1,...,xn,a1,...,an,count, or x,y,a,b,count; or its bytes.
        confidence: 1 - delta, exact.
        inputs: the declared distribution: "uniform", or as many probabilities as there are tuples of inputs.
        functional: a TOML file with a table [functional] of words, declared before the rounds.
        calibration: a table of earlier rounds, from which the functional is chosen; one of the two is needed.
        levels: at most one level of the moment hierarchy; without one the bits hold for all that do not signal.
        method: of the deviation: "width8" (default) or "azuma".
        allow_signalling: certify although outcomes signal by more than chance explains; a tag then says so.
        allow_biased_inputs: certify although inputs contradict what was declared; a tag then says so.
        step: called after every bound that is found.

    Raises:
        Usage: neither or both of functional and calibration, several levels, another method.
        Malformed, Limit: the table, the functional, a level; `signalling`, `inputs-contradicted`, `calibration`.
        Undecided: `not-proved`, `solver`.

    Source: pironio2010, section "general Bell inequalities"; the kernel's rule chain.
    """
    from oracle.bounds.domains import read_confidence
    from oracle.data.any_bits import AnyRun, calibrated, certify_any, looked_at, read_functional
    from oracle.data.any_table import declared_law, read_any
    from oracle.numbers import parse_real

    counts = read_any(read(table, MAX_BYTES))  # a table that is none is called that first
    if (functional is None) == (calibration is None):
        raise Usage("missing-argument", "this scenario needs --functional FILE.toml or --calibration FILE.csv")
    if len(levels) > 1 or method not in (None, *METHODS):
        raise Usage("unknown-name", "here at most one --level is given, and the methods are width8 and azuma")
    delta = read_confidence(parse_real(confidence))
    run = AnyRun(counts, declared_law(inputs, counts), delta)
    run, warnings = looked_at(run, allow_signalling, allow_biased_inputs)
    if functional is not None:
        what = read_functional(read(functional, MAX_BYTES), name_of(functional, "functional"), counts)
    else:
        source = calibration if calibration is not None else b""
        what = calibrated(read_any(read(source, MAX_BYTES), name_of(source, "calibration")), run.law, counts)
    level, chosen = levels[0] if levels else "", method or METHODS[0]
    found = certify_any(run, what, level, chosen, step)
    name = f"{'width8:' if chosen == 'width8' else ''}{f'sdp:{level}' if level else 'no-signalling'}"
    return BitsOfAny(
        name, found.bits, 1 - delta, counts.rounds, found.estimate, found.deviation, what.origin, what.guessed,
        tuple(warnings), found.proof.text, found.proof.assumptions, found.proof.sha256, found.proof.data,
    )  # fmt: skip
