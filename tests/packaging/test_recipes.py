"""The conda recipe and the container file say what pyproject.toml says; no engine builds them here."""

import re
import tomllib
from importlib import import_module
from importlib.util import find_spec

import pytest

from oracle.version import __version__
from tests.policy.text import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RECIPE = ROOT / "packaging" / "conda" / "meta.yaml"
CONTAINER = ROOT / "packaging" / "Containerfile"
INSTRUCTIONS = {"FROM", "COPY", "RUN", "USER", "WORKDIR", "ENTRYPOINT", "CMD"}


@pytest.mark.skipif(find_spec("jinja2") is None or find_spec("yaml") is None, reason="jinja2, yaml are not installed")
def test_the_recipe_has_the_projects_version_and_dependencies() -> None:
    rendered = import_module("jinja2").Template(RECIPE.read_text("utf-8")).render(PYTHON="python")
    found = import_module("yaml").safe_load(rendered)
    assert found["package"] == {"name": PROJECT["name"], "version": __version__}
    needed = {
        f"python {PROJECT['requires-python']}",
        *(re.sub(r"(?<=\w)>=", " >=", d) for d in PROJECT["dependencies"]),
    }
    assert set(found["requirements"]["run"]) == needed
    assert found["about"]["license"] == PROJECT["license"]
    assert all((ROOT / name).is_file() for name in found["about"]["license_file"])
    assert found["build"]["entry_points"] == [f"{name} = {what}" for name, what in PROJECT["scripts"].items()]


def test_the_container_installs_extras_that_exist_and_runs_as_nobody_special() -> None:
    text = re.sub(r"\\\n", " ", CONTAINER.read_text("utf-8"))
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    assert {line.split()[0] for line in lines} <= INSTRUCTIONS
    extras = re.findall(r"\[([a-z,]+)\]", text)
    assert extras
    assert set(extras[0].split(",")) <= set(PROJECT["optional-dependencies"])
    user = next(k for k, line in enumerate(lines) if line.startswith("USER"))
    assert "root" not in lines[user]
    assert user < next(k for k, line in enumerate(lines) if line.startswith("ENTRYPOINT"))
    for source in re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE):
        assert (ROOT / source).exists()


def test_a_plain_install_is_slim() -> None:
    names = {re.split(r"[>=<\[ ]", dependency)[0] for dependency in PROJECT["dependencies"]}
    assert names == {"click", "highspy", "mpmath", "numpy", "rich", "sympy"}
