"""The two exact curves: values from another program, certificates about the right thing, every refusal."""

import json
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lp.optima import maximum
from lp.supporting_lines import difference
from oracle.bounds.catalogue import find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.enclosures import Enclosure
from oracle.failures import Bug, Malformed, Undecided
from oracle.functionals import means
from oracle.papers.ramanathan2013 import curves as fourparty
from oracle.papers.ramanathan2013 import definitions as definitions
from oracle.papers.ramanathan2013.bounds import QUESTION
from oracle.proved import proved
from proofs.kernel.check import check_bytes
from proofs.search.language.means import Mean
from tests.oracle.runner import refused, run
from tests.schema.schemas import complaints

CURVES = ("ns4.majority", "ns4.joint")


def value(name: str, delta: Fraction | str) -> Enclosure:
    bound = find(name)
    return evaluate(bound.evaluate(read_arguments(bound, [f"delta={delta}"])), width_for(None))


@settings(max_examples=6)
@given(st.fractions(0, Fraction(3, 2), max_denominator=10**6))
def test_v_is_the_optimum_of_the_program_at_delta(delta: Fraction) -> None:
    found = value("ns4.majority", delta)
    limit = Mean("bell", difference(fourparty.bell(), delta))
    assert found.low == found.high == maximum(fourparty.SCENARIO, fourparty.majority(), [limit]).value


@settings(max_examples=2)
@given(st.fractions(0, Fraction(1, 2), max_denominator=10**6))
def test_w_is_the_largest_of_four_programs_at_delta(delta: Fraction) -> None:
    limit = Mean("bell", difference(fourparty.bell(), delta))
    signs = product((1, -1), repeat=2)
    functionals = [means(definitions.joint_events(definitions.CANONICAL, *pair)) for pair in signs]
    best = max(maximum(fourparty.SCENARIO, functional, [limit]).value for functional in functionals)
    found = value("ns4.joint", delta)
    assert found.low == found.high == best >= value("ns4.majority", delta).high


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("delta", ["0", "1/9", "2/9", "1/3", "1", "8", "1e-30", "100"])
def test_json(name: str, delta: str) -> None:
    document = json.loads(run("bound", name, f"delta={delta}", "--json").stdout)
    assert complaints("bound", document) == []
    assert document["low"] == document["high"] == document["exact"]
    assert [item["role"] for item in document["further"]] == ["attained"] + ["bound"] * (3 * (name == "ns4.joint"))
    assert document["statement"].count("claim: every behaviour of the set has") == 1
    assert f"= {document['exact']}" in document["further"][0]["statement"].splitlines()[-1]


def test_the_certificate_of_the_piece_is_written(tmp_path: Any) -> None:
    path = tmp_path / "piece.cert.json"
    document = json.loads(run("bound", "ns4.majority", "delta=0.3", "-o", str(path), "--json").stdout)
    verdict = check_bytes(path.read_bytes())
    assert (verdict.verdict, verdict.sha256) == ("PROVED", document["sha256"])
    assert "for all real delta in [2/9, 1/3]" in verdict.statement


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize(("delta", "code"), [("-1/1000000", "out-of-range"), ("sqrt(2)", "wrong-number")])
def test_other_deltas_are_refused(name: str, delta: str, code: str) -> None:
    assert f"[{code}]" in refused(3, "bound", name, f"delta={delta}")
    with pytest.raises(Malformed):
        value(name, delta)


def test_curves_about_another_setting_are_not_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    other = fourparty.majority_curve((0, 0, 1, 0))
    monkeypatch.setattr(fourparty, "majority_curve", lambda: other)
    with pytest.raises(Undecided):  # the behaviour has another value
        value("ns4.majority", "1/9")
    functional = means(definitions.majority_events(definitions.CANONICAL))
    with pytest.raises(Bug, match="another functional"):
        QUESTION.bound_at(proved(other.pieces[0].bound), functional, Fraction(1, 9))


def test_a_piece_of_another_range_is_not_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = fourparty.majority_curve()

    class Shifted:
        vertices = genuine.vertices

        def __call__(self, delta: Fraction) -> Fraction:
            return genuine(delta)

        def piece_at(self, delta: Fraction) -> Any:
            return genuine.pieces[1]

    monkeypatch.setattr(fourparty, "majority_curve", Shifted)
    with pytest.raises(Bug, match="another range"):
        value("ns4.majority", "1/9")


def test_a_bound_above_the_behaviour_is_not_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = fourparty.majority_curve()

    class Loose:
        vertices = genuine.vertices

        def __call__(self, delta: Fraction) -> Fraction:
            return Fraction(1)

        def piece_at(self, delta: Fraction) -> Any:
            return genuine.pieces[-1]  # M.P <= 1 holds for every behaviour

    monkeypatch.setattr(fourparty, "majority_curve", Loose)
    with pytest.raises(Bug, match="do not meet"):
        value("ns4.majority", "1/9")
