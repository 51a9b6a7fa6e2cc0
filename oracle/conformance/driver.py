"""What every driver of an implementation does, and how it fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from oracle.conformance.wire import Description, Json, Reply


class Crashed(Exception):  # noqa: N818 - says what happened
    """The implementation did not answer as the protocol says: it ended, failed, or sent something else.

    Attributes:
        code: `no-start`, `died`, `exception`, `garbage`, `flood`, `out-of-order`, `handshake`, `protocol-version`,
            `convention`.
        says: one sentence.
    """

    def __init__(self, code: str, says: str) -> None:
        super().__init__(f"{says} [{code}]")
        self.code = code
        self.says = says


class TimedOut(Exception):  # noqa: N818 - says what happened
    """The implementation gave no answer in time, and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer within {seconds:g} s (an answer is one line, flushed)")


class Driver(Protocol):
    """One implementation, started when it is first needed and again after it was ended."""

    def describe(self) -> Description:
        """What it says of itself; raises Crashed, TimedOut."""

    def call(self, name: str, arguments: Mapping[str, Json]) -> Reply:
        """Its answer to one call; raises Crashed, TimedOut."""

    def close(self) -> None:
        """End it; may be called at any time."""
