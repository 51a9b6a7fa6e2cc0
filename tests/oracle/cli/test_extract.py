"""`bellcert extract` from inside: outputs, checks, refusals that leave nothing behind."""

import json
from pathlib import Path

import numpy as np
import pytest

from oracle.api import extract
from oracle.extractors import fast, product
from tests.oracle.extractors.test_products import DEFINITIONS, second_length
from tests.oracle.runner import refused, run

N, M = 1003, 401
LENGTHS = {"circulant": 1018, "cyclic": 1019}
"""Bits of X where the family needs a prime (n + 1, n) with primitive root 2."""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, Path]:
    source = np.random.default_rng(21)
    paths = [tmp_path / "x", tmp_path / "y"]
    for path in paths:
        path.write_bytes(source.bytes(400))
    return str(paths[0]), str(paths[1]), tmp_path / "out"


def bits(path: str, count: int, order: str) -> list[int]:
    data = np.frombuffer(Path(path).read_bytes(), np.uint8)
    found = np.unpackbits(data, bitorder="big" if order == "big" else "little")
    return [int(bit) for bit in found[:count]]


@pytest.mark.parametrize("order", ["big", "little"])
@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_outputs_are_written_and_agree(name: str, order: str, files: tuple[str, str, Path]) -> None:
    x, y, out = files
    n = LENGTHS.get(name, N)
    words = [name, x, y, "-n", str(n), "-m", str(M), "--order", order]
    written = run("extract", *words, "-o", str(out))
    assert (written.exit_code, "Output written" in written.stdout) == (0, True)
    wanted = DEFINITIONS[name](bits(x, n, order), bits(y, second_length(name, n, M), order), M)
    assert bits(str(out), M, order) == wanted
    checked = run("extract", *words, "--check", str(out), "--whole", "--json")
    document = json.loads(checked.stdout)
    assert (checked.exit_code, document["agrees"], len(document["spots"]["places"])) == (0, True, 64)
    assert document["whole"]["agrees"] is True


def test_a_wrong_output_is_exit_code_one(files: tuple[str, str, Path]) -> None:
    x, y, out = files
    words = ["right", x, y, "-n", str(N), "-m", str(M)]
    run("extract", *words, "-o", str(out))
    data = bytearray(out.read_bytes())
    data[10] ^= 16  # bit 83
    out.write_bytes(data)
    spots = run("extract", *words, "--check", str(out), "--spots", str(M))
    assert (spots.exit_code, "wrong at 83" in spots.stdout) == (1, True)
    whole = run("extract", *words, "--check", str(out), "--spots", "0", "--whole")
    assert (whole.exit_code, "differ" in whole.stdout) == (1, True)
    few = run("extract", *words, "--check", str(out), "--spots", "1", "--json")
    document = json.loads(few.stdout)
    assert document["agrees"] is (document["spots"]["wrong"] == [])


def test_the_document_of_a_run(files: tuple[str, str, Path]) -> None:
    x, y, out = files
    done = run("extract", "left", x, y, "-m", "9", "--engine", "fft", "-o", str(out), "--json")
    document = json.loads(done.stdout)
    assert (document["n"], document["m"], document["engine"]) == (3200, 9, "fft")
    assert out.stat().st_size == 2


def test_standard_input_is_a_file(files: tuple[str, str, Path]) -> None:
    x, y, out = files
    words = ["-n", str(N), "-m", str(M), "-o", str(out)]
    run("extract", "right", x, y, *words)
    expected = out.read_bytes()
    done = run("extract", "right", "-", y, *words, stdin=Path(x).read_bytes())
    assert (done.exit_code, out.read_bytes()) == (0, expected)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (3, ["-n", "3201", "-m", "10", "-o"]),
        (3, ["-n", "1000", "-m", "0", "-o"]),
        (3, ["-n", "1000", "-m", "-5", "-o"]),
        (3, ["-n", "1000", "-m", "1001", "-o"]),
        (3, ["-n", "0", "-m", "1", "-o"]),
        (3, ["-n", "-8", "-m", "1", "-o"]),
        (2, ["-n", "1000", "-o"]),
        (2, ["-n", "1000", "-m", "10", "--engine", "ntt", "-o"]),
        (2, ["-n", "1000", "-m", "10", "--whole", "-o"]),
        (2, ["-n", "1000", "-m", "ten", "-o"]),
    ],
)
def test_refusals_leave_nothing(code: int, words: list[str], files: tuple[str, str, Path]) -> None:
    x, y, out = files
    refused(code, "extract", "right", x, y, *words, str(out))
    assert sorted(path.name for path in out.parent.iterdir()) == ["x", "y"]


def test_what_else_is_refused(files: tuple[str, str, Path]) -> None:
    x, y, out = files
    words = ["extract", "right", x, y, "-m", "10"]
    refused(2, *words)
    refused(2, *words, "-o", str(out), "--check", str(out))
    refused(5, *words, "--check", str(out))
    refused(5, "extract", "right", x, str(out), "-m", "10", "-o", str(out))
    refused(5, *words, "-o", str(out.parent / "nowhere" / "out"))
    refused(2, "extract", "right", "-", "-", "-m", "10", "-o", str(out))
    run(*words, "-o", str(out))
    refused(2, *words, "--check", str(out), "--spots", "0")
    # a second string that is shorter than the extractor needs
    refused(3, "extract", "toeplitz", x, y, "-m", "10", "-o", str(out))
    refused(3, "extract", "circulant", x, y, "-m", "10", "-o", str(out))
    # sources of unequal length, whichever is the longer one; with -n the first bits of both are meant
    longer = out.parent / "longer"
    longer.write_bytes(Path(y).read_bytes() + b"0")
    for name in ("right", "left", "cyclic"):
        refused(3, "extract", name, x, str(longer), "-m", "10", "-o", str(out.parent / "new"))
        refused(3, "extract", name, str(longer), y, "-m", "10", "-o", str(out.parent / "new"))
    assert not (out.parent / "new").exists()
    assert (
        run("extract", "right", x, str(longer), "-n", "3200", "-m", "10", "-o", str(out.parent / "new")).exit_code == 0
    )
    # a claimed output that is shorter than announced
    refused(3, "extract", "right", x, y, "-m", "20", "--check", str(out))


def test_an_interrupt_while_multiplying_leaves_nothing(
    files: tuple[str, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y, out = files

    def interrupted(*arguments: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(fast, "packed", interrupted)
    assert run("extract", "right", x, y, "-m", "10", "-o", str(out)).exit_code == 130
    assert not out.exists()


def test_the_names_offered_are_those_there_are() -> None:
    assert set(extract.EXTRACTORS) == set(product.EXTRACTORS)
    assert set(extract.ENGINES) == {"auto", *fast.ENGINES}


def test_one_file_is_no_two_sources(files: tuple[str, str, Path]) -> None:
    x, _, out = files
    link = out.parent / "link"
    link.symlink_to(x)
    for other in (x, str(link)):
        assert "one file" in refused(3, "extract", "right", x, other, "-m", "10", "-o", str(out))
    assert not out.exists()


@pytest.mark.parametrize(("name", "n"), [("circulant", 13), ("circulant", 6), ("cyclic", 12), ("cyclic", 7)])
def test_sizes_of_which_nothing_is_proved(name: str, n: int, files: tuple[str, str, Path]) -> None:
    x, y, out = files
    words = ("extract", name, x, y, "-n", str(n), "-m", "3", "-o", str(out))
    assert "is not a prime with primitive root 2" in refused(3, *words)
    assert not out.exists()


def test_padding_is_no_seed(files: tuple[str, str, Path]) -> None:
    x, _, out = files
    seed = out.parent / "seed"
    seed.write_bytes(b"\x5a" * 4)
    words = ("extract", "toeplitz", x, str(seed), "-n", "20", "-m", "10", "-o", str(out))
    assert "may be padding" in refused(3, *words)  # 29 of 32 bits
    assert run(*words, "--seed-bits", "30").exit_code == 0
    assert "28 announced" in refused(3, *words, "--seed-bits", "28")
    assert "room for 32" in refused(3, *words, "--seed-bits", "33")
    seed.write_bytes(b"\x5a" * 5)  # the last byte is not touched
    assert run(*words, "--force").exit_code == 0


def test_an_input_is_never_the_output(files: tuple[str, str, Path]) -> None:
    x, y, _ = files
    before = Path(x).read_bytes()
    for output in (x, y):
        assert "this command reads" in refused(2, "extract", "right", x, y, "-m", "9", "-o", output, "--force")
    assert Path(x).read_bytes() == before
