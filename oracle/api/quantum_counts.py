"""A table of counts against a quantum adversary: bits of a run that reaches a threshold declared before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from oracle.api.certify import Certificate
from oracle.api.results import Result
from oracle.api.tables import Counts, table_bytes


@dataclass(frozen=True, repr=False)
class QuantumBits(Result):
    """Bits of an accepted run by method; none where the run is not accepted.

    Attributes:
        rounds: number of rounds.
        estimate: the CHSH value with the declared inputs.
        threshold: that was declared.
        accepted: whether the estimate reaches it.
        theorem: whose certificate is the main one.
        by_method: name -> bits, rounded down, and the certificate.
    """

    rounds: int
    estimate: Fraction
    threshold: Fraction
    accepted: bool
    theorem: str
    by_method: Mapping[str, tuple[Fraction, Certificate]] = field(compare=False)

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
            "bits": {name: {"low": str(bits), "high": str(bits)} for name, (bits, _) in self.by_method.items()},
            "certificates": [
                {"method": name, "sha256": entry.sha256, "statement": entry.statement,
                 "assumptions": list(entry.assumptions), "path": None}
                for name, (_, entry) in self.by_method.items()
            ],
        }  # fmt: skip

    def headline(self) -> str:
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
) -> QuantumBits:
    """Bits of a run against quantum side information.

    Args:
        table: as for `counts`: 2 x 2 x 2 x 2 counts, in rounds.
        confidence: 1 minus the probability of acceptance below which nothing is claimed; exact.
        inputs: the declared distribution, "uniform" or "P00,P01,P10,P11".
        threshold: of the estimated CHSH value, exact, declared before the run.
        smoothing: of the min-entropy, and the error of the hash; exact, between 0 and 1.
        theorem: of entropy accumulation: "original", "improved" or "generalised".

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

    declared = read_declared(threshold, smoothing, read_confidence(parse_real(str(confidence))), theorem)
    counted, law = read_table(table_bytes(table)), read_inputs(inputs)
    require_consistent(comparisons(counted), input_frequencies(counted, law), False, False)
    found = quantum_bits(counted, law, declared)
    by_method = {
        name: (Fraction(bits), Certificate(entry.text, entry.assumptions, entry.sha256, entry.data))
        for name, (bits, entry) in found.by_method.items()
    }
    return QuantumBits(counted.rounds, found.estimate, declared.score, found.accepted, declared.theorem, by_method)
