"""The schema of ledgers agrees with the reader of ledgers."""

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from oracle.ledger.claims import parse_ledger
from oracle.ledger.errors import MalformedLedgerError
from tests.schema.schemas import ROOT, complaints

LEDGERS = sorted(ROOT.glob("*/claims.toml"))
CLAIM = {"id": "eq-1", "locator": "eq. (1)", "says": "It holds.", "expected": "open", "reason": "editorial"}
CHECK = {"kind": "check", "name": "some2020.eq_1", "role": "supports"}
PROVED = {**CLAIM, "expected": "checked", "evidence": [CHECK]} | {"reason": None}


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.parent.name)
def test_a_shipped_ledger_fits(path: Path) -> None:
    assert complaints("claims", tomllib.loads(path.read_text(encoding="utf-8"))) == []


def test_there_are_ledgers() -> None:
    assert len(LEDGERS) == 5


def without_none(value: Any) -> Any:
    """The value without the keys that are None."""
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    return [without_none(item) for item in value] if isinstance(value, list) else value


def ledger(claim: dict[str, Any], /, **top: Any) -> dict[str, Any]:
    """A ledger with one claim; None leaves a key out."""
    made = without_none(copy.deepcopy(claim))
    whole = {"bibkey": "some2020", "title": "Some", "source": "doi:1", "claim": [made], **top}
    return {key: value for key, value in whole.items() if value is not None}


def toml(value: dict[str, Any]) -> bytes:
    """TOML of the few shapes a ledger has."""

    def spell(item: Any) -> str:
        if isinstance(item, dict):
            return "{" + ", ".join(f"{json.dumps(k)} = {spell(v)}" for k, v in item.items() if v is not None) + "}"
        if isinstance(item, list):
            return "[" + ", ".join(map(spell, item)) + "]"
        return json.dumps(item)

    return "\n".join(f"{key} = {spell(item)}" for key, item in value.items()).encode()


PRINTED = {**PROVED, "says": "It is {it}.", "printed": {"it": "1/2"}}
FIGURE = {"kind": "figure", "of": "1/2", "figure": "{it}", "role": "supports"}
EQUATION = {"kind": "equation", "holds": "{it} = 1/2", "role": "supports"}
IDENTITY = {"kind": "identity", "holds": "s^2 = {it}", "given": "s^2 = 1/2", "role": "supports"}
SAME = {"kind": "same", "path": "x.cert.json", "at": "/bound", "value": "{it}", "role": "supports"}
CERTIFICATE = {"kind": "certificate", "path": "x.cert.json", "role": "supports", "statement": "claim: 1"}
FITS = {
    "open": ledger(CLAIM),
    "proved": ledger(PROVED),
    "weaker": ledger({**PROVED, "expected": "weaker", "gap": "a hundredth"}),
    "discrepant": ledger({**PROVED, "expected": "discrepant", "corrected": "It is less."}),
    "with a certificate": ledger({**PROVED, "evidence": [CERTIFICATE]}),
    "unsupported": ledger({**PROVED, "expected": "unsupported"}),
    "unsupported, with what follows": ledger({**PROVED, "expected": "unsupported", "corrected": "Less."}),
    "open with a remark": ledger({**CLAIM, "reason": "not done", "remark": "a lemma"}),
    "a figure": ledger({**PRINTED, "evidence": [FIGURE]}),
    "a figure that is cut off": ledger({**PRINTED, "evidence": [{**FIGURE, "by": "cut"}]}),
    "an equation": ledger({**PRINTED, "evidence": [{**EQUATION, "role": "part"}], "expected": "weaker", "gap": "g"}),
    "an identity": ledger({**PRINTED, "evidence": [IDENTITY]}),
    "what a certificate says": ledger({**PRINTED, "evidence": [CERTIFICATE, SAME]}),
}
FAULTS = {
    "unknown key of the ledger": ledger(CLAIM, author="x"),
    "no title": ledger(CLAIM, title=None),
    "a blank source": ledger(CLAIM, source=" "),
    "a bibkey without year": ledger(CLAIM, bibkey="some"),
    "no claims": ledger(CLAIM, claim=[]),
    "unknown key of a claim": ledger({**CLAIM, "page": "3"}),
    "no locator": ledger({**CLAIM, "locator": None}),
    "an id with a space": ledger({**CLAIM, "id": "eq 1"}),
    "an unknown status": ledger({**CLAIM, "expected": "true"}),
    "open without reason": ledger({**CLAIM, "reason": None}),
    "open with evidence": ledger({**CLAIM, "evidence": [CHECK]}),
    "open for an unknown reason": ledger({**CLAIM, "reason": "later"}),
    "not done, without a remark": ledger({**CLAIM, "reason": "not done"}),
    "a remark on what is closed": ledger({**PROVED, "remark": "x"}),
    "a figure without its text": ledger({**PRINTED, "evidence": [{**FIGURE, "figure": None}]}),
    "a figure printed otherwise": ledger({**PRINTED, "evidence": [{**FIGURE, "by": "guessed"}]}),
    "an equation with a path": ledger({**PRINTED, "evidence": [{**EQUATION, "path": "x"}]}),
    "printed entries that are none": ledger({**PROVED, "printed": {}}),
    "a printed number": ledger({**PRINTED, "printed": {"it": 1}, "evidence": [EQUATION]}),
    "a printed entry in capitals": ledger({**PROVED, "says": "{It}", "printed": {"It": "1"}}),
    "proved without evidence": ledger({**PROVED, "evidence": None}),
    "proved with no evidence in the list": ledger({**PROVED, "evidence": []}),
    "proved with a reason": ledger({**PROVED, "reason": "x"}),
    "proved with a gap": ledger({**PROVED, "gap": "x"}),
    "weaker without gap": ledger({**PROVED, "expected": "weaker"}),
    "discrepant without correction": ledger({**PROVED, "expected": "discrepant"}),
    "evidence of an unknown kind": ledger({**PROVED, "evidence": [{**CHECK, "kind": "hearsay"}]}),
    "evidence in an unknown role": ledger({**PROVED, "evidence": [{**CHECK, "role": "mentions"}]}),
    "the same evidence twice": ledger({**PROVED, "evidence": [CHECK, CHECK]}),
    "a check without paper": ledger({**PROVED, "evidence": [{**CHECK, "name": "eq_1"}]}),
    "a check with a path": ledger({**PROVED, "evidence": [{**CHECK, "path": "x"}]}),
    "a certificate without statement": ledger({**PROVED, "evidence": [{**CERTIFICATE, "statement": ""}]}),
    "a certificate of another folder": ledger({**PROVED, "evidence": [{**CERTIFICATE, "path": "../x.cert.json"}]}),
}


@pytest.mark.parametrize("name", FITS)
def test_a_ledger_fits_schema_and_reader(name: str) -> None:
    assert complaints("claims", FITS[name]) == []
    parse_ledger(toml(FITS[name]))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_by_schema_and_reader(fault: str) -> None:
    assert complaints("claims", FAULTS[fault]) != []
    with pytest.raises(MalformedLedgerError):
        parse_ledger(toml(FAULTS[fault]))
