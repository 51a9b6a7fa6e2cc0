"""Checks about noise and the experiment: each fails when what it rests on is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from oracle.ask import simulate
from oracle.ledger.checks import Check
from oracle.ledger.status import Finding
from oracle.papers.padovan2024.checks import curves, experiment, noise
from oracle.papers.padovan2024.noise.level_point import judged
from oracle.papers.padovan2024.noise.shipped import CURVES, POINTS, POLYGONS
from oracle.proved import Proved, proved
from oracle.resources import certificates_dir
from proofs.search.language.angles import Angle
from proofs.search.language.failure import Failure
from proofs.search.language.known import Known
from proofs.search.sequences.devices import SequentialChsh, State
from tests.oracle.ledger.printed import as_printed

FOLDER = certificates_dir() / "padovan2024"
CERTIFIED = {
    "noise-sequences": (noise.bits_at_one_percent, noise.s5_two_readings, curves.flat, curves.split_below),
    "noise-higher": (noise.bits_at_one_percent_higher,),
    "noise-none": (noise.bits_without_noise,),
    "noise-one-bit": (noise.one_bit, noise.s5_words_listed, curves.flat),
    "noise-higher-one-bit": (noise.one_bit_higher,),
    "noise-flat": (curves.flat,),
    "noise-split": (noise.two_of_three_curves, curves.split_below),
    "noise-split-chsh": (noise.two_of_three_curves, curves.split_above),
    "table1-model-1": (noise.fewer_constraints, experiment.model_bits_row_1, experiment.s3_printed),
    "table1-model-2": (experiment.model_bits_row_2,),
    "table1-model-3": (experiment.model_bits_row_3,),
    "table2-model-2": (experiment.s2_corrected,),
}


def found(check: Check) -> Finding:
    """What a check finds, nothing being remembered, with what its claim prints."""
    curves._flat.cache_clear()
    try:
        return as_printed("padovan2024", check)
    finally:
        curves._flat.cache_clear()


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The paper's folder, to be damaged."""
    copytree(FOLDER, tmp_path / "padovan2024")
    for module in (noise, curves):
        monkeypatch.setattr(module, "certificates_dir", lambda: tmp_path)
    noise.bound.cache_clear()
    noise.level_bits.cache_clear()
    yield tmp_path / "padovan2024"
    noise.bound.cache_clear()
    noise.level_bits.cache_clear()


@pytest.mark.parametrize("name", CERTIFIED)
def test_checks_fail_with_a_certificate_about_another_protocol(name: str, copied: Path) -> None:
    target = copied / f"{name}.cert.json"
    other = "table1-model-1" if name.startswith("table2") or name.endswith("chsh") else "table2-model-1"
    target.write_bytes((copied / f"{other}.cert.json").read_bytes())
    for check in CERTIFIED[name]:
        assert not found(check).holds, check.name


@pytest.mark.parametrize("name", CERTIFIED)
def test_checks_fail_with_a_damaged_certificate(name: str, copied: Path) -> None:
    target = copied / f"{name}.cert.json"
    document = json.loads(target.read_bytes())
    constant = document["statement"]["bound"]["poly"][0]
    constant[0] = str(Fraction(constant[0]) - Fraction(1, 10**4))
    target.write_text(json.dumps(document))
    for check in CERTIFIED[name]:
        assert not found(check).holds, check.name
        assert "refused" in found(check).detail


def test_a_check_fails_with_other_moments(copied: Path) -> None:
    target = copied / "level-operators.moments.json"
    values = json.loads(target.read_text())
    last = list(values)[-1]
    for changed in (values | {last: "1/2"}, {word: value for word, value in values.items() if word != last}):
        target.write_text(json.dumps(changed))
        noise.level_bits.cache_clear()
        assert not found(noise.s5_two_readings).holds


@pytest.mark.parametrize(
    ("name", "check"),
    [("level-flat", curves.flat), ("level-one-bit", curves.one_bit_level), ("level-split", curves.split_above)],
)
@pytest.mark.parametrize("corner", [0, 4])
def test_checks_fail_with_other_corners(name: str, check: Check, corner: int, copied: Path) -> None:
    assert found(check).holds
    target = copied / f"{name}.moments.json"
    genuine = json.loads(target.read_text())
    last = list(genuine[corner])[-1]
    without = {word: value for word, value in genuine[corner].items() if word != last}
    for changed in (genuine[corner] | {last: "1/2"}, without, genuine[corner - 1]):
        target.write_text(json.dumps([*genuine[:corner], changed, *genuine[corner + 1 :]]))
        assert not found(check).holds
    target.write_text(json.dumps(genuine[:-1]))
    assert not found(check).holds


@pytest.mark.parametrize(
    ("name", "check"),
    [("level-flat", curves.flat), ("level-one-bit", curves.one_bit_level), ("level-split", curves.split_above)],
)
def test_checks_fail_with_a_polygon_for_another_noise(name: str, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    polygon = POLYGONS[name]
    less = replace(polygon, state=State(polygon.state.p - Fraction(1, 10**4)))
    monkeypatch.setattr(curves, "POLYGONS", {**POLYGONS, name: less})
    monkeypatch.setattr(curves, "corners", lambda name: [Fraction(99, 100)] * 10)
    assert not found(check).holds


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PIECES", curves.PIECES[1:]),
        ("PIECES", (curves.PIECES[0], ("noise-flat", ("0.01", "0.0165"), ("0.42", "0.49")), curves.PIECES[2])),
        ("PIECES", (*curves.PIECES[:2], ("noise-flat", ("0.0165", "0.019"), ("0.43", "0.5")))),
        ("PIECES", (("noise-sequences", ("0.01", "0.019"), ("0.35", "0.5")),)),
        ("LOSS", 13),
        ("FAR", ("0.3", "0.611")),
        ("FAR", ("0.21", "0.55")),
        ("AFFINE", {"", "z", "x"}),
    ],
)
def test_flatness_has_its_limits(name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(curves.flat).holds
    monkeypatch.setattr(curves, name, value)
    assert not found(curves.flat).holds


def test_a_bound_with_slopes_of_both_signs_is_not_convex(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = noise.bound

    def turned(name: str) -> Any:
        found = json.loads(json.dumps(genuine(name)))
        for term in found["poly"]:
            if term[1] == "x s":
                term[0] = ["0", "1/10"]
        return found

    monkeypatch.setattr(curves, "bound", turned)
    assert not found(curves.flat).holds


def test_moments_that_miss_a_known_mean_are_refused() -> None:
    curve = POINTS["level-operators"]
    values = {w: Fraction(v) for w, v in json.loads((FOLDER / "level-operators.moments.json").read_text()).items()}
    values["A0 B0"] += Fraction(1, 10**6)
    with pytest.raises(Failure, match="the known mean z-first is missed"):
        judged(curve.noisy, curve.guessed, curve.level, values)


def test_moments_are_so_far_inside_that_the_known_means_hold_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    curve = POINTS["level-operators"]
    values = {w: Fraction(v) for w, v in json.loads((FOLDER / "level-operators.moments.json").read_text()).items()}
    assert judged(curve.noisy, curve.guessed, curve.level, values) > 0
    genuine = SequentialChsh.known

    def wider(noisy: SequentialChsh, data: str = "full") -> list[Known]:
        return [replace(item, low=item.low - Fraction(1, 2**9)) for item in genuine(noisy, data)]

    def shared(noisy: SequentialChsh, data: str = "full") -> list[Known]:
        return [*genuine(noisy, data), Known("known-b0", {"B0": 1}, Fraction(-1), Fraction(1))]

    for known, says in ((wider, "not positive"), (shared, "known-b0 has a moment of another one or of the guess")):
        monkeypatch.setattr(SequentialChsh, "known", known)
        with pytest.raises(Failure, match=says):
            judged(curve.noisy, curve.guessed, curve.level, values)


def test_checks_of_the_tables_fail_with_other_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment, "FITTED", (("0.1", "0.017", "0.3"),) * 3)
    rows = (experiment.model_row_1, experiment.model_row_2, experiment.model_row_3_mixed, experiment.row_3_off)
    for check in (*rows, experiment.s1_printed, experiment.s1_corrected, experiment.s2_corrected):
        assert not found(check).holds, check.name


def test_another_source_has_other_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "_Z", noise._X)
    assert not found(noise.noise_model).holds
    assert not found(noise.visibilities).holds


def test_a_bound_at_more_noise_holds_at_less() -> None:
    """The lemma of `one_bit`: the certificate's hypotheses of p = 0.0186 hold for a mixture with p = 1."""
    less, more = (SequentialChsh(State(Fraction(p)), Angle()) for p in ("0.01", "0.0186"))
    t = (Fraction("0.0186") - Fraction("0.01")) / (1 - Fraction("0.01"))
    worst = SequentialChsh(State(Fraction(1)), Angle())
    for word, (low, high) in more.expectations.items():
        mixed = [
            (1 - t) * one + t * two for one, two in zip(less.expectations[word], worst.expectations[word], strict=True)
        ]
        assert mixed[0] - Fraction(1, 2**80) <= low <= high <= mixed[1] + Fraction(1, 2**80)


def test_fewer_coincidences_scatter_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(experiment.simulated_errors).holds
    original = simulate.correlators
    monkeypatch.setattr(simulate, "correlators", lambda means, rounds, size: original(means, rounds / 4, size))
    assert not found(experiment.simulated_errors).holds


def test_simulated_bits_scatter_around_the_certified_ones() -> None:
    curve = CURVES["table1-model-1"]
    assert isinstance(curve.noisy, SequentialChsh)
    means = {word: float(low) for word, (low, _) in curve.noisy.expectations.items() if len(word.split()) == 2}
    sample = simulate.correlators(means, 3e9, 100)
    guessed = noise.guessed("table1-model-1", curve.noisy)
    assert isinstance(guessed, Fraction)
    certificate = (FOLDER / "table1-model-1.cert.json").read_bytes()
    found = simulate.bits(certificate, guessed, curve.noisy.known("pairs"), sample)
    assert found.mean == pytest.approx(0.81775, abs=1e-4)


@pytest.mark.parametrize(
    ("old", "new"), [('"name": "E"', '"name": "F"'), ("E0=1", "E0=2"), ("quantum-tensor", "local")]
)
def test_an_eavesdropper_of_another_kind_does_not_count(old: str, new: str, copied: Path) -> None:
    assert found(noise.one_bit_eavesdropper).holds
    target = copied / "eavesdropper-one-bit.cert.json"
    target.write_text(target.read_text().replace(old, new, 1))
    assert not found(noise.one_bit_eavesdropper).holds


def test_an_eavesdropper_of_nearly_these_means_guesses_a_little_better(monkeypatch: pytest.MonkeyPatch) -> None:
    def worse(data: bytes) -> Proved:
        found = proved(data)
        statement = json.loads(json.dumps(found.statement))
        statement["values"][0]["value"] = str(Fraction(1, 2) + Fraction(1, 2**19))
        return replace(found, statement=statement)

    monkeypatch.setattr(noise, "proved", worse)
    assert not found(noise.one_bit_eavesdropper).holds


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("low", '"low": "0"', '"low": "1/100"'),
        ("high", '"high": "17/200"', '"high": "2/25"'),
        ("high", '"B0=0 E0=0"', '"B1=0 E0=0"'),
        ("low", '"name": "E"', '"name": "F"'),
    ],
)
def test_another_adversary_of_the_standard_protocol_does_not_count(name: str, old: str, new: str, copied: Path) -> None:
    assert found(curves.split_below).holds
    target = copied / f"standard-guessed-{name}.cert.json"
    assert old in target.read_text()
    target.write_text(target.read_text().replace(old, new, 1))
    assert not found(curves.split_below).holds


@pytest.mark.parametrize(
    "edit",
    [
        lambda statement: statement["values"][-1]["value"]["poly"].append(["1", "p^2"]),
        lambda statement: statement.update(conditions=[{"polynomial": {"poly": [["1", "p"]]}, "sense": ">0"}]),
    ],
)
def test_an_adversary_who_bends_or_has_gaps_is_not_decided_by_two_points(
    edit: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(data: bytes) -> Proved:
        found = proved(data)
        statement = json.loads(json.dumps(found.statement))
        edit(statement)
        return replace(found, statement=statement)

    monkeypatch.setattr(curves, "proved", changed)
    assert not found(curves.split_below).holds


def test_an_adversary_of_other_correlators_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(data: bytes) -> Proved:
        found = proved(data)
        statement = json.loads(json.dumps(found.statement))
        statement["values"][4]["value"] = "1/2"
        return replace(found, statement=statement)

    monkeypatch.setattr(curves, "proved", other)
    assert not found(curves.split_below).holds


def test_bounds_that_bend_are_not_decided_by_two_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curves, "AFFINE", {"", "z", "x"})
    assert not found(curves.split_below).holds


def test_an_experiment_without_rounds_has_no_correlation() -> None:
    found = simulate.correlators({"A0 B0": 0.5}, 1e-6, 10)["A0 B0"]
    assert list(found) == [0.0] * 10
