"""Figures 3 and 4 for whole intervals of p and theta.

A certificate bounds the guessing probability by a polynomial in the parameters of the protocol, which is affine in p;
an adversary who mixes two strategies guesses with a probability that is affine in p. So two values of p decide an
interval.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from oracle.ledger.checks.padovan2024.boundary import Root2, number
from oracle.ledger.checks.padovan2024.noise import bound, guessed
from oracle.ledger.exact import decimal
from oracle.ledger.registry import check
from oracle.ledger.status import Finding
from oracle.problems import Problem
from oracle.proved import proved
from oracle.resources import certificates_dir
from proofs.search.angles import Angle
from proofs.search.noise import TWO_PARTIES, SequentialChsh, State
from proofs.search.noise_tangents import enclosed

AHEAD = (("noise-sequences", "standard-guessed-low"), ("noise-split", "standard-guessed-high"))
"""A certificate of the sequential protocol, and an adversary of the standard one, for each interval of p."""

AFFINE = {"", "c", "z", "x", "z c", "x s"}
"""Monomials of degree at most 1 in the visibilities, which are both 1 - p."""


@check
def split_below() -> Finding:
    """For every p from 0 to 0.085 the sequential protocol at theta = pi/8 is ahead of the standard one, at any level.

    From 0 to 1/50 the certificate that is best at p = 1/100 bounds what Eve guesses of the sequential protocol, from
    1/50 to 0.085 that for 0.085; explicit adversaries of the standard protocol guess more. All of these are affine in
    p, so the ends of the intervals decide. The best theta is at least as good as pi/8.
    """
    ends = [Fraction(0)]
    shown: list[str] = []
    for certificate, adversary in AHEAD:
        strategy = _strategy(adversary)
        found = bound(certificate)
        if isinstance(strategy, str) or isinstance(found, str):
            return Finding("proof", False, strategy if isinstance(strategy, str) else found)
        low, high, probability = strategy
        if low != ends[-1] or not _affine(found):
            return Finding("proof", False, f"{certificate} and {adversary} do not fit together")
        for p in (low, high):
            theirs = guessed(certificate, SequentialChsh(State(p), Angle(Fraction(1, 8))))
            ours = enclosed(probability, {"p": (p, p)})[0]
            if isinstance(theirs, str) or theirs >= ours:
                return Finding("proof", False, f"p = {p}: {theirs} against {ours}")
            shown.append(f"{decimal(theirs, 5)} < {decimal(ours, 5)} at {decimal(p, 3)}")
        ends.append(high)
    return Finding("proof", ends[-1] == Fraction("0.085"), "; ".join(shown))


def _affine(coefficient: Any) -> bool:
    """Whether the bound of a certificate is affine in p at every theta."""
    return isinstance(coefficient, dict) and {monomial for _, monomial in coefficient["poly"]} <= AFFINE


def _strategy(name: str) -> tuple[Fraction, Fraction, Any] | str:
    """The interval of p of an adversary of the standard protocol, and what she guesses; or why there is none.

    The kernel proves her certificate here and now; the means that it states are compared with the protocol's,
    (1 - p)/sqrt 2 and 0.
    """
    try:
        found = proved((certificates_dir() / "padovan2024" / f"{name}.cert.json").read_bytes()).statement
    except (OSError, Problem) as problem:
        return f"{name}: {problem}"
    *means, last = found["values"]
    symbols, parties = found["symbols"], found["scenario"]["parties"]
    fits = (
        found["set"] == "quantum-tensor"
        and "hypotheses" not in found
        and parties[:-1] == TWO_PARTIES.json()["parties"]
        and parties[-1]["name"] == "E"
        and [sorted(symbol) for symbol in symbols] == [["high", "low", "name"]]
        and all(_standard(means, Fraction(symbols[0][end])) for end in ("low", "high"))
        and last["functional"] == [["1", "B0=0 E0=0"], ["1", "B0=1 E0=1"]]
    )
    if not fits:
        return f"{name} is about something else"
    return Fraction(symbols[0]["low"]), Fraction(symbols[0]["high"]), last["value"]


def _standard(means: Any, p: Fraction) -> bool:
    """Whether the stated means are all those of the standard protocol."""
    size: Root2 = (Fraction(0), (1 - p) / 2)
    expected: dict[str, Root2] = dict.fromkeys(("A0", "A1", "B0", "B1"), (Fraction(0), Fraction(0)))
    expected |= {"A0 B0": size, "A0 B1": size, "A1 B0": size, "A1 B1": (-size[0], -size[1])}
    stated = {item["functional"][0][1]: number(item["value"], {"p": p}) for item in means}
    return stated == expected and all(item["functional"] == [["1", item["functional"][0][1]]] for item in means)
