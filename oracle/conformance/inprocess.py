"""An implementation inside this process: an object that takes the protocol's messages and returns their answers.

Quicker than a process, and less shielded: a failure is caught, a loop in Python is interrupted, but neither a loop in
compiled code nor the end of the interpreter is survived.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from oracle.conformance import wire
from oracle.conformance.driver import Crashed, TimedOut
from oracle.conformance.process import START_TIMEOUT, TIMEOUT
from oracle.conformance.wire import Description, Json, Reply, WireError, shown

T = TypeVar("T")
GROUP = "bellcert.implementations"
"""Entry points of other distributions: a name for `pkg.mod:obj`."""

Answering = Callable[[dict[str, Json]], Json]


def load(target: str) -> Answering:
    """The object named by `pkg.mod:obj`, or by an entry point of the group `bellcert.implementations`.

    Raises:
        ValueError: there is none; the message says why.

    >>> load("json:dumps")({"do": "stop"})
    '{"do": "stop"}'
    """
    from importlib.metadata import entry_points

    module, colon, path = target.partition(":")
    if not colon:
        for entry in entry_points(group=GROUP, name=target):
            module, _, path = entry.value.partition(":")
            break
        else:
            raise ValueError(f"{shown(target)} is neither pkg.mod:obj nor an entry point of {GROUP}")
    # Beside the caller, but behind what is installed: a folder lp or oracle there must not hide a package of ours.
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    with _quiet():
        try:
            found: Any = importlib.import_module(module)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the module is not ours
            raise ValueError(f"{shown(module)} cannot be imported: {_summary(error)}") from None
        for name in path.split("."):
            found = getattr(found, name, None)
    if not callable(found):
        raise ValueError(f"{shown(target)} is nothing that can be called with a message")
    answering: Answering = found
    return answering


def _summary(error: BaseException) -> str:
    return f"{type(error).__name__}: {shown(' '.join(str(error).split()), 200)}"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What foreign code prints goes to standard error, so that it cannot mix with a report."""
    with contextlib.redirect_stdout(sys.stderr):
        yield


class InProcessDriver:
    """Drives an object of this process.

    Args:
        answering: called with each message; returns the answer as JSON would hold it.
        timeout: seconds for each answer; kept in the main thread of a POSIX system only.
        start_timeout: seconds for the answer to start.
    """

    def __init__(self, answering: Answering, timeout: float = TIMEOUT, start_timeout: float = START_TIMEOUT) -> None:
        self.answering = answering
        self.timeout = timeout
        self.start_timeout = start_timeout
        self._calls = 0

    def describe(self) -> Description:
        return self._description

    @cached_property
    def _description(self) -> Description:
        return self._exchange(wire.start_message(), wire.description, self.start_timeout)

    def call(self, name: str, arguments: Mapping[str, Json]) -> Reply:
        self._calls += 1
        identifier = str(self._calls)
        message = wire.call_message(identifier, name, arguments)
        return self._exchange(message, lambda found: wire.reply(found, identifier), self.timeout)

    def _exchange(self, message: dict[str, Json], read: Callable[[Json], T], timeout: float) -> T:
        try:
            with _quiet(), _deadline(timeout):
                # copied, so that an implementation that keeps or changes a message harms only itself
                found = self.answering(json.loads(json.dumps(message)))
        except TimedOut:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever foreign code raises is its failure
            raise Crashed("exception", f"it raised {_summary(error)}") from None
        try:
            return read(found)
        except WireError as error:
            raise Crashed(error.code, error.says) from None

    def close(self) -> None:
        with contextlib.suppress(Crashed, TimedOut):
            self._exchange(wire.STOP, lambda found: found, self.timeout)


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(number: int, frame: FrameType | None) -> None:
        raise TimedOut(seconds)

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
