"""The command line of the kernel: lines, exit codes, nothing else at column 0."""

import hashlib
import importlib
import io
import os
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from proofs.kernel.check import check_bytes
from proofs.kernel.read import MAX_BYTES
from tests.proofs.kernel.build import encode, proved, put
from tests.proofs.kernel.examples import conditional, squares

ROOT = Path(__file__).resolve().parents[4]
PROVED = encode(squares())
REJECTED = encode(put(squares(), "/statement/bound", "0"))
MALFORMED = b"{}"
LIMIT = b"[" * 200_000
PATH = {**os.environ, "PYTHONPATH": str(ROOT)}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def kernel() -> ModuleType:
    """Imported in the test, so that a module that exits when imported fails it."""
    return importlib.import_module("proofs.kernel.__main__")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, data in (("p", PROVED), ("r", REJECTED), ("m", MALFORMED), ("l", LIMIT)):
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("p", 0), ("r", 1), ("m", 3), ("l", 4), ("absent", 5), ("pp", 0), ("pr", 1), ("rp", 1), ("pm", 3), ("pl", 4),
        ("lm", 3), ("mr", 1), ("lr", 1), ("lmrp", 1), ("prml", 1), ("plm", 3),
    ],
)  # fmt: skip
def test_the_exit_code_is_that_of_the_worst_file(kernel: ModuleType, files: Path, names: str, code: int) -> None:
    assert kernel.main([names] if names == "absent" else list(names)) == code


def test_the_order_of_the_codes_is_the_documented_one(kernel: ModuleType) -> None:
    assert kernel.WORST == (70, 1, 3, 4, 5, 0)


def test_the_lines_of_every_verdict(kernel: ModuleType, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kernel.main(["p", "r", "m", "l", "absent"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.split("\n")
    statement = [f"  {line}" for line in proved(PROVED).split("\n")]
    assert lines[: len(statement) + 1] == [f"PROVED {digest(PROVED)} p", *statement]
    rest = lines[len(statement) + 1 :]
    assert rest[0] == f"REJECTED {digest(REJECTED)} r identity"
    assert rest[1] == "  /witness: identity: the two sides differ by -1 in the class of 1"
    assert rest[2:4] == [f"MALFORMED {digest(MALFORMED)} m missing-key", "  : missing-key: the key 'format' is missing"]
    assert rest[4] == f"LIMIT {digest(LIMIT)} l depth"
    assert rest[5].startswith("  : depth: the document is nested ")
    assert rest[6] == "UNREADABLE - absent unreadable"
    assert rest[7].startswith("  : unreadable: ")
    assert rest[8:] == [""]
    assert [line for line in lines if line and line[0] != " "] == [lines[0], *rest[0:8:2]]


def test_a_folder_is_unreadable(kernel: ModuleType, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "folder").mkdir()
    assert kernel.main(["folder", "p"]) == 5
    assert capsys.readouterr().out.startswith("UNREADABLE - folder unreadable\n")
    assert kernel.main(["folder", "l"]) == 4


def test_a_file_longer_than_the_limit(kernel: ModuleType, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "long").write_bytes(b" " * (MAX_BYTES + 5))
    assert kernel.main(["long"]) == 4
    assert capsys.readouterr().out.startswith("LIMIT - long bytes\n")


def test_standard_input(
    kernel: ModuleType, files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PROVED)))
    assert kernel.main(["-"]) == 0
    assert capsys.readouterr().out.startswith(f"PROVED {digest(PROVED)} -\n")


def test_standard_input_longer_than_the_limit(
    kernel: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for extra, first in ((1, "LIMIT - - bytes\n"), (0, f"MALFORMED {digest(b' ' * MAX_BYTES)} - not-json\n")):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b" " * (MAX_BYTES + extra))))
        kernel.main(["-"])
        assert capsys.readouterr().out.startswith(first)


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 5), (["-x"], 2), (["p", "--json"], 2), (["p", "-h"], 2), (["--version", "p"], 2)]
)
def test_usage(
    kernel: ModuleType, files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    assert kernel.main(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: kernel.pyz ")
    assert err.count("\n") == 2
    assert "nothing was checked" in err or "there is no option -" in err


def test_help_and_version(kernel: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("-h", "--help"):
        assert kernel.main([option]) == 0
        out, err = capsys.readouterr()
        assert out.startswith("usage: kernel.pyz ")
        assert "Exit code: 0 all proved" in out
        assert err == ""
    assert kernel.main(["--version"]) == 0
    place = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["version"]["path"]
    (version,) = re.findall('^(?:__version__|VERSION) = "(.*)"', (ROOT / place).read_text("utf-8"), re.MULTILINE)
    assert capsys.readouterr().out == f"kernel {version} of bellcert, format bellcert/1\n"


def test_a_closed_standard_input_is_unreadable(
    kernel: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert kernel.run(["-"]) == 5
    assert capsys.readouterr().out == "UNREADABLE - - unreadable\n  : unreadable: standard input is closed\n"


def test_paths_are_escaped(kernel: ModuleType, files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a\nPROVED\u2028\x1b[31m\\x"
    (files / name).write_bytes(PROVED)
    assert kernel.main([name]) == 0
    first = capsys.readouterr().out.split("\n")[0]
    assert first == f"PROVED {digest(PROVED)} " + r"a\nPROVED\u2028\x1b[31m\\x"
    assert kernel.escape("p\u00e9\ud800'\"") == "p\\xe9\\ud800'\""
    assert kernel.escape("a\\n") != kernel.escape("a\n")
    assert kernel.escape("plain name-1.json") == "plain name-1.json"


def test_pointers_are_escaped(kernel: ModuleType) -> None:
    data = encode({"format": "bellcert/1", "provenance": {"a\nPROVED": 1}})
    text = kernel.report("x", check_bytes(data))
    assert text.split("\n") == [
        f"MALFORMED {digest(data)} x bare-number",
        r"  /provenance/a\nPROVED: bare-number: a bare JSON number; numbers are written as strings",
    ]


def test_assumptions_are_part_of_the_statement_printed(kernel: ModuleType) -> None:
    text = kernel.report("x", check_bytes(encode(conditional())))
    assert "  hypothesis often: mean: -1/3*<1> + 1*<A0=0> >= 0" in text.split("\n")


def test_a_bug_is_reported_as_one(
    kernel: ModuleType, files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(kernel, "check_bytes", broken)
    assert kernel.run(["p"]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err


def test_a_reader_that_goes_away_and_an_interruption(
    kernel: ModuleType, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for problem, code in ((BrokenPipeError(32, "Broken pipe"), 141), (KeyboardInterrupt(), 130)):

        def fails(path: str, problem: BaseException = problem) -> int:
            raise problem

        monkeypatch.setattr(kernel, "check_file", fails)
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        assert kernel.run(["proved.json"]) == code


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no such error there")
def test_a_closed_pipe_is_no_bug(files: Path) -> None:
    (files / "long.json").write_bytes(PROVED)
    program = subprocess.Popen(
        [sys.executable, "-m", "proofs.kernel", *["long.json"] * 2000], cwd=files, env=PATH,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.readline()
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait() == 141


def test_the_module_run_as_a_program(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in (("p", 0), ("r", 1)):
        monkeypatch.setattr(sys, "argv", ["kernel", name])
        monkeypatch.delitem(sys.modules, "proofs.kernel.__main__", raising=False)
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("proofs.kernel", run_name="__main__", alter_sys=False)
        assert ended.value.code == code


def test_running_without_a_bug(kernel: ModuleType, files: Path) -> None:
    assert [kernel.run([name]) for name in "prml"] == [0, 1, 3, 4]


def test_the_module_alone_in_a_fresh_interpreter(files: Path) -> None:
    run = "import runpy; runpy.run_module('proofs.kernel', run_name='__main__')"
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[1:] = ['p', 'r']; {run}"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=files, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr == b""
    assert [line[:6] for line in done.stdout.split(b"\n") if line[:1] not in (b"", b" ")] == [b"PROVED", b"REJECT"]
