"""Rule `chain`: bounds on probabilities become bits of min-entropy.

One round.  If P(outcomes | inputs) <= c - s <I> for every behaviour, every input and
every outcome, then the same holds for each behaviour given a value of the adversary's
information; averaging is linear, so P_guess <= c - s <I> <= c - s * score as s >= 0.

n rounds.  Fix e.  The past of round i are the inputs and outcomes of the rounds before;
I_i is the value of <I> for the behaviour of round i given past and e, which the past
determines and which lies in the set (model), so low <= I_i <= high.
(1) The product.  By the chain rule P(r | x, e) is the product of P(r_i | r_1 .. r_(i-1),
x_1 .. x_n, e), and as outputs do not depend on later inputs (no-later-inputs), that is
P(r_i | x_i, past, e) <= c - s I_i.  At the outcomes that occurred each of these is
positive, so g(I) = -log2(c - s I) is defined at every I_i and hence at their mean M; it
is convex and nondecreasing there (minus the logarithm of an affine function, s >= 0).  So
-log2 P(r | x, e) >= sum g(I_i) >= n g(M).
(2) The estimator.  Given past and e the inputs have the declared distribution q
(free-inputs), so t_i, the coefficient of P(outcomes | inputs) divided by q(inputs) at
what occurred, has mean I_i given the past: t_i - I_i is a martingale difference, and
Ihat - M is the mean of n of them (all-rounds, n fixed before: rounds-declared).
(3) The tail.  azuma: if |t_i - I_i| <= c' always, Pr[Ihat - M >= eps] <= exp(-n eps^2 /
(2 c'^2)) (Azuma, Hoeffding); c' = max |t| + max |<I>| will do.  width: if, given the past, t_i - I_i
lies in an interval of length w that the past determines, Pr[Ihat - M >= eps] <=
exp(-2 n eps^2 / w^2) (Hoeffding's lemma in each round); [min t - I_i, max t - I_i] is
one, of length w = max t - min t.  Both follow from Markov's inequality for exp.
(4) So but with probability delta M > Ihat - eps =: J, and then J < high and -log2 P(r | x,
e) >= n g(M) >= n g(J) >= n f(J), or f(J) is 0, and -log2 P is never negative.
Where c - s min(J, high) <= 0 there is no such event: some outcome has probability 1/K or
more, so c - s M >= 1/K > 0 and M <= J.  The event does not depend on the tangent (c, s),
so choosing the tangent after seeing the data costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

from .. import interval
from ..entropy import ASSUMPTIONS, CertifiedBits, Entropy, Line, MinEntropy
from ..number import brief, sign
from ..read import Node
from ..statement import Bound, Setting, Value
from ..symbols import Poly, same
from ..words import Operator, Word

MAX_PREMISES = 512

Prove = Callable[[Node], object]  # checks a premise and returns its statement


def prove(statement: MinEntropy | CertifiedBits, node: Node, witness: Node, premise: Prove) -> None:
    """Raise `Refused` unless the premises are proved and give the bits."""
    many = isinstance(statement, CertifiedBits)
    found = witness.fields(("guessing", "precision", "range" if many else "attained"))
    precision = found["precision"].integer(8, interval.MAX_PRECISION)
    _require_tags(statement, many)
    require_guessing(statement, found["guessing"], premise)
    if isinstance(statement, MinEntropy):
        _require_attained(statement, found["attained"], premise)
        _require_bits(statement, statement.score, 1, precision)
        return
    _require_range(statement, found["range"], premise)
    _require_estimate(statement)
    _require_deviation(statement, precision)
    score = min(statement.estimate - statement.deviation, statement.high)
    _require_bits(statement, score, statement.rounds, precision)


def _require_tags(statement: Entropy, many: bool) -> None:
    allowed = {
        "conditioning": ("none",),
        # chosen from the past, which the adversary may know as well: a functional like any other
        "functional": ("declared", "calibration"),
        "memory": ("any",) if many else ("none",),
        # A bound for one round against quantum information does not multiply over rounds;
        # and only quantum behaviours have a measured adversary inside the model.
        "adversary": ("classical",) if many or statement.set != "quantum-commuting" else ("classical", "quantum"),
    }
    for name, values in allowed.items():
        if statement.tag(name) not in values:
            raise statement.nodes["tags"].rejected("tag", f"the premises give {name} = {' or '.join(values)}")
    many_rounds = tuple(name for name in ASSUMPTIONS if name != "independent-inputs")
    needed = many_rounds if many else ("model", "independent-inputs", "inputs-known")
    for name in needed:
        if name not in statement.assumptions:
            raise statement.nodes["assumptions"].rejected("assumption-missing", f"the step needs the assumption {name}")
    if len(statement.assumptions) != len(needed):
        raise statement.nodes["assumptions"].rejected("tag", "an assumption is listed that the step does not need")


def bound_of(statement: Entropy | Line, node: Node, premise: Prove, sense: str) -> Bound:
    """A premise of kind bound about the same set, unconditional, of this sense."""
    bound = premise(node)
    if not isinstance(bound, Bound):
        raise node.rejected("premise", "a premise of kind bound is needed here")
    _check_setting(statement, node, bound.setting, statement.set)
    if bound.sense != sense:
        raise node.rejected("premise", f"a premise with the sense {sense} is needed here")
    return bound


def _check_setting(statement: Entropy | Line, node: Node, setting: Setting, wanted: str) -> None:
    """A premise is about the wanted set and the same scenario, without hypotheses and symbols."""
    if setting.set != wanted:
        raise node.rejected("tag", f"the premise is about the set {setting.set}, {wanted} is needed")
    if setting.scenario.lines() != statement.scenario.lines():
        raise node.rejected("premise", "the premise is about another scenario")
    if setting.hypotheses or setting.ring.names:
        raise node.rejected("premise", "a premise has no hypotheses and no symbols")


def require_guessing(statement: Entropy | Line, node: Node, premise: Prove) -> None:
    """Every outcome of every input is covered by a premise: event + slope*I <= constant.

    The event may leave parties out, since P(a b | x y) <= P(a | x).
    """
    shown: list[Operator] = []
    for entry in node.items(most=MAX_PREMISES):
        bound = bound_of(statement, entry, premise, "<=")
        if isinstance(bound.bound, Poly) or sign(bound.bound - statement.constant) > 0:
            raise entry.rejected("premise", "the bound of the premise is above the stated constant")
        shown.append(bound.functional)
    covered: dict[Word, bool] = {}
    compared = 40 * (len(statement.functional) + sum(len(operator) for operator in shown))
    for setting, outcome in statement.cells:
        size = len(setting)
        statement.scenario.budget.spend(40 * (1 + size) << size)
        events = [
            statement.scenario.event((setting[i], outcome[i]) for i in kept)
            for k in range(1, size + 1)
            for kept in combinations(range(size), k)
        ]
        for event in events:
            if event not in covered:
                statement.scenario.budget.spend(compared)
                wanted = statement.scenario.operator(event)
                statement.scenario.add(wanted, statement.functional, statement.slope)
                covered[event] = any(same(operator, wanted) for operator in shown)
        if not any(covered[event] for event in events):
            name = statement.scenario.terms_text([(Fraction(1), events[-1])])
            raise node.rejected("premise-missing", f"no premise bounds {name[2:]} + slope*<I>")


def _require_attained(statement: MinEntropy, node: Node, premise: Prove) -> None:
    """Some behaviour reaches the score: otherwise the statement would be about nothing."""
    value = premise(node)
    if not isinstance(value, Value):
        raise node.rejected("premise", "a premise of kind value is needed here")
    wanted = "quantum-tensor" if statement.set == "quantum-commuting" else statement.set
    _check_setting(statement, node, value.setting, wanted)
    for _, operator, number, _ in value.values:
        reached = not isinstance(number, Poly) and sign(number - statement.score) >= 0
        if reached and same(operator, statement.functional):
            return
    raise node.rejected("vacuous", "the premise does not show that the score can be reached")


def _require_range(statement: CertifiedBits, node: Node, premise: Prove) -> None:
    """low <= <I> <= high from two premises about the functional itself."""
    for entry, sense, end in zip(node.items(2), ("<=", ">="), (statement.high, statement.low), strict=True):
        bound = bound_of(statement, entry, premise, sense)
        if not same(bound.functional, statement.functional):
            raise entry.rejected("premise", "the premise bounds another functional")
        excess = bound.bound - end if sense == "<=" else end - bound.bound
        if isinstance(excess, Poly) or sign(excess) > 0:
            raise entry.rejected("premise", "the premise does not give the stated range")


def _require_estimate(statement: CertifiedBits) -> None:
    """Ihat = (1/n) sum over cells of count * coefficient / P(inputs)."""
    total = Fraction(0)
    for cell, n in statement.counts.items():
        total += n * estimator(statement, cell)
        statement.scenario.ring.spend(total)
    exact = total / statement.rounds
    if exact != statement.estimate:
        raise statement.nodes["estimate"].rejected("estimate", f"the data give {brief(str, exact)}")


def estimator(statement: CertifiedBits, cell: tuple[tuple[int, ...], tuple[int, ...]]) -> Fraction:
    """The value the estimator of one round takes at a cell."""
    return statement.coefficient(cell) / statement.inputs[cell[0]]


def _require_deviation(statement: CertifiedBits, precision: int) -> None:
    """delta is at least the tail bound of the named inequality."""
    values = [estimator(statement, cell) for cell in statement.cells]
    square = statement.rounds * statement.deviation**2
    if statement.method == "azuma":
        scale, width = Fraction(1, 2), max(map(abs, values)) + max(-statement.low, statement.high)
    else:
        # given the past, the increment lies in an interval of this length around its mean
        scale, width = Fraction(2), max(values) - min(values)
    node = statement.nodes["deviation"]
    if not width:
        raise node.rejected("deviation", "the estimator is constant, so the data say nothing about the functional")
    exponent = -scale * square / width**2
    try:
        tail = interval.exp((exponent, exponent), precision)[1]
    except interval.OutsideDomain as problem:
        raise node.rejected("domain", str(problem)) from None
    if tail > statement.delta:
        raise node.rejected("deviation", "the deviation is too small for the stated failure probability")


def _require_bits(statement: Entropy, score: Fraction, rounds: int, precision: int) -> None:
    """bits <= rounds * f(score), f clipped to [0, log2 of the number of outcomes]."""
    if not statement.bits:
        return  # entropies are never negative
    guessing = statement.constant - statement.slope * score
    if guessing <= 0:
        raise statement.nodes["guessing"].rejected("domain", "the guessing bound is not positive at the score")
    outcomes = Fraction(statement.outcomes)
    # -log2 is decreasing: the lower end of -log2(x) is minus the upper end of log2(x)
    low = -interval.log2((guessing, guessing), precision)[1]
    cap = interval.log2((outcomes, outcomes), precision)[0]
    if statement.bits > rounds * min(low, cap):
        raise statement.nodes["bits"].rejected("bits", "fewer bits are proved than claimed")
