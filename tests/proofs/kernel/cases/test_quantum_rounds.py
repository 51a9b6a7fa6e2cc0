"""Many rounds against a quantum adversary: what the vectors do not reach."""

from fractions import Fraction as Q

from tests.certificates.valid import CELLS, event
from tests.certificates.valid_quantum_rounds import ACCUMULATED, QUANTUM_FACTORS, A, B
from tests.proofs.kernel.build import proved, put, refusal

S = "/statement"


def test_cells_that_never_occurred_cost_nothing() -> None:
    found = put(QUANTUM_FACTORS["quantum-one-input"], S + "/blocks/0/counts/3/0", "0")
    assert "n = 3" in proved(found)
    # not even where the factor is 0
    assert proved(put(found, S + "/blocks/0/factor/3/0", "0"))


def test_a_tradeoff_whose_spread_is_beyond_the_exponential_is_no_bug() -> None:
    rare = Q(1, 10**6)
    law = [1 - 3 * rare, rare, rare, rare]
    values = []
    for x, y, a, b in CELLS:
        sign = (-1 if x & y else 1) * (1 - 2 * (a ^ b))
        values.append([str(A + B * sign / law[2 * x + y]), event(x, y, a, b)])
    inputs = [[str(p), f"{x} {y}"] for p, (x, y) in zip(law, ((0, 0), (0, 1), (1, 0), (1, 1)), strict=True)]
    found = put(put(ACCUMULATED["accumulated"], S + "/inputs", inputs), S + "/tradeoff", values)
    assert refusal(found) == "REJECTED domain /statement/tradeoff"
    assert proved(put(found, S + "/bits", "0"))


def test_no_bits_and_no_length_need_no_theorem() -> None:
    found = put(put(ACCUMULATED["accumulated-run"], S + "/bits", "0"), S + "/hashing/length", "0")
    assert "length: 0 bits" in proved(found)
