"""The inequality (4) for inputs that depend on the hidden variable: its local maximum and its limits.

P(abxy) are joint probabilities of outcomes and inputs. In a local model with measurement dependence they are averages
over the hidden variable of q(xy) P(ab|xy), where q lies between mu_min and mu_max and P is a deterministic strategy.
"""

from fractions import Fraction
from itertools import product

from oracle.ask.source import independent
from oracle.functionals import means
from oracle.ledger.arithmetic import identical
from oracle.ledger.checks import check
from oracle.ledger.expressions import parse
from oracle.ledger.polynomials import same
from oracle.ledger.status import Finding

POSITIVE = ((0, 0), (0, 0))  # outcomes, inputs
NEGATIVE = (((0, 1), (0, 1)), ((1, 0), (1, 0)), ((0, 0), (1, 1)))
HALF = Fraction(1, 2)
BIASES = (Fraction(0), Fraction(3, 400), Fraction(1, 10), Fraction(1, 3), HALF)


def occurring() -> list[tuple[bool, int]]:
    """For each strategy whether its outcomes are those of the positive term, and how many negative terms they are."""
    found = []
    for a, b in product(product((0, 1), repeat=2), repeat=2):

        def seen(term: tuple[tuple[int, int], tuple[int, int]], a: tuple[int, ...] = a, b: tuple[int, ...] = b) -> bool:
            (alice, bob), (x, y) = term
            return (a[x], b[y]) == (alice, bob)

        found.append((seen(POSITIVE), sum(seen(term) for term in NEGATIVE)))
    return found


@check
def eq_4() -> Finding:
    """At every strategy the positive term comes with a negative one, and mu_min q <= mu_min mu_max <= mu_max q'.

    So the value is at most mu_min q(00) - mu_max q(xy) <= 0 for q(00) <= mu_max and q(xy) >= mu_min, and averages over
    the hidden variable are no larger. Without the positive term it is not positive; with no term at all it is 0.
    """
    rows = occurring()
    covered = all(negative >= 1 for positive, negative in rows if positive)
    reached = any(not positive and negative == 0 for positive, negative in rows)
    form = identical(
        lambda low, high, q, r: low * q - high * r,
        lambda low, high, q, r: -(high * (r - low) + low * (high - q)),
        1,
        4,
    )
    return Finding("proof", covered and reached and form, f"{len(rows)} strategies; the value 0 is reached")


@check
def eq_4_limits() -> Finding:
    """Two bits, each 0 with probability 1/2 - mu to 1/2 + mu given the past, have pairs between the squares.

    A pair's probability is a product of two such numbers; at several biases the ends are found among the extreme
    sources.
    """
    pairs = [(mu, [p for vertex in independent(2, mu) for p in vertex]) for mu in BIASES]
    good = all(min(found) == (HALF - mu) ** 2 and max(found) == (HALF + mu) ** 2 for mu, found in pairs)
    return Finding("proof", good, f"extreme sources at {len(BIASES)} biases")


@check
def eq_4_perfect_source(value: str) -> Finding:
    """At mu = 0 all joint probabilities are a quarter of the conditional ones, and 64 S_0 = S - 2.

    P(00|00) - P(01|01) - P(10|10) - P(00|11) = (S - 2)/4 for every no-signalling behaviour, as means of words, where
    S = <A0 B0> + <A0 B1> + <A1 B0> - <A1 B1>. So S_0 > 0 exactly if S > 2.
    """
    quarter = means({POSITIVE: 1, **dict.fromkeys(NEGATIVE, -1)})
    chsh = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1, "": -2}
    good = quarter == {word: Fraction(c, 4) for word, c in chsh.items()}
    scale = Fraction(1, 4) * Fraction(1, 4)  # mu_min = mu_max = P(xy) = 1/4
    of_score = f"{scale / 4}*(S - 2)"  # scale times (S - 2)/4
    return Finding("proof", good and same(parse(of_score), parse(value)), f"S_0 = {of_score}")
