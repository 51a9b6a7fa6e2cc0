"""What a file that a verb cannot read looks like, and which verb takes it: for the end of a sentence."""

from __future__ import annotations

import json
import tomllib
from codecs import BOM_UTF8
from collections.abc import Mapping

_LOOKED_AT = 1 << 20  # bytes; nothing larger is read for the sake of a hint
_FORMATS: Mapping[str, str] = {
    "bellcert-factors/1": "factors, which bellcert counts takes with --factors",
    "bellcert-tally/1": "the source of a table of counts, which bellcert tally wrote",
}
_STARTS: Mapping[bytes, str] = {
    b"PAR1": "a table in Parquet, which bellcert tally counts",
    b"\x89HDF": "a file of HDF5, which bellcert tally counts",
    b"\x93NUMPY": "an array of NumPy, which bellcert tally counts",
    b"PK\x03\x04": "an archive such as npz, which bellcert tally counts if arrays are in it",
    b"MATLAB ": "a file of MATLAB, which bellcert tally counts",
    b"VER ": "a certificate in VIPR, which viprchk judges",
    b"<": "a page of HTML or XML",
    b"\x89PNG": "a picture",
    b"%PDF": "a picture or text in PDF",
}


def recognised(data: bytes) -> str:
    """What bytes are, and which verb takes them, or "" for what is not known.

    >>> recognised(b'kind = "maximum"')
    'a problem in TOML, which bellcert certify takes'
    >>> recognised(b"x,y,a,b,count"), recognised(b"{}")
    ('a table of counts, which bellcert counts takes, or certify under the key counts', '')
    """
    data = data.removeprefix(BOM_UTF8).lstrip()[:_LOOKED_AT]
    for start, says in _STARTS.items():
        if data.startswith(start):
            return says
    if data[:1] in (b"{", b"["):
        return _json(data)
    first = data.partition(b"\n")[0].strip().decode("ascii", errors="replace").replace(" ", "").split(",")
    if len(first) > 1 and all(first):
        ends = {
            "count": "a table of counts, which bellcert counts takes, or certify under the key counts",
            "probability": "a table of probabilities, which bellcert certify takes under the key behaviour",
        }
        if first[-1] in ends:
            return ends[first[-1]]
        if set("xyab") <= set(first):
            return "a table of rounds, which bellcert tally counts"
    return _toml(data)


def _json(data: bytes) -> str:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    if isinstance(found.get("format"), str):
        from proofs.kernel.check import FORMAT

        return {FORMAT: "a certificate, which bellcert check judges", **_FORMATS}.get(found["format"], "")
    if "suite_version" in found or "runs" in found:
        return "a report of bellcert conform"
    return ""


def _toml(data: bytes) -> str:
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return ""
    if "kind" in found or "scenario" in found:
        return "a problem in TOML, which bellcert certify takes"
    if "columns" in found or "parties" in found:
        return "a map of columns, which bellcert tally takes with --map"
    return "a table in TOML" if found else ""


def hinted(sentence: str, data: bytes, *own: str) -> str:
    """The sentence, and what the bytes are if that is known.

    Args:
        sentence: what is wrong.
        data: bytes that were to be something else.
        own: words in the hints of what they were to be, of which nothing new would be said.

    >>> hinted("not JSON", b'kind = "facet"')
    'not JSON; this is a problem in TOML, which bellcert certify takes'
    """
    says = recognised(data)
    return f"{sentence}; this is {says}" if says and not any(word in says for word in own) else sentence
