"""The paper's named quantities against brute force, its figures, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import log, log2, sqrt
from pathlib import Path

import pytest

from oracle.ask.tables import cells
from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.bounds.games import binomial_tail
from oracle.data.any_table import declared_law, read_any
from oracle.data.ratios import best_ratios, ratios_bytes, read_ratios, strategies
from oracle.enclosures import Enclosure
from oracle.failures import CommandFailure, Limit, Malformed, Undecided, Usage
from oracle.ledger.arithmetic import fisher_two_sided
from oracle.resources import certificates_dir
from tests.oracle.runner import refused, run

IONS = certificates_dir() / "pironio2010" / "table1.csv"
SCORE = "score=70/29"


def enclosed(name: str, *words: str) -> Enclosure:
    bound, _, rest = choose(find(name), words)
    return evaluate(bound.evaluate(read_arguments(bound, rest)), width_for(None))


@pytest.mark.parametrize(
    ("method", "figure"),
    [("azuma", "0.00076746798"), ("width8", "9.8036e-8"), ("binomial", "1.0179e-11"), ("chernoff", "1.46737e-10")],
)
def test_local_models_of_the_2010_data(method: str, figure: str) -> None:
    found = enclosed("local-model.p-value", "n=3016", SCORE, f"method={method}")
    assert abs(found.high / Fraction(figure) - 1) < Fraction(1, 10000)
    assert (found.high - found.low) * 10**6 <= found.high
    assert enclosed("local-model.p-value", "n=3016", "wins=2418", f"method={method}").high == found.high


def test_every_method_is_above_the_exact_tail() -> None:
    for n in (1, 3, 8):
        for wins in range(n + 1):
            exact = binomial_tail(n, wins, Fraction(3, 4))
            for method in ("width8", "azuma", "binomial", "chernoff"):
                assert enclosed("local-model.p-value", f"n={n}", f"wins={wins}", f"method={method}").high >= exact


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ((), Usage),
        (("n=10",), Usage),
        (("n=10", "wins=9", "score=3"), Usage),
        (("n=10", "score=5"), Malformed),
        (("n=10", "score=3", "method=binomial"), Malformed),
        (("n=8", "score=3", "q=1/2"), Malformed),
        (("n=8", "wins=7", "q=1/5"), Malformed),
        (("n=0", "score=3"), Malformed),
        (("n=8", "wins=9"), Limit),
        (("factors=f.json",), Usage),
        (("factors=none.json", "counts=none.csv"), Undecided),
    ],
)
def test_arguments_of_the_p_value(words: tuple[str, ...], kind: type[CommandFailure]) -> None:
    with pytest.raises(kind):
        enclosed("local-model.p-value", *words)


def table(parties: Mapping[str, tuple[int, ...]], counts: list[int]) -> bytes:
    n = len(parties)
    header = ",".join([f"{kind}{k}" for kind in "xa" for k in range(1, n + 1)] + ["count"])
    rows = [
        ",".join(map(str, (*inputs, *outcomes, count)))
        for (inputs, outcomes, _), count in zip(cells(parties), counts, strict=True)
    ]
    return "\n".join([header, *rows, ""]).encode()


def ghz(rounds: int) -> bytes:
    """Three parties: X X X is even, X Y Y odd (0 is X, 1 is Y); rounds at each of the eight inputs."""
    parties = {"A": (2, 2), "B": (2, 2), "C": (2, 2)}
    counts = []
    for inputs, outcomes, _ in cells(parties):
        odd = sum(outcomes) % 2
        if sum(inputs) % 2:
            counts.append(rounds // 8)
        else:
            counts.append(rounds // 4 if odd == (sum(inputs) == 2) else 0)
    return table(parties, counts)


def test_ratios_of_three_parties_hold_for_every_strategy_and_test_later_rounds(tmp_path: Path) -> None:
    first, later, factors = tmp_path / "first.csv", tmp_path / "later.csv", tmp_path / "f.json"
    first.write_bytes(ghz(400))
    later.write_bytes(ghz(80))
    assert run("factors", str(first), "--set", "local", "-o", str(factors)).exit_code == 0
    found = read_ratios(factors.read_bytes(), "f.json")
    (law,) = found.laws
    for strategy in product((0, 1), repeat=6):  # not by the code that made it
        mean = Fraction(0)
        for x, y, z in product((0, 1), repeat=3):
            event = f"A{x}={strategy[x]} B{y}={strategy[2 + y]} C{z}={strategy[4 + z]}"
            mean += law[x, y, z] * found.factor[event]
        assert mean <= 1
    value = Fraction(1)
    for event, n in read_any(later.read_bytes()).counts.items():
        value *= found.factor[event] ** n
    answer = enclosed("local-model.p-value", f"factors={factors}", f"counts={later}")
    assert answer.low <= 1 / value <= answer.high < Fraction(1, 10**9)
    assert any("mean of the factor" in role for role, _ in answer.further)
    assert "these very counts" in refused(3, "bound", "local-model.p-value", f"factors={factors}", f"counts={first}")
    raised = json.loads(factors.read_bytes())
    raised["factor"] = [[str(Fraction(f) * 2), event] for f, event in raised["factor"]]
    factors.write_text(json.dumps(raised))
    assert "no test of local realism" in refused(
        5, "bound", "local-model.p-value", f"factors={factors}", f"counts={later}"
    )


def test_a_factor_for_bits_is_a_test_of_local_realism(tmp_path: Path) -> None:
    pytest.importorskip("cvxopt")
    factors, later = tmp_path / "f.json", tmp_path / "later.csv"
    later.write_bytes(table({"A": (2, 2), "B": (2, 2)}, [40, 7, 7, 40, 40, 7, 7, 40, 40, 7, 7, 40, 7, 40, 40, 7]))
    for words, laws in (((), 1), (("--setting-bias", "1/1000"), 6)):
        assert run("factors", str(IONS), "--power", "1/50", *words, "-o", str(factors), "--force").exit_code == 0
        found = enclosed("local-model.p-value", f"factors={factors}", f"counts={later}")
        assert found.high < Fraction(1, 100)
        assert len(found.further) == laws


def test_an_event_that_never_occurred_costs_no_certainty() -> None:
    parties = {"A": (2, 2), "B": (2, 2)}
    found = best_ratios(
        read_any(table(parties, [9, 0, 0, 9] * 3 + [0, 9, 9, 0])), declared_law("uniform", read_any(IONS.read_bytes()))
    )
    assert min(found.factor.values()) > 0
    assert read_ratios(ratios_bytes(found), "f").factor == found.factor


def test_files_of_ratios_that_are_none(tmp_path: Path) -> None:
    good = json.loads(
        ratios_bytes(best_ratios(read_any(IONS.read_bytes()), declared_law("uniform", read_any(IONS.read_bytes()))))
    )
    edits: tuple[tuple[str, object], ...] = (
        ("factor", []),
        ("parties", {"A": ["9" * 9]}),
        ("distribution", [["1", "0 0"]]),
        ("counts", ["1"]),
        ("calibration", ""),
    )
    for key, value in edits:
        with pytest.raises((Malformed, Limit)):
            read_ratios(json.dumps(good | {key: value}).encode(), "f")
    for data in (b"", b"[]", b"{}", b"\xff", b"[" * 10000):
        with pytest.raises(Malformed):
            read_ratios(data, "f")
    with pytest.raises(Limit):
        strategies({"A": (8,) * 8})
    with pytest.raises(Malformed):
        best_ratios(
            read_any(b"x1,a1,count\n0,0,1\n0,1,0\n1,0,0\n1,1,0\n"), {(0,): Fraction(1, 2), (1,): Fraction(1, 2)}
        )


@pytest.mark.parametrize("text", ["1/2,1/2", "1/4,1/4,1/4,1/2", "1,0,0,0", "a,b,c,d"])
def test_laws_of_the_inputs_that_are_none(text: str) -> None:
    with pytest.raises(Malformed):
        declared_law(text, read_any(IONS.read_bytes()))


def test_no_signalling_counts_its_tests(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(table({"A": (2, 2), "B": (2, 2)}, [30, 20, 20, 30, 5, 5, 45, 45, 25, 25, 25, 25, 25, 25, 25, 25]))
    found = enclosed("no-signalling.p-value", f"counts={file}")
    assert found.high == 4 * fisher_two_sided((50, 50), (10, 90))
    assert enclosed("no-signalling.p-value", f"counts={IONS}").high == 1
    lonely = tmp_path / "l.csv"
    lonely.write_bytes(table({"A": (2, 2)}, [3, 4, 9, 0]))
    assert enclosed("no-signalling.p-value", f"counts={lonely}").high == 1


def test_drift_compares_events_and_inputs(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(table({"A": (2,)}, [30, 70]))
    second.write_bytes(table({"A": (2,)}, [60, 40]))
    found = enclosed("drift.p-value", f"first={first}", f"second={second}")
    assert found.high == 2 * fisher_two_sided((30, 70), (60, 40))
    second.write_bytes(table({"A": (3,)}, [60, 40, 1]))
    with pytest.raises(Malformed):
        enclosed("drift.p-value", f"first={first}", f"second={second}")
    with pytest.raises(Usage):
        enclosed("drift.p-value", f"first={first}")


@pytest.mark.parametrize("curve", ["tight", "analytic", "no-signalling"])
@pytest.mark.parametrize("inputs", ["rare", "product"])
def test_net_is_output_less_input(curve: str, inputs: str) -> None:
    n, q, delta, score = 10**6, 0.0025, 0.01, 70 / 29
    found = enclosed(
        "expansion.net", f"n={n}", SCORE, "confidence=99/100", "q=1/400", f"curve={curve}", f"inputs={inputs}"
    )
    eps = (1 / q + (4 if curve == "no-signalling" else sqrt(8))) * sqrt(2 * -log(delta) / n)
    reached = max(score - eps, 2.0)
    output = {
        "analytic": 1 - log2(1 + sqrt(2 - reached**2 / 4)),
        "no-signalling": -log2(1.5 - reached / 4),
        "tight": float(enclosed("chsh.min-entropy.global", f"score={Fraction(reached).limit_denominator(10**9)}").low),
    }[curve]
    one = sqrt(q)
    cost = (
        -3 * q * log2(q) - (1 - 3 * q) * log2(1 - 3 * q)
        if inputs == "rare"
        else -2 * (one * log2(one) + (1 - one) * log2(1 - one))
    )
    assert abs(float(found.high) / n - (output - cost)) < 2e-4
    assert found.high - found.low < 1


def test_uniform_inputs_cost_two_bits_a_round() -> None:
    found = enclosed("expansion.net", "n=3016", SCORE, "confidence=99/100", "q=1/4", "curve=analytic")
    assert abs(found.high - (Fraction("40.5684") - 6032)) < Fraction(1, 1000)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("alpha=11", "yield=output"), 3875),
        (("alpha=11", "curve=analytic", "yield=output"), 3875),
        (("alpha=11", "curve=analytic"), None),
        (("alpha=11",), 30925581),
        (("alpha=8", "deviation=width8"), None),
    ],
)
def test_the_first_gain_is_the_first(words: tuple[str, ...], first: int | None) -> None:
    found = enclosed("expansion.smallest-n", SCORE, "confidence=99/100", *words)
    assert found.low == found.high
    assert first is None or found.high == first
    assert "one round less" in dict(found.further)


def test_an_error_is_that_of_the_threshold_and_never_above_one() -> None:
    words = ("n=3016", "confidence=99/100", "q=1/4", "threshold=70/29")
    lengths = [enclosed("expansion.error", *words, f"length={m}").high for m in (0, 20, 44, 45, 4000)]
    assert lengths == sorted(lengths)
    assert Fraction(1, 100) < lengths[0] < Fraction("0.010001")
    assert lengths[2] < 1
    assert lengths[-1] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("expansion.net", "n=10", "score=5", "confidence=1/2", "q=1/4"),
        ("expansion.net", "n=10", "score=3", "confidence=1/2", "q=1/3"),
        ("expansion.net", "n=0", "score=3", "confidence=1/2", "q=1/4"),
        ("expansion.net", "n=10", "score=3", "confidence=0", "q=1/4"),
        ("expansion.smallest-n", "score=3", "confidence=1/2", "alpha=0"),
        ("expansion.error", "n=10", "threshold=3", "confidence=1/2", "q=1/4", "length=-1"),
    ],
)
def test_arguments_of_the_expansion(words: tuple[str, ...]) -> None:
    with pytest.raises(Malformed):
        enclosed(*words)


def test_no_gain_at_all_is_an_answer() -> None:
    with pytest.raises(Undecided):
        enclosed("expansion.smallest-n", "score=2", "confidence=99/100", "alpha=11")


@pytest.mark.parametrize(
    "data",
    [
        b"x,y,a,b\n",
        b"x1,x2,a1,count\n",
        b"x1,a1,count\n0,0\n",
        b"x1,a1,count\n0,a,1\n",
        b"x1,a1,count\n1,0,1\n",
        b"x1,a1,count\n",
        b"x1,a1,count\n0,0,0\n",
        b"x1,a1,count\n0,0,-1\n",
        b"x1,a1,count\n0,99,1\n",
        b"x1,a1,count\n0,2,1\n",
        b"\xff",
    ],
)
def test_tables_that_are_none(data: bytes) -> None:
    with pytest.raises((Malformed, Limit)):
        read_any(data, "t.csv")
