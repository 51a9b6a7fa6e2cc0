"""Other inequalities: gains, the quantum noise of the chained ones, certificates, and which amplifies what."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from lp.gains import Library, trees
from oracle.failures import Malformed
from oracle.ledger.arithmetic import enclose, op
from oracle.numbers import Expression
from oracle.papers.ramanathan2013.any_bound import ANY
from oracle.papers.ramanathan2013.demands import Demand
from oracle.papers.ramanathan2013.device import device
from oracle.papers.ramanathan2013.inequalities import (
    INEQUALITIES,
    Inequality,
    chain,
    found,
    local_failures,
    local_limit,
    named,
)
from proofs.kernel.check import check_bytes

DEMAND = Demand(Fraction(1, 10), Fraction(1, 1000))
TREES = list(trees(3, Fraction(1, 4)))
CHAINED = [inequality for inequality in INEQUALITIES if inequality.boxes == 2]


def sine_squared(halvings: int) -> Expression:
    """sin^2(pi/2^(n + 1)) = (2 - c)/4 with c = sqrt(2 + sqrt(2 + ...)), n - 1 roots."""
    cosine: Expression = "0"
    for _ in range(halvings - 1):
        cosine = op("sqrt", op("add", 2, cosine))
    return op("div", op("sub", 2, cosine), 4)


@pytest.mark.parametrize("inequality", CHAINED, ids=lambda inequality: inequality.name)
def test_the_noise_of_quantum_devices_is_rounded_up(inequality: Inequality) -> None:
    value = enclose(sine_squared(inequality.source_bits))
    assert value.high <= inequality.noise <= value.low + Fraction(1, 10**6)


@pytest.mark.parametrize("bits", [2, 3])
def test_the_gain_of_a_chain_is_a_power_and_local_boxes_reach_it(bits: int) -> None:
    device = chain(bits)
    q = Fraction(1, 4)
    library = Library(device)
    laws = list(trees(bits, q))[:8]
    assert {library.point(law, Fraction(1)).gain for law in laws} == {q**bits}
    # all boxes answer 0: only the last link breaks
    broken = [string for string in range(1 << bits) if device.strings[string][1][0] == "-"]
    assert broken == [(1 << bits) - 1]


@pytest.mark.parametrize("name", ["chsh", "chained8"])
def test_a_bipartite_protocol_has_a_certificate(name: str) -> None:
    inequality, eps = named(name), Fraction(1, 20)
    protocol = found(inequality, eps, DEMAND)
    assert protocol is not None
    assert check_bytes(inequality.certificate(eps, protocol, DEMAND.error)).verdict == "PROVED"


def test_chains_amplify_up_to_a_bias_that_grows_with_their_length() -> None:
    """Broken links are as likely as sin^2(pi/2^(n + 1)), which has to be below q^n."""
    limits = {}
    for inequality in CHAINED:
        able = [n for n in range(500) if found_any(inequality, Fraction(n, 1000))]
        limits[inequality.name] = max(able)
    assert limits == {"chsh": 117, "chained8": 163, "chained16": 186}


def found_any(inequality: Inequality, eps: Fraction) -> bool:
    return inequality.noise < inequality.gain(eps)


def test_the_bound_names_all_inequalities_and_takes_the_fewest_boxes() -> None:
    result = ANY.evaluate({"eps": Fraction(1, 10), "error": Fraction(1, 1000)})
    assert result.exact == 59
    assert all(inequality.name in result.remark for inequality in INEQUALITIES)
    assert ANY.choose is not None
    one = ANY.choose({"inequality": "chained8"}).evaluate({"eps": Fraction(1, 10), "error": Fraction(1, 1000)})
    assert one.exact == 1945


def test_what_amplifies_nothing_is_refused() -> None:
    assert ANY.choose is not None
    for name, eps in product(("chsh", "chained8"), (Fraction(1, 4),)):
        with pytest.raises(Malformed, match="nothing amplifies here"):
            ANY.choose({"inequality": name}).evaluate({"eps": eps, "error": Fraction(1, 1000)})
    with pytest.raises(Malformed, match="it is one of"):
        named("mermin3")


def test_no_gain_is_above_that_of_local_boxes() -> None:
    for inequality in INEQUALITIES:
        for eps in (Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(49, 100)):
            assert 0 < inequality.gain(eps) <= inequality.limit(eps) <= Fraction(1, 2)
    assert named("ns4").limit(Fraction(2, 5)) == Fraction(1, 100)
    # five parties: six settings of sixteen fail, of which a source of large bias makes all but one pair rare
    for q in (Fraction(1, 2), Fraction(2, 5), Fraction(1, 4), Fraction(1, 100), Fraction(1, 2**20)):
        assert named("mermin5").limit(Fraction(1, 2) - q) == q**2 * (1 + 2 * q - 2 * q**2)


def test_the_limit_is_the_least_probability_over_all_trees() -> None:
    for failures in list(local_failures(device))[:4]:
        laws = trees(3, Fraction(1, 4))
        least = min(sum(p for p, x in zip(law, failures, strict=True) if x) for law in laws)
        assert least >= local_limit(device, Fraction(1, 4))
    found = [sum(p for p, x in zip(law, row, strict=True) if x) for row in local_failures(device) for law in TREES]
    assert min(found) == local_limit(device, Fraction(1, 4))


@pytest.mark.parametrize("noise", ["-1", "-1/1000", "1", "2"])
def test_a_noise_that_is_no_probability_is_refused(noise: str) -> None:
    # the noise of a device in quantum theory is above a negative one, and must not hide it
    assert ANY.choose is not None
    with pytest.raises(Malformed, match="from 0 to below 1"):
        ANY.choose({"noise": noise}).evaluate({"eps": Fraction(1, 4), "error": Fraction(1, 1000)})


def test_reaches_are_where_the_gain_meets_the_noise() -> None:
    assert [str(inequality.reach()) for inequality in CHAINED] == ["117/1000", "163/1000", "93/500"]
    assert named("mermin5").reach() == Fraction(1, 2)
