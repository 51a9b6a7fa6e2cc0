"""One plain sentence about a statement that the kernel proved; its full text says what it rests on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from oracle.numbers import decimal_text
from proofs.kernel.statement import SIGNALLING

Statement = Mapping[str, Any]


def sentence(statement: Statement) -> str:
    """What the statement says, or "" for a kind whose own text is as short.

    >>> sentence({"kind": "bound", "sense": "<=", "bound": "5/2", "set": "local"})
    'Whatever behaviour of the set local one takes, the functional is at most 2.500000.'
    """
    found = _KINDS.get(statement["kind"])
    return "" if found is None else found(statement)


def in_short(certificate: bytes) -> str:
    """The sentence about a certificate that the kernel proved, or "" where there is none."""
    return sentence(json.loads(certificate)["statement"]) if certificate else ""


def _bits(statement: Statement) -> str:
    delta = sum((Fraction(error["value"]) for error in statement["errors"]), Fraction(0))
    bits = decimal_text(Fraction(statement["bits"]), 6, up=False)
    rounds = sum(int(count) for count, _ in statement["counts"])
    return (
        f"Except with probability {_percent(delta)}, the outcomes of these {rounds} rounds carry at least {bits} bits "
        f"that an adversary who knows all inputs could not foresee.{_warned(statement)}"
    )


def _extracted(statement: Statement) -> str:
    error = Fraction(statement["error"])
    return (
        f"The run is accepted, and its {statement['output']} output bits are uniform and independent of all that an "
        f"adversary knows, up to a distance of {_small(error)} (weighted with the probability of acceptance), if the "
        "assumptions hold and the seed was uniform."
    )


def _small(value: Fraction) -> str:
    """A small number as a power of ten that is not below it.

    >>> _small(Fraction(1, 500000)), _small(Fraction(1, 10**9))
    ('2.00e-6', '1.00e-9')
    """
    places = 0
    while value * 10**places < 1:
        places += 1
    return f"{decimal_text(value * 10**places, 2, up=True)}e-{places}"


def _warned(statement: Statement) -> str:
    """What somebody allowed although the counts contradict it: tags, and names of hypotheses that are one."""
    marks = [name for name in ("signalling", "biased-inputs") if name in statement.get("tags", {})]
    if any(hypothesis["name"].startswith(SIGNALLING) for hypothesis in statement.get("hypotheses", [])):
        marks.append("signalling")
    return f" The counts contradict an assumption, which was allowed: {', '.join(marks)}." if marks else ""


def _guessing(statement: Statement) -> str:
    if not isinstance(statement["bound"], str):
        return ""
    names = " ".join(statement["guessed"])
    return (
        f"An adversary who knows the inputs guesses the outcomes of {names} in one round with a probability of at most "
        f"{decimal_text(Fraction(statement['bound']), 6, up=True)}, if the hypotheses hold.{_warned(statement)}"
    )


def _bound(statement: Statement) -> str:
    if not isinstance(statement["bound"], str):
        return ""
    most = statement["sense"] == "<="
    value = decimal_text(Fraction(statement["bound"]), 6, up=most)
    under = " that has what the hypotheses say" if statement.get("hypotheses") else ""
    return (
        f"Whatever behaviour of the set {statement['set']}{under} one takes, the functional is "
        f"at {'most' if most else 'least'} {value}.{_warned(statement)}"
    )


def _empty(statement: Statement) -> str:
    return f"No behaviour of the set {statement['set']} has what the hypotheses say.{_warned(statement)}"


def _entropy(statement: Statement) -> str:
    bits = decimal_text(Fraction(statement["bits"]), 6, up=False)
    score = decimal_text(Fraction(statement["score"]), 6, up=True)
    return f"Where the functional is at least {score}, one round has at least {bits} bits of min-entropy."


def _enclosure(statement: Statement) -> str:
    low, high = (Fraction(statement[end]) for end in ("low", "high"))
    return f"The value lies between {decimal_text(low, 12, up=False)} and {decimal_text(high, 12, up=True)}."


def _percent(probability: Fraction) -> str:
    """As a percentage, exact where that is short and rounded up elsewhere.

    >>> _percent(Fraction(1, 100)), _percent(Fraction(1, 3))
    ('1 %', '33.333334 %')
    """
    value = 100 * probability
    for digits in range(7):
        if (value * 10**digits).denominator == 1:
            return f"{decimal_text(value, digits, up=True)} %"
    shown = decimal_text(value, 6, up=True)
    return f"{shown} %" if probability * 10**6 > 1 else str(probability)


_KINDS: dict[str, Callable[[Statement], str]] = {
    "certified-bits": _bits, "guessing": _guessing, "bound": _bound, "empty": _empty, "min-entropy": _entropy,
    "enclosure": _enclosure, "extracted-bits": _extracted,
}  # fmt: skip
