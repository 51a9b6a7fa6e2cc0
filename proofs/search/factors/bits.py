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

Block = tuple[Trained, Table]
PLACES = 20
"""Bits are rounded down to a multiple of 2^-20."""


def estimated_bits(trained: Trained, table: Table, delta: Fraction) -> Fraction:
    """max(0, (sum of counts times log2 F + log2 delta) / beta), rounded down; 0 where a cell with rounds has F = 0."""
    return _bits([(trained, table)], delta)


def _bits(blocks: Sequence[Block], delta: Fraction) -> Fraction:
    rounds = sum(sum(table.values()) for _, table in blocks)
    with mp.workdps(60 + len(str(rounds))):
        score = mp.log(_real(delta), 2)
        for trained, table in blocks:
            for cell, value in zip(CELLS, trained.factor, strict=True):
                if table[cell] and not value:
                    return Fraction(0)
                if table[cell]:
                    score += table[cell] * mp.log(_real(value), 2)
        unit = 1 << PLACES
        bits = Fraction(int(mp.floor(score / _real(_power(blocks)) * unit - mp.mpf(10) ** -20)), unit)
    return min(max(Fraction(0), bits), Fraction(2 * rounds))


def _power(blocks: Sequence[Block]) -> Fraction:
    """The largest: a factor with one power is a factor with every larger one."""
    return max(trained.power for trained, _ in blocks)


def _real(value: Fraction) -> mp.mpf:
    return mp.mpf(value.numerator) / value.denominator


def estimated_bits_certificate(
    trained: Trained, table: Table, delta: Fraction, chosen: str, overrides: Sequence[str] = ()
) -> bytes:
    """Bytes for the kernel, about one block; see `blocks_certificate`."""
    return blocks_certificate([(trained, table)], delta, chosen, overrides)


def blocks_certificate(blocks: Sequence[Block], delta: Fraction, chosen: str, overrides: Sequence[str] = ()) -> bytes:
    """Bytes for the kernel; its verdict is the caller's to ask for.

    Args:
        blocks: factors of one set and model of inputs, each with the counts of the rounds that it is used on; each but
            the first may have been chosen from the blocks before.
        delta: probability of the bad event.
        chosen: how the first factor was: "declared", "calibration SHA256", or "data" where it was chosen from the very
            counts of the only block.
        overrides: what the counts contradict and the user allowed, by the names of the tags.
    """
    trained, rounds = blocks[0][0], sum(sum(table.values()) for _, table in blocks)
    events = [identities.event((a, b, x, y)) for x, y, a, b in product((0, 1), repeat=4)]
    statement: dict[str, Json] = {
        "kind": "estimated-bits",
        "set": "quantum-commuting" if trained.quantum else "no-signalling",
        "scenario": identities.SCENARIO,
        "settings": settings_json(trained.law, trained.model, trained.bias),
        "power": rational(_power(blocks)),
        "blocks": [
            {
                "factor": [[rational(f), event] for f, event in zip(each.factor, events, strict=True)],
                "counts": [[str(table[cell]), event] for cell, event in zip(CELLS, events, strict=True)],
            }
            for each, table in blocks
        ],
        "chosen": chosen,
        "errors": [{"name": "delta", "type": "bad-event", "value": rational(delta)}],
        "bits": rational(_bits(blocks, delta)),
    }
    if overrides:
        statement["tags"] = dict.fromkeys(overrides, "allowed")
    proofs: list[Json] = [each.proof for each, _ in blocks]
    witness: dict[str, Json] = {"precision": str(128 + 2 * rounds.bit_length()), "proofs": proofs}
    if any(each.by_lines for each, _ in blocks):
        witness["bounds"] = bounds_json()
    return certificate_bytes("factors", statement, witness)
