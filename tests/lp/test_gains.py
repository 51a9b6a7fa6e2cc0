"""Gains of devices against biased sources: known values, certificates the kernel proves, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from lp.coordinates import Scenario
from lp.gains import Claim, Device, Library, Point, certificate, trees
from proofs.kernel.check import check_bytes
from proofs.search.language.failure import Failure


def chsh() -> Device:
    marks = {0: "0--1", 1: "-01-"}
    strings = tuple(((x, y), marks[x * y]) for x, y in product((0, 1), repeat=2))
    return Device(Scenario.uniform(2, 2, 2), strings, (0, 1))


@pytest.mark.parametrize("low", [Fraction(1, 2), Fraction(2, 5), Fraction(1, 4), Fraction(1, 100)])
def test_the_gain_of_chsh_is_the_square_of_the_least_probability(low: Fraction) -> None:
    library = Library(chsh())
    assert min(library.point(law, Fraction(1)).gain for law in trees(2, low)) == low**2


def points(low: Fraction) -> tuple[Library, list[Point]]:
    library = Library(chsh())
    return library, [library.point(law, low**2) for law in trees(2, low)]


@pytest.mark.unjudged
def test_the_kernel_proves_what_the_points_say_and_no_more() -> None:
    library, found = points(Fraction(1, 4))
    claim = Claim(Fraction(1, 4), 2, 0, Fraction(225, 512) + Fraction(1, 10**20))
    assert check_bytes(certificate(library.device, library, found, claim)).verdict == "PROVED"
    less = replace(claim, error=Fraction(225, 512) - Fraction(1, 10**20))
    assert check_bytes(certificate(library.device, library, found, less)).code == "error"
    wider = replace(claim, bias=Fraction(1, 3))
    assert check_bytes(certificate(library.device, library, found, wider)).code == "law"


@pytest.mark.unjudged
def test_a_gain_raised_by_hand_is_refused() -> None:
    library, found = points(Fraction(1, 4))
    weights = {key: 2 * w for key, w in found[0].weights.items()}
    raised = [Point(weights, found[0].slack, found[0].gain), *found[1:]]
    claim = Claim(Fraction(1, 4), 2, 0, Fraction(1, 3))
    assert check_bytes(certificate(library.device, library, raised, claim)).code in ("identity", "law")


def test_an_exchange_of_outcomes_that_keeps_the_bits_is_refused() -> None:
    with pytest.raises(Failure, match="does not exchange the bits"):
        replace(chsh(), flipped=(1,))


def test_a_behaviour_with_the_least_gain_is_one_and_is_exchanged_into_itself() -> None:
    device = chsh()
    found = Library(device).behaviour([Fraction(1, 4)] * 4)
    assert min(found) >= 0
    assert [found[i] for i in device.flip] == found
    assert sum(found[i] for i in device.events(0, "01-")) == 1
