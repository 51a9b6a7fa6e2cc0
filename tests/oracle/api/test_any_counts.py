"""Counts of any scenario and against a quantum adversary in the Python interface."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

import oracle
from oracle.api.any_counts import any_counts
from tests.oracle.runner import TABLE, refused, run

CHSH = oracle.Functional({"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1})
SEEN = {(x, y, a, b): 400 if (a ^ b) == (x & y) else 40 for x in (0, 1) for y in (0, 1) for a in (0, 1) for b in (0, 1)}
FILE = "guessed = ['A']\n[functional]\n" + "".join(f'"{word}" = "{value}"\n' for word, value in CHSH.items())


def test_words_and_a_file_declare_the_same(tmp_path: Path) -> None:
    file = tmp_path / "chsh.toml"
    file.write_text(FILE)
    steps: list[tuple[int, int]] = []
    by_words = oracle.any_counts(
        SEEN, confidence=Fraction(99, 100), functional=CHSH, guessed=["A"], progress=lambda *at: steps.append(at)
    )
    by_file = oracle.any_counts(SEEN, confidence="0.99", functional=file)
    assert by_words.sha256 == by_file.sha256
    assert by_words.certificate == by_file.certificate
    assert oracle.check(by_words.certificate).statement == by_words.statement
    assert steps == [(k, 8) for k in range(1, 9)]
    other = oracle.any_counts(SEEN, confidence="0.99", functional=CHSH, guessed=["B"])
    assert other.guessed == ("B",)


@pytest.mark.parametrize(
    ("table", "code"),
    [({}, "csv-row"), ({(0, 0, 0): 1}, "csv-row"), ({(0, 0): 1, (0, 0, 0, 0): 2}, "csv-row"), ({0: 1}, "csv-row"),
     ({(0, 0): 1.0, (0, 1): 1}, "csv-count"), ({(0, 0): True, (0, 1): 1}, "csv-count"), ({(0, 0.5): 1}, "csv-count")],
)  # fmt: skip
def test_no_table_is_refused(table: object, code: str) -> None:
    with pytest.raises(oracle.Malformed) as failure:
        any_counts(table, confidence="0.99", functional=CHSH)  # type: ignore[arg-type]
    assert failure.value.code == code


def test_what_is_missing_or_inexact_is_refused() -> None:
    with pytest.raises(oracle.Usage):
        oracle.any_counts(SEEN, confidence="0.99")
    with pytest.raises(oracle.Usage):
        oracle.any_counts(SEEN, confidence="0.99", functional=CHSH, calibration=SEEN)
    with pytest.raises(oracle.Usage):
        oracle.any_counts(SEEN, confidence="0.99", calibration=SEEN, guessed=["A"])
    with pytest.raises(oracle.Malformed):
        oracle.any_counts(SEEN, confidence=0.99, functional=CHSH)  # type: ignore[arg-type]
    with pytest.raises(oracle.Malformed):
        oracle.any_counts(SEEN, confidence="0.99", functional={"A0 B0": 0.5})  # type: ignore[dict-item]
    with pytest.raises(oracle.Malformed) as failure:
        oracle.any_counts(SEEN, confidence="0.99", functional={'A0"\n[x]': 1})
    assert failure.value.code == "not-a-word"


def test_a_report_of_any_scenario(tmp_path: Path) -> None:
    file, out = tmp_path / "chsh.toml", tmp_path / "out.html"
    file.write_text(FILE)
    result = run("report", TABLE, "--confidence", "0.99", "--functional", str(file), "-o", str(out))
    assert result.exit_code == 0
    found = oracle.any_counts(TABLE, confidence="0.99", functional=file)
    assert f"at least {float(found.bits):.0f}"[:-1] in result.stdout
    assert "chsh.toml" not in result.stdout
    page = out.read_text()
    assert found.sha256 in page
    assert "Counts" in page
    refused(2, "report", TABLE, "--confidence", "0.99", "--functional", str(file), "--factors", TABLE, "-o", str(out))


def test_quantum_bits_in_the_interface() -> None:
    large = [
        [[[1000 * (42 if (a ^ b) == (x & y) else 8) for b in (0, 1)] for a in (0, 1)] for y in (0, 1)] for x in (0, 1)
    ]
    found = oracle.quantum_counts(
        large, confidence=Fraction(99, 100), threshold="2.7", smoothing="1e-6", theorem="original"
    )
    assert found.accepted
    for bits, entry in found.by_method.values():
        assert bits > 0
        assert oracle.check(entry.certificate).statement == entry.statement
    assert found.statement == found.by_method["original"][1].statement
    assert found.assumptions == found.by_method["original"][1].assumptions
    page = oracle.report(found)
    assert all(entry.sha256 in page.html.decode() for _, entry in found.by_method.values())
    below = oracle.quantum_counts(large, confidence="0.99", threshold="2.8", smoothing="1e-6", theorem="original")
    assert (below.accepted, below.certificate, below.statement, below.assumptions) == (False, b"", "", ())
    json.dumps(found.to_dict())


def test_an_entropy_is_an_answer() -> None:
    pytest.importorskip("picos")
    known = [oracle.Hypothesis("chsh", CHSH, ">=", "2.7")]
    scenario = oracle.Scenario({"A": [2, 2], "B": [2, 2]})
    asked = oracle.Problem("entropy", "quantum", scenario, level="1+AB+AA", guessed=["A0"], hypotheses=known)
    found = oracle.certify(asked)
    assert found.entropy is not None
    assert Fraction(728, 1000) < found.entropy <= oracle.bound("chsh.entropy.local", score="2.7").high
    assert repr(found).startswith("<Answer: PROVED, von Neumann entropy of one round at least 0.728")
    other = oracle.certify(oracle.Problem("maximum", "local", scenario, functional=CHSH))
    assert other.entropy is None
