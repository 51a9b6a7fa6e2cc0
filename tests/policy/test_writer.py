"""One module writes certificates: the name of the format stands there and in the kernel, nowhere else."""

import ast
from pathlib import Path

from proofs.kernel.check import FORMAT
from tests.policy.text import ROOT

WRITER = "proofs/search/language/write.py"
KERNEL = "proofs/kernel/"
SENTENCES = "proofs/codes.py"  # what the codes mean, in words


def spells(text: str, name: str) -> bool:
    """Whether a string of the program contains the name; docstrings may, since they write nothing."""
    tree = ast.parse(text)
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return any(name in str(node.value) for node in strings if id(node) not in bare)


def test_nothing_else_writes_the_format() -> None:
    modules = [path for package in ("oracle", "proofs", "lp") for path in sorted((ROOT / package).rglob("*.py"))]
    found = [path.relative_to(ROOT).as_posix() for path in modules if spells(path.read_text("utf-8"), FORMAT)]
    assert [path for path in found if not path.startswith((KERNEL, SENTENCES))] == [WRITER]


def test_a_second_writer_would_be_found() -> None:
    assert spells(f'document = {{"format": "{FORMAT}"}}', FORMAT)
    assert spells(f'print(f"{FORMAT} {{name}}")', FORMAT)
    assert not spells(f'"""Writes {FORMAT}."""', FORMAT)
    assert not spells(f"x = 1  # {FORMAT}", FORMAT)
    assert spells((ROOT / Path(WRITER)).read_text("utf-8"), FORMAT)
