"""Protocol A in numbers: the certified gains, errors, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from math import comb

import pytest

from oracle.failures import Limit, Malformed
from oracle.papers.ramanathan2013.anchors import ANCHORS, Anchor, best, certificate, document, masses, shapes
from oracle.papers.ramanathan2013.security import Protocol, acceptance, error, read_bias
from proofs.kernel.check import check_bytes


def tail(k: int, chance: Fraction, m: int) -> Fraction:
    return sum((comb(k, j) * chance**j * (1 - chance) ** (k - j) for j in range(m + 1)), Fraction(0))


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: anchor.name)
def test_the_points_of_an_anchor_have_its_masses(anchor: Anchor) -> None:
    points = document(anchor.name)["witness"]["points"]
    assert len(points) == len(shapes())
    for shape, point in zip(shapes(), points, strict=True):
        found = [Fraction(0)] * 8
        for w, string, _ in point["weights"]:
            found[int(string)] += Fraction(w)
        assert all(mass <= anchor.masses[j] for mass, j in zip(found, shape, strict=True))


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: anchor.name)
def test_the_gain_of_an_anchor_is_proved_and_a_larger_one_is_not(anchor: Anchor) -> None:
    """With m = 0 and k = 1 the error is (1 - g)/2: the kernel proves it for the gain and not for one 10^-9 larger."""
    statement = document(anchor.name)["statement"]
    verdicts = []
    for gain in (anchor.gain, anchor.gain + Fraction(1, 10**9)):
        stated = (1 - gain) / 2 + Fraction(1, 10**20)
        changed = {**document(anchor.name), "statement": {**statement, "devices": "1", "error": str(stated)}}
        verdicts.append(check_bytes(json.dumps(changed).encode()).verdict)
    assert verdicts == ["PROVED", "REJECTED"]


def test_gains_are_the_closed_forms_and_fall_with_the_bias() -> None:
    for q in (Fraction(1, 4), Fraction(1, 5), Fraction(1, 10), Fraction(1, 10**6)):
        assert best(Fraction(1, 2) - q).gain == q * q * (1 - 4 * q / 9)
    biases = [Fraction(n, 40) for n in range(20)]
    gains = [best(bias).gain for bias in biases]
    assert gains == sorted(gains, reverse=True)
    for bias, gain in zip(biases, gains, strict=True):
        q = Fraction(1, 2) - bias
        assert min(Fraction(1, 10), q * q / 2) <= gain <= q * q  # theorem B and the local attack


def test_a_mixture_has_no_more_mass_than_the_source_gives() -> None:
    for bias in (Fraction(n, 97) for n in range(49)):
        mixture = best(bias)
        for j, available in enumerate(masses(mixture.bias)):
            assert sum(factor * anchor.masses[j] for factor, anchor in mixture.parts) <= available


@pytest.mark.parametrize("eps", ["2/5", "1/5"])
def test_certificates_for_other_biases_are_mixed_from_the_shipped_ones(eps: str) -> None:
    mixture = best(Fraction(eps))
    stated = tail(50, mixture.gain, 1) / 2 + Fraction(1, 10**15)
    verdict = check_bytes(certificate(mixture, 50, 1, stated))
    assert (verdict.verdict, f"bias b = {eps}" in verdict.statement) == ("PROVED", True)
    assert check_bytes(certificate(mixture, 50, 1, stated - Fraction(1, 10**14))).code == "error"
    assert check_bytes(certificate(replace(mixture, bias=mixture.bias + Fraction(1, 100)), 50, 1, stated)).code == "law"


def test_many_bits_have_the_errors_of_their_parities() -> None:
    gain, a = Fraction(1, 18), tail(200, Fraction(1, 18), 2)
    low, high = error(gain, Protocol(200, 2, 3))
    assert low <= ((1 + a) ** 3 - 1) / 2 <= high
    assert Protocol(200, 2, 3).source_bits == 1800


def test_honest_devices_pass_with_the_binomial_probability() -> None:
    low, high = acceptance(Fraction(1, 72), Protocol(162, 6))
    assert low <= tail(162, Fraction(1, 72), 6) <= high
    assert acceptance(Fraction(0), Protocol(10, 0)) == (Fraction(1), Fraction(1))
    assert acceptance(Fraction(1), Protocol(10, 9)) == (Fraction(0), Fraction(0))


@pytest.mark.parametrize("bias", ["1/2", "-1/100", "3/4"])
def test_a_bias_of_no_source_is_refused(bias: str) -> None:
    with pytest.raises(Malformed, match="at least 0 and below 1/2"):
        read_bias(Fraction(bias))


@pytest.mark.parametrize(
    ("protocol", "kind"),
    [
        (Protocol(0, 0), Malformed), (Protocol(5, 5), Malformed), (Protocol(5, -1), Malformed),
        (Protocol(5, 1, 0), Malformed), (Protocol(10**6 + 1, 0), Limit), (Protocol(5, 1, 65), Limit),
    ],
)  # fmt: skip
def test_parameters_of_no_protocol_are_refused(protocol: Protocol, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        error(Fraction(1, 10), protocol)


def test_no_probability_is_refused() -> None:
    with pytest.raises(Malformed, match="no probability"):
        acceptance(Fraction(2), Protocol(5, 1))
