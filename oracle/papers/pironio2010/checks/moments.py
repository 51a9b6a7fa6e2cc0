"""Moments that a level of the hierarchy admits: what its relaxation cannot exclude.

A table gives the mean of each class of words, "ALICE BOB" with the settings of the factors, as an integer over its
first entry; a word and its adjoint share a class. If the matrix of the means of u* v, over the words u, v of the
level, is positive semidefinite, the level's optimum is at least what the table reaches. The tables are rounded from a
solver's; nothing of that is trusted.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

Word = tuple[str, str]  # settings of Alice's factors, of Bob's
Moments = Mapping[str, int]

# The relaxation of level 2 at P(00|00) + lam I with the slope lam of the tight curve at u = 47/50.
LEVEL_2_LOW = {
    " ": 1048576, " 0": 1017022, " 1": 651189, " 10": 654222, " 010": 606528, " 101": 45684, " 0101": 19826,
    "0 ": 1017022, "0 0": 1047029, "0 1": 680922, "0 01": 628938, "0 010": 625712, "0 101": 57603, "1 ": 651189,
    "1 0": 680922, "1 1": 254207, "1 01": 309344, "1 010": 412898, "1 101": -306714, "10 ": 654222, "10 0": 628938,
    "10 1": 309344, "10 10": 210580, "10 01": 414249, "010 ": 606528, "010 0": 625712, "010 1": 412898,
    "101 ": 45684, "101 0": 57603, "101 1": -306714, "0101 ": 19826,
}  # fmt: skip

# The relaxations of levels 1+AB and 2 at a CHSH value just above I - epsilon of the experiment.
LEVEL_1_AB = {
    " ": 268435456, " 0": 263297296, " 1": 133454644, " 10": 133644366, "0 ": 263297296, "0 0": 268284117,
    "0 1": 138435847, "0 01": 129103140, "1 ": 133454644, "1 0": 138435847, "1 1": -1498100, "1 01": 7817773,
    "10 ": 133644366, "01 0": 129103140, "01 1": 7817773, "10 10": -10087025, "10 01": 26127903,
}  # fmt: skip
LEVEL_2 = {
    " ": 268435456, " 0": 263199854, " 1": 164321881, " 10": 164992715, " 010": 156707673, " 101": 19924029,
    " 0101": 15953156, "0 ": 263199854, "0 0": 268252179, "0 1": 169326491, "0 01": 160527664, "0 010": 160449956,
    "0 101": 22082341, "1 ": 164321881, "1 0": 169326491, "1 1": 60251249, "1 01": 69897048, "1 010": 88204735,
    "1 101": -76208157, "10 ": 164992715, "10 0": 160527664, "10 1": 69897048, "10 10": 52785995, "10 01": 88358917,
    "010 ": 156707673, "010 0": 160449956, "010 1": 88204735, "101 ": 19924029, "101 0": 22082341,
    "101 1": -76208157, "0101 ": 15953156,
}  # fmt: skip

_ALTERNATING = ("", "0", "1", "01", "10")
WORDS: dict[str, list[Word]] = {
    "1+AB": [(a, b) for a, b in product(_ALTERNATING[:3], repeat=2)],
    "2": [(a, b) for a, b in product(_ALTERNATING, repeat=2) if len(a) + len(b) <= 2],
}


def reduced(settings: str) -> str:
    """Return a product of observables of one party after cancelling squares.

    >>> reduced("0110")
    ''
    """
    found: list[str] = []
    for setting in settings:
        if found and found[-1] == setting:
            found.pop()
        else:
            found.append(setting)
    return "".join(found)


def mean(moments: Moments, word: Word) -> Fraction:
    """Return the mean of the word's class, exactly."""
    alice, bob = (reduced(part) for part in word)
    key = f"{alice} {bob}"
    if key not in moments:
        key = f"{alice[::-1]} {bob[::-1]}"
    return Fraction(moments[key], moments[" "])


def matrix(moments: Moments, words: Sequence[Word]) -> list[list[Fraction]]:
    """Return the means of u* v."""
    return [[mean(moments, (u[0][::-1] + v[0], u[1][::-1] + v[1])) for v in words] for u in words]


def positive(rows: Sequence[Sequence[Fraction]]) -> bool:
    """Whether a symmetric matrix is positive definite: all pivots of the elimination are.

    >>> positive([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(3)]])
    False
    """
    left = [list(row) for row in rows]
    for k, pivot in enumerate(left):
        if pivot[k] <= 0:
            return False
        for row in left[k + 1 :]:
            ratio = row[k] / pivot[k]
            for j in range(k, len(row)):
                row[j] -= ratio * pivot[j]
    return True


def admitted(moments: Moments, level: str) -> tuple[bool, Fraction, Fraction]:
    """Return whether the level admits the moments, their CHSH value and their P(00|00)."""
    signs: Iterator[Fraction] = (
        (-1) ** (x * y) * mean(moments, (str(x), str(y))) for x, y in product((0, 1), repeat=2)
    )
    outcome = 1 + mean(moments, ("0", "")) + mean(moments, ("", "0")) + mean(moments, ("0", "0"))
    return positive(matrix(moments, WORDS[level])), sum(signs, Fraction(0)), outcome / 4
