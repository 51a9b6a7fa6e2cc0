"""Protocols: what is fixed before a run, simulated runs, and recorded runs judged."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from oracle.api.results import Result, Steps
from oracle.api.sources import Source, name_of, read
from oracle.failures import Undecided
from oracle.numbers import decimal_text

MAX_BYTES = 1 << 20  # of a protocol file, and of a declaration
KEPT = ("declaration.json", "report.json", "seed.bin", "output.bin", "run.cert.json", "events.parquet")


@dataclass(frozen=True, repr=False)
class Declared(Result):
    """A declaration.

    Attributes:
        protocol, title: of the protocol.
        rounds, output: declared.
        threshold, error: declared, exact.
        sha256: of the bytes; publish it before the run.
        data: the declaration itself.
        assumed: name, sentence and who has to vouch for it.
    """

    protocol: str
    title: str
    rounds: int
    threshold: Fraction
    error: Fraction
    output: int
    seed: int
    sha256: str
    data: bytes
    assumed: tuple[tuple[str, str, str], ...]

    def to_dict(self) -> dict[str, object]:
        return {
            "protocol": self.protocol, "rounds": str(self.rounds), "threshold": str(self.threshold),
            "error": str(self.error), "output": str(self.output), "seed": str(self.seed), "sha256": self.sha256,
            "assumed": [{"name": n, "says": says, "who": who} for n, says, who in self.assumed],
        }  # fmt: skip

    def headline(self) -> str:
        return f"{self.protocol}: {self.output} bits from {self.rounds} rounds, if they are accepted"

    def rows(self) -> list[tuple[str, str]]:
        return [("threshold", str(self.threshold)), ("error", str(self.error)), ("sha256", self.sha256)]


@dataclass(frozen=True, repr=False)
class Transcript(Result):
    """What a recorded run was judged to be.

    Attributes:
        protocol, title: of the protocol.
        declaration: sha256 of the declaration.
        conforms: whether no rule is broken.
        violation: name, place, sentence and rule of the first one that is, or None.
        accepted: whether the threshold was reached; None where the judgment ended before.
        estimate, threshold: exact.
        rounds: declared.
        output: bits put out; 0 where the run is aborted or refused.
        statement, assumptions, sha256, certificate: of the one certificate at the end; empty where there is none.
        remarks: how things were tested, and what was not looked at.
        assumed: name, sentence and who has to vouch for it.
        simulated: the device, where the report says that the run is a simulation.
        cited: theorems between the certificate and the output, which nothing here proves, as `assumed`.
        further: other certificates that the end stands on: what for, sha256, statement and bytes.
    """

    protocol: str
    title: str
    declaration: str
    conforms: bool
    violation: dict[str, str] | None
    accepted: bool | None
    estimate: Fraction | None
    estimates: str
    threshold: Fraction
    rounds: int
    output: int
    statement: str
    assumptions: tuple[str, ...]
    sha256: str
    certificate: bytes
    remarks: tuple[str, ...]
    assumed: tuple[tuple[str, str, str], ...]
    simulated: str
    cited: tuple[tuple[str, str, str], ...] = ()
    further: tuple[tuple[str, str, str, bytes], ...] = ()

    @property
    def exit_code(self) -> int:
        """That of the verb: 0 for a run that conforms, aborted or not, 1 for one that does not."""
        return 0 if self.conforms else 1

    def to_dict(self) -> dict[str, object]:
        return {
            "protocol": self.protocol, "declaration": self.declaration, "conforms": self.conforms,
            "violation": self.violation, "accepted": self.accepted,
            "estimate": None if self.estimate is None else str(self.estimate), "threshold": str(self.threshold),
            "rounds": str(self.rounds), "output": str(self.output), "statement": self.statement,
            "assumptions": list(self.assumptions), "sha256": self.sha256 or None, "remarks": list(self.remarks),
            "assumed": [{"name": n, "says": says, "who": who} for n, says, who in self.assumed],
            "cited": [{"name": n, "says": says, "whose": who} for n, says, who in self.cited],
            "further": [{"role": role, "sha256": digest, "statement": text} for role, digest, text, _ in self.further],
            "simulated": self.simulated or None,
        }  # fmt: skip

    def headline(self) -> str:
        if self.violation is not None:
            return f"REFUSED {self.violation['name']} at {self.violation['place']}"
        kind = "a simulated run conforms" if self.simulated else "the run conforms"
        if not self.accepted:
            return f"{kind} and was aborted: no bits"
        return f"{kind} and was accepted: {self.output} bits"

    def rows(self) -> list[tuple[str, str]]:
        found = [("protocol", f"{self.protocol}: {self.title}"), ("declaration", self.declaration)]
        if self.violation is not None:
            return [*found, ("rule", self.violation["rule"]), ("found", self.violation["sentence"])]
        if self.estimate is not None:
            about = decimal_text(self.estimate, 6, up=False)
            found += [("estimate", f"{self.estimates}: about {about}"), ("threshold", str(self.threshold))]
        return [*found, *(("certificate", self.sha256) for _ in [0] if self.sha256)]


def declare(protocol: Source, *, at: datetime | None = None) -> Declared:
    r"""What is fixed before the first round of a run.

    Args:
        protocol: a protocol file in TOML, by name or as bytes.
        at: the time that the declaration states, by default now.

    Returns:
        The declaration, with threshold, error and number of bits, exact; its sha256 is what one publishes.

    Raises:
        Malformed: a file or parameters that are none, or that give no bit. Usage: an unknown protocol or parameter.
        Undecided: the file cannot be read, a search that finds nothing.

    Source: each protocol names its own; `bellcert declare --list` prints them.

    >>> text = b'protocol = "chsh-expansion"\n[parameters]\nrounds = "100000"\nscore = "13/5"\n'
    >>> declare(text, at=datetime(2026, 1, 31, tzinfo=UTC)).output > 30000
    True
    """
    from hashlib import sha256

    from oracle.protocols.declaration import declare as written
    from oracle.protocols.declaration import read_asked, read_declaration

    asked = read_asked(read(protocol, MAX_BYTES), name_of(protocol, "protocol"))
    data = written(asked, at or datetime.now(UTC).replace(microsecond=0))
    found = read_declaration(data, "declaration.json")
    plan = found.plan()
    return Declared(
        found.protocol.name, found.protocol.title, plan.rounds, plan.threshold, plan.error, plan.output, plan.seed,
        sha256(data).hexdigest(), data, tuple((v.name, v.says, v.who) for v in found.protocol.vouched),
    )  # fmt: skip


def simulate(
    protocol: Source,
    output: str | os.PathLike[str],
    *,
    seed: int = 0,
    device: str = "",
    source: str = "declared",
    replace: bool = False,
    steps: Steps = lambda done, of: None,
) -> Transcript:
    r"""A simulated run in a folder, and its transcript.

    Args:
        protocol: a protocol file in TOML, by name or as bytes.
        output: a folder that does not exist, or is empty; it appears whole or not at all.
        seed: of the generator; equal seeds give equal runs.
        device: of the protocol's, by default the honest one.
        source: declared, biased, drifting or remembering.
        replace: whether an earlier run in the folder may be replaced.
        steps: called with rounds played and rounds declared.

    Returns:
        What `transcript` says of it. What it puts out is no randomness: the generator is one of pseudo-random numbers.

    Raises:
        Malformed, Usage: as `declare`; an unknown device. Undecided: a folder that holds something else.

    Source: each protocol names its own.

    >>> text = b'protocol = "chsh-expansion"\n[parameters]\nrounds = "50000"\nscore = "13/5"\n'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     simulate(text, folder, device="local").headline()
    'a simulated run conforms and was aborted: no bits'
    """
    from oracle.protocols.declaration import read_asked
    from oracle.protocols.play import play

    asked = read_asked(read(protocol, MAX_BYTES), name_of(protocol, "protocol"))
    target = Path(output)
    require_folder(target, replace)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".bellcert-") as made:
        folder = Path(made) / "run"
        folder.mkdir()
        play(asked, folder, seed, device, source, steps)
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)
    return transcript(target)


def require_folder(target: Path, replace: bool = False) -> None:
    """Refuse a folder that holds anything but an earlier simulated run, and that one unless it may be replaced.

    Raises:
        Undecided: `unwritable`.
    """
    try:
        there = sorted(path.name for path in target.iterdir()) if target.exists() else []
    except OSError as error:
        raise Undecided("unwritable", f"{str(target)!a} cannot be written: {error.strerror}") from None
    strange = [name for name in there if name not in KEPT]
    if strange or (there and not replace):
        what = f"holds {strange[0]!a}" if strange else "holds an earlier run; --force replaces it"
        raise Undecided("unwritable", f"the folder {str(target)!a} {what}")


def transcript(
    run: str | os.PathLike[str], declaration: Source | None = None, *, steps: Steps = lambda done, of: None
) -> Transcript:
    """Does a recorded run conform to the protocol that it cites, and what does it yield?

    Args:
        run: the folder: declaration.json, events.parquet (or .csv, .npz), report.json, seed.bin and output.bin.
        declaration: the declaration that was handed in before the run; without it nobody but the folder itself says
            what was fixed before.
        steps: called with rounds read and rounds declared.

    Returns:
        The first rule that is broken, with its place, or that the run conforms; an accepted run ends in one certificate
        that the kernel proved. It proves arithmetic about files: `assumed` is what it does not.

    Raises:
        Malformed: a file that is not of its format. Undecided: a file that cannot be read.

    Source: each protocol names its own.

    >>> transcript("no-such-folder")
    Traceback (most recent call last):
    oracle.failures.Undecided: ('unreadable', 'declaration.json cannot be read: No such file or directory')
    """
    from oracle.protocols.judge import judge

    handed_in = None if declaration is None else read(declaration, MAX_BYTES)
    found = judge(Path(run), handed_in, steps)
    proof = found.proof
    return Transcript(
        found.protocol[0], found.protocol[1], found.declaration, found.conforms,
        None if found.violation is None else found.violation.to_dict(), found.accepted, found.estimate, found.estimates,
        found.threshold, found.rounds, found.output, "" if proof is None else proof.text,
        () if proof is None else proof.assumptions, "" if proof is None else proof.sha256,
        b"" if proof is None else proof.data, found.remarks, tuple((v.name, v.says, v.who) for v in found.vouched),
        found.simulated, tuple((v.name, v.says, v.who) for v in found.cited),
        tuple((role, each.sha256, each.text, each.data) for role, each in found.further),
    )  # fmt: skip


def known() -> list[dict[str, Any]]:
    """Every protocol: name, title, source, parameters with their domains, devices.

    >>> "chsh-expansion" in [entry["name"] for entry in known()]
    True
    """
    from oracle.protocols.registry import protocols

    return [
        {
            "name": each.name, "title": each.title, "source": each.source,
            "parameters": [
                {"name": p.name, "says": p.says, "default": p.default or None, "low": str(p.low), "high": str(p.high)}
                for p in each.parameters
            ],
            "cited": [v.name for v in each.cited],
        }
        for each in protocols().values()
    ]  # fmt: skip
