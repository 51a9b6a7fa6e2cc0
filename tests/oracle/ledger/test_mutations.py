"""Every figure, sign and operator that the text of a closed claim shows is bound: another one turns the audit red."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from oracle.ledger.auditing import audit_ledger, bibkeys
from oracle.ledger.claims import CLAIMS_FILE, RESULTS_FILE, Claim, Ledger, read_ledger
from oracle.ledger.evidence import Settled
from oracle.resources import certificates_dir

_OTHER = {"+": "-", "-": "+", "*": "/", "/": "*", "^": "*", "<": ">", ">": "<", "=": "!="}
_FUNCTION = {"sqrt": "exp", "log2": "sqrt", "ln": "sqrt", "exp": "sqrt", "min": "max", "max": "min"}


def mutants(text: str) -> Iterator[str]:
    """Each digit one up, each operator another one, each function another one, and the whole with a minus sign."""
    names = {place for match in re.finditer(r"[A-Za-z]\w*", text) for place in range(*match.span())}
    for place, sign in enumerate(text):
        if place in names:
            continue
        if sign.isdigit():
            yield text[:place] + str((int(sign) + 1) % 10) + text[place + 1 :]
        elif sign in _OTHER and text[place : place + 2] not in {"!="}:
            yield text[:place] + _OTHER[sign] + text[place + 1 :]
    for match in re.finditer("|".join(_FUNCTION), text):
        yield text[: match.start()] + _FUNCTION[match[0]] + text[match.end() :]
    if re.fullmatch(r"[\d.,e]*[1-9][\d.,e-]*|[a-zA-Z(].*[^=<>]", text) and not re.search("[=<>]", text):
        yield f"-({text})" if re.search(r"[-+ ]", text) else f"-{text}"


@cache
def ledgers() -> dict[str, Ledger]:
    """The ledgers by name: of claims, and of results of our own."""
    files = [certificates_dir() / bibkey / name for bibkey in bibkeys() for name in (CLAIMS_FILE, RESULTS_FILE)]
    return {ledger.name: ledger for ledger in map(read_ledger, filter(lambda file: file.is_file(), files))}


@cache
def settled(name: str) -> Settled:
    """What does not depend on what is printed is computed once."""
    return Settled()


def audited(ledger: Ledger, claim: Claim) -> bool:
    """Whether the claim comes out."""
    alone = replace(ledger, claims=(claim,))
    (entry,) = audit_ledger(alone, certificates_dir() / ledger.bibkey, settled(ledger.name))
    return entry.ok


BOUND = [(name, claim.id) for name, ledger in ledgers().items() for claim in ledger.claims if claim.printed]


@pytest.mark.parametrize(("name", "claim_id"), BOUND, ids=lambda part: part)
def test_another_figure_sign_or_operator_turns_the_audit_red(name: str, claim_id: str) -> None:
    ledger = ledgers()[name]
    (claim,) = (claim for claim in ledger.claims if claim.id == claim_id)
    assert audited(ledger, claim)
    survivors = [
        f"{entry} = {mutant}"
        for entry, text in claim.printed.items()
        for mutant in mutants(text)
        if audited(ledger, replace(claim, printed={**claim.printed, entry: mutant}))
    ]
    assert survivors == []


@pytest.mark.parametrize(
    ("text", "mutant"),
    [
        ("1.5", "1.6"),
        ("9", "0"),
        ("x + y", "x - y"),
        ("a < b", "a > b"),
        ("2^3", "2*3"),
        ("sqrt(x)", "exp(x)"),
        ("7", "-7"),
    ],
)
def test_mutants(text: str, mutant: str) -> None:
    assert mutant in list(mutants(text))


def test_names_are_not_figures() -> None:
    assert list(mutants("k1")) == ["-k1"]
