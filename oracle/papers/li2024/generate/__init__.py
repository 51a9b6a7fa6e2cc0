"""The certificates of li2024: one figure of a caption."""

from __future__ import annotations

from oracle.papers.comparisons import figure
from proofs.search.language.write import certificate_bytes


def certificates() -> dict[str, bytes]:
    """File name -> bytes of every certificate.

    >>> sorted(certificates())
    ['squeezing-more.cert.json', 'squeezing.cert.json']
    """
    formula = "-20*0.345/ln(10)"
    found = {"squeezing": figure(formula, "-3"), "squeezing-more": figure(formula, "-2.9966")}
    return {f"{name}.cert.json": certificate_bytes(*certificate) for name, certificate in found.items()}
