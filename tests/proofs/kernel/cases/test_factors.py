"""Rule factors: what the vectors do not show."""

from fractions import Fraction as Q
from itertools import product
from typing import Any

import pytest

from tests.certificates.valid_factors import FACTORS, law
from tests.proofs.kernel.build import Document, at, proved, put, refusal, scenario

S, W = "/statement", "/witness"
POINTS = FACTORS["points"]


def cells(*inputs: str) -> list[str]:
    """The cells of a scenario with one digit of outcomes for each input of each party."""
    settings = product(*(range(len(outcomes)) for outcomes in inputs))
    result = []
    for setting in settings:
        ranges = [range(int(outcomes[i])) for outcomes, i in zip(inputs, setting, strict=True)]
        for outcome in product(*ranges):
            pairs = zip("ABCD", setting, outcome, strict=False)
            result.append(" ".join(f"{party}{i}={o}" for party, i, o in pairs))
    return result


def trivial(settings: Document, *inputs: str) -> Any:
    """A factor 1 in some scenario, which needs no proof."""
    table = [["1", word] for word in cells(*inputs)]
    changed = put(put(POINTS, S + "/scenario", scenario(*inputs)), S + "/blocks", [{"factor": table, "counts": table}])
    return put(put(put(changed, S + "/bits", "0"), S + "/settings", settings), W + "/proofs", [{}])


def test_a_factor_of_at_most_one_needs_no_proof() -> None:
    text = proved(trivial({"model": "product", "bias": "1/100"}, "22", "23", "33"))
    assert "scenario: A(0:2, 1:2) B(0:2, 1:3) C(0:3, 1:3)" in text
    assert "the inputs of the parties are independent" in text


@pytest.mark.parametrize(
    ("model", "inputs", "expected"),
    [
        ("product", ("22", "22", "22", "22"), "LIMIT size /statement/settings/model"),
        ("product", ("22", "222"), "MALFORMED out-of-range /statement/settings/model"),
        ("sequential", ("2", "22"), "MALFORMED out-of-range /statement/settings/model"),
        ("two-sided", ("22", "22", "22"), "MALFORMED out-of-range /statement/settings/model"),
        ("two-sided", ("22",), "MALFORMED out-of-range /statement/settings/model"),
    ],
)
def test_models_with_a_bias_are_about_two_inputs_a_party(model: str, inputs: tuple[str, ...], expected: str) -> None:
    assert refusal(trivial({"model": model, "bias": "1/100"}, *inputs)) == expected


@pytest.mark.parametrize("inputs", [("22", "23"), ("22", "222"), ("22", "22", "22"), ("22",)])
def test_extreme_points_are_known_for_two_inputs_of_two_outcomes(inputs: tuple[str, ...]) -> None:
    count = 2 ** len(inputs)
    hull: Document = {"model": "hull", "points": [[[f"1/{count}", label] for label in labels(inputs)]]}
    if "222" in inputs:
        hull["points"] = [[["1/6", label] for label in labels(inputs)]]
    document = put(trivial(hull, *inputs), W + "/proofs", [{"points": "80"}])
    assert refusal(document) == "REJECTED factor /witness/proofs/0/points"


def labels(inputs: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(" ".join(atom[1] for atom in word.split()) for word in cells(*inputs)))


def test_a_hull_of_one_law_depends_on_nothing() -> None:
    declared = {"model": "hull", "points": [at(POINTS, S + "/settings/distribution")]}
    text = proved(put(POINTS, S + "/settings", declared))
    assert "assumption: inputs-not-from-outputs" not in text
    two = put(declared, "/points", [declared["points"][0]] * 2)
    assert "assumption: inputs-not-from-outputs" in proved(put(POINTS, S + "/settings", two))


def test_a_law_that_is_a_corner_is_read() -> None:
    corners = [law("1", "0", "0", "0"), law("0", "1", "0", "0"), law("0", "0", "1", "0"), law("0", "0", "0", "1")]
    text = proved(put(trivial({"model": "hull", "points": corners}, "22", "22"), W + "/proofs", [{"points": "80"}]))
    assert "mixture of P(0 0) = 1, P(0 1) = 0" in text


def test_what_is_in_sample_says_so_first_and_claims_no_probability() -> None:
    lines = proved(FACTORS["in-sample"]).split("\n")
    assert lines[0] == "in-sample: the factor was chosen from these counts: no error probability is claimed"
    assert not [line for line in lines if "Pr[" in line or line.startswith(("assumption", "error", "tag: adversary"))]


def test_counts_of_zero_need_no_logarithm() -> None:
    # a cell with factor 0 that never occurred
    document = put(FACTORS["zero"], S + "/bits", "1/100")
    entries = at(document, S + "/blocks/0")
    for (value, _), entry in zip(entries["factor"], entries["counts"], strict=True):
        if value == "0":
            entry[0] = "0"
    assert proved(document)


def test_the_bits_are_at_most_those_of_all_outputs() -> None:
    # 4 at one cell and 0 elsewhere is a factor with every power; ten rounds that all hit the cell are the bad event
    words = cells("22", "22")
    factor = [["4" if k == 0 else "0", word] for k, word in enumerate(words)]
    counts = [["10" if k == 0 else "0", word] for k, word in enumerate(words)]
    document = put(POINTS, S + "/blocks", [{"factor": factor, "counts": counts}])
    assert proved(put(document, S + "/bits", "20"))
    assert refusal(put(document, S + "/bits", f"{20 * 2**60 + 1}/{2**60}")) == "REJECTED bits /statement/bits"


def long(base: int, count: int) -> list[str]:
    """Fractions of 1991 digits with pairwise different denominators."""
    return [f"{10**1990 + base + k}/{10**1990 + base + k + 1}" for k in range(count)]


def test_sums_of_long_fractions_are_a_limit_and_soon() -> None:
    factor = [[value, word] for value, word in zip(long(0, 16), cells("22", "22"), strict=True)]
    assert refusal(put(POINTS, S + "/blocks/0/factor", factor)) == "LIMIT work"
    ends = ["-4", "2", *(str(Q(2) + Q(k, 500) + Q(1, 10**1900 + k)) for k in range(1, 900)), "4"]
    pieces = put(FACTORS["majorised"], W + "/proofs/0/ends", ends)
    assert refusal(put(pieces, W + "/proofs/0/lines", ["0"] + ["1"] * (len(ends) - 2))) == "LIMIT work"
