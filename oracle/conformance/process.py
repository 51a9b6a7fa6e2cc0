"""An implementation as a process of its own: JSON lines over pipes, a deadline for every answer.

Whatever the process does, a call ends: with an answer, or with the process and its group killed.
"""

from __future__ import annotations

import select
import shlex
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

from oracle.conformance import wire
from oracle.conformance.driver import Crashed
from oracle.conformance.pipes import Running
from oracle.conformance.threads import Threaded
from oracle.conformance.wire import Description, Json, Reply, WireError

TIMEOUT = 10.0
START_TIMEOUT = 30.0
"""Seconds for the answer to start: interpreters, compilers and big libraries come first."""
MAX_STARTS = 500


T = TypeVar("T")


def _way() -> type[Running]:
    """How this system's pipes are read: polled, or each by a thread where they cannot be."""
    if hasattr(select, "poll"):
        return Running
    return Threaded


class ProcessDriver:
    """Drives a command; started again after it died or was ended.

    Args:
        command: as typed in a shell; no shell is run.
        timeout: seconds for each answer.
        start_timeout: seconds for the answer to start.

    Raises:
        ValueError: the command has an unfinished quotation or no words.
    """

    def __init__(self, command: str, timeout: float = TIMEOUT, start_timeout: float = START_TIMEOUT) -> None:
        self.words = shlex.split(command)
        if not self.words:
            raise ValueError("the command is empty")
        self.timeout = timeout
        self.start_timeout = start_timeout
        self.starts = 0
        self._running: Running | None = None
        self._calls = 0

    def describe(self) -> Description:
        return self._description

    @cached_property
    def _description(self) -> Description:
        return self._start()

    def call(self, name: str, arguments: Mapping[str, Json]) -> Reply:
        described = self._description
        if self._running is None and self._start() != described:
            self.close()
            raise Crashed("handshake", "started again, it describes itself differently")
        self._calls += 1
        identifier = str(self._calls)
        message = wire.call_message(identifier, name, arguments)
        return self._exchange(message, lambda found: wire.reply(found, identifier))

    def _start(self) -> Description:
        if self.starts >= MAX_STARTS:
            raise Crashed("no-start", f"it was started {MAX_STARTS} times and is not started again")
        self.starts += 1
        self._running = running = _way()(self.words, self.start_timeout)
        description = self._exchange(wire.start_message(), wire.description)
        running.timeout = self.timeout
        return description

    def _exchange(self, message: Mapping[str, Json], read: Callable[[Json], T]) -> T:
        if self._running is None:
            raise Crashed("no-start", "it is not running")
        try:
            return read(wire.parsed(self._running.exchange(message)))
        except WireError as error:
            self._end()
            raise Crashed(error.code, error.says) from None
        except BaseException:
            self._end()
            raise

    def _end(self) -> None:
        if self._running is not None:
            self._running.end()
        self._running = None

    def close(self) -> None:
        if self._running is not None:
            self._running.stop()
        self._running = None
