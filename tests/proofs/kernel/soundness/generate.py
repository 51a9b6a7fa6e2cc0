"""Random certificates that are proofs by construction: the functional is whatever the witness proves.

The kernel's own algebra spells out the functional; whether it may, the random members decide.
"""

from collections.abc import Callable
from fractions import Fraction as Q
from itertools import product
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from proofs.kernel.errors import Budget
from proofs.kernel.symbols import Ring
from proofs.kernel.words import Operator, Scenario
from tests.proofs.kernel.build import Document, bound, document, node, scenario

Draw = Callable[[st.SearchStrategy[Any]], Any]
coefficients = st.fractions(-3, 3, max_denominator=4).filter(bool)
weights = st.fractions(0, 3, max_denominator=4)
QUANTUM: list[Document] = [
    scenario("22", "22"),
    scenario("2", "3"),
    scenario("222"),
    {**scenario("222", "2"), "commuting": [["A0", "A1"]]},
]


def read(declared: Document) -> Scenario:
    return Scenario(node(declared), Ring({}, Budget(10**8)))


def spelled(s: Scenario, word: tuple[int, ...]) -> str:
    return " ".join(s.factor_text(letter) for letter in word)


def terms(s: Scenario, operator: Operator) -> list[list[str]]:
    """Sorted as the format wants: by length, then by operators."""
    order = {s.factor_text(letter): s.atoms.index(s.letters[letter]) for letter in range(len(s.letters))}
    words = [(spelled(s, word), c) for word, c in operator.items()]
    return [[str(c), w] for w, c in sorted(words, key=lambda x: (len(x[0].split()), [order[a] for a in x[0].split()]))]


def operators(draw: Draw, s: Scenario, most: int = 3, hermitian: bool = False) -> Operator:
    """A few random words with random coefficients, not zero."""
    total: Operator = {}
    for _ in range(draw(st.integers(1, most))):
        letters = draw(st.lists(st.integers(0, len(s.letters) - 1), max_size=2))
        word = s.times((), tuple(letters))
        if word is not None:
            s.add(total, {word: draw(coefficients)}, Q(1))
    if hermitian:
        s.add(total, s.adjoint(dict(total)), Q(1))
    return total or {(): Q(1)}


def _hypothesis(draw: Draw, s: Scenario, kind: str, witness: Document, total: Operator) -> Document:
    """One hypothesis of the kind, its random use added to the witness and to the total."""
    q = operators(draw, s, 2, kind in ("mean", "positive"))
    result: Document = {"name": "h", "kind": kind, "polynomial": terms(s, q)}
    if kind == "mean":
        result["sense"] = draw(st.sampled_from([">=0", "=0"]))
        weight = draw(weights if result["sense"] == ">=0" else coefficients)
        witness["means"] = [{"hypothesis": "h", "weight": str(weight)}]
        s.add(total, q, weight)
    elif kind == "positive":
        v, weight = operators(draw, s, 2), draw(weights)
        squares = [{"weight": str(weight), "polynomial": terms(s, v)}]
        witness["localised"] = [{"hypothesis": "h", "squares": squares}]
        s.add(total, s.multiply(s.multiply(s.adjoint(v), q), v), weight)
    elif kind == "relation":
        q = operators(draw, s, 1, True)
        result["polynomial"] = terms(s, q)
        first, last = (next(iter(operators(draw, s, 1))) for _ in range(2))
        adjoint_u, adjoint_v = (next(iter(s.adjoint({word: Q(1)}))) for word in (first, last))
        c = draw(coefficients)
        # u q v and its adjoint, so that the functional is self-adjoint
        witness["relations"] = [
            {"hypothesis": "h", "coefficient": str(c), "left": spelled(s, left), "right": spelled(s, right)}
            for left, right in ((first, last), (adjoint_v, adjoint_u))
        ]
        image = s.multiply(s.multiply({first: Q(1)}, q), {last: Q(1)})
        s.add(total, image, c)
        s.add(total, s.adjoint(image), c)
    else:
        x = operators(draw, s, 2)
        witness["annihilations"] = [{"hypothesis": "h", "polynomial": terms(s, x)}]
        image = s.multiply(x, q)
        s.add(total, image, Q(1))
        s.add(total, s.adjoint(image), Q(1))
    return result


@st.composite
def sums_of_squares(draw: Draw) -> Document:
    """A bound on operators by squares, a Gram matrix and perhaps one hypothesis."""
    declared = draw(st.sampled_from(QUANTUM))
    s = read(declared)
    total: Operator = {}
    witness: Document = {"squares": []}
    for _ in range(draw(st.integers(1, 2))):
        x, weight = operators(draw, s), draw(weights)
        witness["squares"].append({"weight": str(weight), "polynomial": terms(s, x)})
        s.add(total, s.multiply(s.adjoint(x), x), weight)
    if draw(st.booleans()):
        words = [next(iter(operators(draw, s, 1))) for _ in range(2)]
        b = [[draw(st.integers(-2, 2)) for _ in range(2)] for _ in range(2)]
        g = [[sum(x * y for x, y in zip(r, t, strict=True)) for t in b] for r in b]
        rows = [[str(g[0][0])], [str(g[1][0]), str(g[1][1])]]
        witness["grams"] = [{"words": [spelled(s, w) for w in words], "denominator": "2", "rows": rows}]
        for i, j in product(range(2), repeat=2):
            s.add(total, s.multiply(s.adjoint({words[i]: Q(1)}), {words[j]: Q(1)}), Q(g[i][j], 2))
    more: Document = {}
    kind = draw(st.sampled_from(["", "mean", "positive", "relation", "annihilates"]))
    if kind:
        more = {"hypotheses": [_hypothesis(draw, s, kind, witness, total)], "vacuity": "unchecked"}
    constant = total.pop((), Q(0))
    assume(total)
    assert isinstance(constant, Q)
    if draw(st.booleans()):
        return document(
            "sos", bound("quantum-commuting", declared, terms(s, total), ">=", str(-constant), **more), witness
        )
    negated = [[str(-Q(c)), word] for c, word in terms(s, total)]
    return document("sos", bound("quantum-commuting", declared, negated, "<=", str(constant), **more), witness)


@st.composite
def equalities(draw: Draw) -> Document:
    """Derived operators, the second from the first, and values that are fixed by them."""
    declared = draw(st.sampled_from(QUANTUM))
    s = read(declared)
    hypotheses: list[Document] = []
    derivations: list[Document] = []
    kills: dict[str, Operator] = {}
    for name in ("t", "u")[: draw(st.integers(1, 2))]:
        total: Operator = {}
        derivation: Document = {"annihilations": [_use(draw, s, kills, total)] if kills else []}
        t, weight = operators(draw, s, 2), draw(weights) + 1
        derivation["squares"] = [{"name": name, "weight": str(weight), "polynomial": terms(s, t)}]
        s.add(total, s.multiply(s.adjoint(t), t), weight)
        assume(total)
        # the hypothesis is whatever makes the derivation one, so its mean says that of the square
        sense, q = draw(st.sampled_from([">=0", "=0"])), {word: -c for word, c in total.items()}
        hypotheses.append({"name": f"h-{name}", "kind": "mean", "sense": sense, "polynomial": terms(s, q)})
        derivation["means"] = [{"hypothesis": f"h-{name}", "weight": "1"}]
        derivations.append(derivation)
        kills[name] = t
    functional: Operator = {}
    memberships = [{"annihilations": [_use(draw, s, kills, functional) for _ in range(draw(st.integers(1, 2)))]}]
    constant = functional.pop((), Q(0))
    assume(functional)
    values = [{"functional": terms(s, functional), "value": str(-Q(str(constant)))}]
    statement = {
        "kind": "equality", "set": "quantum-commuting", "scenario": declared, "hypotheses": hypotheses,
        "vacuity": "unchecked", "values": values,
    }  # fmt: skip
    return document("ideal", statement, {"derivations": derivations, "memberships": memberships})


def _use(draw: Draw, s: Scenario, kills: dict[str, Operator], total: Operator) -> Document:
    """A random use of an operator that annihilates, added to the total."""
    name = draw(st.sampled_from(sorted(kills)))
    x = operators(draw, s, 2)
    image = s.multiply(x, kills[name])
    s.add(total, image, Q(1))
    s.add(total, s.adjoint(image), Q(1))
    return {"hypothesis": name, "polynomial": terms(s, x)}


BEHAVIOURS: list[Document] = [scenario("22", "22"), scenario("23", "2"), scenario("2", "2", "2"), scenario("33")]


def events(draw: Draw, declared: Document, most: int) -> list[list[str]]:
    """Weighted events of random parties."""
    result = []
    for _ in range(draw(st.integers(1, most))):
        kept = [p for p in declared["parties"] if draw(st.booleans())] or declared["parties"][:1]
        word = []
        for p in kept:
            label, outcomes = draw(st.sampled_from(p["inputs"]))
            word.append(f"{p['name']}{label}={draw(st.integers(0, int(outcomes) - 1))}")
        result.append([str(draw(weights)), " ".join(word)])
    return result


@st.composite
def duals(draw: Draw) -> Document:
    """A bound on no-signalling behaviours by weighted events, perhaps under one mean."""
    declared = draw(st.sampled_from(BEHAVIOURS))
    s = read(declared)
    witness: Document = {"events": events(draw, declared, 4)}
    total: Operator = {}
    for weight, word in witness["events"]:
        s.add(total, s.operator(s.read_atoms(node(word))), Q(weight))
    more: Document = {}
    if draw(st.booleans()):
        q: Operator = {}
        for c, word in events(draw, declared, 2):
            s.add(q, s.operator(s.read_atoms(node(word))), Q(c) + 1)
        s.add(q, {(): draw(coefficients)}, Q(1))
        hypothesis = {
            "name": "h",
            "kind": "mean",
            "sense": draw(st.sampled_from([">=0", "=0"])),
            "polynomial": terms(s, q),
        }
        weight = draw(weights if hypothesis["sense"] == ">=0" else coefficients)
        witness["means"] = [{"hypothesis": "h", "weight": str(weight)}]
        s.add(total, q, weight)
        more = {"hypotheses": [hypothesis], "vacuity": "unchecked"} if q else {}
        if not q:
            del witness["means"]
    constant = total.pop((), Q(0))
    assert isinstance(constant, Q)
    assume(total)
    negated = [[str(-Q(c)), word] for c, word in terms(s, total)]
    return document("lp-dual", bound("no-signalling", declared, negated, "<=", str(constant), **more), witness)
