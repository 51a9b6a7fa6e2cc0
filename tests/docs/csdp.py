"""What stands in for csdp where it is not installed: `csdp PROBLEM SOLUTION`, solved by cvxopt, in csdp's own layout.

The problem is min c.y with Z = sum y_k F_k - F_0 positive, in the sparse SDPA format. The solution file has y in its
first line, then the entries of Z (kind 1) and of the other side's matrix (kind 2).
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

Entries = dict[tuple[int, int], list[tuple[int, int, float]]]  # (matrix, block) -> row, column, value


def read(text: str) -> tuple[list[float], list[int], Entries]:
    """Coefficients, sizes of the blocks (negative: diagonal) and entries of every matrix."""
    lines = [line for line in text.splitlines() if line.strip() and line[0] not in '"*']
    plain = str.maketrans(dict.fromkeys("{}(),", " "))
    sizes = [int(word) for word in lines[2].translate(plain).split()]
    costs = [float(word) for word in lines[3].translate(plain).split()]
    entries: Entries = {}
    for line in lines[4:]:
        matrix, block, i, j, value = line.translate(plain).split()
        entries.setdefault((int(matrix), int(block)), []).append((int(i) - 1, int(j) - 1, float(value)))
    return costs, sizes, entries


def solve(text: str) -> str:
    """The solution file."""
    cvxopt = import_module("cvxopt")
    matrix, solvers, spmatrix = cvxopt.matrix, cvxopt.solvers, cvxopt.spmatrix
    costs, sizes, entries = read(text)
    solvers.options["show_progress"] = False
    left, right = [], []
    for block, size in enumerate(sizes, 1):
        n, diagonal = abs(size), size < 0
        height = n if diagonal else n * n
        rows, columns, values = [], [], []
        constant = matrix(0.0, (n, 1) if diagonal else (n, n))
        for k in range(len(costs) + 1):
            for i, j, value in entries.get((k, block), []):
                for p, q in {(i, j), (j, i)}:
                    if k == 0:
                        constant[p if diagonal else (p, q)] = -value
                    else:
                        rows.append(p if diagonal else p + q * n)
                        columns.append(k - 1)
                        values.append(-value)
        left.append((diagonal, spmatrix(values, rows, columns, (height, len(costs)))))
        right.append(constant)
    empty = {"Gl": spmatrix([], [], [], (0, len(costs))), "hl": matrix(0.0, (0, 1))}
    linear = [k for k, (diagonal, _) in enumerate(left) if diagonal]
    if len(linear) > 1:
        raise SystemExit("one diagonal block at most")
    if linear:
        empty = {"Gl": left[linear[0]][1], "hl": right[linear[0]]}
    full = [k for k in range(len(left)) if k not in linear]
    found = solvers.sdp(matrix(costs), **empty, Gs=[left[k][1] for k in full], hs=[right[k] for k in full])
    lines = [" ".join(f"{value:.17g}" for value in found["x"])]
    for kind, diagonals, matrices in ((1, found["sl"], found["ss"]), (2, found["zl"], found["zs"])):
        for k in range(len(left)):
            n = abs(sizes[k])
            for i in range(n):
                for j in [i] if k in linear else range(i, n):
                    value = diagonals[i] if k in linear else matrices[full.index(k)][i, j]
                    lines.append(f"{kind} {k + 1} {i + 1} {j + 1} {value:.17g}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(solve(Path(sys.argv[1]).read_text(encoding="ascii")), encoding="ascii")
    print("solved")  # csdp says more
