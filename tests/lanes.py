"""Which tests are slow: `make quick` leaves them out, `make lanes` measures again.

`tests/slow.txt` lists test functions, one `module::function` a line, whose cases take more than `SLOW` seconds
together or one of whose cases takes more than `CASE` seconds. A function that is not listed counts as quick, so a new
test is in the quick lane until it was measured.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from tests.policy.text import ROOT

FILE = ROOT / "tests" / "slow.txt"
SLOW = 1.0
CASE = 0.3
HEAD = "# Test functions that make quick leaves out; written by make lanes.\n"


def name_of(module: str, function: str) -> str:
    """The name under which a function is listed; cases of one function share it.

    >>> name_of("tests.lp.test_exact", "test_a[3-4]")
    'test_exact::test_a'
    >>> name_of("oracle.cli.output", "oracle.cli.output.escaped")
    'output::oracle.cli.output.escaped'
    """
    return f"{module.rpartition('.')[2]}::{function.partition('[')[0]}"


def slow(cases: Iterable[tuple[str, float]]) -> set[str]:
    """Names that are slow, from names and seconds of cases.

    >>> slow([("a", 0.2), ("a", 0.9), ("b", 0.2), ("c", 0.4)]) == {"a", "c"}
    True
    """
    seconds: dict[str, list[float]] = defaultdict(list)
    for name, taken in cases:
        seconds[name].append(taken)
    return {name for name, taken in seconds.items() if sum(taken) > SLOW or max(taken) > CASE}


def listed(file: Path = FILE) -> frozenset[str]:
    """The names in the file; none where there is no file."""
    if not file.exists():
        return frozenset()
    return frozenset(line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def measured(report: Path) -> list[tuple[str, float]]:
    """Names and seconds of the cases in a JUnit report."""
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return [(name_of(case.get("classname", ""), case.get("name", "")), float(case.get("time", "0"))) for case in cases]


def main() -> int:
    """Write the list from a JUnit report of the whole suite."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("report", type=Path, help="JUnit XML of a run of all tests")
    cases = measured(options.parse_args().report)
    names = slow(cases)
    if not names:
        print("the report holds no slow test: is it one of the whole suite?", file=sys.stderr)
        return 1
    FILE.write_text(HEAD + "".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
    kept = sum(taken for name, taken in cases if name not in names)
    print(f"{len(names)} functions are slow; the others take {kept:.0f} s of {sum(taken for _, taken in cases):.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
