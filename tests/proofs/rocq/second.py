"""Running the proved checker, and random edits of certificates to ask both kernels about."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from proofs.kernel.check import check_bytes

PROGRAM = Path(__file__).parents[3] / "proofs" / "rocq" / "build" / "bellcheck"
AT_ONCE = 200  # files of one call, so that the command line stays short
RULES = ("sos", "lp-dual", "farkas", "guessing", "ideal", "point")  # that the proved checker has, `point` for one set
Document = Any  # a JSON value


class Answer(NamedTuple):
    """What both kernels say about a file; the sentence of a refusal is free."""

    verdict: str
    sha256: str
    code: str
    pointer: str
    statement: str


def kernel_answer(path: Path) -> Answer:
    verdict = check_bytes(path.read_bytes())
    return Answer(verdict.verdict, verdict.sha256, verdict.code, verdict.pointer, verdict.statement)


def parsed(output: str) -> list[Answer]:
    """The answers in what a checker prints about files whose names have no spaces."""
    answers = []
    for block in re.findall(r"^\S.*\n(?:  .*\n)*", output, re.MULTILINE):
        head, *body = block.splitlines()
        verdict, sha256, _, *code = head.split(" ")
        lines = [line[2:] for line in body]
        reason = code[0] if code else ""
        pointer = lines[0].partition(f": {reason}: ")[0] if reason else ""
        answers.append(Answer(verdict, sha256, reason, pointer, "" if reason else "\n".join(lines)))
    return answers


def proved_answers(files: Sequence[Path], program: Path = PROGRAM) -> list[Answer]:
    answers: list[Answer] = []
    for start in range(0, len(files), AT_ONCE):
        some = [str(path) for path in files[start : start + AT_ONCE]]
        done = subprocess.run([str(program), *some], capture_output=True, encoding="utf-8", check=False)
        assert done.stderr == ""
        answers += parsed(done.stdout)
    assert len(answers) == len(files)
    return answers


def lacking(answer: Answer) -> bool:
    """Whether the checker says that it cannot judge this file at all."""
    return (answer.verdict, answer.code) == ("LIMIT", "rule")


def disagreements(files: Sequence[Path]) -> list[str]:
    pairs = zip(files, map(kernel_answer, files), proved_answers(files), strict=True)
    return [
        f"{path}: the kernel says {one}, the proved checker {two}"
        for path, one, two in pairs
        if one != two and not lacking(two)
    ]


def _places(value: Document, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += _places(inner, (*path, key))
    return found


def _number(text: str, chance: random.Random) -> str:
    """Another number near a number, or one in another spelling."""
    numerator, slash, denominator = text.partition("/")
    value = int(numerator)
    return chance.choice(
        [
            f"{value + 1}{slash}{denominator}",
            f"{-value}{slash}{denominator}",
            f"{numerator}/7",
            f"{value}/2",
            "0",
            "-0",
            "1",
            f"0{text}",
        ]
    )


def _string(text: str, chance: random.Random) -> Document:
    if re.fullmatch(r"-?[0-9]+(/[0-9]+)?", text):
        return _number(text, chance)
    words = text.split(" ")
    choices: list[Document] = [
        text + " ",
        text.upper(),
        "",
        text[:-1],
        " ".join(reversed(words)),
        " ".join(words[:-1]),
        [text],
    ]
    choices.append(text.translate(str.maketrans("01AB", "10BA")))
    choices.append(
        chance.choice([">=", "<=", ">=0", "=0", ">0", "mean", "local", "no-signalling", "quantum-commuting"])
    )
    return chance.choice(choices)


def edited(document: Document, chance: random.Random) -> Document:
    """The document with one change at a random place: a value, a key, the order or the number of items."""
    document = deepcopy(document)
    *path, last = chance.choice(_places(document))
    holder = document
    for key in path:
        holder = holder[key]
    value = holder[last]
    kind = chance.randrange(4)
    if isinstance(value, str) and kind:
        holder[last] = _string(value, chance)
    elif isinstance(holder, list) and kind == 1:
        holder.insert(last, deepcopy(chance.choice(holder)))
    elif isinstance(holder, list) and kind == 2:
        other = chance.randrange(len(holder))
        holder[last], holder[other] = holder[other], holder[last]
    elif isinstance(holder, dict) and kind == 1:
        holder[chance.choice(["extra", "name", "weight", "symbols", "feasible", "low"])] = deepcopy(value)
    elif kind == 2:
        holder[last] = chance.choice(["1", [], {}, 1, None, [value]])
    else:
        del holder[last]
    return document


def write_edits(sources: Sequence[Path], count: int, seed: int, folder: Path) -> list[Path]:
    """`count` files, each an edit (sometimes two) of one of the sources."""
    chance = random.Random(seed)
    documents = [json.loads(path.read_bytes()) for path in sources]
    files = []
    for number in range(count):
        document = edited(chance.choice(documents), chance)
        if not chance.randrange(4) and _places(document):
            document = edited(document, chance)
        files.append(folder / f"edit-{number}.json")
        files[-1].write_text(json.dumps(document), encoding="utf-8")
    return files
