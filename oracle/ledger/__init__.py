"""The ledger: what five papers claim, what is proved of it, recomputed from evidence each time.

Reading order: ``status`` (how findings become a status), ``texts`` (what a text may hold), ``expressions``, ``rows``
(evidence that is data), ``claims`` (the file), ``evidence``, ``auditing``. The table
for a terminal is in ``listing``, which is not imported here so that reading a ledger needs no terminal library.
"""

from oracle.ledger.auditing import Entry, audit, audit_and_check, bibkeys, reasons, summary
from oracle.ledger.errors import MalformedLedgerError, UnknownBibkeyError

__all__ = [
    "Entry",
    "MalformedLedgerError",
    "UnknownBibkeyError",
    "audit",
    "audit_and_check",
    "bibkeys",
    "reasons",
    "summary",
]
