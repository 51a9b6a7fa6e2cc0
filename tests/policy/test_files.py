"""The project's files hold no trace of the machine they were written on."""

import pytest

from tests.policy.text import ROOT, machine_traces, project_files


def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = {}
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # not text, nothing to read
        problems = machine_traces(text)
        if problems:
            found[str(path.relative_to(ROOT))] = problems
    assert found == {}


def test_the_files_of_the_project_are_listed() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in project_files()}
    assert {"pyproject.toml", "tests/policy/test_files.py"} <= names
    assert not any(name.startswith((".venv/", ".git/")) for name in names)


# Put together here, so that this file itself holds none.
@pytest.mark.parametrize(
    "parts",
    [
        ("see /", "home/someone/bellcert"),
        ("see /", "root/x"),
        ('"/', 'Users/someone/x"'),
        ("=/", "tmp/out.json"),
        ("cd /", "work/x"),
        ("C:", "\\Users\\someone"),
        ("file:", "///srv/wheels"),
        ("https://py", "pi.org/simple"),
        ("https://files.python", "hosted.org/x"),
        ("--extra-index", "-url x"),
        ("find", "-links = x"),
    ],
)
def test_a_trace_of_a_machine_is_found(parts: tuple[str, str]) -> None:
    assert len(machine_traces("fine\n" + "".join(parts))) == 1


@pytest.mark.parametrize("text", ["/usr/bin/env python3", "tests/home/x", "https://example.org/home/x", "a/tmp/b"])
def test_other_slashes_are_no_machine_path(text: str) -> None:
    assert machine_traces(text) == []
