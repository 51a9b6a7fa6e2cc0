"""Random certificates that the kernel accepts hold at random members of their sets."""

from fractions import Fraction as Q
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.proofs.kernel.build import proved, put, refusal
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.soundness.generate import duals, equalities, sums_of_squares
from tests.proofs.kernel.soundness.holds import holds

seeds = st.integers(0, 2**20)


@given(sums_of_squares(), seeds)
@examples(15)
def test_random_sums_of_squares(document: Any, seed: int) -> None:
    proved(document)
    holds(document, seed, 3)


@given(duals(), seeds)
@examples(15)
def test_random_dual_certificates(document: Any, seed: int) -> None:
    proved(document)
    holds(document, seed, 4)


@given(equalities(), seeds, st.sampled_from([Q(1, 10), Q(1, 2**60)]))
@examples(15)
def test_random_equalities(document: Any, seed: int, off: Q) -> None:
    proved(document)
    holds(document, seed, 4)
    other = put(document, "/statement/values/0/value", str(Q(document["statement"]["values"][0]["value"]) + off))
    assert refusal(other) == "REJECTED identity /witness/memberships/0"


@given(st.one_of(sums_of_squares(), duals()), st.sampled_from([Q(1, 10), Q(1, 2**60)]))
@examples(8)
def test_no_random_proof_proves_more_than_it_says(document: Any, less: Q) -> None:
    statement = document["statement"]
    tighter = Q(statement["bound"]) + (less if statement["sense"] == ">=" else -less)
    assert refusal(put(document, "/statement/bound", str(tighter))) == "REJECTED identity /witness"
