"""Small certificates the kernel proves, each a fresh document that tests change in one place."""

from copy import deepcopy

from tests.certificates.valid_assemblage import ASSEMBLAGE
from tests.certificates.valid_factors import FACTORS
from tests.proofs.kernel.build import Document, bound, document, premise, scenario

ONE: list[list[str]] = [["1"]]
SQRT2: Document = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}
CHSH = [["1", "A0 B0"], ["1", "A0 B1"], ["1", "A1 B0"], ["-1", "A1 B1"]]


def squares() -> Document:
    """1 - A0 = (1 - A0)^2 / 2."""
    witness = {"squares": [{"weight": "1/2", "polynomial": [["1", ""], ["-1", "A0"]]}]}
    return document("sos", bound("quantum-commuting", scenario("2"), [["1", "A0"]], "<=", "1"), witness)


def gram() -> Document:
    """The same by a Gram matrix over the words 1 and A0."""
    witness = {"grams": [{"words": ["", "A0"], "denominator": "2", "rows": [["1"], ["-1", "1"]]}]}
    return document("sos", bound("quantum-commuting", scenario("2"), [["1", "A0"]], "<=", "1"), witness)


def tsirelson() -> Document:
    """CHSH <= 2 sqrt 2 with weights in Q(sqrt 2)."""
    half, minus = ["0", "1/2"], ["0", "-1/2"]
    witness = {
        "squares": [
            {"weight": half, "polynomial": [["1", "A0"], [minus, "B0"], [minus, "B1"]]},
            {"weight": half, "polynomial": [["1", "A1"], [minus, "B0"], [half, "B1"]]},
        ]
    }
    statement = bound("quantum-commuting", scenario("22", "22"), CHSH, "<=", ["0", "2"], field=SQRT2)
    return document("sos", statement, witness)


def symbolic() -> Document:
    """t A0 <= t for all t in [0, 2], by the weight t/2."""
    t = {"poly": [["1", "t"]]}
    statement = bound(
        "quantum-commuting", scenario("2"), [[t, "A0"]], "<=", t, symbols=[{"name": "t", "low": "0", "high": "2"}]
    )
    weight = {"poly": [["1/2", "t"]]}
    witness = {"squares": [{"weight": weight, "polynomial": [["1", ""], ["-1", "A0"]]}], "symbols": {"t": "1"}}
    return document("sos", statement, witness)


def cone() -> Document:
    """CHSH with r^2 = 2 and r > 0: the bound 2 r, multiplied by the positive r."""
    r, minus = {"poly": [["1", "r"]]}, {"poly": [["-1", "r"]]}
    statement = bound(
        "quantum-commuting", scenario("22", "22"), CHSH, "<=", {"poly": [["2", "r"]]},
        symbols=[{"name": "r"}],
        field=SQRT2,
        relations=[{"symbol": "r", "power": "2", "equals": "2"}],
        conditions=[{"polynomial": r, "sense": ">0"}],
    )  # fmt: skip
    # r (2 r - CHSH) = (r A0 - B0 - B1)^2 / 2 + (r A1 - B0 + B1)^2 / 2
    witness = {
        "multiplier": {"cone": [["1", ["0"]]]},
        "squares": [
            {"weight": "1/2", "polynomial": [[r, "A0"], ["-1", "B0"], ["-1", "B1"]]},
            {"weight": "1/2", "polynomial": [[minus, "A1"], ["1", "B0"], ["-1", "B1"]]},
        ],
        "symbols": {"r": ["0", "1"]},
    }
    return document("sos", statement, witness)


def events() -> Document:
    """P(A0 = 0) <= 1, because the other outcome has a probability too."""
    statement = bound("no-signalling", scenario("22", "22"), [["1", "A0=0"]], "<=", "1")
    return document("lp-dual", statement, {"events": [["1", "A0=1"]]})


def strategies() -> Document:
    """CHSH <= 2 for local behaviours."""
    return document(
        "lp-dual", bound("local", scenario("22", "22"), CHSH, "<=", "2"), {"strategies": "16"}
    )  # fmt: skip


def conditional() -> Document:
    """From the hypothesis P(A0 = 0) >= 1/3 the bound P(A0 = 1) <= 2/3."""
    hypothesis = {"name": "often", "kind": "mean", "sense": ">=0", "polynomial": [["-1/3", ""], ["1", "A0=0"]]}
    statement = bound("no-signalling", scenario("2"), [["1", "A0=1"]], "<=", "2/3", hypotheses=[hypothesis])
    witness = {
        "events": [["0", "A0=0"]],
        "means": [{"hypothesis": "often", "weight": "1"}],
        "feasible": {"behaviour": [["1/2", "A0=0"], ["1/2", "A0=1"]]},
    }
    return document("lp-dual", statement, witness)


def strategy() -> Document:
    """The local strategy that always answers 0."""
    operators = dict.fromkeys(("A0", "A1", "B0", "B1"), ONE)
    model = {"weight": "1", "dimensions": ["1", "1"], "state": ["1"], "operators": operators}
    statement = {
        "kind": "value", "set": "local", "scenario": scenario("22", "22"),
        "values": [{"functional": CHSH, "value": "2"}],
    }  # fmt: skip
    return document("point", statement, {"models": [model]})


def qubit() -> Document:
    """The state |0> with Z, X and a complex Y: means 1, 0, 0."""
    z, x = [["1", "0"], ["0", "-1"]], [["0", "1"], ["1", "0"]]
    y = [["0", {"re": "0", "im": "-1"}], [{"re": "0", "im": "1"}, "0"]]
    model = {"weight": "1", "dimensions": ["2"], "state": ["1", "0"], "operators": {"A0": z, "A1": x, "A2": y}}
    values = [{"functional": [["1", "A0"]], "value": "1"}, {"functional": [["1", "A2"]], "value": "0"}]
    statement = {"kind": "value", "set": "quantum-tensor", "scenario": scenario("222"), "values": values}
    return document("point", statement, {"models": [model]})


def singlet() -> Document:
    """CHSH = 2 sqrt 2 on |00> + |11>, not normalised."""
    h, m = ["0", "1/2"], ["0", "-1/2"]
    operators = {
        "A0": [["1", "0"], ["0", "-1"]], "A1": [["0", "1"], ["1", "0"]], "B0": [[h, h], [h, m]], "B1": [[h, m], [m, m]],
    }  # fmt: skip
    model = {"weight": "1", "dimensions": ["2", "2"], "state": ["1", "0", "0", "1"], "operators": operators}
    statement = {
        "kind": "value", "set": "quantum-tensor", "scenario": scenario("22", "22"), "field": SQRT2,
        "values": [{"functional": CHSH, "value": ["0", "2"]}],
    }  # fmt: skip
    return document("point", statement, {"models": [model], "norm": "2"})


def box() -> Document:
    """The behaviour with a + b = x y reaches CHSH = 4."""
    cells = [["1/2", f"A{x}={a} B{y}={a ^ (x & y)}"] for x in (0, 1) for y in (0, 1) for a in (0, 1)]
    statement = {
        "kind": "value", "set": "no-signalling", "scenario": scenario("22", "22"),
        "values": [{"functional": CHSH, "value": "4"}],
    }  # fmt: skip
    return document("point", statement, {"behaviour": cells})


def enclosed() -> Document:
    """1 <= sqrt 2 <= 3/2."""
    statement = {"kind": "enclosure", "expression": {"sqrt": ["2"]}, "low": "1", "high": "3/2"}
    return document("enclosure", statement, {"precision": "16"})


def contradiction() -> Document:
    """P(A0 = 0) >= 2 is impossible."""
    hypothesis = {"name": "two", "kind": "mean", "sense": ">=0", "polynomial": [["-2", ""], ["1", "A0=0"]]}
    statement = {"kind": "empty", "set": "no-signalling", "scenario": scenario("2"), "hypotheses": [hypothesis]}
    return document(
        "farkas", statement, {"events": [["1", "A0=1"]], "means": [{"hypothesis": "two", "weight": "1"}]}
    )  # fmt: skip


TAGS = {"adversary": "classical", "memory": "none", "conditioning": "none", "functional": "declared"}


def guesses() -> list[Document]:
    """P(A0 = a) + <A0 B0>/2 <= 3/2 in the scenario of one input each, for both a."""
    result = []
    for a in (0, 1):
        functional = [["1", f"A0={a}"], ["1/2", "A0 B0"]]
        statement = bound("no-signalling", scenario("2", "2"), functional, "<=", "3/2")
        # 3/2 - P(a) - E/2 = P(1-a) + (P(01) + P(10))
        rest = [["1", f"A0={1 - a}"], ["1", "A0=0 B0=1"], ["1", "A0=1 B0=0"]]
        result.append(premise(document("lp-dual", statement, {"events": rest})))
    return result


def entropy() -> Document:
    """One round: <A0 B0> >= 1 gives P <= 3/2 - 1/2 = 1, which is no bit, or less when the score is lower."""
    table = [["1/2", "A0=0 B0=0"], ["1/2", "A0=1 B0=1"]]
    value = {
        "kind": "value", "set": "no-signalling", "scenario": scenario("2", "2"),
        "values": [{"functional": [["1", "A0 B0"]], "value": "1"}],
    }  # fmt: skip
    statement = {
        "kind": "min-entropy", "set": "no-signalling", "scenario": scenario("2", "2"), "functional": [["1", "A0 B0"]],
        "guessing": {"constant": "3/2", "slope": "1/2"}, "score": "1", "bits": "0", "tags": TAGS,
        "assumptions": ["model", "independent-inputs", "inputs-known"],
    }  # fmt: skip
    attained = premise(document("point", value, {"behaviour": table}))
    return document("chain", statement, {"guessing": guesses(), "precision": "32", "attained": attained})


def extractor() -> Document:
    """The lemma on shifts: 2 m <= k1 + k2 - n + 2 log2(D) + 3."""
    statement = {
        "kind": "extractor", "function": "two-source-shift", "adversary": "classical-proof", "length": ["2", "2", "8"],
    }  # fmt: skip
    return document("chain", statement, {"lemma": "two-source-shift"})


def sure() -> Document:
    """<A0> >= 1 derives that 1 - A0 annihilates the state, which fixes A0 and {A0, A1} - 2 A1."""
    hypothesis = {"name": "sure", "kind": "mean", "sense": ">=0", "polynomial": [["-1", ""], ["1", "A0"]]}
    values = [
        {"functional": [["1", "A0"]], "value": "1"},
        {"functional": [["-2", "A1"], ["1", "A0 A1"], ["1", "A1 A0"]], "value": "0"},
    ]
    statement = {
        "kind": "equality", "set": "quantum-commuting", "scenario": scenario("22"), "hypotheses": [hypothesis],
        "values": values,
    }  # fmt: skip
    square = {"name": "t", "weight": "1", "polynomial": [["1", ""], ["-1", "A0"]]}
    model = {"weight": "1", "dimensions": ["1"], "state": ["1"], "operators": {"A0": ONE, "A1": ONE}}
    witness = {
        "derivations": [{"squares": [square], "means": [{"hypothesis": "sure", "weight": "2"}]}],
        "memberships": [
            {"annihilations": [{"hypothesis": "t", "polynomial": [["-1/2", ""]]}]},
            {"annihilations": [{"hypothesis": "t", "polynomial": [["-1", "A1"]]}]},
        ],
        "feasible": {"models": [model]},
    }
    return document("ideal", statement, witness)


def circle() -> Document:
    """On the unit circle c^4 - s^4 = 2 c^2 - 1, and c + s < 3/2; c > 0 is used for nothing."""
    statement = {
        "kind": "comparison", "symbols": ["c", "s"], "relations": [["c^2 + s^2", "=", "1"]],
        "conditions": [["c", ">", "0"]], "claims": [["c^4 - s^4", "=", "2*c^2 - 1"], ["c + s", "<", "3/2"]],
    }  # fmt: skip
    squares = [["2/3", "c - 3/4"], ["2/3", "s - 3/4"], ["1/12", "1"]]
    proofs = [{"relations": ["c^2 - s^2 - 1"]}, {"relations": ["-2/3"], "products": [{"squares": squares}]}]
    return document("polynomial", statement, {"proofs": proofs, "point": {"c": "3/5", "s": "-4/5"}})


def estimated() -> Document:
    """729 bits of 3016 rounds whose inputs have a bias."""
    return deepcopy(FACTORS["two-sided"])


def majorised() -> Document:
    """207 bits of the same rounds from two pieces and one line."""
    return deepcopy(FACTORS["majorised"])


def steered() -> Document:
    """X <B0> + Y <B1> <= root 2 for local hidden states."""
    return deepcopy(ASSEMBLAGE["local"])


def surprising() -> Document:
    """The outcome of B0 is guessed with probability <= 34143/20000 - (X <B0> + Y <B1>)/2."""
    return deepcopy(ASSEMBLAGE["guessing"])


def explicit() -> Document:
    """An assemblage with X, Y and Z at visibility 7/10 whose outcome of B0 is known."""
    return deepcopy(ASSEMBLAGE["value-guessed"])


ALL = {
    make.__name__: make
    for make in (
        squares, gram, tsirelson, symbolic, cone, events, strategies, conditional, strategy, qubit, singlet, box,
        enclosed, contradiction, entropy, extractor, sure, circle, estimated, majorised, steered, surprising, explicit,
    )
}  # fmt: skip
