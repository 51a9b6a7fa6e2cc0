"""The four-party program for other people's exact solvers, and what they answer.

Maximise the majority bit's M.P under B.P <= 1/9 over no-signalling behaviours.  Two
formulations are written: `reduced` has the 80 coordinates in which the equations hold by
themselves, `full` the 256 probabilities with every normalisation and no-signalling equation.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

from lp.coordinates import integers
from lp.optima import event_rows, maximum
from lp.supporting_lines import difference
from oracle.papers.ramanathan2013 import curves as fourparty
from oracle.papers.ramanathan2013.definitions import CANONICAL, SETTINGS, bell_events, majority_events
from proofs.search.language.means import Mean

DELTA = Fraction(1, 9)
VALUE = Fraction(23, 36)
SECONDS = 60

Row = tuple[dict[int, int], str, int]  # coefficients by variable, relation, right side


@dataclass(frozen=True)
class Linear:
    """Maximise objective.x / scale subject to rows; variables are free or nonnegative.

    Attributes:
        constant: of the objective, before dividing by the scale.
    """

    variables: int
    objective: dict[int, int]
    constant: int
    scale: int
    rows: Sequence[Row]
    free: bool


def limit() -> Mean:
    """B.P <= 1/9."""
    return Mean("bell", difference(fourparty.bell(), DELTA))


def reduced() -> Linear:
    """In coordinates: one inequality an event, and the hypothesis."""
    scenario = fourparty.SCENARIO
    _, matrix = event_rows(scenario)
    hypothesis, _ = integers(scenario.vector(limit().functional))
    objective, scale = integers(scenario.vector(fourparty.majority()))
    rows: list[Row] = [
        ({j: int(c) for j, c in enumerate(row) if j and c}, ">=", -int(row[0]))
        for row in [*matrix.tolist(), hypothesis]
    ]
    listed = {j: c for j, c in enumerate(objective) if j and c}
    return Linear(scenario.dimension - 1, listed, objective[0], scale, rows, free=True)


def full() -> Linear:
    """In probabilities: equations of normalisation and of no-signalling, and the hypothesis."""
    number = {(u, x): k for k, (u, x) in enumerate(product(SETTINGS, SETTINGS), 1)}
    rows: list[Row] = [({number[u, x]: 1 for x in SETTINGS}, "=", 1) for u in SETTINGS]
    for k in range(4):
        for u, x in product(SETTINGS, SETTINGS):
            if u[k] == x[k] == 0:
                row = {}
                for bit in (0, 1):
                    row[number[u, (*x[:k], bit, *x[k + 1 :])]] = 1
                    row[number[(*u[:k], 1, *u[k + 1 :]), (*x[:k], bit, *x[k + 1 :])]] = -1
                rows.append((row, "=", 0))
    rows.append(({number[u, x]: 9 * c for (x, u), c in bell_events().items()}, "<=", 1))
    objective = {number[u, x]: c for (x, u), c in majority_events(CANONICAL).items()}
    return Linear(256, objective, 0, 1, rows, free=False)


def _sum(row: dict[int, int]) -> str:
    return " ".join(f"{'+' if c > 0 else '-'} {abs(c)} x{j}" for j, c in row.items())


def lp_format(program: Linear) -> str:
    """The LP format that esolver and glpsol read."""
    lines = ["Maximize", f" obj: {_sum(program.objective)}", "Subject To"]
    lines += [f" r{i}: {_sum(row)} {sense} {right}" for i, (row, sense, right) in enumerate(program.rows, 1)]
    if program.free:
        lines += ["Bounds", *(f" x{j} free" for j in range(1, program.variables + 1))]
    return "\n".join([*lines, "End", ""])


def lrs_format(program: Linear) -> str:
    """An H-representation with a linear objective for lrs: rows b + a.x >= 0, equations listed as linearity."""
    rows, equal = [], []
    signs: list[Row] = [] if program.free else [({j: 1}, ">=", 0) for j in range(1, program.variables + 1)]
    for i, (row, sense, right) in enumerate([*program.rows, *signs], 1):
        sign = -1 if sense == "<=" else 1
        left = [sign * row.get(j, 0) for j in range(1, program.variables + 1)]
        rows.append(" ".join(map(str, [-sign * right, *left])))
        if sense == "=":
            equal.append(str(i))
    head = ["fourparty", "H-representation"] + ([f"linearity {len(equal)} {' '.join(equal)}"] if equal else [])
    goal = " ".join(str(program.objective.get(j, 0)) for j in range(1, program.variables + 1))
    return "\n".join(
        [
            *head,
            "begin",
            f"{len(rows)} {program.variables + 1} rational",
            *rows,
            "end",
            f"maximize 0 {goal}",
            "lponly",
            "",
        ]
    )


def smt_format(program: Linear) -> str:
    """The program in SMT-LIB with z3's command for optimisation."""

    def linear(row: dict[int, int]) -> str:
        terms = [f"(* {c} x{j})" if c > 0 else f"(* (- {-c}) x{j})" for j, c in row.items()]
        return f"(+ {' '.join(terms)} 0)"

    def number(value: int) -> str:
        return str(value) if value >= 0 else f"(- {-value})"

    lines = [f"(declare-const x{j} Real)" for j in range(1, program.variables + 1)]
    if not program.free:
        lines += [f"(assert (>= x{j} 0))" for j in range(1, program.variables + 1)]
    lines += [f"(assert ({sense} {linear(row)} {number(right)}))" for row, sense, right in program.rows]
    return "\n".join([*lines, f"(maximize {linear(program.objective)})", "(check-sat)", "(get-objectives)", ""])


def _exact(pattern: str) -> Callable[[str], Fraction]:
    """The number behind the last match."""

    def read(text: str) -> Fraction:
        *_, found = re.findall(pattern, text)
        return Fraction(found)

    return read


def _smt(text: str) -> Fraction:
    """The number at the end of z3's answer: 23.0, (/ 23.0 36.0), 1, or (- ...) of one of them."""
    integer = r"([0-9]+)(?:\.0)?"
    found = re.search(rf"(\(- )?(?:\(/ {integer} {integer}\)|{integer})[\s)]*$", text)
    if found is None:
        raise ValueError(f"z3 answers {text[-200:]!r}")
    minus, top, bottom, whole = found.groups()
    value = Fraction(int(top), int(bottom)) if top else Fraction(int(whole))
    return -value if minus else value


@dataclass(frozen=True)
class Peer:
    """An exact solver of others: how it is called, and where its answer stands.

    Attributes:
        command: the program and its arguments; {file} is the problem, {out} a file for the answer.
        digits: 0 if the answer is printed exactly, else how many decimals are printed.
    """

    name: str
    write: Callable[[Linear], str]
    suffix: str
    command: tuple[str, ...]
    read: Callable[[str], Fraction]
    digits: int = 0

    @property
    def installed(self) -> bool:
        return shutil.which(self.command[0]) is not None

    def file(self, folder: Path, name: str, program: Linear) -> Path:
        """The program written for this peer."""
        path = folder / f"{name}.{self.suffix}"
        path.write_text(self.write(program))
        return path

    def solve(self, path: Path, program: Linear) -> Fraction:
        """The optimum it finds for a program already written.

        Raises:
            TimeoutError: none within SECONDS.
            ValueError: no optimum can be read from its output.
        """
        out = path.with_name(f"{path.name}.answer")
        command = [part.format(file=path, out=out) for part in self.command]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"{self.name} needs more than {SECONDS} s") from None
        text = done.stdout + (out.read_text() if out.exists() else "")
        return (self.read(text) + program.constant) / program.scale


PEERS = (
    Peer("qsopt_ex esolver", lp_format, "lp", ("esolver", "-O", "{out}", "{file}"), _exact(r"Value = ([-0-9/]+)")),
    Peer(
        "glpsol --exact",
        lp_format,
        "lp",
        ("glpsol", "--exact", "--lp", "{file}"),
        _exact(r"objval = +([-0-9.e+]+)"),
        12,
    ),
    Peer("lrs", lrs_format, "ine", ("lrs", "{file}"), _exact(r"Obj=([-0-9/]+)")),
    Peer("z3", smt_format, "smt2", ("z3", "{file}"), _smt),
)


def ours() -> Fraction:
    """From the problem's data to two certificates with the verdict PROVED."""
    return maximum(fourparty.SCENARIO, fourparty.majority(), [limit()]).value
