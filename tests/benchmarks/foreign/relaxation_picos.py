"""The moment problem of CHSH written for PICOS by hand, in an environment of its own: prints CPU seconds as JSON.

Products are reduced letter by letter, and every entry of a class is put equal to the first one.
"""

import json
import time
from importlib import import_module
from itertools import product
from typing import Any

Word = tuple[str, ...]


def reduced(letters: Word) -> Word:
    word: list[str] = []
    for letter in sorted(letters, key=lambda x: x[0]):
        if word and word[-1] == letter:
            word.pop()
        else:
            word.append(letter)
    return tuple(word)


def words(level: int) -> list[Word]:
    found = {reduced(w) for k in range(level + 1) for w in product(("A0", "A1", "B0", "B1"), repeat=k)}
    return sorted(found, key=lambda w: (len(w), w))


def solved(level: int) -> tuple[float, float, float]:
    """CPU seconds of the model and of the solver, and the value it reports."""
    picos: Any = import_module("picos")
    began = time.process_time()
    rows = words(level)
    matrix = picos.SymmetricVariable("M", len(rows))
    problem = picos.Problem()
    problem.add_constraint(matrix >> 0)
    problem.add_constraint(matrix[0, 0] == 1)
    seen: dict[Word, tuple[int, int]] = {}
    for i, u in enumerate(rows):
        for j, v in enumerate(rows[: i + 1]):
            word = reduced(u[::-1] + v)
            first = seen.setdefault(min(word, reduced(word[::-1])), (i, j))
            if first != (i, j):
                problem.add_constraint(matrix[i, j] == matrix[first])
    score = sum((-1) ** (x * y) * matrix[seen[f"A{x}", f"B{y}"]] for x, y in product((0, 1), repeat=2))
    problem.set_objective("max", score)
    middle = time.process_time()
    problem.solve(solver="cvxopt", primals=None)
    return middle - began, time.process_time() - middle, float(problem.value)


if __name__ == "__main__":
    solved(1)  # imports
    model, solver, value = solved(3)
    print(json.dumps({"CHSH 3": model, "CHSH 3, solved": model + solver, "CHSH 3, value": value}))
