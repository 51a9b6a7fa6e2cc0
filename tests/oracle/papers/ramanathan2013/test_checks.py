"""Negative controls: for every check a fault that makes it fail; images of certificates; random sources."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.failures import Bug
from oracle.ledger.arithmetic import identical
from oracle.ledger.checks import checks_of
from oracle.ledger.claims import read_ledger
from oracle.papers.ramanathan2013 import anchors
from oracle.papers.ramanathan2013 import definitions as fourparty
from oracle.papers.ramanathan2013.bounds import QUESTION
from oracle.papers.ramanathan2013.checks import (
    certified,
    concentration,
    inequality,
    information,
    insecure,
    joint,
    majority,
    protocol,
    selection,
    source,
    verification,
    xor,
)
from oracle.proved import Proved
from oracle.resources import certificates_dir
from tests.oracle.ledger.printed import as_printed

Patch = pytest.MonkeyPatch
PAPER = "ramanathan2013"


def certificates_gone(patch: Patch) -> None:
    for module in (certified, inequality, insecure, joint, majority):
        patch.setattr(module, "certificate", lambda name: f"{name} is not there")


def certificates_of_the_opposite_bit(patch: Patch) -> None:
    genuine = certified.bound_everywhere
    patch.setattr(certified, "majority", lambda setting, sign: fourparty.majority(setting, -sign))
    patch.setattr(majority, "bound_everywhere", genuine)


def majority_of_all_four(patch: Patch) -> None:
    for module in (fourparty, joint):
        patch.setattr(module, "majority_sign", lambda outcomes: 1 if sum(outcomes) <= 2 else -1)


def another_inequality(patch: Patch) -> None:
    patch.setattr(inequality, "bell", lambda: {"": Fraction(4)})


def a_setting_misread(patch: Patch) -> None:
    patch.setattr(inequality, "U0", ((0, 0, 0, 1), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 0)))


def parities_exchanged(patch: Patch) -> None:
    patch.setattr(inequality, "indicator", lambda x, u: 0)


def bases_exchanged(patch: Patch) -> None:
    patch.setattr(inequality, "PLUS", (1, 0))
    patch.setattr(inequality, "MINUS", (0, 1))


def identities_off_by_one(patch: Patch) -> None:
    def shifted(left: Callable[..., Fraction], right: Callable[..., Fraction], degree: int, variables: int) -> bool:
        return identical(left, lambda *values: right(*values) + 1, degree, variables)

    for module in (xor, selection, source, verification):
        patch.setattr(module, "identical", shifted)


def line_through_one_half(patch: Patch) -> None:
    patch.setattr(majority, "printed", lambda delta: (8 + 10 * delta) / 16)


def distance_without_its_prefactor(patch: Patch) -> None:
    patch.setattr(majority, "distance", lambda value: abs(value) / 2)


def distance_larger_than_the_value(patch: Patch) -> None:
    patch.setattr(majority, "distance", lambda value: 2 * abs(value))


def leading_term_larger(patch: Patch) -> None:
    patch.setattr(xor, "_leading", lambda k, delta: majority.printed(delta) ** k)


def other_alphabets(patch: Patch) -> None:
    patch.setattr(selection, "range", lambda *ends: [2, 3, 4], raising=False)


def boxes_at_bell_value_two(patch: Patch) -> None:
    for module in (majority, xor):
        patch.setattr(module, "attained", lambda number: (Fraction(2), Fraction(1)))


def denominator_right(patch: Patch) -> None:
    patch.setattr(source, "printed", source.exact)


def every_run_accepted(patch: Patch) -> None:
    patch.setattr(joint, "indicator", lambda x, u: 0)


def factors_that_suffice(patch: Patch) -> None:
    patch.setattr(selection, "PRINTED", {"(16)": selection.corrected, "above (19)": selection.corrected})


def a_factor_that_is_too_small(patch: Patch) -> None:
    patch.setattr(selection, "corrected", lambda k, t: k**3 * t**3)


def one_block_before(patch: Patch) -> None:
    patch.setattr(selection, "excess", lambda sizes: Fraction(1))


def another_constant(patch: Patch) -> None:
    patch.setattr(selection, "CONSTANT", 10)


def unbiased_inputs(patch: Patch) -> None:
    patch.setattr(selection, "BIASED", Fraction(1, 2))


def a_source_of_larger_bias(patch: Patch) -> None:
    patch.setattr(selection, "biased", lambda bits, bias: [(Fraction(1),)])


def a_choice_before_the_inputs(patch: Patch) -> None:
    patch.setattr(selection, "chosen_after", lambda hit, q: hit)


def at_least_in_place_of_above(patch: Patch) -> None:
    genuine = verification.sizes_above
    patch.setattr(verification, "sizes_above", lambda k, mu, strict: genuine(k, mu, not strict))


def a_source_without_randomness(patch: Patch) -> None:
    patch.setattr(source, "least", lambda p, prefix=(), wanted=source.SETTINGS: Fraction(0))


def sixteen_settings_in_the_sum(patch: Patch) -> None:
    patch.setattr(verification, "LARGEST_VALUE", 64)


def indicators_up_to_eight(patch: Patch) -> None:
    patch.setattr(verification, "INDICATORS", frozenset({0, 8}))


def negative_indicators(patch: Patch) -> None:
    patch.setattr(verification, "INDICATORS", frozenset({-1, 1}))


def threshold_twice_as_large(patch: Patch) -> None:
    genuine = verification.threshold
    patch.setattr(verification, "threshold", lambda d, p: 2 * genuine(d, p))


def denominator_beyond_the_right_one(patch: Patch) -> None:
    patch.setattr(source, "printed", lambda p: 2 * source.exact(p))


def averages_replaced_by_sums(patch: Patch) -> None:
    patch.setattr(protocol, "composable", lambda zeros, weights: Fraction(3))


def no_constant_device(patch: Patch) -> None:
    patch.setattr(protocol, "majority_sign", lambda outcomes: -1)


def few_rounds(patch: Patch) -> None:
    patch.setattr(protocol, "right_side", lambda delta, mu, k, root_t: Fraction(1))


def gains_times(factor: Fraction, patch: Patch) -> None:
    genuine = anchors.best
    patch.setattr(insecure, "best", lambda bias: replace(genuine(bias), gain=genuine(bias).gain * factor))


def gains_beyond_the_local_attack(patch: Patch) -> None:
    gains_times(Fraction(3), patch)


def gains_of_a_third(patch: Patch) -> None:
    gains_times(Fraction(1, 3), patch)


def errors_of_one(patch: Patch) -> None:
    patch.setattr(insecure, "error", lambda gain, protocol: (Fraction(1), Fraction(1)))


def a_test_that_is_met_by_nothing(patch: Patch) -> None:
    patch.setattr(insecure, "printed_threshold", lambda bias, delta, mu: Fraction(1, 10**12))


def settings_that_are_certain(patch: Patch) -> None:
    patch.setattr(insecure, "least_given_eight", lambda bias, settings: Fraction(1))


def information_of_five_bits(patch: Patch) -> None:
    patch.setattr(information, "information", lambda *_: {2: Fraction(5)})


def products_that_are_far(patch: Patch) -> None:
    patch.setattr(information, "from_product", lambda *_: Fraction(100))


def products_that_are_near(patch: Patch) -> None:
    patch.setattr(information, "from_product", lambda *_: Fraction(0))


def a_negative_variable(patch: Patch) -> None:
    patch.setattr(information, "_tails", lambda step: step(Fraction(1), Fraction(-1), Fraction(1)))


def negative_probabilities(patch: Patch) -> None:
    patch.setattr(information, "laws", lambda variables, count: [{(1,) * variables: Fraction(-1)}])


def tails_of_zero(patch: Patch) -> None:
    patch.setattr(concentration, "azuma", lambda *_: Fraction(0))


def sums_of_the_largest(patch: Patch) -> None:
    patch.setattr(concentration, "sum", lambda parts: 3 * max(parts), raising=False)


def a_root_of_one(patch: Patch) -> None:
    patch.setattr(concentration, "range", lambda *_: [1], raising=False)


def a_half_of_one(patch: Patch) -> None:
    patch.setattr(concentration, "HALF", Fraction(1))


FAULTS: dict[Callable[[Patch], None], str] = {
    gains_beyond_the_local_attack: "protocol_a local_attack",
    gains_of_a_third: "protocol_a every_bias local_attack",
    errors_of_one: "protocol_a noise_tolerated many_bits",
    a_test_that_is_met_by_nothing: "selection_attack",
    settings_that_are_certain: "least_likely",
    information_of_five_bits: "chain_rule uniform_choice",
    products_that_are_far: "pinsker lemma_6 order_of_draws",
    products_that_are_near: "triangle",
    a_negative_variable: "markov",
    negative_probabilities: "union_bound",
    tails_of_zero: "lemma_7 lemma_7_steps fresh_inputs fresh_inputs_of_honest_boxes lemma_9",
    sums_of_the_largest: "eq_72_printed eq_72_corrected",
    a_root_of_one: "d7_terms",
    a_half_of_one: "xor_tends_to_uniform",
    certificates_gone: "eq_6_product eq_8_state eq_9_bases d12_printed d12_corrected any_input eq_2_linear "
    "unpredictable lemma_4 lemma_4_dual d1_corrected eq_26_program d2_printed d2_corrected "
    "eq_30_settings lemma_4_tight d3_printed d3_corrected acceptance_selects gain_is_attained forward_signalling",
    certificates_of_the_opposite_bit: "any_input eq_2_linear unpredictable lemma_4 lemma_4_dual "
    "d1_corrected eq_26_program eq_30_settings",
    majority_of_all_four: "d12_corrected",
    another_inequality: "eq_6_product",
    a_setting_misread: "eq_4_settings eq_7_entries",
    parities_exchanged: "eq_7_entries",
    bases_exchanged: "eq_8_state eq_9_bases",
    identities_off_by_one: "lemma_5 d16_corrected d5_corrected d15_corrected eq_68",
    line_through_one_half: "d1_printed lemma_4 lemma_4_dual eq_30_settings lemma_4_tight",
    distance_without_its_prefactor: "d2_printed d2_corrected",
    distance_larger_than_the_value: "d2_corrected lemma_4 ",
    leading_term_larger: "d4",
    boxes_at_bell_value_two: "d1_corrected eq_26_program d2_printed d2_corrected d3_printed d3_corrected",
    denominator_right: "d16_printed d16_corrected",
    every_run_accepted: "d12_printed",
    factors_that_suffice: "d5_printed",
    a_factor_that_is_too_small: "d5_corrected d6_corrected",
    one_block_before: "d6_printed",
    another_constant: "d8_corrected",
    other_alphabets: "d8_printed",
    unbiased_inputs: "d9",
    a_source_of_larger_bias: "eq_45",
    a_choice_before_the_inputs: "d10 fresh_inputs fresh_inputs_of_honest_boxes",
    at_least_in_place_of_above: "d15_printed d15_corrected",
    a_source_without_randomness: "eq_57",
    negative_indicators: "eq_57 ",
    sixteen_settings_in_the_sum: "increments_of_lemma_7 d17",
    indicators_up_to_eight: "increments_of_lemma_7 d17",
    threshold_twice_as_large: "eq_73",
    denominator_beyond_the_right_one: "eq_68",
    averages_replaced_by_sums: "lemma_2 prop_3",
    no_constant_device: "prop_3",
    few_rounds: "prop_3",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_fault_makes_its_checks_fail(fault: Callable[[Patch], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    standing = [name for name in FAULTS[fault].split() if as_printed(PAPER, name).holds]
    assert standing == []


def test_every_check_holds_is_used_and_has_a_fault() -> None:
    checks = checks_of(PAPER)
    assert [name for name in checks if not as_printed(PAPER, name.partition(".")[2]).holds] == []
    named = {name for names in FAULTS.values() for name in names.split()}
    assert {name.partition(".")[2] for name in checks} == named
    files = [certificates_dir() / PAPER / name for name in ("claims.toml", "results.toml")]
    claims = [claim for file in files for claim in read_ledger(file).claims]
    used = {item.name for claim in claims for item in claim.evidence if hasattr(item, "name")}
    assert used == set(checks)


def test_no_claim_waits_for_linear_programs() -> None:
    claims = read_ledger(certificates_dir() / PAPER / "claims.toml").claims
    assert [claim.id for claim in claims if "linear programs" in claim.reason] == []
    expected = {claim.id: claim.expected for claim in claims}
    assert {expected[name] for name in ("D2", "D3", "D12", "D16", "D18")} == {"discrepant"}
    assert {expected[name] for name in ("D1", "D5", "D6", "D8")} == {"unsupported"}
    assert {expected[name] for name in ("D4", "D17")} == {"proved"}


def test_an_image_under_an_odd_number_of_flips_is_about_another_inequality() -> None:
    found = certified.certificate("majority-piece-1")
    assert isinstance(found, Proved)
    moved = certified.image(found, (0, 0, 0, 0), 1)
    assert isinstance(moved, Proved)
    with pytest.raises(Bug, match="another hypotheses"):
        QUESTION.bound_at(moved, fourparty.majority((0, 0, 0, 0)), Fraction(0))


def test_images_are_about_the_eight_settings() -> None:
    assert {setting for setting, _ in certified.CHOICES} == {*fourparty.U0, *fourparty.U1}
    found = certified.certificate("majority-piece-2")
    assert isinstance(found, Proved)
    moved = [certified.image(found, setting, sign) for setting, sign in certified.CHOICES]
    assert len({item.text for item in moved if isinstance(item, Proved)}) == 16


conditional = st.fractions(0, 1, max_denominator=50)


@settings(max_examples=40)
@given(st.fractions(0, Fraction(49, 100), max_denominator=100), st.lists(conditional, min_size=15, max_size=15))
def test_no_source_beats_the_extremes(bias: Fraction, weights: list[Fraction]) -> None:
    low = Fraction(1, 2) - bias
    prefixes = [prefix for k in range(4) for prefix in product((0, 1), repeat=k)]
    zeros = {prefix: low + 2 * bias * weight for prefix, weight in zip(prefixes, weights, strict=True)}
    probability = {}
    for setting in product((0, 1), repeat=4):
        term = Fraction(1)
        for k, bit in enumerate(setting):
            zero = zeros[setting[:k]]
            term *= 1 - zero if bit else zero
        probability[setting] = term
    total = sum(probability[setting] for setting in source.SETTINGS)
    assert total >= source.least(1 - low) == low
    ratio = source.most_likely(1 - low)
    assert max(probability[setting] / total for setting in source.SETTINGS) <= ratio
    assert ratio <= (1 - low) ** 4 / source.printed(1 - low)
