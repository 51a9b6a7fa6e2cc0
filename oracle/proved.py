"""Certificates the kernel proved here and now, and whether they are about what was asked.

What a search returns is a proposal: its bytes are judged by the kernel again, and the
statement inside is compared with the question, so that a search that answers another
question cannot pass for an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from oracle.failures import Bug, Limit, Undecided

if TYPE_CHECKING:
    from proofs.kernel.check import Verdict


@dataclass(frozen=True)
class Proved:
    """A certificate with the kernel's verdict PROVED.

    Attributes:
        data: its bytes.
        text: the canonical statement.
        assumptions: the kernel's.
        sha256: of the bytes.
        statement: the statement as JSON; what it says is what `text` says.
    """

    data: bytes
    text: str
    assumptions: tuple[str, ...]
    sha256: str
    statement: Mapping[str, Any]


_given: ContextVar[Mapping[str, Verdict]] = ContextVar("given", default={})  # noqa: B039 # nobody writes into it


@contextmanager
def given(verdicts: Iterable[Verdict]) -> Iterator[None]:
    """What the kernel has proved in this run, perhaps in another process, is not asked again within.

    A verdict is found by the sha256 of the bytes it is about; nothing is kept from one run to the next.
    """
    token = _given.set({verdict.sha256: verdict for verdict in verdicts if verdict.verdict == "PROVED"})
    try:
        yield
    finally:
        _given.reset(token)


def verdict_of(data: bytes) -> Verdict:
    """The kernel's verdict; one answer asks for the same few proofs again and again, and the kernel once.

    >>> verdict_of(b"{}").verdict
    'MALFORMED'
    """
    known = _given.get()
    found = known.get(sha256(data).hexdigest()) if known else None
    return found or judged(data)


@lru_cache(maxsize=32)
def judged(data: bytes) -> Verdict:
    """The kernel's verdict here and now, or a moment ago in this process."""
    from proofs.kernel.check import check_bytes

    return check_bytes(data)


def proved(data: bytes) -> Proved:
    """The certificate, if the kernel proves it.

    Raises:
        Limit: the kernel's limits are exceeded.
        Undecided: `not-proved`, any other verdict.

    >>> proved(b"{}")
    Traceback (most recent call last):
    oracle.failures.Undecided: ('not-proved', "the kernel refused the proposal: the key 'format' is missing")
    """
    verdict = verdict_of(data)
    if verdict.verdict == "LIMIT":
        raise Limit(verdict.code, verdict.problem)
    if verdict.verdict != "PROVED":
        raise Undecided("not-proved", f"the kernel refused the proposal: {verdict.problem}")
    return Proved(data, verdict.statement, verdict.assumptions, verdict.sha256, json.loads(data)["statement"])


def coefficients(terms: Any) -> dict[str, Any]:
    """Terms [[coefficient, word], ...] of a statement by word, rationals as fractions.

    >>> coefficients([["1/2", "A0"], [{"poly": [["1", "t"]]}, ""]])
    {'A0': Fraction(1, 2), '': {'poly': [['1', 't']]}}
    """
    return {word: Fraction(c) if isinstance(c, str) else c for c, word in terms}


def require_about(found: Proved, **wanted: Any) -> None:
    """Refuse a certificate that states something else than was asked.

    Args:
        found: the certificate.
        wanted: parts of the statement; `functional` as word -> fraction, `hypotheses` as
            name -> (sense, word -> coefficient), everything else as the JSON it must be.
            A part given as None must be absent.

    Raises:
        Bug: `not-proved`, a part differs.
    """
    for key, value in wanted.items():
        part = found.statement.get(key)
        if part is not None and key == "functional":
            part = coefficients(part)
        elif key == "hypotheses":
            part = {h["name"]: (h.get("sense"), coefficients(h["polynomial"])) for h in part or []}
        if part != value:
            raise Bug("not-proved", f"the proposed certificate is about another {key} than was asked")
