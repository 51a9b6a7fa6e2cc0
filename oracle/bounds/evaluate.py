"""The only way a number leaves the catalogue: out of a certificate the kernel proved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.numbers import Expression
from oracle.problems import Bug, Limit, Undecided
from oracle.proved import Proved, proved
from proofs.search.language.failure import Failure

if TYPE_CHECKING:
    from oracle.bounds.model import Result

DEFAULT_BITS = 40
MAX_DECIMALS = 300


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


def width_for(digits: int | None) -> Fraction:
    """Largest width of an enclosure: 2^-40, or 10^-digits when that is less.

    >>> width_for(3) == Fraction(1, 2**40), width_for(20)
    (True, Fraction(1, 100000000000000000000))
    """
    if digits is not None and digits > MAX_DECIMALS:
        raise Limit("digits", f"at most {MAX_DECIMALS} digits can be asked for")
    default = Fraction(1, 2**DEFAULT_BITS)
    return default if digits is None else min(default, Fraction(1, 10**digits))


def evaluate(result: Result, width: Fraction) -> Enclosure:
    """The proved interval of a bound at given arguments.

    Args:
        result: what the bound's function returned.
        width: largest admissible high - low of a formula; an optimum is exact, a bracket as narrow as it can be.

    Raises:
        Undecided, Limit, Bug: nothing is proved, see `enclose`.
    """
    from oracle.bounds.model import Bracket, Formula

    if isinstance(result, Formula):
        found = enclose(result.expression, width, result.exact)
        return found if result.theorem is None else replace(found, further=(("theorem", proved(result.theorem)),))
    if isinstance(result, Bracket):
        return result.prove(width)
    upper, attained = [proved(data) for data in result.upper], proved(result.attained)
    result.require(upper, attained)
    tight, *others = upper
    further = (("attained", attained), *(("bound", other) for other in others))
    return Enclosure(result.exact, result.exact, tight.text, tight.assumptions, tight.sha256, tight.data, further)


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
    from proofs.kernel.check import check_bytes

    problem = "nothing was proposed"
    for certificate in _proposals(expression, width, exact):
        verdict = check_bytes(certificate)
        if verdict.verdict == "PROVED":
            break
        problem = verdict.problem
        if verdict.verdict == "LIMIT":
            raise Limit(verdict.code, problem)
    else:
        raise Undecided("not-proved", f"the kernel refused the proposed enclosure: {problem}")
    statement = json.loads(certificate)["statement"]
    low, high = Fraction(statement["low"]), Fraction(statement["high"])
    if statement["expression"] != expression or high - low > width or (exact is not None and not low == high == exact):
        raise Bug("not-proved", "the proposed enclosure is about another expression or wider than asked for")
    return Enclosure(low, high, verdict.statement, verdict.assumptions, verdict.sha256, certificate)


def _proposals(expression: Expression, width: Fraction, exact: Fraction | None) -> Iterator[bytes]:
    if exact is None:
        from proofs.search.enclose import enclosure_certificate

        try:
            yield enclosure_certificate(expression, width)
        except Failure as problem:
            raise Undecided("not-proved", f"no enclosure of this width was found: {problem}") from None
        return
    from proofs.search.write import Json, certificate_bytes, rational

    end = rational(exact)
    for precision in ("64", "1024"):
        statement: dict[str, Json] = {"kind": "enclosure", "expression": expression, "low": end, "high": end}
        yield certificate_bytes("enclosure", statement, {"precision": precision})
