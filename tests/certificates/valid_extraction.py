"""Valid chains about extractors, written out: a lemma and two theorems."""

from __future__ import annotations

from tests.certificates.edits import Document
from tests.certificates.valid import certificate, premise

SHIFT, CYCLIC = "two-source-shift", "two-source-cyclic"


def formula(function: str, adversary: str, length: list[str], witness: Document) -> Document:
    statement = {"kind": "extractor", "function": function, "adversary": adversary, "length": length}
    return certificate("chain", statement, witness)


_LEMMA = formula(SHIFT, "classical-proof", ["2", "2", "8"], {"lemma": SHIFT})
_CYCLIC = formula(CYCLIC, "classical-proof", ["1", "2", "2"], {"lemma": CYCLIC})
_QUANTUM = formula(SHIFT, "quantum-proof", ["6", "8", "2048/81"], {"theorem-3": premise(_LEMMA)})
_SPLIT = {"theorem-4": premise(_QUANTUM), "shares": ["1/20", "1/20", "2/5"]}

EXTRACTION: dict[str, Document] = {
    "extractor": _LEMMA,
    "extractor-as-printed": formula(SHIFT, "classical-proof", ["2", "2", "1"], {"lemma": SHIFT}),
    "extractor-cyclic": _CYCLIC,
    "extractor-cyclic-quantum": formula(CYCLIC, "quantum-proof", ["5", "8", "512/81"], {"theorem-3": premise(_CYCLIC)}),
    "extractor-quantum": _QUANTUM,
    "extractor-smooth": formula(SHIFT, "quantum-proof-smooth", ["6", "10", "32768/791015625"], _SPLIT),
    "extractor-smooth-equal": formula(
        SHIFT, "quantum-proof-smooth", ["6", "10", "2/4782969"], {**_SPLIT, "shares": ["1/6", "1/6", "1/6"]}
    ),
}
