"""Rule assemblage: random proofs that must be accepted, and what is accepted at random assemblages."""

from fractions import Fraction as Q
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.check import check_bytes
from tests.certificates.valid_assemblage import ASSEMBLAGE, mermin_guessing, statement
from tests.certificates.valid_devices import DEVICES
from tests.proofs.kernel.build import document, encode, proved, put, refusal, scenario
from tests.proofs.kernel.effort import examples, sample
from tests.proofs.kernel.soundness.assemblages import draw_assemblage, draw_quantum
from tests.proofs.kernel.soundness.holds import holds

S = "/statement"


VALID = {**ASSEMBLAGE, **DEVICES}


@pytest.mark.parametrize("name", VALID)
def test_a_valid_vector_holds_at_random_assemblages(name: str) -> None:
    assert proved(VALID[name])
    assert sum(holds(VALID[name], seed, 4) for seed in range(sample(5)))


small = st.integers(-6, 6)


@st.composite
def positive(draw: Any) -> list[Q]:
    """A qubit operator >= 0, often on the edge of the cone."""
    x, y, z = (draw(small) for _ in range(3))
    square = x * x + y * y + z * z
    root = int(square**0.5)
    least = root if root * root == square else root + 1
    return [Q(least + draw(st.sampled_from([0, 0, 1])), 6), Q(x, 6), Q(y, 6), Q(z, 6)]


EVENTS = [f"B{y}={b}" for y in (0, 1) for b in (0, 1)]
PAIRS = [f"B{y}={b} C{z}={c}" for y, b, z, c in product((0, 1), repeat=4)]


def expanded(blocks: list[tuple[list[Q], str]]) -> dict[str, list[Q]]:
    """Blocks times events in products of observables."""
    total: dict[str, list[Q]] = {}
    for block, word in blocks:
        names = word.split()
        for kept in product((0, 1), repeat=len(names)):
            sign = np.prod([1 - 2 * int(n[-1]) if k else 1 for n, k in zip(names, kept, strict=True)])
            key = " ".join(n[:2] for n, k in zip(names, kept, strict=True) if k)
            old = total.setdefault(key, [Q(0)] * 4)
            total[key] = [a + int(sign) * b / 2 ** len(names) for a, b in zip(old, block, strict=True)]
    return total


def functional(total: dict[str, list[Q]], sign: int) -> list[Any]:
    order = ["", "B0", "B1", "C0", "C1", *(f"B{y} C{z}" for y in (0, 1) for z in (0, 1))]
    return [[[str(sign * x) for x in total[word]], word] for word in order if any(total.get(word, []))]


@given(st.lists(st.tuples(positive(), st.sampled_from(EVENTS + PAIRS)), min_size=1, max_size=6), st.integers(0, 99))
@examples(50)
def test_a_random_sum_of_blocks_is_a_bound(blocks: list[tuple[list[Q], str]], seed: int) -> None:
    # F = - sum of blocks: F <= 0
    terms = functional(expanded(blocks), -1)
    if not terms:
        return
    claim = statement("steering-bound", terms, scenario("2", "22", "22"), sense="<=", bound="0")
    claim["untrusted"]["parties"] = claim["untrusted"]["parties"][1:]
    found = document("assemblage", claim, {"blocks": [[[str(x) for x in block], word] for block, word in blocks]})
    assert proved(found)
    holds(found, seed, 3)
    tightened = put(found, S + "/bound", "-1/1000000")
    assert refusal(tightened) == "REJECTED identity /witness"


@given(st.lists(st.tuples(st.lists(small, min_size=4, max_size=4), st.sampled_from(EVENTS)), min_size=1, max_size=4),
       st.integers(0, 99))  # fmt: skip
@examples(60)
def test_blocks_that_are_accepted_are_positive(raw: list[tuple[list[int], str]], seed: int) -> None:
    blocks = [([Q(x) for x in block], word) for block, word in raw]
    terms = functional(expanded(blocks), -1)
    if not terms:
        return
    claim = statement("steering-bound", terms, scenario("2", "22"), sense="<=", bound="0")
    claim["untrusted"]["parties"] = claim["untrusted"]["parties"][1:]
    found = document("assemblage", claim, {"blocks": [[[str(x) for x in block], word] for block, word in blocks]})
    verdict = check_bytes(encode(found))
    least = min(t - (x * x + y * y + z * z) ** 0.5 for (t, x, y, z), _ in raw)
    assert (verdict.verdict == "PROVED") == (least > -1e-9), (verdict, least)
    if verdict.verdict == "PROVED":
        holds(found, seed, 3)


@given(st.lists(st.tuples(st.lists(small, min_size=4, max_size=4), st.sampled_from(["B0", "B1", "B0=0", "B1=1"])),
                min_size=1, max_size=3), st.fractions(-4, 12, max_denominator=8), st.integers(0, 99))  # fmt: skip
@examples(60)
def test_a_local_bound_is_accepted_exactly_if_no_strategy_exceeds_it(
    raw: list[tuple[list[int], str]], bound: Q, seed: int
) -> None:
    order = ["B0", "B0=0", "B1", "B1=1"]
    merged = {word: [Q(x) for x in block] for block, word in raw if any(block)}
    if not merged:
        return
    terms = [[[str(x) for x in merged[word]], word] for word in order if word in merged]
    claim = statement("steering-bound", terms, scenario("2", "22"), "local-hidden-state", sense="<=", bound=str(bound))
    claim["untrusted"]["parties"] = claim["untrusted"]["parties"][1:]
    found = document("assemblage", claim, {"strategies": "4"})
    largest = -np.inf
    for b0, b1 in product((0, 1), repeat=2):
        values = {"B0": 1 - 2 * b0, "B1": 1 - 2 * b1, "B0=0": 1 - b0, "B1=1": b1}
        t, *bloch = (sum(values[word] * float(block[k]) for word, block in merged.items()) for k in range(4))
        largest = max(largest, float(t + np.linalg.norm(bloch)))
    verdict = check_bytes(encode(found))
    if abs(largest - float(bound)) > 1e-9:
        assert (verdict.verdict == "PROVED") == (largest < float(bound)), (verdict, largest, bound)
    if verdict.verdict == "PROVED":
        holds(found, seed, 3)


@pytest.mark.parametrize(("parties", "key", "beta"), [(1, (1,), Q(14143, 10000)), (2, (1, 1), Q(2)),
                                                      (3, (0, 1, 0), Q(28285, 10000))])  # fmt: skip
def test_guessing_bounds_for_every_key_and_number_of_parties(parties: int, key: tuple[int, ...], beta: Q) -> None:
    found = mermin_guessing(parties, key, beta)
    assert proved(found)
    holds(found, parties, 3)
    constant = Q(found["statement"]["constant"]) - Q(1, 10**9)
    assert refusal(put(found, S + "/constant", str(constant))) == "REJECTED identity /witness/branches/0"


FALSE = {
    "a bound too small": put(ASSEMBLAGE["bound"], S + "/bound", "19/10"),
    "a bound of the other sense": put(ASSEMBLAGE["bound"], S + "/sense", ">="),
    "a local bound for all assemblages": put(ASSEMBLAGE["local-mermin"], S + "/set", "no-signalling"),
    "a local bound too small": put(ASSEMBLAGE["local-three-inputs"], S + "/bound", "1"),
    "guessing too seldom": put(ASSEMBLAGE["guessing-mermin"], S + "/constant", "5/4"),
    "a value too large": put(ASSEMBLAGE["value-ghz"], S + "/values/0/value", "21/10"),
}


@pytest.mark.parametrize("fault", FALSE)
def test_a_false_statement_is_found_by_the_random_assemblages(fault: str) -> None:
    failed = 0
    for seed in range(8):
        try:
            holds(FALSE[fault], seed, 8)
        except AssertionError:
            failed += 1
    assert failed


def test_the_random_assemblages_are_assemblages() -> None:
    random = np.random.default_rng(3)
    claim = ASSEMBLAGE["guessing-mermin"]["statement"]
    for draw in (draw_assemblage, draw_quantum):
        for _ in range(5):
            states = draw(claim, random)
            assert abs(np.trace(states("")) - 1) < 1e-9
            for y, b in product((0, 1), repeat=2):
                parts = [states(f"B{y}={b} C{z}={c}") for z in (0, 1) for c in (0, 1)]
                assert min(np.linalg.eigvalsh(part)[0] for part in parts) > -1e-9
                assert np.allclose(parts[0] + parts[1], parts[2] + parts[3])
                assert np.allclose(parts[0] + parts[1], states(f"B{y}={b}"))
