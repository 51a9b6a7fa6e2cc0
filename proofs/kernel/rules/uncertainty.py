"""Rule `uncertainty`: lines below the entropy of a CHSH outcome, by an uncertainty relation.

Lemma.  For S = <A0 B0 + A0 B1 + A1 B0 - A1 B1>, 2 <= S <= 2 sqrt 2, and c = sqrt(S^2/4 - 1),

    H(A0 | E) >= G(S) = 1 - h((1 + c)/2) = ((1 + c) log2(1 + c) + (1 - c) log2(1 - c))/2.

(1) Blocks (Jordan).  Two observables on a space of finite dimension leave it a sum of blocks of dimension 1 and 2; in
one of dimension 2 they do not commute, so A0 = Z and A1 = cos(u) Z + sin(u) X with the Pauli matrices X, Z of a basis,
and (B0 + B1)/2 = cos(v) P, (B0 - B1)/2 = sin(v) R with observables P R = - R P.  The projectors on blocks commute with
the observables: measuring them changes neither S nor the state of outcome and E.  Give E the blocks of both parties
and all that purifies the state; this only lowers H(A0 | E), which is then an average over blocks, as S is, so a line
below G in every block is below the entropy.  In a block in which one party's observables commute S <= 2, and a line
that is at most 0 there is below H >= 0.
(2) Otherwise put a = <Z P>, b = <Z R>, d = <X R>.  S/2 = <A0 B+> + <A1 B-> = cos(v) a + sin(v) (cos(u) b + sin(u) d)
<= sqrt(a^2 + b^2 + d^2), and a^2 + b^2 <= 1, as (x Z P + y Z R)^2 = x^2 + y^2.  So |d| >= c.
(3) The state of qubit A, of B and E is pure.  With D(r) = sum of P_z r P_z for the projectors of Z on A, H(A0 | E) =
S(D(r_AB)) - S(r_AB) = S(r_AB || D(r_AB)) (E purifies AB; after a copy of Z is made so does E with the copy), and
measuring X on A does not raise it (Lindblad, Uhlmann): it is at least S(r_XB || 1/2 x r_B) = 1 - H(X | B)
>= 1 - H(X | R) >= 1 - h((1 + d)/2) >= G(S), since X and R together are as uncertain as X R given R.
(4) With S = 2 sqrt(1 + c^2), G' = log2((1 + c)/(1 - c)) sqrt(1 + c^2)/(4 c) = artanh(c)/c sqrt(1 + c^2)/(2 ln 2), which
grows with c: G is convex, and above its tangents.  So it is enough that a line is at most the tangent at some c at
S = 2 and at S = 2 sqrt 2; at S = 2 the tangent is at most 0, and with a slope >= 0 the line is at most 0 for S < 2.

The other forms of CHSH come from this one by signs of observables and names of inputs and of parties; and the outcomes
of more inputs have no less entropy than those of one of them.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

from .. import interval
from ..number import size
from ..read import Node
from .conditional import ConditionalEntropy


def prove(claim: ConditionalEntropy, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless the line of the statement is below the tangent of G at c."""
    found = witness.fields(("tangent", "precision"))
    precision = found["precision"].integer(8, interval.MAX_PRECISION)
    c = found["tangent"].rational()
    if not 0 < c < 1:
        raise found["tangent"].malformed("out-of-range", "a tangent touches at a number strictly between 0 and 1")
    if claim.setting.set != "quantum-tensor" or claim.setting.hypotheses:
        raise statement.malformed("wrong-kind", "uncertainty is about the set quantum-tensor, without hypotheses")
    constant, slope = _line(claim, statement)
    claim.setting.scenario.budget.spend(20_000 + (precision + size(c) + size(constant) + size(slope)) ** 2 // 8)
    p = precision
    above, below = ((1 + c, 1 + c), (1 - c, 1 - c))
    logs = interval.log2(above, p), interval.log2(below, p)
    value = interval.add(interval.multiply(above, logs[0], p), interval.multiply(below, logs[1], p), p)
    root = interval.sqrt((1 + c * c, 1 + c * c), p)  # half the score at which the tangent touches
    rise = interval.multiply(interval.subtract(*logs, p), interval.divide(root, (4 * c, 4 * c), p), p)
    for score in ((Fraction(2), Fraction(2)), interval.sqrt((Fraction(8), Fraction(8)), p)):
        distance = interval.subtract(score, interval.add(root, root, p), p)
        tangent = value[0] / 2 + interval.multiply(rise, distance, p)[0]
        line = constant + interval.multiply((slope, slope), score, p)[1]
        if tangent < line:
            raise claim.node.rejected("bits", "the line is not proved to be below the curve")


def _line(claim: ConditionalEntropy, node: Node) -> tuple[Fraction, Fraction]:
    """The functional as constant + slope S with S a form of CHSH that has a guessed input."""
    scenario = claim.setting.scenario
    constant = Fraction(0)
    words: dict[tuple[int, ...], Fraction] = {}
    # without a field every coefficient is rational; another one is of no use here
    for word, value in claim.functional.items():
        if not isinstance(value, Fraction):
            raise node.malformed("wrong-kind", "uncertainty is about lines with rational coefficients")
        if word:
            words[word] = value
        else:
            constant = value
    sides = [sorted({word[end] for word in words if len(word) == 2}) for end in (0, -1)]
    letters = [scenario.letters[letter] for side in sides for letter in side]
    parties = [{scenario.factor_party(letter) for letter in side} for side in sides]
    slope = max(words.values(), default=Fraction(0))
    is_chsh = (
        sorted(words) == sorted(product(*sides))
        and [len(side) for side in sides] == [2, 2]
        and [len(party) for party in parties] == [1, 1]
        and parties[0] != parties[1]
        and all(outcome is None for _, outcome in letters)
        and {abs(value) for value in words.values()} == {slope}
        and prod(words.values()) < 0
    )
    if not is_chsh or not {i for i, _ in letters} & set(claim.inputs):
        raise claim.node.rejected("identity", "the functional is no constant and a form of CHSH with a guessed input")
    return constant, slope
