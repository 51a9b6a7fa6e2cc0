"""Counts to bits: proved figures around audited values, monotony, and what too few rounds give."""

import json
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import proofs.search.rounds as rounds
from oracle.data.certify import METHODS, certify
from oracle.data.table import CELLS, SETTINGS, CountTable, Setting, read_inputs, read_table
from oracle.problems import Bug, Undecided
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes

UNIFORM = read_inputs("uniform")
HUNDREDTH = Fraction(1, 100)
LOSSES = [(x, y, a, b) for x, y, a, b in CELLS if a ^ b != x * y]
good = st.integers(0, 2000)
bad = st.integers(0, 200)
tables = (
    st.tuples(*(good if a ^ b == x * y else bad for x, y, a, b in CELLS))
    .filter(any)
    .map(lambda counts: CountTable(dict(zip(CELLS, counts, strict=True))))
)
distributions = st.tuples(*[st.integers(1, 20)] * 4).map(
    lambda parts: {setting: Fraction(part, sum(parts)) for setting, part in zip(SETTINGS, parts, strict=True)}
)
deltas = st.fractions(Fraction(1, 10**6), Fraction(1, 2), max_denominator=10**6)


def shipped(name: str) -> CountTable:
    return read_table((certificates_dir() / f"{name}.csv").read_bytes())


@pytest.mark.parametrize(
    ("key", "figure"),
    [
        ("analytic", "40.5684"),
        ("no-signalling", "0"),
        ("width8:analytic", "238.582"),
        ("width8:no-signalling", "214.889"),
    ],
)
def test_bits_of_the_2010_experiment(key: str, figure: str) -> None:
    found = certify(shipped("pironio2010/table1"), UNIFORM, HUNDREDTH, key)
    half = Fraction(1, 1000)
    assert Fraction(figure) - half <= found.low <= found.high <= Fraction(figure) + half


@pytest.mark.parametrize("name", ["delft2015", "munich2016"])
@pytest.mark.parametrize("key", METHODS)
def test_too_few_rounds_certify_nothing(name: str, key: str) -> None:
    found = certify(shipped(f"instances/{name}"), UNIFORM, HUNDREDTH, key)
    assert found.low == found.high == 0


@settings(max_examples=25)
@given(tables, distributions, deltas, st.sampled_from(sorted(METHODS)))
def test_every_table_gets_a_proved_certificate(
    table: CountTable, declared: Mapping[Setting, Fraction], delta: Fraction, key: str
) -> None:
    found = certify(table, declared, delta, key)
    verdict = check_bytes(found.certificate)
    assert (verdict.verdict, verdict.statement) == ("PROVED", found.statement)
    assert 0 <= found.low <= found.high <= 2 * table.rounds
    assert f"delta (bad-event) = {delta}" in found.statement
    assert "claim: for each value e of the adversary's information" in found.statement
    names = [line.split(": ")[1] for line in found.assumptions if line.startswith("assumption: ")]
    assert names == ["model", "free-inputs", "inputs-known", "no-later-inputs", "all-rounds", "rounds-declared"]
    assert f"set: {METHODS[key].set} " in found.statement


@settings(max_examples=15)
@given(tables, deltas, deltas, st.sampled_from(sorted(METHODS)))
def test_more_confidence_never_gives_more_bits(table: CountTable, one: Fraction, other: Fraction, key: str) -> None:
    strict, loose = (certify(table, UNIFORM, delta, key) for delta in sorted((one, other)))
    assert strict.low <= loose.high
    assert strict.deviation.high >= loose.deviation.low


@settings(max_examples=15)
@given(tables, st.sampled_from([cell for cell in CELLS if cell[2] ^ cell[3] != cell[0] * cell[1]]), st.integers(1, 500))
def test_turning_losses_into_wins_never_costs_bits(
    table: CountTable, cell: tuple[int, int, int, int], moved: int
) -> None:
    x, y, a, b = cell
    moved = min(moved, table.counts[cell])
    better = CountTable(
        {**table.counts, cell: table.counts[cell] - moved, (x, y, a, 1 - b): table.counts[x, y, a, 1 - b] + moved}
    )
    assert certify(table, UNIFORM, HUNDREDTH, "analytic").low <= certify(better, UNIFORM, HUNDREDTH, "analytic").high


def test_a_certificate_about_other_data_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    table = shipped("pironio2010/table1")
    more = {**table.counts, (0, 0, 0, 0): table.counts[0, 0, 0, 0] + 100}
    genuine = rounds.certified_bits_certificate
    monkeypatch.setattr(rounds, "certified_bits_certificate", lambda _, *rest: genuine(more, *rest))
    with pytest.raises(Bug):
        certify(table, UNIFORM, HUNDREDTH, "analytic")


def test_bits_that_are_not_proved_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = rounds.certified_bits_certificate

    def greedy(*arguments: object) -> bytes:
        document = json.loads(genuine(*arguments))  # type: ignore[arg-type]
        document["statement"]["bits"] = "41"
        return json.dumps(document).encode()

    monkeypatch.setattr(rounds, "certified_bits_certificate", greedy)
    with pytest.raises(Undecided) as refused:
        certify(shipped("pironio2010/table1"), UNIFORM, HUNDREDTH, "analytic")
    assert refused.value.code == "not-proved"
