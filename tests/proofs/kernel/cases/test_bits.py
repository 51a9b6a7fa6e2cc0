"""Rule chain: exact deviation and bits, just possible and just not."""

from fractions import Fraction as Q

import pytest

from tests.proofs.kernel.build import Document, bound, document, premise, proved, put, refusal, scenario
from tests.proofs.kernel.rounds import correlated, experiment, one_round

S, W = "/statement", "/witness"


def test_the_exact_tail_of_azuma() -> None:
    # n = 100, eps = 1/2, c = 2: exp(-25/8) = 0.04393693362340742...
    for delta, enough in (("439369337/10000000000", True), ("439369336/10000000000", False)):
        certificate = put(correlated(), S + "/errors/0/value", str(Q(delta)))
        if enough:
            assert proved(certificate)
        else:
            assert refusal(certificate) == "REJECTED deviation /statement/deviation"


def test_the_exact_tail_of_the_width() -> None:
    # n = 100, eps = 1/2, w = 2: exp(-25/2) = 0.00000372665317207866...
    base = put(correlated(), S + "/deviation/method", "width")
    assert proved(put(base, S + "/errors/0/value", str(Q(372665318, 10**14))))
    assert (
        refusal(put(base, S + "/errors/0/value", str(Q(372665317, 10**14))))
        == "REJECTED deviation /statement/deviation"
    )


def test_the_width_is_that_of_the_estimator() -> None:
    # the functional 3 - P(00) takes the values 3 and 2: width 1, while azuma counts 3 + max |<I>|
    words = ["A0=0 B0=0", "A0=0 B0=1", "A0=1 B0=0", "A0=1 B0=1"]
    functional = [[c, word] for c, word in zip(("2", "3", "3", "3"), words, strict=True)]
    ranges = []
    for sense, value, listed in (("<=", "3", [["1", words[0]]]), (">=", "2", [["1", word] for word in words[1:]])):
        statement = bound("no-signalling", scenario("2", "2"), functional, sense, value)
        ranges.append(premise(document("lp-dual", statement, {"events": listed})))
    guess = [
        premise(document("lp-dual", bound("no-signalling", scenario("2", "2"), [["1", f"A0={a}"]], "<=", "1"),
        {"events": [["1", f"A0={1 - a}"]]})) for a in (0, 1)
    ]  # fmt: skip
    base = put(put(correlated(), W + "/range", ranges), W + "/guessing", guess)
    base = put(put(base, S + "/functional", functional), S + "/guessing", {"constant": "1", "slope": "0"})
    base = put(put(base, S + "/range", ["2", "3"]), S + "/estimate", str(3 - Q(45, 100)))
    width = put(base, S + "/deviation", {"method": "width", "value": "1/10"})
    # exp(-2) = 0.1353352832366127
    assert proved(put(width, S + "/errors/0/value", "33833821/250000000"))
    assert (
        refusal(put(width, S + "/errors/0/value", "135335283/1000000000")) == "REJECTED deviation /statement/deviation"
    )
    azuma = put(base, S + "/deviation", {"method": "azuma", "value": "6/5"})
    # n eps^2 / (2 c^2) = 144 / 72 with c = 3 + 3
    assert proved(put(azuma, S + "/errors/0/value", "33833821/250000000"))
    assert (
        refusal(put(azuma, S + "/errors/0/value", "135335283/1000000000")) == "REJECTED deviation /statement/deviation"
    )


@pytest.mark.parametrize("method", ["azuma", "width"])
def test_an_estimator_that_is_constant(method: str) -> None:
    # <A0 B0> - <A0 B0> in two spellings is zero, and so is its range
    zero = [["1", "A0 B0"], ["-1", "A0=0 B0=0"], ["1", "A0=0 B0=1"], ["1", "A0=1 B0=0"], ["-1", "A0=1 B0=1"]]
    ranges = [
        premise(document("lp-dual", bound("no-signalling", scenario("2", "2"), zero, sense, "0"),
        {"events": [["0", "A0=0"]]})) for sense in ("<=", ">=")
    ]  # fmt: skip
    guess = [
        premise(document("lp-dual", bound("no-signalling", scenario("2", "2"), [["1", f"A0={a}"]], "<=", "1"),
        {"events": [["1", f"A0={1 - a}"]]})) for a in (0, 1)
    ]  # fmt: skip
    base = put(put(put(correlated(), W + "/range", ranges), W + "/guessing", guess), S + "/functional", zero)
    base = put(put(base, S + "/guessing", {"constant": "1", "slope": "0"}), S + "/deviation/method", method)
    constant = put(put(base, S + "/range", ["0", "0"]), S + "/estimate", "0")
    assert refusal(constant) == "REJECTED deviation /statement/deviation"


def test_the_exact_bits_of_one_round() -> None:
    # -log2(3/4) = 0.41503749927884381854...
    for bits, enough in ((41503749927884381854, True), (41503749927884381855, False)):
        certificate = put(put(one_round(), S + "/bits", str(Q(bits, 10**20))), W + "/precision", "128")
        if enough:
            assert proved(certificate)
        else:
            assert refusal(certificate) == "REJECTED bits /statement/bits"


def lucky(deviation: str, bits: str, high: str) -> Document:
    """3016 rounds, all in one winning cell of inputs that have probability 1/10: Ihat = 10."""
    certificate = experiment()
    counts = [["3016" if word == "A0=0 B0=0" else "0", word] for _, word in certificate["statement"]["counts"]]
    inputs = [["1/10", "0 0"], ["3/10", "0 1"], ["3/10", "1 0"], ["3/10", "1 1"]]
    changes = {
        "counts": counts, "inputs": inputs, "estimate": "10", "range": ["-4", high], "bits": bits,
        "deviation": {"method": "width", "value": deviation},
        "errors": [{"name": "delta", "type": "bad-event", "value": "1/2"}],
    }  # fmt: skip
    return {**certificate, "statement": {**certificate["statement"], **changes}}


def test_the_score_is_clipped_to_the_range() -> None:
    # at 4 the guessing bound is 1/2: one bit a round, however lucky
    assert proved(lucky("1", "3016", "4"))
    assert refusal(lucky("1", f"{3016 * 2**60 + 1}/{2**60}", "4")) == "REJECTED bits /statement/bits"


def test_bits_are_clipped_to_the_number_of_outcomes() -> None:
    # 10 - 9/2 gives -log2(1/8) = 3 bits a round, but there are four outcomes
    assert proved(lucky("9/2", "6032", "100"))
    assert refusal(lucky("9/2", f"{6032 * 2**60 + 1}/{2**60}", "100")) == "REJECTED bits /statement/bits"
    # 10 - 6 gives one bit
    assert proved(lucky("6", "3016", "100"))
    assert refusal(lucky("6", f"{3016 * 2**60 + 1}/{2**60}", "100")) == "REJECTED bits /statement/bits"


def test_a_guessing_bound_that_is_not_positive_at_the_score() -> None:
    assert refusal(lucky("1", "1", "100")) == "REJECTED domain /statement/guessing"
    # 3/2 - 6/4 = 0
    assert refusal(lucky("4", "1", "100")) == "REJECTED domain /statement/guessing"
    assert proved(lucky("4", "0", "100"))


def test_more_rounds_give_more_bits() -> None:
    for method, deviation, least in (
        ("no-signalling", "width8", 0),
        ("analytic", "width8", 40),
        ("analytic", "azuma", 40),
    ):
        certificate = experiment(method, deviation)
        bits = Q(certificate["statement"]["bits"])
        assert bits >= least
        assert proved(certificate)
        assert refusal(put(certificate, S + "/bits", str(bits + Q(1, 10)))) == "REJECTED bits /statement/bits"
