"""The definition of randomness: trace distance, side information, what "equal with probability 1 - eps" means."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from oracle.ledger.checks import check
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
def sec_summary_coincidence(grid: str) -> Finding:
    """A string within eps of uniform is equal to a uniform one with probability at least 1 - eps in some joint law.

    The coupling has the right marginals, and its diagonal weighs 1 - (1/2) sum |p - q|, since min(a, b) =
    (a + b - |a - b|)/2. The uniform string is one that may be defined beside the key; nothing of the kind is said for
    quantum side information, for which the distance itself is the statement.
    """
    uniform = [Fraction(1, 3)] * 3
    holds = True
    for p in laws(3, Fraction(grid).denominator):
        joint = coupling(p, uniform)
        first = [sum((joint[i, j] for j in range(3)), Fraction(0)) for i in range(3)]
        second = [sum((joint[i, j] for i in range(3)), Fraction(0)) for j in range(3)]
        equal = sum((joint[i, i] for i in range(3)), Fraction(0))
        holds = holds and min(joint.values()) >= 0 and first == list(p) and second == uniform
        holds = holds and equal == 1 - half_distance(p, uniform)
    holds = holds and Fraction(grid) == Fraction(1, 6)
    return Finding("gap", holds, f"couplings with a uniform law for all laws on three values in multiples of {grid}")


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
