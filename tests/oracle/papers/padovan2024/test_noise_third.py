"""Three sequential parties with noise: the means against Kraus operators, and the symmetries."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

import numpy as np
import pytest

from oracle.papers.padovan2024.noise import three_bits
from oracle.papers.padovan2024.noise.three_bits import outcome_certificate
from proofs.kernel.check import check_bytes
from proofs.search.language.angles import Angle, Direction
from proofs.search.language.failure import Failure
from proofs.search.language.guessed import guessed_events
from proofs.search.language.known import hypotheses
from proofs.search.language.means import means_json
from proofs.search.language.relabelling import orbits
from proofs.search.language.write import Json, certificate_bytes
from proofs.search.sequences.devices import State
from proofs.search.sequences.sequence import FOUR_PARTIES, sequences
from proofs.search.sequences.tetrahedron import LENGTHS, SIGNS, ThirdParty

X, Y, Z = (np.array(m) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]))
ONE = np.eye(2)
NOISY = ThirdParty(
    State(Fraction(1, 10), Fraction(1, 20)), Direction(Fraction(2), Fraction(1)), Direction(Fraction(5), Fraction(2))
)


def sharp(observable: Any) -> list[Any]:
    return [(ONE + observable) / 2, (ONE - observable) / 2]


def weak(observable: Any, direction: Angle | Direction) -> list[Any]:
    cosine, sine = float(direction.cosine[0]), float(direction.sine[0])
    first, second = sharp(observable)
    return [cosine * first + sine * second, cosine * second + sine * first]


def density() -> Any:
    p, c = float(NOISY.state.p), float(NOISY.state.c)
    bell = np.zeros((4, 4))
    bell[np.ix_((0, 3), (0, 3))] = 1 / 2
    return (1 - p - c) * bell + p * np.eye(4) / 4 + c * np.diag([1, 0, 0, 1]) / 2


def mean(alice: Any, kraus: list[list[Any]], counted: list[bool]) -> float:
    """Of Alice's observable times the counted outcomes of a list of measurements in turn."""
    total = 0.0
    for outcomes in product((0, 1), repeat=len(kraus)):
        k = reduce(lambda done, step: step @ done, (m[o] for m, o in zip(kraus, outcomes, strict=True)), ONE)
        sign = (-1) ** sum(o for o, count in zip(outcomes, counted, strict=True) if count)
        total += sign * np.trace(np.kron(alice, k.conj().T @ k) @ density()).real
    return total


def test_every_mean_of_the_behaviour_is_that_of_kraus_operators() -> None:
    measurements = {
        "B0": weak(Z, NOISY.theta), "B1": sharp(X), "B2": sharp(Y), "B00": sharp(Z), "B01": weak(X, NOISY.theta2),
        "B010": sharp(X), "B011": sharp(Y),
    }  # fmt: skip
    alices = {"": ONE}
    for k, signs in enumerate(SIGNS):
        x, y, z = (float(length * sign) for length, sign in zip(LENGTHS, signs, strict=True))
        alices[f"A{k}"] = x * X - y * Y + z * Z
    words = {" ".join(filter(None, pair)) for pair in product(alices, sequences(FOUR_PARTIES, "B"))}
    assert set(NOISY.expectations) < words
    for alice, word in product(alices, sequences(FOUR_PARTIES, "B")):
        names = word.split()
        last = names[-1] if names else "B0"
        run = [last[:k] for k in range(2, len(last) + 1)]
        low, high = NOISY.expectations.get(f"{alice} {word}".strip(), (0, 0)) if names or alice else (1, 1)
        found = mean(alices[alice], [measurements[name] for name in run], [name in names for name in run])
        assert low - 1e-12 <= found <= high + 1e-12, (alice, word)


@pytest.mark.parametrize("data", ["full", "pairs"])
def test_the_symmetries_keep_what_is_known_and_exchange_all_outcomes(data: str) -> None:
    for item in NOISY.known(data):
        polynomial = FOUR_PARTIES.polynomial(item.functional)
        assert all(move.keeps(FOUR_PARTIES, [polynomial]) for move in NOISY.symmetries)
    events = guessed_events(FOUR_PARTIES, ["B0", "B01", "B011"])
    assert len({base for base, _ in orbits(FOUR_PARTIES, events, NOISY.symmetries).values()}) == 1
    assert len(events) == 8


def test_other_data_are_refused() -> None:
    with pytest.raises(Failure, match="full or pairs"):
        NOISY.known("all")


@pytest.mark.parametrize(("second", "verdict"), [(NOISY.theta2, "PROVED"), (NOISY.theta, "REJECTED")])
def test_the_model_has_what_is_known(second: Angle | Direction, verdict: str) -> None:
    model = ThirdParty(NOISY.state, NOISY.theta, second).feasible()
    values: Json = [{"functional": [["1", "B1"]], "value": "0"}]
    statement: dict[str, Json] = {
        "kind": "value", "set": "quantum-tensor", "scenario": FOUR_PARTIES.json(), "values": values,
        **means_json(FOUR_PARTIES, hypotheses(NOISY.known()), True),
    }  # fmt: skip
    assert isinstance(model, dict)
    assert check_bytes(certificate_bytes("point", statement, model)).verdict == verdict


def test_one_outcome_is_bounded_at_a_small_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel proves it, and the sum that is added keeps its symmetries; 20 words give no bits."""
    words = ["", *FOUR_PARTIES.names, "B0 B01", "B0 B010", "B0 B011", "B01 B010", "B01 B011", "B0 B01 B010"]
    monkeypatch.setattr(three_bits, "WORDS", [*words, "B0 B01 B011"])
    stated = json.loads(outcome_certificate(NOISY))["statement"]
    weights = {word: Fraction(c) for c, word in stated["functional"]}
    assert weights.pop("B0=0 B01=0 B011=0") == 1
    assert weights.keys() <= NOISY.expectations.keys()
    polynomial = FOUR_PARTIES.polynomial(weights)
    assert all(move.keeps(FOUR_PARTIES, [polynomial]) for move in NOISY.symmetries)
