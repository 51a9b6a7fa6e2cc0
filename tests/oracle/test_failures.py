"""How commands fail: exit codes follow from kinds, and no code reads a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oracle import failures
from oracle.failures import CODES, KINDS, failed
from proofs.codes import CODES as KERNEL_CODES
from proofs.search.language.failure import Failure, Kind
from tests.oracle.runner import TABLE, run
from tests.oracle.toml import text_of

QUANTUM, LINEAR, GUESS = text_of("maximum-quantum"), text_of("maximum"), text_of("guessing-quantum")
SEQUENTIAL = text_of("sequential")
CASES = Path(__file__).parent / "ask" / "cases"

REFUSED: list[tuple[str, ...]] = [
    ("certify", LINEAR.replace('"A0=0" = "1"', f'"A0=0" = "1/{10**30}"\n"B0" = "1/7"')),
    ("certify", LINEAR.replace("kind", "knd", 1)),
    ("certify", LINEAR.replace('"5/2"', '"five"')),
    ("certify", LINEAR.replace('"A0 B1" = "1"', '"A0 C1" = "1"')),
    ("certify", QUANTUM.replace('"1+AB" #', '["", "A0"] #')),
    ("certify", QUANTUM.replace('"1+AB" #', '"one" #')),
    ("certify", QUANTUM.replace('"1+AB" #', '"4" #')),
    ("certify", QUANTUM + '"A0 A1" = "1"\n'),
    ("certify", GUESS + '\n[[symmetry]]\nA0 = "-A0"\n'),
    ("certify", GUESS + '\n[[symmetry]]\nA0 = "A7"\n'),
    ("certify", SEQUENTIAL.replace('"1+AB:sequences"', '"nothing"')),
    ("certify", SEQUENTIAL.replace('p = "1/100"', 'p = "2"')),
    ("certify", text_of("membership").replace('"A1=0 B1=1" =', '"A1=0 B1=0" =')),
    ("counts", TABLE, "--confidence", "2"),
    ("counts", TABLE, "--confidence", "1/2", "--level", "nonsense"),
    ("counts", TABLE, "--confidence", "1/2", "--level", "6"),
    ("counts", TABLE, "--confidence", "1/2", "--method", "best"),
    ("counts", str(CASES / "signal.csv"), "--confidence", "99/100"),
    ("bound", "chsh.min-entropy.local", "score=3"),
    ("bound", "nothing.here"),
]


def ending(words: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and code word."""
    verb, *rest = words
    result = run(verb, "-", stdin=rest[0].encode()) if verb == "certify" else run(*words)
    found = re.search(r"\[([a-z0-9-]+)\]$", result.stderr.strip())
    return result.exit_code, found[1] if found else ""


@pytest.fixture(scope="module")
def endings() -> list[tuple[int, str]]:
    return [ending(words) for words in REFUSED]


def test_the_commands_fail_in_all_the_ways(endings: list[tuple[int, str]]) -> None:
    assert {code for code, _ in endings} >= {2, 3, 4}
    assert "unreadable" not in {word for _, word in endings}
    assert {word for _, word in endings} <= {*CODES, *KERNEL_CODES}


def test_no_exit_code_depends_on_a_sentence(endings: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message is another one, and every command ends as before."""
    genuine = failures.CommandFailure.__init__

    def rewritten(self: failures.CommandFailure, code: str, sentence: str, place: str = "") -> None:
        genuine(self, code, "words that no code knows", place)

    monkeypatch.setattr(failures.CommandFailure, "__init__", rewritten)
    monkeypatch.setattr(Failure, "__str__", lambda self: "words that no code knows")
    assert [ending(words) for words in REFUSED] == endings


def test_every_kind_of_failure_has_an_exit_code() -> None:
    assert set(KINDS) == {kind.name for kind in Kind}
    for kind in Kind:
        found = failed(Failure(kind, "level", "{much} is too much", much=7), "p.toml")
        assert found.exit_code in (2, 3, 4, 5)
        assert found.code in CODES
        assert found.sentence == "p.toml: level: 7 is too much"
