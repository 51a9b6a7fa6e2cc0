"""What the kernel's speed is compared with: the same work done with sympy or with fractions."""

import random
from fractions import Fraction

import sympy

from proofs.kernel.errors import Budget
from proofs.kernel.matrix import negative_direction

LABELS = ("A0", "A1", "B0", "B1")


def chsh_identity_sympy() -> bool:
    """Whether 2 sqrt(2) - CHSH is a sum of two squares: sympy expands, and words are brought to normal form."""
    a0, a1, b0, b1 = (sympy.Symbol(label, commutative=False) for label in LABELS)
    root = sympy.sqrt(2)
    first, second = a0 - (b0 + b1) / root, a1 - (b0 - b1) / root
    difference = 2 * root - a0 * (b0 + b1) - a1 * (b0 - b1) - (first * first + second * second) / root
    total: dict[tuple[str, ...], sympy.Expr] = {}
    for term in sympy.Add.make_args(sympy.expand(difference)):
        commuting, rest = term.args_cnc()
        letters = [str(base) for factor in rest for base, power in [factor.as_base_exp()] for _ in range(int(power))]
        word = (*_reduced([x for x in letters if x[0] == "A"]), *_reduced([x for x in letters if x[0] == "B"]))
        total[word] = total.get(word, 0) + sympy.Mul(*commuting)
    return all(sympy.simplify(value) == 0 for value in total.values())


def _reduced(letters: list[str]) -> list[str]:
    word: list[str] = []
    for letter in letters:
        if word and word[-1] == letter:
            word.pop()  # an observable squares to one
        else:
            word.append(letter)
    return word


def positive_matrix(n: int) -> list[list[int]]:
    """Return the lower triangle of a singular positive semidefinite integer matrix with entries of about 44 bits."""
    source = random.Random(n)
    columns = [[source.randrange(-(2**20), 2**20) for _ in range(n - 1)] for _ in range(n)]
    return [[sum(a * b for a, b in zip(columns[i], columns[j], strict=True)) for j in range(i + 1)] for i in range(n)]


def positive_kernel(n: int) -> bool:
    """Decide with the kernel's fraction-free elimination."""
    return negative_direction(positive_matrix(n), Budget(10**9)) is None


def positive_fraction(n: int) -> bool:
    """Decide with the textbook's LDL decomposition over fractions; a zero pivot needs a zero column."""
    rows = positive_matrix(n)
    m = [[Fraction(rows[max(i, j)][min(i, j)]) for j in range(n)] for i in range(n)]
    for k in range(n):
        if m[k][k] < 0 or (m[k][k] == 0 and any(m[i][k] for i in range(k, n))):
            return False
        for i in range(k + 1, n):
            if m[i][k]:
                factor = m[i][k] / m[k][k]
                for j in range(k, n):
                    m[i][j] -= factor * m[k][j]
    return True
