"""Level 1+AB of the quantum maximum of two parties with two settings and outcomes, as a semidefinite program."""

from fractions import Fraction
from itertools import product

WORDS = [("", ""), ("0", ""), ("1", ""), ("", "0"), ("", "1"), *(tuple(xy) for xy in product("01", repeat=2))]
"""Products of Alice's and Bob's observables, each a square root of one."""


def entry(first, second):
    """What stands at a pair of words: a product with the inverse of the first, or its mirror image."""

    def joined(one, other):
        found = one[::-1] + other
        while len(found) > 1 and found[0] == found[1]:
            found = found[2:]
        return found

    alice, bob = (joined(first[party], second[party]) for party in (0, 1))
    return min((alice, bob), (alice[::-1], bob[::-1]))


def relaxation(functional):
    """C, [A_i], [b_i] and a constant: the maximum is at most the constant plus max tr C X over tr A_i X = b_i, X >= 0."""
    size = len(WORDS)
    places = {}
    for i, j in product(range(size), repeat=2):
        if i <= j:
            places.setdefault(entry(WORDS[i], WORDS[j]), []).append((i, j))
    C = [[Fraction(0)] * size for _ in range(size)]
    constant = Fraction(0)
    for x, y, a, b in product((0, 1), repeat=4):
        share = Fraction(functional[x][y][a][b]) / 4
        constant += share
        for word, sign in ((1 + x, (-1) ** a), (3 + y, (-1) ** b), (5 + 2 * x + y, (-1) ** (a + b))):
            for i, j in ((0, word), (word, 0)):
                C[i][j] += share * sign / 2

    def at(*terms):
        found = [[0.0] * size for _ in range(size)]
        for (i, j), factor in terms:
            found[i][j] += factor / 2
            found[j][i] += factor / 2
        return found

    matrices, values = [at((place, 1.0)) for place in places[("", "")]], [1.0] * size
    for name, (first, *others) in places.items():
        if name != ("", ""):
            matrices += [at((first, 1.0), (other, -1.0)) for other in others]
            values += [0.0] * len(others)
    return [[float(c) for c in row] for row in C], matrices, values, float(constant)
