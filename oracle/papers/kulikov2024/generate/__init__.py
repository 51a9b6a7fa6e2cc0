"""The certificates of kulikov2024: theorem 2, and the length that theorems 2, 3 and 4 give, and comparisons."""

from __future__ import annotations

from oracle.papers.kulikov2024.generate.comparisons import comparisons
from proofs.search.formulas import extraction
from proofs.search.language.write import certificate_bytes


def certificates() -> dict[str, bytes]:
    """File name -> bytes of every certificate; the lemma of the kernel is 3 bits better than theorem 2.

    >>> "theorem-2.cert.json" in certificates()
    True
    """
    found = {
        "theorem-2": extraction.formula(adversary="classical-proof", loss=3),
        "corrected-length": extraction.formula(loss=3),
        **dict(comparisons()),
    }
    return {f"{name}.cert.json": certificate_bytes(*certificate) for name, certificate in found.items()}
