"""The verb sweep: grids, resuming, failures that keep their row, interruption."""

from __future__ import annotations

import csv
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.failures import CommandFailure
from oracle.grids.figure import NOTHING_BETWEEN, Style, caption, figure, read_size, require_format
from oracle.grids.folder import Folder
from oracle.grids.grid import points, values
from oracle.grids.grid_point import Result, certified_point
from oracle.grids.run import sweep
from proofs.kernel.check import check_bytes
from tests.oracle.runner import refused, run
from tests.schema.schemas import complaints

# a linear program: no solver is needed, and the bound is 3/2 - s/4
TEXT = """
kind = "maximum"
set = "no-signalling"
[parameters]
s = "3"
[functional]
"A0=0 B0=0" = "1"
[scenario.parties]
A = [2, 2]
B = [2, 2]
[[hypothesis]]
name = "chsh"
sense = ">="
value = "= s"
[hypothesis.functional]
"A0 B0" = 1
"A0 B1" = 1
"A1 B0" = 1
"A1 B1" = -1
"""


@pytest.fixture
def problem(tmp_path: Path) -> str:
    path = tmp_path / "p.toml"
    path.write_text(TEXT)
    return str(path)


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "sweep.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_point_is_a_certificate_the_kernel_proves(problem: str, tmp_path: Path) -> None:
    folder = tmp_path / "curve"
    result = run("sweep", problem, "--over", "s=2:4:3", "-o", str(folder), "--jobs", "1")
    assert result.exit_code == 0
    assert [row["bound"] for row in rows(folder)] == ["1", "3/4", "1/2"]
    for row in rows(folder):
        verdict = check_bytes((folder / row["file"]).read_bytes())
        assert (verdict.verdict, verdict.sha256) == ("PROVED", row["sha256"])
        assert f"<= {row['bound']}" in verdict.statement


def test_a_point_that_fails_keeps_its_row_and_its_exit_code(problem: str, tmp_path: Path) -> None:
    folder = tmp_path / "curve"
    result = run("sweep", problem, "--over", "s=4,9,pi/8", "-o", str(folder), "--jobs", "1", "--json")
    found = json.loads(result.stdout)
    assert complaints("sweep", found) == []
    assert [row["verdict"] for row in found] == ["PROVED", "EMPTY", "MALFORMED"]
    assert "is not rational" in found[2]["problem"]
    assert found[2]["path"] is None
    assert result.exit_code == 1
    assert [row["verdict"] for row in rows(folder)] == ["PROVED", "EMPTY", "MALFORMED"]


def test_a_second_run_asks_only_for_what_is_missing(
    problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = points(["s=2:4:3"])
    folder = Folder(tmp_path / "curve", TEXT.encode(), grid)
    sweep(folder, TEXT.encode(), problem, str(tmp_path), 1, lambda: None)
    (folder.path / folder.name(1)).unlink()
    tampered = folder.path / folder.name(2)
    tampered.write_bytes(tampered.read_bytes().replace(b"1/2", b"1/3"))
    again = Folder(tmp_path / "curve", TEXT.encode(), grid)
    assert list(again.earlier()) == [0]
    asked: list[str] = []

    class Pool:
        """In this process, and it counts."""

        def __init__(self, *_: object, **__: object) -> None: ...

        def submit(self, *arguments: object) -> object:
            from concurrent.futures import Future

            data, file, beside, given = arguments[1:]
            assert isinstance(data, bytes)
            assert isinstance(given, dict)
            asked.append(given["s"])
            done: Future[Result] = Future()
            done.set_result(certified_point(data, str(file), str(beside), given))
            return done

        def shutdown(self, **_: object) -> None: ...

    monkeypatch.setattr("oracle.grids.run.ProcessPoolExecutor", Pool)
    results = sweep(again, TEXT.encode(), problem, str(tmp_path), 2, lambda: None)
    assert asked == ["3", "4"]
    assert [results[k].bound for k in range(3)] == ["1", "3/4", "1/2"]
    assert check_bytes(tampered.read_bytes()).verdict == "PROVED"


def test_what_is_answered_before_an_interrupt_is_on_disk(problem: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "curve", TEXT.encode(), points(["s=2:4:5"]))

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(folder, TEXT.encode(), problem, str(tmp_path), 1, stop)
    assert len(folder.earlier()) == 1
    assert len(rows(folder.path)) == 5


def test_a_sweep_is_refined_in_its_folder(problem: str, tmp_path: Path) -> None:
    folder = tmp_path / "curve"
    words = ("-o", str(folder), "--jobs", "1")
    assert run("sweep", problem, "--over", "s=2:4:2", *words).exit_code == 0
    before = (folder / "point-0001.cert.json").stat().st_mtime_ns
    assert run("sweep", problem, "--over", "s=2:4:3", *words).exit_code == 0
    assert [(row["s"], row["bound"]) for row in rows(folder)] == [("2", "1"), ("3", "3/4"), ("4", "1/2")]
    assert [row["file"] for row in rows(folder)] == [f"point-000{k}.cert.json" for k in (0, 2, 1)]
    assert (folder / "point-0001.cert.json").stat().st_mtime_ns == before


def test_a_folder_of_another_sweep_is_left_alone(problem: str, tmp_path: Path) -> None:
    folder = tmp_path / "curve"
    assert run("sweep", problem, "--over", "s=4", "-o", str(folder), "--jobs", "1").exit_code == 0
    before = sorted((path.name, path.read_bytes()) for path in folder.iterdir())
    (tmp_path / "q.toml").write_text(TEXT + "# another one\n")
    assert "another problem" in refused(2, "sweep", str(tmp_path / "q.toml"), "--over", "s=3", "-o", str(folder))
    assert sorted((path.name, path.read_bytes()) for path in folder.iterdir()) == before
    assert "holds no sweep" in refused(2, "sweep", problem, "--over", "s=3", "-o", str(tmp_path))
    said = refused(5, "sweep", problem, "--over", "s=3", "-o", problem)
    assert "is a file; a sweep is written into a folder" in said
    assert "Errno" not in said


@pytest.mark.parametrize(
    ("code", "sentence", "over"),
    [
        (2, "has no parameter 't'; its parameters are: s", "t=0:1:2"),
        (2, "is no NAME=LOW:HIGH:N", "s"),
        (3, "is no range LOW:HIGH:N", "s=0:1"),
        (3, "mixes multiples of pi", "s=1:pi:2"),
        (3, "--over 's': 'x' is not an integer", "s=x:1:2"),
        (4, "1 to 10000 values", "s=0:1:10001"),
    ],
)
def test_refused_ranges(code: int, sentence: str, over: str, problem: str, tmp_path: Path) -> None:
    assert sentence in refused(code, "sweep", problem, "--over", over, "-o", str(tmp_path / "curve"))
    assert not (tmp_path / "curve").exists()


def test_figures_are_of_known_formats(problem: str, tmp_path: Path) -> None:
    arguments = ("sweep", problem, "--over", "s=4", "-o", str(tmp_path / "c"), "--figure", str(tmp_path / "f.txt"))
    assert "pdf, svg, eps, png, jpg" in refused(2, *arguments)


GRID = points(["p=0:1:3"])
DONE = {k: Result("PROVED", 0, "1/2", "1.0") for k in range(3)}


def test_points_are_marks_and_never_joined() -> None:
    joined = re.compile(rb'clip-path="[^"]*" style="fill: none; stroke: #1f77b4')
    drawn = figure(GRID, DONE, "svg")
    assert NOTHING_BETWEEN.encode() in drawn
    assert not joined.search(drawn)
    assert drawn.count(b"#1f77b4") >= 3  # a mark a point


def test_points_without_a_proof_have_marks_and_words_of_their_own() -> None:
    assert b"no answer" not in figure(GRID, DONE, "svg")
    mixed = {**DONE, 1: Result("SEPARATED", 1, "2", "0"), 2: Result("UNDECIDED", 5)}
    drawn = figure(GRID, mixed, "svg")
    assert b"no behaviour of the set has these data (1)" in drawn
    assert b"no answer (1)" in drawn
    # nothing of a point that is not proved is drawn as a value
    assert drawn == figure(GRID, {**mixed, 1: Result("SEPARATED", 1, "7", "9")}, "svg")


def test_no_point_is_proved() -> None:
    assert b"no answer (3)" in figure(GRID, {k: Result("UNDECIDED", 5) for k in range(3)}, "svg")


def test_title_labels_size_and_logarithms() -> None:
    grid = points(["p=1/10:1:3", "theta=0:pi/4:2"])
    done = {k: Result("PROVED", 0, "1/2", "1.0") for k in range(6)}
    about = caption({"title": "Mine $x_1$", "set": "quantum", "level": "2", "guessed": ["A0"]}, "p.toml")
    drawn = figure(grid, done, "svg", about)
    for words in (
        b"Mine $x_1$",
        b"set quantum, level 2, guessing of A0",
        b"theta = 1/4*pi",
        b"entropy in bits, certified from below",
    ):
        assert words in drawn
    style = Style("Other", "noise", "bits", read_size("3x2"), "xy")
    drawn = figure(grid, done, "svg", about, style)
    assert b'width="216pt" height="144pt"' in drawn
    for words in (b"Other", b"noise", b">bits<"):
        assert words in drawn
    assert b"Mine" not in drawn


@pytest.mark.parametrize("name", ["f.pdf", "f.svg", "f.eps", "f.PNG", "f.jpeg"])
def test_formats(name: str) -> None:
    assert len(figure(GRID, DONE, require_format(name))) > 1000


@pytest.mark.parametrize("size", ["3", "0x3", "3x50", "1x2x3", "axb", "sqrt(2)x3"])
def test_sizes_that_are_none(size: str) -> None:
    with pytest.raises(CommandFailure):
        read_size(size)


def test_the_verb_draws(problem: str, tmp_path: Path) -> None:
    out = tmp_path / "f.svg"
    arguments = ("--over", "s=2,3,5", "-o", str(tmp_path / "c"), "--jobs", "1", "--figure", str(out), "--size", "4x3")
    assert run("sweep", problem, *arguments).exit_code == 1
    assert b"p.toml" in out.read_bytes()
    assert b"set no-signalling, maximum" in out.read_bytes()
    assert b"no behaviour of the set (1)" in out.read_bytes()


def test_ranges_are_exact() -> None:
    assert values("0:1/10:50")[1] == str(Fraction(1, 490))
    assert values("-1:1:1") == ["-1"]
    assert len(points(["a=0:1:3", "b=1,2"])) == 6


def test_the_same_parameter_twice_is_refused() -> None:
    with pytest.raises(CommandFailure, match="swept twice"):
        points(["a=0:1:3", "a=1"])
