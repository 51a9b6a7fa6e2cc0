"""Two certificates for the tests of the command line."""

import json
from pathlib import Path

import pytest

from tests.oracle.runner import QUANTUM, run


@pytest.fixture(scope="session")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proved") / "one.cert.json"
    assert run("bound", QUANTUM, "score=70/29", "-o", str(path)).exit_code == 0
    return path


@pytest.fixture(scope="session")
def rejected(proved: Path) -> Path:
    document = json.loads(proved.read_bytes())
    document["statement"]["low"] = "1"
    path = proved.parent / "wrong" / "two.cert.json"
    path.parent.mkdir()
    path.write_text(json.dumps(document))
    return path
