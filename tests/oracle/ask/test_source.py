"""Measurement-dependent local models: vertices of sources, values against all vertices and strategies, refusals."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.ask.answer import Answer
from oracle.ask.reading import read_problem
from oracle.ask.solve import solve
from oracle.ask.source import biased, box, independent
from oracle.failures import Malformed
from proofs.kernel.check import check_bytes
from tests.oracle.runner import refused
from tests.oracle.toml import text_of

BIASES = st.builds(Fraction, st.integers(0, 10), st.just(20))
HALF = Fraction(1, 2)
EXAMPLE = text_of("maximum-measurement-dependent")
SCENARIO = "[scenario.parties]\nA = [2, 2]\nB = [2, 2]\n"


def ask(kind: str, source: str, functional: dict[str, Fraction], extra: str = "") -> Answer:
    lines = "\n".join(f'"{word}" = "{c}"' for word, c in functional.items())
    text = (
        f'kind = "{kind}"\nset = "measurement-dependent"\n[source]\n{source}\n{SCENARIO}[functional]\n{lines}\n{extra}'
    )
    return solve(read_problem(text.encode(), "p.toml", lambda name: b""))


@given(BIASES, st.integers(1, 3))
def test_bits_of_a_source_stay_within_their_bias(bias: Fraction, bits: int) -> None:
    for vertices in (list(biased(bits, bias)), list(independent(bits, bias))):
        for vertex in vertices:
            assert sum(vertex) == 1
            words = list(product((0, 1), repeat=bits))
            for k in range(bits):
                for before in product((0, 1), repeat=k):
                    total = sum(p for w, p in zip(words, vertex, strict=True) if w[:k] == before)
                    zero = sum(p for w, p in zip(words, vertex, strict=True) if w[: k + 1] == (*before, 0))
                    assert zero * 2 - total in (2 * bias * total, -2 * bias * total)
    assert len(set(biased(2, Fraction(1, 10)))) == 8
    assert len(set(independent(2, Fraction(1, 10)))) == 4


def test_vertices_of_a_box() -> None:
    found = set(box(4, Fraction(1, 5), Fraction(3, 10)))
    low, high = Fraction(1, 5), Fraction(3, 10)
    assert found == {v for v in product((low, high), repeat=4) if sum(v) == 1}
    inside = set(box(3, Fraction(1, 4), HALF))
    assert inside == {(HALF, Fraction(1, 4), Fraction(1, 4)), (Fraction(1, 4), HALF, Fraction(1, 4)),
                      (Fraction(1, 4), Fraction(1, 4), HALF)}  # fmt: skip


EVENTS = [f"A{x}={a} B{y}={b}" for x, y, a, b in product((0, 1), repeat=4)]
FUNCTIONALS = st.dictionaries(st.sampled_from(EVENTS), st.integers(-4, 4), min_size=1).filter(lambda f: any(f.values()))


@settings(max_examples=12)
@given(FUNCTIONALS, st.sampled_from(["santha-vazirani", "independent-bits"]), BIASES)
def test_optima_over_all_vertices_and_strategies(found: dict[str, int], kind: str, bias: Fraction) -> None:
    functional = {word: Fraction(c) for word, c in found.items()}
    values = []
    for vertex in (biased if kind == "santha-vazirani" else independent)(2, bias):
        for a0, a1, b0, b1 in product((0, 1), repeat=4):
            total = Fraction(0)
            for (x, y), p in zip(product((0, 1), repeat=2), vertex, strict=True):
                total += p * functional.get(f"A{x}={(a0, a1)[x]} B{y}={(b0, b1)[y]}", Fraction(0))
            values.append(total)
    source = f'kind = "{kind}"\nbias = "{bias}"'
    for question, best in (("maximum", max(values)), ("minimum", min(values))):
        answer = ask(question, source, functional)
        assert answer.bound == answer.value == best
        assert check_bytes(answer.main.data).statement.endswith(f"= {best}")


@pytest.mark.parametrize("source", ['kind = "santha-vazirani"\nbias = "MU"', 'kind = "box"\nlow = "LO"\nhigh = "HI"'])
@pytest.mark.parametrize("mu", [Fraction(0), Fraction(3, 400), Fraction(1, 10), Fraction(1, 4)])
def test_the_inequality_for_biased_inputs_has_maximum_zero(source: str, mu: Fraction) -> None:
    low, high = (HALF - mu) ** 2, (HALF + mu) ** 2
    functional = {"A0=0 B0=0": low, "A0=0 B1=1": -high, "A1=1 B0=0": -high, "A1=0 B1=0": -high}
    text = source.replace("MU", str(mu)).replace("LO", str(low)).replace("HI", str(high))
    assert ask("maximum", text, functional).bound == 0
    # with coefficients of a weaker bias than the source has, local models violate it
    if mu:
        assert (ask("maximum", text, {**functional, "A0=0 B0=0": low + Fraction(1, 100)}).bound or 0) > 0


def test_hypotheses_are_about_joint_probabilities() -> None:
    seen = '[[hypothesis]]\nname = "seen"\nsense = ">="\nvalue = "3/10"\n[hypothesis.functional]\n"A0=0 B0=0" = "1"\n'
    functional = {"A0=1 B0=0": Fraction(1)}
    assert ask("maximum", 'kind = "box"\nlow = "0"\nhigh = "1/2"', functional, seen).bound == Fraction(1, 5)
    assert ask("maximum", 'kind = "box"\nlow = "1/4"\nhigh = "1/4"', functional, seen).verdict == "EMPTY"


FAULTS = {
    "no source": ("\n[source]", "\n[sauce]", "unknown-key"),
    "an unknown kind": ('"santha-vazirani"\nbias', '"free"\nbias', "wrong-value"),
    "a key of the other kind": ("bias = \"= mu\"", "low = \"= mu\"", "unknown-key"),
    "a bias above one half": ('mu = "1/50"', 'mu = "51/100"', "out-of-range"),
    "a negative bias": ('mu = "1/50"', 'mu = "-1/50"', "out-of-range"),
    "a party with three inputs": ("B = [2, 2]", "B = [2, 2, 2]", "wrong-value"),
    "a word without an input of B": ('"A0=0 B0=0"', '"A0=0"', "not-a-word"),
    "a party without a successor": ("B = [2, 2]", "B = [2, 2]\nZ = [2]", "wrong-value"),
    "counts of given inputs": ("[parameters]", 'counts = "x.csv"\nconfidence = "0.99"\n[parameters]', "unknown-key"),
    "membership": ('kind = "maximum"', 'kind = "facet"', "wrong-value"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_refusals(fault: str) -> None:
    old, new, code = FAULTS[fault]
    assert EXAMPLE.count(old) >= 1
    changed = EXAMPLE.replace(old, new)
    assert f"[{code}]" in refused(3, "certify", "-", stdin=changed.encode())


def test_boxes_without_a_distribution_are_refused() -> None:
    for low, high in (("3/10", "1/2"), ("0", "1/5"), ("1/2", "1/4"), ("-1/10", "1")):
        with pytest.raises(Malformed, match="no distribution of 4"):
            ask("maximum", f'kind = "box"\nlow = "{low}"\nhigh = "{high}"', {"A0=0 B0=0": Fraction(1)})
