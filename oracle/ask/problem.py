"""What a problem file asks: a title, and a question about a set of behaviours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.ask.reader import Table, shown
from oracle.ask.scenario import bell_scenario, read_parties
from oracle.ask.surds import GRID, surds
from oracle.ask.words import COUNTED, Functional, Grammar, functional
from oracle.failures import failed
from proofs.kernel.statement import SIGNALLING
from proofs.search.language.angles import widened
from proofs.search.language.failure import Failure
from proofs.search.language.known import Known
from proofs.search.language.means import Mean
from proofs.search.language.relabelling import Relabelling
from proofs.search.question import How, Question

if TYPE_CHECKING:
    from oracle.ask.region import Region
    from proofs.search.language.relabelling import Relabelling
    from proofs.search.sequences.devices import SequentialChsh

PARTIES = ("local", "measurement-dependent", "no-signalling", "time-ordered", "quantum")
SETS = (*PARTIES, "sequential", "steering")
KINDS: dict[str, tuple[str, ...]] = {  # kind -> sets it is asked about
    "maximum": SETS,
    "minimum": SETS,
    "guessing": ("no-signalling", "quantum", "sequential", "steering"),
    "entropy": ("quantum",),
    "membership": ("local", "no-signalling", "quantum", "sequential", "steering"),
    "facet": ("local", "no-signalling", "time-ordered"),
}
HIERARCHY = ("quantum", "sequential")  # sets that are bounded by levels
MAX_HYPOTHESES = 64
LINEAR_GRID = 24  # binary digits of the ends around an irrational number, where a linear program is solved in floats
LOSS_DIGITS = 50  # what the solver of multiple precision is asked for
PRECISE = "sdpa-multiprecision"  # bounds that are as close to the optimum as a loss of 1e-50 says
SOLVERS = ("picos", "clarabel")

_HOLDS = "bounds and contradictions hold as they were asked, a behaviour that is shown is so near"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)

Beside = Callable[[str], bytes]


@dataclass(frozen=True)
class Problem:
    """A question of a user's own.

    Attributes:
        title: of the user's own, or "".
        file: what errors call the problem's file.
        question: what is asked of an engine.
        region: the confidence region that some of the hypotheses come from.
        remark: what the answer rests on beyond its hypotheses, or "".
        facts: what was done to the data, exactly, by name.
        simulated: a protocol and the rounds of each setting in simulated experiments, or None.
    """

    title: str
    file: str
    question: Question
    region: Region | None = None
    remark: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    simulated: tuple[SequentialChsh, int] | None = None

    @property
    def kind(self) -> str:
        """A key of `KINDS`."""
        return self.question.kind

    @property
    def set(self) -> str:
        """One of `SETS`."""
        return self.question.set


def known(means: Mapping[str, tuple[Fraction, Fraction]]) -> tuple[Known, ...]:
    """Means and where they lie, named in order."""
    return tuple(Known(f"known-{k}", {word: Fraction(1)}, *ends) for k, (word, ends) in enumerate(means.items(), 1))


def title_of(top: Table) -> str:
    """The user's own title, or ""."""
    return top.text("title") if "title" in top.value else ""


def functional_of(top: Table, words: Grammar) -> Functional:
    """What is optimised or tested."""
    return functional(words, top.table("functional")) if "functional" in top.value else {}


def means_of(top: Table, words: Grammar) -> tuple[Mean, ...]:
    """The hypotheses on means."""
    tables = top.tables("hypothesis") if "hypothesis" in top.value else []
    return tuple(mean for table in tables for mean in hypotheses(table, words, _grid(top)))


def _grid(top: Table) -> int:
    """Binary digits of the ends around an irrational number: as many as the solvers of the set tell apart."""
    return GRID if top.value.get("set") in HIERARCHY else LINEAR_GRID


def hypotheses(table: Table, words: Grammar, grid: int) -> list[Mean]:
    """A hypothesis: one inequality or equation; two inequalities for an equation with an irrational number.

    An irrational number is replaced by a rational one that makes the hypothesis weaker.
    """
    table.keys(["name", "functional", "sense", "value"])
    name = table.text("name")
    if not _NAME.fullmatch(name) or name.startswith(("known-", COUNTED, SIGNALLING)):
        raise table.malformed("name", f"{shown(name)} is no name of lower-case letters, digits and hyphens")
    sense = table.choice("sense", (">=", "<=", "="))
    terms, (low, high) = functional(words, table.table("functional")), table.interval("value")
    if low != high and grid == LINEAR_GRID:
        low, high = widened((low, high), grid)
    least, most = _moved(terms, low, 1), _moved(terms, high, -1)
    if sense == "=" and low != high:
        return [Mean(f"{name}-low", least), Mean(f"{name}-high", most)]
    return [Mean(name, most) if sense == "<=" else Mean(name, least, "=0" if sense == "=" else ">=0")]


def meant(top: Table) -> dict[str, str]:
    """What is said in place of an irrational number, by the place of the number."""
    grid = _grid(top)
    found: dict[str, str] = {}
    for key in ("hypothesis", "operator"):
        for table in top.tables(key) if key in top.value else ():
            value, name, sense = table.value["value"], table.text("name"), table.text("sense")
            if isinstance(value, str) and "sqrt" in value and surds(value).rational is None:
                ends = {
                    "=": f"{name}-low and {name}-high say that it lies between rationals around that, "
                    f"less than 2^-{grid - 2} apart",
                    ">=": f"{name} says so of the rational below that, by at most 2^-{grid - 1}",
                    "<=": f"{name} says so of the rational above that, by at most 2^-{grid - 1}",
                }[sense]
                found[f"irrational {key} {name}"] = f"{sense} {value}: {ends}; {_HOLDS}"
    for word, value in top.value.get("expectations", {}).items():
        texts = [x for x in (value if isinstance(value, list) else [value]) if isinstance(x, str) and "sqrt" in x]
        if any(surds(text).rational is None for text in texts):
            shown_text = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else value
            found[f"irrational mean of {word}"] = (
                f"{shown_text}: the hypotheses say that it lies between rationals around that, at most 2^-{GRID - 1} "
                f"away; {_HOLDS}"
            )
    return found


def _moved(terms: Functional, value: Fraction, sign: int) -> Functional:
    """sign (functional - value)."""
    moved = {word: sign * c for word, c in terms.items()}
    moved[""] = moved.get("", Fraction(0)) - sign * value
    return {word: c for word, c in moved.items() if c}


def require_names(top: Table, question: Question) -> None:
    """Refuse hypotheses with one name, too many of them, and constants.

    Raises:
        Malformed: `wrong-value`.
        Limit: `size`.
    """
    own = [mean for mean in (*question.means, *question.positives) if not mean.name.startswith((COUNTED, SIGNALLING))]
    if len(own) > MAX_HYPOTHESES:
        raise top.limit("hypothesis", f"more than {MAX_HYPOTHESES} hypotheses")
    names = [mean.name for mean in own]
    for mean in own:
        if names.count(mean.name) > 1:
            raise top.malformed("hypothesis", f"two hypotheses are called {mean.name}")
        if not any(word for word in mean.functional):
            raise top.malformed("hypothesis", f"the hypothesis {mean.name} is about a constant")


def how(top: Table, symmetry: str | tuple[Mapping[str, str], ...] = "", solver: str = SOLVERS[0]) -> How:
    """Level, loss and solver of the hierarchy; relabellings are made of their texts by `solve`."""
    level = top.value["level"]
    if not isinstance(level, str | list):
        raise top.malformed("level", 'a text such as "2" or "1+AB" is needed, or a list of words')
    precise = top.value.get("solver") == PRECISE or top.value.get("set") != "sequential"
    digits = LOSS_DIGITS if precise else 15
    loss = top.rational("loss") if "loss" in top.value else Fraction(1, 10**9)
    if not Fraction(1, 10**digits) <= loss <= 1:
        raise top.malformed("loss", f"{loss} is outside of [1e-{digits}, 1]", "out-of-range")
    known_solvers = SOLVERS if top.value.get("set") == "sequential" else (*SOLVERS, PRECISE)
    return How(
        level=tuple(top.texts("level")) if isinstance(level, list) else top.text("level"),
        loss=loss,
        solver=top.choice("solver", known_solvers) if "solver" in top.value else solver,
        symmetry=_relabellings(top, symmetry),
    )


def _relabellings(top: Table, symmetry: str | tuple[Mapping[str, str], ...]) -> str | tuple[Relabelling, ...]:
    if isinstance(symmetry, str):
        return symmetry

    parties, _ = read_parties(top.table("scenario"), False)
    try:
        return tuple(Relabelling.declared(bell_scenario(parties), images) for images in symmetry)
    except Failure as failure:
        raise failed(failure, top.file) from None


def lost_outcome(top: Table, outcomes: int) -> str:
    """The outcome that events without one are counted as, or ""; one of so many that every input has."""
    if "lost" not in top.value:
        return ""
    outcome = top.rational("lost")
    if outcome.denominator != 1 or not 0 <= outcome < outcomes:
        raise top.malformed("lost", f"{outcome} is no outcome of every measurement", "out-of-range")
    return str(outcome)
