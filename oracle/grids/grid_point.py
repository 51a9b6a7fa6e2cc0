"""One point of a sweep, from parameters to a checked certificate; runs in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from oracle.ask.parameters import resolved
from oracle.ask.reader import MAX_TABLE, Table, read_toml
from oracle.bounds.evaluate import evaluate, width_for
from oracle.failures import CommandFailure, Limit, Malformed, Undecided, Usage


@dataclass(frozen=True)
class Result:
    """What came of a point.

    Attributes:
        verdict: of the answer, such as PROVED, or the kind of failure: MALFORMED, LIMIT, UNDECIDED, FAILED.
        exit_code: that `bellcert certify` would have ended with.
        bound: exact, or "".
        bits: certified entropy, rounded down, for guessing and entropy; else "".
        sha256: of the certificate, or "".
        data: its bytes.
        problem: the sentence of a failure, or "".
        remark: what else should be known of an answer, or "".
    """

    verdict: str
    exit_code: int
    bound: str = ""
    bits: str = ""
    sha256: str = ""
    data: bytes = b""
    problem: str = ""
    remark: str = ""


def certified_point(data: bytes, file: str, folder: str, given: Mapping[str, str]) -> Result:
    """Answer the problem file at one choice of its parameters; a failure is a result.

    Args:
        data: bytes of the problem file.
        file: what errors call it.
        folder: where files that it names are.
        given: values of its parameters.
    """
    from oracle.ask.answer import VERDICTS
    from oracle.ask.reading import read_problem
    from oracle.ask.solve import bits_text, solve

    try:
        if read_toml(data, file).value.get("kind") == "bound":
            return _bound_point(data, file, folder, given)
        answer = solve(read_problem(data, file, lambda name: _beside(Path(folder, name)), given))
    except CommandFailure as failure:
        kinds = {3: "MALFORMED", 4: "LIMIT", 5: "UNDECIDED"}
        kind = kinds.get(failure.exit_code, "FAILED")
        return Result(kind, failure.exit_code, problem=f"{failure.sentence} [{failure.code}]")
    entropy = answer.bound if answer.main.statement["kind"] == "entropy" else answer.min_entropy
    bits = "" if entropy is None else bits_text(max(Fraction(0), entropy))
    main = answer.main
    bound = "" if answer.bound is None else str(answer.bound)
    return Result(answer.verdict, VERDICTS[answer.verdict], bound, bits, main.sha256, main.data, "", answer.remark)


def _bound_point(data: bytes, file: str, folder: str, given: Mapping[str, str]) -> Result:
    """A named quantity at one choice of the parameters: its safe end, with the certificate of the enclosure.

    Raises:
        Malformed, Usage, Limit, Undecided: as the quantity and its arguments.
    """
    top = resolved(read_toml(data, file), given)
    top.keys(["kind", "name", "arguments"], ["title"])
    if "name" not in top.value or "arguments" not in top.value:
        raise top.malformed("name", "a bound has a name and arguments", "missing-key")
    try:
        return _enclosed(top, folder)
    except Usage as problem:  # what would be a word of the command line is a key of the file
        raise Malformed("wrong-value", f"{file}: {problem.sentence}") from None


def _enclosed(top: Table, folder: str) -> Result:
    from oracle.bounds.catalogue import choose, find, read_arguments

    arguments, what = top.table("arguments"), find(top.text("name"))
    texts = {key: arguments.text(key) for key in arguments.value}
    words = [f"{key}={Path(folder, text) if key in what.files else text}" for key, text in texts.items()]
    bound, _, rest = choose(what, words)
    found = evaluate(bound.evaluate(read_arguments(bound, rest)), width_for(None))
    safe = found.low if bound.safe_side == "low" else found.high
    return Result("PROVED", 0, str(safe), "", found.sha256, found.certificate, "", bound.unit)


def _beside(path: Path) -> bytes:

    try:
        with path.open("rb") as file:
            return file.read(MAX_TABLE + 1)
    except (OSError, ValueError) as error:
        raise Undecided("unreadable", f"{path.name} cannot be read: {error}", path.name) from None


def crashed(error: BaseException) -> Result:
    """The result of a point whose process ended without one."""
    sentence = f"the process of this point ended: {type(error).__name__}: {error}"
    return Result("FAILED", Limit.exit_code if isinstance(error, MemoryError) else 70, problem=sentence)
