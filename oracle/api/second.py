"""Another checker of the format, asked about the bytes that the kernel has judged."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from oracle.failures import Undecided
from proofs.kernel.check import Verdict

SECONDS = 300  # for one file
BUILT = Path(__file__).parents[2] / "proofs" / "rocq" / "build" / "bellcheck"  # in a source checkout, after `make rocq`
AGREES, DISAGREES, NOT_JUDGED = "agrees", "disagrees", "not judged"


@dataclass(frozen=True)
class Opinion:
    """What the other checker says, and whether it is what the kernel says.

    Attributes:
        outcome: `agrees`, `disagrees`, or `not judged` where the checker lacks the rule or reached a limit of its own.
        answer: verdict and code in one string, such as "REJECTED identity".
    """

    outcome: str
    answer: str

    def line(self, program: str) -> str:
        """One line for people, to be indented below the kernel's."""
        return f"{Path(program).name}: {self.outcome} ({self.answer})"


def program_named(name: str) -> str | None:
    """The path of a checker: a program on PATH, a file, or the one that `make rocq` has built."""
    found = shutil.which(name)
    if found is None and name == BUILT.name and BUILT.exists():
        return str(BUILT)
    return found


def opinion(program: str, data: bytes, verdict: Verdict) -> Opinion:
    """The other checker's word about these bytes, which it reads on standard input.

    It agrees if it says the same: verdict and digest; for PROVED the text, else place and code.

    Raises:
        Undecided: the program fails, hangs, or answers in other lines than those of the format (section 9).
    """
    try:
        done = subprocess.run([program, "-"], input=data, capture_output=True, timeout=SECONDS, check=False)
        head, *body = done.stdout.decode("utf-8").split("\n")
        word, digest, path, *code = head.split(" ")
        if path != "-" or len(code) != (word != "PROVED") or not body:
            raise ValueError
    except (OSError, ValueError, subprocess.TimeoutExpired):
        name = Path(program).name
        raise Undecided(
            "second-checker", f"{name} does not answer in the lines that the format asks of a checker"
        ) from None
    answer = " ".join([word, *code])
    if word == "LIMIT" and (word, *code) != (verdict.verdict, verdict.code):
        return Opinion(NOT_JUDGED, answer)
    lines = [line[2:] for line in body if line]
    if word == "PROVED":
        same = "\n".join(lines) == verdict.statement
    else:
        same = code == [verdict.code] and lines[0].startswith(f"{ascii(verdict.pointer)[1:-1]}: {verdict.code}: ")
    agrees = same and (word, digest) == (verdict.verdict, verdict.sha256)
    return Opinion(AGREES if agrees else DISAGREES, answer)


def agreement(program: str, opinions: Iterable[Opinion]) -> str:
    """How often the other checker agrees.

    >>> agreement("/bin/other", [Opinion("agrees", "PROVED"), Opinion("not judged", "LIMIT rule")])
    'other: 1 agrees, 1 not judged, 0 disagrees'
    """
    found = Counter(each.outcome for each in opinions)
    return f"{Path(program).name}: " + ", ".join(f"{found[word]} {word}" for word in (AGREES, NOT_JUDGED, DISAGREES))
