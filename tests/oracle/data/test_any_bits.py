"""Bits of other scenarios, from tables to certificates, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.ask.tables import cells
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from tests.oracle.runner import refused, run

IONS = certificates_dir() / "pironio2010" / "table1.csv"
CHSH = '[functional]\n"A0 B0" = "1"\n"A0 B1" = "1"\n"A1 B0" = "1"\n"A1 B1" = "-1"\n'
MERMIN = '[functional]\n"A0 B0 C0" = "1"\n"A0 B1 C1" = "-1"\n"A1 B0 C1" = "-1"\n"A1 B1 C0" = "-1"\n'


def table(parties: Mapping[str, tuple[int, ...]], counts: list[int]) -> str:
    n = len(parties)
    header = ",".join([f"{kind}{k}" for kind in "xa" for k in range(1, n + 1)] + ["count"])
    rows = [",".join(map(str, (*z, *c, k))) for (z, c, _), k in zip(cells(parties), counts, strict=True)]
    return "\n".join([header, *rows, ""])


def ghz(rounds: int) -> str:
    parties = {"A": (2, 2), "B": (2, 2), "C": (2, 2)}
    counts = []
    for inputs, outcomes, _ in cells(parties):
        right = sum(outcomes) % 2 == (sum(inputs) == 2)
        counts.append(rounds // 8 if sum(inputs) % 2 else (rounds // 4 if right else 0))
    return table(parties, counts)


def bits_of(*words: str) -> tuple[Fraction, dict[str, str]]:
    document = json.loads(run("counts", *words, "--json").stdout)
    (name,) = document["bits"]
    return Fraction(document["bits"][name]["low"]), {"name": name, "statement": document["statement"]}


def test_chsh_as_a_declared_functional_gives_what_the_built_in_one_gives(tmp_path: Path) -> None:
    file = tmp_path / "chsh.toml"
    file.write_text(CHSH)
    words = (str(IONS), "--confidence", "99/100", "--functional", str(file))
    found, about = bits_of(*words)
    assert about["name"] == "width8:no-signalling"
    assert abs(found - Fraction("214.889")) < Fraction(1, 1000)
    assert "tag: functional = declared" in about["statement"]
    assert bits_of(*words, "--method", "azuma")[0] == 0
    pytest.importorskip("clarabel")
    assert abs(bits_of(*words, "--level", "1+AB")[0] - Fraction("238.582")) < Fraction(1, 100)


def test_three_parties_by_a_declared_functional_and_from_earlier_rounds(tmp_path: Path) -> None:
    first, later, mermin = tmp_path / "first.csv", tmp_path / "later.csv", tmp_path / "mermin.toml"
    first.write_text(ghz(800))
    later.write_text(ghz(8000))
    mermin.write_text(MERMIN)
    out = tmp_path / "bits.cert.json"
    words = ("counts", str(later), "--confidence", "99/100")
    done = run(*words, "--functional", str(mermin), "-o", str(out))
    assert done.exit_code == 0, done.output
    assert "the guessing bound about A, B" in done.stdout
    verdict = check_bytes(out.read_bytes())
    assert verdict.verdict == "PROVED"
    assert "scenario: A(0:2, 1:2) B(0:2, 1:2) C(0:2, 1:2)" in verdict.statement
    declared, _ = bits_of(*words[1:], "--functional", str(mermin))
    chosen, about = bits_of(*words[1:], "--calibration", str(first))
    assert declared > 50_000
    assert chosen > 50_000
    assert "tag: functional = calibration" in about["statement"]
    one = tmp_path / "one.toml"
    one.write_text('guessed = ["A"]\n' + MERMIN)
    assert bits_of(*words[1:], "--functional", str(one))[0] <= declared


def test_three_outcomes_from_earlier_rounds(tmp_path: Path) -> None:
    pytest.importorskip("clarabel")
    parties = {"A": (3, 3), "B": (3, 3)}
    # equal outcomes at three settings, shifted ones at the last: a violation with the same share of noise everywhere
    rows = [[6 if (a - b - (z == 3)) % 3 == 0 else 1 for a in range(3) for b in range(3)] for z in range(4)]
    first, later = tmp_path / "first.csv", tmp_path / "later.csv"
    first.write_text(table(parties, [10 * n for row in rows for n in row]))
    later.write_text(table(parties, [200 * n for row in rows for n in row]))
    words = (str(later), "--confidence", "99/100", "--calibration", str(first))
    assert bits_of(*words)[0] >= 0
    assert bits_of(*words, "--level", "1+AB")[0] >= 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[functional]\n", "at least one key"),
        ('[functional]\n"A0" = "1"\n', "one operator of every party"),
        ('[functional]\n"A0 B7" = "1"\n', "A0 B7"),
        ('[functional]\n"A0 B0" = "x"\n', "A0 B0"),
        ('[functional]\n"A0 B0" = 0.5\n', "A0 B0"),
        ('guessed = ["C"]\n' + CHSH, "guessed"),
        ('level = "1"\n' + CHSH, "level"),
    ],
)
def test_functionals_that_are_none(text: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_text(text)
    assert sentence in refused(3, "counts", str(IONS), "--confidence", "99/100", "--functional", str(file))


def test_what_does_not_go_together(tmp_path: Path) -> None:
    file, three = tmp_path / "f.toml", tmp_path / "t.csv"
    file.write_text(MERMIN)
    three.write_text(ghz(80))
    words = ("counts", str(three), "--confidence", "99/100")
    assert "--functional FILE.toml or --calibration" in refused(2, *words)
    refused(2, *words, "--functional", str(file), "--method", "tight")
    refused(2, *words, "--functional", str(file), "--level", "1", "--level", "2")
    assert "very counts" in refused(3, *words, "--calibration", str(three))
    assert "another scenario" in refused(3, *words, "--calibration", str(IONS))
    refused(3, *words, "--functional", str(file), "--inputs", "1/2,1/2")
    refused(3, *words, "--functional", str(file), "--confidence", "1")


def test_data_that_signal_or_contradict_the_inputs_are_marked_where_allowed(tmp_path: Path) -> None:
    file, biased, signal = tmp_path / "f.toml", tmp_path / "b.csv", tmp_path / "s.csv"
    file.write_text(CHSH)
    even = [250, 250, 250, 250]
    biased.write_text(table({"A": (2, 2), "B": (2, 2)}, [500] * 4 + even * 3))
    signal.write_text(table({"A": (2, 2), "B": (2, 2)}, [400, 400, 100, 100, 100, 100, 400, 400, *even, *even]))
    for path, option, tag in (
        (biased, "--allow-biased-inputs", "biased-inputs"),
        (signal, "--allow-signalling", "signalling"),
    ):
        words = ("counts", str(path), "--confidence", "99/100", "--functional", str(file))
        assert option in refused(3, *words)
        assert f"tag: {tag} = allowed" in run(*words, option).stdout
