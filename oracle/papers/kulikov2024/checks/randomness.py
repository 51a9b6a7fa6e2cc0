"""The definition of randomness: trace distance, side information, what "equal with probability 1 - eps" means."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product

from oracle.ledger.registry import check
from oracle.ledger.status import Finding

Law = Sequence[Fraction]
GRID = 3
ROUNDS = 3


def laws(size: int, grid: int = GRID) -> Iterator[Law]:
    """Return all laws on `size` values with probabilities in multiples of 1/grid."""
    for parts in product(range(grid + 1), repeat=size):
        if sum(parts) == grid:
            yield tuple(Fraction(part, grid) for part in parts)


def half_distance(p: Law, q: Law) -> Fraction:
    """Return (1/2) sum |p - q|."""
    return sum((abs(a - b) for a, b in zip(p, q, strict=True)), Fraction(0)) / 2


def _pairs() -> Iterator[tuple[Law, Law]]:
    return product(laws(3), repeat=2)  # type: ignore[return-value]


@check
def eq_2() -> Finding:
    """Half the sum of absolute differences is the largest difference of the probabilities of an event.

    |t| = 2 max(t, 0) - t and the differences add up to 0, so half the sum is the sum of the positive differences, the
    event where p > q. Checked against all events, for all pairs of laws on three values in thirds.
    """

    def largest(p: Law, q: Law) -> Fraction:
        events = chain.from_iterable(combinations(range(len(p)), k) for k in range(len(p) + 1))
        return max(sum((p[i] - q[i] for i in event), Fraction(0)) for event in events)

    holds = all(half_distance(p, q) == largest(p, q) for p, q in _pairs())
    return Finding("proof", holds, "all events for all pairs of laws on three values in thirds")


@check
def eq_3_implies_1() -> Finding:
    """A measurement of E does not increase the distance.

    Write the hermitian difference as a positive part minus a negative part; outcome e contributes
    |tr M_e D+ - tr M_e D-| <= tr M_e D+ + tr M_e D-, and the M_e add up to one. Only a, b >= 0 with |a - b| <= a + b
    enters, and that the weights of each part are kept. Checked for two-outcome measurements of diagonal differences.
    """
    holds = True
    before = {(i, j): half_distance(p, q) for (i, p), (j, q) in product(enumerate(laws(3)), repeat=2)}
    for effect in product((Fraction(0), Fraction(1, 3), Fraction(1)), repeat=3):
        accepted = [
            sum((part * weight for part, weight in zip(law, effect, strict=True)), Fraction(0)) for law in laws(3)
        ]
        after = [(yes, 1 - yes) for yes in accepted]  # the two effects add up to one
        holds = holds and all(half_distance(after[i], after[j]) <= distance for (i, j), distance in before.items())
    return Finding(
        "proof", holds, "the positive and the negative part keep their weights; three-valued laws, 27 effects"
    )


def coupling(p: Law, q: Law) -> dict[tuple[int, int], Fraction]:
    """Return a joint law with marginals p and q that puts min(p, q) on the diagonal, the rest as a product."""
    common = [min(a, b) for a, b in zip(p, q, strict=True)]
    rest = 1 - sum(common, Fraction(0))
    joint = {}
    for i, j in product(range(len(p)), repeat=2):
        joint[i, j] = (p[i] - common[i]) * (q[j] - common[j]) / rest if rest else Fraction(0)
        joint[i, j] += common[i] if i == j else 0
    return joint


@check
def sec_summary_coincidence() -> Finding:
    """A string within eps of uniform is equal to a uniform one with probability at least 1 - eps in some joint law.

    The coupling has the right marginals, and its diagonal weighs 1 - (1/2) sum |p - q|, since min(a, b) =
    (a + b - |a - b|)/2. The uniform string is one that may be defined beside the key; nothing of the kind is said for
    quantum side information, for which the distance itself is the statement.
    """
    uniform = [Fraction(1, 3)] * 3
    holds = True
    for p in laws(3, 6):
        joint = coupling(p, uniform)
        first = [sum((joint[i, j] for j in range(3)), Fraction(0)) for i in range(3)]
        second = [sum((joint[i, j] for i in range(3)), Fraction(0)) for j in range(3)]
        equal = sum((joint[i, i] for i in range(3)), Fraction(0))
        holds = holds and min(joint.values()) >= 0 and first == list(p) and second == uniform
        holds = holds and equal == 1 - half_distance(p, uniform)
    return Finding("proof", holds, "couplings with a uniform law for all laws on three values in sixths")


def largest_probability(bias: Fraction, rounds: int) -> Fraction:
    """Return the largest probability of a string over all sources whose bits have bias at most mu given the past.

    The probability of a string is linear in each conditional probability, so extreme conditionals decide.
    """
    pasts = [past for length in range(rounds) for past in product((0, 1), repeat=length)]
    best = Fraction(0)
    for signs in product((-1, 1), repeat=len(pasts)):
        ones = {past: Fraction(1, 2) + sign * bias for past, sign in zip(pasts, signs, strict=True)}
        for string in product((0, 1), repeat=rounds):
            probability = Fraction(1)
            for i, bit in enumerate(string):
                probability *= ones[string[:i]] if bit else 1 - ones[string[:i]]
            best = max(best, probability)
    return best


@check
def sec_methods_z_entropy() -> Finding:
    """No string of d bits of a Santha-Vazirani source has a probability above (1/2 + mu)^d.

    By the chain rule it is a product of d conditional probabilities, each at most 1/2 + mu given any past, Eve's
    classical information included. Checked over all extreme sources of up to three bits, where it is attained.
    """
    biases = (Fraction(3, 400), Fraction(1, 5), Fraction(1, 2))
    holds = all(largest_probability(mu, d) == (Fraction(1, 2) + mu) ** d for mu in biases for d in range(1, ROUNDS + 1))
    return Finding("proof", holds, "all extreme sources of up to three bits, three biases")
