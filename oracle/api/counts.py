"""A table of counts in, certified bits and a certificate out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.api.results import Result, Steps, at_least, exactly
from oracle.api.sources import Source, inexact, name_of, read
from oracle.api.tables import MAX_BYTES, Counts, table_bytes
from oracle.failures import Malformed, Usage
from oracle.numbers import decimal_text

if TYPE_CHECKING:
    from oracle.data.counted import Run
    from oracle.data.estimation import Factors
    from oracle.data.many_rounds import CertifiedBits as Found
    from oracle.data.methods import Method
    from oracle.data.signalling import Comparison, InputFrequency
    from oracle.pages.drawing import Plot

ESTIMATOR = "declared input distribution"
DEFAULT_LEVEL = "1+AB"


@dataclass(frozen=True, repr=False)
class MethodBits:
    """What one method certifies.

    Attributes:
        low: proved bits of min-entropy of all outputs, given all inputs; 0 when the rounds are too few.
        high: upper end of the method's formula: how much the certificate may have lost by rounding; no bound on the
            entropy.
        eps_low, eps_high: proved enclosure of the method's deviation, in units of the functional.
        says: the method in one phrase.
        statement: canonical text of the certificate.
        assumptions: what it rests on.
        sha256: of the certificate.
        certificate: its bytes.
        estimate: of the functional, exactly.
        functional: words to coefficients.
    """

    low: Fraction
    high: Fraction
    eps_low: Fraction | None
    eps_high: Fraction | None
    says: str
    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes = field(compare=False)
    estimate: Fraction | None = None
    functional: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class CertifiedBits(Result):
    """Certified bits of a run, by one method or several.

    Attributes:
        verdict: PROVED; or EMPTY, where the counts contradict quantum theory by more than chance explains.
        method: whose statement is the main one: a key of `by_method`, "factors", or "empty".
        bits: what it certifies, a lower bound on min-entropy in bits; 0 where nothing is certified.
        confidence: 1 - delta; the statement fails with probability at most delta.
        rounds: number of rounds.
        wins: how many of them win the CHSH game.
        chsh: the estimate with the declared input distribution, exactly; bits come from it, or from another functional
            estimated in the same way.
        observed: the CHSH value with observed setting frequencies, which never enters bits; None where it is undefined.
        inputs: declared probability of each setting pair.
        statement, assumptions, sha256, certificate: of the main method.
        by_method: every method that was asked.
        tests: the four comparisons of marginals, with p-values.
        frequencies: of the settings, and whether they contradict what was declared.
        warnings: what was allowed although the data contradict it; the certificate has a tag for each.
        overrides: names of those tags.
        factors: sha256 of the file of factors and of its calibration, and the power, where factors were used.
        remark: what else should be known, or "".
    """

    verdict: str
    method: str
    bits: Fraction
    confidence: Fraction
    rounds: int
    wins: int
    chsh: Fraction
    observed: Fraction | None
    inputs: Mapping[tuple[int, int], Fraction]
    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes = field(compare=False)
    by_method: Mapping[str, MethodBits] = field(default_factory=dict)
    tests: tuple[Comparison, ...] = ()
    frequencies: tuple[InputFrequency, ...] = ()
    warnings: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    factors: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""

    @property
    def origin(self) -> str:
        """What the certificate says of the functional: "declared", or "calibration" and the sha256 of a file."""
        tag = next((line for line in self.assumptions if line.startswith("tag: functional = ")), " = declared")
        return tag.split(" = ")[1].split(":")[0]

    def headline(self) -> str:
        if self.verdict == "EMPTY":
            return f"EMPTY: {self.rounds} rounds that contradict quantum theory"
        return f"{at_least(self.bits)} of min-entropy in {self.rounds} rounds, confidence {self.confidence}"

    def rows(self) -> list[tuple[str, str]]:
        found = [
            ("method", self.method),
            ("CHSH, declared inputs", f"{self.chsh} (about {decimal_text(self.chsh, 6, up=False)})"),
            *((f"bits >= by {key}", decimal_text(each.low, 6, up=False)) for key, each in self.by_method.items()),
            *(("warning", text) for text in self.warnings),
            ("remark", self.remark),
            ("sha256", self.sha256),
            *(("assumption", text) for text in self.assumptions),
        ]
        return [(name, text) for name, text in found if text]

    def plot(self) -> Plot | None:
        from oracle.pages.drawing import Bars

        return Bars([(key, each.low) for key, each in self.by_method.items()], "certified bits by method")

    def to_dict(self) -> dict[str, object]:
        if self.verdict == "EMPTY":
            entry = {"method": "empty", "sha256": self.sha256, "path": None}
            return {"verdict": "EMPTY", "statement": self.statement, "remark": self.remark, "certificates": [entry]}
        bits = {key: {"low": str(each.low), "high": str(each.high)} for key, each in self.by_method.items()}
        certificates = [{"method": key, "sha256": each.sha256, "path": None} for key, each in self.by_method.items()]
        stated: dict[str, object] = {"statement": self.statement, "assumptions": list(self.assumptions)}
        if self.factors:
            return self._observed() | {"factors": dict(self.factors), **stated, "bits": bits,
                                       "certificates": certificates}  # fmt: skip
        eps = {key: {"low": str(each.eps_low), "high": str(each.eps_high)} for key, each in self.by_method.items()}
        main = self.by_method[self.method]
        return self._observed() | {
            "functional": {
                "origin": self.origin,
                "coefficients": {word: str(c) for word, c in main.functional.items()},
                "estimate": str(main.estimate),
            },
            "deviation": {"method": self.method, **eps[self.method], "by_method": eps},
            **stated, "bits": bits, "certificates": certificates,
        }  # fmt: skip

    def _observed(self) -> dict[str, object]:
        """What was seen and declared, whatever certifies bits."""
        return {
            "estimates": {
                "declared": str(self.chsh), "observed": exactly(self.observed), "rounds": self.rounds,
                "wins": self.wins,
                "signalling": [
                    {
                        "party": test.party, "setting": test.setting,
                        "frequencies": [exactly(test.first), exactly(test.second)], "distance": str(test.distance),
                        "p_value": {"low": str(test.p_low), "high": str(test.p_high)}, "significant": test.significant,
                    }
                    for test in self.tests
                ],
                "inputs": [
                    {"setting": "{}{}".format(*f.setting), "observed": str(f.observed), "declared": str(f.declared),
                     "contradicted": f.contradicted}
                    for f in self.frequencies
                ],
            },
            "estimator": ESTIMATOR, "inputs": {f"{x}{y}": str(p) for (x, y), p in self.inputs.items()},
            "confidence": str(self.confidence), "delta": str(1 - self.confidence), "warnings": list(self.warnings),
            "overrides": list(self.overrides),
        }  # fmt: skip


def counts(
    table: Counts,
    *,
    confidence: Fraction | str,
    inputs: str | Mapping[tuple[int, int], Fraction | str] = "uniform",
    levels: Sequence[str] = (),
    method: str | None = None,
    calibration: Source | None = None,
    factors: Source | None = None,
    then: Sequence[tuple[Source, Source]] = (),
    allow_signalling: bool = False,
    allow_biased_inputs: bool = False,
    progress: Steps | None = None,
) -> CertifiedBits:
    """Certified bits of the outcomes of an experiment with two parties, two settings and two outcomes.

    The statement holds after the fact: for each value of the adversary's classical information, the outcomes that
    occurred had, except with probability delta, a conditional probability of at most 2^-bits given all inputs.

    Args:
        table: a CSV file x,y,a,b,count by its name or bytes; a dictionary (x, y, a, b) -> count; or nested lists of
            shape 2 x 2 x 2 x 2, `counts[x][y][a][b]`. Counts are integers, in rounds.
        confidence: 1 - delta, exact, between 0 and 1, such as "99/100".
        inputs: the distribution declared before the run: "uniform", "P00,P01,P10,P11", or (x, y) -> probability.
        levels: of the moment hierarchy, such as "1+AB", from which bits are certified as well; needs bellcert[sdp].
        method: whose statement is the main one; by default "width8:tight", which is never worse for any data.
        calibration: counts of earlier rounds, from which the functional is chosen instead of CHSH.
        factors: a file of probability-estimation factors, fixed before these rounds.
        then: later blocks of rounds: a table and a file of factors that were fixed before the block, such as chosen
            from the blocks before; one statement is about all of them.
        allow_signalling: certify although marginals signal beyond chance; the certificate has a tag for it.
        allow_biased_inputs: certify although the settings contradict `inputs`; likewise.
        progress: called with what is done and how much there is.

    Returns:
        Bits, rounded down, by every method, with certificates that the kernel proved; 0 where the rounds are too few.

    Raises:
        Malformed: the table, the confidence or the inputs are not ones; `signalling`, `inputs-contradicted`.
        Limit: bytes, digits, sizes.
        Undecided: `not-proved`, `solver`, `unreadable`.
        Usage: an unknown method, or options that do not go together.

    Source: pironio2010, equations (2), (6)-(12), (14), the claim (12) in the corrected form.

    >>> import oracle
    >>> seen = [[[[400, 75], [75, 400]], [[400, 75], [75, 400]]], [[[400, 75], [75, 400]], [[75, 400], [400, 75]]]]
    >>> found = oracle.counts(seen, confidence="99/100")
    >>> found.rounds, found.chsh, found.bits > 250
    (3800, Fraction(52, 19), True)
    """
    from oracle.bounds.domains import read_confidence
    from oracle.data.chsh_table import read_inputs, read_table
    from oracle.data.counted import Run
    from oracle.data.signalling import input_frequencies
    from oracle.numbers import parse_real

    delta = read_confidence(parse_real(_number(confidence, "confidence")))
    declared = read_inputs(_inputs(inputs))
    data = table_bytes(table)
    run = Run(read_table(data), declared, delta)
    if factors is not None:
        if levels or method or calibration:
            raise Usage("unknown-argument", "--factors does not go with --level, --method or --calibration")
        allowed = allow_signalling, allow_biased_inputs
        return _by_factors(
            factors, run, data, allowed, [(Run(read_table(d), declared, delta), d, f) for d, f in _later(then)]
        )
    if then:
        raise Usage("unknown-argument", "later blocks go with factors")
    run, looked = _looked_at(run, input_frequencies(run.table, run.inputs), allow_signalling, allow_biased_inputs)
    return _by_methods(run, looked, levels, method, calibration, progress)


def _number(value: object, name: str) -> str:
    if isinstance(value, str | int | Fraction) and not isinstance(value, bool):
        return str(value)
    raise Malformed("not-a-number", f"{name}: {inexact(value)}")


def _inputs(inputs: str | Mapping[tuple[int, int], Fraction | str]) -> str:
    if isinstance(inputs, str):
        return inputs
    from oracle.data.chsh_table import SETTINGS

    if set(inputs) != set(SETTINGS):
        raise Malformed("inputs", "a probability of each setting pair (0, 0), (0, 1), (1, 0), (1, 1) is needed")
    return ",".join(_number(inputs[setting], "inputs") for setting in SETTINGS)


@dataclass(frozen=True)
class _Looked:
    tests: tuple[Comparison, ...]
    frequencies: tuple[InputFrequency, ...]
    warnings: tuple[str, ...]


def _looked_at(
    run: Run, frequencies: list[InputFrequency], allow_signalling: bool, allow_biased_inputs: bool
) -> tuple[Run, _Looked]:
    """The run with marks of what it contradicts and the user allowed."""
    from oracle.data.counted import OVERRIDES
    from oracle.data.signalling import comparisons, require_consistent

    tests = comparisons(run.table)
    warnings = require_consistent(tests, frequencies, allow_signalling, allow_biased_inputs)
    marks = any(test.significant for test in tests), any(entry.contradicted for entry in frequencies)
    run = replace(run, overrides=tuple(name for name, marked in zip(OVERRIDES, marks, strict=True) if marked))
    return run, _Looked(tuple(tests), tuple(frequencies), tuple(warnings))


def _by_methods(
    run: Run, looked: _Looked, levels: Sequence[str], method: str | None, calibration: Source | None,
    progress: Steps | None,
) -> CertifiedBits:  # fmt: skip
    from oracle.data.calibration import certify_calibrated, read_calibration
    from oracle.data.impossible import impossible
    from oracle.data.many_rounds import certify, require_level
    from oracle.data.methods import chosen, methods

    source = None if calibration is None else read_calibration(read(calibration, MAX_BYTES), run.table)
    if source is not None:
        levels = tuple(levels) or (DEFAULT_LEVEL,)
    for level in levels:
        require_level(level)
    found: dict[str, Method] = methods(levels, source is not None)
    main = chosen(found, method, levels)
    empty = impossible(run)
    if empty is not None:
        if found[main].quantum:
            return _empty(run, looked, empty.text, empty.assumptions, empty.sha256, empty.data)
        found = {key: way for key, way in found.items() if not way.quantum}
    proved = {}
    for done, (key, way) in enumerate(found.items(), 1):
        bits = certify(run, way) if source is None else certify_calibrated(run, way, source)
        proved[key] = _of_method(bits)
        if progress is not None:
            progress(done, len(found))
    best = proved[main]
    return _result(
        run, looked, "PROVED", main, best.low, best.statement, best.assumptions, best.sha256, best.certificate, proved
    )


def _of_method(found: Found) -> MethodBits:
    return MethodBits(
        found.low, found.high, found.deviation.low, found.deviation.high, found.says, found.statement,
        found.assumptions, found.sha256, found.certificate, found.estimate, dict(found.functional),
    )  # fmt: skip


def _result(
    run: Run, looked: _Looked, verdict: str, method: str, bits: Fraction, statement: str, assumptions: tuple[str, ...],
    sha256: str, certificate: bytes, by_method: Mapping[str, MethodBits],
) -> CertifiedBits:  # fmt: skip
    from oracle.data.estimate import chsh_declared, chsh_observed, wins

    return CertifiedBits(
        verdict, method, bits, 1 - run.delta, run.table.rounds, wins(run.table), chsh_declared(run.table, run.inputs),
        chsh_observed(run.table), dict(run.inputs), statement, assumptions, sha256, certificate, by_method,
        looked.tests, looked.frequencies, looked.warnings, run.overrides,
    )  # fmt: skip


def _empty(
    run: Run, looked: _Looked, statement: str, assumptions: tuple[str, ...], sha256: str, data: bytes
) -> CertifiedBits:
    """The counts contradict quantum theory."""
    found = _result(run, looked, "EMPTY", "empty", Fraction(0), statement, assumptions, sha256, data, {})
    remark = (
        f"the estimate {found.chsh} with the declared input distribution has a probability below 1e-6 under quantum "
        f"theory: but for that, the mean CHSH value of the {found.rounds} rounds is at least that of the "
        "hypothesis score, which no quantum behaviour has"
    )
    return replace(found, remark=remark)


def _later(then: Sequence[tuple[Source, Source]]) -> list[tuple[bytes, Source]]:
    """Bytes of the tables of later blocks, and their factors."""
    return [(read(table, MAX_BYTES), factors) for table, factors in then]


def _by_factors(
    factors: Source, run: Run, data: bytes, allowed: tuple[bool, bool], later: Sequence[tuple[Run, bytes, Source]] = ()
) -> CertifiedBits:
    """Bits by factors: their own statement, with nothing of an estimate of CHSH in it."""
    from oracle.data.chsh_table import CountTable
    from oracle.data.estimation import certified_by_blocks, frequencies_under, read_factors, require_other_rounds

    blocks: list[tuple[Factors, Run]] = []
    warnings: list[str] = []
    for block, table, source in [(run, data, factors), *later]:
        chosen = read_factors(read(source, MAX_BYTES), name_of(source, "factors"))
        require_other_rounds(chosen, table, block)
        marked, looked = _looked_at(block, frequencies_under(chosen, block), *allowed)
        blocks.append((chosen, marked))
        warnings += looked.warnings
    chosen, run = blocks[0]
    proof, bits = certified_by_blocks(blocks)
    if later:  # estimates and tests are shown of all rounds together
        cells = {cell: sum(each.table.counts[cell] for _, each in blocks) for cell in run.table.counts}
        overrides = tuple(dict.fromkeys(name for _, each in blocks for name in each.overrides))
        run = replace(run, table=CountTable(cells), overrides=overrides)
    looked = replace(_looked_at(run, frequencies_under(chosen, run), True, True)[1], warnings=tuple(warnings))
    only = MethodBits(bits, bits, None, None, "probability-estimation factors", proof.text, proof.assumptions,
                      proof.sha256, proof.data)  # fmt: skip
    found = _result(run, looked, "PROVED", "factors", bits, proof.text, proof.assumptions, proof.sha256, proof.data,
                    {"factors": only})  # fmt: skip
    named = {"sha256": chosen.sha256, "calibration": chosen.calibration, "power": str(chosen.trained.power)}
    return replace(found, factors=named)


def method_names() -> list[str]:
    """Names of the methods that need no level.

    >>> method_names()[-1]
    'width8:tight'
    """
    from typing import get_args

    from oracle.data.methods import Guess

    plain = [name for name in get_args(Guess) if name != "sdp"]
    return [*plain, *(f"width8:{name}" for name in plain)]
