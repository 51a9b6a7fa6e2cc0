"""The search for the file that takes longest: its shapes are certificates, and what it found once stays quick."""

import random
from itertools import pairwise, product

import pytest

from proofs.kernel import check
from proofs.kernel.errors import Budget
from tests.certificates.edits import spell
from tests.proofs.kernel import shapes, worst
from tests.proofs.kernel.shapes import SHAPES, means


@pytest.mark.parametrize("name", SHAPES)
def test_the_smallest_file_of_a_shape_is_read_to_its_end(name: str) -> None:
    data = worst.bytes_of(name, {key: low for key, (low, _) in SHAPES[name].ranges.items()})
    assert data
    assert worst.cost(data).answer.split()[0] in ("PROVED", "REJECTED")


@pytest.mark.parametrize(("inputs", "length"), [(1, 1), (1, 2), (2, 5), (3, 4), (4, 3)])
def test_words_are_the_first_without_a_letter_twice_in_a_row(inputs: int, length: int) -> None:
    every = product(range(inputs), repeat=length)
    wanted = [" ".join(f"A{i}" for i in word) for word in every if all(a != b for a, b in pairwise(word))]
    assert shapes.words(inputs, length) == wanted[:400]


def test_long_words_of_few_letters_are_there_at_once() -> None:
    assert [len(word.split()) for word in shapes.words(2, 32)] == [32, 32]


def test_parameters_stay_in_their_ranges() -> None:
    rng = random.Random(0)
    for name, shape in SHAPES.items():
        parameters = worst.drawn(name, rng)
        for _ in range(20):
            parameters = worst.changed(name, parameters, rng)
            assert all(low <= parameters[key] <= high for key, (low, high) in shape.ranges.items())


# 400 and 600 uses of one hypothesis of 32768 words took 42 and 64 seconds
@pytest.mark.parametrize(("count", "quantum"), [(400, 0), (600, 0), (600, 1)])
def test_many_uses_of_a_long_hypothesis_are_charged(count: int, quantum: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "work_budget", lambda: Budget(10**7))  # a tenth
    data = spell(means(15, count, 2, 1, quantum))
    assert len(data) < worst.MOST_BYTES
    found = worst.cost(data)
    assert found.answer == "LIMIT work"
    assert found.seconds < worst.MOST_SECONDS / 4  # a tenth, where nobody else computes


def test_a_file_that_costs_too_much_is_found() -> None:
    assert worst.too_much(worst.Cost(20.1, 30, "PROVED"))
    assert worst.too_much(worst.Cost(1, 501, "PROVED"))
    assert not worst.too_much(worst.Cost(20, 500, "PROVED"))


def test_the_search_fails_where_a_file_costs_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worst, "SHAPES", {"means": SHAPES["means"], "formulas": SHAPES["formulas"]})
    assert worst.main(0.2, 1) == 0
    monkeypatch.setattr(worst, "MOST_MEGABYTES", 1)
    assert worst.main(0.2, 1) == 1


def test_a_search_measures_every_shape_whatever_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worst, "drawn", lambda name, rng: {key: high for key, (_, high) in SHAPES[name].ranges.items()})
    monkeypatch.setattr(worst, "changed", lambda name, parameters, rng: worst.drawn(name, rng))
    found, parameters = worst.climbed("means", 0.1, random.Random(0))
    assert found.answer.split()[0] in ("PROVED", "REJECTED")
    assert parameters == {key: low for key, (low, _) in SHAPES["means"].ranges.items()}


def test_an_impossible_file_is_none() -> None:
    assert worst.bytes_of("means", {"parties": 16, "count": 1200, "outcomes": 2, "digits": 400, "quantum": 0}) == b""
    assert shapes.words(2, 1) == ["A0", "A1"]
