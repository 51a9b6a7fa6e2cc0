"""Files of expected failures: strict, with a reason each.

    # a comment
    chsh.min-entropy/local-refuses-above  # clamps the score instead
    unsafe<1e-12: chsh.min-entropy/local  # rounds to nearest, ticket 12

A line says that its property fails. UNSAFE is expected only with the prefix, up to the size that it names (without one
10^-6), and the prefix expects nothing else. A line covers a result only if it covers every verdict that was met. A line
whose property passes, or that names no property, is stale, and stale lines are errors.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from oracle.conformance.answers import Verdict, size_text
from oracle.conformance.runner import Result
from oracle.conformance.wire import WireError, number, shown
from oracle.failures import Limit, Malformed

MAX_BYTES = 1 << 20
CEILING = Fraction(1, 10**6)
"""Of a prefix that names none: what is a question of rounding, or of a solver's tolerance."""
_PREFIX = re.compile(r"unsafe(?:\s*<\s*([^:\s]+))?\s*:")
_FAILURES = frozenset(Verdict) - {Verdict.PASS, Verdict.NOT_OFFERED}
_HARMLESS = frozenset({Verdict.PASS, Verdict.LOOSE})


@dataclass(frozen=True)
class Expected:
    """A line of the file.

    Attributes:
        property: name.
        unsafe: whether it has the prefix.
        reason: after the #.
        line: its number.
        ceiling: violations below this are expected; only with the prefix.
    """

    property: str
    unsafe: bool
    reason: str
    line: int
    ceiling: Fraction = CEILING

    def covers(self, result: Result) -> bool:
        """Whether the line says that this would happen, all of it."""
        seen = {*result.seen, result.verdict} - _HARMLESS
        if not self.unsafe:
            return result.verdict in _FAILURES and Verdict.UNSAFE not in seen
        small = result.violation is None or result.violation < self.ceiling
        return result.verdict is Verdict.UNSAFE and small and seen == {Verdict.UNSAFE}


def read(data: bytes) -> list[Expected]:
    """The lines of a file.

    >>> read(b"unsafe<1/8: a/b  # why")
    [Expected(property='a/b', unsafe=True, reason='why', line=1, ceiling=Fraction(1, 8))]

    Raises:
        Malformed: `not-utf8`, `xfails`. Limit: `bytes`.
    """
    if len(data) > MAX_BYTES:
        raise Limit("bytes", f"a file of expected failures has at most {MAX_BYTES} bytes")
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise Malformed("not-utf8", "the expected failures are not UTF-8") from None
    found: list[Expected] = []
    for number_of_line, line in enumerate(lines, 1):
        name, _, reason = (part.strip() for part in line.partition("#"))
        if not name:
            continue
        if not reason:
            raise Malformed("xfails", f"line {number_of_line}: {shown(name)} has no reason; write one after a #")
        prefix = _PREFIX.match(name)
        ceiling = _ceiling(prefix[1], number_of_line) if prefix and prefix[1] else CEILING
        name = name[prefix.end() :].strip() if prefix else name
        if len(name.split()) != 1:
            raise Malformed("xfails", f"line {number_of_line}: {shown(name)} is no name of a property")
        if any(other.property == name for other in found):
            raise Malformed("xfails", f"line {number_of_line}: {shown(name)} is named twice")
        found.append(Expected(name, prefix is not None, reason, number_of_line, ceiling))
    return found


def _ceiling(text: str, line: int) -> Fraction:
    try:
        found = number(text)
    except WireError as error:
        raise Malformed("xfails", f"line {line}: {error.says}") from None
    if found <= 0:
        raise Malformed("xfails", f"line {line}: nothing is below {shown(text)}")
    return found


@dataclass(frozen=True)
class Stale:
    """A line that does not say what happened."""

    expected: Expected
    says: str


def stale(expected: Sequence[Expected], results: Mapping[str, Result], known: Collection[str]) -> list[Stale]:
    """The lines that did not come true; those about properties that were not run are left alone."""
    found = []
    for line in expected:
        result = results.get(line.property)
        if line.property not in known:
            found.append(Stale(line, "no property has this name"))
        elif result is not None and not line.covers(result):
            found.append(Stale(line, f"the verdict is {result.verdict}{_hint(line, result)}"))
    return found


def _hint(line: Expected, result: Result) -> str:
    if not line.unsafe:
        return "; only the prefix unsafe< expects it" if Verdict.UNSAFE in {*result.seen, result.verdict} else ""
    if result.verdict is not Verdict.UNSAFE:
        return ""
    if result.violation is not None and result.violation >= line.ceiling:
        return f" by up to {size_text(result.violation)}, which the line does not expect"
    others = sorted(str(verdict) for verdict in {*result.seen} - _HARMLESS - {Verdict.UNSAFE})
    return f", and {', '.join(others)} was met as well"
