"""How the tests of the command line run it inside this process."""

import json

from click.testing import CliRunner, Result

from oracle.cli.app import app
from oracle.resources import certificates_dir
from tests.schema.schemas import complaints

TABLE = str(certificates_dir() / "pironio2010" / "table1.csv")
QUANTUM = "chsh.min-entropy.local"
AZUMA = ["azuma.deviation", "n=3016", "confidence=99/100", "q=1/4", "iq=2*sqrt(2)"]


def run(*words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin, catch_exceptions=False)


def refused(code: int, *words: str, stdin: bytes | None = None) -> str:
    """Standard error of a command that must fail with this code: one sentence; nothing else, or the same as JSON."""
    result = run(*words, stdin=stdin)
    assert result.exit_code == code, result.output
    if "--json" in words:
        document = json.loads(result.stdout)
        assert complaints("failure", document) == []
        assert document["exit_code"] == code
        assert document["problem"] in result.stderr
    else:
        assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    return result.stderr
