"""The command line from outside: pipes, interrupts, start-up, colours, `python -m oracle`."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

import oracle
from oracle.resources import certificates_dir
from proofs.kernel.check import check_bytes
from tests.oracle.toml import text_of

COMMAND = [sys.executable, "-m", "oracle"]
TABLE = str(certificates_dir() / "pironio2010" / "table1.csv")
BOUND = ["bound", "chsh.min-entropy.local", "score=70/29"]


def run(*words: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *words], capture_output=True, check=False, timeout=60, **options)  # type: ignore[call-overload,no-any-return]


def test_a_pipe_carries_a_certificate_to_the_kernel(tmp_path: Path) -> None:
    out = tmp_path / "bits.cert.json"
    table = Path(TABLE).read_bytes()
    assert run("counts", "-", "--confidence", "99/100", "-o", str(out), input=table).returncode == 0
    checked = run("check", "-", input=out.read_bytes())
    assert checked.returncode == 0
    kernel = subprocess.run(
        [sys.executable, "-I", "-m", "proofs.kernel", "-"], input=out.read_bytes(), capture_output=True, check=True
    )
    assert checked.stdout == kernel.stdout


@pytest.mark.parametrize("words", [["bound", "--list"], BOUND, ["check"], ["--help"]], ids=" ".join)
def test_a_closed_pipe_is_no_traceback(words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen([*COMMAND, *words], stdout=write, stderr=subprocess.PIPE) as process:
        os.close(write)
        _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("words", [["bound", "--list"], BOUND], ids=" ".join)
def test_a_full_disk_is_no_traceback(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, check=False)
    assert found.returncode == 5
    assert b"[unwritable]" in found.stderr
    assert found.stderr.count(b"\n") == 1


@pytest.mark.parametrize("closed", ["0", "1", "2"])
def test_a_closed_stream_is_no_traceback(closed: str) -> None:
    script = f'exec "$@" {closed}>&-'
    found = subprocess.run(["sh", "-c", script, "sh", *COMMAND, *BOUND], capture_output=True, check=False)
    assert (found.returncode, found.stderr) == (0, b"")
    assert (b"low" in found.stdout) == (closed != "1")


def test_a_terminal_gets_its_width_and_no_colour_when_asked() -> None:
    import pty

    for asked in ("", "1"):
        leader, follower = pty.openpty()
        environment = {**os.environ, "COLUMNS": "60", "TERM": "xterm-256color", "NO_COLOR": asked}
        words = [*COMMAND, "audit", "--verbose", "pironio2010"]
        with subprocess.Popen(words, stdout=follower, stderr=follower, env=environment) as process:
            os.close(follower)
            shown = b""
            while chunk := _read(leader):
                shown += chunk
        os.close(leader)
        assert process.returncode == 0
        assert max(len(line) for line in shown.decode().replace("\r", "").splitlines() if "\x1b" not in line) <= 60
        assert (re.search(rb"\x1b\[[0-9;]*3[0-7]m", shown) is None) == (asked == "1")


def _read(file: int) -> bytes:
    try:
        return os.read(file, 65536)
    except OSError:  # Linux reports the other end's close as an error
        return b""


@pytest.mark.parametrize("delay", [0.1, 0.25, 0.4, 0.5, 0.55, 0.6])
def test_an_interrupt_leaves_no_half_file(delay: float, tmp_path: Path) -> None:
    out = tmp_path / "bits.cert.json"
    words = ["counts", TABLE, "--confidence", "0.99", "-o", str(out)]
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert [path for path in tmp_path.iterdir() if path != out] == []
    if out.exists():
        assert check_bytes(out.read_bytes()).verdict == "PROVED"
    if process.returncode == 130:
        assert b"Traceback" not in errors


def test_start_up_imports_nothing_heavy() -> None:
    script = (
        "import sys; from oracle.cli import main; codes = [main(['--help']), main(['check', sys.argv[1]])];"
        "heavy = {'sympy', 'numpy', 'mpmath', 'rich', 'highspy', 'picos', 'flint'} & set(sys.modules);"
        "sys.exit(f'{codes} {sorted(heavy)}' if heavy or codes != [0, 3] else 0)"
    )
    found = subprocess.run([sys.executable, "-c", script, TABLE], capture_output=True, check=False)
    assert found.returncode == 0, found.stderr


def test_the_version_is_printed_before_anything_is_imported() -> None:
    script = (
        "import sys; from oracle.cli import main; code = main(['--version']);"
        "ours = {name for name in sys.modules if name.partition('.')[0] in {'oracle', 'proofs', 'lp', 'click'}};"
        "sys.exit(f'{code} {ours}' if code or ours != {'oracle', 'oracle.cli', 'oracle.version'} else 0)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, text=True)
    assert (found.returncode, found.stdout) == (0, f"bellcert {oracle.__version__}\n"), found.stderr


@pytest.mark.skipif(find_spec("picos") is None, reason="picos is optional and not installed")
def test_a_quantum_problem_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    problem = tmp_path / "problem.toml"
    problem.write_text(text_of("guessing-quantum"))
    script = (
        "import sys; from oracle.cli import main; code = main(['certify', sys.argv[1]]);"
        "spare = {'sympy', 'mpmath', 'rich', 'highspy', 'scipy', 'lp', 'numpy.random', 'oracle.data'};"
        "spare &= set(sys.modules);"
        "sys.exit(f'{code} {sorted(spare)}' if spare or code else 0)"
    )
    found = subprocess.run([sys.executable, "-c", script, problem], capture_output=True, check=False)
    assert found.returncode == 0, found.stderr


def test_no_colours_and_no_progress_outside_a_terminal(tmp_path: Path) -> None:
    for words in ([*BOUND], ["bound", "--list"], ["counts", TABLE, "--confidence", "0.99"], ["doctor"]):
        found = run(*words, env={**os.environ, "NO_COLOR": "1", "TERM": "xterm-256color"})
        assert b"\x1b" not in found.stdout + found.stderr
        assert found.stderr == b""


def test_an_ascii_terminal_is_enough() -> None:
    found = run("check", "caf\u00e9\u2028.cert.json", env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert found.returncode == 5
    assert b"Traceback" not in found.stderr


def test_the_two_ways_to_start_are_one() -> None:
    script = Path(sys.executable).with_name("bellcert")
    if not script.exists():
        pytest.skip("the console script is not installed beside this interpreter")
    direct = subprocess.run([script, *BOUND, "--json"], capture_output=True, check=True)
    assert json.loads(direct.stdout) == json.loads(run(*BOUND, "--json").stdout)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("bellcert bo", b"plain,bound"),
        ("bellcert bound azuma", b"plain,azuma.deviation"),
        ("bellcert bound azuma.deviation n=5 con", b"plain,confidence="),
        ("bellcert counts t.csv --me", b"plain,--method"),
    ],
)
def test_completion_answers_the_shell(words: str, answer: bytes) -> None:
    asked = {"_BELLCERT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    found = run(env={**os.environ, **asked})
    assert found.stdout.splitlines() == [answer]
    assert found.returncode == 0
