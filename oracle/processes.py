"""Work shared out over processes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def mapped(function: Callable[[T], R], items: Sequence[T], jobs: int, portion: int = 1) -> Iterator[R]:
    """Results in the order of the items, from at most `jobs` processes; from this one alone when that is enough.

    Args:
        function: of a module, so that another process finds it.
        items: small portions are best: after an interrupt only those in hand are finished.
        jobs: processes, at least 1.
        portion: items that a process takes at once.

    >>> list(mapped(abs, [-1, 2], 1))
    [1, 2]
    """
    if jobs == 1 or len(items) < 2:
        yield from map(function, items)
        return
    from concurrent.futures import ProcessPoolExecutor

    # an interrupt reaches the whole process group; only this process shall speak about it
    pool = ProcessPoolExecutor(
        min(jobs, len(items)), initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )
    try:
        yield from pool.map(function, items, chunksize=portion)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
