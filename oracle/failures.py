"""How a command fails: one exception, an exit code, a code of `CODES` and one sentence.

The exit codes are those every verb documents in its help:

>>> Malformed("not-a-number", "abc is not a number").exit_code
3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofs.search.language.failure import Failure

EXIT_CODES: dict[int, str] = {
    0: "proved, conforming, every ledger status came out again",
    1: "judged and negative: REJECTED, SEPARATED, EMPTY, UNSAFE, unconfirmed",
    2: "usage: unknown verb, option, NAME or key",
    3: "MALFORMED: syntax, a value outside its domain, data that signal",
    4: "LIMIT: a stated limit exceeded (bytes, depth, digits, sizes, work)",
    5: "could not be judged: no files, nothing checked, no proof found",
    70: "a bug in bellcert",
}
SIGNALS: dict[int, str] = {
    130: "interrupted; nothing is left half-written",
    141: "the reader of standard output went away",
}
"""Exit codes of every verb that say how it was ended from outside."""

FAILED: dict[int, str] = {
    1: "REJECTED",
    2: "USAGE",
    3: "MALFORMED",
    4: "LIMIT",
    5: "UNDECIDED",
    70: "BUG",
    130: "INTERRUPTED",
}
"""What --json calls a command that ended with this code before it had an answer."""

WORST_FIRST = (70, 1, 3, 4, 5, 0)
"""Several files: the exit code is the first of these that occurred."""


def worst(codes: list[int]) -> int:
    """The exit code of a run over several files; nothing checked is 5.

    >>> worst([0, 5, 3, 0]), worst([]), worst([0])
    (3, 5, 0)
    """
    return next((code for code in WORST_FIRST if code in codes), 5)


class CommandFailure(Exception):  # noqa: N818 - not each is an error of somebody
    """A command cannot do what was asked.

    Attributes:
        exit_code: a key of `EXIT_CODES`.
        code: a key of `CODES` or of the kernel's table.
        sentence: what is wrong and where, in one sentence.
        place: where, as the sentence begins with it (file and key), or "" where it does not.
    """

    exit_code = 70

    def __init__(self, code: str, sentence: str, place: str = "") -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence
        self.place = place


class Rejected(CommandFailure):
    """Judged and negative: a certificate that proves nothing."""

    exit_code = 1


class Usage(CommandFailure):
    """An unknown NAME or key, or one that is missing."""

    exit_code = 2


class Malformed(CommandFailure):
    """Bytes or numbers that do not follow their syntax, or a value outside its domain."""

    exit_code = 3


class Limit(CommandFailure):
    """Larger than a stated limit; says nothing about truth."""

    exit_code = 4


class Undecided(CommandFailure):
    """The question could not be judged."""

    exit_code = 5


class Bug(CommandFailure):
    """Something this program promised itself did not hold."""

    exit_code = 70


KINDS: dict[str, tuple[type[CommandFailure], str]] = {
    "SCENARIO": (Malformed, "wrong-value"),
    "WORD": (Malformed, "not-a-word"),
    "NOT_HERMITIAN": (Malformed, "not-hermitian"),
    "LEVEL": (Malformed, "level"),
    "RELABELLING": (Malformed, "symmetry"),
    "VALUE": (Malformed, "out-of-range"),
    "CONTRADICTION": (Malformed, "wrong-value"),
    "BEHAVIOUR": (Malformed, "not-a-behaviour"),
    "GUESSED": (Malformed, "wrong-value"),
    "SOLUTION": (Malformed, "solution"),
    "UNSUPPORTED": (Usage, "unknown-argument"),
    "DIGITS": (Limit, "digits"),
    "SIZE": (Limit, "size"),
    "SOLVER": (Undecided, "solver"),
    "NO_ANSWER": (Undecided, "no-answer"),
    "INFEASIBLE": (Undecided, "no-answer"),
    "NOT_SEPARATED": (Undecided, "not-separated"),
    "VACUOUS": (Undecided, "vacuous"),
    "NOT_EXPORTABLE": (Undecided, "not-exportable"),
    "NO_ENCLOSURE": (Undecided, "not-proved"),
}
"""How a failure of the search ends a command, by the name of its kind: exit code and code word."""


def failed(failure: Failure, where: str = "") -> CommandFailure:
    """The failure of a command that a failure of the search is; its sentence is passed on and not read.

    Args:
        failure: of the search.
        where: what sentences begin with, the name of a file for example.

    >>> from proofs.search.language.failure import Failure, Kind
    >>> failed(Failure(Kind.SIZE, "level", "{rows} words are too many", rows=999), "p.toml")
    Limit('size', 'p.toml: level: 999 words are too many')
    """
    kind, code = KINDS[failure.kind.name]
    if failure.place == "level" and kind is Malformed:
        code = "level"
    place = {"dual": "--dual"}.get(failure.place, failure.place)
    where = ": ".join(part for part in (where, place) if part)
    return kind(code, f"{where}: {failure}" if where else str(failure), where)


CODES: dict[str, str] = {
    "not-a-number": "The argument is not an integer, fraction p/q, finite decimal, surd or multiple of pi.",
    "wrong-number": "The argument is a number of another kind than this place takes (an angle, an irrational).",
    "out-of-range": "The value lies outside its documented domain.",
    "digits": "A number has more digits, or a larger exponent, than the stated limit.",
    "bytes": "The file is larger than the stated limit.",
    "size": "A count, a list or a request is larger than the stated limit.",
    "not-utf8": "The bytes are not UTF-8.",
    "csv-header": "The first line of a table of counts is not x,y,a,b,count.",
    "csv-cell": "A setting or outcome in a table of counts is not 0 or 1.",
    "csv-count": "A count is not a nonnegative integer in plain digits.",
    "csv-duplicate": "A table of counts lists the same cell twice.",
    "csv-missing": "A table of counts leaves out a cell.",
    "csv-row": "A line of a table has another number of fields than its header.",
    "not-toml": "The file is not TOML.",
    "unknown-key": "A problem has a key that its kind and set do not use.",
    "missing-key": "A problem lacks a key that its kind and set need.",
    "wrong-value": "A value of a problem is not of the kind its key takes.",
    "not-a-word": "A key is not a product of operators of the scenario, in order of the parties.",
    "not-a-behaviour": "A table signals, does not sum to one or has a negative entry; the worst equation is shown.",
    "not-sequential": "A table does not sum to one, signals, or lets a later party influence an earlier one.",
    "not-an-assemblage": "States are not hermitian or positive, signal or miss trace one; or measurements are none.",
    "not-a-model": "Amplitudes or Kraus operators of a problem are not normalised.",
    "level": "The level of the hierarchy does not exist, or lacks words the problem needs.",
    "symmetry": "A declared relabelling does not belong to the scenario, or changes the problem or the level.",
    "solution": "A solution file holds no dual matrices of the sizes that the exported problem has.",
    "solver": "The solver is not installed, or returned nothing usable.",
    "no-answer": "The question is valid, but no exact answer was found.",
    "vacuous": "Nothing shows that what is known can hold together, so that a bound would be about nothing.",
    "not-separated": "No inequality of this level separates the behaviour from the quantum set, which proves nothing.",
    "no-rounds": "All counts are zero, so there is nothing to estimate.",
    "inputs": "The declared input distribution is not four positive numbers that sum to one.",
    "calibration": "The calibration has the counts to be certified, or no round with some settings.",
    "inputs-contradicted": "The observed settings contradict the declared input distribution.",
    "signalling": "The marginals of one party differ with the other party's setting, beyond chance.",
    "unknown-bound": "No bound of this name is in the catalogue.",
    "unknown-argument": "The bound takes no argument of this name.",
    "missing-argument": "The bound needs an argument that was not given.",
    "duplicate-argument": "The same argument was given twice.",
    "unknown-name": "Nothing of this name is known.",
    "ledger": "A file of claims is not a ledger.",
    "not-exportable": "The certificate is proved, or the problem valid, but the other format cannot say what it says.",
    "not-started": "The implementation's command cannot be started.",
    "second-checker": "Another checker does not answer in the lines that the format asks of a checker.",
    "not-judged": "The implementation crashed, hung or offers no call, so nothing was judged.",
    "xfails": "A line of expected failures has no reason, names a property twice, or is no name of a property.",
    "no-files": "No certificate was found.",
    "unreadable": "The file cannot be read.",
    "unwritable": "The file cannot be written.",
    "not-shipped": "A data file that belongs to the installation is not there.",
    "not-proved": "The proposed certificate was refused by the kernel, so no number is printed.",
}
