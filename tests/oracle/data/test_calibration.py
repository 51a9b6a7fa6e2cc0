"""A functional chosen from a calibration run: which one, what is refused, what the certificate says."""

import json
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from oracle.data.calibration import Calibration, certify_calibrated, read_calibration
from oracle.data.chsh_table import CELLS, CountTable, read_inputs, read_table
from oracle.data.counted import Run
from oracle.data.many_rounds import certify
from oracle.data.methods import Method, methods
from oracle.failures import Bug, Malformed
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from tests.oracle.runner import TABLE, refused, run

UNIFORM = read_inputs("uniform")
DELTA = Fraction(1, 100)
TABLE_1 = read_table(Path(TABLE).read_bytes())
WIDE = Method("sdp", "width8", "1+AB")


def part(table: CountTable, keep: Fraction, flipped: bool = False) -> CountTable:
    """A fraction of the counts, with Bob's outcomes exchanged or not."""
    return CountTable({(x, y, a, b): int(table.counts[x, y, a, b ^ flipped] * keep) for x, y, a, b in CELLS})


def text(table: CountTable) -> bytes:
    rows = [",".join(map(str, (*cell, n))) for cell, n in table.counts.items()]
    return "\n".join(["x,y,a,b,count", *rows]).encode()


def calibration(table: CountTable) -> Calibration:
    return read_calibration(text(table), TABLE_1)


@pytest.fixture(scope="module", autouse=True)
def solver() -> None:
    pytest.importorskip("clarabel")


def test_a_calibration_like_the_data_is_as_good_as_chsh() -> None:
    found = certify_calibrated(Run(TABLE_1, UNIFORM, DELTA), WIDE, calibration(part(TABLE_1, Fraction(1, 4))))
    declared = certify(Run(TABLE_1, UNIFORM, DELTA), methods(["1+AB"])["width8:sdp:1+AB"])
    assert declared.low * Fraction(98, 100) < found.low <= found.high
    verdict = check_bytes(found.certificate)
    assert (verdict.verdict, verdict.statement) == ("PROVED", found.statement)


def test_the_functional_follows_the_calibration() -> None:
    """With Bob's outcomes exchanged the CHSH value is negative and certifies nothing; the calibration sees it."""
    data, other = part(TABLE_1, Fraction(1), True), part(TABLE_1, Fraction(1, 4), True)
    assert certify(Run(data, UNIFORM, DELTA), methods()["width8:analytic"]).low == 0
    found = certify_calibrated(Run(data, UNIFORM, DELTA), WIDE, calibration(other))
    assert found.low > 250


def test_the_functional_does_not_follow_the_data() -> None:
    chosen = calibration(part(TABLE_1, Fraction(1, 3)))
    worse = dict(TABLE_1.counts)
    worse[0, 0, 0, 0], worse[0, 0, 0, 1] = worse[0, 0, 0, 1], worse[0, 0, 0, 0]
    found = [certify_calibrated(Run(table, UNIFORM, DELTA), WIDE, chosen) for table in (TABLE_1, CountTable(worse))]
    assert found[0].functional == found[1].functional
    assert found[0].estimate != found[1].estimate
    assert found[0].low > found[1].low


def test_too_few_rounds_certify_nothing() -> None:
    few = read_table((certificates_dir() / "instances" / "delft2015.csv").read_bytes())
    found = certify_calibrated(Run(few, UNIFORM, DELTA), WIDE, calibration(part(TABLE_1, Fraction(1, 4))))
    assert found.low == found.high == 0


def test_a_certificate_of_another_file_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    import proofs.search.chsh.calibration as search

    genuine = search.calibrated
    monkeypatch.setattr(search, "calibrated", lambda values, digest, *rest: genuine(values, "0a" * 32, *rest))
    with pytest.raises(Bug):
        certify_calibrated(Run(TABLE_1, UNIFORM, DELTA), WIDE, calibration(part(TABLE_1, Fraction(1, 4))))


def test_the_counts_themselves_are_no_calibration() -> None:
    with pytest.raises(Malformed) as found:
        read_calibration(text(TABLE_1) + b"\n", TABLE_1)
    assert found.value.code == "calibration"


def test_every_setting_is_needed() -> None:
    counts = {cell: 0 if cell[:2] == (0, 1) else n for cell, n in TABLE_1.counts.items()}
    with pytest.raises(Malformed, match="settings 0,1") as found:
        read_calibration(text(CountTable(counts)), TABLE_1)
    assert found.value.code == "calibration"


def test_the_verb(tmp_path: Path) -> None:
    file, out = tmp_path / "calibration.csv", tmp_path / "bits.cert.json"
    file.write_bytes(text(part(TABLE_1, Fraction(1, 4))))
    words = ["--confidence", "0.99", "--calibration", str(file), "-o", str(out)]
    document = json.loads(run("counts", TABLE, *words, "--json").stdout)
    assert list(document["bits"]) == ["sdp:1+AB", "width8:sdp:1+AB"]
    digest = sha256(file.read_bytes()).hexdigest()
    assert document["functional"]["origin"] == f"calibration {digest}"
    assert f"tag: functional = calibration {digest}: " in document["statement"]
    assert check_bytes(out.read_bytes()).statement == document["statement"]
    assert f"Functional of the calibration {digest}" in run("counts", TABLE, *words).stdout


def test_refusals_of_the_verb(tmp_path: Path) -> None:
    words = ["counts", TABLE, "--confidence", "0.99", "--calibration"]
    assert "[calibration]" in refused(3, *words, TABLE)
    refused(5, *words, str(tmp_path / "nothing.csv"))
    (tmp_path / "bad.csv").write_bytes(b"x,y\n")
    refused(3, *words, str(tmp_path / "bad.csv"))
    file = tmp_path / "calibration.csv"
    file.write_bytes(text(part(TABLE_1, Fraction(1, 4))))
    refused(2, *words, str(file), "--method", "analytic")
