"""Probability-estimation factors from earlier rounds, and what simulated experiments gain by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import Any

from oracle.api.results import Result, Steps
from oracle.api.sources import inexact
from oracle.api.tables import MAX_BYTES, Counts, table_bytes
from oracle.failures import Malformed, Undecided, Usage
from oracle.numbers import parse_rational

MODELS = ("product", "two-sided", "sequential", "box")
SETS = ("quantum", "no-signalling", "local")
Number = Fraction | int | str


@dataclass(frozen=True, repr=False)
class Factors(Result):
    """Factors that are fixed before the rounds they are applied to.

    Attributes:
        file: the bytes to keep; `counts(table, factors=found.file, ...)` certifies later rounds with them.
        sha256: of the file.
        set: of behaviours they are proved for; "local" tests local realism and proves no bits.
        power: the power beta, or None for the set local.
        rounds: for which they were chosen.
        expected: bits if the later rounds are like the earlier ones: a forecast in floating point, no claim.
    """

    file: bytes = field(compare=False)
    sha256: str
    set: str
    power: Fraction | None
    rounds: int
    expected: float

    @property
    def certificate(self) -> bytes:
        """Nothing: what factors prove is proved with the counts they are applied to."""
        return b""

    def to_dict(self) -> dict[str, object]:
        if self.power is None:
            return {"sha256": self.sha256, "set": self.set}
        expected = {"rounds": str(self.rounds), "bits": f"{self.expected:.3f}"}
        return {"sha256": self.sha256, "power": str(self.power), "set": self.set, "expected": expected}

    def headline(self) -> str:
        if self.power is None:
            return "factors that test local realism"
        bits = f"about {self.expected:.1f} bits expected of {self.rounds} rounds (a forecast, no claim)"
        return f"power {self.power}; {bits}"

    def rows(self) -> list[tuple[str, str]]:
        return [("set", self.set), ("sha256", self.sha256)]


def factors(
    calibration: Counts,
    *,
    rounds: int | None = None,
    confidence: Number = "99/100",
    power: Number | None = None,
    setting_bias: Number | None = None,
    model: str = "two-sided",
    set: str = "quantum",  # noqa: A002 - the word of problem files
    inputs: str = "uniform",
) -> Factors:
    """Factors from the counts of earlier rounds, for later ones.

    A factor F and a power beta, fixed before a run, turn its counts into bits: (sum of log2 F + log2 delta) / beta,
    with memory allowed and against classical side information.

    Args:
        calibration: the table of earlier rounds, as `counts` takes it; none of them may be certified with the factors.
        rounds: how many are to come; by default as many as the calibration has.
        confidence: 1 - delta of the later certificate, exact.
        power: the power 1/K; by default the one with most expected bits.
        setting_bias: inputs may be biased by so much, below 1/2; by default they are uniform.
        model: what the bias is about: "product", "two-sided", "sequential" or "box".
        set: "quantum" or "no-signalling"; "local" gives factors of any scenario that test local realism.
        inputs: with "local", the declared distribution of the inputs.

    Returns:
        The factors. What they yield is certified later, whatever the rounds are like.

    Raises:
        Malformed: the table is not one; `out-of-range`, `calibration`.
        Undecided: `solver`, it is not installed or found nothing: pip install 'bellcert[events]'.
        Usage: options that do not go together.

    Source: probability estimation; docs/factors.md says what it yields.

    >>> factors("table.csv", set="all")
    Traceback (most recent call last):
    oracle.failures.Usage: ('unknown-argument', "'all' is none of quantum, no-signalling, local")
    """
    if set not in SETS:
        raise Usage("unknown-argument", f"{set!a} is none of {', '.join(SETS)}")
    data = table_bytes(calibration)
    if set == "local":
        if rounds or power or setting_bias:
            raise Usage("unknown-argument", "--set local takes --inputs and -o, and nothing else")
        return _of_local(data, inputs)
    from oracle.data.estimation import factors_bytes
    from proofs.search.factors.train import train

    table, delta, how = _asked(data, confidence, power, setting_bias, model, set)
    later = rounds or sum(table.values())
    with _failures():
        found = train(table, later, delta, **how)
    written = factors_bytes(found, sha256(data).hexdigest(), table, later, delta)
    return Factors(written, sha256(written).hexdigest(), set, found.power, later, found.expected)


@dataclass(frozen=True)
class Trials:
    """What simulated experiments certify.

    Attributes:
        number: of experiments.
        rounds: of each.
        share: the part that trains.
        bits: mean, deviation, quantiles and how many certify nothing; in floating point, no claims.
    """

    number: int
    rounds: int
    share: Fraction
    bits: Mapping[str, float]


def trials(
    calibration: Counts,
    number: int,
    *,
    share: Number = "1/3",
    seed: int = 1,
    rounds: int | None = None,
    confidence: Number = "99/100",
    power: Number | None = None,
    setting_bias: Number | None = None,
    model: str = "two-sided",
    set: str = "quantum",  # noqa: A002 - the word of problem files
    progress: Steps | None = None,
) -> Trials:
    """What simulated experiments certify, each trained on its first part and certified on the rest.

    Args:
        calibration: as for `factors`.
        number: of experiments.
        share: the part that trains.
        seed: of the simulation.
        rounds: of each experiment.
        confidence: 1 - delta.
        power: as for `factors`.
        setting_bias: as for `factors`.
        model: as for `factors`.
        set: "quantum" or "no-signalling".
        progress: called with what is done and how much there is.

    Returns:
        The figures: forecasts, no claims.

    Raises:
        Malformed, Undecided: as `factors`.
    """
    from proofs.search.factors.trials import summary
    from proofs.search.factors.trials import trials as simulated

    table, delta, how = _asked(table_bytes(calibration), confidence, power, setting_bias, model, set)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, number)

    later = rounds or sum(table.values())
    with _failures():
        runs = simulated(table, later, _rational(share, "share"), delta, number, seed, step, **how)
        figures = summary([one.bits for one in runs])
    return Trials(number, later, _rational(share, "share"), dict(figures))


@dataclass(frozen=True)
class Judged:
    """The factor of a round of the CURBy beacon, judged and taken over.

    Attributes:
        file: of factors.
        sha256: of the file.
        judged: whether it is a factor, the threshold, and what is claimed, as JSON values.
        lines: the same for people.
    """

    file: bytes
    sha256: str
    judged: Mapping[str, object]
    lines: tuple[str, ...]


def of_beacon(params: bytes, file: str = "parameters") -> Judged:
    """Judge the factor that a round of the CURBy beacon committed to, and take it over.

    Args:
        params: the bytes of the file of its parameters.
        file: what sentences call it.

    Raises:
        Malformed: the file is none of parameters, or its factor is none.
    """
    from oracle.data.curby import factors_file, judged, read_params

    found = read_params(params, file)
    said = judged(found)
    written = factors_file(found)
    return Judged(written, sha256(written).hexdigest(), said.to_dict(), tuple(said.lines()))


def _asked(
    data: bytes, confidence: Number, power: Number | None, bias: Number | None, model: str, chosen: str
) -> tuple[Mapping[Any, int], Fraction, dict[str, Any]]:
    from oracle.data.chsh_table import read_table
    from proofs.search.factors.behaviours import UNIFORM

    table = read_table(data[: MAX_BYTES + 1])
    delta = 1 - _rational(confidence, "confidence")
    wanted = None if power is None else _rational(power, "power")
    size = Fraction(0) if bias is None else _rational(bias, "setting_bias")
    if not 0 < delta < 1:
        raise Malformed("out-of-range", f"the confidence {confidence} is not between 0 and 1")
    if bias is not None and not 0 < size < Fraction(1, 2):
        raise Malformed("out-of-range", f"the bias {bias} is not between 0 and 1/2")
    how = {"quantum": chosen == "quantum", "law": UNIFORM if bias is None else None, "model": model, "bias": size,
           "power": wanted}  # fmt: skip
    return table.counts, delta, how


def _rational(value: Number, name: str) -> Fraction:
    if isinstance(value, str | int | Fraction) and not isinstance(value, bool):
        return parse_rational(str(value))
    raise Malformed("not-a-number", f"{name}: {inexact(value)}")


def _of_local(data: bytes, inputs: str) -> Factors:
    """Factors that test local realism, in any scenario."""
    from oracle.data.any_table import declared_law, read_any
    from oracle.data.ratios import best_ratios, ratios_bytes

    table = read_any(data)
    written = ratios_bytes(best_ratios(table, declared_law(inputs, table)))
    return Factors(written, sha256(written).hexdigest(), "local", None, 0, 0.0)


@contextmanager
def _failures() -> Iterator[None]:
    """Failures of the search as those of the interface."""
    from proofs.search.language.failure import Failure, Kind

    try:
        yield
    except Failure as failure:
        if failure.kind is Kind.SOLVER:
            raise Undecided("solver", str(failure)) from None
        raise Malformed("calibration" if failure.place == "calibration" else "out-of-range", str(failure)) from None
