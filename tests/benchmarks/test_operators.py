"""What is timed does its work, and the peers' scripts run where the peer is installed."""

import sys
from importlib.util import find_spec
from math import sqrt

import pytest

from tests.benchmarks import operators
from tests.benchmarks.foreign import relaxation_picos


def test_a_program_is_built_and_timed() -> None:
    assert operators.processor(lambda: operators.built(2, "1"), 3) > 0


def test_a_peer_without_an_environment_is_left_out() -> None:
    assert operators.peer_times("nobody") == {}


@pytest.mark.skipif(find_spec("picos") is None, reason="picos is optional and not installed")
def test_the_model_written_by_hand_is_the_same_problem() -> None:
    model, solver, value = relaxation_picos.solved(1)
    assert min(model, solver) >= 0
    assert value == pytest.approx(sqrt(8), abs=1e-6)
    assert len(relaxation_picos.words(3)) == 25


@pytest.mark.parametrize("name", ["ncpol2sdpa", "toqito", "inflation", "picos"])
def test_each_peer_has_a_pinned_environment_and_a_script(name: str) -> None:
    requirement = (operators.FOREIGN / f"{name}.txt").read_text().strip()
    assert requirement.startswith(f"{name}==")
    source = (operators.FOREIGN / f"relaxation_{name}.py").read_text()
    assert "json.dumps" in source
    assert name not in sys.modules or name == "picos"  # nothing of a peer is imported here


def test_claims_are_compared_with_the_exact_optimum(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
    operators.claims(levels=("1+AB",))
    printed = capsys.readouterr().out
    assert "chsh 1+AB clarabel: primal " in printed
    assert "chained-3 1+AB" in printed
