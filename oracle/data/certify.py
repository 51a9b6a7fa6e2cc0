"""From counts to certified bits: every figure is read off a certificate the kernel proved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from oracle.bounds.chsh import analytic_of_square, no_signalling_expression
from oracle.bounds.deviation import azuma_scale, deviation_expression
from oracle.bounds.evaluate import Enclosure, enclose
from oracle.data.estimate import chsh_declared
from oracle.data.table import CELLS, SETTINGS, CountTable, Setting
from oracle.numbers import Expression, square_root
from oracle.problems import Bug, Limit, Undecided

WIDTH = Fraction(1, 2**44)
DEFAULT_METHOD = "analytic"


@dataclass(frozen=True)
class Method:
    """How bits are certified.

    Attributes:
        bound: the guessing bound.
        deviation: the deviation inequality.
        set: the set of behaviours, as the kernel names it.
        kernel_deviation: the inequality, as the kernel names it.
        says: one phrase.
    """

    bound: Literal["analytic", "no-signalling"]
    deviation: Literal["azuma", "width8"]
    set: str
    kernel_deviation: str
    says: str


METHODS: Mapping[str, Method] = {
    "analytic": Method(
        "analytic", "azuma", "quantum-commuting", "azuma", "equation (6) with the deviation (11), Iq = 2 sqrt 2"
    ),
    "no-signalling": Method(
        "no-signalling", "azuma", "no-signalling", "azuma", "equation (14) with the deviation (11), Iq replaced by 4"
    ),
    "width8:analytic": Method(
        "analytic", "width8", "quantum-commuting", "width", "equation (6), Hoeffding with the estimator's own range"
    ),
    "width8:no-signalling": Method(
        "no-signalling", "width8", "no-signalling", "width", "equation (14), Hoeffding with the estimator's own range"
    ),
}
"""For uniform inputs the estimator of a round lies in [-4, 4]: width 8; in general the width is 2/q."""


@dataclass(frozen=True)
class CertifiedBits:
    """What is proved for one table by one method.

    Attributes:
        low: bits proved (0 when the rounds are too few).
        high: upper end of a proved enclosure of n f(Ihat - eps) for the method's formula: how much of the
            formula's value the certificate may have lost by rounding. Not a bound on the entropy.
        deviation: proved enclosure of the method's eps.
        statement: the kernel's canonical text.
        assumptions: the kernel's.
        sha256: of the certificate.
        certificate: its bytes.
    """

    low: Fraction
    high: Fraction
    deviation: Enclosure
    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes


def certify(table: CountTable, inputs: Mapping[Setting, Fraction], delta: Fraction, key: str) -> CertifiedBits:
    """Certified bits of the outputs of all rounds, given all inputs.

    The statement is in the bad-event form: for each value e of the adversary's classical information,
    -log2 P(outputs | inputs, e) < n f(Ihat - eps) has probability at most delta.

    Args:
        table: the counts.
        inputs: the declared distribution of the settings.
        delta: failure probability, in (0, 1).
        key: of `METHODS`.

    Returns:
        Proved bits, with certificate and assumptions.

    Raises:
        Undecided: `not-proved`.
        Limit: the certificate exceeds a limit of the kernel.
        Bug: the certificate is about other data than these.

    Source: pironio2010, equations (2), (6)-(12), (14), the claim (12) in the corrected form.
    """
    from proofs.kernel.check import check_bytes
    from proofs.search.rounds import certified_bits_certificate

    method = METHODS[key]
    try:
        certificate = certified_bits_certificate(table.counts, inputs, delta, method.bound, method.deviation)
    except (ValueError, ArithmeticError) as problem:
        raise Undecided("not-proved", f"no certificate of {key} was found: {problem}") from None
    verdict = check_bytes(certificate)
    if verdict.verdict == "LIMIT":
        raise Limit(verdict.code, verdict.problem)
    if verdict.verdict != "PROVED":
        raise Undecided("not-proved", f"the kernel refused the certificate of {key}: {verdict.problem}")
    statement = json.loads(certificate)["statement"]
    _require_same_question(statement, table, inputs, delta, method)
    deviation = _deviation(table, inputs, delta, method)
    low = Fraction(statement["bits"])
    high = _formula(table, inputs, deviation, method)
    enclosed = enclose(deviation, WIDTH)
    return CertifiedBits(low, high.high, enclosed, verdict.statement, verdict.assumptions, verdict.sha256, certificate)


def _require_same_question(
    statement: Mapping[str, object],
    table: CountTable,
    inputs: Mapping[Setting, Fraction],
    delta: Fraction,
    method: Method,
) -> None:
    """The search is not trusted to have answered what was asked."""
    deviation, errors = statement["deviation"], statement["errors"]
    asked = (
        statement["kind"] == "certified-bits"
        and statement["set"] == method.set
        and statement["counts"] == [[str(table.counts[x, y, a, b]), f"A{x}={a} B{y}={b}"] for x, y, a, b in CELLS]
        and statement["inputs"] == [[str(inputs[x, y]), f"{x} {y}"] for x, y in SETTINGS]
        and statement["estimate"] == str(chsh_declared(table, inputs))
        and isinstance(deviation, dict)
        and deviation["method"] == method.kernel_deviation
        and isinstance(errors, list)
        and [error["value"] for error in errors] == [str(delta)]
    )
    if not asked:
        raise Bug("not-proved", "the certificate is about other data than the table's")


def _deviation(table: CountTable, inputs: Mapping[Setting, Fraction], delta: Fraction, method: Method) -> Expression:
    """The method's eps; the Hoeffding form with width w is scale w/2, and w = 2/q."""
    q = min(inputs.values())
    largest = {"analytic": square_root(Fraction(8)), "no-signalling": Fraction(4)}[method.bound]
    scale = azuma_scale(q, largest) if method.deviation == "azuma" else str(1 / q)
    return deviation_expression(table.rounds, delta, scale)


def _formula(table: CountTable, inputs: Mapping[Setting, Fraction], deviation: Expression, method: Method) -> Enclosure:
    """n f(Ihat - eps), the score clipped to [2, maximum of the set] so that f is defined and at least 0."""
    score: Expression = {"max": [{"sub": [str(chsh_declared(table, inputs)), deviation]}, "2"]}
    if method.bound == "analytic":
        rate = analytic_of_square({"min": [{"pow": [score, "2"]}, "8"]})
    else:
        rate = no_signalling_expression({"min": [score, "4"]})
    formula: Expression = {"mul": [str(table.rounds), rate]}
    try:
        return enclose(formula, WIDTH, Fraction(0))
    except Undecided:  # not exactly zero
        return enclose(formula, WIDTH)
