"""Problem files over the set sequential: data in all forms, and data that are not sequential."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from oracle.ask.runs import Runs, behaviour_means, count_means
from oracle.failures import Malformed
from oracle.resources import certificates_dir
from proofs.search.language.angles import Angle
from proofs.search.sequences.devices import SequentialChsh, State
from tests.oracle.runner import refused, run
from tests.oracle.toml import answered, text_of
from tests.schema.schemas import complaints

EXAMPLE = text_of("sequential")
EXAMPLES = certificates_dir() / "examples"
RUNS = Runs.of({"0": 2, "1": 2}, {"0": 2, "1": 2, "00": 2, "01": 2})
HEADER = "x,y1,y2,a,b1,b2"
KNOWN = """
kind = "guessing"
set = "sequential"
level = "1+AB:operators"
guessed = ["B0", "B01"]
[scenario.remote]
"0" = 2
"1" = 2
[scenario.sequence]
"0" = 2
"1" = 2
"00" = 2
"01" = 2
"""


def cells() -> dict[tuple[str, ...], Fraction]:
    """An exact sequential behaviour: all outcomes are fair and independent, but a = b1 at x = y1 = 0 more often."""
    found = {}
    for cell in RUNS.cells():
        (x, *ys), (a, *bs) = cell
        bias = Fraction(1, 3) * (1 if a == bs[0] else -1) if (x, ys[0]) == ("0", "0") else Fraction(0)
        found[RUNS.fields(cell)] = (1 + bias) / 2 ** (len(ys) + 1)
    return found


def table(entries: dict[tuple[str, ...], Fraction], last: str = "probability") -> str:
    return "\n".join([f"{HEADER},{last}", *(",".join([*fields, str(p)]) for fields, p in entries.items())])


def moved(*changes: tuple[str, str]) -> str:
    entries = cells()
    for fields, p in changes:
        entries[tuple(fields.split(","))] += Fraction(p)
    return table(entries)


def test_example_follows_the_schema() -> None:
    assert complaints("problem", tomllib.loads(EXAMPLE)) == []


def test_example_gives_the_stated_bits() -> None:
    code, document = answered(EXAMPLE)
    assert (code, document["verdict"]) == (0, "PROVED")
    assert Fraction(document["min_entropy"]) >= Fraction("1.2029")
    assert "VACUOUS" not in document["statement"]


def test_the_example_of_a_third_party_gives_more_than_two_bits() -> None:
    text = text_of("sequential-third")
    assert complaints("problem", tomllib.loads(text)) == []
    code, document = answered(text)
    assert (code, document["verdict"]) == (0, "PROVED")
    assert Fraction(document["min_entropy"]) >= Fraction("2.15")
    assert "VACUOUS" not in document["statement"]


@pytest.mark.parametrize(
    ("old", "new"),
    [('theta2 = "= theta2"\n', ""), ('"sequential-third"', '"sequential-chsh"'), ('"tan=2/5"', '"x"')],
)
def test_a_third_party_has_a_strength_of_its_own(old: str, new: str) -> None:
    text = text_of("sequential-third")
    assert old in text
    assert "theta2" in refused(3, "certify", "-", stdin=text.replace(old, new).encode())


def test_an_angle_may_be_given_by_its_tangent() -> None:
    """tan theta = 1/2: cos 2 theta = 3/5 stands in the hypothesis on B0 B00, up to the grid."""
    code, document = answered(EXAMPLE.replace('theta = "pi/8"', 'theta = "tan=1/2"'))
    assert code == 0
    low = Fraction(3 * 2**40 // 5 - 1, 2**40)
    assert f"-{low}*<1> + 1*<B0 B00> >= 0" in document["statement"]


def test_pairs_give_fewer_bits_and_losses_none() -> None:
    bits = []
    for text in (
        EXAMPLE,
        EXAMPLE.replace('data = "full"', 'data = "pairs"'),
        EXAMPLE.replace('p = "1/100"', 'p = "1"'),
    ):
        bits.append(Fraction(answered(text)[1]["min_entropy"]))
    assert bits[0] > bits[1] > 1 > bits[2] == 0


def test_expectations_may_be_surds_and_intervals() -> None:
    text = (
        KNOWN
        + """
[expectations]
"A0 B0" = ["0.49", "0.51"]
"B0 B00" = "sqrt(2)/2"
"A0 B00" = "7/10"
"""
    )
    assert complaints("problem", tomllib.loads(text)) == []
    code, document = answered(text)
    assert code == 0
    assert "hypothesis known-1-low: mean: -49/100*<1> + 1*<A0 B0> >= 0" in document["statement"]
    assert "hypothesis known-3: mean: -7/10*<1> + 1*<A0 B00> = 0" in document["statement"]
    assert "VACUOUS" not in document["statement"]


def test_events_may_be_known() -> None:
    """P(A0=0 B0=0) = 3/4 with fair outcomes is the mean 2 of A0 B0, outside of every set."""
    code, document = answered(KNOWN + '[expectations]\nA0 = 0\nB0 = 0\n"A0=0 B0=0" = ["0.45", "0.5"]\n')
    assert (code, document["verdict"]) == (0, "PROVED")
    assert "hypothesis known-3-low: mean: -9/20*<1> + 1*<A0=0 B0=0> >= 0" in document["statement"]
    code, document = answered(KNOWN + '[expectations]\n"B00 A0" = "1/2"\n')
    assert (code, document["verdict"]) == (0, "PROVED")
    assert "hypothesis known-1: mean: -1/2*<1> + 1*<A0 B00> = 0" in document["statement"]
    code, document = answered(KNOWN + '[expectations]\nA0 = 0\nB0 = 0\n"A0=0 B0=0" = "3/4"\n')
    assert (code, document["verdict"]) == (1, "EMPTY")


def test_a_table_of_probabilities_has_exact_means() -> None:
    means = behaviour_means(table(cells()).encode(), "t.csv", RUNS)
    assert means["A0 B0"] == Fraction(1, 3)
    assert not any(value for word, value in means.items() if word != "A0 B0")
    assert len(means) == 20


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("the probabilities of inputs 0,0,0 sum to 11/10, not 1", moved(("0,0,0,0,0,0", "1/10"))),
        (
            "the input of Bob2 influences what was measured before: the mean of B0 is 2/15 with inputs 0,0,0 and 0 "
            "with 0,0,1; the distance is 2/15",
            moved(*((f"{x},0,0,{a},{b},0", p) for x in "01" for a in "01" for b, p in (("0", "1/30"), ("1", "-1/30")))),
        ),
        (
            "a Bob's input signals to Alice: the mean of A1 is 0 with inputs 1,0,0 and 1/5 with 1,1",
            moved(("1,1,,0,0,", "1/20"), ("1,1,,0,1,", "1/20"), ("1,1,,1,0,", "-1/20"), ("1,1,,1,1,", "-1/20")),
        ),
        (
            "Alice's input influences the Bobs: the mean of B1 is 0 with inputs 0,1 and 1/5 with 1,1",
            moved(("1,1,,0,0,", "1/20"), ("1,1,,1,0,", "1/20"), ("1,1,,0,1,", "-1/20"), ("1,1,,1,1,", "-1/20")),
        ),
    ],
)  # fmt: skip
def test_what_is_not_sequential_is_refused_with_the_violation(sentence: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text)
    (tmp_path / "p.toml").write_text(KNOWN.replace("guessed", 'behaviour = "t.csv"\nguessed'))
    message = refused(3, "certify", str(tmp_path / "p.toml"))
    assert sentence in message
    assert "[not-sequential]" in message


def counts(rounds: int) -> bytes:
    return table({fields: round(p * rounds) + Fraction(0) for fields, p in cells().items()}, "count").encode()


def test_more_rounds_and_less_confidence_give_narrower_intervals() -> None:
    few, many = (count_means(counts(n), "c.csv", RUNS, Fraction(1, 100)) for n in (1200, 120_000))
    unsure = count_means(counts(120_000), "c.csv", RUNS, Fraction(1, 10))
    for word, (low, high) in many.items():
        assert few[word][0] <= low <= unsure[word][0] <= unsure[word][1] <= high <= few[word][1]
    low, high = many["A0 B0"]
    assert low < Fraction(1, 3) < high


def test_intervals_of_counts_have_the_width_of_hoeffding() -> None:
    # A0 B0 is measured at (0,0,0) and (0,0,1): n rounds each; 20 means together
    from math import log, sqrt

    low, high = count_means(counts(12_000), "c.csv", RUNS, Fraction(1, 100))["A0 B0"]
    assert float(high - low) == pytest.approx(2 * sqrt(2 * log(40 / 0.01) / 24_000), rel=1e-6)


@pytest.mark.parametrize(
    ("rounds", "sentence"),
    [
        (12_000, "influences what was measured before: the mean of B0 with inputs 0,0,0 and with 0,0,1"),
        (60, ""),
    ],
)
def test_counts_that_are_not_sequential_are_refused(rounds: int, sentence: str, tmp_path: Path) -> None:
    entries = {fields: round(p * rounds) + Fraction(0) for fields, p in cells().items()}
    for x, a, b2 in product("01", repeat=3):
        moved_rounds = round(entries[x, "0", "0", a, "1", b2] / 4)
        entries[x, "0", "0", a, "0", b2] += moved_rounds
        entries[x, "0", "0", a, "1", b2] -= moved_rounds
    (tmp_path / "c.csv").write_text(table(entries, "count"))
    (tmp_path / "p.toml").write_text(KNOWN.replace("guessed", 'counts = "c.csv"\nguessed'))
    if not sentence:  # so few rounds say nothing
        assert run("certify", str(tmp_path / "p.toml")).exit_code == 0
        return
    message = refused(3, "certify", str(tmp_path / "p.toml"))
    assert sentence in message
    assert "; the distance is 1/4 [not-sequential]" in message


def test_counts_are_answered_with_their_assumptions(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes(counts(120_000))
    text = KNOWN.replace("guessed", 'counts = "c.csv"\nconfidence = "0.9"\nguessed')
    (tmp_path / "p.toml").write_text(text)
    result = run("certify", str(tmp_path / "p.toml"))
    assert result.exit_code == 0
    assert "independent and identically distributed; with probability 9/10" in " ".join(result.stdout.split())


def probabilities(means: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    """The table of a behaviour from its means."""
    entries = {}
    for cell in RUNS.cells():
        (x, *ys), outcomes = cell
        names = [f"A{x}", *(f"B{''.join(ys[: k + 1])}" for k in range(len(ys)))]
        total = 0.0
        for chosen in product((0, 1), repeat=len(names)):
            word = " ".join(name for name, used in zip(names, chosen, strict=True) if used)
            sign = (-1) ** sum(o for o, used in zip(outcomes, chosen, strict=True) if used)
            total += sign * means[word]
        entries[RUNS.fields(cell)] = total / 2 ** len(names)
    return entries


def test_counts_of_a_noisy_protocol_are_shown_to_be_possible(tmp_path: Path) -> None:
    """10^9 rounds a setting at p = 1/100 and theta = pi/8: nearly the bits of the exact behaviour, and not vacuous."""
    expectations = SequentialChsh(State(Fraction(1, 100)), Angle(Fraction(1, 8))).expectations
    means = {word: float(low + high) / 2 for word, (low, high) in expectations.items()} | {"": 1.0}
    entries = {fields: Fraction(round(10**9 * p)) for fields, p in probabilities(means).items()}
    (tmp_path / "c.csv").write_text(table(entries, "count"))
    text = KNOWN.replace("guessed", 'counts = "c.csv"\nguessed').replace("operators", "sequences")
    (tmp_path / "p.toml").write_text(text)
    result = run("certify", str(tmp_path / "p.toml"), "--json")
    document = json.loads(result.stdout)
    assert "VACUOUS" not in document["statement"]
    assert Fraction("1.19") < Fraction(document["min_entropy"]) < Fraction("1.2029")


def test_rounds_without_an_outcome_are_counted_where_they_are_binned() -> None:
    """A table without the cells of some rounds is incomplete; listed apart, they are added to the outcome named."""
    entries = cells()
    whole = behaviour_means(table(entries).encode(), "t.csv", RUNS)
    kept = entries[("0", "1", "", "0", "0", "")]
    del entries[("0", "1", "", "0", "0", "")]
    with pytest.raises(Malformed, match="1 cells are missing, such as 0,1,,0,0,"):
        behaviour_means(table(entries).encode(), "t.csv", RUNS)
    entries |= {("0", "1", "", "0", "0", ""): kept / 4, ("0", "1", "", "-", "0", ""): kept / 2}
    entries |= {("0", "1", "", "0", "-", ""): kept / 8, ("0", "1", "", "-", "-", ""): kept / 8}
    assert behaviour_means(table(entries).encode(), "t.csv", RUNS, lost="0") == whole
    with pytest.raises(Malformed, match="no cell of the scenario; - needs the key lost"):
        behaviour_means(table(entries).encode(), "t.csv", RUNS)
    nobody = entries | {("-", "1", "", "0", "0", ""): Fraction(0)}  # only outcomes are lost, an input is not
    with pytest.raises(Malformed, match="no cell of the scenario"):
        behaviour_means(table(nobody).encode(), "t.csv", RUNS, lost="0")
    # binned elsewhere a loss at one input alone signals: P(b1 = 0) changes with what Alice measures
    with pytest.raises(Malformed, match="the distance is"):
        behaviour_means(table(entries).encode(), "t.csv", RUNS, lost="1")


def test_the_counts_of_the_example_give_more_than_a_bit(tmp_path: Path) -> None:
    text = text_of("sequential-counts")
    assert complaints("problem", tomllib.loads(text)) == []
    (tmp_path / "sequential-counts.csv").write_bytes((EXAMPLES / "sequential-counts.csv").read_bytes())
    bits = {}
    for lost in ("1", "0"):
        (tmp_path / "p.toml").write_text(text.replace('lost = "1"', f'lost = "{lost}"'))
        document = json.loads(run("certify", str(tmp_path / "p.toml"), "--json").stdout)
        bits[lost] = Fraction(document["min_entropy"])
        assert f"events without an outcome are counted as outcome {lost}" in document["remark"]
        assert "VACUOUS" not in document["statement"]
    assert bits["1"] > 1
    assert abs(bits["0"] - bits["1"]) < Fraction(1, 10)
    (tmp_path / "p.toml").write_text(text.replace('lost = "1"', 'lost = "2"'))
    assert "2 is no outcome of every measurement" in refused(3, "certify", str(tmp_path / "p.toml"))


@pytest.mark.parametrize("turn", [0, 0.05, -0.05])
def test_counts_with_hardly_any_noise_are_worth_their_bits(turn: float, tmp_path: Path) -> None:
    """Their frequencies are means of no behaviour: the intervals around them are, and the search uses those.

    Alice's directions need not be the best ones for a point to be found that has such means.
    """
    random = np.random.default_rng(3)
    angle = {"A0": np.pi / 4 + turn, "A1": -np.pi / 4 - turn}
    means = {"": 1.0, "B0 B00": 0.5**0.5} | {
        f"{a} {b}": weight * (np.cos if b in ("B0", "B00") else np.sin)(angle[a])
        for a, (b, weight) in product(angle, (("B0", 0.5**0.5), ("B00", 1.0), ("B1", 1.0), ("B01", 0.5**0.5)))
    }
    table_of = probabilities(defaultdict(float, means))
    entries = {fields: Fraction(int(random.poisson(10**6 * max(0.0, p)))) for fields, p in table_of.items()}
    (tmp_path / "c.csv").write_text(table(entries, "count"))
    (tmp_path / "p.toml").write_text(
        KNOWN.replace("guessed", 'counts = "c.csv"\nguessed').replace("operators", "sequences")
    )
    document = json.loads(run("certify", str(tmp_path / "p.toml"), "--json").stdout)
    assert Fraction(document["min_entropy"]) > Fraction("1.2")
    assert "VACUOUS" not in document["statement"]


def test_figures_of_an_experiment_scatter_as_the_paper_says() -> None:
    """Row 1 of table 1: S_1 = 2.305, S_2 = 2.388 and S_c = 2.751 with errors of 0.002 to 0.003, and 0.82 bits."""
    text = EXAMPLE.replace('p = "1/100"', 'p = "0.019"').replace('c = "0"', 'c = "0.017"').replace("pi/8", "0.412")
    text = text.replace('data = "full"', 'data = "pairs"\nrounds = "300000"', 1)
    assert complaints("problem", tomllib.loads(text)) == []
    code, document = answered(text)
    assert code == 0
    (name,) = [name for name in document["facts"] if "300 experiments of 300000 rounds" in name]
    assert "not trusted" in name
    found = dict(part.split(" ", 1) for part in document["facts"][name].split(", "))
    printed = {"S_1": (2.305, 0.003), "S_2": (2.388, 0.003), "S_c": (2.751, 0.003), "bits": (0.8178, 0.011)}
    for key, (value, error) in printed.items():
        mean, deviation = map(float, found[key].split(" +- "))
        assert mean == pytest.approx(value, abs=0.0015)
        assert deviation == pytest.approx(error, rel=0.25)
    few = text.replace('"300000"', '"10"')
    assert "bits" in str(answered(few)[1]["facts"])  # hardly any rounds give no bits, and no error


def test_an_answer_names_the_words_of_its_level() -> None:
    for name, words in (("1+AB:operators", "15 words: 1, "), ("1+AB:sequences", "21 words: 1, ")):
        _, document = answered(EXAMPLE.replace('"1+AB:sequences"\ng', f'"{name}"\ng'))
        assert document["facts"]["level"].startswith(f"{name}, {words}")
        assert ("A0 B0 B00" in document["facts"]["level"]) == (name == "1+AB:sequences")


def test_means_that_contradict_each_other_are_proved_to_do_so() -> None:
    code, document = answered(KNOWN + '[expectations]\n"A0 B0" = "0.99"\nA0 = "1"\nB0 = "-1"\n')
    assert (code, document["verdict"]) == (1, "EMPTY")
    assert "no behaviour of the set satisfies the hypotheses" in document["statement"]
    assert "outside of the set sequential quantum" in document["remark"]


@pytest.mark.parametrize(
    ("code", "sentence", "text"),
    [
        (3, "the mean 3/2 is outside of [-1, 1]", KNOWN + '[expectations]\n"A0 B0" = "3/2"\n'),
        (3, "outside of [-1, 1]", KNOWN + '[expectations]\n"A0 B0" = "sqrt(2)"\n'),
        (3, "the interval from 1/2 to 1/3 is empty", KNOWN + '[expectations]\n"A0 B0" = ["1/2", "1/3"]\n'),
        (3, "an interval is a list of its two ends", KNOWN + '[expectations]\n"A0 B0" = ["1/2"]\n'),
        (3, "B02", KNOWN + '[expectations]\n"B02" = "1/3"\n'),
        (3, "exactly one of protocol, expectations", KNOWN),
        (3, "B00 comes after B0, which", KNOWN.replace('"0" = 2\n"1" = 2\n"00"', '"00"') + "[expectations]\nB1=0"),
        (3, "the mean -1/5 is outside of [0, 1]", KNOWN + '[expectations]\n"A0=0" = "-1/5"\n'),
        (3, "'B0 B1': it has measurements that no run makes together", KNOWN + '[expectations]\n"B0 B1" = 0\n'),
        (3, "2 outcomes or more, not 1", KNOWN.replace('"1" = 2', '"1" = 1') + '[expectations]\nB0 = 0'),
        (3, "different observables and events", KNOWN + '[expectations]\n"A0 A0" = 1\n'),
        (3, "different observables and events", KNOWN + '[expectations]\n"B0 B1 B0" = 1\n'),
        (3, "the mean of the empty word is 1", KNOWN + '[expectations]\n"" = 1\n'),
        (4, "11 outcomes, more than 10", KNOWN.replace('"1" = 2', '"1" = 11') + '[expectations]\nB0 = 0'),
        (4, "a sequence of more than 4", KNOWN.replace('"00" = 2', '"00000" = 2') + '[expectations]\nB0 = 0'),
        (3, "named by its inputs, one digit each", KNOWN.replace('"00" = 2', '"0a" = 2') + '[expectations]\nB0 = 0'),
        (3, "nonnegative, and at most 1 together", EXAMPLE.replace('p = "1/100"', 'p = "-1/100"')),
        (3, "0 is no number of rounds from 1 to", EXAMPLE.replace('data = "full"', 'data = "full"\nrounds = 0', 1)),
        (3, "not declared to commute", EXAMPLE.replace('["B0", "B01"]', '["B00", "B01"]')),
        (3, "a multiple of pi", EXAMPLE.replace('"pi/8"', '"sqrt(2)"')),
        (3, "'wide' is none of full, pairs", EXAMPLE.replace('data = "full"', 'data = "wide"')),
        (3, "level: 'much' is neither", EXAMPLE.replace('"1+AB:sequences"\ng', '"much"\ng')),
        (3, "'q' is no parameter", EXAMPLE.replace('"= p"', '"= 2*q"')),
        (3, "divides by zero", EXAMPLE.replace('"= p"', '"= 1/c"')),
        (3, "is no expression", EXAMPLE.replace('"= p"', '"= p ** 2"')),
        (3, "the parameter theta in a calculation: 'pi/8' is an angle", EXAMPLE.replace('"= p"', '"= theta/2"')),
        (3, "set: 's' is none of local", EXAMPLE.replace('"sequential"\n', '"s"\n')),
        (4, "in 1 moment matrices, more than can be solved here", EXAMPLE.replace('"1+AB:sequences"\ng', '"4"\ng')),
    ],
)  # fmt: skip
def test_refusals(code: int, sentence: str, text: str) -> None:
    assert sentence in refused(code, "certify", "-", stdin=text.encode())


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("csv-header", "x,a\n"),
        ("csv-row", f"{HEADER},probability\n0,0,0\n"),
        ("csv-cell", f"{HEADER},probability\n0,1,0,0,0,0,1/4\n"),
        ("csv-duplicate", f"{HEADER},probability\n0,1,,0,0,,1/4\n0,1,,0,0,,1/4\n"),
        ("not-a-number", f"{HEADER},probability\n0,1,,0,0,,nan\n"),
        ("not-a-behaviour", f"{HEADER},probability\n0,1,,0,0,,-1/4\n"),
    ],
)
def test_refused_tables(code: str, lines: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(lines)
    (tmp_path / "p.toml").write_text(KNOWN.replace("guessed", 'behaviour = "t.csv"\nguessed'))
    assert f"[{code}]" in refused(3, "certify", str(tmp_path / "p.toml"))


def test_runs_of_the_three_party_scenario() -> None:
    assert RUNS.ends == ("00", "01", "1")
    assert len(list(RUNS.cells())) == 2 * (8 + 8 + 4)
    assert all(len(fields) == 6 for fields in map(RUNS.fields, RUNS.cells()))
    assert {cell[0] for cell in RUNS.cells()} == {(x, *y) for x, y in product("01", (("0", "0"), ("0", "1"), ("1",)))}
