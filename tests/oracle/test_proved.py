"""The kernel is asked once about each certificate."""

import hashlib
from collections import Counter

import pytest

from oracle.proved import judged, proved
from oracle.resources import certificates_dir
from proofs.kernel import check
from proofs.kernel.check import Verdict
from tests.oracle.runner import run


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the kernel has judged each file, by sha256."""
    found: Counter[str] = Counter()
    judge = check.check_bytes

    def counted(data: bytes) -> Verdict:
        found[hashlib.sha256(data).hexdigest()] += 1
        return judge(data)

    judged.cache_clear()
    monkeypatch.setattr(check, "check_bytes", counted)
    return found


def test_bits_by_all_methods_ask_the_kernel_once_about_each_certificate(runs: Counter[str]) -> None:
    pytest.importorskip("clarabel", reason="clarabel is optional and not installed")
    table = certificates_dir() / "instances" / "delft2015.csv"
    assert run("counts", str(table), "--confidence", "0.99", "--level", "1+AB").exit_code == 0
    assert len(runs) > 10
    assert set(runs.values()) == {1}


@pytest.mark.parametrize("name", ["maximum", "maximum-quantum", "membership-quantum", "sequential"])
def test_an_example_asks_the_kernel_once_about_each_certificate(name: str, runs: Counter[str]) -> None:
    pytest.importorskip("picos", reason="picos is optional and not installed")
    run("certify", str(certificates_dir() / "examples" / f"{name}.toml"))
    assert runs
    assert set(runs.values()) == {1}


def test_a_judged_certificate_is_the_same_one(runs: Counter[str]) -> None:
    data = (certificates_dir() / "pironio2010" / "local-bound.cert.json").read_bytes()
    assert proved(data) == proved(data)
    assert list(runs.values()) == [1]
