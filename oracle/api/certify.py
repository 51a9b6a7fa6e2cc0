"""A problem in, a proved answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from oracle.api.problem import Problem
from oracle.api.results import Result, Steps, at_least, exactly
from oracle.api.sources import MAX_TABLE, Source, name_of, plain, read
from oracle.numbers import decimal_text

if TYPE_CHECKING:
    from oracle.ask.answer import Answer as Found
    from oracle.ask.problem import Problem as Asked
    from oracle.pages.drawing import Plot
    from oracle.proved import Proved

Asks = Source | Mapping[str, object] | Problem
"""A problem: the name of a file, its bytes, the dictionary it holds, or an object built in code."""

VERDICTS = {"PROVED": 0, "INSIDE": 0, "FACET": 0, "SEPARATED": 1, "EMPTY": 1, "NO-FACET": 1}
"""Each verdict, and the exit code that `bellcert certify` ends with."""


@dataclass(frozen=True, repr=False)
class Certificate:
    """A certificate that the kernel proved in this process.

    Attributes:
        statement: canonical text.
        assumptions: what it rests on.
        sha256: of the bytes.
        certificate: the bytes.
    """

    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes = field(compare=False)

    def __repr__(self) -> str:
        return f"<Certificate: {self.sha256}>"


@dataclass(frozen=True, repr=False)
class Answer(Result):
    """The answer to a problem; every figure is read off a certificate that the kernel proved.

    Attributes:
        verdict: PROVED, INSIDE or FACET; or SEPARATED, EMPTY or NO-FACET, judged and negative.
        title: of the problem.
        kind: of the problem.
        set: of behaviours.
        bound: the proved bound: at least every value for a maximum, at most for a minimum; at least the guessing
            probability for a guess; None for other questions.
        value: what the object of `attained` has, or None.
        min_entropy: for a guess, a lower bound on the min-entropy of one round, in bits; else None.
        exact: whether the bound is attained, so that it is the optimum.
        objects: events with probabilities, or strategies with weights, that reach the bound or break the inequality.
        facts: further exact figures by name.
        remark: what else should be known, or "".
        search: the solver that proposed, as it calls itself; nothing of it is trusted.
        main: the certificate of the answer.
        attained: that of the object, or that nothing in the set has the given means (EMPTY), or None.
        second: what `attained` is: "attained" or "excluded".
    """

    verdict: str
    title: str
    kind: str
    set: str
    bound: Fraction | None
    value: Fraction | None
    min_entropy: Fraction | None
    exact: bool
    objects: tuple[Mapping[str, object], ...]
    facts: Mapping[str, str]
    remark: str
    search: Mapping[str, str]
    main: Certificate
    attained: Certificate | None
    second: str

    @property
    def certificate(self) -> bytes:
        """The bytes of the main certificate."""
        return self.main.certificate

    @property
    def entropy(self) -> Fraction | None:
        """Where entropy was asked: a lower bound on the von Neumann entropy of the outcomes given E, in bits."""
        return self.bound if self.kind == "entropy" and self.verdict == "PROVED" else None

    @property
    def statement(self) -> str:
        """What it proves."""
        return self.main.statement

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What that rests on."""
        return self.main.assumptions

    @property
    def sha256(self) -> str:
        """Of the main certificate."""
        return self.main.sha256

    def to_dict(self) -> dict[str, object]:
        listed = [("main", self.main), *([(self.second, self.attained)] if self.attained is not None else [])]
        return {
            "title": self.title, "kind": self.kind, "set": self.set, "verdict": self.verdict,
            "statement": self.statement, "bound": exactly(self.bound), "value": exactly(self.value),
            "exact": self.exact, "min_entropy": exactly(self.min_entropy),
            "object": [dict(each) for each in self.objects],
            "facts": dict(self.facts), "remark": self.remark, "search": dict(self.search),
            "certificates": [
                {"role": role, "sha256": each.sha256, "statement": each.statement,
                 "assumptions": list(each.assumptions), "path": None}
                for role, each in listed
            ],
        }  # fmt: skip

    def headline(self) -> str:
        if self.min_entropy is not None and self.verdict == "PROVED":
            return f"PROVED, min-entropy of one round {at_least(self.min_entropy)}"
        if self.entropy is not None:
            return f"PROVED, von Neumann entropy of one round {at_least(self.entropy)}"
        if self.bound is None or self.verdict != "PROVED":
            return f"{self.verdict}, {self.kind} over the set {self.set}"
        return f"PROVED, {self.kind} over the set {self.set} {self._bound()}"

    def _bound(self) -> str:
        low = self.kind in ("minimum", "entropy")
        shown = decimal_text(self.bound or Fraction(0), 9, up=not low)
        if self.exact:
            return f"is {self.bound}"
        return f"at {'least' if low else 'most'} {shown}"

    def rows(self) -> list[tuple[str, str]]:
        found = [("bound", "" if self.bound is None else f"{self.bound}"), ("value", exactly(self.value) or "")]
        found += [*self.facts.items(), ("remark", self.remark), ("sha256", self.sha256)]
        stated = [(name, rest) for name, _, rest in (line.partition(": ") for line in self.statement.split("\n"))]
        return [(name, text) for name, text in (*found, *stated) if text]

    def plot(self) -> Plot | None:
        from oracle.pages.drawing import Bars

        shown = [
            (
                f"{each.get('event') or each.get('strategy')}",
                Fraction(str(each.get("probability") or each.get("weight"))),
            )
            for each in self.objects[:16]
        ]
        return Bars(shown, "the object that is shown") if shown else None


def certify(
    problem: Asks,
    *,
    dual: str | bytes | None = None,
    solver: str | None = None,
    level: str | None = None,
    parameters: Mapping[str, int | Fraction | str] | None = None,
    allow_signalling: bool = False,
    beside: Callable[[str], bytes] | None = None,
    progress: Steps | None = None,
) -> Answer:
    """Solve a problem exactly, and prove the answer.

    A search proposes certificates and the kernel judges them in this process; what comes back was proved, and its
    statement was compared with the question.

    Args:
        problem: the name of a problem file, its bytes, the dictionary it holds, or a `Problem`. Numbers are exact:
            integers, fractions, texts. A float or an array is refused; `nearest_behaviour` rounds a table.
        dual: a solver's solution of the exported problem, instead of a search; see `exact`.
        solver: in place of the problem's own key: "picos", "clarabel" or "sdpa-multiprecision". It only proposes.
        level: in place of the problem's own key, such as "1+AB".
        parameters: values that replace those of the problem's own parameters.
        allow_signalling: take counts that signal beyond chance; the names of their hypotheses say so.
        beside: how files that the problem names are read; by default from the folder of the problem.
        progress: called with how far the present run of a solver is, in parts of 1000.

    Returns:
        The answer. SEPARATED, EMPTY and NO-FACET are answers, too. A bound is on the safe side: at least the maximum,
        at most the minimum; a min-entropy, in bits of one round, is rounded down.

    Raises:
        Malformed: the problem is not one; the sentence names the key.
        Limit: a stated limit.
        Undecided: `no-answer`, `not-separated`, `vacuous`, `solver`, `not-proved`, `unreadable`.
        Usage: an unknown parameter, or a dual for a problem that is not exported.

    Source: contract of the verb `bellcert certify`; the schema of a problem is `bellcert schema problem`.

    >>> import oracle
    >>> chsh = oracle.Functional({"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1})
    >>> scenario = oracle.Scenario({"A": [2, 2], "B": [2, 2]})
    >>> found = oracle.certify(oracle.Problem("maximum", "local", scenario, functional=chsh))
    >>> found.bound, found.exact
    (Fraction(2, 1), True)
    >>> oracle.certify(oracle.Problem("maximum", "local", scenario, functional={"A0 B0": 0.5}))
    Traceback (most recent call last):
    oracle.failures.Malformed: ('wrong-value', "functional: A0 B0: 0.5 is not exact; write '1/2' or Fraction(1, 2)")
    """
    from oracle.ask.solve import solve
    from proofs.search.semidefinite.watch import watched

    chosen = {key: value for key, value in (("solver", solver), ("level", level)) if value is not None}
    asked = asked_problem(problem, parameters, allow_signalling, beside, chosen=chosen)
    text = dual.decode("ascii", errors="replace") if isinstance(dual, bytes) else dual
    with watched(None if progress is None else lambda share: progress(int(1000 * share), 1000)):
        return answer_of(asked, solve(asked, text))


def asked_problem(
    problem: Asks,
    parameters: Mapping[str, int | Fraction | str] | None = None,
    allow_signalling: bool = False,
    beside: Callable[[str], bytes] | None = None,
    name: str = "problem",
    chosen: Mapping[str, str] | None = None,
) -> Asked:
    """The question that a problem asks, read from wherever it comes, with the keys that were chosen beside it."""
    from oracle.ask.reader import MAX_BYTES, Table, read_toml
    from oracle.ask.reading import problem_of

    if isinstance(problem, Problem | Mapping):
        values = problem.to_dict() if isinstance(problem, Problem) else problem
        top = Table({key: plain(value, key) for key, value in values.items()}, name)
        folder = Path()
    else:
        file = name_of(problem, name)
        top = read_toml(read(problem, MAX_BYTES), "standard input" if file == "-" else file)
        folder = Path(file).parent if not isinstance(problem, bytes) and file != "-" else Path()
    if chosen:
        top = Table({**top.value, **chosen}, top.file)
    given = {key: str(value) for key, value in (parameters or {}).items()}
    return problem_of(top, beside or _beside(folder), given, allow_signalling)


def _beside(folder: Path) -> Callable[[str], bytes]:
    return lambda name: read(folder / name, MAX_TABLE)


def answer_of(asked: Asked, found: Found) -> Answer:
    """The engine's answer as a result of the interface."""
    from oracle.ask.answer import objects

    listed = () if found.attained is None else tuple(objects(found.attained))
    return Answer(
        found.verdict, asked.title, asked.kind, asked.set, found.bound, found.value, found.min_entropy, found.exact,
        listed, dict(found.facts), found.remark, dict(found.search), _certificate(found.main),
        None if found.attained is None else _certificate(found.attained), found.second,
    )  # fmt: skip


def _certificate(found: Proved) -> Certificate:
    return Certificate(found.text, found.assumptions, found.sha256, found.data)
