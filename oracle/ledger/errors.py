"""Faults of a ledger, as distinct from claims whose status did not come out."""


class MalformedLedgerError(ValueError):
    """A claims file that is not a ledger: the command line answers MALFORMED (exit 3).

    Args:
        file: Name of the claims file, as ``<bibkey>/claims.toml``.
        claim: Id of the claim at fault, or its position ``claim[3]``, or "" for the file as a whole.
        problem: One sentence.

    >>> str(MalformedLedgerError("some2020/claims.toml", "eq-1", "unknown key 'expcted'"))
    "some2020/claims.toml: eq-1: unknown key 'expcted'"
    """

    def __init__(self, file: str, claim: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (file, claim, problem) if part))
        self.file = file
        self.claim = claim
        self.problem = problem


class UnknownBibkeyError(LookupError):
    """A bibkey that no ledger has: the command line answers with a usage error (exit 2).

    >>> str(UnknownBibkeyError("nobody1900", ("pironio2010",)))
    'no ledger for nobody1900; known: pironio2010'
    """

    def __init__(self, bibkey: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no ledger for {bibkey}; known: {', '.join(known) or 'none'}")
        self.bibkey = bibkey
        self.known = known
