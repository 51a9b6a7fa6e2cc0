"""The shipped semidefinite problems: files, bounds and attaining models are about the same functional."""

import json
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from oracle.ask.reading import read_problem
from proofs.kernel.check import check_bytes
from tests.certificates.make_instances import FOLDER, chained, i3322_attained, tilted

BOUNDS = {
    "chsh": ["chsh-50-digits", "../../pironio2010/quantum-bound"],
    "tilted-chsh": ["tilted-chsh"],
    "chained-3": ["chained-3"],
    "i3322": ["i3322-level-1-AB", "i3322-level-2", "i3322-level-3"],
}
POINTS = {
    "chsh": "../../pironio2010/quantum-attained",
    "tilted-chsh": "tilted-chsh-attained",
    "chained-3": "chained-3-attained",
    "i3322": "i3322-attained",
}


def statement(name: str) -> dict[str, Any]:
    data = (FOLDER / f"{name}.cert.json").read_bytes()
    assert check_bytes(data).verdict == "PROVED"
    found: dict[str, Any] = json.loads(data)["statement"]
    return found


def near(value: Any, field: Any) -> float:
    """A number of the format as a float."""
    if isinstance(value, str):
        return float(Fraction(value))
    root = sqrt(-int(field["minimal-polynomial"][0]))
    return sum((float(Fraction(c)) * root**i for i, c in enumerate(value)), 0.0)


@pytest.mark.parametrize("name", BOUNDS)
def test_the_optimum_lies_between_what_is_attained_and_what_is_proved(name: str) -> None:
    data = (FOLDER / f"{name}.toml").read_bytes()
    problem = read_problem(data, f"{name}.toml", lambda _: b"")
    point = statement(POINTS[name])
    bounds = [statement(bound) for bound in BOUNDS[name]]
    (value,) = point["values"]
    for terms in (value["functional"], *(bound["functional"] for bound in bounds)):
        assert {word: Fraction(c) for c, word in terms} == problem.question.functional
    assert all((bound["sense"], bound["kind"]) == ("<=", "bound") for bound in bounds)
    proved = min(near(bound["bound"], bound.get("field")) for bound in bounds)
    attained = near(value["value"], point.get("field"))
    assert -1e-12 < proved - attained < (1e-12 if name != "i3322" else 1e-3)


def test_fifty_digits_of_two_square_roots_of_two() -> None:
    bound = Fraction(statement("chsh-50-digits")["bound"])
    assert 0 < bound**2 - 8 < Fraction(6, 10**50)  # bound - sqrt 8 < 1.1e-50


def test_higher_levels_have_smaller_bounds_of_the_digits_that_are_printed() -> None:
    one, two, three = (Fraction(statement(name)["bound"]) for name in BOUNDS["i3322"])
    assert Fraction("0.2508755") < three < Fraction("0.250875569") < two
    assert two < Fraction("0.250939722") < one < Fraction("0.251470899")


@pytest.mark.parametrize("name", ["tilted-chsh", "tilted-chsh-attained", "chained-3-attained", "i3322-attained"])
def test_explicit_certificates_come_out_again(name: str) -> None:
    pytest.importorskip("picos", reason="picos is optional and not installed")
    made = {**tilted(), **chained(), "i3322-attained": i3322_attained()}
    assert (FOLDER / f"{name}.cert.json").read_bytes() == made[name]
