"""bound sequential.boundary: both ends against formulas calculated here, any angle, bad input, certificates swapped."""

import json
from fractions import Fraction
from math import cos, pi, sin, sqrt
from typing import Any

import pytest

from oracle.bounds.entries import Bracket
from oracle.bounds.evaluate import evaluate
from oracle.failures import Bug, Malformed
from oracle.numbers import parse
from oracle.papers.padovan2024 import bounds as sequential
from oracle.papers.padovan2024.boundary import robust
from tests.oracle.runner import run

WIDTH = Fraction(1, 2**40)
NAME = "sequential.boundary"


def ends(theta: str, eps: str, width: Fraction = WIDTH) -> tuple[Fraction, Fraction]:
    found = evaluate(sequential.BOUNDARY.evaluate({"theta": parse(theta), "eps": Fraction(eps)}), width)
    return found.low, found.high


def maximum(theta: float, eps: float) -> float:
    """The largest S_theta over qubits with mean k of K and means r, p of X R and Z P, on a grid of k."""
    c, s = cos(2 * theta), sin(2 * theta)
    best = -10.0
    for step in range(-2000, 2001):
        k = step / 2000
        x, z = sqrt(1 - k), sqrt(1 + k)
        y = sqrt(max(0.0, 1 + (c * c - s * s) * k))
        rest = 2 - eps / sqrt(2)
        # linear in r and p over a box cut by r + p >= rest: the corners are enough
        corners = (
            [(r, p) for r in (x, -x) for p in (z, -z)]
            + [(f * x, rest - f * x) for f in (1, -1)]
            + [(rest - g * z, g * z) for g in (1, -1)]
        )
        inside = [(r, p) for r, p in corners if r + p >= rest - 1e-12 and abs(r) <= x + 1e-12 and abs(p) <= z + 1e-12]
        values = [y + c * (r - 1) + s * (p - 1) for r, p in inside]
        best = max([best, *values])
    return best * sqrt(2)


@pytest.mark.parametrize(
    ("theta", "value"), [("pi/8", pi / 8), ("0.1", 0.1), ("1.2", 1.2), ("2", 2.0), ("2.9", 2.9), ("-pi/5", -pi / 5)]
)
@pytest.mark.parametrize("eps", ["1/100", "1/2", "5"])
def test_the_interval_contains_the_maximum_over_qubits(theta: str, value: float, eps: str) -> None:
    low, high = ends(theta, eps)
    assert 0 <= high - low <= WIDTH
    found = maximum(value, float(Fraction(eps)))
    # the grid misses the maximum by little, and never exceeds it
    assert found <= float(high) + 1e-9
    assert found >= float(low) - 2e-3


def test_at_eps_zero_it_is_the_root_of_two_at_every_angle() -> None:
    for theta in ("0", "pi/8", "0.3", "2*pi/3", "tan=-7/3"):
        low, high = ends(theta, "0")
        assert low**2 < 2 < high**2
        assert high - low <= WIDTH


def test_at_pi_over_8_it_does_not_depend_on_eps() -> None:
    low, high = ends("pi/8", "1/10")
    assert low**2 < 2 + WIDTH
    assert high**2 > 2


def test_the_closed_form_lies_above() -> None:
    for theta, value in (("0.1", 0.1), ("1.2", 1.2), ("2.9", 2.9)):
        for eps in ("1/1000000", "1/10"):
            c, s, e = cos(2 * value), sin(2 * value), float(Fraction(eps))
            closed = sqrt(2) + max(0.0, -c, -s) * e + 2**0.25 * abs((c - s) * (1 - c - s)) * sqrt(e)
            assert float(ends(theta, eps)[1]) <= closed + 1e-12


def test_the_bound_grows_with_eps_and_stops() -> None:
    values = [ends("tan=1/10", eps)[1] for eps in ("0", "1/10000", "1/100", "1", "3", "100")]
    assert values[0] < values[1] < values[2] <= values[3] + WIDTH
    assert abs(values[4] - values[5]) <= WIDTH


@pytest.mark.parametrize("theta", ["tan=1/3", "0.3", "pi/7", "-9/10"])
def test_more_digits_at_every_angle(theta: str) -> None:
    narrow = Fraction(1, 10**40)
    low, high = ends(theta, "1/7", narrow)
    assert high - low <= narrow
    wide = ends(theta, "1/7")
    assert wide[0] <= high
    assert low <= wide[1]


@pytest.mark.parametrize(
    ("theta", "eps"), [("sqrt(2)", "1"), ("1000", "1"), ("pi/8", "-1/100"), ("pi/8", "sqrt(2)"), ("pi/8", "pi/8")]
)
def test_bad_arguments_exit_3_with_one_sentence(theta: str, eps: str) -> None:
    found = run("bound", NAME, f"theta={theta}", f"eps={eps}")
    assert found.exit_code == 3
    assert len(found.stderr.strip().split("\n")) == 1


def test_json_names_both_certificates() -> None:
    found = run("bound", NAME, "theta=tan=1/2", "eps=1/100", "--json")
    assert found.exit_code == 0
    document: dict[str, Any] = json.loads(found.stdout)
    assert document["safe_side"] == "high"
    assert document["arguments"] == {"theta": "tan=1/2", "eps": "1/100"}
    assert [entry["role"] for entry in document["further"]] == ["attained"]
    assert "commuting inputs: [B0, B00] = 0, [B0, B01] = 0" in document["statement"]


def swapped(kind: str) -> Any:
    """A search that answers another question."""
    genuine = robust.bracket

    def bracket(c: Any, s: Any, eps: Fraction, width: Fraction) -> robust.Bracket:
        if kind == "angle":
            return genuine(s, c, eps, width)
        return genuine(c, s, eps * 2, width)

    return bracket


@pytest.mark.parametrize("kind", ["angle", "eps"])
def test_an_answer_to_another_question_is_a_bug(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "bracket", swapped(kind))
    with pytest.raises(Bug):
        ends("tan=1/2", "1/100")


def test_angles_are_refused_where_a_number_is_meant() -> None:
    with pytest.raises(Malformed):
        sequential.BOUNDARY.evaluate({"theta": parse("sqrt(2)"), "eps": Fraction(1)})
    assert isinstance(sequential.BOUNDARY.evaluate({"theta": parse("pi/8"), "eps": Fraction(1)}), Bracket)
