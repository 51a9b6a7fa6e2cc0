"""Factors against a classical adversary, made small enough for a quantum one: the largest multiple, none larger."""

from __future__ import annotations

import json
from fractions import Fraction as Q

import numpy as np
import pytest

from proofs.kernel.check import check_bytes
from proofs.search.factors.behaviours import CELLS, MODELS, UNIFORM, extreme_behaviours, extreme_laws
from proofs.search.factors.shrunk import quantum_score, shrink
from proofs.search.factors.train import Trained, train
from tests.proofs.kernel.soundness.physics import Random

pytest.importorskip("scipy", reason="scipy is optional and not installed")
COUNTS = dict(zip(CELLS, (293, 94, 70, 295, 298, 70, 74, 309, 283, 69, 64, 291, 68, 340, 309, 89), strict=True))
LATER = {cell: 1000 * n for cell, n in COUNTS.items()}
ERROR = Q(1, 10**6)


def trained(**how: object) -> Trained:
    return train(COUNTS, 3_000_000, ERROR, power=Q(1, 200), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "how", [{}, {"quantum": False}, *({"law": None, "model": m, "bias": Q(1, 100)} for m in MODELS)], ids=str
)
def test_what_is_shrunk_is_a_factor_and_a_little_more_is_none(how: dict[str, object]) -> None:
    found = trained(**how)
    score = quantum_score(found, LATER, Q(1), ERROR, "declared")
    assert Q(9, 10) < score.shrunk <= 1
    verdict = check_bytes(score.data)
    assert (verdict.verdict, verdict.code) == ("PROVED", "")
    document = json.loads(score.data)
    for entry in document["statement"]["blocks"][0]["factor"]:
        entry[0] = str(Q(entry[0]) * (1 + Q(1, 10**12)) + Q(1, 10**12))
    assert check_bytes(json.dumps(document).encode()).code == "factor"


def test_the_multiple_is_that_of_floating_point() -> None:
    rng: Random = np.random.default_rng(3)
    power, gain = Q(1, 50), 0.8 * (8**0.5 - 2) / 51
    laws = extreme_laws("two-sided", Q(1, 20))
    for _ in range(5):
        factor = [Q(int(1000 * x), 1000) for x in rng.uniform(0.8, 1.3, 16)]
        least = [float(min(factor[4 * z : 4 * z + 4])) for z in range(4)]
        wanted = 1.0
        for law in laws:
            nu = [float(p) for p in law]
            m = [p * x for p, x in zip(nu, least, strict=True)]
            mass = 2 * max(min(m[0] + m[1], m[2] + m[3]), min(m[0] + m[2], m[1] + m[3]))
            for k, point in enumerate(extreme_behaviours(True)):
                value = sum(nu[c // 4] * float(f) * p for c, (f, p) in enumerate(zip(factor, point, strict=True)))
                wanted = min(wanted, 1 / (value - (gain * mass if k >= 16 else 0)))
        assert abs(float(shrink(factor, power, laws)) - wanted) < 1e-9


def test_a_threshold_decides_what_is_extracted() -> None:
    found = trained()
    reached = quantum_score(found, LATER, Q(0), ERROR, "declared").reached
    low, high = Q(int(reached) // 2), Q(int(reached))
    few, many = (quantum_score(found, LATER, t, ERROR, "declared") for t in (low, high))
    assert 0 < few.length < many.length
    assert check_bytes(many.data).verdict == "PROVED"
    beyond = quantum_score(found, LATER, high + 1, ERROR, "declared")
    assert beyond.reached < high + 1
    assert (beyond.length, beyond.data) == (0, b"")
    document = json.loads(many.data)
    document["statement"]["threshold"] = str(high + 1)
    assert check_bytes(json.dumps(document).encode()).code == "bits"


def test_a_round_with_factor_zero_reaches_nothing() -> None:
    zero = Trained((Q(0), *[Q(1)] * 15), Q(1, 200), True, UNIFORM, "", Q(0), {}, False, 0.0)
    found = quantum_score(zero, LATER, Q(-1000), ERROR, "declared")
    assert (found.reached, found.data) == (float("-inf"), b"")
