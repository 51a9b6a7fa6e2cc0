"""Proposed certificates of entropies and of whole runs are proved, and give what the literature's formulas give."""

from fractions import Fraction as Q

import pytest

from proofs.kernel.check import check_bytes
from proofs.search.entropies.accumulate import THEOREMS, Run, accumulated, estimated
from proofs.search.entropies.uncertainty_line import Tangent
from proofs.search.language.failure import Failure
from proofs.search.language.write import certificate_bytes

ANALYTIC = {"5/2": 0.4564355568, "27/10": 0.7284821254, "14/5": 0.9185310850}


@pytest.mark.parametrize("score", ANALYTIC)
def test_the_curve_is_certified_within_1e_7(score: str) -> None:
    line = Tangent.at(Q(score))
    assert check_bytes(certificate_bytes(*line.certificate(["A0"]))).verdict == "PROVED"
    assert 0 <= ANALYTIC[score] + 1e-10 - float(line.value(Q(score))) < 1e-7


@pytest.mark.parametrize("score", ["2", "201/100", "2828/1000", "28284271247461/10000000000000"])
def test_lines_at_the_ends_of_the_curve_are_proved(score: str) -> None:
    assert check_bytes(certificate_bytes(*Tangent.at(Q(score)).certificate(["A1"]))).verdict == "PROVED"


@pytest.mark.parametrize(("rounds", "least"), [(10**6, 573_000), (10**8, 71_200_000)])
def test_accumulation_gives_what_its_formula_gives(rounds: int, least: int) -> None:
    found = accumulated(Run(rounds, Q(27, 10)), "improved", Q(1, 10**10))
    assert found.bits >= least
    assert check_bytes(found.data).verdict == "PROVED"


@pytest.mark.parametrize(("rounds", "least"), [(10**6, 740_000), (10**8, 80_000_000)])
def test_factors_give_more(rounds: int, least: int) -> None:
    found = estimated(Run(rounds, Q(27, 10)), Q(1, 10**10))
    assert found.bits >= least
    assert check_bytes(found.data).verdict == "PROVED"


@pytest.mark.parametrize("theorem", THEOREMS)
def test_few_rounds_and_local_scores_give_0_bits(theorem: str) -> None:
    for run in (Run(1000, Q(27, 10)), Run(10**6, Q(2)), Run(10**6, Q(-1))):
        found = accumulated(run, theorem)
        assert found.bits == 0
        assert check_bytes(found.data).verdict == "PROVED"
    assert estimated(Run(100, Q(5, 2)), Q(1, 10**10)).bits == 0


def test_inputs_that_are_not_uniform_are_an_estimator_of_their_own() -> None:
    run = Run(10**8, Q(27, 10), (Q(1, 2), Q(1, 6), Q(1, 6), Q(1, 6)))
    found = accumulated(run, "generalised")
    assert 0 < found.bits < accumulated(Run(10**8, Q(27, 10)), "generalised").bits
    assert check_bytes(found.data).verdict == "PROVED"
    with pytest.raises(Failure):
        estimated(run, Q(1, 100))


def test_a_theorem_nobody_knows_is_refused() -> None:
    with pytest.raises(Failure, match="there is no theorem"):
        accumulated(Run(10, Q(5, 2)), "sharper")
