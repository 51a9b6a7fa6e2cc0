"""Counts to bits: proved figures around audited values, monotony, and what too few rounds give."""

import json
import sys
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import proofs.search.chsh.rounds as rounds
from oracle.data.chsh_table import CELLS, SETTINGS, CountTable, Setting, read_inputs, read_table
from oracle.data.counted import Run
from oracle.data.many_rounds import certify, require_level
from oracle.data.methods import Method, chosen, methods
from oracle.failures import Bug, Limit, Malformed, Undecided, Usage
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes

UNIFORM = read_inputs("uniform")
HUNDREDTH = Fraction(1, 100)
METHODS = methods()
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
        ("tight", "44.0662"),
        ("width8:analytic", "238.582"),
        ("width8:no-signalling", "214.889"),
        ("width8:tight", "279.1957"),
    ],
)
def test_bits_of_the_2010_experiment(key: str, figure: str) -> None:
    found = certify(Run(shipped("pironio2010/table1"), UNIFORM, HUNDREDTH), METHODS[key])
    half = Fraction(1, 1000)
    assert Fraction(figure) - half <= found.low <= found.high <= Fraction(figure) + half


@pytest.mark.parametrize("name", ["delft2015", "munich2016"])
@pytest.mark.parametrize("key", METHODS)
def test_too_few_rounds_certify_nothing(name: str, key: str) -> None:
    found = certify(Run(shipped(f"instances/{name}"), UNIFORM, HUNDREDTH), METHODS[key])
    assert found.low == found.high == 0


@settings(max_examples=25)
@given(tables, distributions, deltas, st.sampled_from(sorted(METHODS)))
def test_every_table_gets_a_proved_certificate(
    table: CountTable, declared: Mapping[Setting, Fraction], delta: Fraction, key: str
) -> None:
    found = certify(Run(table, declared, delta), METHODS[key])
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
    strict, loose = (certify(Run(table, UNIFORM, delta), METHODS[key]) for delta in sorted((one, other)))
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
    assert (
        certify(Run(table, UNIFORM, HUNDREDTH), METHODS["analytic"]).low
        <= certify(Run(better, UNIFORM, HUNDREDTH), METHODS["analytic"]).high
    )


def test_a_certificate_about_other_data_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    table = shipped("pironio2010/table1")
    more = {**table.counts, (0, 0, 0, 0): table.counts[0, 0, 0, 0] + 100}
    genuine = rounds.certified_bits_certificate
    monkeypatch.setattr(rounds, "certified_bits_certificate", lambda _, *rest: genuine(more, *rest))
    with pytest.raises(Bug):
        certify(Run(table, UNIFORM, HUNDREDTH), METHODS["analytic"])


def test_bits_that_are_not_proved_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = rounds.certified_bits_certificate

    def greedy(*arguments: object) -> bytes:
        document = json.loads(genuine(*arguments))  # type: ignore[arg-type]
        document["statement"]["bits"] = "41"
        return json.dumps(document).encode()

    monkeypatch.setattr(rounds, "certified_bits_certificate", greedy)
    with pytest.raises(Undecided) as refused:
        certify(Run(shipped("pironio2010/table1"), UNIFORM, HUNDREDTH), METHODS["analytic"])
    assert refused.value.code == "not-proved"


@pytest.mark.parametrize(("level", "least", "most"), [("1+AB", "42.461", "42.462"), ("2", "43.38", "43.39")])
def test_bits_of_the_2010_experiment_at_a_level(level: str, least: str, most: str) -> None:
    pytest.importorskip("clarabel")
    found = certify(Run(shipped("pironio2010/table1"), UNIFORM, HUNDREDTH), Method("sdp", level=level))
    assert Fraction(least) <= found.low < Fraction(most)
    # what no level can prove
    assert Fraction("44.0662") < found.high < Fraction("44.0663")


def test_levels_lie_between_equation_6_and_the_tight_curve() -> None:
    pytest.importorskip("clarabel")
    table = shipped("pironio2010/table1")
    keys = ("width8:analytic", "width8:sdp:1+AB", "width8:sdp:2", "width8:tight")
    found = [certify(Run(table, UNIFORM, HUNDREDTH), methods(["1+AB", "2"])[key]).low for key in keys]
    assert found == sorted(found)
    assert len(set(found)) == 4


def test_few_rounds_certify_nothing_at_a_level() -> None:
    pytest.importorskip("clarabel")
    found = certify(Run(shipped("instances/delft2015"), UNIFORM, HUNDREDTH), Method("sdp", level="2"))
    assert found.low == found.high == 0


@pytest.mark.parametrize("level", ["AA", "", "0", "1+AC", "AB+", "two", "1,AB"])
def test_what_is_no_level_or_lacks_words_is_malformed(level: str) -> None:
    with pytest.raises(Malformed) as refused:
        require_level(level)
    assert refused.value.code == "level"


def test_a_level_beyond_the_limit() -> None:
    with pytest.raises(Limit) as refused:
        require_level("6")
    assert refused.value.code == "size"


def test_a_level_without_its_solver_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clarabel", None)
    with pytest.raises(Undecided, match="pip install") as refused:
        certify(Run(shipped("pironio2010/table1"), UNIFORM, HUNDREDTH), Method("sdp", level="2"))
    assert refused.value.code == "solver"


def test_a_functional_that_was_not_asked_for_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = rounds.certified_bits_certificate

    def calibrated(*arguments: object) -> bytes:
        document = json.loads(genuine(*arguments))  # type: ignore[arg-type]
        document["statement"]["tags"]["functional"] = "calibration " + "0a" * 32
        return json.dumps(document).encode()

    monkeypatch.setattr(rounds, "certified_bits_certificate", calibrated)
    with pytest.raises(Bug):
        certify(Run(shipped("pironio2010/table1"), UNIFORM, HUNDREDTH), METHODS["analytic"])


def test_the_method_that_is_printed() -> None:
    found = methods(["1+AB", "2"])
    assert chosen(found, None, ["1+AB", "2"]) == "width8:tight"
    assert chosen(methods(["1+AB", "2"], calibrated=True), None, ["1+AB", "2"]) == "width8:sdp:2"
    assert chosen(found, "width8:sdp:1+AB", ["1+AB", "2"]) == "width8:sdp:1+AB"
    assert chosen(METHODS, None, []) == "width8:tight"
    with pytest.raises(Usage):
        chosen(METHODS, "sdp:2", [])
