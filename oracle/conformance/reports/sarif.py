"""SARIF 2.1.0: what fails, as results with stable rule names and fingerprints."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from oracle.conformance import SUITE_VERSION
from oracle.conformance.answers import MEANING
from oracle.conformance.outcome import Outcome
from oracle.conformance.reports.document import example
from oracle.conformance.runner import Result
from oracle.version import __version__


def sarif(outcome: Outcome) -> bytes:
    """The failing results as bytes of JSON."""
    failing = [result for result in outcome.told if outcome.fails(result)]
    driver = {
        "name": "bellcert conform",
        "version": __version__,
        "properties": {"suite_version": SUITE_VERSION},
        "rules": [
            {
                "id": result.what.name,
                "shortDescription": {"text": result.what.says},
                "fullDescription": {"text": f"{result.what.says} Source: {result.what.source}."},
                "properties": {"bugs": [bug.name for bug in result.what.bugs]},
            }
            for result in outcome.report.results
        ],
    }
    run = {"tool": {"driver": driver}, "results": [_result(outcome, result) for result in failing]}
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return (json.dumps(document, indent=2) + "\n").encode()


def _file(target: str) -> str:
    """The file that a finding is shown at: of the module, or the last word of the command that names one.

    >>> _file("my_package.adapter:answer"), _file("no-such-program --fast")
    ('my_package/adapter.py', 'bellcert-conform')
    """
    module, colon, _ = target.partition(":")
    if colon and all(part.isidentifier() for part in module.split(".")):
        return module.replace(".", "/") + ".py"
    files = [word for word in target.split() if not Path(word).is_absolute() and Path(word).is_file()]
    return Path(files[-1]).as_posix() if files else "bellcert-conform"


def _result(outcome: Outcome, result: Result) -> dict[str, object]:
    name, verdict = result.what.name, result.verdict.value
    place = f"{outcome.report.target}/{name}"
    return {
        "ruleId": name,
        "level": "error",
        "message": {"text": f"{verdict} ({MEANING[result.verdict]}): {result.judgement.says}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _file(outcome.report.target)},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": place, "kind": "function"}],
            }
        ],
        # the same fault of the same implementation is the same finding, whatever example shows it
        "partialFingerprints": {"bellcert/v1": hashlib.sha256(f"{place}/{verdict}".encode()).hexdigest()},
        "properties": {"verdict": verdict, "code": result.judgement.code, "example": example(result)},
    }
