"""Whether an accepted bound on a von Neumann entropy holds for random devices and adversaries."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.proofs.kernel.soundness.physics import Numbers

Json = Any
Reals = NDArray[np.floating[Any]]
SLACK = 1e-9


class Devices:
    """Projective measurements of every input, and a state of the parties and of a system E of the adversary."""

    def __init__(self, scenario: Json, random: np.random.Generator) -> None:
        dimension = max(int(d) for party in scenario["parties"] for _, d in party["inputs"])
        together = {name for pair in scenario.get("commuting", []) for name in pair}
        self.sizes = [dimension] * len(scenario["parties"])
        self.events: dict[str, Reals] = {}
        for place, party in enumerate(scenario["parties"]):
            shared = np.linalg.qr(random.normal(size=(dimension, dimension)))[0]
            for label, outcomes in party["inputs"]:
                name = party["name"] + label
                basis = shared if name in together else np.linalg.qr(random.normal(size=(dimension, dimension)))[0]
                answers = np.arange(dimension) % int(outcomes)
                for outcome in range(int(outcomes)):
                    columns = basis[:, answers == outcome]
                    self.events[f"{name}={outcome}"] = self._whole(place, columns @ columns.T)
        size = int(np.prod(self.sizes))
        rank = int(random.integers(1, size + 1))
        vectors = random.normal(size=(size, rank)) * random.exponential(size=rank)
        if random.random() < 0.5:  # near a state in which the parties agree
            vectors[:, 0] += 4 * np.eye(dimension, self.sizes[0]).ravel()[:size] if len(self.sizes) == 2 else 0
        self.root = vectors / np.linalg.norm(vectors)  # the state of parties and E is this matrix as a vector

    def _whole(self, place: int, square: Reals) -> Reals:
        total: Reals = np.eye(1)
        for k, size in enumerate(self.sizes):
            total = np.kron(total, square if k == place else np.eye(size))
        return total

    def operator(self, word: str) -> Reals:
        total = np.eye(len(self.root))
        for atom in word.split():
            event = self.events[atom] if "=" in atom else self.events[f"{atom}=0"] - self.events[f"{atom}=1"]
            total = total @ event
        return total

    def mean(self, word: str) -> float:
        return float(np.trace(self.root.T @ self.operator(word) @ self.root))

    def entropy(self, events: list[str]) -> float:
        """H(outcomes | E) in bits; E is what purifies the parties."""
        parts = [self.root.T @ self.operator(event) @ self.root for event in events]
        return sum(map(_bits, parts)) - _bits(self.root.T @ self.root)


def _bits(state: Reals) -> float:
    values = np.linalg.eigvalsh(state)
    values = values[values > 1e-15]
    return float(-(values * np.log2(values)).sum())


def outcome_words(statement: Json) -> list[str]:
    """The event of every outcome tuple of the guessed inputs."""
    outcomes = {p["name"] + label: int(d) for p in statement["scenario"]["parties"] for label, d in p["inputs"]}
    words = [""]
    for name in statement["guessed"]:
        words = [f"{word} {name}={o}".strip() for word in words for o in range(outcomes[name])]
    return words


def check_entropy(statement: Json, witness: Json, seed: int, count: int = 3) -> int:
    """Fail if random devices that satisfy the hypotheses have less entropy than is claimed; how many were tried."""
    random = np.random.default_rng(seed)
    numbers = Numbers(statement)
    tried = 0
    for _ in range(8 * count):
        devices = Devices(statement["scenario"], random)
        holds = all(
            (value := sum(c * devices.mean(word) for c, word in numbers.polynomial(h["polynomial"]))) >= -SLACK
            and (h["sense"] == ">=0" or value <= SLACK)
            for h in statement.get("hypotheses", [])
        )
        if holds:
            tried += 1
            claimed = sum(c * devices.mean(word) for c, word in numbers.polynomial(statement["functional"]))
            assert devices.entropy(outcome_words(statement)) >= claimed - SLACK, statement
    return tried
