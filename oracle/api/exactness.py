"""Make my bound exact: a solver's dual, of whoever's program, becomes a proved bound."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.api.certify import Answer, Asks, answer_of, asked_problem
from oracle.api.duals import Dual
from oracle.api.results import Result, exactly
from oracle.failures import Malformed, Usage, failed
from oracle.numbers import decimal_text

if TYPE_CHECKING:
    from oracle.ask.problem import Problem as Asked
    from proofs.search.language.scenario import Scenario

BITS = 80  # binary digits that are kept of a dual's entries; it only proposes


@dataclass(frozen=True, repr=False)
class Exact(Result):
    """An exact bound from somebody's dual, and what exactness cost.

    Attributes:
        answer: with the certificate that the kernel proved.
        bound: the exact bound on the functional or the guessing probability, on the safe side.
        claimed: what the solver claimed, exactly as the float it gave, or None.
        loss: how far the bound is from that, in units of the functional; negative where the solver claimed more than
            is true.
        origin: which program the dual comes from.
    """

    answer: Answer
    bound: Fraction
    claimed: Fraction | None
    loss: Fraction | None
    origin: str

    @property
    def certificate(self) -> bytes:
        """The bytes of the certificate."""
        return self.answer.certificate

    def to_dict(self) -> dict[str, object]:
        return self.answer.to_dict() | {
            "claimed": exactly(self.claimed), "loss": exactly(self.loss), "origin": self.origin,
        }  # fmt: skip

    def headline(self) -> str:
        lost = "" if self.loss is None else f", loss about {float(self.loss):.2g}"
        return f"{self.answer.headline()}{lost}"

    def rows(self) -> list[tuple[str, str]]:
        shown = [("from", self.origin)]
        if self.claimed is not None and self.loss is not None:
            shown += [("claimed by the solver", repr(float(self.claimed))),
                      ("loss", f"{decimal_text(self.loss, 18, up=True)}")]  # fmt: skip
        return [*shown, *self.answer.rows()]


def exact(problem: Asks, dual: Dual | str | bytes) -> Exact:
    """An exact, proved bound from a dual solution that some solver found for the same question.

    The dual only proposes: it is rounded to an exact sum of squares, and the kernel judges that. A dual that is not
    optimal, or not even feasible, gives a worse bound and never a false one.

    Args:
        problem: as for `certify`, about the set quantum: a maximum, a minimum or a guessing probability. Where the
            dual names its words, they are the level, and the level of the problem is not used.
        dual: of `oracle.Dual`, which has one adapter a program: `of_cvxpy`, `of_picos`, `of_toqito`, `of_ncpol2sdpa`,
            `of_quantumnpa`, `of_sdpa`, `of_matrices`; or the name or the bytes of a solution file of the exported
            problem.

    Returns:
        The exact bound with its certificate, and the loss against what the solver claimed, in units of the functional.

    Raises:
        Malformed: `solution`, the matrices have other shapes; `not-a-word`, a row is no word of the scenario.
        Limit: `size`.
        Undecided: `vacuous`, `not-proved`, `unreadable`; `solver`, the program has no dual.
        Usage: the problem is not one of those.

    Source: the rounding of certificates/README.md, rule sos: what is left over is moved into the constant.

    >>> import oracle
    >>> chsh = oracle.Functional({"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1})
    >>> asked = oracle.Problem("maximum", "quantum", oracle.Scenario({"A": [2, 2], "B": [2, 2]}), "1", chsh)
    >>> r, s = 2**-0.5, 0.5
    >>> matrix = [[0, 0, 0, 0, 0], [0, r, 0, -s, -s], [0, 0, r, -s, s], [0, -s, -s, r, 0], [0, -s, s, 0, r]]
    >>> dual = oracle.Dual.of_matrices([matrix], ["", "A0", "A1", "B0", "B1"], claimed=8**0.5)
    >>> found = oracle.exact(asked, dual)
    >>> found.bound > Fraction(282842712, 10**8), found.loss < Fraction(1, 10**8)
    (True, True)
    """
    if not isinstance(dual, Dual):
        dual = Dual.of_sdpa(dual)
    asked = _levelled(problem, dual)
    if asked.set != "quantum":
        raise Usage("unknown-argument", "a dual becomes a bound over the set quantum; other sets need no solver")
    from oracle.ask.solve import solve

    answer = answer_of(asked, solve(asked, dual.text or _text(asked, dual)))
    if answer.bound is None:
        raise Usage("unknown-argument", "a dual proves a maximum, a minimum or a guessing probability")
    claimed = None if dual.claimed is None else Fraction(dual.claimed)
    sign = -1 if answer.kind == "minimum" else 1
    loss = None if claimed is None else sign * (answer.bound - claimed)
    return Exact(answer, answer.bound, claimed, loss, dual.origin)


def _levelled(problem: Asks, dual: Dual) -> Asked:
    """The question, with the words of the dual as its level."""
    from dataclasses import replace

    asked = asked_problem(problem)
    if not dual.words or asked.set != "quantum":
        return asked
    scenario = asked.question.scenario
    words = dict.fromkeys(word for text in dual.words for word in _expanded(scenario, text))
    how = replace(asked.question.how, level=tuple(words))
    return replace(asked, question=replace(asked.question, how=how))


def _expanded(scenario: Scenario, word: str) -> dict[str, Fraction]:
    """A word of observables and projectors as a sum of the words that rows of a moment matrix may have.

    Raises:
        Malformed: `not-a-word`.
    """
    from proofs.search.language.failure import Failure

    try:
        terms = scenario.polynomial({word: 1})
    except Failure as failure:
        raise Malformed("not-a-word", f"the row {ascii(word)[:48]}: {failure}") from None
    return {scenario.text(key): Fraction(c) for key, c in terms.items()}


def _text(asked: Asked, dual: Dual) -> str:
    """The dual as a solution file of the problem: the matrices over the rows of the problem's own moment matrix."""
    from proofs.search.engine import relaxation_of
    from proofs.search.language.failure import Failure

    try:
        found = relaxation_of(asked.question).moments
    except Failure as failure:
        raise failed(failure, asked.file) from None
    rows = [found.scenario.text(word) for word in found.words]
    places = {text: place for place, text in enumerate(rows)}
    expanded = [
        [(places[text], c) for text, c in _expanded(found.scenario, word).items() if text in places]
        for word in dual.words
    ]
    matrices = [_moved(matrix, expanded, len(rows)) for matrix in dual.matrices]
    weights = [str(_short(weight)) for weight in dual.weights]
    return json.dumps({"matrices": matrices, **({"inequalities": weights} if weights else {})})


def _moved(
    matrix: tuple[tuple[float | Fraction, ...], ...], expanded: list[list[tuple[int, Fraction]]], size: int
) -> list[list[str]]:
    """T' Z T, where row i of T is the expansion of word i; the transpose is averaged in, as Z is symmetric."""
    moved = [[Fraction(0)] * size for _ in range(size)]
    for i, left in enumerate(expanded):
        for j, right in enumerate(expanded):
            entry = (_short(matrix[i][j]) + _short(matrix[j][i])) / 2
            if entry:
                for p, c in left:
                    for q, d in right:
                        moved[p][q] += c * d * entry
    return [[str(_short(entry)) for entry in row] for row in moved]


def _short(value: float | Fraction) -> Fraction:
    unit = 1 << BITS
    return Fraction(round(Fraction(value) * unit), unit)
