"""From a floating-point dual matrix to an exact sum of squares, always.

The wanted identity is  bound - F = sum_ij G_ij u_i* u_j  with G >= 0.  The entries are
rounded to integers over one denominator D.  Every entry belongs to exactly one word
class, so the identity is repaired class by class by spreading an integer defect over
the entries of the class; the class of 1 may have any total, and that is the bound.
Positivity is repaired by adding d * Q, where Q >= 1 is an integer matrix with
sum_ij Q_ij u_i* u_j = n, at the cost n d / D in the bound.

Q is the unit matrix for observables, as then u* u = 1.  A projector p has
1 - (p v)* (p v) = (1 - v* v) + (v - p v)* (v - p v), so for a word l_1 ... l_k with suffixes
s_j = l_j ... l_k the squares of s_1 and of s_{j+1} - s_j (l_j a projector) sum to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt, lcm

import numpy as np

from proofs.search.language.relabelling import Relabelling
from proofs.search.language.scenario import Scenario, Word, common_denominator
from proofs.search.language.write import Json
from proofs.search.semidefinite.moments import Moments
from proofs.search.semidefinite.sdp import Reals

Rows = list[list[int]]  # lower triangle
Dual = Reals | Sequence[Sequence[Fraction]]

FACTOR_FROM = 12  # rows; below that elimination is as quick as checking a factor, and the file smaller


def suffix_closed(scenario: Scenario, words: Iterable[Word]) -> tuple[Word, ...]:
    """The words, followed by the suffixes that the repair of projectors needs and that are missing.

    >>> s = Scenario.bell({"A": [3]})
    >>> [s.text(word) for word in suffix_closed(s, [(0,)])]
    ['A0=0', '']
    """
    found = dict.fromkeys(words)
    for word in list(found):
        for head, tail in _steps(scenario, word):
            found |= {head: None, tail: None}
    return tuple(found)


def _steps(scenario: Scenario, word: Word) -> Iterator[tuple[Word, Word]]:
    """(s_j, s_{j+1}) for the projectors l_j of a word."""
    for j, letter in enumerate(word):
        if scenario.letters[letter][1] is not None:
            yield word[j:], word[j + 1 :]


def unit(found: Moments) -> Rows:
    """Q: integer, at least the unit matrix, and n in the class of 1, 0 in all others, when summed by classes.

    Args:
        found: moment matrix whose words are suffix closed.
    """
    place = {word: i for i, word in enumerate(found.words)}
    rows = [[int(i == j) for j in range(i + 1)] for i in range(found.size)]
    for word in found.words:
        for head, tail in _steps(found.scenario, word):
            i, j = place[head], place[tail]
            rows[i][i] += 1
            rows[j][j] += 1
            rows[max(i, j)][min(i, j)] -= 1
    return rows


@dataclass(frozen=True)
class Gram:
    """A positive semidefinite integer matrix over words, and what the kernel needs to see it.

    Attributes:
        words: rows; rows: lower triangle; denominator: of all entries.
        factor: (scale, L) with scale^2 N - L L^T diagonally dominant, or None.
        constant: exact total of the class of 1, denominator included.
    """

    words: tuple[str, ...]
    rows: Rows
    denominator: int
    factor: tuple[int, Rows] | None
    constant: Fraction

    def raised(self, constant: Fraction) -> Gram:
        """The same sum of squares with a larger constant: the square of 1 takes the difference.

        Args:
            constant: at least the present one, and a multiple of 1/denominator.
        """
        more = int((constant - self.constant) * self.denominator)
        place = self.words.index("")
        rows = [[x + more * (i == j == place) for j, x in enumerate(row)] for i, row in enumerate(self.rows)]
        return replace(self, rows=rows, constant=constant)

    def carried(self, scenario: Scenario, move: Relabelling) -> Gram:
        """The image under a relabelling: words replaced, rows and columns multiplied with the signs."""
        images = [move.word(scenario, next(iter(scenario.parse(text)))) for text in self.words]
        signs = [sign for sign, _ in images]

        def image(rows: Rows) -> Rows:
            return [[signs[i] * signs[j] * x for j, x in enumerate(row)] for i, row in enumerate(rows)]

        # row i of L takes the sign of row i; columns may take any, and these keep the diagonal positive
        factor = self.factor and (self.factor[0], image(self.factor[1]))
        words = tuple(scenario.text(word) for _, word in images)
        return replace(self, words=words, rows=image(self.rows), factor=factor)

    def json(self) -> dict[str, Json]:
        """The block as the format writes it."""
        block: dict[str, Json] = {
            "words": list(self.words),
            "denominator": str(self.denominator),
            "rows": [[str(x) for x in row] for row in self.rows],
        }
        if self.factor:
            scale, lower = self.factor
            block["factor"] = {"scale": str(scale), "rows": [[str(x) for x in row] for row in lower]}
        return block


def round_gram(
    found: Moments, dual: Dual, target: Mapping[int, Fraction], bits: int, factor: bool | None = None
) -> Gram:
    """An exact Gram matrix near the dual, with the given class totals (the class of 1 excepted).

    Args:
        found: moment matrix whose words are suffix closed.
        dual: n x n, of which the lower triangle is used, floats or exact; any matrix will do,
            a bad one gives a bad constant.
        target: wanted total over both triangles of each class (missing: 0), a word and its adjoint together.
        bits: K; entries are integers over a multiple of 2^K.
        factor: add the factor for the division-free check (default: from `FACTOR_FROM` rows).

    Returns:
        the matrix; sum_ij G_ij u_i* u_j = constant + sum of targets, exactly.
    """
    denominator = lcm(1 << bits, 2 * common_denominator(target.values()))
    rows = _rounded(dual, denominator)
    _project(found, rows, target, denominator)
    shift = unit(found)
    # the smallest eigenvalue of a float matrix is known to about 1e-15 of the largest entry
    lowest = float(np.linalg.eigvalsh(_float(rows, denominator))[0])
    step = int(-lowest * denominator) if lowest < -1e-14 else 0
    while True:
        moved = [[x + step * q for x, q in zip(row, plus, strict=True)] for row, plus in zip(rows, shift, strict=True)]
        scale = _scale(moved)
        lower = _cholesky(moved, scale)
        if lower is not None:
            break
        step = 2 * step + 1
    constant = Fraction(_total(found, moved), denominator)
    wanted = found.size >= FACTOR_FROM if factor is None else factor
    texts = tuple(found.scenario.text(word) for word in found.words)
    return Gram(texts, moved, denominator, (scale, lower) if wanted else None, constant)


def _rounded(dual: Dual, denominator: int) -> Rows:
    """Nearest integers to dual * denominator, exact also where floats are coarser than the unit."""
    return [[round(Fraction(dual[i][j]) * denominator) for j in range(i + 1)] for i in range(len(dual))]


def _float(rows: Rows, denominator: int) -> Reals:
    n = len(rows)
    matrix = np.zeros((n, n))
    for i, row in enumerate(rows):
        matrix[i, : i + 1] = [x / denominator for x in row]
    return matrix + np.tril(matrix, -1).T


def _entries(found: Moments) -> dict[int, list[tuple[int, int]]]:
    """Lower-triangle entries of each class."""
    result: dict[int, list[tuple[int, int]]] = {}
    classes = iter(found.classes.tolist())
    for i in range(found.size):
        for j in range(i + 1):
            result.setdefault(next(classes), []).append((i, j))
    return result


def _project(found: Moments, rows: Rows, target: Mapping[int, Fraction], denominator: int) -> None:
    """Give every class its target; entries whose product is zero are left alone."""
    for k, entries in _entries(found).items():
        if k in (-1, found.identity):
            continue
        wanted = target.get(k, Fraction(0)) * denominator
        # an entry below the diagonal counts twice; the denominator makes every target even
        weights = [1 if i == j else 2 for i, j in entries]
        defect = int(wanted) - sum(w * rows[i][j] for w, (i, j) in zip(weights, entries, strict=True))
        share, rest = divmod(defect, sum(weights))
        # an odd rest exists only if the class has a diagonal entry; those take what the others cannot
        twos = weights.count(2)
        ones = max(rest - 2 * twos, rest % 2)
        left = {1: ones, 2: (rest - ones) // 2}
        for w, (i, j) in zip(weights, entries, strict=True):
            rows[i][j] += share + (left[w] > 0)
            left[w] -= 1


def _total(found: Moments, rows: Rows) -> int:
    """Total of the class of 1 over both triangles."""
    return sum((1 if i == j else 2) * rows[i][j] for i, j in _entries(found)[found.identity])


def _scale(rows: Rows) -> int:
    """A power of two above (n + 4) sqrt(max N), so that the errors of L stay below the margin."""
    n, most = len(rows), max(row[-1] for row in rows)
    return 1 << ((n + 4).bit_length() + (max(1, most).bit_length() + 1) // 2)


def _cholesky(rows: Rows, scale: int) -> Rows | None:
    """Integer L with scale^2 N - L L^T diagonally dominant, or None if N - 1/2 has no Cholesky factor.

    L L^T is near scale^2 (N - 1/2).  An entry of L is off by at most 1/2, a diagonal one by 1,
    and rows of L are no longer than m = scale sqrt(max N); so L L^T is off by at most m/2, on
    the diagonal by 2 m, and the margin scale^2 / 2 is larger than a row of such errors.
    """
    square = scale * scale
    lower: Rows = []
    for i, row in enumerate(rows):
        mine: list[int] = []
        for j in range(i):
            other = lower[j]
            rest = square * row[j] - sum(a * b for a, b in zip(mine, other, strict=False))
            mine.append((2 * rest + other[j]) // (2 * other[j]))
        rest = square * row[i] - square // 2 - sum(a * a for a in mine)
        if rest <= 0:
            return None
        mine.append(isqrt(rest))
        lower.append(mine)
    return lower
