"""Problems about a remote party and a sequence of parties: the keys and data of the set sequential."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.ask.kraus import modelled
from oracle.ask.problem import (
    Beside,
    Problem,
    functional_of,
    how,
    known,
    lost_outcome,
    means_of,
    meant,
    require_names,
    title_of,
)
from oracle.ask.protocol import read_protocol, read_rounds
from oracle.ask.reader import Table
from oracle.ask.runs import Runs, behaviour_means, count_means
from oracle.ask.scenario import read_sequence
from oracle.ask.words import RunWords, expectations
from oracle.failures import Malformed
from proofs.kernel.statement import SIGNALLING
from proofs.search.language.failure import Failure
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import Known
from proofs.search.language.scenario import Scenario
from proofs.search.language.write import Json
from proofs.search.question import Question

if TYPE_CHECKING:
    from proofs.search.language.relabelling import Relabelling
    from proofs.search.sequences.devices import SequentialChsh

SOURCES = ("protocol", "expectations", "behaviour", "counts", "model")


@dataclass(frozen=True)
class Data:
    """What is known of the behaviour, and why.

    Attributes:
        scenario: whose words are meant.
        known: means and where they lie.
        remark: what they rest on, or "".
        feasible: models that have them, or "search".
        declared: keys of a statement that declare the numbers in `feasible`.
        symmetry: relabellings that leave what is known as it is.
        simulated: a protocol and the rounds of each setting in simulated experiments, or None.
    """

    scenario: Scenario
    known: tuple[Known, ...] = ()
    remark: str = ""
    feasible: Json | None = "search"
    declared: Mapping[str, Json] | None = None
    symmetry: tuple[Relabelling, ...] = ()
    simulated: tuple[SequentialChsh, int] | None = None


def read_sequential(top: Table, kind: str, beside: Beside, allow_signalling: bool) -> Problem:
    """The problem in a table whose key `set` is `sequential`.

    Args:
        top: the whole file.
        kind: of the question.
        beside: bytes of a file that the problem names.
        allow_signalling: take counts that no sequence explains, and mark what is known from them.

    Raises:
        Malformed: codes of `read_problem`, and `not-sequential` with the exact violation.
        Limit: a stated limit.
    """
    optimum = kind in ("maximum", "minimum")
    given = [key for key in SOURCES if key in top.value]
    if len(given) > 1 or not (given or optimum):
        raise top.malformed("", f"exactly one of {', '.join(SOURCES)} is needed", "missing-key")
    source = given[0] if given else ""
    needed = ["kind", "set", "level", *given] + (["scenario"] if source != "protocol" else [])
    needed += {"guessing": ["guessed"], "membership": []}.get(kind, ["functional"])
    tables = {"counts": ["confidence", "lost"], "behaviour": ["lost"]}
    top.keys(needed, ["title", "loss", "solver", *tables.get(source, []), *(["hypothesis"] if optimum else [])])
    data = _data(top, source, beside, allow_signalling)
    words = RunWords(data.scenario)
    asked = how(top, solver="clarabel")
    question = Question(
        kind, "sequential", data.scenario, functional=functional_of(top, words), known=data.known,
        means=means_of(top, words), guessed=_guessed(top, data.scenario) if kind == "guessing" else (),
        how=replace(asked, symmetry=data.symmetry, feasible=data.feasible, declared=data.declared or {}),
    )  # fmt: skip
    require_names(top, question)
    facts = meant(top)
    return Problem(title_of(top), top.file, question, remark=data.remark, facts=facts, simulated=data.simulated)


def _data(top: Table, source: str, beside: Beside, allow_signalling: bool) -> Data:
    if source == "protocol":
        table = top.table("protocol")
        noisy, data = read_protocol(table)
        return Data(
            noisy.scenario, tuple(noisy.known(data)), feasible=noisy.feasible(), symmetry=noisy.symmetries,
            simulated=read_rounds(table, noisy),
        )  # fmt: skip
    scenario, runs = read_sequence(top.table("scenario"))
    readers: dict[str, Callable[[], Data]] = {
        "": lambda: Data(scenario),
        "expectations": lambda: Data(scenario, known(expectations(RunWords(scenario), top.table("expectations")))),
        "behaviour": lambda: _behaviour(top, scenario, runs, beside),
        "counts": lambda: _counts(top, scenario, runs, beside, allow_signalling),
        "model": lambda: _model(top, scenario, runs),
    }
    return readers[source]()


def _model(top: Table, scenario: Scenario, runs: Runs) -> Data:

    found = modelled(top.table("model"), scenario, runs)
    remark = (
        "the known means are those of the model: the kernel proved that commuting projectors on a larger space, its "
        f"dilation, have the probabilities of its Kraus operators (sha256 {found.converted.sha256})"
    )
    return Data(scenario, tuple(found.known), remark, found.feasible, found.declared)


def _behaviour(top: Table, scenario: Scenario, runs: Runs, beside: Beside) -> Data:
    name, lost = top.text("behaviour"), _lost(top, runs)
    means = behaviour_means(beside(name), f"{top.file}: {name}", runs, lost)
    return Data(scenario, known({word: (value, value) for word, value in means.items()}), _binned(lost))


def _counts(top: Table, scenario: Scenario, runs: Runs, beside: Beside, allow_signalling: bool) -> Data:
    name, lost = top.text("counts"), _lost(top, runs)
    confidence = top.rational("confidence") if "confidence" in top.value else Fraction(99, 100)
    if not 0 < confidence < 1:
        raise top.malformed("confidence", f"{confidence} is not between 0 and 1", "out-of-range")
    data, file = beside(name), f"{top.file}: {name}"
    signals = ""
    try:
        means = known(count_means(data, file, runs, 1 - confidence, lost))
    except Malformed as problem:
        if not allow_signalling or problem.code != "not-sequential":
            raise
        signals = f"; the counts signal, which was allowed: {problem.sentence}"
        means = known(count_means(data, file, runs, 1 - confidence, lost, allow_signalling=True))
        means = tuple(replace(item, name=f"{SIGNALLING}{item.name}") for item in means)
    remark = (
        f"rounds are assumed independent and identically distributed; with probability {confidence} all means lie "
        "in the stated intervals (Hoeffding, all means together); the bits are those of one round"
        f"{'; ' * bool(lost)}{_binned(lost)}{signals}"
    )
    return Data(scenario, means, remark)


def _lost(top: Table, runs: Runs) -> str:
    return lost_outcome(top, min([*runs.remote.values(), *runs.sequence.values()]))


def _binned(lost: str) -> str:
    return f"events without an outcome are counted as outcome {lost}" if lost else ""


def _guessed(top: Table, scenario: Scenario) -> tuple[str, ...]:
    guessed = tuple(top.texts("guessed"))
    try:
        guessed_events(scenario, guessed)
    except Failure as failure:
        raise top.malformed("guessed", str(failure)) from None
    return guessed
