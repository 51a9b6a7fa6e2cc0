"""Negative controls: for every check a fault in the data, or in what it computes with, that makes it fail.

A fault that leaves a check standing would mean that the check does not look at what it claims to look at.
"""

import csv
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from sympy import ring

from oracle.ledger.arithmetic import identical, op
from oracle.ledger.checks import checks_of
from oracle.papers.pironio2010.checks import (
    battery,
    bell,
    curve,
    expansion,
    extraction,
    lattice,
    moments,
    nosignalling,
    quantum,
    rounds,
    table1,
    tight,
)
from oracle.resources import certificates_dir
from proofs.search.chsh import slopes
from proofs.search.semidefinite import moments as level_moments
from tests.oracle.ledger.printed import as_printed

Patch = pytest.MonkeyPatch
BOXES = tuple(bell.boxes())
UNIFORM_BEHAVIOUR = bell.from_correlators([Fraction(0)] * 8)


def a_count_misread(patch: Patch) -> None:
    patch.setitem(table1.COUNTS, (0, 0), (393, 94, 70, 295))


def outcomes_of_the_first_ion_rarer(patch: Patch) -> None:
    patch.setitem(table1.COUNTS, (0, 0), (193, 94, 170, 295))


def stricter_significance(patch: Patch) -> None:
    patch.setattr(battery, "SIGNIFICANCE", Fraction(9, 10))


def phases_that_fit(patch: Patch) -> None:
    patch.setattr(table1, "PHASES", {(0, 0): (0, 1), (0, 1): (2, 3), (1, 0): (2, 1), (1, 1): (0, 3)})


def rows_exchanged(patch: Patch) -> None:
    """The labels of x in the rows with y = 1: with them the printed figures are right."""
    first, second = table1.COUNTS[0, 1], table1.COUNTS[1, 1]
    patch.setitem(table1.COUNTS, (0, 1), second)
    patch.setitem(table1.COUNTS, (1, 1), first)


def outcomes_complemented(patch: Patch) -> None:
    """Those of the first ion."""
    for setting, (zero, one, two, three) in table1.COUNTS.items():
        patch.setitem(table1.COUNTS, setting, (two, three, zero, one))


def functional_zero(patch: Patch) -> None:
    for module in (nosignalling, quantum, rounds):
        patch.setattr(module, "chsh", lambda behaviour: Fraction(0))


def boxes_local(patch: Patch) -> None:
    patch.setattr(nosignalling, "boxes", bell.deterministic)
    patch.setattr(nosignalling, "popescu_rohrlich", bell.deterministic)


def strategies_without_their_answers(patch: Patch) -> None:
    for module in (nosignalling, quantum):
        patch.setattr(module, "deterministic", lambda: iter([UNIFORM_BEHAVIOUR] * 16))


def vertices_deterministic(patch: Patch) -> None:
    patch.setattr(nosignalling, "nosignalling_vertices", lambda: {(Fraction(1),) * 8})


def polytope_with_a_vertex_missing(patch: Patch) -> None:
    patch.setattr(nosignalling, "nosignalling_vertices", lambda: set(list(bell.nosignalling_vertices())[1:]))


def fewer_events(patch: Patch) -> None:
    patch.setattr(rounds, "EVENTS", 300)


def more_events(patch: Patch) -> None:
    patch.setattr(rounds, "EVENTS", 4000)


def confidence_unreachable(patch: Patch) -> None:
    patch.setattr(rounds, "DELTA", Fraction(1, 10**12))


def estimator_without_input_probability(patch: Patch) -> None:
    patch.setattr(rounds, "_single", lambda cell, inputs: Fraction((-1) ** (cell[2] * cell[3])))


def estimator_constant(patch: Patch) -> None:
    patch.setattr(rounds, "_single", lambda cell, inputs: Fraction(0))


def state_without_correlations(patch: Patch) -> None:
    patch.setattr(quantum, "mean", lambda state, left, right: Fraction(0))
    patch.setattr(quantum, "chsh_of", lambda state, alice, bob: Fraction(0))
    patch.setattr(rounds, "chsh_of", lambda state, alice, bob: Fraction(0))


def mean_that_is_not_linear(patch: Patch) -> None:
    patch.setattr(rounds, "mean", lambda state, left, right: bell.mean(state, left, right) ** 2)


def identities_off_by_one(patch: Patch) -> None:
    def shifted(left: Callable[..., Fraction], right: Callable[..., Fraction], degree: int, variables: int) -> bool:
        return identical(left, lambda *values: right(*values) + 1, degree, variables)

    for module in (quantum, rounds):
        patch.setattr(module, "identical", shifted)


def curve_as_printed(patch: Patch) -> None:
    correct = quantum.local_curve
    patch.setattr(quantum, "local_curve", lambda score: op("neg", op("log2", correct(score))))


def inner_curve_doubled(patch: Patch) -> None:
    correct = quantum.local_curve
    patch.setattr(quantum, "local_curve", lambda score: op("mul", 8, correct(score)))


def other_inputs_too_frequent(patch: Patch) -> None:
    patch.setattr(expansion, "ALPHA", 200)


def device_that_looks_ahead(patch: Patch) -> None:
    def ahead(outputs: tuple[int, ...], inputs: tuple[int, ...]) -> Fraction:
        return Fraction(1 + inputs[-1] * outputs[0] + (1 - inputs[-1]) * (1 - outputs[0]), 12)

    patch.setattr(rounds, "_device", ahead)


def wins_inverted(patch: Patch) -> None:
    patch.setattr(rounds, "wins", lambda a, b, x, y: not bell.wins(a, b, x, y))


def a_wrong_slope(patch: Patch) -> None:
    patch.setattr(curve, "A", -curve.A)


def another_score(patch: Patch) -> None:
    patch.setattr(curve, "SCORE", curve.SCORE + 1)


def other_blocks(patch: Patch) -> None:
    correct = curve.blocks
    patch.setattr(curve, "blocks", lambda variables: [[entry + 1 for entry in row] for row in correct(variables)])


def powers_one_too_high(patch: Patch) -> None:
    def shifted(names: str, domain: Any) -> Any:
        found, u, *others = ring(names, domain)
        return (found, u + 1, *others)

    patch.setattr(curve, "ring", shifted)


def two_events_fewer(patch: Patch) -> None:
    correct = slopes.all_events
    patch.setattr(slopes, "all_events", lambda scenario: correct(scenario)[2:])


def moments_not_positive(patch: Patch) -> None:
    patch.setattr(moments, "positive", lambda rows: False)


def levels_that_do_not_grow(patch: Patch) -> None:
    patch.setattr(level_moments, "level_words", lambda scenario, level: [level])


def experiment_far_from_the_moments(patch: Patch) -> None:
    patch.setattr(tight, "EVENTS", 6032)


def tangent_too_high(patch: Patch) -> None:
    patch.setattr(tight, "_tangent", lambda u: (Fraction(2), Fraction(0)))


def distances_halved(patch: Patch) -> None:
    correct = extraction.distance
    patch.setattr(extraction, "distance", lambda *arguments: correct(*arguments) / 2)


def functions_that_collide(patch: Patch) -> None:
    patch.setattr(extraction, "linear", lambda bits_in, bits_out: [(0,) * (1 << bits_in)])


def no_bad_event(patch: Patch) -> None:
    patch.setattr(extraction, "_bad_probability", lambda laws, level: Fraction(0))


def other_number_of_bits(patch: Patch) -> None:
    patch.setattr(lattice, "events", lambda: 3000)


FAULTS: dict[Callable[[Patch], None], str] = {
    a_count_misread: "main_game_wins p12_corrected sec_d4_fisher_bob table_2_frequency_a table_2_frequency_b "
    "p13_corrected p14_corrected table_2_lattice_outputs table_2_lattice_inputs_exchanged",
    outcomes_of_the_first_ion_rarer: "sec_d4_compatible",
    rows_exchanged: "p12_printed p12_corrected p13_printed p13_corrected sec_d1_phases_corrected "
    "table_2_lattice_inputs_printed",
    outcomes_complemented: "p14_printed p14_corrected",
    stricter_significance: "sec_d4_compatible",
    phases_that_fit: "sec_d1_phases_printed sec_d1_phases_corrected",
    functional_zero: "sec_a1_classical_point fig_2_threshold eq_14_winning p7_printed p7_corrected "
    "eq_15_every_outcome p8_corrected sec_a3_maximum eq_9_unbiased "
    "sec_a2_martingale_corrected",
    vertices_deterministic: "p8_printed sec_a3_vertices",
    boxes_local: "p6_corrected p8_corrected eq_14_attained p7_corrected sec_a3_maximum sec_a3_vertices",
    strategies_without_their_answers: "sec_a1_classical_point fig_2_threshold p6_printed p6_corrected "
    "sec_a3_vertices eq_14_attained",
    polytope_with_a_vertex_missing: "sec_a3_vertices",
    estimator_constant: "sec_a2_martingale_printed eq_9_is_eq_2",
    more_events: "main_game_wins",
    fewer_events: "main_game_wins p11_printed",
    confidence_unreachable: "p11_printed",
    estimator_without_input_probability: "eq_9_unbiased eq_9_is_eq_2 main_game_wins "
    "p4_printed sec_a2_martingale_corrected",
    state_without_correlations: "eq_6_attained p5_printed p5_corrected p11_printed",
    mean_that_is_not_linear: "eq_17_nosignalling",
    identities_off_by_one: "eq_6_attained p5_corrected fig_2_threshold "
    "eq_8_convexity eq_10_azuma eq_7_product p4_corrected ",
    curve_as_printed: "p1_printed ",
    inner_curve_doubled: "p1_printed",
    other_inputs_too_frequent: "fig_3_few_thousand fig_3_net fig_3_net_first fig_3_curves",
    device_that_looks_ahead: "eq_7_product",
    wins_inverted: "main_game_wins fn_2_known_inputs",
    a_wrong_slope: "tight_jordan tight_monotone",
    another_score: "tight_monotone",
    other_blocks: "tight_jordan",
    powers_one_too_high: "tight_attained",
    two_events_fewer: "tight_losing",
    moments_not_positive: "level_2_apart level_2_corrected main_42_level level_2_bits level_1ab_bits",
    levels_that_do_not_grow: "hierarchy",
    experiment_far_from_the_moments: "main_42_level level_2_bits level_1ab_bits",
    distances_halved: "sec_b_longer_printed main_final_string_printed",
    functions_that_collide: "sec_b_length_corrected",
    no_bad_event: "sec_b_adversary",
    other_number_of_bits: "table_2_lattice_dft",
    tangent_too_high: "level_2_apart level_2_corrected",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_fault_makes_its_checks_fail(fault: Callable[[Patch], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    standing = [name for name in FAULTS[fault].split() if as_printed("pironio2010", name).holds]
    assert standing == []


def test_every_check_has_a_fault() -> None:
    named = {name for names in FAULTS.values() for name in names.split()}
    assert {name.partition(".")[2] for name in checks_of("pironio2010")} == named


def _rows() -> Iterator[tuple[tuple[int, int], tuple[int, int], int]]:
    with (certificates_dir() / "pironio2010" / "table1.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield (int(row["x"]), int(row["y"])), (int(row["a"]), int(row["b"])), int(row["count"])


def test_counts_are_those_of_the_shipped_table() -> None:
    shipped = {(setting, outcome): count for setting, outcome, count in _rows()}
    assert shipped == {
        (setting, (a, b)): row[2 * a + b] for setting, row in table1.COUNTS.items() for a in (0, 1) for b in (0, 1)
    }


def test_vertices_by_their_defining_equations() -> None:
    # A vertex lies on eight independent facets; its facets' common zeros determine it.
    for vertex in bell.nosignalling_vertices():
        behaviour = bell.from_correlators(vertex)
        assert min(behaviour.values()) == 0
        assert sum(value == 0 for value in behaviour.values()) in {8, 12}


def test_boxes_are_no_mixtures_of_local_points() -> None:
    assert {abs(bell.chsh(box)) for box in BOXES} == {0, 4}
    assert max(bell.chsh(point) for point in bell.deterministic()) == 2
