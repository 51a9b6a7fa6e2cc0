"""The same exchange with a process where pipes cannot be polled: a thread for each pipe, as on Windows."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import threading

from oracle.conformance.pipes import CHUNK, Running


class Threaded(Running):
    """One life of the process; each pipe is read or written by a thread that waits."""

    def _open(self) -> None:
        self.arrived: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
        self.outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        for descriptor in (self.stdout, self.stderr):
            threading.Thread(target=self._read, args=(descriptor,), daemon=True).start()
        threading.Thread(target=self._write, daemon=True).start()

    def _read(self, descriptor: int) -> None:
        data = b"-"
        while data:
            try:
                data = os.read(descriptor, CHUNK)
            except OSError:  # closed under us
                data = b""
            self.arrived.put((descriptor, data))

    def _write(self) -> None:
        while (data := self.outgoing.get()) is not None:
            with contextlib.suppress(OSError):  # whether it died is seen when reading
                while data:
                    data = data[os.write(self.stdin, data) :]

    def _send(self, waiting: memoryview) -> memoryview:
        self.outgoing.put(bytes(waiting))
        return waiting[:0]

    def _receive(self, seconds: float) -> bool:
        try:
            descriptor, data = self.arrived.get(timeout=seconds)
        except queue.Empty:
            # a child of the dead process may hold the pipe open for ever
            return self.process.poll() is not None
        if descriptor == self.stdout:
            self.received += data
            return not data
        self._complain(data)
        return False

    def _rest_of_complaints(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                descriptor, data = self.arrived.get(timeout=0.05)
                if descriptor == self.stderr:
                    self._complain(data)

    def _kill(self) -> None:
        """End the process and its children: by its group where there are groups, else by the system's own command."""
        self.outgoing.put(None)
        if hasattr(os, "killpg"):
            super()._kill()
            return
        with contextlib.suppress(OSError):
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(self.process.pid)], capture_output=True, check=False, timeout=10
            )
        with contextlib.suppress(OSError):
            self.process.kill()
