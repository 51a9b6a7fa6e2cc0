"""Valid certificates of the rules `point`, `enclosure` and `chain`, and files that only the reader cares about."""

from __future__ import annotations

from tests.certificates.edits import Document
from tests.certificates.valid import (
    BELL,
    CELLS,
    CHSH,
    LOSING,
    MARGINALS,
    MH,
    PR_BOX,
    SQRT2,
    TSIRELSON,
    WINNING,
    H,
    bound,
    certificate,
    deterministic,
    event,
    events,
    hypothesis,
    model,
    poly,
    premise,
    scenario,
    square,
    values,
    wins,
)

# -- point ----------------------------------------------------------------------------

Z, X = [["1", "0"], ["0", "-1"]], [["0", "1"], ["1", "0"]]
PHI = model(
    ["2", "2"], ["1", "0", "0", "1"], "1/2", A0=Z, A1=X, B0=[[H, H], [H, MH]], B1=[[H, MH], [MH, MH]]
)  # fmt: skip
Y = [["0", {"re": "0", "im": "-1"}], [{"re": "0", "im": "1"}, "0"]]


def _symbolic() -> Document:
    c, s, minus = poly(("1", "c")), poly(("1", "s")), poly(("-1", "c"))
    where = scenario(A="2")
    statement = values(
        "quantum-tensor", where, ([["1", "A0"]], c), symbols=[{"name": "c"}, {"name": "s"}],
        relations=[{"symbol": "s", "power": "2", "equals": poly(("1", ""), ("-1", "c^2"))}],
    )  # fmt: skip
    return certificate(
        "point",
        statement,
        {"models": [model(["2"], ["1", "0"], A0=[[c, s], [s, minus]])], "symbols": {"c": "3/5", "s": "4/5"}},
    )


def _hypotheses() -> Document:
    hypotheses = [
        hypothesis("equal", "mean", [["1", "A0"], ["-1", "B0"]], "=0"),
        hypothesis("high", "mean", [["-1", ""], ["1", "A0 B0"]], ">=0"),
        hypothesis("local", "relation", [["1", "A0 A1"], ["1", "A1 A0"]]),
        hypothesis("sum", "positive", [["2", ""], ["1", "A0"], ["1", "A1"]]),
        hypothesis("same", "annihilates", [["1", "A0"], ["-1", "B0"]]),
    ]
    where = scenario(A="22", B="2")
    bell = model(["2", "2"], ["1", "0", "0", "1"], A0=Z, A1=X, B0=Z)
    statement = values("quantum-tensor", where, ([["1", "A0 B0"]], "1"), ([["1", "A0"]], "0"), hypotheses=hypotheses)
    return certificate("point", statement, {"models": [bell], "norm": "2"})


def _table_range() -> Document:
    t, rest = poly(("1", "t")), poly(("1", ""), ("-1", "t"))
    statement = values(
        "no-signalling", scenario(A="2"), ([["1", "A0=0"]], t), symbols=[{"name": "t", "low": "0", "high": "1"}]
    )
    return certificate("point", statement, {"behaviour": [[t, "A0=0"], [rest, "A0=1"]], "symbols": {"t": "1/3"}})


def _ordered_table() -> Document:
    where = {**scenario(A="22", B="2"), "signalling": [["A", "B"]]}
    statement = values("time-ordered", where, ([["1", "A0=0 B0=0"], ["1", "A1=0 B0=1"]], "2"))
    return certificate("point", statement, {"behaviour": events(["A0=0 B0=0", "A1=0 B0=1"])})


def _receiver() -> Document:
    where = {**scenario(A="2", B="22"), "signalling": [["A", "B"]]}
    statement = values("time-ordered", where, ([["1", "A0=0"]], "1"))
    return certificate("point", statement, {"behaviour": events(["A0=0 B0=0", "A0=0 B1=1"])})


def _mixture() -> Document:
    agree = hypothesis("agree", "mean", [["-1", ""], ["1", "A0 B0"]], "=0")
    statement = values("quantum-tensor", scenario(A="2", B="2"), ([["1", "A0"]], "0"), hypotheses=[agree])
    models = [deterministic("1/2", A0="1", B0="1"), deterministic("1/2", A0="-1", B0="-1")]
    return certificate("point", statement, {"models": models})


POINT = {
    "quantum": certificate(
        "point",
        values("quantum-tensor", BELL, (CHSH, ["0", "2"]), ([["1", "A0=0"]], "1/2"), field=SQRT2),
        {"models": [PHI]},
    ),
    "complex": certificate(
        "point",
        values("quantum-tensor", scenario(A="22"), ([["1", "A0"]], "1"), ([["1", "A1"]], "0")),
        {"models": [model(["2"], ["1", {"re": "0", "im": "1"}], "1/2", A0=Y, A1=Z)]},
    ),
    "qutrit": certificate(
        "point",
        values("quantum-tensor", {**scenario(A="32"), "commuting": [["A0", "A1"]]},
               ([["1", "A0=2"], ["1", "A0=0 A1"]], "1")),
        {"models": [model(["3"], ["1", "0", "1"], "1/2", A1=[["1", "0", "0"], ["0", "-1", "0"], ["0", "0", "1"]],
                          **{"A0=0": [["1", "0", "0"], ["0", "0", "0"], ["0", "0", "0"]],
                             "A0=1": [["0", "0", "0"], ["0", "1", "0"], ["0", "0", "0"]]})]},
    ),
    "local": certificate(
        "point",
        values("local", BELL, (CHSH, "2"), ([["1", "A0"]], "1/2")),
        {"models": [deterministic("3", A0="1", A1="1", B0="1", B1="1"),
                    deterministic(A0="-1", A1="-1", B0="-1", B1="-1")],
         "norm": "4"},
    ),
    "pr-box": certificate("point", values("no-signalling", BELL, (CHSH, "4")), {"behaviour": PR_BOX}),
    "time-ordered": _ordered_table(),
    "table-range": _table_range(),
    "symbols": _symbolic(),
    "hypotheses": _hypotheses(),
    "mixture": _mixture(),
    "time-ordered-receiver": _receiver(),
}  # fmt: skip

# -- enclosure ------------------------------------------------------------------------


def enclosure(expression: Document, low: str, high: str, precision: str = "64") -> Document:
    statement = {"kind": "enclosure", "expression": expression, "low": low, "high": high}
    return certificate("enclosure", statement, {"precision": precision})


ENTROPY = {"sub": ["1", {"log2": [{"add": ["1", {"sqrt": [{"sub": ["2", {"div": [{"pow": ["5/2", "2"]}, "4"]}]}]}]}]}]}

ENCLOSURE = {
    "entropy": enclosure(ENTROPY, "107/400", "669/2500"),
    "exponential": enclosure({"exp": ["-1"]}, "367/1000", "46/125"),
    "logarithm": enclosure({"ln": ["2"]}, "693/1000", "347/500"),
    "root": enclosure({"sqrt": ["2"]}, "7/5", "3/2"),
    "exact": enclosure({"log2": ["1/8"]}, "-3", "-3"),
    "negative": enclosure({"mul": [{"min": ["-2", {"neg": ["3"]}]}, {"max": ["-2", {"neg": ["3"]}]}]}, "6", "6"),
    "odd-power": enclosure({"pow": ["-2", "3"]}, "-8", "-8"),
}

# -- chain ----------------------------------------------------------------------------

TAGS = {"adversary": "classical", "memory": "any", "conditioning": "none", "functional": "declared"}
QUARTER: Document = [["1/4", "A0 B0"], ["1/4", "A0 B1"], ["1/4", "A1 B0"], ["-1/4", "A1 B1"]]
GUESSED = ("A0=0", "A0=1", "A1=0", "A1=1")


def _tilted(event_word: str) -> Document:
    """P(a|x) + CHSH/4 <= 3/2 for quantum behaviours: the tilted operator with beta = 2, r = 4."""
    x, a = event_word[1], event_word[3]
    other = "1" if x == "0" else "0"
    flip = "-2" if a == "0" else "2"
    d = {"": "4", f"A{x}": flip, "A0 B0": "-1", "A0 B1": "-1", "A1 B0": "-1", "A1 B1": "1"}
    s = {f"A{other}": "2" if a == "0" else "-2", "A0 B0": "-1", "A0 B1": "1", "A1 B0": "-1", "A1 B1": "-1"}
    squares = [square("1/32", *((c, word) for word, c in terms.items())) for terms in (d, s)]
    return certificate(
        "sos", bound("quantum-commuting", BELL, [["1", event_word], *QUARTER], "3/2"), {"squares": squares}
    )


def _guessing() -> Document:
    """Alice's outcome of input 0 is guessed with probability <= 7/8 when CHSH >= 5/2."""
    branches = [{"event": word, "squares": _tilted(word)["witness"]["squares"]} for word in GUESSED[:2]]
    statement = {
        "kind": "guessing", "set": "quantum-commuting", "scenario": BELL, "field": SQRT2,
        "guessed": ["A0"], "bound": "7/8",
        "hypotheses": [hypothesis("score", "mean", [["-5/2", ""], *CHSH], ">=0")],
    }  # fmt: skip
    means = [{"hypothesis": "score", "weight": "1/4"}]
    witness = {"means": means, "branches": branches, "feasible": {"models": [PHI]}}
    return certificate("guessing", statement, witness)


def _marginal(event_word: str) -> Document:
    statement = bound("no-signalling", BELL, [["1", event_word], *QUARTER], "3/2")
    return certificate("lp-dual", statement, {"events": events(MARGINALS[event_word])})


def _range(quantum: bool) -> Document:
    if quantum:
        minus = [square(H, ("1", "A0"), (H, "B0"), (H, "B1")), square(H, ("1", "A1"), (H, "B0"), (MH, "B1"))]
        low = bound("quantum-commuting", BELL, CHSH, ["0", "-2"], ">=", field=SQRT2)
        high = bound("quantum-commuting", BELL, CHSH, ["0", "2"], field=SQRT2)
        pair = [certificate("sos", high, {"squares": TSIRELSON}), certificate("sos", low, {"squares": minus})]
    else:
        high = bound("no-signalling", BELL, CHSH, "4")
        low = bound("no-signalling", BELL, CHSH, "-4", ">=")
        pair = [
            certificate("lp-dual", high, {"events": events(LOSING, "2")}),
            certificate("lp-dual", low, {"events": events(WINNING, "2")}),
        ]
    return [premise(document) for document in pair]


def _chain(quantum: bool, **claim: Document) -> tuple[Document, Document]:
    """What the chains share: statement without the keys of its kind, and guessing premises."""
    statement = {
        "set": "quantum-commuting" if quantum else "no-signalling",
        "scenario": BELL,
        "functional": CHSH,
        "guessing": {"constant": "3/2", "slope": "1/4"},
        "tags": TAGS,
        **claim,
    }
    make = _tilted if quantum else _marginal
    return statement, {"guessing": [premise(make(word)) for word in GUESSED], "precision": "64"}


def _rounds(
    quantum: bool, method: str, deviation: str, bits: str, won: str = "125", estimate: str = "4", **other: str
) -> Document:
    """1000 rounds that all win, 125 in each winning cell; `first` wins at inputs 0 0, `lost` in each losing cell."""
    end = "3" if quantum else "4"
    statement, witness = _chain(
        quantum,
        kind="certified-bits",
        range=["-" + end, end],
        inputs=[["1/4", f"{x} {y}"] for x in "01" for y in "01"],
        counts=[
            [
                (won if any(cell[:2]) else other.get("first", won)) if wins(*cell) else other.get("lost", "0"),
                event(*cell),
            ]
            for cell in CELLS
        ],
        estimate=estimate,
        deviation={"method": method, "value": deviation},
        errors=[{"name": "delta", "type": "bad-event", "value": "1/100"}],
        bits=bits,
        assumptions=["model", "free-inputs", "inputs-known", "no-later-inputs", "all-rounds", "rounds-declared"],
    )
    return certificate("chain", statement, {**witness, "range": _range(quantum)})


def _calibrated() -> Document:
    document = _rounds(False, "width", "2/5", "736")
    document["statement"]["tags"] = {**TAGS, "functional": "calibration " + "0a" * 32}
    return document


def _overridden() -> Document:
    document = _rounds(False, "width", "2/5", "736")
    document["statement"]["tags"] = {**TAGS, "biased-inputs": "allowed", "signalling": "allowed"}
    return document


def _one_round(quantum: bool, score: str, bits: str, adversary: str) -> Document:
    statement, witness = _chain(
        quantum, kind="min-entropy", score=score, bits=bits, tags={**TAGS, "memory": "none", "adversary": adversary},
        assumptions=["model", "independent-inputs", "inputs-known"],
    )  # fmt: skip
    attained = POINT["quantum" if quantum else "pr-box"]
    return certificate("chain", statement, {**witness, "attained": premise(attained)})


CHAIN = {
    "rounds": _rounds(False, "width", "2/5", "736"),
    "rounds-azuma": _rounds(False, "azuma", "1", "415"),
    "rounds-quantum": _rounds(True, "azuma", "1", "415"),
    "rounds-uneven": _rounds(False, "width", "2/5", "1025", "200", "172/47", first="300", lost="10"),
    "rounds-calibrated": _calibrated(),
    "rounds-overridden": _overridden(),
    "rounds-none": _rounds(False, "azuma", "3", "0"),
    "round": _one_round(False, "3", "2/5", "classical"),
    "round-quantum": _one_round(True, "5/2", "4/25", "quantum"),
}

GUESSING = {"quantum": _guessing()}

# -- reader ---------------------------------------------------------------------------

READER: dict[str, Document] = {
    "plain": enclosure({"sqrt": ["4/9"]}, "2/3", "2/3"),
    "integer": enclosure({"add": ["12", "-5"]}, "0", "7"),
    "provenance": {**enclosure("1", "1", "1"), "provenance": {"made-by": "h\u00e4nd"}},
    "escapes": b'{"\\u0066ormat": "bellcert\\/1", "rule": "enclos\\u0075re", "statement": {"kind": "enclosure",'
    b' "expression": "1/\\u0032", "low": "0", "high": "1"}, "witness": {"precision": "8"}}',
    "white-space": b'\n\t{"witness":{"precision":"8"},\r\n "statement":{"low":"0","kind":"enclosure","high":"1",'
    b'"expression":"1"},"rule":"enclosure","format":"bellcert/1"} \n',
    "digits": enclosure("9" * 2000, "1", "9" * 2000),
}
