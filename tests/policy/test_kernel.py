"""The kernel is small, exact and alone."""

from pathlib import Path

import pytest

from tests.policy.sizes import KERNEL, MOST_CORE_LINES, MOST_RULE_LINES, core_size, kernel_sizes
from tests.policy.syntax import KERNEL_MODULES, MAIN_MODULES, code_lines, kernel_constructs, kernel_imports

MODULES = sorted(KERNEL.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(KERNEL).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_kernel_imports_only_the_listed_modules(path: Path) -> None:
    depth = len(path.relative_to(KERNEL).parts) - 1
    allowed = MAIN_MODULES if path == KERNEL / "__main__.py" else KERNEL_MODULES
    assert kernel_imports(path.read_text(encoding="utf-8"), depth, allowed) == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_kernel_has_no_floats_asserts_or_broad_excepts(path: Path) -> None:
    assert kernel_constructs(path.read_text(encoding="utf-8"), is_main=path == KERNEL / "__main__.py") == []


def test_kernel_is_small_enough_to_read() -> None:
    sizes = kernel_sizes()
    listing = "\n".join(f"{size:5} {path}" for path, size in sizes.items())
    assert 0 < core_size(sizes) <= MOST_CORE_LINES, listing
    rules = [size for path, size in sizes.items() if path.startswith("rules/")]
    assert 0 < max(rules) <= MOST_RULE_LINES, listing


@pytest.mark.parametrize(
    ("text", "depth", "problem"),
    [
        ("import numpy", 0, "numpy is not on the kernel's list"),
        ("import pathlib", 0, "pathlib is not on the kernel's list"),
        ("import random", 0, "random is not on the kernel's list"),
        ("from os import path", 0, "os is not on the kernel's list"),
        ("def f():\n    import decimal", 0, "line 2: decimal is not on the kernel's list"),
        ("import proofs.kernel.read", 0, "proofs.kernel.read is not on the kernel's list"),
        ("from ..search import write", 0, "leaves the kernel"),
        ("from .. import search", 0, "leaves the kernel"),
        ("from ...search import write", 1, "leaves the kernel"),
    ],
)
def test_a_foreign_import_is_found(text: str, depth: int, problem: str) -> None:
    assert [problem in found for found in kernel_imports(text, depth)] == [True]


def test_listed_and_relative_imports_are_accepted() -> None:
    assert kernel_imports("import json\nfrom . import read\nfrom .number import sign\n", 0) == []
    assert kernel_imports("from ..number import sign\nfrom .. import read\n", 1) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x = 0.5", "the literal 0.5 is not exact"),
        ("x = 1e3", "the literal 1000.0 is not exact"),
        ("x = 2j", "the literal 2j is not exact"),
        ("x = float('1')", "the name float"),
        ("f = float", "the name float"),
        ("assert x", "python -O drops an assert"),
        ("try:\n    f()\nexcept:\n    pass", "line 3: a bare except"),
        ("try:\n    f()\nexcept Exception:\n    pass", "except Exception hides bugs"),
        ("try:\n    f()\nexcept (ValueError, BaseException):\n    pass", "except BaseException hides bugs"),
        ("eval('1')", "the name eval"),
        ("exec('1')", "the name exec"),
        ("open('x')", "the name open"),
        ("import math\nmath.sqrt(2)", "math.sqrt is not on the list"),
        ("from math import gcd, log2", "math.log2 is not on the list"),
    ],
)
def test_an_inexact_or_hidden_construct_is_found(text: str, problem: str) -> None:
    assert [problem in found for found in kernel_constructs(text)] == [True]


@pytest.mark.parametrize("text", ["open('x')", "try:\n    f()\nexcept Exception:\n    pass"])
def test_only_main_may_open_files_and_report_bugs(text: str) -> None:
    assert len(kernel_constructs(text)) == 1
    assert kernel_constructs(text, is_main=True) == []


@pytest.mark.parametrize(
    "text", ["eval('x')", "try:\n    f()\nexcept:\n    pass", "try:\n    f()\nexcept BaseException:\n    pass"]
)
def test_main_may_do_nothing_else(text: str) -> None:
    assert len(kernel_constructs(text, is_main=True)) == 1


def test_code_lines_count_neither_words_nor_blanks() -> None:
    text = (
        '"""Doc\nof two lines."""\n\n# comment\nx = (\n    1,  # why\n\n)\n\n\ndef f():\n    """Doc."""\n    return x\n'
    )
    assert code_lines(text) == 5  # x = (, 1, ), def and return
    assert code_lines(text + "y = '''a\nb'''\n") == 7  # a block of text is as long as it is
