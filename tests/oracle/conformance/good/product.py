"""`bellcert certify` itself as an implementation: what it prints has to pass what it asks of others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

from oracle.conformance.implementation import Implementation, Refused
from tests.oracle.runner import run

PRODUCT = Implementation("bellcert certify", "1")
SCORE = """
kind = "guessing"
set = "{set}"
{level}
guessed = ["A0", "B0"]
[scenario.parties]
A = [2, 2]
B = [2, 2]
[[hypothesis]]
name = "score"
sense = ">="
value = "{score}"
[hypothesis.functional]
"A0 B0" = "1"
"A0 B1" = "1"
"A1 B0" = "1"
"A1 B1" = "-1"
"""


Table = Any  # numbers as texts by x, y, a, b


def answer(problem: str) -> dict[str, Any]:
    result = run("certify", "-", "--json", stdin=problem.encode())
    if result.exit_code:
        raise Refused("infeasible", result.stderr.strip() or "no behaviour has what is known")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def bits(problem: str) -> str:
    found: str = answer(problem)["min_entropy"]
    return found


@PRODUCT.answers("chsh.min-entropy.global")
def pair(score: str) -> str:
    return bits(SCORE.format(set="quantum", level='level = "1+AB"', score=score))


@PRODUCT.answers("chsh.min-entropy.nosignalling")
def pair_without_quantum(score: str) -> str:
    return bits(SCORE.format(set="no-signalling", level="", score=score))


@PRODUCT.answers("chsh.min-entropy.local")
def one(score: str) -> str:
    text = SCORE.format(set="quantum", level='level = "1+AB"', score=score)
    return bits(text.replace('guessed = ["A0", "B0"]', 'guessed = ["A0"]'))


# -- functionals and behaviours, of any two parties --------------------------------------------------------------------


def cells(table: Table) -> Iterator[tuple[str, str]]:
    """Each event with its number."""
    for (x, row), y in product(enumerate(table), range(len(table[0]))):
        for a, b in product(range(len(row[y])), range(len(row[y][0]))):
            yield f"A{x}={a} B{y}={b}", str(row[y][a][b])


def question(kind: str, chosen: str, table: Table, name: str, *more: str) -> str:
    """The problem file: a table of events under a name, the scenario that the table has."""
    sizes = {"A": [len(table[0][0])] * len(table), "B": [len(table[0][0][0])] * len(table[0])}
    level = ['level = "1+AB"'] if chosen == "quantum" else []
    head = [f'kind = "{kind}"', f'set = "{chosen}"', *level, *more, "[scenario.parties]"]
    lines = [f"{party} = {outcomes}" for party, outcomes in sizes.items()]
    return "\n".join([*head, *lines, f"[{name}]", *(f'"{event}" = "{number}"' for event, number in cells(table))])


def largest(chosen: str, functional: Table) -> str:
    if not any(number != "0" for _, number in cells(functional)):
        return "0"
    found: str = answer(question("maximum", chosen, functional, "functional"))["bound"]
    return found


def guessed(chosen: str, behaviour: Table, *inputs: str) -> str:
    listed = ", ".join(f'"{name}"' for name in inputs)
    found: str = answer(question("guessing", chosen, behaviour, "behaviour", f"guessed = [{listed}]"))["bound"]
    return found


@PRODUCT.answers("functional.local")
@PRODUCT.answers("larger.functional.local")
def local(functional: Table) -> str:
    return largest("local", functional)


@PRODUCT.answers("functional.no-signalling")
@PRODUCT.answers("larger.functional.no-signalling")
def no_signalling(functional: Table) -> str:
    return largest("no-signalling", functional)


@PRODUCT.answers("functional.quantum")
@PRODUCT.answers("larger.functional.quantum")
def quantum(functional: Table) -> str:
    return largest("quantum", functional)


@PRODUCT.answers("guessing.no-signalling.one")
def guess(behaviour: Table) -> str:
    return guessed("no-signalling", behaviour, "A0")


@PRODUCT.answers("guessing.no-signalling.pair")
def guess_pair(behaviour: Table) -> str:
    return guessed("no-signalling", behaviour, "A0", "B0")


@PRODUCT.answers("guessing.quantum.one")
def guess_quantum(behaviour: Table) -> str:
    return guessed("quantum", behaviour, "A0")


@PRODUCT.answers("larger.guessing.no-signalling.one")
def guess_at(behaviour: Table, x: str) -> str:
    return guessed("no-signalling", behaviour, f"A{x}")


@PRODUCT.answers("larger.guessing.no-signalling.pair")
def guess_pair_at(behaviour: Table, x: str, y: str) -> str:
    return guessed("no-signalling", behaviour, f"A{x}", f"B{y}")


@PRODUCT.answers("larger.guessing.quantum.one")
def guess_quantum_at(behaviour: Table, x: str) -> str:
    return guessed("quantum", behaviour, f"A{x}")
