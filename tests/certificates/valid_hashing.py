"""Valid runs whose outcomes are hashed: bits from an estimate and from factors, both kinds of hash."""

from __future__ import annotations

from copy import deepcopy

from tests.certificates.edits import Document
from tests.certificates.valid import certificate, premise
from tests.certificates.valid_factors import FACTORS
from tests.certificates.valid_objects import CHAIN

DIGITS = "0123456789abcdef"


def hashed(
    run: Document, threshold: str, output: str, error: str, function: str = "toeplitz", **more: Document
) -> Document:
    statement = {
        "kind": "extracted-bits", "run": deepcopy(run["statement"]), "threshold": threshold, "hash": function,
        "output": output, "error": error, **more,
    }  # fmt: skip
    return certificate("hashing", statement, {"run": premise(run), "precision": "64"})


DATA: Document = {"declaration": DIGITS * 4, "events": DIGITS[::-1] * 4, "seed": "0" * 64, "output": "f" * 64}
HASHING: dict[str, Document] = {
    # 1/100 of the errors is delta, and the rest is 2^-40: 700 - 621 = 79 = 2*39 + 1 bits are lost
    "factors": hashed(FACTORS["points"], "700", "622", f"{2**38 + 25}/{100 * 2**38}", data=DATA),
    "rounds": hashed(CHAIN["rounds"], "700", "687", "1/64"),
    "family": hashed(FACTORS["blocks"], "1401/2", "600", "1/50", "two-universal"),
}
