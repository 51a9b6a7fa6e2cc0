"""Exit codes follow from the kinds of failures: no sentence is read on the way."""

from fractions import Fraction

import pytest

from lp.coordinates import Scenario
from oracle.problems import CODES, KINDS, failed
from proofs.kernel.errors import CODES as KERNEL_CODES
from proofs.search.language.failure import Failure, Kind
from tests.oracle.runner import run
from tests.oracle.toml import text_of, toml

QUANTUM = text_of("maximum-quantum")
TEXTS = {
    "level without a moment": QUANTUM.replace('"1+AB" #', '["", "A0"] #'),
    "no level": QUANTUM.replace('"1+AB" #', '"one" #'),
    "no word of the level": QUANTUM.replace('"1+AB" #', '["", "X0"] #'),
    "not self-adjoint": QUANTUM + '"A0 A1" = "1"\n',
    "too many words": QUANTUM.replace('"1+AB" #', '"4" #'),
    "no symmetry": QUANTUM.replace('symmetry = "found"', 'symmetry = [{ A0 = "-A0" }]'),
    "too many digits": text_of("maximum").replace('"A0=0" = "1"', f'"A0=0" = "1/{10**30}"\n"B0" = "1/7"'),
    "too large a program": toml(Scenario.uniform(8, 2, 2), {"A0": Fraction(1)}, "no-signalling", "maximum"),
    "not separated": text_of("membership-quantum").replace('"3/4"', '"1/2"').replace('"-3/4"', '"-1/2"'),
}


def ending(text: str) -> tuple[int, str]:
    """Exit code and code word."""
    result = run("certify", "-", stdin=text.encode())
    assert result.exit_code != 0
    return result.exit_code, result.stderr.rstrip("\n").rpartition("[")[2]


@pytest.mark.parametrize("name", TEXTS)
def test_no_exit_code_follows_from_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("picos", reason="picos is optional and not installed")
    before = ending(TEXTS[name])
    seen = []

    def rewritten(self: Failure) -> str:
        seen.append(self.kind)
        return "LIMIT bits self-adjoint contradict relabelling dual matrices"

    monkeypatch.setattr(Failure, "__str__", rewritten)
    assert ending(TEXTS[name]) == before
    assert seen, "the failure comes from a search"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_an_exit_code_and_a_documented_code(kind: Kind) -> None:
    assert KINDS.keys() == {kind.name for kind in Kind}
    problem = failed(Failure(kind, "place", "{what} happens", what="something"), "file")
    assert problem.exit_code in (2, 3, 4, 5)
    assert problem.code in {**CODES, **KERNEL_CODES}
    assert "something happens" in problem.sentence
