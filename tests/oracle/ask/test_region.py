"""Confidence regions from counts: ends against exact tails, hypotheses in certificates, refusals."""

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.ask.region import BITS, EXACT_UP_TO, interval, tail_at_most
from oracle.resources import certificates_dir
from tests.oracle.runner import TABLE, refused, run

EXAMPLE = certificates_dir() / "examples" / "guessing-counts.toml"


def tail(count: int, rounds: int, p: Fraction) -> Fraction:
    return sum((comb(rounds, k) * p**k * (1 - p) ** (rounds - k) for k in range(count, rounds + 1)), Fraction(0))


@given(st.integers(1, 30), st.data())
def test_the_tail_is_the_definition(rounds: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, rounds))
    numerator = data.draw(st.integers(1, (1 << BITS) - 1))
    exact = tail(count, rounds, Fraction(numerator, 1 << BITS))
    assert tail_at_most(count, rounds, numerator, exact)
    assert not tail_at_most(count, rounds, numerator, exact - Fraction(1, 1 << 900))


@settings(max_examples=40)
@given(st.integers(1, 60), st.fractions(Fraction(1, 10**6), Fraction(1, 2), max_denominator=10**6), st.data())
def test_an_end_fails_with_at_most_its_probability(rounds: int, delta: Fraction, data: st.DataObject) -> None:
    """And hardly less: a unit further it may fail more often."""
    count = data.draw(st.integers(0, rounds))
    low, high = interval(count, rounds, delta)
    assert low <= Fraction(count, rounds) <= high
    assert low == 0 or tail(count, rounds, low) <= delta
    assert high == 1 or tail(rounds - count, rounds, 1 - high) <= delta
    assert not count or tail(count, rounds, low + Fraction(3, 1 << BITS)) > delta


def test_many_rounds_have_hoeffdings_ends() -> None:
    rounds, delta = EXACT_UP_TO + 1, Fraction(1, 100)
    narrow, wide = interval(1000, EXACT_UP_TO, delta), interval(1000, rounds, delta)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    # sqrt(ln 100 / (2 * 2001)) = 0.03392...
    assert Fraction("0.0339") < Fraction(1000, rounds) - wide[0] < Fraction("0.0340")
    assert interval(0, 10**9, delta)[0] == 0
    assert interval(10**9, 10**9, delta)[1] == 1


def problem(tmp_path: Path, *replaced: tuple[str, str], counts: bytes | None = None) -> str:
    """The example with some texts replaced, beside its table."""
    text = EXAMPLE.read_text(encoding="utf-8").replace("../pironio2010/table1.csv", "counts.csv")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "counts.csv").write_bytes(Path(TABLE).read_bytes() if counts is None else counts)
    (tmp_path / "problem.toml").write_text(text, encoding="utf-8")
    return str(tmp_path / "problem.toml")


def test_the_example() -> None:
    pytest.importorskip("clarabel")
    document = json.loads(run("certify", str(EXAMPLE), "--json").stdout)
    assert Fraction("0.94") < Fraction(document["bound"]) < Fraction("0.942")
    assert "POSSIBLY VACUOUS" not in document["statement"]
    assert document["statement"].count("hypothesis counts-") == 33
    assert document["facts"]["confidence region"].startswith("tag iid: if the 3016 rounds of ")
    assert "with probability at least 99/100" in document["facts"]["confidence region"]
    bits = document["facts"]["min-entropy"]
    assert "(at least 0.086" in bits
    assert "nothing is conditioned on" in bits
    # what was observed stands in no hypothesis as a probability
    assert "293/752" not in document["statement"]


def test_more_confidence_is_a_weaker_bound(tmp_path: Path) -> None:
    pytest.importorskip("clarabel")
    found = [
        Fraction(json.loads(run("certify", problem(tmp_path, ('"99/100"', f'"{c}"')), "--json").stdout)["bound"])
        for c in ("1/2", "99/100", "0.999999")
    ]
    assert found == sorted(found)
    assert found[0] < found[2]


def test_few_rounds_bound_nothing(tmp_path: Path) -> None:
    pytest.importorskip("clarabel")
    data = (certificates_dir() / "instances" / "munich2016.csv").read_bytes()
    document = json.loads(run("certify", problem(tmp_path, counts=data), "--json").stdout)
    assert Fraction(document["bound"]) > Fraction(99, 100)


def test_no_local_model_has_these_counts(tmp_path: Path) -> None:
    """The region lies outside of the local polytope: the hypotheses hold for no local behaviour."""
    text = EXAMPLE.read_text(encoding="utf-8").replace("../pironio2010/table1.csv", TABLE)
    for old, new in (
        ('"guessing"', '"maximum"'), ('"quantum"', '"local"'), ('level = "1+AB"\n', ""), ('solver = "picos"\n', ""),
        ('guessed = ["A0", "B0"]\n', ""),
    ):  # fmt: skip
        text = text.replace(old, new)
    (tmp_path / "p.toml").write_text(text + "\n[functional]\nA0 = 1\n", encoding="utf-8")
    result = run("certify", str(tmp_path / "p.toml"), "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["verdict"]) == (1, "EMPTY")
    assert document["facts"]["confidence region"].startswith("tag iid")


@pytest.mark.parametrize(
    ("replaced", "code"),
    [
        (('"99/100"', '"1"'), "out-of-range"),
        (('"99/100"', "0.99"), "wrong-value"),
        (('"99/100" #', '"99/100"\nmethod = "bayes" #'), "unknown-key"),
        (('counts = "', 'hypothetical = "'), "unknown-key"),
        (('confidence = "99/100" ', ""), "missing-key"),
        (('"A0 B0" = "1"', '"A0" = "1"'), "not-a-word"),
        (("B = [2, 2]", "B = [2, 2, 2]"), "csv-missing"),
    ],
)
def test_refusals(tmp_path: Path, replaced: tuple[str, str], code: str) -> None:
    assert f"[{code}]" in refused(3, "certify", problem(tmp_path, replaced))


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (b"x,y,a,b,probability\n", "csv-header"),
        (Path(TABLE).read_bytes().replace(b"293", b"29.3"), "csv-count"),
        (b"x,y,a,b,count\n" + b"".join(b"%d,%d,%d,%d,0\n" % (k >> 3, k >> 2 & 1, k >> 1 & 1, k & 1) for k in range(16)),
         "no-rounds"),
    ],
)  # fmt: skip
def test_bad_tables(tmp_path: Path, counts: bytes, code: str) -> None:
    assert f"[{code}]" in refused(3, "certify", problem(tmp_path, counts=counts))


def test_a_scenario_with_too_many_events(tmp_path: Path) -> None:
    assert "[size]" in refused(
        4, "certify", problem(tmp_path, ("B = [2, 2]", f"B = {[2] * 31}"), ("A = [2, 2]", "A = [2, 2, 2, 2]"))
    )
