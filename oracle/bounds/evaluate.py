"""The only way a number leaves the catalogue: out of a certificate the kernel proved."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from oracle.bounds.entries import Bracket, Formula, Result
from oracle.enclosures import Enclosure, enclose
from oracle.failures import Limit
from oracle.proved import proved

DEFAULT_BITS = 40
MAX_DECIMALS = 300


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
