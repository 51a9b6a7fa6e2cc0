"""A table of counts against a quantum adversary: bits of a run that reaches a threshold declared before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from oracle.api.certify import Certificate
from oracle.api.results import Result
from oracle.api.sources import Source, name_of, read
from oracle.api.tables import Counts, table_bytes
from oracle.failures import Usage


@dataclass(frozen=True, repr=False)
class QuantumBits(Result):
    """Bits of an accepted run by method; none where the run is not accepted.

    Attributes:
        rounds: number of rounds.
        estimate: the CHSH value with the declared inputs.
        threshold: that was declared.
        accepted: whether the estimate reaches it.
        theorem: whose certificate is the main one; "factors" where the run is judged by factors of a file.
        by_method: name -> bits, rounded down, and the certificate.
        factors: where the run is judged by factors of a file: sha256 of the file and of its calibration, what the
            factors were multiplied with to hold against a quantum adversary, and about the score that was reached.
    """

    rounds: int
    estimate: Fraction
    threshold: Fraction
    accepted: bool
    theorem: str
    by_method: Mapping[str, tuple[Fraction, Certificate]] = field(compare=False)
    factors: Mapping[str, str] = field(default_factory=dict)

    @property
    def statement(self) -> str:
        """That of the theorem's certificate, or nothing."""
        main = self.by_method.get(self.theorem)
        return "" if main is None else main[1].statement

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What it rests on."""
        main = self.by_method.get(self.theorem)
        return () if main is None else main[1].assumptions

    @property
    def certificate(self) -> bytes:
        """That of the theorem, or nothing where the run is not accepted."""
        main = self.by_method.get(self.theorem)
        return b"" if main is None else main[1].certificate

    def to_dict(self) -> dict[str, object]:
        return {
            "against": "quantum", "rounds": self.rounds, "estimates": {"declared": str(self.estimate)},
            "threshold": str(self.threshold), "accepted": self.accepted,
            **({"factors": dict(self.factors)} if self.factors else {}),
            "bits": {name: {"low": str(bits), "high": str(bits)} for name, (bits, _) in self.by_method.items()},
            "certificates": [
                {"method": name, "sha256": entry.sha256, "statement": entry.statement,
                 "assumptions": list(entry.assumptions), "path": None}
                for name, (_, entry) in self.by_method.items()
            ],
        }  # fmt: skip

    def headline(self) -> str:
        if self.factors:
            score = f"the sum of log2 F is {self.factors['score']}, the threshold {self.threshold}"
            return f"accepted: {score}" if self.accepted else f"not accepted: {score}; 0 bits"
        if not self.accepted:
            return f"not accepted: the estimate is below the threshold {self.threshold}; 0 bits"
        return f"accepted: the estimate reaches the threshold {self.threshold}"

    def rows(self) -> list[tuple[str, str]]:
        return [(name, str(bits)) for name, (bits, _) in self.by_method.items()]


def quantum_counts(
    table: Counts,
    *,
    confidence: Fraction | str,
    inputs: str = "uniform",
    threshold: str | None = None,
    smoothing: str | None = None,
    theorem: str | None = None,
    factors: Source | None = None,
) -> QuantumBits:
    """Bits of a run against quantum side information.

    Args:
        table: as for `counts`: 2 x 2 x 2 x 2 counts, in rounds.
        confidence: 1 minus the probability of acceptance below which nothing is claimed; exact.
        inputs: the declared distribution, "uniform" or "P00,P01,P10,P11".
        threshold: of the estimated CHSH value, or with factors of the sum of log2 F; exact, declared before the run.
        smoothing: of the min-entropy, and the error of the hash; exact, between 0 and 1.
        theorem: of entropy accumulation: "original", "improved" or "generalised"; none with factors.
        factors: a file of factors that were fixed before the run. What holds against a classical adversary may not hold
            against a quantum one; the factors are multiplied with the largest number at most 1 with which they do, and
            F is the product.

    Returns:
        Bits of smooth min-entropy by the theorem, which is an assumption of its statement, and for uniform inputs bits
        to be extracted by quantum estimation factors; both rounded down, each with a certificate. None of a run that is
        not accepted.

    Raises:
        Malformed, Limit, Undecided: as `counts`.
        Usage: threshold, smoothing or theorem is missing.

    Source: docs/entropy.md; the format's kinds `accumulated-bits` and `quantum-bits`.

    >>> import oracle
    >>> seen = [[[[42, 8], [8, 42]], [[42, 8], [8, 42]]], [[[42, 8], [8, 42]], [[8, 42], [42, 8]]]]
    >>> table = [[[[1000 * n for n in row] for row in cell] for cell in line] for line in seen]
    >>> found = oracle.quantum_counts(
    ...     table, confidence="0.99", threshold="2.7", smoothing="1e-6", theorem="generalised")
    >>> found.accepted, found.estimate, found.by_method["factors"][0] > 300_000
    (True, Fraction(68, 25), True)
    """
    from oracle.bounds.domains import read_confidence
    from oracle.data.against_quantum import quantum_bits, read_declared
    from oracle.data.chsh_table import read_inputs, read_table
    from oracle.data.signalling import comparisons, input_frequencies, require_consistent
    from oracle.numbers import parse_real

    if factors is not None:
        return _by_factors(table, read_inputs(inputs), factors, theorem, threshold, smoothing)
    declared = read_declared(threshold, smoothing, read_confidence(parse_real(str(confidence))), theorem)
    counted, law = read_table(table_bytes(table)), read_inputs(inputs)
    require_consistent(comparisons(counted), input_frequencies(counted, law), False, False)
    found = quantum_bits(counted, law, declared)
    by_method = {
        name: (Fraction(bits), Certificate(entry.text, entry.assumptions, entry.sha256, entry.data))
        for name, (bits, entry) in found.by_method.items()
    }
    return QuantumBits(counted.rounds, found.estimate, declared.score, found.accepted, declared.theorem, by_method)


def _by_factors(
    table: Counts, law: Mapping[tuple[int, int], Fraction], factors: Source, theorem: str | None,
    threshold: str | None, smoothing: str | None,
) -> QuantumBits:  # fmt: skip
    from oracle.data.against_quantum import by_factors, read_threshold
    from oracle.data.chsh_table import read_table
    from oracle.data.counted import Run
    from oracle.data.estimate import chsh_declared
    from oracle.data.estimation import MAX_BYTES, frequencies_under, read_factors, require_other_rounds
    from oracle.data.signalling import comparisons, require_consistent

    if theorem is not None:
        raise Usage("unknown-argument", "--theorem does not go with --factors, which need none")
    wanted, error = read_threshold(threshold, smoothing)
    data = table_bytes(table)
    counted, chosen = read_table(data), read_factors(read(factors, MAX_BYTES), name_of(factors, "factors"))
    run = Run(counted, law, error)
    require_other_rounds(chosen, data, run)
    require_consistent(comparisons(counted), frequencies_under(chosen, run), False, False)
    found = by_factors(chosen, counted, wanted, error)
    by_method = {}
    if found.proof is not None:
        entry = Certificate(found.proof.text, found.proof.assumptions, found.proof.sha256, found.proof.data)
        by_method["factors"] = Fraction(found.length), entry
    named = {
        "file": chosen.sha256, "calibration": chosen.calibration, "multiplied-with": str(found.shrunk),
        "score": f"{found.reached:.6f}",
    }  # fmt: skip
    return QuantumBits(
        counted.rounds, chsh_declared(counted, law), wanted, found.proof is not None, "factors", by_method, named
    )
