"""The shipped certificates as the checks use them, and their images under relabellings.

A relabelling is not trusted: the image of a certificate is judged by the kernel, and the
functional it states is compared with the one the definitions give.
"""

import json
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from oracle.failures import CommandFailure
from oracle.papers.ramanathan2013.bounds import QUESTION
from oracle.papers.ramanathan2013.definitions import CANONICAL, NAMES, majority
from oracle.proved import Proved, proved
from oracle.resources import certificates_dir

CHOICES: tuple[tuple[tuple[int, ...], int], ...] = tuple(
    ((*prefix, 1 - sum(prefix) % 2), sign) for prefix in product((0, 1), repeat=3) for sign in (1, -1)
)
"""The eight settings of (4) with both signs; M does not depend on the input of the fourth party."""


@lru_cache(maxsize=64)
def certificate(name: str) -> Proved | str:
    """A shipped certificate of the paper that the kernel proves here and now, or why there is none."""
    try:
        return proved((certificates_dir() / "ramanathan2013" / f"{name}.cert.json").read_bytes())
    except (OSError, CommandFailure) as failure:
        return f"{name}: {failure}"


def witness(found: Proved) -> Any:
    """The witness of a certificate."""
    return json.loads(found.data)["witness"]


def image(found: Proved, setting: tuple[int, ...], sign: int) -> Proved | str:
    """The certificate of `image_of`, each computed once."""
    return image_of(found.data, setting, sign)


@lru_cache(maxsize=256)
def image_of(data: bytes, setting: tuple[int, ...], sign: int) -> Proved | str:
    """The certificate carried from the setting 0001 and the sign + to another setting and sign.

    With c the inputs to flip, an even number of them, X_k(u) becomes (-1)^(c_k u) X_k(u + c_k); the fourth party's
    outcomes also change by (-1)^(|c|/2). For an odd number w of inputs 1 the new number is w + |c| - 2 u.c, so the sign
    (-1)^((w-1)/2) of the correlator in the inequality changes by exactly these factors. For sign -1 all outcomes flip.
    """
    flips = tuple(a ^ b for a, b in zip(setting, CANONICAL, strict=True))
    turned = [int(sign < 0)] * 4
    turned[3] ^= sum(flips) // 2 % 2

    def atom(text: str) -> tuple[str, int]:
        k, (label, _, outcome) = NAMES.index(text[0]), text[1:].partition("=")
        change = flips[k] * int(label) ^ turned[k]
        new = f"{NAMES[k]}{int(label) ^ flips[k]}"
        return (f"{new}={int(outcome) ^ change}", 1) if outcome else (new, (-1) ** change)

    def word(text: str) -> tuple[str, int]:
        parts = [atom(part) for part in text.split()]
        factor = 1
        for _, c in parts:
            factor *= c
        return " ".join(name for name, _ in parts), factor

    def terms(listed: list[list[Any]]) -> list[list[Any]]:
        moved = []
        for c, text in listed:
            name, factor = word(text)
            moved.append([c if factor > 0 else str(-Fraction(c)), name])
        return sorted(moved, key=lambda term: (len(term[1].split()), term[1].split()))

    document = json.loads(data)
    statement, proof = document["statement"], document["witness"]
    statement["functional"] = terms(statement["functional"])
    for hypothesis in statement.get("hypotheses", []):
        hypothesis["polynomial"] = terms(hypothesis["polynomial"])
    proof["events"] = [[c, word(text)[0]] for c, text in proof["events"]]
    if "feasible" in proof:
        proof["feasible"]["behaviour"] = [[c, word(text)[0]] for c, text in proof["feasible"]["behaviour"]]
    try:
        return proved(json.dumps(document).encode())
    except CommandFailure as failure:
        return f"{setting} {sign}: {failure}"


def bound_everywhere(names: tuple[str, ...], delta: Fraction) -> list[Fraction] | str:
    """The best proved bounds on sign * M.P at a Bell value, for the eight settings and both signs.

    Args:
        names: certificates for the setting 0001, whose ranges contain delta.
        delta: the Bell value.
    """
    found = []
    for setting, sign in CHOICES:
        bounds = []
        for name in names:
            original = certificate(name)
            moved = original if isinstance(original, str) else image(original, setting, sign)
            if isinstance(moved, str):
                return moved
            try:
                bounds.append(QUESTION.bound_at(moved, majority(setting, sign), delta))
            except CommandFailure as failure:
                return f"{name} at {setting} {sign}: {failure}"
        found.append(min(bounds))
    return found
