"""Estimators and tests of the data, against definitions written out again and against published figures."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.ask import fisher as fishers
from oracle.ask.fisher import fisher
from oracle.data.chsh_table import CELLS, SETTINGS, CountTable, read_inputs, read_table
from oracle.data.estimate import chsh_declared, chsh_observed, wins
from oracle.data.signalling import comparisons, input_frequencies, require_consistent
from oracle.failures import Malformed
from oracle.resources import certificates_dir

UNIFORM = read_inputs("uniform")
tables = (
    st.lists(st.integers(0, 9), min_size=16, max_size=16)
    .filter(any)
    .map(lambda counts: CountTable(dict(zip(CELLS, counts, strict=True))))
)
inputs = st.lists(st.integers(1, 9), min_size=4, max_size=4).map(
    lambda parts: {setting: Fraction(part, sum(parts)) for setting, part in zip(SETTINGS, parts, strict=True)}
)


def shipped(name: str) -> CountTable:
    return read_table((certificates_dir() / f"{name}.csv").read_bytes())


def test_table_1_of_the_2010_experiment() -> None:
    table = shipped("pironio2010/table1")
    assert table.rounds == 3016
    assert [table.at(*setting) for setting in SETTINGS] == [752, 751, 707, 806]
    assert chsh_declared(table, UNIFORM) == Fraction(70, 29)
    assert chsh_observed(table) == Fraction(6937867065, 2873387582)
    assert wins(table) == 2418


@pytest.mark.parametrize(("name", "rounds", "won"), [("delft2015", 245, 196), ("munich2016", 150, 124)])
def test_wins_of_the_event_ready_experiments(name: str, rounds: int, won: int) -> None:
    table = shipped(f"instances/{name}")
    assert (table.rounds, wins(table)) == (rounds, won)


@pytest.mark.parametrize(
    ("name", "rounds", "low", "high"),
    [("nist2015", 173149423, "1.2e-5", "1.3e-5"), ("vienna2015", 3502784150, "7.265e-6", "7.275e-6")],
)
def test_clauser_horne_of_the_optical_experiments(name: str, rounds: int, low: str, high: str) -> None:
    table = shipped(f"instances/{name}")
    p = {(x, y, a, b): Fraction(n, table.at(x, y)) for (x, y, a, b), n in table.counts.items()}
    j = p[0, 0, 0, 0] - p[0, 1, 0, 1] - p[1, 0, 1, 0] - p[1, 1, 0, 0]
    assert table.rounds == rounds
    assert Fraction(low) < j < Fraction(high)


def test_delft_value_with_observed_frequencies() -> None:
    observed = chsh_observed(shipped("instances/delft2015"))
    assert observed is not None
    assert Fraction("2.42245") < observed < Fraction("2.42255")


@given(tables, inputs)
def test_the_declared_estimator_is_the_mean_over_rounds(
    table: CountTable, declared: dict[tuple[int, int], Fraction]
) -> None:
    total = Fraction(0)
    for (x, y, a, b), count in table.counts.items():
        for _ in range(count):
            total += (-1) ** (x * y + a + b) / declared[x, y]
    assert chsh_declared(table, declared) == total / table.rounds


@given(tables)
def test_the_estimators_agree_when_declared_frequencies_are_observed(table: CountTable) -> None:
    observed = chsh_observed(table)
    if observed is None:
        assert not all(table.at(*setting) for setting in SETTINGS)
        return
    frequencies = {setting: Fraction(table.at(*setting), table.rounds) for setting in SETTINGS}
    assert chsh_declared(table, frequencies) == observed
    assert -4 <= observed <= 4


@given(tables)
def test_flipping_one_partys_outcomes_changes_the_sign(table: CountTable) -> None:
    flipped = CountTable({(x, y, 1 - a, b): n for (x, y, a, b), n in table.counts.items()})
    assert chsh_declared(flipped, UNIFORM) == -chsh_declared(table, UNIFORM)
    assert wins(flipped) == table.rounds - wins(table)


@given(tables)
def test_wins_give_the_uniform_estimate(table: CountTable) -> None:
    assert chsh_declared(table, UNIFORM) == 4 * Fraction(2 * wins(table) - table.rounds, table.rounds)


rows = st.tuples(st.integers(0, 40), st.integers(0, 40))


def brute_force(k1: int, n1: int, k2: int, n2: int) -> Fraction:
    """Fisher's p-value from the hypergeometric distribution itself."""
    total = comb(n1 + n2, k1 + k2)
    p = {
        k: Fraction(comb(n1, k) * comb(n2, k1 + k2 - k), total)
        for k in range(min(n1, k1 + k2) + 1)
        if k1 + k2 - k <= n2
    }
    return sum((q for q in p.values() if q <= p[k1]), Fraction(0))


@given(rows, rows)
def test_fisher_is_the_definition_and_weights_enclose_it(first: tuple[int, int], second: tuple[int, int]) -> None:
    (k1, m1), (k2, m2) = first, second
    n1, n2 = k1 + m1, k2 + m2
    exact = brute_force(k1, n1, k2, n2)
    assert fisher(k1, n1, k2, n2) == (exact, exact)
    assert fisher(k2, n2, k1, n1) == (exact, exact)
    low, high = fishers._weighted(k1, n1, k1 + k2, n1 + n2)
    assert low <= exact <= high


@given(st.integers(0, 600), st.integers(0, 400))
def test_the_large_way_encloses_also_when_tails_are_cut(k1: int, k2: int) -> None:
    (exact, _), (low, high) = fisher(k1, 600, k2, 400), fishers._weighted(k1, 600, k1 + k2, 1000)
    assert low <= exact <= high


def test_p_values_of_table_1() -> None:
    # rows with the same setting of the party compared, as Table 1 labels them
    found = [
        (test.party, test.setting, round(float(test.p_low), 4)) for test in comparisons(shipped("pironio2010/table1"))
    ]
    assert found == [("A", 0, 0.3533), ("A", 1, 0.7574), ("B", 0, 0.7933), ("B", 1, 0.2867)]


@pytest.mark.parametrize("scale", [10, 10**4, 10**9])
def test_signalling_data_are_refused_with_the_exact_distance(scale: int) -> None:
    counts = dict.fromkeys(CELLS, 100 * scale)
    counts[0, 0, 0, 0] += 60 * scale
    counts[0, 0, 1, 1] -= 60 * scale
    table = CountTable(counts)
    with pytest.raises(Malformed) as refused:
        require_consistent(comparisons(table), input_frequencies(table, UNIFORM), False, False)
    assert refused.value.code == "signalling"
    assert "distance 3/20" in refused.value.sentence
    assert len(require_consistent(comparisons(table), input_frequencies(table, UNIFORM), True, False)) == 2


def test_equal_marginals_are_not_refused_at_any_size() -> None:
    for scale in (1, 10**5, 10**12):
        table = CountTable(dict.fromkeys(CELLS, 100 * scale))
        assert require_consistent(comparisons(table), input_frequencies(table, UNIFORM), False, False) == []


def test_settings_that_contradict_the_declaration_are_refused() -> None:
    table = shipped("instances/nist2015")
    assert not any(test.significant for test in comparisons(table))
    with pytest.raises(Malformed) as refused:
        require_consistent(comparisons(table), input_frequencies(table, UNIFORM), False, False)
    assert refused.value.code == "inputs-contradicted"
    assert "distance 2491397/692597692" in refused.value.sentence


def test_a_setting_that_never_occurred_does_not_signal() -> None:
    counts = dict.fromkeys(CELLS, 5)
    counts |= {(1, 1, a, b): 0 for a in (0, 1) for b in (0, 1)}
    tests = comparisons(CountTable(counts))
    assert [test.p_low for test in tests] == [1, 1, 1, 1]
    assert [test.second is None for test in tests] == [False, True, False, True]
