"""Files of expected failures: strict, with a reason each.

    # a comment
    chsh.min-entropy/local-refuses-above  # clamps the score instead
    unsafe: chsh.min-entropy/local        # rounds to nearest, ticket 12

A line says that its property fails. UNSAFE is expected only with the prefix, and the prefix expects nothing else. A
line whose property passes, or that names no property, is stale, and stale lines are errors.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from oracle.conformance.answers import Verdict
from oracle.conformance.wire import shown
from oracle.problems import Limit, Malformed

MAX_BYTES = 1 << 20
PREFIX = "unsafe:"
_FAILURES = frozenset(Verdict) - {Verdict.PASS, Verdict.NOT_OFFERED}


@dataclass(frozen=True)
class Expected:
    """A line of the file.

    Attributes:
        property: name.
        unsafe: whether it has the prefix.
        reason: after the #.
        line: its number.
    """

    property: str
    unsafe: bool
    reason: str
    line: int

    def covers(self, verdict: Verdict) -> bool:
        """Whether the line says that this would happen."""
        return verdict is Verdict.UNSAFE if self.unsafe else verdict in _FAILURES - {Verdict.UNSAFE}


def read(data: bytes) -> list[Expected]:
    """The lines of a file.

    >>> read(b"unsafe: a/b  # why")
    [Expected(property='a/b', unsafe=True, reason='why', line=1)]

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
    for number, line in enumerate(lines, 1):
        name, _, reason = (part.strip() for part in line.partition("#"))
        if not name:
            continue
        if not reason:
            raise Malformed("xfails", f"line {number}: {shown(name)} has no reason; write one after a #")
        unsafe = name.startswith(PREFIX)
        name = name.removeprefix(PREFIX).strip()
        if len(name.split()) != 1:
            raise Malformed("xfails", f"line {number}: {shown(name)} is no name of a property")
        if any(other.property == name for other in found):
            raise Malformed("xfails", f"line {number}: {shown(name)} is named twice")
        found.append(Expected(name, unsafe, reason, number))
    return found


@dataclass(frozen=True)
class Stale:
    """A line that does not say what happened."""

    expected: Expected
    says: str


def stale(expected: Sequence[Expected], verdicts: dict[str, Verdict], known: Collection[str]) -> list[Stale]:
    """The lines that did not come true; those about properties that were not run are left alone."""
    found = []
    for line in expected:
        verdict = verdicts.get(line.property)
        if line.property not in known:
            found.append(Stale(line, "no property has this name"))
        elif verdict is not None and not line.covers(verdict):
            hint = f"; only the prefix {PREFIX} expects it" if verdict is Verdict.UNSAFE else ""
            found.append(Stale(line, f"the verdict is {verdict}{hint}"))
    return found
