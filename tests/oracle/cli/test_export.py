"""The verb export: files another checker accepts, files a solver would read, and what cannot be said."""

import hashlib
import json
import subprocess
import sys
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest

from oracle.resources import certificates_dir
from tests.lp.test_vipr import accepts, judged
from tests.oracle.runner import refused, run

EXAMPLES = certificates_dir() / "examples"
FOUR = certificates_dir() / "ramanathan2013"
TWO = certificates_dir() / "pironio2010"


@pytest.fixture(scope="module")
def optimum(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The bound 7/8 of the example, and the behaviour that reaches it."""
    folder = tmp_path_factory.mktemp("optimum")
    bound, point = str(folder / "bound.cert.json"), str(folder / "point.cert.json")
    assert run("certify", str(EXAMPLES / "maximum.toml"), "-o", bound, "--attained", point).exit_code == 0
    return bound, point


def test_the_bound_is_derived_from_the_written_program(optimum: tuple[str, str], tmp_path: Path) -> None:
    bound, point = optimum
    text = run("export", "--to", "vipr", bound).stdout
    assert text.startswith("VER 1.0\n")
    assert judged(text, tmp_path)
    assert "RTP range -inf 7/8" in text
    assert "chsh G 0" in text  # the hypothesis
    both = run("export", "--to", "vipr", bound, "--attained", point).stdout
    assert judged(both, tmp_path)
    assert "RTP range 7/8 7/8" in both
    assert not accepts(both.replace("bound L 7/8", "bound L 6/7"))


@pytest.mark.parametrize("name", ["nosignalling-minimum", "majority-piece-4"])
def test_shipped_bounds_of_four_parties_are_exported(name: str, tmp_path: Path) -> None:
    text = run("export", "--to", "vipr", str(FOUR / f"{name}.cert.json")).stdout
    assert judged(text, tmp_path)
    assert "CON 257 0" in text  # 256 probabilities and the constant
    assert "VAR 81" in text


def test_contradictions_are_exported(tmp_path: Path) -> None:
    text = (EXAMPLES / "maximum.toml").read_text().replace('"5/2"', '"5"')
    out = tmp_path / "empty.cert.json"
    assert run("certify", "-", "-o", str(out), stdin=text.encode()).exit_code == 1
    exported = run("export", "--to", "vipr", "-", stdin=out.read_bytes()).stdout
    assert "RTP infeas" in exported
    assert judged(exported, tmp_path)


def test_the_file_is_written_whole(optimum: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "bound.vipr"
    result = run("export", "--to", "vipr", optimum[0], "-o", str(path))
    assert result.stdout == f"vipr written: {path}\n"
    assert path.read_text() == run("export", "--to", "vipr", optimum[0]).stdout
    document = json.loads(run("export", "--to", "vipr", optimum[0], "--json").stdout)
    assert document == {"format": "vipr", "path": None, "text": path.read_text()}


@pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is not installed")
def test_a_moment_problem_is_written_with_its_proved_optimum(tmp_path: Path) -> None:
    out = tmp_path / "quantum.cert.json"
    assert run("certify", str(EXAMPLES / "maximum-quantum.toml"), "-o", str(out)).exit_code == 0
    bound = Fraction(json.loads(out.read_bytes())["statement"]["bound"])
    sdpa = run("export", "--to", "sdpa", str(out)).stdout
    lines = [line for line in sdpa.splitlines() if not line.startswith('"')]
    assert f"proved: maximum <= {bound}" in sdpa
    assert lines[1:3] == ["1", "16"]  # one block of the 16 words of level 1+AB
    assert len(lines[3].split()) == int(lines[0])
    assert all(len(line.split()) == 5 for line in lines[4:])
    cbf = run("export", "--to", "cbf", str(out)).stdout
    assert f"# proved: maximum <= {bound}" in cbf
    assert "\nVER\n" in cbf


@pytest.mark.skipif(find_spec("clarabel") is None, reason="clarabel is not installed")
def test_branches_that_are_images_of_each_other_are_written(tmp_path: Path) -> None:
    problem, out = EXAMPLES / "sequential.toml", tmp_path / "sequential.cert.json"
    assert "once they are certified" in refused(5, "export", "--to", "sdpa", str(problem))
    assert run("certify", str(problem), "-o", str(out)).exit_code == 0
    words = [tuple(branch["grams"][0]["words"]) for branch in json.loads(out.read_bytes())["witness"]["branches"]]
    assert len(set(words)) > 1
    text = run("export", "--to", "sdpa", str(out)).stdout
    assert '"row 1: 1' in text.splitlines()
    assert [line for line in text.splitlines() if not line.startswith('"')][2].split()[:4] == ["21"] * 4


@pytest.mark.parametrize(
    ("form", "path", "says"),
    [
        ("vipr", FOUR / "majority-piece-1.cert.json", "no symbols"),
        ("vipr", TWO / "quantum-bound.cert.json", "rules lp-dual and farkas"),
        ("sdpa", TWO / "quantum-bound.cert.json", "only rational problems"),
        ("cbf", FOUR / "nosignalling-minimum.cert.json", "rule sos"),
    ],
    ids=str,
)
def test_what_a_format_cannot_say(form: str, path: Path, says: str) -> None:
    message = refused(5, "export", "--to", form, str(path))
    assert says in message
    assert "[not-exportable]" in message


def test_a_point_of_something_else_is_refused(optimum: tuple[str, str]) -> None:
    other = str(FOUR / "nosignalling-attained.cert.json")
    assert "does not attain" in refused(5, "export", "--to", "vipr", optimum[0], "--attained", other)


def test_only_what_is_proved_is_exported(optimum: tuple[str, str]) -> None:
    data = Path(optimum[0]).read_bytes()
    message = refused(1, "export", "--to", "vipr", "-", stdin=data.replace(b'"bound": "7/8"', b'"bound": "3/4"'))
    assert "REJECTED: -: at '/witness': " in message
    assert "MALFORMED" in refused(3, "export", "--to", "vipr", "-", stdin=b"{}")
    refused(4, "export", "--to", "vipr", "-", stdin=b"[" * 1000)
    refused(5, "export", "--to", "vipr", "nowhere.cert.json")


@pytest.mark.parametrize("name", ["maximum-quantum", "guessing-quantum"])
def test_a_problem_goes_out_and_the_solution_of_its_file_comes_back(name: str, tmp_path: Path) -> None:
    """The solution is the unit matrix, which any reader can write down: an exact bound, and a bad one."""
    file, solution, out = str(EXAMPLES / f"{name}.toml"), tmp_path / "solution.json", tmp_path / "out.cert.json"
    exported = run("export", "--to", "sdpa", file).stdout
    head = [line.split() for line in exported.splitlines() if not line.startswith('"')][:3]
    sizes = [int(size) for size in head[2]]
    blocks = [[[int(i == j) for j in range(n)] for i in range(n)] for n in sizes if n > 0]
    solution.write_text(json.dumps({"matrices": blocks, "inequalities": [0] * -sum(n for n in sizes if n < 0)}))
    answer = run("certify", file, "--dual", str(solution), "-o", str(out), "--json")
    assert answer.exit_code == 0
    document = json.loads(answer.stdout)
    assert document["search"]["dual"].startswith("solution file, sha256 ")
    assert Fraction(document["bound"]) > 1
    # the certificate is exported with the same program and its proved optimum
    again = run("export", "--to", "sdpa", str(out)).stdout
    assert f'"proved: maximum <= {document["bound"]}, so' in again
    assert [line for line in again.splitlines() if line[0] != '"'] == [x for x in exported.splitlines() if x[0] != '"']
    assert run("export", "--to", "cbf", file).stdout.startswith("# maximise ")


def test_parameters_have_their_values_in_an_exported_problem() -> None:
    plain = (EXAMPLES / "guessing-quantum.toml").read_text()
    problem = plain.replace('value = "2.5"', 'value = "= 2 + p"') + '\n[parameters]\np = "1/2"\n'
    wanted = run("export", "--to", "sdpa", "-", stdin=plain.encode()).stdout
    assert run("export", "--to", "sdpa", "-", stdin=problem.encode()).stdout == wanted != ""


def test_a_solution_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    file, solution = str(EXAMPLES / "guessing-quantum.toml"), tmp_path / "solution"
    solution.write_text("1 2\n3 4\n")
    message = refused(3, "certify", file, "--dual", str(solution))
    assert f"{file}: --dual: no dual matrices 9 x 9, 9 x 9, 9 x 9, 9 x 9 can be read" in message
    assert "[solution]" in message
    refused(5, "certify", file, "--dual", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("name", ["maximum", "membership", "membership-quantum"])
def test_a_dual_goes_with_moment_problems_only(name: str, tmp_path: Path) -> None:
    (tmp_path / "solution").write_text("1")
    message = refused(2, "certify", str(EXAMPLES / f"{name}.toml"), "--dual", str(tmp_path / "solution"))
    assert "no dual solution is taken for the kind" in message
    assert "are exported" in refused(5, "export", "--to", "cbf", str(EXAMPLES / f"{name}.toml"))


def test_standard_input_is_one_of_two_files() -> None:
    refused(2, "certify", "-", "--dual", "-")


@pytest.mark.parametrize(
    "words",
    [
        ["export"],
        ["export", "x"],
        ["export", "--to", "tex", "x"],
        ["export", "--to", "sdpa", "x", "--attained", "y"],
        ["export", "--to", "vipr", "-", "--attained", "-"],
    ],
    ids=" ".join,
)
def test_usage(words: list[str]) -> None:
    refused(2, *words)


def test_the_checker_is_exported_as_one_file(tmp_path: Path) -> None:
    out = tmp_path / "kernel.pyz"
    document = json.loads(run("export", "--to", "kernel.pyz", "-o", str(out), "--json").stdout)
    assert document["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    file = certificates_dir() / "pironio2010" / "quantum-bound.cert.json"
    done = subprocess.run([sys.executable, "-I", "-S", out, file], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("PROVED ")
    refused(2, "export", "--to", "kernel.pyz")
    refused(2, "export", "--to", "kernel.pyz", str(file), "-o", str(out))
    refused(2, "export", "--to", "sdpa")


def test_the_checker_is_exported_as_a_page(tmp_path: Path) -> None:
    out = tmp_path / "checker.html"
    document = json.loads(run("export", "--to", "checker.html", "-o", str(out), "--json").stdout)
    assert document["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert out.read_bytes().startswith(b"<!doctype html>")
    refused(2, "export", "--to", "checker.html")


def test_a_theorem_for_lean_is_written(tmp_path: Path) -> None:
    bound, out = str(TWO / "quantum-bound.cert.json"), tmp_path / "bound.lean"
    for _ in range(2):  # an output of the same kind is replaced
        assert run("export", "--to", "lean", bound, "-o", str(out)).exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert text == run("export", "--to", "lean", bound).stdout
    assert "claim: every behaviour of the set has" in text
    assert "theorem bound" in text
    refused(5, "export", "--to", "lean", str(FOUR / "nosignalling-minimum.cert.json"))
