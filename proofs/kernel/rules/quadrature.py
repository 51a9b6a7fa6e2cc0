"""Rule `quadrature`: a lower bound on H(outcomes | E) from a rational function below ln, by sums of squares.

Lemma.  Let 0 < t_i < 1, w_i > 0, W > 0 and c be real numbers with

    (L)  ln x >= -c + sum w_i (x - 1)/(t_i (x - 1) + 1) + W (x - 1)/x    for all x > 0.

Let M_a be the projectors on the outcomes a of the guessed inputs, and P_ia polynomials of the letters with

    (S)  M_a (Z + Z* + (1 - t_i) Z* Z) + t_i Z Z* - P_ia = a sum of squares

for letters Z and Z*, adjoint to each other, that commute with all others and satisfy no relation.  Then, in nats,

    (H)  H(outcomes | E) >= -c + sum_i (w_i/t_i) (1 + sum_a <P_ia>).

Proof.  Let r_a be the states of E that belong to the outcomes, tr r_a their probabilities, and s = sum_a r_a.  With
eigenvalues l_i of r_a and m_j of s, and their eigenvectors e_i and f_j, put the mass l_i |<e_i|f_j>|^2 at x = m_j/l_i,
for all a, i, j with l_i > 0.  As r_a <= s it is 0 where m_j = 0.  This is a probability measure mu on x > 0, and the
integral of ln x is sum_a tr r_a (ln s - ln r_a) = H(outcomes | E).  (1) The integral of 1/x is sum_a tr r_a^2 s^-1
= sum_a tr r_a (r_a^(1/2) s^-1 r_a^(1/2)) <= sum_a tr r_a = 1, as r_a <= s; so that of (x - 1)/x is not negative.
(2) The integral of (x - 1)/(t (x - 1) + 1) is (1 - V)/t, V that of 1/(1 - t + t x).  For an operator Z on E with the
components z_ij = <f_j|Z|e_i>, tr r_a (Z + Z* + (1 - t) Z* Z) + t tr s Z Z* is the sum over i, j of
2 l_i Re(z_ij <e_i|f_j>) + ((1 - t) l_i + t m_j) |z_ij|^2, and the infimum over Z is minus the part of a in V.  The left
side of it is the mean of what stands before P_ia in (S), and that of squares is not negative: so -V >= sum_a <P_ia>.
(3) Integrate (L).  QED

That (L) holds is shown by `below_ln`.

Outcomes by relabelling.  A permutation of the inputs of every party, and of the outcomes of every input, that keeps
numbers of outcomes and commuting pairs is an automorphism of the algebra of letters; with Z fixed it turns (S) for a
into (S) for the image of a, P_ia into its image, and squares into squares.  No symmetry of the state is meant.

Bits.  Let u >= ln 2 and u <functional> <= (H) - sum l q for the hypotheses <q>.  Where <functional> is positive,
H/ln 2 >= u <functional>/ln 2 >= <functional>; elsewhere H >= 0 is enough.
"""

from __future__ import annotations

from fractions import Fraction

from .. import interval
from ..matrix import MAX_SIZE
from ..number import sign
from ..read import Node
from ..symbols import Poly
from ..words import Operator, Scenario
from .below_ln import require_below_ln
from .conditional import ConditionalEntropy
from .identity import exclude_vacuity, subtract_means
from .sos import read_integers

MAX_NODES = 16
PARTS = ("1", "Z", "Z*")  # what follows the polynomials of a Gram matrix
ADJOINT = {"1": "1", "Z": "Z*", "Z*": "Z"}

ZWord = tuple[str, ...]


def prove(claim: ConditionalEntropy, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless the nodes and sums of squares prove the bound."""
    required = ("precision", "constant", "last", "nodes", "intervals", "ln2")
    found = witness.fields(required, ("means", "feasible"))
    exclude_vacuity(claim, found, witness)
    scenario = claim.setting.scenario
    precision = found["precision"].integer(8, interval.MAX_PRECISION)
    constant, last = found["constant"].rational(), _positive(found["last"])
    nodes = [node.fields(("node", "weight", "outcomes")) for node in found["nodes"].items(least=1, most=MAX_NODES)]
    points = [(_positive(node["node"]), _positive(node["weight"])) for node in nodes]
    for (t, _), node in zip(points, nodes, strict=True):
        if t >= 1:
            raise node["node"].malformed("out-of-range", "a node lies strictly between 0 and 1")
    require_below_ln(constant, last, points, found["intervals"], precision, scenario.budget)
    ln2 = found["ln2"].rational()
    if ln2 < interval.ln((Fraction(2), Fraction(2)), precision)[1]:
        raise found["ln2"].rejected("enclosure", "the number is not proved to be at least ln 2")
    total: Operator = {}
    scenario.add(total, {(): Fraction(1)}, -constant)
    for (t, w), node in zip(points, nodes, strict=True):
        scenario.add(total, {(): Fraction(1)}, w / t)
        for polynomial in _polynomials(claim, t, node["outcomes"]):
            scenario.add(total, polynomial, w / t)
    scenario.add(total, claim.functional, -ln2)
    subtract_means(claim, found, total)
    for word in total:
        if word:
            name = " ".join(map(scenario.factor_text, word))
            raise witness.rejected("identity", f"the two sides differ in the class of {name}")
    rest = total.get((), Fraction(0))
    # without symbols every coefficient is a number; the condition only tells the type checker
    if isinstance(rest, Poly) or sign(rest) < 0:
        raise claim.node.rejected("bits", "the entropy claimed is larger than proved")


def _positive(node: Node) -> Fraction:
    value = node.rational()
    if value <= 0:
        raise node.malformed("out-of-range", "the number is above 0")
    return value


def _polynomials(claim: ConditionalEntropy, t: Fraction, node: Node) -> list[Operator]:
    """P_a for every outcome tuple: minus what the squares leave, or the image of an earlier one."""
    scenario, found = claim.setting.scenario, list[Operator]()
    for outcome, entry in zip(claim.outcomes, node.items(len(claim.outcomes)), strict=True):
        if "image" in entry.members():
            parts = entry.fields(("image", "relabelling"))
            source = parts["image"].integer(0)
            if source >= len(found):
                raise parts["image"].malformed("unknown-name", "the image is that of an earlier outcome tuple")
            found.append(_image(claim, parts["relabelling"], claim.outcomes[source], outcome, found[source]))
            continue
        event = scenario.operator(scenario.event(zip(claim.inputs, outcome, strict=True)))
        # what stands before P in (S), by words in Z; the letters of the parties are left of them
        left: dict[ZWord, Operator] = {("Z",): dict(event), ("Z*",): dict(event), ("Z*", "Z"): {}, ("Z", "Z*"): {}}
        scenario.add(left["Z*", "Z"], event, 1 - t)
        scenario.add(left["Z", "Z*"], {(): Fraction(1)}, t)
        for gram in entry.fields(("grams",))["grams"].items(least=1):
            _subtract_squares(claim, gram, left)
        # left is P modulo the words in Z, which have to vanish
        if any(left[word] for word in left if word):
            raise entry.rejected("identity", "the squares and the operator of the node differ in a word with Z")
        found.append(left.get((), {}))
    return found


def _subtract_squares(claim: ConditionalEntropy, node: Node, left: dict[ZWord, Operator]) -> None:
    """left -= (1/denominator) sum G_ij (u_i y_i)* u_j y_j, after checking G >= 0; y is 1, Z or Z*."""
    scenario = claim.setting.scenario
    found = node.fields(("words", "denominator", "rows"), ("factor",))
    parts = found["words"].fields(PARTS)
    basis = [(part, scenario.read_operator(entry)) for part in PARTS for entry in parts[part].items()]
    if len(basis) > MAX_SIZE:
        raise found["words"].limit("size", f"a Gram matrix has at most {MAX_SIZE} rows")
    denominator = found["denominator"].integer(1)
    adjoints = [(ADJOINT[part], scenario.adjoint(u)) for part, u in basis]
    nodes = [row.items(i + 1) for i, row in enumerate(found["rows"].items(len(basis)))]
    rows = read_integers(node, found, nodes, scenario.budget)
    for i, j in ((i, j) for i, row in enumerate(rows) for j, value in enumerate(row) if value):
        # an entry below the diagonal stands for G_ij and G_ji
        for k, m in ((i, j),) if i == j else ((i, j), (j, i)):
            (y, u), (z, v) = adjoints[k], basis[m]
            word = tuple(part for part in (y, z) if part != "1")
            scenario.add(left.setdefault(word, {}), scenario.multiply(u, v), Fraction(-rows[i][j], denominator))


def _image(
    claim: ConditionalEntropy, node: Node, source: tuple[int, ...], target: tuple[int, ...], p: Operator
) -> Operator:
    """The image of a polynomial under a relabelling that takes one outcome tuple of the guessed inputs to another."""
    scenario, places = claim.setting.scenario, range(len(claim.setting.scenario.inputs))
    entries = [entry.items(2) for entry in node.items(len(places))]
    inputs = [scenario.input_index(name) for name, _ in entries]
    outcomes = [[o.integer(0) for o in order.items()] for _, order in entries]
    kept = [(scenario.inputs[i][0], sorted(outcomes[i])) for i in places]
    wanted = [(scenario.inputs[j][0], list(range(scenario.inputs[i][2]))) for i, j in enumerate(inputs)]
    sizes = [scenario.inputs[j][2] for j in inputs] == [d for _, _, d in scenario.inputs]
    pairs = sorted(tuple(sorted((inputs[i], inputs[j]))) for i, j in scenario.commuting)
    if sorted(inputs) != list(places) or not sizes or kept != wanted or pairs != scenario.commuting:
        raise node.malformed("out-of-range", "the list is no relabelling of inputs and outcomes of the scenario")
    moved = {inputs[i]: outcomes[i][o] for i, o in zip(claim.inputs, source, strict=True)}
    if moved != dict(zip(claim.inputs, target, strict=True)):
        raise node.rejected("identity", "the relabelling takes the outcome tuple to another one")
    letters = [_letter(scenario, inputs[i], outcomes[i], o) for i, o in scenario.letters]
    total: Operator = {}
    for word, c in p.items():
        factors: Operator = {(): Fraction(1)}
        for letter in word:
            factors = scenario.multiply(factors, letters[letter])
        scenario.add(total, factors, c)
    return total


def _letter(scenario: Scenario, target: int, order: list[int], outcome: int | None) -> Operator:
    """The image of an observable, outcome 0 minus outcome 1, or of a projector."""
    terms = [(Fraction(1), 0), (Fraction(-1), 1)] if outcome is None else [(Fraction(1), outcome)]
    return scenario.combine((c, scenario.event([(target, order[o])])) for c, o in terms)
