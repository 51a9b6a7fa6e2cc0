"""The certificates of padovan2024 that need no solver; `search` has the others."""

from __future__ import annotations

from oracle.papers.padovan2024.generate import boundary, standard_adversary
from oracle.papers.padovan2024.generate.comparisons import comparisons
from proofs.search.language.write import certificate_bytes


def certificates() -> dict[str, bytes]:
    """File name -> bytes: the boundary of sequential correlations, the randomness on it, an adversary.

    >>> "two-bits.cert.json" in certificates()
    True
    """
    found = boundary.certificates()
    for k, name in enumerate(("low", "high")):
        found[f"standard-guessed-{name}"] = certificate_bytes(*standard_adversary.guessed_between(k))
    for name, certificate in comparisons():
        found[name] = certificate_bytes(*certificate)
    return {f"{name}.cert.json": data for name, data in found.items()}
