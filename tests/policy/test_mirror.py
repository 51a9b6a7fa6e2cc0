"""The tests of a package stand in the folder of its name below `tests`."""

import pytest

from tests.policy.text import ROOT, project_files

KINDS = {
    "oracle/ask": {"cases"},  # problem files
    "oracle/conformance": {"good", "planted", "wrong"},  # implementations
    "proofs/kernel": {"cases", "oracles", "soundness", "totality"},  # ways to test it
}
"""Folders of tests that are no packages, by the package they belong to."""


@pytest.mark.parametrize("package", ["oracle", "lp", "proofs"])
def test_each_folder_of_tests_is_a_package(package: str) -> None:
    tests = ROOT / "tests" / package
    found = {
        path.parent.relative_to(ROOT / "tests").as_posix() for path in project_files() if path.is_relative_to(tests)
    }
    assert found
    known = {f"{name}/{kind}" for name, kinds in KINDS.items() for kind in kinds}
    assert sorted(name for name in found - known if not (ROOT / name).is_dir()) == []
