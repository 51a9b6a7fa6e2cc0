"""`bellcert certify` itself as an implementation: what it prints has to pass what it asks of others."""

from __future__ import annotations

import json

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


def bits(problem: str) -> str:
    result = run("certify", "-", "--json", stdin=problem.encode())
    if result.exit_code:
        raise Refused("infeasible", result.stderr.strip() or "no behaviour has what is known")
    found: str = json.loads(result.stdout)["min_entropy"]
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
