"""One self-contained page about a result, for a referee: what is claimed, what it rests on, a button to check it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from oracle.api.any_counts import BitsOfAny, any_counts, of_another_scenario
from oracle.api.audit import Audit, audit, papers
from oracle.api.bound import Enclosure
from oracle.api.certify import Answer
from oracle.api.check import Verdict, check
from oracle.api.conform import Report
from oracle.api.counts import CertifiedBits, counts
from oracle.api.exactness import Exact
from oracle.api.nearest import Behaviour
from oracle.api.quantum_counts import QuantumBits
from oracle.api.results import Result, at_least
from oracle.api.sources import Source, name_of, read
from oracle.api.sweep import Sweep, read_sweep
from oracle.api.tables import Counts, table_bytes
from oracle.api.transcript import Transcript, transcript
from oracle.failures import Malformed, Rejected, Undecided, Usage
from oracle.numbers import decimal_text

if TYPE_CHECKING:
    from oracle.pages.referee import Content, Table

LEDGER = "ledger"
MAX_BYTES = 1 << 24

VOUCHES = {
    "adversary": "nobody needs to: it says which adversary the statement is about",
    "memory": "nobody needs to: it says what the statement allows",
    "conditioning": "nobody needs to: it says how the statement is meant",
    "functional": "whoever ran the experiment: a record from before the data",
    "model": "the experiment: that the devices obey the set of behaviours named in the statement",
    "independent-inputs": "whoever chose the inputs",
    "free-inputs": "whoever chose the inputs",
    "inputs-known": "nobody needs to: it is granted to the adversary",
    "no-later-inputs": "the timing of the experiment",
    "inputs-not-from-outputs": "whoever chose the inputs",
    "all-rounds": "whoever recorded the rounds",
    "rounds-declared": "whoever ran the experiment: a record from before the data",
    "factor-declared": "whoever ran the experiment: a record from before the data",
    "signalling": "nobody: the data contradict it, and the user allowed that",
    "biased-inputs": "nobody: the data contradict it, and the user allowed that",
    "trusted-system": "whoever characterised the trusted system",
    "no-signalling": "the isolation of the devices",
}
"""Assumption or tag, by its name in statements -> whose word it rests on."""


@dataclass(frozen=True, repr=False)
class Page(Result):
    """A report.

    Attributes:
        title: of the page.
        sentence: the result in one sentence.
        html: the page, UTF-8; it reaches no network, and embeds the checker.
        result: what it is about.
    """

    title: str
    sentence: str
    html: bytes = field(compare=False)
    result: Result = field(compare=False)

    @property
    def certificate(self) -> bytes:
        """That of the result."""
        data = getattr(self.result, "certificate", b"")
        return data if isinstance(data, bytes) else b""

    def to_dict(self) -> dict[str, object]:
        return {"title": self.title, "sentence": self.sentence, "sha256": sha256(self.html).hexdigest(),
                "bytes": len(self.html)}  # fmt: skip

    def headline(self) -> str:
        return f"{self.title}, {len(self.html)} bytes"

    def rows(self) -> list[tuple[str, str]]:
        return [("sentence", self.sentence)]

    def latex(self) -> str:
        """A table for a paper, in LaTeX with the package booktabs; texts are escaped."""
        from oracle.pages.latex import table

        return table(self.sentence, self.result.rows())

    def figure_pdf(self) -> bytes | None:
        """The figure as PDF, or None where there is none.

        Raises:
            Undecided: `solver`, matplotlib is not installed.
        """
        from oracle.pages.drawing import pdf

        plot = self.result.plot()
        return None if plot is None else pdf(plot)


def report(
    subject: Result | Counts | Source,
    *,
    confidence: Fraction | str | None = None,
    inputs: str = "uniform",
    factors: Source | None = None,
    functional: Source | None = None,
    calibration: Source | None = None,
    title: str | None = None,
) -> Page:
    """One self-contained page about a certificate, counts, a run, a sweep, the ledger, or any result.

    Args:
        subject: a result; or the name of a certificate's file, of a table of counts, of the folder of a sweep or of a
            recorded run; or "ledger", or the key of a paper.
        confidence: of the statement about a table of counts, such as "99/100".
        inputs: as for `counts`.
        factors: as for `counts`.
        functional: as for `any_counts`; a table of any scenario needs this or a calibration.
        calibration: counts of earlier rounds, from which the functional is chosen.
        title: of the page, instead of what the subject is.

    Returns:
        The page. Its one sentence is no stronger than what is proved; it carries the certificates, and a program that
        checks them when their buttons are pressed.

    Raises:
        Rejected, Malformed, Limit: a certificate that proves nothing has no report.
        Undecided: `unreadable`, `no-files`.
        Usage: a table of counts without `confidence`; as the function behind the subject.

    Source: contract of the verb `bellcert report`.

    >>> import oracle
    >>> page = oracle.report(oracle.bound("ns4.majority", delta="1/10"))
    >>> page.html[:15], "0.625" in page.sentence
    (b'<!doctype html>', True)
    """
    used = {"factors": factors, "functional": functional, "calibration": calibration}
    given = {name: source for name, source in used.items() if source is not None}
    result, files = _result(subject, confidence, inputs, given)
    content = content_of(result, files, title)
    from oracle.pages.referee import page

    return Page(content.title, content.sentence, page(content), result)


def _result(
    subject: Result | Counts | Source, confidence: Fraction | str | None, inputs: str, given: Mapping[str, Source]
) -> tuple[Result, list[tuple[str, bytes]]]:
    """What the page is about, and the files that it comes from."""
    if isinstance(subject, Result):
        return subject, []
    if isinstance(subject, str) and (subject == LEDGER or subject in papers()) and not Path(subject).exists():
        return audit(*([] if subject == LEDGER else [subject])), []
    if isinstance(subject, str | os.PathLike) and (Path(subject) / "declaration.json").is_file():
        return transcript(subject), _of_run(Path(subject))
    if isinstance(subject, str | os.PathLike) and Path(subject).is_dir():
        table = Path(subject) / "sweep.csv"
        return read_sweep(subject), [("sweep.csv", read(table, MAX_BYTES))]
    data = table_bytes(subject) if not isinstance(subject, bytes | str | os.PathLike) else read(subject, MAX_BYTES)
    name = name_of(subject, "table") if isinstance(subject, bytes | str | os.PathLike) else "table"
    if data.lstrip()[:1] == b"{":
        found = check(data)
        if not found.proved:
            kinds = {"REJECTED": Rejected, "MALFORMED": Malformed}
            raise kinds.get(found.verdict, Undecided)(found.code, f"{name}: {found.problem}; it has no report")
        return found, [(Path(name).name, data)]
    if confidence is None:
        raise Usage(
            "missing-argument", f"{name} is a table of counts: say with which --confidence it is to be certified"
        )
    files = [(Path(name).name, data), *((kind, read(source, MAX_BYTES)) for kind, source in given.items())]
    functional, calibration, factors = (given.get(kind) for kind in ("functional", "calibration", "factors"))
    if functional is None and not of_another_scenario(data):
        return counts(data, confidence=confidence, inputs=inputs, factors=factors, calibration=calibration), files
    if factors is not None:
        raise Usage("unknown-argument", "--factors goes with a table of two inputs and two outcomes alone")
    return any_counts(data, confidence=confidence, inputs=inputs, functional=functional, calibration=calibration), files


def content_of(result: Result, files: Sequence[tuple[str, bytes]], title: str | None = None) -> Content:
    """What a page says of a result."""
    from oracle.pages.referee import Content, Embedded

    statement = str(getattr(result, "statement", ""))
    certificates = tuple(Embedded(name, data) for name, data in _certificates(result))
    known = tuple(getattr(result, "assumptions", ()))
    listed = [*known, *(f"warning: {text}" for text in getattr(result, "warnings", ()))]
    warnings = [*getattr(result, "warnings", ())]
    if any(line.startswith(("tag: signalling", "tag: biased-inputs")) for line in listed) and not warnings:
        warnings.append("the data contradict an assumption, and the user allowed that; see the tags below")
    if "POSSIBLY VACUOUS" in statement:
        warnings.append("nothing shows that the hypotheses can hold together: the statement may be about nothing")
    return Content(
        title or _title(result), _sentence(result), warnings, _vouched_of(result, known), result.plot(),
        _tables(result), [(name, sha256(data).hexdigest()) for name, data in files], statement, certificates,
    )  # fmt: skip


def _title(result: Result) -> str:
    names = {
        CertifiedBits: "Certified bits of an experiment", BitsOfAny: "Certified bits of an experiment",
        QuantumBits: "Bits against a quantum adversary", Verdict: "A checked certificate", Answer: "A proved answer",
        Exact: "An exact bound", Enclosure: "A rigorous enclosure", Sweep: "A certified curve",
        Transcript: "A recorded run, judged",
        Audit: "A ledger of claims", Report: "An implementation under test", Behaviour: "A rounded behaviour",
    }  # fmt: skip
    named = getattr(result, "title", "")
    own = named if isinstance(named, str) else ""
    return own or names.get(type(result), "A result")


def _sentence(result: Result) -> str:
    """The result in one plain sentence, made of what was proved."""
    from oracle.api.plain import sentence

    if isinstance(result, CertifiedBits) and result.verdict == "EMPTY":
        return f"The counts of these {result.rounds} rounds contradict quantum theory by more than chance explains."
    if isinstance(result, Transcript):
        return f"{result.headline()}."
    if isinstance(result, Enclosure):
        high = result.safe_side == "high"
        end = decimal_text(result.high if high else result.low, 12, up=high)
        return f"{result.says.rstrip('.')}: at {'most' if high else 'least'} {end} {result.unit}.".strip()
    if isinstance(result, Answer | Exact):
        answer = result.answer if isinstance(result, Exact) else result
        if answer.min_entropy is not None and answer.verdict == "PROVED":
            return f"One round has {at_least(answer.min_entropy)} of min-entropy, if the hypotheses hold."
    data = getattr(result, "certificate", b"")
    if isinstance(data, bytes) and data:
        plain = sentence(json.loads(data)["statement"])
        if plain:
            return plain
        claims = [line.partition(": ")[2] for line in str(getattr(result, "statement", "")).split("\n")
                  if line.startswith("claim: ")]  # fmt: skip
        if claims:
            return f"Proved, under the assumptions below: {'; '.join(claims)}."
    return f"{result.headline()}."


def _of_run(folder: Path) -> list[tuple[str, bytes]]:
    """The small files of a recorded run; the rounds are named by what the report says of them."""
    names = ("declaration.json", "report.json", "seed.bin", "output.bin")
    return [(name, read(folder / name, MAX_BYTES)) for name in names if (folder / name).is_file()]


def _vouched_of(result: Result, known: Sequence[str]) -> list[tuple[str, str]]:
    """What was assumed of a recorded run stands in its protocol, with who vouches for it."""
    if isinstance(result, Transcript):
        cited = [(f"cited, not proved here: {name}: {says}", whose) for name, says, whose in result.cited]
        return [*cited, *((f"{name}: {says}", who) for name, says, who in result.assumed)]
    return _vouched(known)


def _vouched(assumptions: Sequence[str]) -> list[tuple[str, str]]:
    """Each assumption, and whose word it rests on; the last row says what rests on nobody's."""
    found = []
    for line in assumptions:
        kind, _, rest = line.partition(": ")
        name = rest.partition(" = ")[0].partition(":")[0] if kind in ("tag", "assumption") else kind
        found.append((line, VOUCHES.get(name, "whoever makes the claim")))
    if found:
        found.append(
            ("the statement follows from these", "nobody: its certificate is checked by a program, also below")
        )
    return found


def _tables(result: Result) -> list[Table]:
    from oracle.pages.referee import Table

    if isinstance(result, CertifiedBits):
        return [*_count_tables(result)]
    if isinstance(result, Audit):
        claims = [
            (f"{entry.bibkey} {entry.id}", entry.status, entry.locator, entry.says, entry.gap or entry.reason)
            for entry in result.claims
        ]
        header = ("claim", "status", "where", "says", "gap or reason")
        return [Table("Claims by paper", ("paper", "statuses"), result.rows()), Table("Every claim", header, claims)]
    if isinstance(result, Verdict):
        return [*_counted_table(result.certificate)]
    if isinstance(result, BitsOfAny):
        rows = [(name, text) for name, text in result.rows() if name not in ("assumption", "warning")]
        return [Table("The run", ("name", "value"), rows), *_counted_table(result.certificate)]
    stated = {line.partition(": ")[0] for line in str(getattr(result, "statement", "")).split("\n")}
    rows = [(name, text) for name, text in result.rows() if name not in stated and name != "assumption"]
    return [Table("Figures", ("name", "value"), rows)] if rows else []


def _count_tables(result: CertifiedBits) -> list[Table]:
    from oracle.pages.referee import Table

    rows = [
        (key, decimal_text(each.low, 6, up=False),
         "" if each.eps_high is None else decimal_text(each.eps_high, 10, up=True), each.says)
        for key, each in result.by_method.items()
    ]  # fmt: skip
    tests = [
        (f"{'Alice' if test.party == 'A' else 'Bob'}, setting {test.setting}", str(test.first), str(test.second),
         decimal_text(test.p_high, 4, up=True))
        for test in result.tests
    ]  # fmt: skip
    estimate = f"{result.chsh} (about {decimal_text(result.chsh, 6, up=False)})"
    summary = [
        ("rounds", str(result.rounds)), ("rounds that win the CHSH game", str(result.wins)),
        ("CHSH value, with the declared inputs", estimate), ("confidence", str(result.confidence)),
        ("declared inputs", ", ".join(f"P({x} {y}) = {p}" for (x, y), p in result.inputs.items())),
        ("method of the statement", result.method),
    ]  # fmt: skip
    header = ("setting", "P(0 | other 0)", "P(0 | other 1)", "p-value at most")
    return [
        Table("The run", ("name", "value"), summary), *_counted_table(result.certificate),
        Table("Bits by method, rounded down", ("method", "bits at least", "deviation at most", "from"), rows),
        Table("Does a marginal depend on the other setting? (Fisher's exact test)", header, tests),
    ]  # fmt: skip


def _counted_table(certificate: bytes) -> list[Table]:
    """The counts that a certificate is about."""
    from oracle.pages.referee import Table

    counted = json.loads(certificate)["statement"].get("counts") if certificate else None
    if not isinstance(counted, list) or not counted or not isinstance(counted[0], list):
        return []
    return [Table("Counts", ("event", "rounds"), [(str(event), str(count)) for count, event in counted])]


def _certificates(result: Result) -> list[tuple[str, bytes]]:
    if isinstance(result, CertifiedBits) and result.by_method:
        main = result.by_method[result.method]
        others = [(key, each.certificate) for key, each in result.by_method.items() if key != result.method]
        return [(f"{result.method}, the statement above", main.certificate), *others]
    if isinstance(result, QuantumBits):
        return [(name, entry.certificate) for name, (_, entry) in result.by_method.items()]
    if isinstance(result, Sweep):
        return [
            (", ".join(f"{name} = {value}" for name, value in point.parameters.items()), point.certificate)
            for point in result.points
            if point.certificate
        ]
    if isinstance(result, Answer | Exact):
        answer = result.answer if isinstance(result, Exact) else result
        second = [] if answer.attained is None else [(answer.second, answer.attained.certificate)]
        return [("the statement above", answer.certificate), *second]
    if isinstance(result, Enclosure):
        return [("the interval", result.certificate), *((role, data) for role, _, _, data in result.further)]
    if isinstance(result, Audit):
        return _of_ledger(result)
    data = getattr(result, "certificate", b"")
    return [("the statement above", data)] if isinstance(data, bytes) and data else []


def _of_ledger(result: Audit) -> list[tuple[str, bytes]]:
    """The certificates that are evidence of some claim, each once."""
    from oracle.resources import certificates_dir

    root = certificates_dir()
    found: dict[str, bytes] = {}
    for entry in result.claims:
        for item in entry.evidence:
            if item["kind"] == "certificate":
                paper = entry.bibkey.partition("/")[0]
                found.setdefault(f"{paper}/{item['source']}", read(root / paper / item["source"], MAX_BYTES))
    return list(found.items())
