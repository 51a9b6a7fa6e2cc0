"""Every rule is broken once, by name and place; no two kinds share a name, and no rule is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from oracle.protocols.judge import judge
from oracle.protocols.play import play
from oracle.protocols.violations import RULES
from tests.oracle.protocols.runs import Columns, asked, copied, declared, recorded, report, reported
from tests.policy.text import ROOT

Change = Callable[[Path], None]
FAR = {"distance": "30", "A": {"start": "0", "end": "90"}, "B": {"start": "0", "end": "90"}}
NEAR = {**FAR, "B": {"start": "0", "end": "101"}}


def planned(key: str, value: str) -> Change:
    return lambda folder: declared(folder, lambda d: d["plan"].update({key: value}))


def rows(change: Callable[[Columns], Columns], **how: bool) -> Change:
    def changed(folder: Path) -> None:
        recorded(folder, change, **how)
        reported(folder, chain=None)

    return changed


def cell(name: str, row: int, value: int) -> Callable[[Columns], Columns]:
    def changed(columns: Columns) -> Columns:
        columns[name][row] = value
        return columns

    return changed


def taken(places: Callable[[int], np.ndarray]) -> Callable[[Columns], Columns]:
    """Rows at these places, in this order."""
    return lambda columns: {name: column[places(len(column))] for name, column in columns.items()}


def swapped(size: int) -> np.ndarray:
    places = np.arange(size)
    places[[100, 200]] = [200, 100]
    return places


def following(columns: Columns) -> Columns:
    """Alice's input is Bob's outcome of the round before, in every third round."""
    places = np.arange(3, len(columns["x"]), 3)
    columns["x"][places] = columns["b"][places - 1]
    return columns


def byte(name: str, place: int) -> Change:
    def changed(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[place] ^= 1
        (folder / name).write_bytes(bytes(data))

    return changed


def signed(name: str, place: int, key: str) -> Change:
    """A bit of a file is changed and its sha256 in the report with it."""
    from oracle.protocols.recording import file_sha256

    def changed(folder: Path) -> None:
        byte(name, place)(folder)
        reported(folder, **{key: file_sha256(folder / name)})

    return changed


def slower(folder: Path) -> None:
    declared(folder, lambda d: d.update(separation=FAR))
    reported(folder, timing=NEAR)


def seed_used(folder: Path) -> None:
    declared(folder, lambda d: d.update({"used-seeds": [report(folder)["seed"]]}))


def longer(name: str) -> Change:
    from oracle.protocols.recording import file_sha256

    def changed(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes() + b"\0")
        reported(folder, **{name.partition(".")[0]: file_sha256(folder / name)})

    return changed


def one_more(columns: Columns) -> Columns:
    return {name: np.append(column, column[-1] + (name == "round")) for name, column in columns.items()}


ACCEPTED: dict[str, tuple[Change, str]] = {
    "declaration-changed": (lambda folder: reported(folder, declaration="0" * 64), "declaration.json"),
    "threshold-not-by-rule": (planned("threshold", "5/2"), "declaration.json: plan.threshold"),
    "error-not-by-rule": (planned("error", "1/1000000000"), "declaration.json: plan.error"),
    "length-not-by-rule": (planned("output", "20000"), "declaration.json: plan.output"),
    "seed-not-by-rule": (planned("seed", "128"), "declaration.json: plan.seed"),
    "output-not-by-rule": (planned("made", "parity-of-majorities"), "declaration.json: plan.made"),
    "declared-late": (lambda folder: reported(folder, started="1999-12-31T00:00:00+00:00"), "report.json: started"),
    "light-has-time": (lambda folder: declared(folder, lambda d: d.update(separation=NEAR)), "A to B"),
    "timing-exceeded": (
        slower,
        "report.json: timing",
    ),
    "events-changed": (byte("events.parquet", 1000), "events.parquet"),
    "rows-changed": (lambda folder: recorded(folder, lambda c: cell("a", 7, 1 - c["a"][7])(c)), "group 0"),
    "rounds-misreported": (lambda folder: reported(folder, rounds="30001"), "report.json: rounds"),
    "rounds-missing": (rows(taken(lambda n: np.arange(n - 9))), "round 29991"),
    "rounds-added": (rows(one_more), "events"),
    "round-dropped": (rows(taken(lambda n: np.delete(np.arange(n), 500))), "round 500"),
    "round-repeated": (rows(taken(lambda n: np.insert(np.arange(n), 500, 499))), "round 500"),
    "rounds-reordered": (rows(taken(swapped)), "round 100"),
    "clock-goes-back": (
        rows(lambda c: {**c, "time": np.where(np.arange(len(c["x"])) == 77, 0, np.arange(len(c["x"])) + 5)}),
        "round 77",
    ),
    "round-discarded": (rows(lambda c: {**c, "valid": (np.arange(len(c["x"])) != 12).astype(np.uint8)}), "round 12"),
    "input-unknown": (rows(cell("x", 41, 2)), "round 41"),
    "outcome-unknown": (rows(cell("b", 42, 3)), "round 42"),
    "inputs-follow-outcomes": (rows(following), "after the outcomes . ."),
    "estimate-wrong": (lambda folder: reported(folder, estimate="14/5"), "report.json: estimate"),
    "abort-invented": (lambda folder: reported(folder, accepted=False), "report.json: accepted"),
    "length-chosen-late": (lambda folder: reported(folder, bits="9999"), "report.json: bits"),
    "seed-changed": (byte("seed.bin", 5), "seed.bin"),
    "seed-length": (longer("seed.bin"), "seed.bin"),
    "seed-reused": (seed_used, "seed.bin"),
    "output-changed": (byte("output.bin", 3), "output.bin"),
    "output-wrong": (signed("output.bin", 3, "output"), "output.bin"),
    "certificate-exchanged": (byte("run.cert.json", 200), "run.cert.json"),
}
ABORTED: dict[str, tuple[Change, str]] = {
    "abort-ignored": (lambda folder: reported(folder, accepted=True), "report.json: accepted"),
}
PLAYED = {
    "inputs-off-source": ("honest", "biased", "events"),
    "source-drifts": ("honest", "drifting", "stretch .* of .*"),
    "inputs-follow-inputs": ("honest", "remembering", "after the inputs . ."),
    "outcomes-signal": ("signalling", "declared", "B1"),
    "outcomes-impossible": ("box", "declared", "events"),
}
ELSEWHERE = {
    "declaration-exchanged": "test_the_declaration_that_was_handed_in_counts",
    "input-not-admissible": "test_inputs_that_a_protocol_never_asks",
}


def refused(folder: Path, name: str, place: str) -> None:
    found = judge(folder)
    assert found.violation is not None, "the run passes"
    assert (found.violation.name, bool(re.fullmatch(place, found.violation.place))) == (name, True), found.violation
    assert found.proof is None
    assert found.violation.sentence.isprintable()


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_run_that_was_accepted_and_changed(name: str, honest: Path, tmp_path: Path) -> None:
    change, place = ACCEPTED[name]
    folder = copied(honest, tmp_path / "run")
    change(folder)
    refused(folder, name, place)


@pytest.mark.parametrize("name", ABORTED)
def test_a_run_that_was_aborted_and_changed(name: str, aborted: Path, tmp_path: Path) -> None:
    change, place = ABORTED[name]
    folder = copied(aborted, tmp_path / "run")
    change(folder)
    refused(folder, name, place)


def test_an_aborted_run_has_no_output(aborted: Path, tmp_path: Path) -> None:
    folder = copied(aborted, tmp_path / "run")
    (folder / "output.bin").write_bytes(b"\0" * 100)
    refused(folder, "abort-ignored", "output.bin")


@pytest.mark.parametrize("name", PLAYED)
def test_devices_and_sources_that_cheat(name: str, tmp_path: Path) -> None:
    device, source, place = PLAYED[name]
    play(asked(), tmp_path, seed=3, device=device, source=source)
    refused(tmp_path, name, place)


def test_the_declaration_that_was_handed_in_counts(honest: Path, tmp_path: Path) -> None:
    data = (honest / "declaration.json").read_bytes()
    assert judge(honest, data).conforms
    found = judge(honest, data.replace(b'"13/5"', b'"27/10"'))
    assert found.violation is not None
    assert found.violation.name == "declaration-exchanged"


def test_inputs_that_a_protocol_never_asks(honest: Path) -> None:
    from dataclasses import replace

    from oracle.protocols.declaration import read_declaration
    from oracle.protocols.scan import scan
    from oracle.protocols.violations import Broken

    found = read_declaration((honest / "declaration.json").read_bytes(), "declaration.json")
    plan = found.plan()
    law = {inputs: p for inputs, p in plan.law.items() if inputs != (1, 1)}
    with pytest.raises(Broken) as broken:
        scan(honest / "events.parquet", found.protocol.parties(found.values), replace(plan, law=law), None)
    assert broken.value.violation.name == "input-not-admissible"


def test_every_rule_is_broken_somewhere() -> None:
    names = [*ACCEPTED, *ABORTED, *PLAYED, *ELSEWHERE]
    assert sorted(names) == sorted(RULES)
    assert len(set(RULES.values())) == len(RULES) >= 25
    assert all(test in globals() for test in ELSEWHERE.values())


def test_the_page_lists_the_rules_in_their_order() -> None:
    page = (ROOT / "docs" / "protocols.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", page, re.MULTILINE)[-len(RULES) :] == list(RULES.items())
