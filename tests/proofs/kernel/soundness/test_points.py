"""Rule point: random exact models and tables, with values computed here; every other value is refused."""

from fractions import Fraction as Q
from itertools import product
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.proofs.kernel.build import Document, document, proved, put, refusal, scenario
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.soundness.holds import holds

Exact = NDArray[Any]  # of fractions; complex numbers are pairs (re, im) of such arrays
small = st.fractions(-2, 2, max_denominator=3)
ONE = np.array([[Q(int(i == j)) for j in range(2)] for i in range(2)])


def pauli() -> list[tuple[Exact, Exact]]:
    """X, Y, Z as real and imaginary parts."""
    zero = 0 * ONE
    x, z = ONE[::-1], np.array([[Q(1), Q(0)], [Q(0), Q(-1)]])
    return [(x, zero), (zero, np.array([[Q(0), Q(-1)], [Q(1), Q(0)]])), (z, zero)]


@st.composite
def observables(draw: st.DrawFn) -> tuple[Exact, Exact]:
    """n.sigma with a rational unit vector n, by stereographic projection; or plus or minus one."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from([1, -1])) * ONE, 0 * ONE
    s, t = draw(small), draw(small)
    norm = 1 + s * s + t * t
    direction = [2 * s / norm, 2 * t / norm, (1 - s * s - t * t) / norm]
    parts = pauli()
    return sum(n * re for n, (re, _) in zip(direction, parts, strict=True)), sum(
        n * im for n, (_, im) in zip(direction, parts, strict=True)
    )


def times(a: tuple[Exact, Exact], b: tuple[Exact, Exact]) -> tuple[Exact, Exact]:
    return a[0] @ b[0] - a[1] @ b[1], a[0] @ b[1] + a[1] @ b[0]


def spelled(re: Q, im: Q) -> Any:
    return {"re": str(re), "im": str(im)} if im else str(re)


def matrix(a: tuple[Exact, Exact]) -> Any:
    return [[spelled(a[0][i, j], a[1][i, j]) for j in range(2)] for i in range(2)]


PLAIN = ["A0", "A1", "B0", "B1", "A0=0", "B1=1", "A0 B0", "A0 B1", "A1 B1", "A0=1 B1=0"]
WORDS = [*PLAIN, "A0 A1 A0", "A1 B0 B1 B0", "A0 A1 A0 B0=1"]


def value(word: str, operators: dict[str, tuple[Exact, Exact]], state: tuple[Exact, Exact]) -> tuple[Q, Q]:
    """<state|word|state> for the order A (slow), B."""
    vector = state
    for atom in reversed(word.split()):
        name, _, outcome = atom.partition("=")
        re, im = operators[name]
        if outcome:
            sign = -1 if outcome == "1" else 1
            re, im = (ONE + sign * re) / 2, sign * im / 2
        left, right = ((re, im), (ONE, 0 * ONE)) if name[0] == "A" else ((ONE, 0 * ONE), (re, im))
        full = (
            np.kron(left[0], right[0]) - np.kron(left[1], right[1]),
            np.kron(left[0], right[1]) + np.kron(left[1], right[0]),
        )
        vector = times(full, vector)
    return state[0] @ vector[0] + state[1] @ vector[1], state[0] @ vector[1] - state[1] @ vector[0]


@given(
    st.lists(observables(), min_size=4, max_size=4),
    st.lists(small, min_size=8, max_size=8),
    st.sampled_from(WORDS),
    small,
)
@examples(5)
def test_random_models(found: list[tuple[Exact, Exact]], amplitudes: list[Q], word: str, wrong: Q) -> None:
    operators = dict(zip(("A0", "A1", "B0", "B1"), found, strict=True))
    state = np.array(amplitudes[:4]), np.array(amplitudes[4:])
    norm = sum(x * x for x in amplitudes)
    if not norm:
        return
    mean, imaginary = value(word, operators, state)
    assert imaginary == 0
    model = {
        "weight": "1", "dimensions": ["2", "2"], "state": [spelled(re, im) for re, im in zip(*state, strict=True)],
        "operators": {name: matrix(a) for name, a in operators.items()},
    }  # fmt: skip
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("22", "22"),
        "values": [{"functional": [["1", word]], "value": str(mean / norm)}],
    }  # fmt: skip
    certificate = document("point", statement, {"models": [model], "norm": str(norm)})
    proved(certificate)
    holds(certificate, 0)
    for other in (wrong, mean / norm + Q(1, 2**60)):
        if other != mean / norm:
            changed = put(certificate, "/statement/values/0/value", str(other))
            assert refusal(changed) == "REJECTED not-attained /statement/values/0"
    for name in operators:
        broken = put(certificate, f"/witness/models/0/operators/{name}/0/0", "7/3")
        assert refusal(broken) == f"REJECTED not-admissible /witness/models/0/operators/{name}"


def boxes() -> list[Document]:
    """The eight nonlocal boxes with binary inputs and outcomes, and four deterministic ones."""
    result = []
    for r, s, t in product((0, 1), repeat=3):
        result.append(
            {f"A{x}={a} B{y}={a ^ (x & y) ^ (r & x) ^ (s & y) ^ t}": Q(1, 2) for x, y, a in product((0, 1), repeat=3)}
        )
    for a, b in product((0, 1), repeat=2):
        result.append({f"A{x}={a & x} B{y}={b}": Q(1) for x, y in product((0, 1), repeat=2)})
    return result


@given(
    st.lists(st.fractions(0, 2, max_denominator=4), min_size=12, max_size=12),
    st.sampled_from(PLAIN),
    st.integers(0, 15),
)
@examples(6)
def test_random_tables(mixture: list[Q], word: str, cell: int) -> None:
    table: dict[str, Q] = {}
    for weight, box in zip(mixture, boxes(), strict=True):
        for name, probability in box.items():
            table[name] = table.get(name, Q(0)) + weight * probability
    norm = sum(mixture)
    if not norm:
        return
    # a word of one party is completed with the other's first input
    named = {atom[0]: atom for atom in word.split()}
    total = Q(0)
    for a, b in product((0, 1), repeat=2):
        factor, event = 1, []
        for party, seen in (("A", a), ("B", b)):
            name, _, outcome = named.get(party, f"{party}0").partition("=")
            event.append(f"{name}={seen}")
            if party in named:
                factor *= int(seen == int(outcome)) if outcome else 1 - 2 * seen
        total += factor * table.get(" ".join(event), Q(0))
    statement = {
        "kind": "value", "set": "no-signalling", "scenario": scenario("22", "22"),
        "values": [{"functional": [["1", word]], "value": str(total / norm)}],
    }  # fmt: skip
    cells = [[str(p), name] for name, p in table.items()]
    certificate = document("point", statement, {"behaviour": cells, "norm": str(norm)})
    proved(certificate)
    holds(certificate, 1)
    changed = put(certificate, "/statement/values/0/value", str(total / norm - Q(1, 2**60)))
    assert refusal(changed) == "REJECTED not-attained /statement/values/0"
    k = cell % len(cells)
    moved = put(certificate, f"/witness/behaviour/{k}/0", str(Q(cells[k][0]) + Q(1, 2**60)))
    assert refusal(moved) == "REJECTED not-admissible /witness/behaviour"
