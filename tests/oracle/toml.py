"""Problem files for the tests of certify, and its answers to them."""

import json
from fractions import Fraction
from typing import Any

from lp.coordinates import Scenario
from oracle.resources import certificates_dir
from tests.oracle.runner import run
from tests.schema.schemas import complaints

FOLDER = certificates_dir() / "examples"


def answered(text: str) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON for the text of a problem."""
    result = run("certify", "-", "--json", stdin=text.encode())
    document = json.loads(result.stdout)
    assert complaints("certify", document) == []
    return result.exit_code, document


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text()


def toml(scenario: Scenario, functional: dict[str, Fraction], chosen: str, kind: str) -> str:
    lines = [f'kind = "{kind}"', f'set = "{chosen}"', "[scenario.parties]"]
    lines += [f"{party.name} = {[d for _, d in party.inputs]}" for party in scenario.parties]
    return "\n".join([*lines, "[functional]", *(f'"{word}" = "{c}"' for word, c in functional.items())])
