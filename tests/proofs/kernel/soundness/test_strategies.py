"""Rule lp-dual and guessing for local behaviours against a maximum over strategies that is computed here."""

from collections.abc import Iterator
from fractions import Fraction as Q
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.proofs.kernel.build import Document, bound, document, proved, put, refusal, scenario
from tests.proofs.kernel.effort import examples
from tests.proofs.kernel.soundness.holds import holds

SCENARIOS = [scenario("22", "22"), scenario("23", "2"), scenario("3", "3"), scenario("2", "2", "2")]
coefficients = st.fractions(-3, 3, max_denominator=4).filter(bool)


def strategies(declared: Document) -> Iterator[dict[str, int]]:
    """The outcome of every input."""
    inputs = [(p["name"] + label, int(d)) for p in declared["parties"] for label, d in p["inputs"]]
    for outcomes in product(*(range(d) for _, d in inputs)):
        yield dict(zip((name for name, _ in inputs), outcomes, strict=True))


def value(terms: list[tuple[Q, str]], strategy: dict[str, int]) -> Q:
    total = Q(0)
    for c, word in terms:
        for atom in word.split():
            name, _, outcome = atom.partition("=")
            c = c * ((1 - 2 * strategy[name]) if not outcome else int(strategy[name] == int(outcome)))
        total += c
    return total


@st.composite
def functionals(draw: st.DrawFn, declared: Document, most: int = 4) -> list[tuple[Q, str]]:
    """Words with at most one operator a party, sorted as the format wants."""
    names: dict[str, tuple[int, ...]] = {}
    for _ in range(draw(st.integers(1, most))):
        word, key = [], []
        for k, p in enumerate(declared["parties"]):
            if draw(st.booleans()):
                i = draw(st.integers(0, len(p["inputs"]) - 1))
                label, d = p["inputs"][i]
                outcome = draw(st.integers(-1 if d == "2" else 0, int(d) - 1))
                word.append(f"{p['name']}{label}" + (f"={outcome}" if outcome >= 0 else ""))
                key.append((k, i, outcome))
        names[" ".join(word)] = (len(key), *(x for part in key for x in part))
    return [(draw(coefficients), word) for word in sorted(names, key=names.__getitem__)]


def spelled(terms: list[tuple[Q, str]]) -> list[list[str]]:
    return [[str(c), word] for c, word in terms]


def refused(certificate: Document, value: Q, place: str) -> bool:
    return refusal(put(certificate, "/statement/bound", str(value))) == f"REJECTED strategy {place}"


@given(st.sampled_from(SCENARIOS), st.data(), st.sampled_from([Q(1, 10), Q(1, 2**60)]))
@examples(8)
def test_the_local_bound_is_the_best_strategy(declared: Document, data: st.DataObject, step: Q) -> None:
    terms = data.draw(functionals(declared))
    values = [value(terms, strategy) for strategy in strategies(declared)]
    for sense, best, sign in (("<=", max(values), 1), (">=", min(values), -1)):
        statement = bound("local", declared, spelled(terms), sense, str(best))
        certificate = document("lp-dual", statement, {"strategies": str(len(values))})
        proved(certificate)
        assert refused(certificate, best - sign * step, "/witness")
        holds(certificate, data.draw(st.integers(0, 999)), 3)


def with_mean(draw: Any, declared: Document, sense: str) -> tuple[Document, list[tuple[Q, str]], Q]:
    terms = draw(functionals(declared, 3))
    weight = draw(st.fractions(0, 3, max_denominator=3) if sense == ">=0" else coefficients)
    return {"name": "h", "kind": "mean", "sense": sense, "polynomial": spelled(terms)}, terms, weight


@given(st.sampled_from(SCENARIOS), st.data(), st.sampled_from([">=0", "=0"]))
@examples(8)
def test_the_local_bound_under_a_mean(declared: Document, data: st.DataObject, sense: str) -> None:
    terms = data.draw(functionals(declared))
    hypothesis, q, weight = with_mean(data.draw, declared, sense)
    best = max(value(terms, s) + weight * value(q, s) for s in strategies(declared))
    statement = bound("local", declared, spelled(terms), "<=", str(best), hypotheses=[hypothesis], vacuity="unchecked")
    count = sum(1 for _ in strategies(declared))
    witness = {"strategies": str(count), "means": [{"hypothesis": "h", "weight": str(weight)}]}
    certificate = document("lp-dual", statement, witness)
    proved(certificate)
    assert refused(certificate, best - Q(1, 2**60), "/witness")
    holds(certificate, data.draw(st.integers(0, 999)), 4)


@given(st.sampled_from(SCENARIOS), st.data(), st.sampled_from([">=0", "=0"]))
@examples(6)
def test_guessing_under_a_mean(declared: Document, data: st.DataObject, sense: str) -> None:
    hypothesis, q, weight = with_mean(data.draw, declared, sense)
    guessed = [p["name"] + p["inputs"][-1][0] for p in declared["parties"] if data.draw(st.booleans())]
    guessed = guessed or [declared["parties"][0]["name"] + "0"]
    best = max(weight * value(q, s) for s in strategies(declared)) + 1
    statement = {
        "kind": "guessing", "set": "local", "scenario": declared, "guessed": guessed, "bound": str(best),
        "hypotheses": [hypothesis], "vacuity": "unchecked",
    }  # fmt: skip
    outcomes = {p["name"] + label: int(d) for p in declared["parties"] for label, d in p["inputs"]}
    count = sum(1 for _ in strategies(declared))
    branches = [
        {"event": " ".join(f"{n}={o}" for n, o in zip(guessed, choice, strict=True)), "strategies": str(count)}
        for choice in product(*(range(outcomes[name]) for name in guessed))
    ]
    witness = {"branches": branches, "means": [{"hypothesis": "h", "weight": str(weight)}]}
    certificate = document("guessing", statement, witness)
    proved(certificate)
    answer = refusal(put(certificate, "/statement/bound", str(best - Q(1, 2**60))))
    assert answer.startswith("REJECTED strategy /witness/branches/")
    holds(certificate, data.draw(st.integers(0, 999)), 3)


@given(st.sampled_from(SCENARIOS), st.data())
@examples(6)
def test_nothing_is_left_exactly_when_every_strategy_is_negative(declared: Document, data: st.DataObject) -> None:
    terms = data.draw(functionals(declared, 3))
    best = max(value(terms, s) for s in strategies(declared))
    shifted = [(c, word) for c, word in terms if word]
    constant = sum((c for c, word in terms if not word), start=Q(0)) - best - 1
    hypothesis = {
        "name": "h", "kind": "mean", "sense": ">=0",
        "polynomial": spelled([(constant, ""), *shifted] if constant else shifted or [(Q(-1), "")]),
    }  # fmt: skip
    statement = {"kind": "empty", "set": "local", "scenario": declared, "hypotheses": [hypothesis]}
    count = sum(1 for _ in strategies(declared))
    witness = {"strategies": str(count), "means": [{"hypothesis": "h", "weight": "1"}]}
    certificate = document("farkas", statement, witness)
    proved(certificate)
    holds(certificate, data.draw(st.integers(0, 999)), 3)
    less = put(certificate, "/witness/means/0/weight", f"{2**60 - 1}/{2**60}")
    assert refusal(less) == "REJECTED strategy /witness"
