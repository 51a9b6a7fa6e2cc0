"""Does a recorded run conform to the protocol it cites, and what does it yield?

The rules are looked at in the order of `violations.RULES`; the first one that is broken ends the judgment. A conforming
run that was accepted ends in one certificate, which the kernel proved here and now. A transcript proves arithmetic
about files; what only an honest lab can vouch for is listed with the name of who has to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from oracle.ask.reader import Table
from oracle.extractors.bitstrings import open_bits
from oracle.failures import Malformed, Undecided
from oracle.protocols.declaration import MAX_BYTES, Declaration, read_declaration, read_json, read_time
from oracle.protocols.inputs import ERROR, require_no_signal, require_source
from oracle.protocols.outputs import Parity, is_hash
from oracle.protocols.recording import declaration_in, file_sha256, find_events
from oracle.protocols.scan import Scan, scan
from oracle.protocols.separation import read_separation
from oracle.protocols.shape import Plan, Vouch
from oracle.protocols.violations import Broken, Violation
from oracle.proved import Proved, verdict_of

FORMAT = "bellcert-run/1"
DECLARATION, REPORT, SEED, OUTPUT, CERTIFICATE = (
    "declaration.json", "report.json", "seed.bin", "output.bin", "run.cert.json",
)  # fmt: skip
_NEEDED = ("format", "declaration", "started", "events", "rounds", "estimate", "accepted")
_MAY = ("chain", "seed", "output", "bits", "timing", "simulated")


@dataclass(frozen=True)
class Transcript:
    """What a run was judged to be.

    Attributes:
        protocol: its name and title.
        declaration: sha256.
        violation: the first rule it breaks, or None.
        accepted: whether it reached the threshold; None if it was not judged so far.
        estimate: recomputed, exact, and what it is called; None if it was not judged so far.
        threshold: declared.
        output: bits put out.
        proof: the certificate of an accepted run.
        remarks: how what is tested with an error was tested, and what was not looked at.
        vouched: assumptions that no file can show.
        simulated: the device, if the report says that the run is a simulation.
        further: other certificates that the end stands on, as (what for, certificate).
        cited: theorems between the certificate and the output that are not proved here, and whose they are.
    """

    protocol: tuple[str, str]
    declaration: str
    violation: Violation | None
    accepted: bool | None = None
    estimate: Fraction | None = None
    estimates: str = ""
    threshold: Fraction = Fraction(0)
    rounds: int = 0
    output: int = 0
    proof: Proved | None = None
    remarks: tuple[str, ...] = ()
    vouched: tuple[Vouch, ...] = ()
    simulated: str = ""
    further: tuple[tuple[str, Proved], ...] = ()
    cited: tuple[Vouch, ...] = ()

    @property
    def conforms(self) -> bool:
        return self.violation is None


def judge(
    folder: Path, declaration: bytes | None = None, step: Callable[[int, int], None] = lambda done, of: None
) -> Transcript:
    """Judge a run.

    Args:
        folder: with declaration.json, a file of rounds, report.json and, for accepted runs, seed.bin and output.bin.
        declaration: the bytes that were handed in before the run, if anybody kept them.
        step: called with rounds read and rounds declared.

    Raises:
        Malformed: a file that is not of its format. Undecided: `unreadable`, `not-proved`.
    """
    data = _read(folder / DECLARATION)
    found = read_declaration(data, DECLARATION)
    report = Table(read_json(_read(folder / REPORT), REPORT, FORMAT, _NEEDED, _MAY), REPORT)
    remarks: list[str] = []
    base: dict[str, Any] = {
        "protocol": (found.protocol.name, found.protocol.title), "declaration": found.sha256,
        "vouched": found.protocol.vouched, "estimates": found.protocol.estimates, "simulated": _simulated(report),
    }  # fmt: skip
    try:
        plan = found.plan()
        base |= {"threshold": plan.threshold, "rounds": plan.rounds}
        _declared(found, plan, report, declaration, remarks)
        events = find_events(folder)
        digest = _events(events, found, report, remarks)
        done = 0

        def more(rounds: int) -> None:
            nonlocal done
            done += rounds
            step(done, plan.rounds)

        seen = scan(events, found.protocol.parties(found.values), plan, _chain(report), more)
        if report.text("rounds") != str(seen.rounds):
            sentence = f"the report names {report.text('rounds')[:40]} rounds, {seen.rounds} are recorded"
            raise Broken("rounds-misreported", "report.json: rounds", sentence)
        require_source(plan, seen.seen, seen.rounds)
        remarks.append(f"the source passed its tests; an honest one fails with probability below {ERROR}")
        require_no_signal(plan, seen.counts)
        contradiction = found.protocol.possible(plan, seen.counts)
        if contradiction:
            raise Broken("outcomes-impossible", "events", contradiction)
        estimate = found.protocol.estimate(plan, seen.counts)
        base |= {"estimate": estimate, "accepted": estimate >= plan.threshold}
        if not _accepted(report, estimate, plan):
            if (folder / OUTPUT).exists():
                raise Broken("abort-ignored", OUTPUT, "the run is below its threshold and has an output")
            return Transcript(**base, violation=None, remarks=tuple(remarks))
        digests = {"declaration": found.sha256, "events": digest}
        digests |= _output(folder, found, plan, seen, report, remarks)
        proof, further = found.protocol.conclude(plan, seen.counts, digests), found.protocol.premises(plan)
        _certificate(folder, proof)
        if digest not in proof.text:
            remarks.append(found.protocol.leaves)
    except Broken as broken:
        return Transcript(**base, violation=broken.violation, remarks=tuple(remarks))
    return Transcript(
        **base, violation=None, output=plan.output, proof=proof, remarks=tuple(remarks), further=further,
        cited=found.protocol.cited,
    )  # fmt: skip


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Undecided("unreadable", f"{path.name} cannot be read: {error.strerror}") from None


def _simulated(report: Table) -> str:
    return report.table("simulated").text("device") if "simulated" in report.value else ""


def _declared(found: Declaration, plan: Plan, report: Table, handed_in: bytes | None, remarks: list[str]) -> None:
    """The declaration: the one that counts, made in time, with nothing in it that its rules do not give."""
    if handed_in is not None and sha256(handed_in).hexdigest() != found.sha256:
        raise Broken("declaration-exchanged", DECLARATION, "it is not the declaration that was handed in")
    if handed_in is None:
        remarks.append("no declaration was handed in: that it was made before the run is what the folder says itself")
    if report.text("declaration") != found.sha256:
        sentence = f"the report names {report.text('declaration')[:64]}, the file has the sha256 {found.sha256}"
        raise Broken("declaration-changed", DECLARATION, sentence)
    names = {"threshold": "threshold", "error": "error", "output": "length", "seed": "seed", "made": "output"}
    for key, value in plan.to_dict().items():
        if found.said[key] != value:
            sentence = f"{found.said[key][:60]} is declared, from the parameters follows {str(value)[:60]}"
            raise Broken(f"{names[key]}-not-by-rule", f"{DECLARATION}: plan.{key}", sentence)
    started = read_time(report, "started")
    if started <= found.declared:
        sentence = f"declared at {found.declared.isoformat()}, started at {started.isoformat()}"
        raise Broken("declared-late", f"{REPORT}: started", sentence)
    if found.separation is None:
        remarks.append("no distance was declared: that no signal passes between the parties is not looked at")
        return
    opened = found.separation.open_pair()
    if opened is not None:
        a, b, time = opened
        sentence = f"{float(time):.3f} ns from the input of {a} to the outcome of {b}, light needs"
        raise Broken("light-has-time", f"{a} to {b}", f"{sentence} {float(found.separation.light()):.3f} ns")
    if "timing" in report.value:
        worse = found.separation.exceeded_by(read_separation(report.table("timing")))
        if worse is not None:
            raise Broken("timing-exceeded", f"{REPORT}: timing", worse)


def _events(path: Path, found: Declaration, report: Table, remarks: list[str]) -> str:
    """The sha256 of the file of rounds, which is the one that the report names."""
    digest = file_sha256(path)
    if report.text("events") != digest:
        sentence = f"the report names {report.text('events')[:64]}, the file has the sha256 {digest}"
        raise Broken("events-changed", path.name, sentence)
    recorded = declaration_in(path)
    if recorded is not None and recorded != found.sha256:
        sentence = f"the recorder wrote the declaration {recorded[:64]} into the file"
        raise Broken("declaration-changed", path.name, sentence)
    if "chain" not in report.value:
        remarks.append("the recorder made no chain of digests: the report alone says what was recorded")
    return digest


def _chain(report: Table) -> list[str] | None:
    return report.texts("chain") if "chain" in report.value else None


def _accepted(report: Table, estimate: Fraction, plan: Plan) -> bool:
    """Whether the run reached the threshold, and the report says so."""
    said = report.rational("estimate")
    if said != estimate:
        sentence = f"the report has {str(said)[:60]}, the recorded rounds give {str(estimate)[:60]}"
        raise Broken("estimate-wrong", f"{REPORT}: estimate", sentence)
    reached, accepted = estimate >= plan.threshold, report.value["accepted"]
    if not isinstance(accepted, bool):
        raise report.malformed("accepted", "true or false is needed")
    if accepted and not reached:
        sentence = f"the estimate {str(estimate)[:60]} is below the threshold {str(plan.threshold)[:60]}"
        raise Broken("abort-ignored", f"{REPORT}: accepted", sentence)
    if reached and not accepted:
        sentence = f"the estimate {str(estimate)[:60]} reaches the threshold {str(plan.threshold)[:60]}"
        raise Broken("abort-invented", f"{REPORT}: accepted", sentence)
    return reached


def _output(
    folder: Path, found: Declaration, plan: Plan, seen: Scan, report: Table, remarks: list[str]
) -> dict[str, str]:
    """The digests of seed and output, if the output is made as declared."""
    bits = report.text("bits") if "bits" in report.value else ""
    if bits != str(plan.output):
        raise Broken("length-chosen-late", f"{REPORT}: bits", f"{bits or 'no'} bits, {plan.output} were declared")
    digests = {}
    if plan.seed:
        digests["seed"] = _named(folder / SEED, report, "seed", "seed-changed")
        if digests["seed"] in found.used_seeds:
            raise Broken("seed-reused", SEED, f"the seed {digests['seed']} was used before")
        size = (folder / SEED).stat().st_size
        if size != -(-plan.seed // 8):
            raise Broken("seed-length", SEED, f"{size} bytes, where {plan.seed} bits were declared")
    digests["output"] = _named(folder / OUTPUT, report, "output", "output-changed")
    size = (folder / OUTPUT).stat().st_size
    if size != -(-plan.output // 8):
        raise Broken("length-chosen-late", OUTPUT, f"{size} bytes, where {plan.output} bits were declared")
    claimed = open_bits(folder / OUTPUT, plan.output)
    if isinstance(seen.collected, Parity):
        right, how = int(claimed.window(0, 1)[0]) == seen.collected.value, "the whole output was computed again"
    else:
        right, how = is_hash(seen.collected.string(), open_bits(folder / SEED, plan.seed), claimed, plan.made)
    if not right:
        raise Broken("output-wrong", OUTPUT, "the output is not what the declared function makes of outcomes and seed")
    remarks.append(f"the output was compared: {how}")
    return digests


def _named(path: Path, report: Table, key: str, name: str) -> str:
    if key not in report.value:
        raise report.malformed(key, f"an accepted run names the sha256 of {path.name}", "missing-key")
    digest = file_sha256(path)
    if report.text(key) != digest:
        raise Broken(name, path.name, f"the report names {report.text(key)[:64]}, the file has the sha256 {digest}")
    return digest


def _certificate(folder: Path, proof: Proved) -> None:
    """A certificate that the lab put into the folder states what is proved here, or the run is refused."""
    path = folder / CERTIFICATE
    if not path.is_file():
        return
    with path.open("rb") as file:
        verdict = verdict_of(file.read((8 << 20) + 1))
    if verdict.verdict != "PROVED" or verdict.statement != proof.text:
        said = f"{verdict.verdict}{'' if verdict.verdict == 'PROVED' else ': ' + verdict.problem}"
        raise Broken("certificate-exchanged", CERTIFICATE, f"{said}; it is not the statement about this run")


def report_bytes(parts: Mapping[str, Any]) -> bytes:
    """A report as `judge` reads it."""
    missing = [key for key in _NEEDED if key != "format" and key not in parts]
    if missing:
        raise Malformed("missing-key", f"{REPORT}: {missing[0]}: the key is missing")
    return (json.dumps({"format": FORMAT, **parts}, indent=1) + "\n").encode()
