"""``make mutate``: judge every mutant of the kernel; can be interrupted and goes on where it stopped.

They are judged by the exact cases of ``tests/proofs/kernel/cases``, to which the vectors of ``certificates`` belong.
Verdicts are kept in ``.mutation/``. A mutant that was killed stays killed while its module and the test that killed it
are what they were, also when other modules of the kernel have changed: that one of these might have let it survive is
possible, so ``--fresh``, which forgets everything, is for releases and the nightly run. A survivor is judged again when
anything of the kernel has changed, and meets the tests that have changed otherwise. Ends with exit code 0 only when
every survivor has a reason in ``tests/proofs/kernel/survivors.toml`` and no reason is left over; then the file is
stamped with the kernel's hash. ``make test`` checks the file's form but not the stamp: a changed kernel is noticed
here, loudly.
"""

import argparse
import sys
from collections.abc import Collection

from tests.mutation.judge import Baseline, attempts, judge, measured
from tests.mutation.memory import Memory, file_of, modules
from tests.mutation.operators import Mutant, mutants
from tests.mutation.survivors import FILE, Survivors, kernel_sha256, parse, render
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


def plan(
    everything: list[Mutant],
    baseline: Baseline,
    verdicts: dict[str, str],
    again: dict[str, frozenset[str]],
    memory: Memory,
) -> list[tuple[Mutant, list[frozenset[str]]]]:
    """Return the mutants to judge with the tests to try; survivors only meet the tests that have changed."""
    killers = memory.killers()
    work = []
    for mutant in everything:
        tests = baseline.tests_for(mutant)
        if mutant.key in verdicts:
            tests = frozenset(test for test in tests if file_of(test) in again[mutant.key])
        work.append((mutant, attempts(mutant, tests, killers.get(mutant.key, ""))))
    return work


def run(only: str, jobs: int, fresh: bool, expected: Collection[str] = ()) -> tuple[list[Mutant], dict[str, str]]:
    """Judge what has no verdict that still holds; returns all mutants and the verdicts by key.

    Those that are ``expected`` to survive come last: they meet all tests.
    """
    memory = Memory(FOLDER, kernel_sha256(), modules())
    if fresh:
        memory.forget()
    everything = all_mutants(only)
    verdicts, again = memory.verdicts()
    todo = [mutant for mutant in everything if mutant.key not in verdicts or again[mutant.key]]
    todo.sort(key=lambda mutant: mutant.key in expected)
    print(f"{len(everything)} mutants, {len(todo)} to judge", flush=True)
    if todo:
        work = plan(todo, measured(FOLDER, f"{memory.journal.stem}-{memory.state}"), verdicts, again, memory)
        for number, (mutant, verdict, test) in enumerate(judge(work, jobs), 1):
            verdicts[mutant.key] = verdict
            memory.write(mutant.key, mutant.module, verdict, test)
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
    options.add_argument("--fresh", action="store_true", help="forget earlier verdicts")
    chosen = options.parse_args()
    known = parse(FILE.read_text(encoding="utf-8")) if FILE.exists() else Survivors("", {})
    stamp = kernel_sha256()
    if known.kernel_sha256 != stamp:
        print(f"THE KERNEL IS NOT THE ONE {FILE.name} WAS WRITTEN FOR: its reasons are judged anew", flush=True)
    everything, verdicts = run(chosen.only, chosen.jobs, chosen.fresh, known.reasons)
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
