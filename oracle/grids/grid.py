"""The points of a sweep: `p=0:1/10:50` is 50 values from 0 to 1/10, both ends included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from oracle.ask.reader import shown
from oracle.failures import Limit, Malformed, Usage
from oracle.numbers import Exact, PiMultiple, number_text, parse

MAX_POINTS = 10_000

Point = Mapping[str, str]  # parameter -> value as text


def values(text: str) -> list[str]:
    """The values of one range `LOW:HIGH:N`, or of a list `V,V,...`; multiples of pi are ranges of their own.

    Raises:
        Malformed: not a range.

    >>> values("0:1/10:3"), values("pi/8:pi/4:2"), values("0.2,0.3")
    (['0', '1/20', '1/10'], ['1/8*pi', '1/4*pi'], ['1/5', '3/10'])
    """
    parts = text.split(":")
    if len(parts) == 1:
        return [number_text(parse(part)) for part in text.split(",")]
    if len(parts) != 3 or not parts[2].strip().isdecimal():
        raise Malformed("not-a-number", f"{shown(text)} is no range LOW:HIGH:N and no list of values")
    if len(parts[2].strip()) > 6 or not 1 <= int(parts[2]) <= MAX_POINTS:
        raise Limit("size", f"a range has 1 to {MAX_POINTS} values")
    count = int(parts[2])
    low, high = parse(parts[0]), parse(parts[1])
    if any(isinstance(end, PiMultiple) for end in (low, high)):
        steps = _steps(_turns(low, text), _turns(high, text), count)
        return [number_text(PiMultiple(x)) if x else "0" for x in steps]
    if not isinstance(low, Fraction) or not isinstance(high, Fraction):
        raise Malformed("wrong-number", f"{shown(text)}: the ends of a range are rational, or multiples of pi")
    return [str(x) for x in _steps(low, high, count)]


def _turns(end: Exact, text: str) -> Fraction:
    """An end as a multiple of pi; 0 is 0 in any unit."""
    if isinstance(end, PiMultiple):
        return end.coefficient
    if end != 0:
        raise Malformed("wrong-number", f"{shown(text)} mixes multiples of pi with other numbers")
    return Fraction(0)


def _steps(low: Fraction, high: Fraction, count: int) -> list[Fraction]:
    return [low + (high - low) * k / max(1, count - 1) for k in range(count)]


def points(over: Sequence[str]) -> list[Point]:
    """All combinations of the ranges `NAME=...`, the last name changing fastest.

    Raises:
        Usage: no range, a name without value or twice.
        Malformed, Limit: as `values`.

    >>> points(["p=0:1:2", "c=0"])
    [{'p': '0', 'c': '0'}, {'p': '1', 'c': '0'}]
    """
    ranges: dict[str, list[str]] = {}
    for item in over:
        name, equals, text = item.partition("=")
        if not equals or not name:
            raise Usage("missing-argument", f"{shown(item)} is no NAME=LOW:HIGH:N")
        if name in ranges:
            raise Usage("duplicate-argument", f"the parameter {shown(name)} is swept twice")
        try:
            ranges[name] = values(text)
        except (Malformed, Limit) as problem:
            raise type(problem)(problem.code, f"--over {shown(name)}: {problem.sentence}") from None
    if not ranges:
        raise Usage("missing-argument", "a parameter to vary is needed: --over NAME=LOW:HIGH:N")
    size = 1
    for row in ranges.values():
        size *= len(row)
    if size > MAX_POINTS:
        raise Limit("size", f"{size} points are more than the {MAX_POINTS} of one sweep")
    return [dict(zip(ranges, chosen, strict=True)) for chosen in product(*ranges.values())]
