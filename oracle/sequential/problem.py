"""What a problem file over the set sequential asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.certify.problem import SOLVERS
from oracle.certify.reader import Table, shown
from oracle.numbers import PiMultiple, Surd, TangentAngle, parse
from oracle.problems import Limit, Malformed
from oracle.sequential.tables import MAX_COUNT, Runs, behaviour_means, count_means
from proofs.search.algebra import Scenario
from proofs.search.angles import Angle, Direction, Interval, square_root, widened
from proofs.search.angles import product as times
from proofs.search.known import Known
from proofs.search.language.failure import Failure, Kind
from proofs.search.sequences.devices import DATA, GRID, Noisy, SequentialChsh, StandardChsh, State
from proofs.search.sequences.sequence import sequential_scenario
from proofs.search.sequences.tetrahedron import ThirdParty
from proofs.search.symmetry import Relabelling
from proofs.search.write import Json

if TYPE_CHECKING:
    from oracle.sequential.kraus import Modelled

MAX_RUNS = 4  # parties of the sequence
MAX_LETTERS = 12
MAX_OUTCOMES = 10  # one digit each
SOURCES = ("protocol", "expectations", "behaviour", "counts", "model")
PROTOCOLS = {"sequential-chsh": ("theta",), "sequential-third": ("theta", "theta2"), "chsh": ()}
"""By name: the strengths of measurements."""

_LABEL = re.compile("[0-9]+", re.ASCII)


@dataclass(frozen=True)
class SequentialProblem:
    """How well outcomes of one run of a sequence are guessed from what is known.

    Attributes:
        title: of the user's own, or "".
        scenario: the remote party A, and B for the sequence.
        guessed: inputs whose outcomes are guessed together.
        known: means and where they lie.
        level, loss, solver: of the hierarchy.
        feasible: models with the known means, or None.
        declared: keys of a statement that declare the numbers in `feasible`.
        symmetries: relabellings that leave what is known as it is.
        simulated: a protocol and the rounds of each setting in simulated experiments, or None.
        remark: what the bound rests on beyond the hypotheses, or "".
        file: what errors call the problem's file.
    """

    title: str
    scenario: Scenario
    guessed: tuple[str, ...]
    known: tuple[Known, ...]
    level: str | tuple[str, ...]
    loss: Fraction
    solver: str
    feasible: Json | None
    declared: Mapping[str, Json]
    symmetries: tuple[Relabelling, ...]
    simulated: tuple[SequentialChsh, int] | None
    remark: str
    file: str

    kind = "guessing"
    set = "sequential"


def read_sequential(top: Table, beside: Callable[[str], bytes]) -> SequentialProblem:
    """The problem in a table whose key `set` is `sequential`.

    Args:
        top: the whole file.
        beside: bytes of a file that the problem names.

    Raises:
        Malformed: codes of `oracle.certify.problem`, and `not-sequential` with the exact violation.
        Limit: a stated limit.
    """
    top.choice("kind", ("guessing",))
    given = [key for key in SOURCES if key in top.value]
    if len(given) != 1:
        raise top.malformed("", f"exactly one of {', '.join(SOURCES)} is needed", "missing-key")
    needed = ["kind", "set", "level", "guessed", given[0]] + (["scenario"] if given[0] != "protocol" else [])
    tables = {"counts": ["confidence", "lost"], "behaviour": ["lost"]}
    top.keys(needed, ["title", "loss", "solver", *tables.get(given[0], [])])
    feasible: Json | None = None
    declared: Mapping[str, Json] = {}
    symmetries: tuple[Relabelling, ...] = ()
    remark, noisy = "", None
    if given[0] == "protocol":
        noisy, data = _protocol(top.table("protocol"))
        scenario, known, symmetries, feasible = noisy.scenario, noisy.known(data), noisy.symmetries, noisy.feasible()
    else:
        remote, sequence = _scenario(top.table("scenario"))
        try:
            scenario = sequential_scenario(remote, sequence)
        except Failure as error:
            raise top.malformed("scenario.sequence", str(error)) from None
        if given[0] == "expectations":
            known = _expectations(top.table("expectations"), scenario)
        elif given[0] == "model":
            found, remark = _model(top, scenario, Runs.of(remote, sequence))
            known, feasible, declared = found.known, found.feasible, found.declared
        else:
            known, remark = _table(top, given[0], Runs.of(remote, sequence), beside)
    return SequentialProblem(
        title=top.text("title") if "title" in top.value else "",
        scenario=scenario,
        guessed=_guessed(top, scenario),
        known=tuple(known),
        level=tuple(top.texts("level")) if isinstance(top.value["level"], list) else top.text("level"),
        loss=_loss(top),
        solver=top.choice("solver", SOLVERS) if "solver" in top.value else "clarabel",
        feasible=feasible,
        declared=declared,
        symmetries=symmetries,
        simulated=_simulated(top.table("protocol"), noisy) if noisy is not None else None,
        remark=remark,
        file=top.file,
    )


def _loss(top: Table) -> Fraction:
    loss = top.rational("loss") if "loss" in top.value else Fraction(1, 10**9)
    if not Fraction(1, 10**15) <= loss <= 1:
        raise top.malformed("loss", f"{loss} is outside of [1e-15, 1]", "out-of-range")
    return loss


def _guessed(top: Table, scenario: Scenario) -> tuple[str, ...]:
    from proofs.search.adversary import guessed_events

    guessed = tuple(top.texts("guessed"))
    try:
        guessed_events(scenario, guessed)
    except Failure as error:
        raise top.malformed("guessed", str(error)) from None
    return guessed


def _scenario(table: Table) -> tuple[dict[str, int], dict[str, int]]:
    """Outcomes by label of the remote party and of the sequence."""
    table.keys(["remote", "sequence"])
    remote, sequence = (_outcomes(table.table(key)) for key in ("remote", "sequence"))
    if any(len(label) > 1 for label in remote):
        raise table.malformed("remote", "the inputs of the remote party are single digits")
    if sum(remote.values()) + sum(sequence.values()) - len(remote) - len(sequence) > MAX_LETTERS:
        raise table.limit("", f"more than {MAX_LETTERS} operators")
    return remote, sequence


def _outcomes(table: Table) -> dict[str, int]:
    found = {}
    for label in table.value:
        if not _LABEL.fullmatch(label):
            raise table.malformed(shown(label), "a measurement is named by its inputs, one digit each")
        if len(label) > MAX_RUNS:
            raise table.limit(shown(label), f"a sequence of more than {MAX_RUNS} parties")
        d = table.rational(label)
        if d.denominator != 1 or d < 2:
            raise table.malformed(label, f"a measurement has 2 outcomes or more, not {d}")
        if d > MAX_OUTCOMES:
            raise table.limit(label, f"{d} outcomes, more than {MAX_OUTCOMES}")
        found[label] = int(d)
    return found


def _protocol(table: Table) -> tuple[Noisy, str]:
    name = table.choice("name", tuple(PROTOCOLS)) if "name" in table.value else ""
    strengths = PROTOCOLS.get(name, ())
    table.keys(["name", "p", *strengths], ["c", "data", *(["rounds"] if name == "sequential-chsh" else [])])
    data = table.choice("data", DATA) if "data" in table.value else "full"
    try:
        state = State(table.rational("p"), table.rational("c") if "c" in table.value else Fraction(0))
    except Failure as error:
        raise table.malformed("p", str(error), "out-of-range") from None
    angles = [_angle(table, key) for key in strengths]
    kinds: dict[str, Callable[..., Noisy]] = {
        "sequential-chsh": SequentialChsh, "sequential-third": ThirdParty, "chsh": StandardChsh,
    }  # fmt: skip
    return kinds[name](state, *angles), data


def _simulated(table: Table, noisy: Noisy) -> tuple[SequentialChsh, int] | None:
    if "rounds" not in table.value or not isinstance(noisy, SequentialChsh):
        return None
    rounds = table.rational("rounds")
    if rounds.denominator != 1 or not 1 <= rounds <= MAX_COUNT:
        raise table.malformed("rounds", f"{rounds} is no number of rounds from 1 to {MAX_COUNT}", "out-of-range")
    return noisy, int(rounds)


def _angle(table: Table, key: str) -> Angle | Direction:
    value = table.value[key]
    if isinstance(value, str):
        try:
            found = parse(value)
        except (Malformed, Limit) as problem:
            raise type(problem)(problem.code, f"{table.place(key)}: {problem.sentence}") from None
        if isinstance(found, PiMultiple):
            return Angle(turns=found.coefficient)
        if isinstance(found, TangentAngle):
            return Direction(Fraction(1), found.tangent)
        if not isinstance(found, Fraction):
            raise table.malformed(key, 'an angle is a number of radians, a multiple of pi such as "pi/8", or "tan=p/q"')
    radians = table.rational(key)
    if abs(radians) > 100:
        raise table.malformed(key, f"{radians} radians are outside of [-100, 100]", "out-of-range")
    return Angle(radians=radians)


def _expectations(table: Table, scenario: Scenario) -> list[Known]:
    """Known means of words: a number, a surd, or [low, high]."""
    found = []
    for k, word in enumerate(table.value, 1):
        name = _ordered(table, word, scenario)
        low, high = _interval(table, word)
        least = 0 if all("=" in atom for atom in word.split()) else -1  # a product of projectors is one
        if not least <= low <= high <= 1:
            end = low if low < least else high
            raise table.malformed(shown(word), f"the mean {end} is outside of [{least}, 1]", "out-of-range")
        found.append(Known(f"known-{k}", {name: Fraction(1)}, low, high))
    return found


def _ordered(table: Table, word: str, scenario: Scenario) -> str:
    """A word as certificates write it: a product of observables and events that one run measures."""
    places = {party + label: place for place, (party, label, _) in enumerate(scenario.inputs)}
    atoms = word.split()
    inputs = [atom.partition("=")[0] for atom in atoms]
    try:
        scenario.parse(word)
        scenario.hermitian({word: Fraction(1)})
    except Failure as error:
        sentence = "it has measurements that no run makes together" if error.kind is Kind.NOT_HERMITIAN else str(error)
        raise table.malformed(shown(word), sentence, "not-a-word") from None
    if not atoms or len(set(inputs)) < len(inputs):
        raise table.malformed(shown(word), "a product of different observables and events is needed", "not-a-word")
    return " ".join(sorted(atoms, key=lambda atom: places[atom.partition("=")[0]]))


def _interval(table: Table, word: str) -> Interval:
    value = table.value[word]
    if isinstance(value, list):
        if len(value) != 2:
            raise table.malformed(shown(word), "an interval is a list of its two ends")
        low, high = (table.number(word, item) for item in value)
        if low > high:
            raise table.malformed(shown(word), f"the interval from {low} to {high} is empty", "out-of-range")
        return low, high
    if isinstance(value, str) and "sqrt" in value:
        try:
            surd = parse(value)
        except (Malformed, Limit) as problem:
            raise type(problem)(problem.code, f"{table.place(word)}: {problem.sentence}") from None
        if isinstance(surd, Surd):
            root, factor = square_root(Fraction(surd.radicand)), (surd.coefficient,) * 2
            low, high = times(root, factor)
            inside = -1 <= low and high <= 1  # widening must not refuse a mean near the end of the range
            low, high = widened((low, high), GRID)
            return (max(low, Fraction(-1)), min(high, Fraction(1))) if inside else (low, high)
    exact = table.rational(word)
    return exact, exact


def _model(top: Table, scenario: Scenario, runs: Runs) -> tuple[Modelled, str]:
    from oracle.sequential.kraus import modelled

    found = modelled(top.table("model"), scenario, runs)
    remark = (
        "the known means are those of the model: the kernel proved that commuting projectors on a larger space, its "
        f"dilation, have the probabilities of its Kraus operators (sha256 {found.converted.sha256})"
    )
    return found, remark


def _table(top: Table, key: str, runs: Runs, beside: Callable[[str], bytes]) -> tuple[list[Known], str]:
    name, lost = top.text(key), _lost(top, runs)
    file = f"{top.file}: {name}"
    binned = f"events without an outcome are counted as outcome {lost}" if lost else ""
    if key == "behaviour":
        means: Mapping[str, Interval] = {
            word: (value, value) for word, value in behaviour_means(beside(name), file, runs, lost).items()
        }
        remark = binned
    else:
        confidence = top.rational("confidence") if "confidence" in top.value else Fraction(99, 100)
        if not 0 < confidence < 1:
            raise top.malformed("confidence", f"{confidence} is not between 0 and 1", "out-of-range")
        means = count_means(beside(name), file, runs, 1 - confidence, lost)
        remark = (
            f"rounds are assumed independent and identically distributed; with probability {confidence} all means lie "
            "in the stated intervals (Hoeffding, all means together); the bits are those of one round"
            f"{'; ' * bool(binned)}{binned}"
        )
    return [Known(f"known-{k}", {word: Fraction(1)}, *ends) for k, (word, ends) in enumerate(means.items(), 1)], remark


def _lost(top: Table, runs: Runs) -> str:
    """The outcome that events without one are counted as, or ""."""
    if "lost" not in top.value:
        return ""
    outcome = top.rational("lost")
    if outcome.denominator != 1 or not 0 <= outcome < min([*runs.remote.values(), *runs.sequence.values()]):
        raise top.malformed("lost", f"{outcome} is no outcome of every measurement", "out-of-range")
    return str(outcome)
