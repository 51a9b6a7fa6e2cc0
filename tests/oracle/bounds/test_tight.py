"""The tight curve: brackets around independent values, their certificates, and refusals."""

import json
from fractions import Fraction
from importlib.util import find_spec
from math import log2

import mpmath
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import proofs.search.chsh.rounds as rounds
import proofs.search.chsh.tight as tight
from oracle.bounds.catalogue import find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.bounds.tight import LAST, rate_upper
from oracle.enclosures import Enclosure
from oracle.failures import Bug, Limit, Malformed
from proofs.kernel.check import check_bytes
from tests.oracle.runner import run
from tests.oracle.toml import answered, text_of

NAME = "chsh.min-entropy.global"
WIDTH = Fraction(1, 2**40)


def bracket(score: str, digits: int | None = None) -> Enclosure:
    bound = find(NAME)
    return evaluate(bound.evaluate(read_arguments(bound, [f"score={score}"])), width_for(digits))


def curve(score: Fraction) -> Fraction:
    """f by solving I(u) = score numerically, to about fifty digits."""
    with mpmath.workdps(60):
        low, high = 1 / mpmath.sqrt(2), mpmath.mpf(1)
        wanted = mpmath.mpf(score.numerator) / score.denominator
        for _ in range(190):
            u = (low + high) / 2
            h = 2 * u**3 - 2 * u + 1
            value = 2 * (4 * u**6 - 4 * u**5 - 2 * u**4 + 2 * u**3 + 2 * u - 1) / h
            low, high = (u, high) if value > wanted else (low, u)
        f = -mpmath.log((low**3 - 2 * low**2 - low + 1) ** 2 / (2 * low**3 - 2 * low + 1), 2)
        return Fraction(int(f * 2**150), 2**150)


@settings(max_examples=6, deadline=None)
@example(Fraction(2828427, 10**6))
@given(st.fractions(Fraction(2026, 1000), Fraction(2828427, 10**6), max_denominator=10**6))
def test_the_bracket_is_narrow_around_the_curve(score: Fraction) -> None:
    found, value, margin = bracket(str(score)), curve(score), Fraction(1, 2**120)
    assert found.low - margin <= value <= found.high + margin
    assert found.high - found.low <= WIDTH


@settings(max_examples=5, deadline=None)
@given(st.fractions(2, Fraction(2025, 1000), max_denominator=10**6))
def test_below_the_exact_certificates_both_ends_stay_proved(score: Fraction) -> None:
    found, value, margin = bracket(str(score)), curve(score), Fraction(1, 2**120)
    assert found.low - margin <= value <= found.high + margin
    assert found.high - found.low < Fraction(16, 10**5)
    if found.high:
        (formula,) = [proof.statement for role, proof in found.further if role == "formula"]
        assert Fraction(formula["low"]) - margin <= value <= Fraction(formula["high"]) + WIDTH


@pytest.mark.skipif(find_spec("picos") is None, reason="picos is optional and not installed")
@pytest.mark.parametrize("score", ["2.005", "2.00935"])  # low is farthest from the curve at the second
def test_a_solver_closes_the_tail_at_twenty_five_words(score: str) -> None:
    found = bracket(score)
    problem = text_of("guessing-quantum").replace('"1+AB"', '"2+AAB+ABB+AABB"').replace('"2.5"', f'"{score}"')
    code, document = answered(problem)
    assert code == 0
    bits = -log2(Fraction(document["bound"]))
    assert float(found.high) - 1e-5 < bits < float(found.high)
    assert float(found.low) < bits


def test_the_tail_begins_where_the_exact_tangents_end() -> None:
    assert tight.LAST < LAST < tight.LAST + Fraction(1, 10**4)
    assert bracket(str(LAST)).high - bracket(str(LAST)).low <= WIDTH
    assert "formula" not in [role for role, _ in bracket(str(LAST)).further]


def test_both_ends_are_certificates() -> None:
    found = bracket("5/2")
    below = check_bytes(found.certificate)
    assert below.verdict == "PROVED"
    assert "claim: if <I> >= 5/2 then H_min(outcomes | inputs, adversary) >=" in below.statement
    assert "tag: adversary = quantum" in below.statement
    (role, point), (second, entropy) = found.further
    assert (role, second) == ("attained", "entropy of its outcome pair")
    values = json.loads(point.data)["statement"]["values"]
    assert Fraction(values[0]["value"]) >= Fraction(5, 2)
    assert entropy.statement["expression"] == {"neg": [{"log2": [values[1]["value"]]}]}
    assert Fraction(entropy.statement["high"]) == found.high


def test_the_ends_of_the_curve() -> None:
    for score in ("2", "1", "-3"):
        assert bracket(score).low == bracket(score).high == 0
    top = bracket("2*sqrt(2)")
    with mpmath.workdps(40):
        exact = Fraction(int(-mpmath.log((2 + mpmath.sqrt(2)) / 8, 2) * 2**120), 2**120)
    assert top.low <= exact <= top.high <= top.low + WIDTH


def test_a_surd_between() -> None:
    found = bracket("sqrt(7)")
    assert bracket("2.645751").low <= found.low <= found.high <= bracket("2.645752").high


def test_more_digits() -> None:
    found = bracket("5/2", 18)
    assert found.high - found.low <= Fraction(1, 10**18)
    with pytest.raises(Limit):
        bracket("5/2", 200)


def test_beyond_the_quantum_maximum() -> None:
    with pytest.raises(Malformed) as refused:
        bracket("2.8284271247461902")
    assert refused.value.code == "out-of-range"


def test_equation_6_and_no_signalling_lie_below() -> None:
    for score in ("2.2", "2.8"):
        others = [find(f"chsh.min-entropy.{name}") for name in ("local", "nosignalling")]
        words = [f"score={score}"]
        below = [evaluate(bound.evaluate(read_arguments(bound, words)), WIDTH) for bound in others]
        assert all(bound.high < bracket(score).low for bound in below)


def test_no_bound_exceeds_the_attained_entropy() -> None:
    assert rate_upper(Fraction(2)) == 0
    assert rate_upper(Fraction(3)) == rate_upper(Fraction(10)) > rate_upper(Fraction(28284, 10000))


def test_a_bound_for_another_score_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = rounds.one_round_certificate
    monkeypatch.setattr(rounds, "one_round_certificate", lambda score, *rest: genuine(score + 1 / Fraction(10), *rest))
    with pytest.raises(Bug):
        bracket("5/2")


def test_a_behaviour_with_another_score_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = tight.attained
    other = tight.attained(Fraction(9, 4))
    monkeypatch.setattr(tight, "attained", lambda *arguments: (genuine(*arguments)[0], other[1]))
    with pytest.raises(Bug):
        bracket("12/5")  # a score that no other test asks for: what was proved is remembered


def test_the_verb() -> None:
    document = json.loads(run("bound", NAME, "score=5/2", "--json").stdout)
    assert document["safe_side"] == "low"
    assert Fraction("0.32783360") < Fraction(document["low"]) < Fraction(document["high"]) < Fraction("0.32783361")
    assert [entry["role"] for entry in document["further"]] == ["attained", "entropy of its outcome pair"]
    assert document["statement"].startswith("set: quantum-commuting")
    assert "exact 0 bits" in run("bound", NAME, "score=2").stdout
