"""`make peers`: judge other people's packages, each in its own environment, and write what was found.

Writes `certificates/findings/matrix.json`, a reproduction and a report for each finding, and `docs/findings.md`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oracle.conformance.answers import Verdict, answer_of
from oracle.conformance.driver import Crashed, TimedOut
from oracle.conformance.outcome import Outcome
from oracle.conformance.process import ProcessDriver
from oracle.conformance.registry import select
from oracle.conformance.reports.document import document
from oracle.conformance.runner import Report, run_property
from oracle.conformance.wire import Description, Json, Reply
from tests.policy.text import ROOT

HERE = Path(__file__).parent
ADAPTERS = HERE / "adapters"
FINDINGS = ROOT / "certificates" / "findings"
PAGE = ROOT / "docs" / "findings.md"
SEED, EXAMPLES = 0, 40
Row = dict[str, Any]


def packages() -> list[dict[str, Any]]:
    """The rows of packages.toml."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / "packages.toml").read_text(encoding="utf-8"))["package"]
    return found


def install(package: Mapping[str, Any]) -> bool:
    """Make the package's environment if it is not there; False when it cannot be made."""
    folder = ROOT / ".peers" / package["name"]
    if (folder / ".judged").exists() or (folder / ".installed").exists():
        return True
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False)
    words = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "install", *package["install"]]
    if made.returncode or subprocess.run(words, check=False).returncode:
        return False
    (folder / ".judged").touch()
    return True


class Recorder:
    """A driver that remembers what was asked and answered since it was last emptied."""

    def __init__(self, command: str) -> None:
        self.driver = ProcessDriver(command, timeout=20, start_timeout=120)
        self.made: list[dict[str, Any]] = []

    def describe(self) -> Description:
        return self.driver.describe()

    def call(self, name: str, arguments: Mapping[str, Json]) -> Reply:
        reply = self.driver.call(name, arguments)
        self.made.append({"call": name, "arguments": dict(arguments), "answer": answer_of(reply)})
        return reply

    def close(self) -> None:
        self.driver.close()


KEPT = (
    "property", "verdict", "code", "says", "violation", "cases", "failing_cases", "example", "simplest", "sentence",
)  # fmt: skip
SAMPLE = 3
"""Answers kept of a property that passed or was loose, so that these verdicts can be checked as well."""


def run(package: Mapping[str, Any], argument: str) -> Row:
    """Judge one package, or one of its solvers; paths in the command are relative to the checkout."""
    program = f".peers/{package['name']}/bin/python tests/peers/adapters/{package['adapter']}.py {argument}".strip()
    words = ["--command", f"'{program}'", "--seed", str(SEED), "--max-examples", str(EXAMPLES), "--timeout", "20"]
    recorder = Recorder(program)
    results, samples = [], []
    for what in select(()):
        recorder.made.clear()
        result = run_property(what, recorder, EXAMPLES, SEED)
        if result.verdict is not Verdict.NOT_OFFERED:
            results.append(result)
            step = max(1, len(recorder.made) // SAMPLE)
            passed = result.verdict in (Verdict.PASS, Verdict.LOOSE)
            samples.append(recorder.made[::step][:SAMPLE] if passed else [])
    try:
        description, problem = recorder.describe(), ""
    except (Crashed, TimedOut) as failure:
        description, problem = None, str(failure)
    recorder.close()
    report = Report(description, program, SEED, EXAMPLES, tuple(results))
    found: Any = document(Outcome(report, False, {}, ()))
    return {
        "package": package["name"], "solver": argument, "install": package["install"],
        "version": description.version if description else "", "name": description.name if description else "",
        "problem": problem, "command": f"bellcert conform {' '.join(words)}",
        "results": [
            {key: result[key] for key in KEPT} | ({"sample": sample} if sample else {})
            for result, sample in zip(found["results"], samples, strict=True)
        ],
    }  # fmt: skip


FAILING = ("UNSAFE", "WRONG", "REFUSED", "CRASHED", "TIMEOUT")


def place(row: Row, result: Row) -> str:
    """The name of a finding's files."""
    return "-".join(
        part for part in (row["package"], row["solver"].lower(), result["property"].replace("/", "-")) if part
    )


def script(row: Row, result: Row) -> str:
    """A program that shows a finding with the other package alone."""
    adapter = next(package["adapter"] for package in packages() if package["name"] == row["package"])
    source = (ADAPTERS / f"{adapter}.py").read_text(encoding="utf-8")
    body, _, _ = source.partition('\nif __name__ == "__main__":')
    body = body.replace("from speak import Refused, serve\n", "\n\nclass Refused(Exception):\n    pass\n")
    made = result["example"][-1]
    arguments = {key.replace("-", "_"): value for key, value in made["arguments"].items()}
    needs = " ".join(row["install"])
    solver = f"\nimport sys\n\nsys.argv = ['', {row['solver']!r}]\n" if row["solver"] else ""
    return (
        f"# Needs only: {needs}\n# Expected: {result['says']}\n{solver}{body}\n"
        f"try:\n    print({made['call']!r}, CALLS[{made['call']!r}](**{arguments!r}))\n"
        "except Refused as refusal:\n    print('refused:', refusal)\n"
    )


def report(row: Row, result: Row) -> str:
    """A message to the package's authors."""
    made = result["example"][-1]
    most = f", by at most {result['violation']}" if result["violation"] else ""
    return f"""# {row["name"]} {row["version"]}: {result["property"]}

Hello, and thank you for {row["package"]}. While comparing packages with exact references we met an answer that we would
like to show you; it may well be within what you document, in which case a sentence in the documentation helps others.

* Asked: {made["call"]}, in the script `{place(row, result)}.py` beside this text. It needs only
  {" ".join(row["install"])}.
* Answered: `{json.dumps(made["answer"])}`
* Expected: {result["sentence"]} {result["says"]}
* How often: {result["failing_cases"]} of {result["cases"]} questions{most}.

A bound that is used in a proof has no tolerance on one side; for most other uses the difference does not matter.
"""


def page(rows: list[Row], missing: list[dict[str, Any]]) -> str:
    """The matrix in words."""
    lines = [
        "# Findings", "",
        "Other people's packages, judged by the properties of `bellcert conform`, each in an environment of its own.",
        "`make peers` writes this page and `certificates/findings` again. UNSAFE: a number, taken for a bound,",
        "is on the wrong side of the true value, by however little; solvers in floating point do not claim more, and",
        "document their tolerances. WRONG for an infeasible program may be infeasible by less than such a tolerance.",
        "The largest violation is in the unit of the answer, and some optima are as large as 10^40: `rounding` in the",
        "column of codes means that the worst answer is off by its last digit alone.",
        "Adapters are in `tests/peers`, reproductions and reports to the authors beside the JSON.", "",
        "| package | version | property | verdict | code | largest violation | not right |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in rows:
        for result in row["results"]:
            name = f"{row['package']} {row['solver']}".strip()
            lines.append(
                f"| {name} | {row['version']} | {result['property']} | {result['verdict']} | {result['code']} "
                f"| {result['violation'] or ''} | {result['failing_cases']} of {result['cases']} |"
            )
    lines += ["", "## Not judged", "", "| package | reason |", "|---|---|"]
    lines += [f"| {package['name']} | {package['reason']} |" for package in missing]
    lines += ["", "## How to repeat a row", ""]
    lines += [f"- {row['package']} {row['solver']}".strip() + f": `{row['command']}`" for row in rows]
    return "\n".join(lines) + "\n"


def write(rows: list[Row], missing: list[dict[str, Any]]) -> None:
    """All files of the matrix."""
    FINDINGS.mkdir(exist_ok=True)
    for old in [*FINDINGS.glob("*.py"), *FINDINGS.glob("*.md")]:
        old.unlink()
    reasons = [{"package": package["name"], "reason": package["reason"]} for package in missing]
    matrix = {
        "format": "bellcert-findings/1",
        "seed": SEED,
        "max_examples": EXAMPLES,
        "rows": rows,
        "missing": reasons,
    }
    (FINDINGS / "matrix.json").write_text(json.dumps(matrix, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        for result in row["results"]:
            if result["verdict"] in FAILING and result["example"]:
                (FINDINGS / f"{place(row, result)}.py").write_text(script(row, result), encoding="utf-8")
                (FINDINGS / f"{place(row, result)}.md").write_text(report(row, result), encoding="utf-8")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(rows, missing), encoding="utf-8")


def main() -> int:
    """Judge, write, and say how many."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", action="append", default=[], help="a package's name; others keep their rows")
    only = options.parse_args().only
    rows: list[Row] = []
    missing: list[dict[str, Any]] = []
    path = FINDINGS / "matrix.json"
    before = json.loads(path.read_bytes())["rows"] if path.is_file() else []
    for package in packages():
        if "adapter" not in package:
            missing.append(package)
        elif only and package["name"] not in only:
            rows += [row for row in before if row["package"] == package["name"]]
        elif not install(package):
            missing.append({**package, "reason": "the environment could not be made here"})
        else:
            for argument in package.get("arguments", [""]):
                rows.append(run(package, argument))
                write(rows + [row for row in before if row["package"] not in {r["package"] for r in rows}], missing)
                print(package["name"], argument, *(r["verdict"] for r in rows[-1]["results"]), flush=True)
    write(rows, missing)
    print(f"{len(rows)} pipelines judged, {len(missing)} packages not")
    return 0


if __name__ == "__main__":
    sys.exit(main())
