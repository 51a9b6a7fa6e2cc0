"""VIPR files, judged by a small reader of the format and by viprchk where it is installed."""

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from lp import local
from lp.coordinates import Scenario
from lp.optima import emptiness, maximum, minimum
from lp.ordered import OrderedScenario
from lp.supporting_lines import difference
from lp.vipr import vipr
from oracle.bounds.families import chained, chained_curve
from proofs.search.language.failure import Failure
from proofs.search.language.means import Mean
from tests.lp.strategies import problems

TWO = Scenario.uniform(2, 2, 2)
LIMIT = Mean("the-chain", difference(chained(2), Fraction(1, 3)))
EVENT = {"A0=0": Fraction(1)}


class Reader:
    """Tokens of a VIPR file, in the order of the format."""

    def __init__(self, text: str) -> None:
        self.tokens = iter(text.split())

    def expect(self, *words: str) -> None:
        for word in words:
            found = next(self.tokens)
            assert found == word, f"{found} in place of {word}"

    def number(self) -> Fraction:
        return Fraction(next(self.tokens))

    def sparse(self) -> dict[int, Fraction]:
        return {int(next(self.tokens)): self.number() for _ in range(int(next(self.tokens)))}


def accepts(text: str) -> bool:
    """Whether the file proves its relation, by the rules of the format that a linear program needs."""
    read = Reader(text)
    read.expect("VER", "1.0", "VAR")
    count = int(next(read.tokens))
    for _ in range(count):
        next(read.tokens)
    read.expect("INT", "0", "OBJ")
    largest = next(read.tokens) == "max"
    objective = read.sparse()
    read.expect("CON")
    constraints = []
    rows = int(next(read.tokens))
    read.expect("0")
    for _ in range(rows):
        next(read.tokens)
        constraints.append((next(read.tokens), read.number(), read.sparse()))
    read.expect("RTP")
    infeasible = next(read.tokens) == "infeas"
    low, high = ("", "") if infeasible else (next(read.tokens), next(read.tokens))
    read.expect("SOL")
    values = []
    for _ in range(int(next(read.tokens))):
        next(read.tokens)
        at = read.sparse()
        for sense, right, row in constraints:
            left = sum((c * at.get(i, Fraction(0)) for i, c in row.items()), Fraction(0))
            if (left != right) if sense == "E" else (left < right):
                return False
        values.append(sum((c * at.get(i, Fraction(0)) for i, c in objective.items()), Fraction(0)))
    read.expect("DER", "1")
    next(read.tokens)
    sense, right = next(read.tokens), read.number()
    if infeasible:
        read.expect("0")
        goal: dict[int, Fraction] = {}
    else:
        read.expect("OBJ")
        goal = objective
    read.expect("{", "lin")
    left_sum: dict[int, Fraction] = {}
    right_sum = Fraction(0)
    for index, factor in read.sparse().items():
        kind, value, row = constraints[index]
        if kind == "G" and (factor < 0 if sense == "G" else factor > 0):
            return False
        right_sum += factor * value
        for i, c in row.items():
            left_sum[i] = left_sum.get(i, Fraction(0)) + factor * c
    read.expect("}", "-1")
    if {i: c for i, c in left_sum.items() if c} != goal:
        return False
    if infeasible:
        return sense == "G" and right_sum >= right > 0
    if not (right_sum <= right == Fraction(high) if largest else right_sum >= right == Fraction(low)):
        return False
    other = low if largest else high
    return other.endswith("inf") or any(v >= Fraction(other) if largest else v <= Fraction(other) for v in values)


def judged(text: str, folder: Path) -> bool:
    """The verdict of the reader above; where viprchk is installed it accepts what is accepted here.

    Not the other way round: viprchk compares a solution with one constraint only, the one
    whose index is that of the solution, so it accepts files whose solution is not feasible.
    """
    verdict = accepts(text)
    program = shutil.which("viprchk")
    if program is not None:
        path = folder / "file.vipr"
        path.write_text(text)
        found = subprocess.run([program, str(path)], capture_output=True, check=False)
        assert found.returncode == 0 or not verdict
    return verdict


@settings(max_examples=10)
@given(problems())
def test_optima_are_accepted(drawn: tuple[Scenario, dict[str, Fraction], dict[str, Fraction]]) -> None:
    scenario, functional, other = drawn
    for found in (maximum(scenario, functional), minimum(scenario, functional)):
        assert accepts(vipr(found.bound, found.point))
        assert accepts(vipr(found.bound))
    hypothesis = Mean("limit", other)
    try:
        limited = maximum(scenario, functional, [hypothesis])
    except Failure:
        assert accepts(vipr(emptiness(scenario, [hypothesis])))
    else:
        assert accepts(vipr(limited.bound, limited.point))


def test_hypotheses_and_marginal_events_are_exported(tmp_path: Path) -> None:
    found = maximum(TWO, EVENT, [LIMIT])
    text = vipr(found.bound, found.point)
    assert "the_chain G 0" in text
    assert judged(text, tmp_path)
    # P(a=0|x=0) <= 1 by the event of the other outcome alone
    one = (
        b'{"format": "bellcert/1", "rule": "lp-dual", "statement": {"kind": "bound", "set": "no-signalling", '
        b'"scenario": {"parties": [{"name": "A", "inputs": [["0", "2"]]}, {"name": "B", "inputs": [["0", "3"]]}]}, '
        b'"functional": [["1", "A0=0"]], "sense": "<=", "bound": "1"}, "witness": {"events": [["1", "A0=1"]]}}'
    )
    assert judged(vipr(one), tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bound L 2/3", "bound L 3/5"),  # a bound the combination does not reach
        ("p0 G 0", "p0 G 2"),  # a constraint the solution violates
        ("one E 1", "one E 2"),  # the same, and another constant
        ("RTP range 2/3 2/3", "RTP range 3/4 2/3"),
    ],
)
def test_one_fault_is_refused(old: str, new: str, tmp_path: Path) -> None:
    found = maximum(TWO, EVENT, [LIMIT])
    text = vipr(found.bound, found.point)
    assert text.count(old) == 1
    assert judged(text, tmp_path)
    assert not judged(text.replace(old, new), tmp_path)


@settings(max_examples=10)
@given(problems())
def test_local_optima_are_accepted(drawn: tuple[Scenario, dict[str, Fraction], dict[str, Fraction]]) -> None:
    scenario, functional, other = drawn
    for found in (local.maximum(scenario, functional), local.minimum(scenario, functional)):
        assert accepts(vipr(found.bound, found.point))
    for sense in (">=0", "=0"):
        hypothesis = Mean("limit", other, sense)
        try:
            limited = local.maximum(scenario, functional, [hypothesis])
        except Failure:
            assert accepts(vipr(local.emptiness(scenario, [hypothesis])))
        else:
            assert accepts(vipr(limited.bound, limited.point))


def test_local_bounds_are_accepted_by_both_and_one_fault_is_refused(tmp_path: Path) -> None:
    found = local.maximum(TWO, EVENT, [Mean("the-chain", difference(chained(2), Fraction(5, 4)))])
    text = vipr(found.bound, found.point)
    assert judged(text, tmp_path)
    assert not judged(text.replace(f"bound L {found.value}", f"bound L {found.value - 1}"), tmp_path)
    empty = vipr(local.emptiness(TWO, [Mean("chain", difference(chained(2), Fraction(1, 2)))]))
    assert "RTP infeas" in empty
    assert judged(empty, tmp_path)


def test_contradictions_are_exported(tmp_path: Path) -> None:
    text = vipr(emptiness(TWO, [Mean("chain", difference(chained(2), Fraction(-1, 7)))]))
    assert "RTP infeas" in text
    assert judged(text, tmp_path)


def test_time_ordered_bounds_are_exported_without_solution() -> None:
    scenario = OrderedScenario(TWO.parties, (("A", "B"),))
    found = maximum(scenario, {"A0 B0": Fraction(1), "A1": Fraction(1)})
    assert accepts(vipr(found.bound))
    with pytest.raises(Failure, match="local and no-signalling behaviours only"):
        vipr(found.bound, found.point)


def _refused() -> list[tuple[Any, str]]:
    best = maximum(TWO, EVENT, [LIMIT])
    return [
        ((chained_curve(2).pieces[0].bound, None), "symbols"),
        ((local.maximum(Scenario.uniform(5, 3, 2), EVENT).bound, None), "more than 16384 deterministic strategies"),
        ((best.point, None), "rules lp-dual and farkas"),
        ((best.bound, maximum(TWO, EVENT).point), "does not attain"),
        ((best.bound, best.bound), "does not attain"),
    ]


@pytest.mark.parametrize("case", range(5))
def test_what_vipr_cannot_say_is_refused(case: int) -> None:
    arguments, problem = _refused()[case]
    with pytest.raises(Failure, match=problem):
        vipr(*arguments)
