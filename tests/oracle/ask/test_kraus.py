"""Problems over the set sequential from a state and Kraus operators."""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.ask.reading import read_problem
from proofs.kernel.check import check_bytes
from tests.oracle.runner import refused, run
from tests.oracle.toml import answered, text_of
from tests.schema.schemas import complaints

EXAMPLE = text_of("sequential-kraus")
Z = '[[["1", "0"], ["0", "0"]]], [[["0", "0"], ["0", "1"]]]'
RATIONAL = f"""
kind = "guessing"
set = "sequential"
level = "1+AB:sequences"
guessed = ["B0", "B00"]
[scenario.remote]
"0" = 2
[scenario.sequence]
"0" = 3
"00" = 2
[model]
state = [["3/5", "0"], ["0", "4/5"]]
[model.remote]
"0" = [{Z}]
[[model.sequence]]
"0" = [[[["3/5", "0"], ["0", "0"]]], [[["0", "0"], ["0", "3/5"]]], [[["4/5", "0"], ["0", "4/5"]]]]
[[model.sequence]]
"0" = [{Z}]
"""
"""Bob1 looks at Z with probability 9/25, and else says 2."""


def means(text: str) -> dict[str, tuple[Fraction, Fraction]]:
    found = read_problem(text.encode(), "p.toml", lambda name: b"")
    return {next(iter(item.functional)): (item.low, item.high) for item in found.question.known}


def test_the_example_is_proved_and_shown_to_be_possible() -> None:
    assert complaints("problem", tomllib.loads(EXAMPLE)) == []
    code, document = answered(EXAMPLE)
    assert (code, document["verdict"]) == (0, "PROVED")
    assert "VACUOUS" not in document["statement"]
    assert Fraction(document["min_entropy"]) > Fraction("1.57")
    assert "commuting projectors on a larger space" in document["remark"]


def test_means_are_those_of_the_kraus_operators() -> None:
    """cos theta = 24/25, a flip of the phase in one of 50 rounds, A at (4 Z +- 3 X)/5."""
    c, s = Fraction(24**2 - 7**2, 625), Fraction(2 * 24 * 7, 625)
    found = means(EXAMPLE)
    expected = {
        "B0 B00": c, "A0 B0": Fraction(4, 5) * c, "A0 B00": Fraction(4, 5), "A1 B1": -Fraction(3, 5),
        "A0 B01": Fraction(3, 5) * s * Fraction(48, 50), "A1 B01": -Fraction(3, 5) * s * Fraction(48, 50),
    }  # fmt: skip
    assert {word: found[word] for word in expected} == {word: (value, value) for word, value in expected.items()}
    assert found["B0 B01"] == (Fraction(0), Fraction(0))


def test_irrational_means_lie_in_narrow_intervals() -> None:
    """A measures (Z +- X)/sqrt 2, as in the protocol: one projector has the entries 1/2 +- sqrt(2)/4 and sqrt(2)/4."""
    first, second, off = '"1/2 + sqrt(2)/4"', '"1/2-1/4*sqrt(2)"', '"sqrt(2)/4"'
    up, down = f"[[[{first}, {off}], [{off}, {second}]]]", f'[[[{second}, "-sqrt(2)/4"], ["-sqrt(2)/4", {first}]]]'
    old = '"0" = [[[["9/10", "3/10"], ["3/10", "1/10"]]], [[["1/10", "-3/10"], ["-3/10", "9/10"]]]]'
    text = EXAMPLE.replace(old, f'"0" = [{up}, {down}]')
    assert text != EXAMPLE
    assert complaints("problem", tomllib.loads(text)) == []
    low, high = means(text)["A0 B00"]
    assert low**2 < Fraction(1, 2) < high**2
    assert high - low < Fraction(1, 2**37)
    _, document = answered(text)
    assert "VACUOUS" not in document["statement"]  # the point has the means exactly, within the intervals
    assert "-low: mean: " in document["statement"]


def test_three_outcomes_and_rational_numbers() -> None:
    assert complaints("problem", tomllib.loads(RATIONAL)) == []
    found = means(RATIONAL)
    # projectors on outcomes 0 and 1 of B0; what was not looked at is 16/25
    assert found["B0=0"] == (Fraction(81, 625),) * 2
    assert found["A0 B0=1"] == (-Fraction(9 * 16, 625),) * 2
    result = run("certify", "-", "--json", stdin=RATIONAL.encode())
    document = json.loads(result.stdout)
    assert document["verdict"] == "PROVED"
    assert "VACUOUS" not in document["statement"]
    assert "field" not in document["statement"]


def test_the_certificate_carries_the_projectors(tmp_path: Path) -> None:
    path = tmp_path / "k.cert.json"
    assert run("certify", "-", "-o", str(path), stdin=EXAMPLE.encode()).exit_code == 0
    data = path.read_bytes()
    assert check_bytes(data).verdict == "PROVED"
    document = json.loads(data)
    (model,) = document["witness"]["feasible"]["models"]
    assert model["dimensions"] == ["2", "10"]
    # one entry of Bob1's observable changed: it is no observable any more
    model["operators"]["B0"][0][0] = "1/2"
    assert check_bytes(json.dumps(document).encode()).verdict == "REJECTED"


@pytest.mark.parametrize(
    ("code", "sentence", "old", "new"),
    [
        (3, "amplitudes do not sum to 1", '"4/5"]]\n[model.remote]', '"3/5"]]\n[model.remote]'),
        (3, "of the Kraus operators do not sum to 1", '"3/5", "0"], ["0", "0"]', '"1/5", "0"], ["0", "0"]'),
        (3, "a matrix of 2 x 2 is needed, not of 1 x 2", '[["4/5", "0"], ["0", "4/5"]]', '[["4/5", "0"]]'),
        (3, "2 outcomes where the scenario has 3", ', [[["4/5", "0"], ["0", "4/5"]]]', ""),
        (3, "the rows of a matrix are equally long", '["0", "4/5"]]]]', '["0"]]]]'),
        (3, "a list of its Kraus operators is needed", '[[["4/5", "0"], ["0", "4/5"]]]]', '"1"]'),
        (3, "is neither rational nor a rational", '"3/5", "0"], ["0", "4/5"', '"sqrt(3)", "0"], ["0", "4/5"'),
        (3, "binary floating point", '"3/5", "0"], ["0", "4/5"', '0.6, "0"], ["0", "4/5"'),
        (3, "'3/5 0*sqrt(2)' is not", '"3/5", "0"], ["0", "4/5"', '"3/5 0*sqrt(2)", "0"], ["0", "4/5"'),
        (3, "'sqrt(x)' is not", '"3/5", "0"], ["0", "4/5"', '"sqrt(x)", "0"], ["0", "4/5"'),
        (3, "2 tables are needed, one for each party", f'[[model.sequence]]\n"0" = [{Z}]\n', ""),
        (3, "the key is not known here; known are 0", f'[model.remote]\n"0" = [{Z}]', f'[model.remote]\n"1" = [{Z}]'),
        (3, "inputs of a model are counted from 0; the scenario has 1", 'remote]\n"0" = 2', 'remote]\n"1" = 2'),
        (3, "one measurement of a model has one number", '"00" = 2', '"1" = 2\n"00" = 2\n"10" = 3'),
        (4, "a system of more than 8 dimensions", '[["3/5", "0"], ["0", "4/5"]]', f'[[{", ".join("000000001")}]]'),
        (3, "exactly one of protocol", "[model]", "[expectations]\nB0 = 0\n[model]"),
    ],
)  # fmt: skip
def test_models_that_are_none(code: int, sentence: str, old: str, new: str) -> None:
    text = RATIONAL.replace(old, new, 1)
    assert text != RATIONAL
    assert sentence in refused(code, "certify", "-", stdin=text.encode())


def test_a_dilation_beyond_the_kernel_is_a_limit() -> None:
    weak = '[[["3/5", "0"], ["0", "4/5"]]], [[["4/5", "0"], ["0", "3/5"]]]'
    text = RATIONAL.replace(Z, weak)
    assert "the dilation: " in refused(4, "certify", "-", stdin=text.encode())
