"""How long the kernel is; ``tests/conftest.py`` prints it in pytest's header."""

from tests.policy.syntax import code_lines
from tests.policy.text import ROOT

KERNEL = ROOT / "proofs" / "kernel"
MOST_CORE_LINES = 2000  # what every auditor reads: all but rules/
MOST_RULE_LINES = 160  # one module of rules/


def kernel_sizes() -> dict[str, int]:
    """Return the code lines of each kernel module, without blanks, comments and docstrings."""
    modules = sorted(KERNEL.rglob("*.py"))
    return {path.relative_to(KERNEL).as_posix(): code_lines(path.read_text(encoding="utf-8")) for path in modules}


def core_size(sizes: dict[str, int]) -> int:
    """Return the code lines of the core."""
    return sum(size for path, size in sizes.items() if not path.startswith("rules/"))
