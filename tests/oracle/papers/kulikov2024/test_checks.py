"""Negative controls: for every check a fault in what it computes with that makes it fail."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from oracle.extractors import reference
from oracle.extractors.flat import table, transposed
from oracle.extractors.logform import LogForm
from oracle.ledger import audit
from oracle.ledger.checks import checks_of
from oracle.papers.kulikov2024.checks import composition, extractor, randomness, slices
from tests.oracle.ledger.printed import as_printed

Patch = pytest.MonkeyPatch


def theorem_3_without_its_root(patch: Patch) -> None:
    def needed(n: int, m: int, e1: Fraction, e2: Fraction, ex: Fraction) -> LogForm:
        classical = ex * 4 / (3 * Fraction(2) ** m)
        entropy = composition.whole(n + 2 * m) + composition.log2(classical, -4)
        return entropy + composition.log2(e1, -1) + composition.log2(e2, -1)

    patch.setattr(composition, "needed_entropy", needed)


def printed_term_right(patch: Patch) -> None:
    patch.setattr(composition, "printed_correction", composition._best)


def large_error(patch: Patch) -> None:
    patch.setattr(composition, "EPSILON", Fraction(1, 2))


def errors_inside_the_domain(patch: Patch) -> None:
    patch.setattr(composition, "HALF", Fraction(2))


def differences_off_by_one(patch: Patch) -> None:
    correct = composition.minus
    patch.setattr(composition, "minus", lambda left, right: correct(left, right) + composition.whole(1))


def shifts_cyclic(patch: Patch) -> None:
    patch.setattr(extractor, "SHIFT", reference.cyclic)


def output_copied_from_the_second_source(patch: Patch) -> None:
    patch.setattr(extractor, "SHIFT", extractor.first_bit_of_second)


def error_of_ranks_larger(patch: Patch) -> None:
    patch.setattr(extractor, "error_of_rank", lambda n, m, corank, k1, k2: Fraction(2) ** (2 * m))


def strong_in_both(patch: Patch) -> None:
    patch.setattr(extractor, "first_bit_of_second", reference.right)


def shifts_zero(patch: Patch) -> None:
    patch.setattr(extractor, "shift_matrix", lambda n, i: [[0] * n for _ in range(n)])


def thresholds_too_close_to_the_error(patch: Patch) -> None:
    patch.setattr(slices, "ERROR", Fraction(1, 10))


def distances_zero(patch: Patch) -> None:
    patch.setattr(slices, "distance", lambda joint, chosen: Fraction(0))


def distance_without_its_half(patch: Patch) -> None:
    correct = randomness.half_distance
    patch.setattr(randomness, "half_distance", lambda p, q: 2 * correct(p, q))


def coupling_independent(patch: Patch) -> None:
    patch.setattr(
        randomness, "coupling", lambda p, q: {(i, j): p[i] * q[j] for i in range(len(p)) for j in range(len(q))}
    )


def source_unbiased(patch: Patch) -> None:
    patch.setattr(randomness, "largest_probability", lambda bias, rounds: Fraction(1, 2**rounds))


def certified_length_longer(patch: Patch) -> None:
    patch.setattr(composition, "certified_length", lambda: (6, 10, Fraction(8192, 791015625)))


FAULTS: dict[Callable[[Patch], None], str] = {
    theorem_3_without_its_root: "eq_18 k1_printed k1_corrected",
    certified_length_longer: "thm_5",
    printed_term_right: "k1_printed",
    large_error: "k1_printed",
    errors_inside_the_domain: "thm_5_domain_printed",
    differences_off_by_one: "eq_18 k1_corrected",
    shifts_cyclic: "sec_extraction_cost",
    output_copied_from_the_second_source: "sec_methods_independence k5_corrected",
    error_of_ranks_larger: "thm_2 k5_corrected",
    strong_in_both: "k5_printed",
    shifts_zero: "thm_2",
    thresholds_too_close_to_the_error: "k6_printed",
    distances_zero: "k6_printed k6_corrected thm_6 eq_22",
    distance_without_its_half: "sec_summary_coincidence",
    coupling_independent: "sec_summary_coincidence",
    source_unbiased: "sec_methods_z_entropy",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_fault_makes_its_checks_fail(fault: Callable[[Patch], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    standing = [name for name in FAULTS[fault].split() if as_printed("kulikov2024", name).holds]
    assert standing == []


def test_every_check_of_the_extractor_has_a_fault() -> None:
    named = {name for names in FAULTS.values() for name in names.split()}
    modules = (composition, extractor, randomness, slices)
    offered = {name for module in modules for name in vars(module) if f"kulikov2024.{name}" in checks_of("kulikov2024")}
    assert offered == named


def test_the_claims_come_out() -> None:
    entries = {entry.id: entry for entry in audit(["kulikov2024"])}
    wanted = {"K1": "unsupported", "K5": "discrepant", "K6": "discrepant", "thm-2": "proved", "thm-6": "weaker"}
    assert {name: entries[name].status for name in wanted} == wanted
    assert all(entry.ok for entry in entries.values())
    assert not any("extractor length" in entry.reason for entry in entries.values())


def test_the_counterexample_is_strong_in_one_argument_only() -> None:
    entries = table(extractor.first_bit_of_second, 2, 2, 1)
    assert transposed(transposed(entries)) == entries != transposed(entries)
