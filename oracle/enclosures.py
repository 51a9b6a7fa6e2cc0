"""Intervals around a value that the kernel proved: the only way from a formula to a number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from oracle.failures import Bug, Limit, Undecided
from oracle.numbers import Expression
from oracle.proved import Proved, verdict_of
from proofs.search.formulas.enclose import enclosure_proposals
from proofs.search.language.failure import Failure
from proofs.search.language.write import Json, certificate_bytes, rational


@dataclass(frozen=True)
class Enclosure:
    """A proved interval.

    Attributes:
        low: at most the value.
        high: at least the value.
        statement: the kernel's canonical text.
        assumptions: the kernel's; none for arithmetic.
        sha256: of the certificate.
        certificate: its bytes.
        further: the other certificates that the interval needs, if any, as (what for, certificate).
    """

    low: Fraction
    high: Fraction
    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes
    further: tuple[tuple[str, Proved], ...] = ()


def enclose(expression: Expression, width: Fraction, exact: Fraction | None = None) -> Enclosure:
    """An enclosure of the expression's value that the kernel proved.

    The proposal is untrusted: the kernel must accept it, and it must be about this expression.

    Args:
        expression: of the certificate format.
        width: largest admissible high - low.
        exact: the value if known in closed form; then low = high = exact is what is proved.

    Returns:
        The proved interval.

    Raises:
        Undecided: `not-proved`, no proposal was found or the kernel refused it.
        Bug: the proposal is about something else than was asked.

    >>> enclose({"log2": ["8"]}, Fraction(1, 2**40)).low > Fraction(29, 10)
    True
    """
    problem = "nothing was proposed"
    for certificate in _proposals(expression, width, exact):
        verdict = verdict_of(certificate)
        if verdict.verdict == "PROVED":
            break
        problem = verdict.problem
        if verdict.verdict == "LIMIT":
            raise Limit(verdict.code, problem)
        if verdict.code != "enclosure":  # more digits, as the next proposal has, do not help
            raise Undecided("not-proved", f"no enclosure of this width was found: {problem}")
    else:
        raise Undecided("not-proved", f"no enclosure of this width was found: {problem}")
    statement = json.loads(certificate)["statement"]
    low, high = Fraction(statement["low"]), Fraction(statement["high"])
    if statement["expression"] != expression or high - low > width or (exact is not None and not low == high == exact):
        raise Bug("not-proved", "the proposed enclosure is about another expression or wider than asked for")
    return Enclosure(low, high, verdict.statement, verdict.assumptions, verdict.sha256, certificate)


def _proposals(expression: Expression, width: Fraction, exact: Fraction | None) -> Iterator[bytes]:
    if exact is None:
        try:
            yield from enclosure_proposals(expression, width)
        except Failure as problem:
            raise Undecided("not-proved", f"no enclosure of this width was found: {problem}") from None
        return

    end = rational(exact)
    for precision in ("64", "1024"):
        statement: dict[str, Json] = {"kind": "enclosure", "expression": expression, "low": end, "high": end}
        yield certificate_bytes("enclosure", statement, {"precision": precision})
