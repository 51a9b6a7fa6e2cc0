"""The certificate from counts and a factor that was fixed before to bits (rule `factors`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from mpmath import mp

from proofs.search.chsh import identities
from proofs.search.factors.behaviours import CELLS, Table, settings_json
from proofs.search.factors.lines import bounds_json
from proofs.search.factors.train import Trained
from proofs.search.language.write import Json, certificate_bytes, rational

PLACES = 20
"""Bits are rounded down to a multiple of 2^-20."""


def estimated_bits(trained: Trained, table: Table, delta: Fraction) -> Fraction:
    """max(0, (sum of counts times log2 F + log2 delta) / beta), rounded down; 0 where a cell with rounds has F = 0."""
    rounds = sum(table.values())
    with mp.workdps(60 + len(str(rounds))):
        score = mp.log(_real(delta), 2)
        for cell, value in zip(CELLS, trained.factor, strict=True):
            if table[cell] and not value:
                return Fraction(0)
            if table[cell]:
                score += table[cell] * mp.log(_real(value), 2)
        unit = 1 << PLACES
        bits = Fraction(int(mp.floor(score / _real(trained.power) * unit - mp.mpf(10) ** -20)), unit)
    return min(max(Fraction(0), bits), Fraction(2 * rounds))


def _real(value: Fraction) -> mp.mpf:
    return mp.mpf(value.numerator) / value.denominator


def estimated_bits_certificate(
    trained: Trained, table: Table, delta: Fraction, chosen: str, overrides: Sequence[str] = ()
) -> bytes:
    """Bytes for the kernel; its verdict is the caller's to ask for.

    Args:
        trained: the factor.
        table: counts of the rounds that are certified.
        delta: probability of the bad event.
        chosen: "declared", "calibration SHA256", or "data" where the factor was chosen from these very counts.
        overrides: what the counts contradict and the user allowed, by the names of the tags.
    """
    events = [identities.event((a, b, x, y)) for x, y, a, b in product((0, 1), repeat=4)]
    statement: dict[str, Json] = {
        "kind": "estimated-bits",
        "set": "quantum-commuting" if trained.quantum else "no-signalling",
        "scenario": identities.SCENARIO,
        "settings": settings_json(trained.law, trained.model, trained.bias),
        "power": rational(trained.power),
        "blocks": [
            {
                "factor": [[rational(f), event] for f, event in zip(trained.factor, events, strict=True)],
                "counts": [[str(table[cell]), event] for cell, event in zip(CELLS, events, strict=True)],
            }
        ],
        "chosen": chosen,
        "errors": [{"name": "delta", "type": "bad-event", "value": rational(delta)}],
        "bits": rational(estimated_bits(trained, table, delta)),
    }
    if overrides:
        statement["tags"] = dict.fromkeys(overrides, "allowed")
    rounds = sum(table.values())
    witness: dict[str, Json] = {"precision": str(128 + 2 * rounds.bit_length()), "proofs": [trained.proof]}
    if trained.by_lines:
        witness["bounds"] = bounds_json()
    return certificate_bytes("factors", statement, witness)
