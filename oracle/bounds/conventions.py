"""The convention under which a length is asked for: `convention=full,below,nats` and how it is said in the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from oracle.extractors.conventions import Convention
from oracle.failures import Usage

WORDS: Mapping[str, Mapping[str, str]] = {
    "distance": {"half": "(1/2)||.||_1", "full": "||.||_1, without the 1/2"},
    "comparison": {"at-most": "error at most eps", "below": "error strictly below eps"},
    "logarithm": {"bits": "entropies in bits", "nats": "entropies in nats"},
}
"""Field of `Convention`, its words, and what each says."""


def read_convention(
    text: str, base: Convention, methods: Sequence[str] = (), libraries: Mapping[str, Sequence[str]] | None = None
) -> tuple[Convention, str]:
    """The declared convention and method, from words joined by commas.

    Args:
        text: such as `full,below` or `cryptomite`; at most one word for each question, "" for the default.
        base: the convention where nothing is said.
        methods: names of ways to the length, the first one the default.
        libraries: the words that a library's name stands for.

    Raises:
        Usage: `unknown-argument` for a word that is none, or two words on one question.

    >>> read_convention("full", Convention())[0].distance
    'full'
    """
    asked: dict[str, str] = {}
    words = [word for part in filter(None, text.split(",")) for word in (libraries or {}).get(part, (part,))]
    for word in words:
        question = next((name for name, answers in WORDS.items() if word in answers), "method")
        if question == "method" and word not in methods:
            known = [*methods, *(word for answers in WORDS.values() for word in answers), *(libraries or {})]
            raise Usage("unknown-argument", f"convention={word[:40]!a} is none of {', '.join(known)}")
        if question in asked:
            raise Usage("unknown-argument", f"convention={text[:60]!a} answers one question twice: {question}")
        asked[question] = word
    method = asked.pop("method", methods[0] if methods else "")
    chosen: dict[str, Any] = dict(asked)
    return replace(base, **chosen), method


def options_text(methods: Sequence[str] = (), libraries: Mapping[str, Sequence[str]] | None = None) -> str:
    """What may be said, for the list of bounds."""
    questions = [" or ".join(answers) for answers in WORDS.values()]
    if methods:
        questions.append("one of " + ", ".join(methods))
    if libraries:
        questions.append("or as in " + " or ".join(libraries))
    return "words joined by commas: " + "; ".join(questions)


def said(convention: Convention, joint: str) -> str:
    """The convention in one line of assumptions."""
    comparison = WORDS["comparison"][convention.comparison]
    distance = WORDS["distance"][convention.distance]
    return (
        f"{comparison}, as {distance}, jointly with {joint}; {WORDS['logarithm'][convention.logarithm]},"
        " the length in bits, logarithms to base 2"
    )


def left_text(convention: Convention) -> str:
    """What smoothing leaves of the error, as a formula.

    >>> left_text(Convention(distance="full"))
    'eps/2 - 2 eps-s'
    """
    return f"eps{'/2' if convention.distance == 'full' else ''} - {convention.smoothing} eps-s"


def floor_text(formula: str, convention: Convention) -> str:
    """The formula with its rounding: the greatest integer at most, or below it."""
    rounded = f"floor({formula})" if convention.comparison == "at-most" else f"ceiling({formula}) - 1"
    return rounded if convention.logarithm == "bits" else f"{rounded}, entropies multiplied by log2(e)"
