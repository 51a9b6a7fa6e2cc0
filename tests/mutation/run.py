"""``make mutate``: judge every mutant of the kernel; can be interrupted and goes on where it stopped.

Verdicts are kept in ``.mutation/`` for the kernel they belong to. When only the tests change, killed mutants stay
killed and survivors are judged again; ``--fresh`` forgets them. When the kernel changes, every mutant is judged
again, first by the test that killed it before. Ends with exit code 0 only when every survivor
has a reason in ``tests/kernel/survivors.toml`` and no reason is left over; then the file is stamped with the hash
of the kernel. ``make test`` checks the file's form but not the stamp: a changed kernel is noticed here, loudly.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.mutation.judge import TESTS, attempts, judge, measure
from tests.mutation.operators import Mutant, mutants
from tests.mutation.survivors import FILE, Survivors, kernel_sha256, parse, render, tree_sha256
from tests.policy.sizes import KERNEL
from tests.policy.text import ROOT

FOLDER = ROOT / ".mutation"


def all_mutants(only: str = "") -> list[Mutant]:
    """Return the mutants of every kernel module whose name contains ``only``."""
    found = []
    for path in sorted(KERNEL.rglob("*.py")):
        module = path.relative_to(KERNEL).as_posix()
        if only in module:
            found += mutants(path.read_text(encoding="utf-8"), module)
    return found


def remembered(journal: Path, tests: str) -> dict[str, str]:
    """Return verdicts of earlier runs on this kernel; those of survivors only while the tests are the same."""
    verdicts = {}
    if journal.exists():
        for line in journal.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["verdict"] != "survived" or entry["tests"] == tests:
                verdicts[entry["key"]] = entry["verdict"]
    return verdicts


def killers(folder: Path) -> dict[str, str]:
    """Return for each mutant the test that last killed it, whatever the kernel was otherwise; only an order to try."""
    found = {}
    for journal in sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime):
        for line in journal.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["test"]:
                found[entry["key"]] = entry["test"]
    return found


def run(only: str, jobs: int, fresh: bool) -> tuple[list[Mutant], dict[str, str]]:
    """Judge what has no verdict yet; returns all mutants and the verdicts by key."""
    kernel, tests = kernel_sha256(), tree_sha256(ROOT / TESTS)
    FOLDER.mkdir(exist_ok=True)
    journal = FOLDER / f"{kernel[:16]}.jsonl"
    earlier = killers(FOLDER)
    if fresh:
        journal.unlink(missing_ok=True)
    everything = all_mutants(only)
    verdicts = remembered(journal, tests)
    todo = [mutant for mutant in everything if mutant.key not in verdicts]
    print(f"{len(everything)} mutants, {len(todo)} to judge", flush=True)
    if todo:
        baseline = measure(FOLDER)
        work = [(mutant, attempts(mutant, baseline.tests_for(mutant), earlier.get(mutant.key, ""))) for mutant in todo]
        with journal.open("a", encoding="utf-8") as file:
            for number, (mutant, verdict, test) in enumerate(judge(work, jobs), 1):
                verdicts[mutant.key] = verdict
                entry = {"key": mutant.key, "verdict": verdict, "tests": tests, "test": test}
                file.write(json.dumps(entry) + "\n")
                file.flush()
                if verdict == "survived":
                    print(f"survived {mutant.key} {mutant.place}: {mutant.before}  ->  {mutant.after}", flush=True)
                if number % 100 == 0:
                    print(f"{number} of {len(todo)}", flush=True)
    return everything, verdicts


def conclude(everything: list[Mutant], verdicts: dict[str, str], known: Survivors) -> list[str]:
    """Return what is still wrong: survivors without a reason, reasons without a survivor."""
    survivors = {mutant.key: mutant for mutant in everything if verdicts[mutant.key] == "survived"}
    problems = [
        f"{mutant.key} {mutant.place} has no reason" for key, mutant in survivors.items() if key not in known.reasons
    ]
    return problems + [f"{key} has a reason but did not survive" for key in known.reasons if key not in survivors]


def main() -> int:
    """Run, compare with the file, stamp it when all is well."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--jobs", type=int, default=2, help="processes at once")
    options.add_argument("--only", default="", help="modules whose name contains this; nothing is stamped then")
    options.add_argument("--fresh", action="store_true", help="forget earlier verdicts on this kernel")
    chosen = options.parse_args()
    known = parse(FILE.read_text(encoding="utf-8")) if FILE.exists() else Survivors("", {})
    stamp = kernel_sha256()
    if known.kernel_sha256 != stamp:
        print(f"THE KERNEL IS NOT THE ONE {FILE.name} WAS WRITTEN FOR: its reasons are judged anew", flush=True)
    everything, verdicts = run(chosen.only, chosen.jobs, chosen.fresh)
    counts = {
        verdict: sum(verdicts[mutant.key] == verdict for mutant in everything)
        for verdict in ("killed", "timeout", "survived")
    }
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    if chosen.only:
        return 0 if counts["survived"] == 0 else 1
    survivors = [mutant for mutant in everything if verdicts[mutant.key] == "survived"]
    problems = conclude(everything, verdicts, known)
    if problems:
        draft = FOLDER / FILE.name
        draft.write_text(render(stamp, survivors, known.reasons), encoding="utf-8")
        print("\n".join(problems))
        print(f"a draft with the present survivors: {draft.relative_to(ROOT)}")
        return 1
    FILE.write_text(render(stamp, survivors, known.reasons), encoding="utf-8")
    print(f"{FILE.relative_to(ROOT)} is stamped with {stamp}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
