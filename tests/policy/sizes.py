"""How long the kernel is; ``tests/conftest.py`` prints it in pytest's header."""

from tests.policy.syntax import code_lines
from tests.policy.text import ROOT

KERNEL = ROOT / "proofs" / "kernel"
MOST_CODE_LINES = 2510  # the size the whole kernel may have


def kernel_sizes() -> dict[str, int]:
    """Return the code lines of each kernel module, without blanks, comments and docstrings."""
    modules = sorted(KERNEL.rglob("*.py"))
    return {path.relative_to(KERNEL).as_posix(): code_lines(path.read_text(encoding="utf-8")) for path in modules}
