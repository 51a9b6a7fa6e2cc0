"""One life of a process that is spoken with in lines over its pipes, which are polled."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping

from oracle.conformance import wire
from oracle.conformance.driver import Crashed, TimedOut
from oracle.conformance.wire import Json, shown

GRACE = 1.0
"""Seconds between stop and the kill."""
CHUNK = 1 << 16
_KEPT = 2000
"""Bytes of standard error that are remembered."""


class Running:
    """One life of the process."""

    def __init__(self, words: list[str], timeout: float) -> None:
        self.timeout = timeout
        try:
            # a session of its own, so that its children can be ended with it and an interrupt reaches only us
            self.process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,
                start_new_session=True,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise Crashed("no-start", f"the command {shown(words[0])} does not start: {reason}") from None
        streams = (self.process.stdin, self.process.stdout, self.process.stderr)
        self.stdin, self.stdout, self.stderr = (stream.fileno() if stream else -1 for stream in streams)
        self.received = bytearray()
        self.complaints = b""
        self._open()

    def _open(self) -> None:
        for descriptor in (self.stdin, self.stdout, self.stderr):
            os.set_blocking(descriptor, False)
        self.poll = select.poll()
        self.poll.register(self.stdout, select.POLLIN)
        self.poll.register(self.stderr, select.POLLIN)

    def exchange(self, message: Mapping[str, Json]) -> bytes:
        """Send one line, return the next line."""
        deadline = time.monotonic() + self.timeout
        if self.received:
            raise Crashed("out-of-order", f"{shown(bytes(self.received[:200]))} was sent without being asked for")
        waiting = memoryview(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        ended = False
        while True:
            if waiting:
                waiting = self._send(waiting)
            position = self.received.find(b"\n")
            if position >= 0:
                line = bytes(self.received[:position])
                del self.received[: position + 1]
                return line
            if len(self.received) > wire.MAX_LINE:
                raise Crashed("flood", f"more than {wire.MAX_LINE} bytes came without the end of a line")
            if ended:
                raise Crashed("died", self._last_words())
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimedOut(self.timeout)
            ended = self._receive(min(left, 0.05))

    def _send(self, waiting: memoryview) -> memoryview:
        try:
            rest = waiting[os.write(self.stdin, waiting) :]
        except BlockingIOError:
            rest = waiting
        except OSError:  # closed; whether it died is seen when reading
            rest = waiting[:0]
        with contextlib.suppress(KeyError):
            self.poll.unregister(self.stdin)
        if rest:
            self.poll.register(self.stdin, select.POLLOUT)
        return rest

    def _receive(self, seconds: float) -> bool:
        """Take what arrives within some time; whether nothing more can come."""
        ready = self.poll.poll(seconds * 1000)
        for descriptor, _ in ready:
            if descriptor == self.stdin:
                continue
            try:
                data = os.read(descriptor, CHUNK)
            except BlockingIOError:
                continue
            if not data:
                self.poll.unregister(descriptor)
                if descriptor == self.stdout:
                    return True
            elif descriptor == self.stdout:
                self.received += data
            else:
                self._complain(data)
        # a child of the dead process may hold the pipe open for ever
        return not ready and self.process.poll() is not None

    def _complain(self, data: bytes) -> None:
        self.complaints = (self.complaints + data)[-_KEPT:]

    def _rest_of_complaints(self) -> None:
        with contextlib.suppress(OSError):
            self._complain(os.read(self.stderr, CHUNK))

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.2)
        self._rest_of_complaints()
        code = self.process.poll()
        how = "closed its output" if code is None else f"ended by signal {-code}" if code < 0 else f"exit code {code}"
        lines = self.complaints.decode("utf-8", "replace").strip().splitlines()
        return f"no answer, {how}" + (f"; it said {shown(lines[-1], 200)}" if lines else "")

    def end(self) -> None:
        """Kill the process with its children."""
        self._kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, then see to it."""
        with contextlib.suppress(OSError):
            os.write(self.stdin, json.dumps(wire.STOP).encode() + b"\n")
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE)
        self.end()
