"""What a problem file asks: scenario, set of behaviours, kind of question, and what is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from oracle.certify.reader import Table, read_toml, shown
from oracle.certify.words import COUNTED, Functional, Words, inputs_of

if TYPE_CHECKING:
    from oracle.certify.region import Region
    from oracle.certify.source import Vertex
    from oracle.certify.tables import Behaviour

SETS = ("local", "measurement-dependent", "no-signalling", "time-ordered", "quantum")
KINDS: dict[str, tuple[str, ...]] = {  # kind -> sets it is asked about
    "maximum": SETS,
    "minimum": SETS,
    "guessing": ("no-signalling", "quantum"),
    "membership": ("local", "no-signalling", "quantum"),
    "facet": ("local", "no-signalling", "time-ordered"),
}
MAX_PARTIES = 16
MAX_OUTCOMES = 16
MAX_INPUTS = 32
MAX_CELLS = 1 << 16
MAX_STRATEGIES = 1 << 18
MAX_HYPOTHESES = 64
MAX_OPERATORS = 64
LOSS_DIGITS = 50  # what the solver of multiple precision is asked for
PRECISE = "sdpa-multiprecision"  # bounds that are as close to the optimum as a loss of 1e-50 says
SOLVERS = ("picos", "clarabel")

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)


@dataclass(frozen=True)
class Mean:
    """A hypothesis: the mean of the functional is >= 0, or = 0."""

    name: str
    functional: Functional
    sense: str


@dataclass(frozen=True)
class Problem:
    """A question about a scenario.

    Attributes:
        title: of the user's own, or "".
        kind, set: see `KINDS`.
        parties: number of outcomes of each input, by party in alphabetical order.
        signalling: pairs (sender, later receiver), for the set time-ordered.
        functional: words to nonzero coefficients; what is optimised or tested.
        means: what is known of the behaviour.
        positives: operators that are known not to be negative, for optima over the set quantum.
        guessed: inputs whose outcomes are guessed together.
        behaviour: probabilities of all events, or None.
        expectations: known means of words, or None.
        level, loss, solver: of the hierarchy, for the set quantum.
        source: vertices of the polytope of input distributions, for the set measurement-dependent.
        symmetry: "found", or the images of inputs under relabellings that do not change the problem; "" if nothing
            is said, and then those of large problems are looked for.
        file: what errors call the problem's file.
        region: the confidence region that some of the means come from.
    """

    title: str
    kind: str
    set: str
    parties: Mapping[str, tuple[int, ...]]
    signalling: tuple[tuple[str, str], ...]
    functional: Functional
    means: tuple[Mean, ...]
    guessed: tuple[str, ...]
    behaviour: Behaviour | None
    expectations: Functional | None
    level: str | tuple[str, ...]
    loss: Fraction
    solver: str
    symmetry: str | tuple[Mapping[str, str], ...] = ()
    file: str = ""
    source: tuple[Vertex, ...] = ()
    region: Region | None = None
    positives: tuple[Mean, ...] = ()

    @cached_property
    def inputs(self) -> dict[str, int]:
        """Outcomes of each input, such as {"A0": 2}."""
        return inputs_of(self.parties)

    @cached_property
    def scenario_json(self) -> dict[str, Any]:
        """The scenario as certificates declare it."""
        parties = [
            {"name": name, "inputs": [[str(x), str(d)] for x, d in enumerate(outcomes)]}
            for name, outcomes in self.parties.items()
        ]
        pairs = {"signalling": [list(pair) for pair in self.signalling]} if self.signalling else {}
        return {"parties": parties, **pairs}

    @property
    def events(self) -> int:
        """Number of events of all parties."""
        return prod(sum(outcomes) for outcomes in self.parties.values())


def read_problem(data: bytes, file: str, beside: Callable[[str], bytes]) -> Problem:
    """The problem in the bytes of a file.

    Args:
        data: TOML.
        file: what errors call it.
        beside: bytes of a file that the problem names.

    Raises:
        Malformed: `not-toml`, `unknown-key`, `missing-key`, `wrong-value`, `not-a-word`, `not-a-behaviour`, codes of
            numbers and tables; the sentence begins with file and key.
        Limit: a stated limit.
    """
    return read_table(read_toml(data, file), beside)


def read_table(top: Table, beside: Callable[[str], bytes]) -> Problem:
    """The problem in the table of a file; see `read_problem`."""
    if "kind" not in top.value:
        raise top.malformed("kind", "the key is missing", "missing-key")
    kind = top.choice("kind", tuple(KINDS))
    needed, optional = _keys(top, kind)
    top.keys(needed, optional)
    chosen = top.choice("set", SETS)
    if chosen not in KINDS[kind]:
        raise top.malformed("set", f"kind {kind} is asked about the sets {', '.join(KINDS[kind])}")
    parties, signalling = _scenario(top.table("scenario"), chosen)
    dependent = chosen == "measurement-dependent"
    source = _source(top, parties) if dependent else ()
    _require_sizes(top, chosen, parties, len(source))
    words = Words(parties, signalling, operators=chosen == "quantum", joint=dependent)
    behaviour = _behaviour(top, parties, beside) if "behaviour" in top.value else None
    expectations = _expectations(top.table("expectations"), words) if "expectations" in top.value else None
    means = tuple(_mean(table, words) for table in top.tables("hypothesis")) if "hypothesis" in top.value else ()
    region = _region(top, words, beside) if "counts" in top.value else None
    if region is not None:
        means = (*(Mean(name, functional, ">=0") for name, functional in region.inequalities), *means)
    positives = _positives(top, words)
    _require_names(top, (*means, *positives))
    if kind == "guessing" and not (behaviour or expectations or means):
        raise top.malformed("", "a behaviour, expectations, counts or a hypothesis is needed", "missing-key")
    if top.value.get("solver") == PRECISE and (positives or "symmetry" in top.value or kind == "membership"):
        raise top.malformed("solver", f"{PRECISE} does not go with symmetry, operator or kind membership")
    return Problem(
        title=top.text("title") if "title" in top.value else "",
        kind=kind,
        set=chosen,
        parties=parties,
        signalling=signalling,
        functional=words.functional(top.table("functional")) if "functional" in top.value else {},
        means=means,
        guessed=_guessed(top, words) if kind == "guessing" else (),
        behaviour=behaviour,
        expectations=expectations,
        level=_level(top) if chosen == "quantum" else "",
        loss=_loss(top) if "loss" in top.value else Fraction(1, 10**9),
        solver=top.choice("solver", (*SOLVERS, PRECISE)) if "solver" in top.value else SOLVERS[0],
        symmetry=_symmetry(top) if "symmetry" in top.value else "",
        file=top.file,
        source=source,
        region=region,
        positives=positives,
    )


# What most problems do not have is read by modules that they do not import.


def _source(top: Table, parties: Mapping[str, tuple[int, ...]]) -> tuple[Vertex, ...]:
    from oracle.certify.source import read_source

    return read_source(top.table("source"), parties)


def _behaviour(top: Table, parties: Mapping[str, tuple[int, ...]], beside: Callable[[str], bytes]) -> Behaviour:
    from oracle.certify.tables import read_behaviour

    return read_behaviour(top, parties, beside)


def _region(top: Table, words: Words, beside: Callable[[str], bytes]) -> Region:
    from oracle.certify.region import read_region

    return read_region(top, words, beside)


def _keys(top: Table, kind: str) -> tuple[list[str], list[str]]:
    """Keys that are needed and allowed; exactly those the kind and the set use."""
    needed, optional = ["kind", "set", "scenario"], ["title"]
    quantum = top.value.get("set") == "quantum"
    if quantum:
        needed.append("level")
        optional += ["loss", "solver"]
        if kind != "membership":
            optional.append("symmetry")
    dependent = top.value.get("set") == "measurement-dependent"
    if dependent:
        needed.append("source")
    if kind in ("maximum", "minimum", "facet"):
        needed.append("functional")
    if kind in ("maximum", "minimum"):
        optional.append("hypothesis")
        # words of measurement-dependent models are joint with the inputs, a region of counts is about given inputs
        optional += [] if dependent else ["counts"]
        optional += ["operator"] if quantum else []
    if kind == "guessing":
        needed.append("guessed")
        optional += ["behaviour", "expectations", "hypothesis", "counts"]
    if kind == "membership":
        alternatives = ["behaviour", "expectations"] if quantum else ["behaviour"]
        given = [key for key in alternatives if key in top.value]
        if len(given) == 2:
            raise top.malformed("expectations", "a behaviour has all its expectations; give one of the two")
        needed += given or alternatives[:1]
    if "counts" in top.value and "counts" in optional:
        optional += ["confidence", "declared"]
    return needed, optional


def _scenario(table: Table, chosen: str) -> tuple[dict[str, tuple[int, ...]], tuple[tuple[str, str], ...]]:
    ordered = chosen == "time-ordered"
    table.keys(["parties", "signalling"] if ordered else ["parties"])
    listed = table.table("parties")
    if len(listed.value) > MAX_PARTIES:
        raise listed.limit("", f"more than {MAX_PARTIES} parties")
    parties: dict[str, tuple[int, ...]] = {}
    for name in sorted(listed.value):
        if not re.fullmatch("[A-Z]", name, re.ASCII):
            raise listed.malformed(shown(name), "a party is named by one letter from A to Z")
        value = listed.value[name]
        if not isinstance(value, list) or not value:
            raise listed.malformed(name, "a list with the number of outcomes of each input is needed")
        if len(value) > MAX_INPUTS:
            raise listed.limit(name, f"more than {MAX_INPUTS} inputs")
        outcomes = [listed.number(name, item) for item in value]
        for d in outcomes:
            if d.denominator != 1 or not 2 <= d <= MAX_OUTCOMES:
                raise listed.malformed(name, f"an input has 2 to {MAX_OUTCOMES} outcomes, not {d}")
        parties[name] = tuple(int(d) for d in outcomes)
    return parties, _signalling(table, parties) if ordered else ()


def _signalling(table: Table, parties: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    value = table.value["signalling"]
    if not isinstance(value, list) or not value:
        raise table.malformed("signalling", 'a list of pairs such as ["A", "B"] is needed')
    pairs = set()
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2 or any(name not in parties for name in pair):
            raise table.malformed("signalling", f"{shown(pair)} is no pair of parties")
        if pair[0] >= pair[1]:
            raise table.malformed("signalling", f"{shown(pair)} does not go from a party to a later one")
        if tuple(pair) in pairs:
            raise table.malformed("signalling", f"{shown(pair)} is listed twice")
        pairs.add(tuple(pair))
    for (a, b), (c, d) in product(sorted(pairs), repeat=2):
        if b == c and (a, d) not in pairs:
            raise table.malformed("signalling", f"{a} signals to {b} and {c} to {d}, so {a} signals to {d}: list it")
    return tuple(sorted(pairs))


def _expectations(table: Table, words: Words) -> Functional:
    result = {}
    for word in table.value:
        words.require(table, word)
        if not word:
            raise table.malformed(shown(word), "the mean of the empty word is 1 and not listed", "not-a-word")
        value = table.rational(word)
        low = 0 if all("=" in atom for atom in word.split()) else -1
        if not low <= value <= 1:
            raise table.malformed(shown(word), f"the mean {value} is outside of [{low}, 1]", "out-of-range")
        result[word] = value
    return result


def _mean(table: Table, words: Words) -> Mean:
    table.keys(["name", "functional", "sense", "value"])
    name = table.text("name")
    if not _NAME.fullmatch(name) or name.startswith(("known-", COUNTED)):
        raise table.malformed("name", f"{shown(name)} is no name of lower-case letters, digits and hyphens")
    sense = table.choice("sense", (">=", "<=", "="))
    functional, value = words.functional(table.table("functional")), table.rational("value")
    sign = -1 if sense == "<=" else 1
    moved = {word: sign * c for word, c in functional.items()}
    moved[""] = moved.get("", Fraction(0)) - sign * value
    return Mean(name, {word: c for word, c in moved.items() if c}, "=0" if sense == "=" else ">=0")


def _positives(top: Table, words: Words) -> tuple[Mean, ...]:
    """Operator inequalities; an equation is two of them."""
    if "operator" not in top.value:
        return ()
    if "symmetry" in top.value:
        raise top.malformed("symmetry", "symmetries are not used with operator inequalities")
    found: list[Mean] = []
    for mean in (_mean(table, words) for table in top.tables("operator")):
        if mean.sense == ">=0":
            found.append(mean)
            continue
        negative = {word: -c for word, c in mean.functional.items()}
        found += [Mean(f"{mean.name}-least", mean.functional, ">=0"), Mean(f"{mean.name}-most", negative, ">=0")]
    return tuple(found)


def _require_names(top: Table, means: tuple[Mean, ...]) -> None:
    if len(means) > MAX_HYPOTHESES:
        raise top.limit("hypothesis", f"more than {MAX_HYPOTHESES} hypotheses")
    names = [mean.name for mean in means]
    for mean in means:
        if names.count(mean.name) > 1:
            raise top.malformed("hypothesis", f"two hypotheses are called {mean.name}")
        if not any(word for word in mean.functional):
            raise top.malformed("hypothesis", f"the hypothesis {mean.name} is about a constant")


def _guessed(top: Table, words: Words) -> tuple[str, ...]:
    guessed = top.texts("guessed")
    inputs = inputs_of(words.parties)
    for name in guessed:
        if name not in inputs:
            raise top.malformed("guessed", f"{shown(name)} is no input of the scenario")
    letters = [name[0] for name in guessed]
    if letters != sorted(set(letters)):
        raise top.malformed("guessed", "one input of each guessed party is listed, in alphabetical order")
    if prod(inputs[name] for name in guessed) > 4096:
        raise top.limit("guessed", "more than 4096 outcome tuples")
    return tuple(guessed)


def _level(top: Table) -> str | tuple[str, ...]:
    if isinstance(top.value["level"], list):
        return tuple(top.texts("level"))
    if not isinstance(top.value["level"], str):
        raise top.malformed("level", 'a text such as "2" or "1+AB" is needed, or a list of words')
    return top.text("level")


def _symmetry(top: Table) -> str | tuple[Mapping[str, str], ...]:
    if isinstance(top.value["symmetry"], str):
        chosen = top.choice("symmetry", ("found", "none"))
        return chosen if chosen == "found" else ()
    return tuple({name: table.text(name) for name in table.value} for table in top.tables("symmetry"))


def _loss(top: Table) -> Fraction:
    loss = top.rational("loss")
    if not Fraction(1, 10**LOSS_DIGITS) <= loss <= 1:
        raise top.malformed("loss", f"{loss} is outside of [1e-{LOSS_DIGITS}, 1]", "out-of-range")
    return loss


def _require_sizes(top: Table, chosen: str, parties: Mapping[str, tuple[int, ...]], vertices: int) -> None:
    inputs = [*inputs_of(parties).values(), *([vertices] if vertices else [])]
    if chosen != "quantum" and prod(sum(outcomes) for outcomes in parties.values()) > MAX_CELLS:
        raise top.limit("scenario", f"more than {MAX_CELLS} events of all parties")
    if chosen in ("local", "measurement-dependent") and prod(inputs) > MAX_STRATEGIES:
        raise top.limit("scenario", f"more than {MAX_STRATEGIES} deterministic strategies")
    if sum(d - 1 for d in inputs) > MAX_OPERATORS:
        raise top.limit("scenario", f"more than {MAX_OPERATORS} operators")
    if vertices and "Z" in parties:
        raise top.malformed("scenario", "the party Z leaves no letter for the source")
