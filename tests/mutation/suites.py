"""`make mutate-suites`: plant faults by machine into the right implementations, and see which the suites find.

The operators are those of `make mutate`; the code of a refusal, which the protocol leaves free, and sizes of caches are
left alone. Each mutant is loaded in a process of its own and judged by the properties of
the calls that its module answers, at the default size and seed, until one fails; a process that ends or hangs is found.
`survivors-suites.toml` lists the survivors with reasons; the command fails when one has none, or when more than one in
ten survive. What was judged is remembered in .mutation/suites.jsonl until `--again`, so that a run can be interrupted.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import resource
import signal
import sys
import time
import tomllib
from importlib import import_module
from pathlib import Path
from types import ModuleType

from oracle.conformance import runner
from oracle.conformance.answers import Verdict
from oracle.conformance.implementation import Implementation
from oracle.conformance.inprocess import InProcessDriver
from oracle.conformance.registry import select
from oracle.conformance.runner import DEFAULT_EXAMPLES, FAILING, found_in_survey
from tests.mutation.operators import Mutant, mutants
from tests.policy.text import ROOT

GOOD = ROOT / "tests" / "oracle" / "conformance" / "good"
PACKAGE = "tests.oracle.conformance.good"
MODULES = ("extractors", "entropies", "boxes", "programs", "angles", "trevisan", "estimators", "larger", "rounds")
REASONS = Path(__file__).with_name("survivors-suites.toml")
JUDGED = ROOT / ".mutation" / "suites.jsonl"
"""Key of a mutant and what found it, one a line."""
NOTICED = FAILING | {Verdict.LOOSE, Verdict.TIMEOUT}
"""A fault that makes a bound worse than it need be is a fault that is reported."""
SECONDS = 120
"""Of processor time for one mutant."""


def everything(only: str = "") -> list[Mutant]:
    """Mutants of the right implementations, module by module."""
    found = []
    for name in MODULES:
        if only in name:
            found += mutants((GOOD / f"{name}.py").read_text(encoding="utf-8"), f"{name}.py")
    return [mutant for mutant in found if not free(mutant)]


def free(mutant: Mutant) -> bool:
    """Whether a change is none that the protocol speaks of: the code of a refusal, or the size of a cache."""
    line = (GOOD / mutant.module).read_text(encoding="utf-8").splitlines()[mutant.line - 1]
    code = "Refused(" in line and mutant.before[:1] in "\"'"
    return code or ("lru_cache(" in line and mutant.before.isdecimal())


def loaded() -> Implementation:
    """The right implementation with all of its modules."""
    for name in MODULES:
        import_module(f"{PACKAGE}.{name}")
    found: Implementation = import_module(f"{PACKAGE}.base").GOOD
    return found


def warm() -> None:
    """Judge the right implementation once, so that the processes of mutants begin with every reference computed."""
    driver = InProcessDriver(loaded())
    for what in select(()):
        found_in_survey(what, driver, DEFAULT_EXAMPLES, 0, frozenset())


def judged(mutant: Mutant) -> str:
    """The property that finds a mutant, "does not load", or "" when it survives; runs in a process of its own."""
    base = loaded()
    before = dict(base.functions)
    module = ModuleType(f"{PACKAGE}.mutated")
    try:
        exec(compile(mutant.text, mutant.module, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - the mutant
    except Exception:  # noqa: BLE001 - whatever it raises, it is noticed
        return "does not load"
    own = {name for name, function in before.items() if Path(function.__code__.co_filename).name == mutant.module}
    if any(base.functions[name] is before[name] for name in own):
        return "a call is not answered any more"
    touched = reached(mutant)
    calls = {name for name in own if before[name].__name__ in touched}
    asked = [what for what in select(()) if calls & set(what.calls)]
    # the edges of every property first, since most mistakes are found there
    for examples in (1, DEFAULT_EXAMPLES):
        for what in asked:
            if found_in_survey(what, InProcessDriver(base), examples, 0, NOTICED):
                return what.name
    return ""


def reached(mutant: Mutant) -> set[str]:
    """Names of the module that use what a mutant changes, directly or through each other."""
    tree = ast.parse((GOOD / mutant.module).read_text(encoding="utf-8"))
    uses: dict[str, set[str]] = {}
    changed: set[str] = set()
    for node in tree.body:
        names = {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
        stored = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        own = {node.name} if isinstance(node, ast.FunctionDef | ast.ClassDef) else stored
        for name in own:
            uses.setdefault(name, set()).update(names)
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if first <= mutant.line <= (node.end_lineno or node.lineno):
            changed |= own
            if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign):
                return set(uses) | {child.name for child in tree.body if isinstance(child, ast.FunctionDef)}
            if isinstance(node, ast.Assign) and not own:  # an attribute of another module, such as mp.dps
                return {child.name for child in tree.body if isinstance(child, ast.FunctionDef)}
    while more := {name for name, used in uses.items() if used & changed} - changed:
        changed |= more
    return changed


def in_a_process(mutant: Mutant) -> str:
    """The same, whatever the mutant does."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            os.write(write, (judged(mutant) or "SURVIVED").encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said or "ended or hung"


def main() -> int:
    """Judge, list the survivors, compare with the reasons."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="", help="modules whose name contains this")
    options.add_argument("--every", type=int, default=1, help="judge every n-th mutant only")
    options.add_argument("--again", action="store_true", help="forget what was judged before")
    options.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    chosen = options.parse_args()
    known: dict[str, str] = tomllib.loads(REASONS.read_text(encoding="utf-8")) if REASONS.is_file() else {}
    warm()
    runner.ENDURANCE = 0  # no mutant has a state that the good implementation has not
    if chosen.again:
        JUDGED.unlink(missing_ok=True)
    JUDGED.parent.mkdir(exist_ok=True)
    before = dict(map(json.loads, JUDGED.read_text().splitlines())) if JUDGED.is_file() else {}
    began, survivors, count = time.monotonic(), list[Mutant](), 0
    for mutant in everything(chosen.only)[:: chosen.every]:
        if time.monotonic() - began > chosen.seconds:
            break
        count += 1
        said = before.get(mutant.key) or in_a_process(mutant)
        if mutant.key not in before:
            with JUDGED.open("a", encoding="utf-8") as file:
                file.write(json.dumps([mutant.key, said]) + "\n")
        if said == "SURVIVED":
            survivors.append(mutant)
            print(f"survived {mutant.key} {mutant.place}: {mutant.before}  ->  {mutant.after}", flush=True)
    unexplained = [mutant.key for mutant in survivors if mutant.key not in known]
    print(f"{count} mutants, {len(survivors)} survive, {len(unexplained)} of them without a reason")
    return 0 if not unexplained and 10 * len(survivors) <= count else 1


if __name__ == "__main__":
    sys.exit(main())
