"""Parameters of a round of the CURBy beacon: what was committed before the data, recomputed exactly.

A round publishes, before its data are requested, a factor F with power beta for a product bias of the settings,
errors, a threshold in bits and the length of a seed. That F is a factor is for the kernel to prove, the arithmetic of
threshold and score is redone in rationals. Numbers are decimals as the file has them, never floats.

Rows of `pefs` are the settings 11, 21, 12, 22 (Alice's first), columns the outcomes 00, 10, 01, 11.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

from oracle.data.chsh_table import Cell
from oracle.data.estimation import factors_bytes, read_factors
from oracle.enclosures import enclose
from oracle.failures import Malformed, Undecided
from oracle.numbers import parse_rational
from oracle.proved import proved
from proofs.search.factors.points import points_proof

if TYPE_CHECKING:
    from proofs.search.factors.train import Trained

MAX_BYTES = 1 << 20
ROWS = ((0, 0), (1, 0), (0, 1), (1, 1))
"""Settings of the rows, and outcomes of the columns, of a table: Alice's changes first."""
ERRORS = ("errorSmoothness", "errorExtractor")
HALF = Fraction(1, 2)
_WIDTH = Fraction(1, 1 << 40)


@dataclass(frozen=True)
class Params:
    """What a round commits to.

    Attributes:
        factor: F by (x, y, a, b), numbered from 0.
        power: beta.
        bias: of each setting, in a product of both.
        quantum: whether the round claims security against quantum side information.
        bits_out: length of the output.
        smoothing, extraction: the two errors.
        threshold: bits that the data must have.
        sha256: of the file.
    """

    factor: dict[tuple[int, int, int, int], Fraction]
    power: Fraction
    bias: Fraction
    quantum: bool
    bits_out: int
    smoothing: Fraction
    extraction: Fraction
    threshold: Fraction
    sha256: str


def read_params(data: bytes, file: str) -> Params:
    """The parameters in a file of the beacon's, or a file with the same keys.

    Raises:
        Malformed: `wrong-value`, no JSON, a key that is missing, a table of another shape; `out-of-range`.
    """
    try:
        document = json.loads(data[: MAX_BYTES + 1], parse_float=str, parse_int=str, parse_constant=str)
        rows = document["pefs"]
        if len(rows) != 4 or any(len(row) != 4 for row in rows):
            raise ValueError
        factor = {
            (x, y, a, b): parse_rational(rows[r][c]) for r, (x, y) in enumerate(ROWS) for c, (a, b) in enumerate(ROWS)
        }
        numbers = {key: parse_rational(document[key]) for key in ("beta", "epsilonBias", "nBitsThreshold", *ERRORS)}
        bits_out, quantum = parse_rational(document["nBitsOut"]), document["isQuantum"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Malformed("wrong-value", f"{file}: the file has not the parameters of a round of the beacon") from None
    if quantum not in (True, False) or bits_out.denominator != 1 or bits_out < 1:
        raise Malformed("wrong-value", f"{file}: isQuantum is true or false, and nBitsOut a number of bits")
    if min(factor.values()) < 0 or not 0 < numbers["beta"] <= 1 or not 0 < numbers["epsilonBias"] < HALF:
        raise Malformed("out-of-range", f"{file}: a factor is at least 0, beta in (0, 1], a bias in (0, 1/2)")
    if not all(0 < numbers[key] < 1 for key in ERRORS):
        raise Malformed("out-of-range", f"{file}: an error is between 0 and 1")
    ordered = {(x, y, a, b): factor[x, y, a, b] for x, y, a, b in product((0, 1), repeat=4)}
    return Params(
        ordered, numbers["beta"], numbers["epsilonBias"], quantum, bits_out.numerator, numbers[ERRORS[0]],
        numbers[ERRORS[1]], numbers["nBitsThreshold"], sha256(data).hexdigest(),
    )  # fmt: skip


def threshold(bits_out: int, error: Fraction, quantum: bool) -> int:
    """ceil(m + 4 log2 m + 6 - 4 log2 d), with d the extractor's error, or half its square against quantum information.

    >>> threshold(512, Fraction(1, 5 * 2**64), False), threshold(512, Fraction(1, 5 * 2**64), True)
    (820, 1089)
    """
    distance = error**2 / 2 if quantum else error
    found = enclose(
        {"sub": [{"add": [str(bits_out + 6), {"mul": ["4", {"log2": [str(bits_out)]}]}]},
                 {"mul": ["4", {"log2": [str(distance)]}]}]},
        _WIDTH,
    )  # fmt: skip
    if ceil(found.low) != ceil(found.high):  # an integer, or next to one: the larger threshold is the safe one
        return ceil(found.high)
    return ceil(found.low)


def factors_file(params: Params) -> bytes:
    """The factor as a file of `bellcert factors`, proved at the 80 extreme points for product bias."""
    from proofs.search.factors.train import Trained

    trained = Trained(
        tuple(params.factor.values()), params.power, True, None, "product", params.bias, points_proof(True), False, 0.0
    )
    nothing = dict.fromkeys(params.factor, 0)  # the rounds that it was chosen from are not in the file
    return factors_bytes(trained, params.sha256, nothing, 0, params.smoothing)


@dataclass(frozen=True)
class Judged:
    """What holds of the parameters of a round.

    Attributes:
        params: of the round.
        threshold: recomputed.
        statement: the kernel's, that F is a factor.
        digest: sha256 of that certificate.
        quantum: a power at which F is proved to hold against a quantum adversary as it stands, or None: its own, or
            the least 1/k where its own is smaller.
        quantum_digest: sha256 of that certificate, or "".
    """

    params: Params
    threshold: int
    statement: str
    digest: str
    quantum: Fraction | None
    quantum_digest: str

    def to_dict(self) -> dict[str, object]:
        """JSON values."""
        return {
            "power": str(self.params.power), "bias": str(self.params.bias), "model": "product",
            "threshold": {"printed": str(self.params.threshold), "recomputed": str(self.threshold)},
            "adversary": "classical", "claims-quantum": self.params.quantum,
            "confidence": str(1 - self.params.smoothing),
            "certificate": self.digest,
            "quantum": {
                "power": None if self.quantum is None else str(self.quantum), "certificate": self.quantum_digest,
            },
        }  # fmt: skip

    def lines(self) -> list[str]:
        """Sentences."""
        params = self.params
        same = "as printed" if params.threshold == self.threshold else f"printed is {params.threshold}"
        found = [
            f"The factor is one: proved for quantum behaviours, product bias {params.bias} and every power from "
            f"{params.power} on (sha256 {self.digest}).",
            f"Threshold: {self.threshold} bits for {params.bits_out} bits of output, {same}.",
            f"Certify the data with bellcert counts --factors and --confidence {1 - params.smoothing}.",
            "Bits then hold against classical side information. That the settings have this bias given the past, and "
            "do not depend on earlier outputs, is assumed.",
        ]
        if self.quantum is None:
            found.append("Against quantum side information no power is found at which it holds as it stands.")
        else:
            rest = (
                "" if self.quantum == params.power else f"; with its own power {params.power} it does not pass the test"
            )
            found.append(
                f"Against quantum side information it is proved to hold as it stands with the power {self.quantum} "
                f"(sha256 {self.quantum_digest}){rest}."
            )
        if params.quantum:
            found.append(
                "The round claims quantum side information. That a constant which its code divides by makes the factor "
                "good for that is not certified here."
            )
        return found


def judged(params: Params) -> Judged:
    """The kernel's proof that F is a factor with its power and bias, and the threshold again.

    Raises:
        Undecided: `not-proved`, F fails at an extreme point; the sentence says at which and by how much.
    """
    from proofs.search.factors.bits import estimated_bits_certificate

    found = read_factors(factors_file(params), "factors")
    once = dict.fromkeys(params.factor, 1)  # the statement needs rounds; with one at each cell it claims no bits
    data = estimated_bits_certificate(found.trained, once, params.smoothing, "declared")
    try:
        proof = proved(data)
    except Undecided as refusal:
        raise Undecided("not-proved", f"the factor is none with this power and bias: {refusal.sentence}") from None
    quantum, digest = _against_quantum(found.trained, once)
    wanted = threshold(params.bits_out, params.extraction, params.quantum)
    return Judged(params, wanted, proof.text, proof.sha256, quantum, digest)


def _against_quantum(trained: Trained, once: Mapping[Cell, int]) -> tuple[Fraction | None, str]:
    """A power at which the kernel proves the factor against a quantum adversary, and the certificate's sha256.

    The statement needs rounds and a threshold; with one round at each cell and a threshold far below it claims no bits.
    """
    from proofs.search.factors.behaviours import extreme_laws
    from proofs.search.factors.shrunk import least_power, quantum_score

    least = least_power(trained.factor, extreme_laws(trained.model, trained.bias))
    if least is None:
        return None, ""
    power = max(least, trained.power)
    score = quantum_score(replace(trained, power=power), once, Fraction(-(10**6)), Fraction(1, 2), "declared")
    return power, proved(score.data).sha256
