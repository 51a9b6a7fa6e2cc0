"""Checks run as the ledger runs them: each receives what its claim prints."""

from functools import cache

from oracle.ledger.checks import Check, checks_of
from oracle.ledger.claims import CLAIMS_FILE, RESULTS_FILE, CheckEvidence, Claim, read_ledger
from oracle.ledger.status import Finding
from oracle.resources import certificates_dir


@cache
def claims(bibkey: str) -> tuple[Claim, ...]:
    """The claims of a paper, and the results of our own about its subject."""
    files = [certificates_dir() / bibkey / name for name in (CLAIMS_FILE, RESULTS_FILE)]
    return tuple(claim for file in files if file.is_file() for claim in read_ledger(file).claims)


def as_printed(bibkey: str, check: str | Check) -> Finding:
    """What a check finds with what the first claim that names it prints; an error is a finding that does not hold."""
    name = f"{bibkey}.{check if isinstance(check, str) else check.name}"
    run = checks_of(bibkey)[name] if isinstance(check, str) else check
    claim = next(
        claim
        for claim in claims(bibkey)
        if any(isinstance(item, CheckEvidence) and item.name == name for item in claim.evidence)
    )
    return run(*(claim.printed[entry] for entry in run.parameters))
