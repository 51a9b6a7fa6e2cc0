"""How far a solver is, for somebody who waits: the gap of an interior-point method falls by about one factor a step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from io import StringIO
from math import log

Watcher = Callable[[float], None]
"""Called with the share of the way from the first gap to the tolerance, between 0 and 1."""

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)
_STEP = re.compile(r"\s*\d+:\s+\S+\s+\S+\s+(\S+)")  # cvxopt: number, primal and dual cost, gap


@contextmanager
def watched(watcher: Watcher | None) -> Iterator[None]:
    """Tell the watcher how far the solvers are that are called within; nobody where it is None."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def is_watched() -> bool:
    """Whether somebody waits."""
    return _watcher.get() is not None


class Gaps:
    """Turns the gaps of one run of a solver into the share that is done.

    Args:
        tolerance: at which the run ends.

    >>> seen = []
    >>> with watched(seen.append):
    ...     gaps = Gaps(1e-8)
    ...     for gap in (1.0, 1e-2, 1e-1, 1e-4):
    ...         gaps.at(gap)
    >>> [round(share, 3) for share in seen]
    [0.0, 0.25, 0.25, 0.5]
    """

    def __init__(self, tolerance: float) -> None:
        self.tolerance, self.first, self.least = tolerance, 0.0, 0.0

    def at(self, gap: float) -> None:
        """The gap after a step; what is no positive number says nothing, and the share never falls."""
        watcher = _watcher.get()
        if watcher is None or not 0 < gap < float("inf"):
            return
        self.first = self.first or max(gap, 2 * self.tolerance)
        self.least = min(self.least or gap, gap)
        share = log(max(1.0, self.first / self.least)) / log(self.first / self.tolerance)
        watcher(min(1.0, share))


class _Lines(StringIO):
    """Reads the gaps in what cvxopt prints, and keeps nothing."""

    def __init__(self, gaps: Gaps) -> None:
        super().__init__()
        self.gaps, self.line = gaps, ""

    def write(self, text: str) -> int:
        *lines, self.line = (self.line + text).split("\n")
        for line in lines:
            found = _STEP.match(line)
            if found:
                self.gaps.at(_number(found[1]))
        return len(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


@contextmanager
def reading(tolerance: float) -> Iterator[None]:
    """Read what cvxopt prints of its steps, where somebody waits; nothing of it reaches standard output."""
    if not is_watched():
        yield
        return
    with redirect_stdout(_Lines(Gaps(tolerance))):
        yield
