"""The files of a recorded run fit their schemas, and the schemas refuse what the judge refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oracle.failures import Malformed
from oracle.protocols.declaration import read_declaration
from oracle.protocols.judge import judge
from oracle.protocols.play import play
from tests.oracle.protocols.runs import asked
from tests.schema.schemas import ROOT, complaints

pytest.importorskip("pyarrow", reason="pyarrow is optional and not installed")

EXAMPLES = sorted((ROOT / "examples" / "protocols").glob("*.toml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("run")
    play(asked(), found, seed=1)
    return found


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_protocol_declares_what_fits(path: Path) -> None:
    from oracle.protocols.declaration import declare
    from oracle.protocols.play import DECLARED

    text = path.read_text("utf-8")
    if "needs a solver" in text:
        pytest.importorskip("clarabel", reason="the solver is optional and not installed")
    assert complaints("declaration", json.loads(declare(asked(text), DECLARED))) == []


def test_files_of_a_run_fit(folder: Path, tmp_path: Path) -> None:
    play(asked(), tmp_path, seed=2, device="noisy")
    for run in (folder, tmp_path):
        assert complaints("declaration", read(run, "declaration")) == []
        assert complaints("report", read(run, "report")) == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("declaration", lambda d: d.pop("plan")), ("declaration", lambda d: d.update(more=1)),
        ("declaration", lambda d: d["plan"].update(output=20000)),
        ("declaration", lambda d: d.update(format="bellcert-run/1")),
        ("declaration", lambda d: d.update({"used-seeds": ["0"]})),
        ("declaration", lambda d: d.update(declared="yesterday")),
        ("declaration", lambda d: d.update(separation={"distance": "30"})),
        ("report", lambda d: d.pop("estimate")), ("report", lambda d: d.update(more=1)),
        ("report", lambda d: d.update(accepted="yes")), ("report", lambda d: d.update(started="2000-01-01T00:00:01")),
        ("report", lambda d: d.pop("output")),
    ],
)  # fmt: skip
def test_what_the_schema_refuses_the_judge_refuses(
    name: str, change: Callable[[Any], object], folder: Path, tmp_path: Path
) -> None:
    from shutil import copytree

    run = Path(copytree(folder, tmp_path / "run"))
    document = read(run, name)
    change(document)
    assert complaints(name, document)
    data = json.dumps(document).encode()
    (run / f"{name}.json").write_bytes(data)
    with pytest.raises(Malformed):
        read_declaration(data, name) if name == "declaration" else judge(run)
