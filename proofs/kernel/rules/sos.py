"""Rule `sos`: a bound for all quantum behaviours by a sum of hermitian squares.

Lemma.  Let m > 0 and let

    m (bound - F) = sum w_k X_k* X_k + sum G_ij u_i* u_j + sum l_h q_h
                    + sum w v* p v + sum c u r v + sum (X t + t* X*)

hold modulo the relations of the scenario, with w, l >= 0 and G >= 0, where <q_h> >= 0
(or = 0 with l of any sign), p >= 0, r = 0 and t psi = 0 are hypotheses; t psi = 0 may
also be derived from the hypotheses as in the rule `ideal`.  Then
<F> <= bound in every model with commuting operators: take the mean of both sides in
the state; X* X and v* p v are nonnegative operators, sum G_ij u_i* u_j is a sum of
squares because G is, and the last two sums have mean zero.

Means.  <x> is Re <psi|x psi>, so <x*> = <x>: with t psi = 0 both X t and t* X* have mean
zero, which a positive linear functional alone would not give.  Nothing is lost: for
self-adjoint x, which functionals and hypotheses of kind mean are, <psi|x psi> is real.
Mixed states are included: a density operator is a vector state of the same letters on a
larger space, and so is a state of the algebra of the letters on some space.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from ..errors import Budget
from ..matrix import MAX_SIZE, dominated, negative_direction
from ..number import Number, brief, number_text
from ..read import Node, listed
from ..statement import Bound, Empty
from ..symbols import Poly
from ..words import Operator, Scenario, Word
from .ideal import annihilators, subtract_annihilations
from .identity import Claim, exclude_vacuity, hypothesis_of, read_multiplier, require_zero, subtract_means

T = TypeVar("T", int, Number)

PARTS = ("squares", "grams", "localised", "relations", "annihilations")


def prove(bound: Bound | Empty, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless the witness proves the bound."""
    if bound.setting.set != "quantum-commuting":
        raise statement.malformed("wrong-kind", "sos proves bounds for the set quantum-commuting")
    found = witness.fields((), (*PARTS, "means", "derivations", "multiplier", "symbols", "feasible"))
    if not any(found[part].items() for part in (*PARTS, "means") if part in found):
        raise witness.malformed("witness-empty", "the witness contains no square and no use of a hypothesis")
    exclude_vacuity(bound, found, witness)
    total: Operator = {}
    bound.setting.scenario.add(total, bound.slack(), read_multiplier(bound, found))
    kills = annihilators(bound, found)
    subtract_means(bound, found, total)
    require_positive(bound, found, witness, kills, total)


def require_positive(
    bound: Claim, found: Mapping[str, Node], node: Node, kills: Mapping[str, Operator], total: Operator
) -> None:
    """Refuse unless the squares and operator hypotheses of a witness add up to `total`."""
    _subtract_squares(bound, listed(found, "squares"), {(): Fraction(1)}, total)
    for gram in listed(found, "grams"):
        _subtract_gram(bound, gram, total)
    _subtract_operator_hypotheses(bound, found, total)
    subtract_annihilations(bound, found, kills, total)
    require_zero(bound, node, total)


def _subtract_squares(bound: Claim, nodes: list[Node], middle: Operator, total: Operator) -> None:
    """total -= sum weight * X* middle X, where middle is 1 or a positive operator."""
    ring, scenario = bound.setting.ring, bound.setting.scenario
    for entry in nodes:
        parts = entry.fields(("weight", "polynomial"))
        weight = ring.read_weight(parts["weight"])
        x = scenario.read_operator(parts["polynomial"])
        square = scenario.multiply(scenario.multiply(scenario.adjoint(x), middle), x)
        scenario.add(total, square, -weight)


def _subtract_operator_hypotheses(bound: Claim, found: Mapping[str, Node], total: Operator) -> None:
    ring, scenario = bound.setting.ring, bound.setting.scenario
    for entry in listed(found, "localised"):
        parts = entry.fields(("hypothesis", "squares"))
        positive = hypothesis_of(bound, parts["hypothesis"], "positive")
        _subtract_squares(bound, parts["squares"].items(), positive.operator, total)
    for entry in listed(found, "relations"):
        parts = entry.fields(("hypothesis", "coefficient", "left", "right"))
        relation = hypothesis_of(bound, parts["hypothesis"], "relation")
        coefficient = ring.read(parts["coefficient"])
        left = scenario.operator(scenario.read_atoms(parts["left"]))
        right = scenario.operator(scenario.read_atoms(parts["right"]))
        scenario.add(total, scenario.multiply(scenario.multiply(left, relation.operator), right), -coefficient)


def _subtract_gram(bound: Claim, node: Node, total: Operator) -> None:
    """total -= (1/denominator) sum G_ij u_i* u_j, after checking G >= 0."""
    scenario = bound.setting.scenario
    found = node.fields(("words", "denominator", "rows"), ("factor",))
    words = [_single_word(bound, item) for item in found["words"].items()]
    if len(words) > MAX_SIZE:
        raise found["words"].limit("size", f"a Gram matrix has at most {MAX_SIZE} rows")
    denominator = found["denominator"].integer(1)
    row_nodes = [row.items(i + 1) for i, row in enumerate(found["rows"].items(len(words)))]
    classes: Operator
    if all(isinstance(entry.value, str) for row in row_nodes for entry in row):
        integers = read_integers(node, found, row_nodes, scenario.budget)
        classes = {word: Fraction(value) for word, value in _collect(scenario, words, integers).items()}
    else:
        numbers = [[_number(bound, entry) for entry in row] for row in row_nodes]
        if "factor" in found:
            raise found["factor"].malformed("wrong-field", "a factor goes with an integer matrix")
        _require_definite(node, numbers, scenario.budget)
        classes = dict(_collect(scenario, words, numbers))
    scenario.add(total, classes, Fraction(-1, denominator))


def read_integers(node: Node, found: Mapping[str, Node], rows: list[list[Node]], budget: Budget) -> list[list[int]]:
    """The lower triangle of a matrix of integers that is positive semidefinite, by its factor or by elimination."""
    integers = [[entry.integer() for entry in row] for row in rows]
    if "factor" in found:
        _require_factor(found["factor"], integers, budget)
    else:
        _require_definite(node, integers, budget)
    return integers


def _collect(scenario: Scenario, words: list[Word], rows: list[list[T]]) -> dict[Word, T]:
    """sum G_ij u_i* u_j by word class."""
    adjoints = [next(iter(scenario.adjoint({word: Fraction(1)}))) for word in words]
    classes: dict[Word, T] = {}
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            # an entry below the diagonal stands for G_ij and G_ji
            for left, right in ((i, j),) if i == j else ((i, j), (j, i)):
                word = scenario.times(adjoints[left], words[right])
                if word is not None:
                    classes[word] = classes[word] + value if word in classes else value
    return classes


def _single_word(bound: Claim, node: Node) -> Word:
    """A word of letters: observables, and projectors on all outcomes but the last."""
    operator = bound.setting.scenario.operator(bound.setting.scenario.read_atoms(node))
    if len(operator) != 1 or next(iter(operator.values())) != 1:
        raise node.malformed("not-a-word", "a Gram matrix is indexed by words of observables and leading projectors")
    return next(iter(operator))


def _number(bound: Claim, node: Node) -> Number:
    """A rational or an element of the field."""
    value = bound.setting.ring.read(node)
    if isinstance(value, Poly):
        raise node.malformed("wrong-field", "entries of a Gram matrix are numbers; use squares for symbols")
    return value


def _require_factor(node: Node, rows: list[list[int]], budget: Budget) -> None:
    found = node.fields(("scale", "rows"))
    scale = found["scale"].integer(1)
    lower = [[x.integer() for x in row.items(i + 1)] for i, row in enumerate(found["rows"].items(len(rows)))]
    if not dominated(rows, scale, lower, budget):
        raise node.rejected("indefinite", "scale^2 N - L L^T is not diagonally dominant")


def _require_definite(node: Node, rows: Sequence[Sequence[int | Number]], budget: Budget) -> None:
    direction = negative_direction(rows, budget)
    if direction is not None:
        text = ", ".join(f"{i}: {brief(number_text, x)}" for i, x in sorted(direction.items()))
        raise node.rejected("indefinite", f"the form is negative in the direction ({text[:400]})")
