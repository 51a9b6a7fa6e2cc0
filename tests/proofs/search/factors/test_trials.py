"""Honest training at full size: what factors chosen from the first rounds certify from the others."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from oracle.data.chsh_table import read_table
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from proofs.search.factors.behaviours import CELLS
from proofs.search.factors.bits import estimated_bits_certificate
from proofs.search.factors.trials import Trial, summary, trials
from proofs.search.language.failure import Failure
from tests.oracle.runner import refused, run

pytest.importorskip("cvxopt", reason="cvxopt is optional and not installed")
IONS = certificates_dir() / "pironio2010" / "table1.csv"
VIENNA = certificates_dir() / "instances" / "vienna2015.csv"
HUNDREDTH = Fraction(1, 100)
SEED = 20261130


def certified(trial: Trial, delta: Fraction) -> Fraction:
    """Bits that the kernel proves for the rounds of a trial that did not train."""
    data = estimated_bits_certificate(trial.trained, trial.rest, delta, f"calibration {'0' * 64}")
    verdict = check_bytes(data)
    assert verdict.verdict == "PROVED", verdict
    return Fraction(json.loads(data)["statement"]["bits"])


@pytest.mark.unjudged
def test_two_hundred_runs_of_ions_certify_440_bits_on_the_mean() -> None:
    found = trials(read_table(IONS.read_bytes()).counts, 3016, Fraction(1, 3), HUNDREDTH, 200, SEED)
    assert {sum(one.rest.values()) for one in found} == {2011}
    assert all(certified(one, HUNDREDTH) == one.bits for one in found[::20])
    assert summary([one.bits for one in found])["mean"] >= 440


@pytest.mark.unjudged
def test_a_hundred_thousand_rounds_certify_27_000_bits() -> None:
    found = trials(read_table(IONS.read_bytes()).counts, 100_000, Fraction(1, 3), HUNDREDTH, 20, SEED)
    assert certified(found[0], HUNDREDTH) == found[0].bits
    assert summary([one.bits for one in found])["mean"] >= 27_000


@pytest.mark.unjudged
def test_an_optical_run_with_biased_inputs_certifies_33_000_bits() -> None:
    """One run, of one seed: with another the figure may be some thousands more or less (docs/factors.md)."""
    delta = Fraction(1, 1 << 64)
    bias = Fraction(1, 1000)
    counts = read_table(VIENNA.read_bytes()).counts
    (one,) = trials(counts, 3_500_000_000, Fraction(1, 10), delta, 1, SEED, law=None, model="product", bias=bias)
    assert sum(one.first.values()) == 350_000_000
    assert certified(one, delta) >= 33_000


def test_equal_seeds_give_equal_trials_and_the_first_rounds_alone_train() -> None:
    counts = read_table(IONS.read_bytes()).counts
    one, again = (trials(counts, 3016, Fraction(1, 3), HUNDREDTH, 2, 7, power=Fraction(1, 50)) for _ in range(2))
    assert [(t.first, t.rest, t.bits) for t in one] == [(t.first, t.rest, t.bits) for t in again]
    assert one[0].first != one[1].first
    assert set(one[0].rest) == set(CELLS)


@pytest.mark.parametrize(("rounds", "share"), [(3016, Fraction(1)), (3016, Fraction(0)), (2, Fraction(1, 3))])
def test_trials_need_rounds_in_both_parts(rounds: int, share: Fraction) -> None:
    with pytest.raises(Failure):
        trials(read_table(IONS.read_bytes()).counts, rounds, share, HUNDREDTH, 1, 1)


def test_the_verb_says_that_trials_are_a_forecast() -> None:
    words = ("factors", str(IONS), "--trials", "2", "--power", "1/50")
    assert "a forecast, no claim" in run(*words).stdout
    found = json.loads(run(*words, "--json").stdout)
    assert (found["trials"], found["rounds"], found["share"]) == (2, "3016", "1/3")
    assert "writes no factors" in refused(2, *words, "-o", "f.json")
    assert "-o FACTORS.json" in refused(2, "factors", str(IONS))
    refused(3, *words, "--share", "2")
