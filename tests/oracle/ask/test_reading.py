"""Problem files: what is refused, with file, key and one sentence; the examples fit the schema."""

import tomllib
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.ask.reading import read_problem
from oracle.failures import CODES, CommandFailure, Limit, Malformed, Undecided
from oracle.resources import certificates_dir
from tests.oracle.runner import refused, run
from tests.schema.schemas import complaints

EXAMPLES = sorted((certificates_dir() / "examples").glob("*.toml"))
CSV = (certificates_dir() / "examples" / "noisy-box.csv").read_text()


def example(name: str) -> str:
    return (certificates_dir() / "examples" / f"{name}.toml").read_text()


def read(text: str, beside: str = CSV) -> object:
    return read_problem(text.encode(), "p.toml", lambda _: beside.encode())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_read_and_fit_the_schema(path: Path) -> None:
    text = path.read_text()
    assert read_problem(text.encode(), path.name, lambda name: (path.parent / name).read_bytes())
    assert complaints("problem", tomllib.loads(text)) == []
    comments = sum(line.startswith("#") or " # " in line for line in text.splitlines())
    assert comments >= 3
    assert f"bellcert certify {path.name}" in text or "out.cert.json" in text


def test_there_is_an_example_of_each_kind() -> None:
    kinds = {tomllib.loads(path.read_text())["kind"] for path in EXAMPLES}
    assert kinds == {"maximum", "minimum", "guessing", "membership", "facet", "entropy"}


M = "maximum"
FAULTS: dict[str, tuple[str, str, str, str, str]] = {
    # name: example, text replaced, by what, code, part of the sentence
    "a misspelt key": (M, "kind =", "knd =", "missing-key", "kind"),
    "an unknown key": (M, 'kind = "maximum"', 'kind = "maximum"\ncolour = "red"', "unknown-key", "p.toml: 'colour'"),
    "an unknown kind": (M, '"maximum"', '"largest"', "wrong-value", "kind: 'largest' is none of maximum"),
    "a kind that is a number": (M, '"maximum"', "3", "wrong-value", "kind: 3 is none of"),
    "an unknown set": (M, '"no-signalling" #', '"quantised" #', "wrong-value", "set"),
    "a set the kind is not asked about": ("facet", '"local"', '"quantum"\nlevel = "2"', "wrong-value", "facet"),
    "a level without quantum": (M, 'set = "no-sig', 'level = "2"\nset = "no-sig', "unknown-key", "level"),
    "quantum without a level": (M, '"no-signalling" #', '"quantum" #', "missing-key", "level"),
    "a float": (M, 'value = "5/2"', "value = 2.5", "wrong-value", "hypothesis[1].value: a number in binary"),
    "a truth value": (M, 'value = "5/2"', "value = true", "wrong-value", "True is not exact"),
    "an irrational number": (M, '"5/2"', '"pi"', "wrong-number", "'pi'"),
    "no number": (M, '"5/2"', '"five"', "not-a-number", "hypothesis[1].value: 'five'"),
    "a division by zero": (M, '"5/2"', '"5/0"', "not-a-number", "divides by zero"),
    "an observable of nobody": (M, '"A0 B1" = "1"', '"A0 C1" = "1"', "not-a-word", "'C1' is no operator"),
    "an outcome too many": (M, '"A0=0" = "1"', '"A0=2" = "1"', "not-a-word", "functional.'A0=2': 'A0=2' is no"),
    "a second spelling": (M, '"A0=0" = "1"', '"A0=00" = "1"', "not-a-word", "no operator of an input with 2 outcomes"),
    "two spaces": (M, '"A0 B1" =', '"A0  B1" =', "not-a-word", "'' is no operator"),
    "the wrong order": (M, '"A0 B1" =', '"B1 A0" =', "not-a-word", "alphabetical order"),
    "two operators of one party": (M, '"A0 B1" =', '"A0 A1" =', "not-a-word", "at most one operator a party"),
    "an observable of three outcomes": (M, "A = [2, 2]", "A = [3, 2]", "not-a-word", "input with 3 outcomes"),
    "one outcome": (M, "A = [2, 2]", "A = [1, 2]", "wrong-value", "scenario.parties.A: an input has 2 to 16"),
    "half an outcome": (M, "A = [2, 2]", 'A = ["5/2", 2]', "wrong-value", "not 5/2"),
    "no inputs": (M, "A = [2, 2]", "A = []", "wrong-value", "scenario.parties.A"),
    "a long name of a party": (M, "A = [2, 2]", "AB = [2, 2]", "wrong-value", "one letter"),
    "all coefficients zero": (M, '"A0=0" = "1"', '"A0=0" = "0"', "wrong-value", "functional: all coefficients"),
    "a key twice": (M, 'kind = "maximum"', 'kind = "maximum"\nkind = "minimum"', "not-toml", "line"),
    "not closed": (M, '"5/2"', '"5/2', "not-toml", "not TOML"),
    "an unknown sense": (M, 'sense = ">="', 'sense = ">"', "wrong-value", "hypothesis[1].sense: '>' is none of"),
    "a hypothesis with capitals": (M, 'name = "chsh"', 'name = "CHSH"', "wrong-value", "hypothesis[1].name"),
    "a name of ours": (M, 'name = "chsh"', 'name = "known-1"', "wrong-value", "known-1"),
    "no signalling declared": ("maximum-time-ordered", "signalling =", "# signalling =", "missing-key", "signalling"),
    "signalling backwards": ("maximum-time-ordered", '["A", "B"]', '["B", "A"]', "wrong-value", "to a later one"),
    "signalling of nobody": ("maximum-time-ordered", '["A", "B"]', '["A", "X"]', "wrong-value", "no pair of parties"),
    "signalling twice": ("maximum-time-ordered", '["A", "B"]', '["A", "B"], ["A", "B"]', "wrong-value", "twice"),
    "a missing consequence": (
        "maximum-time-ordered", '["A", "B"]', '["A", "B"], ["B", "C"]', "wrong-value", "A signals to C: list it",
    ),
    "a word without the sender's input": (
        "maximum-time-ordered", '"A0 B0" = "1/2"', '"B0" = "1/2"', "not-a-word", "A may signal",
    ),
    "guessing an unknown input": ("guessing", '["A0"]', '["A7"]', "wrong-value", "guessed: 'A7' is no input"),
    "guessing two inputs of a party": ("guessing", '["A0"]', '["A0", "A1"]', "wrong-value", "one input of each"),
    "guessing nothing": ("guessing", '["A0"]', "[]", "wrong-value", "guessed"),
    "an impossible expectation": ("guessing", '"A0 B0" = "4/5"', '"A0 B0" = "6/5"', "out-of-range", "of [-1, 1]"),
    "an impossible probability": ("guessing", '"A0 B0" =', '"A0=1 B0=1" = "-1/9"\n"A0 B0" =', "out-of-range", "[0, 1]"),
    "nothing known": ("guessing", "[expectations]", "[functional]", "unknown-key", "functional"),
    "signalling data": (
        "membership", '"A1=0 B1=1" =', '"A1=0 B1=0" =', "not-a-behaviour",
        "p.toml: behaviour: the probability of B1=0 is 1/2 with A0 and 1 with A1, so the table signals",
    ),
    "probabilities that sum to less": (
        "membership", '"A1=1 B1=0" = "1/2"', '"A1=1 B1=0" = "1/3"', "not-a-behaviour", "for A1 B1 sum to 5/6",
    ),
    "a negative probability": (
        "membership", '"A1=1 B1=0" = "1/2"', '"A1=1 B1=0" = "1"\n"A1=1 B1=1" = "-1/2"', "not-a-behaviour", "is -1/2",
    ),
    "an event of one party": ("membership", '"A1=1 B1=0"', '"A1=1"', "not-a-word", "one outcome of one input of every"),
    "a functional beside a behaviour": (
        "membership", 'kind = "membership"', 'kind = "membership"\nguessed = ["A0"]', "unknown-key", "guessed",
    ),
    "a loss of nothing": ("maximum-quantum", '"1e-9"', '"0"', "out-of-range", "loss"),
    "an unknown solver": ("maximum-quantum", '"picos" #', '"mosek" #', "wrong-value", "solver"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(fault: str) -> None:
    name, old, new, code, part = FAULTS[fault]
    text = example(name)
    assert old in text
    with pytest.raises(Malformed) as refused:
        read(text.replace(old, new, 1))
    assert refused.value.code == code
    assert refused.value.sentence.startswith("p.toml")
    assert part in refused.value.sentence
    assert code in CODES


TABLES: dict[str, tuple[str, str, str, str]] = {
    "another header": ("x,y,a,b,probability", "x,y,a,b,count", "csv-header", "line 1"),
    "a missing cell": ("0,0,0,0,0.375\n", "", "csv-missing", "1 cells are missing, such as 0,0,0,0"),
    "a cell twice": ("0,0,0,1,1/8", "0,0,0,0,1/8", "csv-duplicate", "line 3"),
    "a setting too large": ("0,0,0,0,", "2,0,0,0,", "csv-cell", "line 2"),
    "an outcome that is a word": ("0,0,0,0,", "0,0,up,0,", "csv-cell", "line 2"),
    "a field too many": ("0,0,0,0,0.375", "0,0,0,0,0.375,7", "csv-row", "line 2"),
    "an open quotation": ("0,0,0,0,0.375", '0,0,0,0,"0.375', "csv-row", "comma-separated"),
    "no number": ("0,0,0,0,0.375", "0,0,0,0,nan", "not-a-number", "line 2"),
    "signalling": (
        "0,0,0,0,0.375\n0,0,0,1,1/8", "0,0,0,0,0.5\n0,0,0,1,0", "not-a-behaviour", "p.toml: noisy-box.csv: the prob",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", TABLES)
def test_a_fault_of_a_table_is_named(fault: str) -> None:
    old, new, code, part = TABLES[fault]
    assert old in CSV
    with pytest.raises(Malformed) as refused:
        read(example("membership-csv"), CSV.replace(old, new, 1))
    assert refused.value.code == code
    assert part in refused.value.sentence


def test_the_other_header_and_any_order_are_read() -> None:
    head, *rows = CSV.strip().split("\n")
    assert head == "x,y,a,b,probability"
    other = "\r\n".join(["x1,x2,a1,a2,probability", *reversed(rows), ""])
    assert read(example("membership-csv"), other) == read(example("membership-csv"))


LIMITS: dict[str, tuple[str, str, str]] = {
    "digits": (M, '"5/2"', f'"{"7" * 300}"'),
    "digits of an integer": (M, 'value = "5/2"', f"value = {'7' * 6000}"),
    "events": (M, "B = [2, 2]", "\n".join(f"{name} = [16, 16]" for name in "BCDE")),
    "strategies": ("facet", "B = [2, 2]", "B = [16, 16, 16, 16, 16]"),
    "inputs": (M, "B = [2, 2]", f"B = {[2] * 33}"),
    "parties": (M, "B = [2, 2]", "\n".join(f"{chr(66 + k)} = [2]" for k in range(16))),
    "operators": ("maximum-quantum", "B = [2, 2, 2]", "B = [16, 16, 16, 16, 16]"),
    "nesting": (M, 'kind = "maximum"', f"kind = {'[' * 5000}{']' * 5000}"),
    "bytes": (M, 'kind = "maximum"', f"# {'x' * (1 << 20)}"),
    "outcome tuples": (
        "guessing", '["A0"]', f"{[f'{name}0' for name in 'ABCD']}".replace("'", '"'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_limits(limit: str) -> None:
    name, old, new = LIMITS[limit]
    text = example(name)
    if limit == "outcome tuples":
        text = text.replace("B = [2, 2]", "B = [16]\nC = [16]\nD = [16]").replace('"A0 B0" = "4/5"', '"A0" = "4/5"')
        text = "\n".join(line for line in text.splitlines() if " B" not in line)
    assert old in text
    with pytest.raises(Limit):
        read(text.replace(old, new, 1))


@pytest.mark.parametrize(("data", "code"), [(b"\xff", "not-utf8"), (b"a = \xe4", "not-utf8"), (b"", "missing-key")])
def test_bytes_that_are_no_problem(data: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_problem(data, "p.toml", lambda _: b"")
    assert refused.value.code == code


def problem_of(text: str) -> CommandFailure | None:
    try:
        read(text)
    except CommandFailure as failure:
        return failure
    return None


@given(st.data())
def test_any_edit_is_read_or_refused_in_one_sentence(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(EXAMPLES)).read_text()
    place = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.sampled_from(["", "=", "[", "0", "1/2", '"', "\n", "A0", "B0=1 ", "\x00", "[[", "{}", "e9"]))
    length = data.draw(st.integers(0, 6))
    problem = problem_of(text[:place] + piece + text[place + length :])
    if problem is not None:
        assert not isinstance(problem, Undecided)
        assert problem.sentence.startswith("p.toml")
        assert problem.sentence.count("\n") == 0
        assert problem.code in CODES


@pytest.mark.parametrize("nearest", [False, True])
def test_a_table_a_rounding_error_off_is_told_of_nearest(tmp_path: Path, nearest: bool) -> None:
    rows = [
        f"{x},{y},{a},{b},{'0.2500000000000001' if x + y + a + b == 0 else '0.25'}"
        for x, y, a, b in product(range(2), repeat=4)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["x,y,a,b,probability", *rows, ""]))
    file = tmp_path / "p.toml"
    file.write_text(
        'kind = "membership"\nset = "no-signalling"\nbehaviour = "t.csv"\n'
        + 'nearest = "no-signalling"\n' * nearest
        + "[scenario.parties]\nA = [2, 2]\nB = [2, 2]\n"
    )
    if nearest:
        assert "no probability moved by more than" in run("certify", str(file)).stdout
    else:
        assert 'nearest = "no-signalling" takes the nearest table' in refused(3, "certify", str(file))


def test_a_mistyped_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('knid = "maximum"\n')
    assert "did you mean it by 'knid'?" in refused(3, "certify", str(tmp_path / "p.toml"))
