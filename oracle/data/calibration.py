"""A functional from the counts of a calibration run, and bits certified with it from other counts.

What is estimated must be fixed before the rounds that are counted. The functional here depends on the calibration
file, on the declared input distribution, on the number of rounds and on delta, all fixed before; the certificate
names the file by its sha256.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from oracle.bounds.deviation import deviation_expression
from oracle.data.chsh_table import SETTINGS, Cell, CountTable, read_table
from oracle.data.counted import Run
from oracle.data.many_rounds import SOLVER, WIDTH, CertifiedBits, marked, require_same_data, searching
from oracle.data.methods import Method
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Bug, Malformed
from oracle.proved import coefficients, proved
from proofs.search.question import How


@dataclass(frozen=True)
class Calibration:
    """Counts of another run.

    Attributes:
        counts: every setting pair occurs.
        digest: sha256 of the file.
    """

    counts: CountTable
    digest: str


def read_calibration(data: bytes, table: CountTable) -> Calibration:
    """The calibration in the bytes of a file like that of the counts.

    Args:
        data: the file.
        table: the counts to be certified.

    Raises:
        Malformed: `calibration`, the counts are the table's own, or a setting pair never occurs; codes of tables.
        Limit: as `read_table`.
    """
    counts = read_table(data)
    if counts.counts == table.counts:
        raise Malformed(
            "calibration", "the calibration has the very counts that are to be certified; take other rounds"
        )
    empty = [f"{x},{y}" for x, y in SETTINGS if not counts.at(x, y)]
    if empty:
        raise Malformed("calibration", f"the calibration has no round with the settings {'; '.join(empty)}")
    return Calibration(counts, sha256(data).hexdigest())


def certify_calibrated(run: Run, method: Method, calibration: Calibration) -> CertifiedBits:
    """Certified bits as `certify`, with the functional chosen from the calibration instead of the CHSH value.

    Args:
        run: counts, none of them the calibration's, and what was declared.
        method: with the bound `sdp`.
        calibration: of `read_calibration`.

    Returns:
        Proved bits; `high` is the upper end of the same tangent at Ihat - eps without rounding.

    Raises:
        Malformed, Undecided, Limit, Bug: as `certify`.
    """
    from proofs.search.chsh import calibration as search

    with searching(method):
        values = search.functional_of(
            calibration.counts.counts, run.inputs, run.delta, run.table.rounds, How(method.level, solver=SOLVER)
        )
        what = search.calibrated(values, calibration.digest, How(method.level, solver=SOLVER))
        data = search.calibrated_bits_certificate(
            run.table.counts, run.inputs, run.delta, what, How(method.level, solver=SOLVER), method.deviation
        )
    found = proved(marked(data, run.overrides))
    statement = found.statement
    estimate = _estimate(run, values)
    require_same_data(statement, run, method, estimate)
    wanted = {f"A{x}={a} B{y}={b}": c for (x, y, a, b), c in values.items() if c}
    if (
        coefficients(statement["functional"]) != wanted
        or statement["tags"]["functional"] != f"calibration {calibration.digest}"
    ):
        raise Bug("not-proved", "the certificate is about another functional than the calibration's")
    eps = _deviation(statement, run, method, values)
    low, high = Fraction(statement["bits"]), _same_tangent(statement, run.table, estimate - eps.low)
    deviation = (
        "deviation (11) with the proved range" if method.deviation == "azuma" else "Hoeffding with its own range"
    )
    says = f"moment matrices of level {method.level}, calibrated functional, {deviation}"
    return CertifiedBits(
        low, high, eps, found.text, found.assumptions, found.sha256, found.data, says, estimate, wanted
    )


def _estimate(run: Run, values: Mapping[Cell, Fraction]) -> Fraction:
    counts = run.table.counts.items()
    total = sum((n * values[cell] / run.inputs[cell[0], cell[1]] for cell, n in counts), Fraction(0))
    return total / run.table.rounds


def _deviation(statement: Mapping[str, Any], run: Run, method: Method, values: Mapping[Cell, Fraction]) -> Enclosure:
    """The method's eps for this estimator and the range that the certificate proves."""
    single = [value / run.inputs[x, y] for (x, y, _, _), value in values.items()]
    most = max(abs(Fraction(end)) for end in statement["range"])
    scale = max(map(abs, single)) + most if method.deviation == "azuma" else (max(single) - min(single)) / 2
    return enclose(deviation_expression(run.table.rounds, run.delta, str(scale)), WIDTH)


def _same_tangent(statement: Mapping[str, Any], table: CountTable, score: Fraction) -> Fraction:
    """An upper end of n times minus the logarithm of the tangent at the score, at least 0."""
    constant, slope = (Fraction(statement["guessing"][key]) for key in ("constant", "slope"))
    guessing = constant - slope * min(score, Fraction(statement["range"][1]))
    if guessing >= 1:
        return Fraction(0)
    return enclose({"mul": [str(table.rounds), {"neg": [{"log2": [str(guessing)]}]}]}, WIDTH).high
