"""Runs that many tests begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle.protocols.play import play
from tests.oracle.protocols.runs import asked

pytest.importorskip("pyarrow", reason="pyarrow is optional and not installed")


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An accepted run of an honest device."""
    folder = tmp_path_factory.mktemp("honest")
    play(asked(), folder, seed=1)
    return folder


@pytest.fixture(scope="session")
def aborted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a noisy device, below its threshold."""
    folder = tmp_path_factory.mktemp("aborted")
    play(asked(), folder, seed=2, device="noisy")
    return folder
