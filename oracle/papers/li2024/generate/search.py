"""Certificates that need a solver: both ends at visibility 4/5, a level, and the two parties together."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from oracle.papers.li2024.ghz import QUBIT, ghz, untrusted
from proofs.search.assembled.asked import Steered
from proofs.search.question import How, Outcome, Question
from proofs.search.steering.engine import Steering
from proofs.search.steering.together import Together

AT = Fraction(4, 5)


def _asked(level: str, joined: bool = False) -> Outcome:
    scene = untrusted(2, 3)
    steered = Steered(QUBIT, known=ghz(scene, AT))
    guessed: tuple[str, ...] = ("B0", "C0")
    if joined:
        together = Together(scene, ("B", "C"))
        scene, steered, guessed = together.merged, together.steered(steered), together.guess(guessed)
    how = How(level=level)
    question = Question("guessing", "steering", scene.scenario, guessed=guessed, steered=steered, how=how)
    return Steering().answer(question)


def _attained(found: Outcome) -> bytes:
    if found.attained is None:
        raise ArithmeticError("there is no attack")
    return found.attained.data


def searches() -> dict[str, Callable[[], bytes]]:
    """The search of each file, by its name."""
    return {
        "bound.cert.json": lambda: _asked("no-signalling").main.data,
        "attack.cert.json": lambda: _attained(_asked("no-signalling")),
        "level-1.cert.json": lambda: _asked("Q1").main.data,
        "together.cert.json": lambda: _attained(_asked("no-signalling", joined=True)),
    }
