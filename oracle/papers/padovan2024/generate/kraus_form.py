"""The protocol in Kraus form and with commuting projectors: both have the probabilities of the Born rule (3)."""

from __future__ import annotations

from typing import Any

from oracle.papers.padovan2024.boundary.chsh_operators import protocol_model
from proofs.search.language.write import Certificate
from proofs.search.sequences.kraus import KrausModel, Measurement, equivalence, projective
from proofs.search.sequences.operators import Symbols
from proofs.search.sequences.sequence import THREE_PARTIES


def protocol(symbols: Symbols, u: Any, v: Any) -> KrausModel:
    """Equations (11) and (12) with u = cos theta and v = sin theta."""
    half, one = symbols.root2 / 2, symbols.number(1)
    state = [[half, 0], [0, half]]
    observables = [[[half, half], [half, -half]], [[half, -half], [-half, -half]]]
    strength: Measurement = [[[[u, 0], [0, v]]], [[[v, 0], [0, u]]]]
    z, x = projective(one, [[1, 0], [0, -1]]), projective(one, [[0, 1], [1, 0]])
    return KrausModel(symbols, state, [projective(one, a) for a in observables], [[strength, x], [z, x]])


def protocol_equivalence(dilated: bool = False) -> Certificate:
    """For every theta: the operators and state of (13), (14), or the dilation, have the probabilities of (3), (12)."""
    symbols = Symbols(["u", "v"], ("u", "v"))
    u, v = symbols["u"], symbols["v"]
    witness = None if dilated else protocol_model(symbols.spell(u), symbols.spell(v))
    return equivalence(protocol(symbols, u, v), THREE_PARTIES, witness, u="3/5", v="4/5")
