"""One certificate in, one verdict out; never an exception, whatever the bytes."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from .errors import Refused
from .read import MAX_BYTES, Node, parse
from .rules import check
from .statement import work_budget

FORMAT = "bellcert/1"
# how the lines begin that say what is assumed: relations of operators, ranges and relations of symbols, hypotheses and
# where they are shown to hold together, tags, assumptions
ASSUMED = ("commuting inputs: ", "for all real ", "where ", "hypothes", "POSSIBLY VACUOUS", "tag: ", "assumption: ")


class Verdict(NamedTuple):
    """What the kernel says about a certificate.

    Attributes:
        verdict: PROVED, REJECTED, MALFORMED or LIMIT.
        sha256: of the bytes that were checked; "-" when they exceed the limit.
        statement: canonical text, lines joined by newlines; empty unless PROVED.
        assumptions: those lines of the text that say under which assumptions the claim holds.
        pointer, code, problem: where, why and in which words it was refused.
    """

    verdict: str
    sha256: str
    statement: str = ""
    assumptions: tuple[str, ...] = ()
    pointer: str = ""
    code: str = ""
    problem: str = ""


def check_bytes(data: bytes) -> Verdict:
    """The verdict about a certificate.

    PROVED means: the statement whose canonical text is returned is true.  The text is a
    function of the statement alone.
    """
    # more bytes than the limit may be a part of a longer file, whose digest is not known
    digest = hashlib.sha256(data).hexdigest() if len(data) <= MAX_BYTES else "-"
    try:
        lines = _check(parse(data))
    except Refused as refused:
        return Verdict(refused.verdict, digest, pointer=refused.pointer, code=refused.code, problem=refused.sentence)
    return Verdict("PROVED", digest, "\n".join(lines), tuple(line for line in lines if line.startswith(ASSUMED)))


def _check(node: Node) -> list[str]:
    members = node.members()
    if "format" not in members:
        raise node.malformed("missing-key", "the key 'format' is missing")
    if members["format"].text() != FORMAT:
        raise members["format"].malformed("unknown-format", f"the format is not {FORMAT}")
    if "provenance" in members:  # not part of what is proved, and not trusted
        for value in members["provenance"].members().values():
            value.text()
    statement = check(node, work_budget(), optional=("format", "provenance"))
    return statement.lines()
