"""The import contracts of pyproject.toml, read by import-linter, break when a ring imports outwards."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.text import ROOT

PACKAGES = ("oracle", "lp", "proofs", "proofs/search", "proofs/kernel", "oracle/papers", "oracle/bounds")
INWARDS = {
    "oracle": "import numpy\nfrom lp import solve\nfrom proofs.search import write\nfrom proofs.kernel import check\n",
    "lp": "import proofs.kernel\nimport proofs.search\n",
    "proofs/search": "from ..kernel import check\n",
    "oracle/papers": "import lp\nfrom oracle import bounds\n",
}


def contracts(folder: Path, modules: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run import-linter with the project's contracts on packages that hold only the given imports."""
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for package in PACKAGES:
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text(modules.get(package, ""), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_inward_imports_keep_the_contracts(tmp_path: Path) -> None:
    done = contracts(tmp_path, INWARDS)
    assert (done.returncode, "3 kept, 0 broken" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("package", "text"),
    [
        ("lp", "import oracle"),
        ("proofs/search", "def f():\n    import oracle"),
        ("proofs/search", "def f():\n    from lp import local"),
        ("proofs/kernel", "from ..search import write"),
        ("proofs/kernel", "import lp"),
        ("proofs/kernel", "import numpy"),
        ("oracle/bounds", "def f():\n    from oracle import papers"),
        ("oracle", "from oracle.papers import some2020"),
    ],
)
def test_an_outward_import_breaks_a_contract(package: str, text: str, tmp_path: Path) -> None:
    done = contracts(tmp_path, {package: text})
    assert (done.returncode, " broken." in done.stdout, " 0 broken." in done.stdout) == (1, True, False)
