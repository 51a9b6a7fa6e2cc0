"""Valid certificates, small and written out, from which every invalid vector is made by one edit."""

from __future__ import annotations

from itertools import product

from tests.certificates.edits import Document

CHSH: Document = [["1", "A0 B0"], ["1", "A0 B1"], ["1", "A1 B0"], ["-1", "A1 B1"]]
CELLS = [(x, y, a, b) for x, y, a, b in product((0, 1), repeat=4)]


def event(x: int, y: int, a: int, b: int) -> str:
    return f"A{x}={a} B{y}={b}"


def wins(x: int, y: int, a: int, b: int) -> bool:
    return (a ^ b) == x * y


WINNING = [event(*cell) for cell in CELLS if wins(*cell)]
LOSING = [event(*cell) for cell in CELLS if not wins(*cell)]


def scenario(**inputs: str) -> Document:
    """For each party the outcomes of its inputs 0, 1, ...: A="22", B="3"."""
    parties = [{"name": p, "inputs": [[str(i), d] for i, d in enumerate(ds)]} for p, ds in inputs.items()]
    return {"parties": parties}


BELL = scenario(A="22", B="22")
SQRT2: Document = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}


def certificate(rule: str, statement: Document, witness: Document) -> Document:
    return {"format": "bellcert/1", "rule": rule, "statement": statement, "witness": witness}


def premise(document: Document) -> Document:
    """A certificate as a chain embeds it."""
    return {key: value for key, value in document.items() if key != "format"}


def poly(*terms: tuple[str, str]) -> Document:
    return {"poly": [list(term) for term in terms]}


def bound(
    kind: str, where: Document, functional: Document, value: Document, sense: str = "<=", **more: Document
) -> Document:
    claim = {"kind": "bound", "set": kind, "scenario": where}
    return {**claim, "functional": functional, "sense": sense, "bound": value, **more}


def values(kind: str, where: Document, *pairs: tuple[Document, Document], **more: Document) -> Document:
    listed = [{"functional": functional, "value": value} for functional, value in pairs]
    return {"kind": "value", "set": kind, "scenario": where, "values": listed, **more}


def hypothesis(name: str, kind: str, polynomial: Document, sense: str = "") -> Document:
    return {"name": name, "kind": kind, "polynomial": polynomial, **({"sense": sense} if sense else {})}


def events(words: list[str], weight: str = "1") -> Document:
    return [[weight, word] for word in words]


def model(dimensions: list[str], state: Document, weight: Document = "1", **operators: Document) -> Document:
    return {"weight": weight, "dimensions": dimensions, "state": state, "operators": operators}


def deterministic(weight: Document = "1", **answers: str) -> Document:
    """A model of dimension 1; the answers are +1 or -1, or 0 or 1 for projectors."""
    parties = sorted({name[0] for name in answers})
    return model(["1"] * len(parties), ["1"], weight, **{name: [[value]] for name, value in answers.items()})


def square(weight: Document, *terms: tuple[Document, str]) -> Document:
    return {"weight": weight, "polynomial": [list(term) for term in terms]}


# -- lp-dual --------------------------------------------------------------------------

REST = ["A0=0 B0=1", "A0=1 B0=0", "A0=1 B1=0", "A1=0 B0=1", "A1=1 B1=1"]
PR_BOX: Document = events(WINNING, "1/2")


def _parametric() -> Document:
    polynomial = [[poly(("-1", "i")), ""], *CHSH]
    statement = bound(
        "no-signalling", BELL, [["1", "A0=0 B0=0"]], poly(("3/2", ""), ("-1/4", "i")),
        symbols=[{"name": "i", "low": "2", "high": "4"}], hypotheses=[hypothesis("score", "mean", polynomial, ">=0")],
    )  # fmt: skip
    witness = {"events": events(REST), "means": [{"hypothesis": "score", "weight": "1/4"}], "symbols": {"i": "3"}}
    return certificate("lp-dual", statement, {**witness, "feasible": {"behaviour": PR_BOX}})


def _ordered() -> Document:
    where = {**scenario(A="2", B="22"), "signalling": [["A", "B"]]}
    functional = [["1", "A0=0 B0=0"], ["1", "A0=1 B1=0"]]
    return certificate(
        "lp-dual", bound("time-ordered", where, functional, "1"), {"events": events(["A0=0 B0=1", "A0=1 B1=1"])}
    )


def _local_hypothesis() -> Document:
    t = poly(("1", "t"))
    statement = bound(
        "local", scenario(A="2"), [["1", "A0"]], t, symbols=[{"name": "t", "low": "0", "high": "1"}],
        hypotheses=[hypothesis("low", "mean", [[t, ""], ["-1", "A0"]], ">=0")],
    )  # fmt: skip
    witness = {"strategies": "2", "means": [{"hypothesis": "low", "weight": "1"}], "symbols": {"t": "1/2"}}
    return certificate("lp-dual", statement, {**witness, "feasible": {"models": [deterministic(A0="-1")]}})


T = poly(("1", "t"))

LP_DUAL = {
    "chsh-local": certificate("lp-dual", bound("local", BELL, CHSH, "2"), {"strategies": "16"}),
    "chsh-no-signalling": certificate(
        "lp-dual", bound("no-signalling", BELL, CHSH, "4"), {"events": events(LOSING, "2")}
    ),
    "chsh-minimum": certificate(
        "lp-dual", bound("no-signalling", BELL, CHSH, "-4", ">="), {"events": events(WINNING, "2")}
    ),
    "parametric": _parametric(),
    "local-hypothesis": _local_hypothesis(),
    "local-box": certificate(
        "lp-dual",
        bound("local", scenario(A="2"), [[T, "A0"]], T, symbols=[{"name": "t", "low": "0", "high": "1"}]),
        {"strategies": "2", "symbols": {"t": "1/2"}},
    ),
    "three-outcomes": certificate(
        "lp-dual", bound("no-signalling", scenario(A="3"), [["1", "A0=2"]], "1"), {"events": events(["A0=0", "A0=1"])}
    ),
    "time-ordered": _ordered(),
    "tensor-third": certificate(
        "lp-dual", bound("no-signalling", scenario(A="2"), [["1/3", "A0"]], "1/3"), {"events": [["2/3", "A0=1"]]}
    ),
}  # fmt: skip

# -- sos ------------------------------------------------------------------------------

H, MH = ["0", "1/2"], ["0", "-1/2"]
TSIRELSON = [square(H, ("1", "A0"), (MH, "B0"), (MH, "B1")), square(H, ("1", "A1"), (MH, "B0"), (H, "B1"))]


def _tilted() -> Document:
    beta, minus, r = poly(("1", "beta")), poly(("-1", "beta")), poly(("1", "r"))
    statement = bound(
        "quantum-commuting", BELL, [[beta, "A0"], *CHSH], r, symbols=[{"name": "beta"}, {"name": "r"}],
        relations=[{"symbol": "r", "power": "2", "equals": poly(("8", ""), ("2", "beta^2"))}],
        conditions=[{"polynomial": beta, "sense": ">0"}, {"polynomial": r, "sense": ">0"}],
    )  # fmt: skip
    d = square("1", (r, ""), (minus, "A0"), ("-1", "A0 B0"), ("-1", "A0 B1"), ("-1", "A1 B0"), ("1", "A1 B1"))
    s = square("1", (beta, "A1"), ("-1", "A0 B0"), ("1", "A0 B1"), ("-1", "A1 B0"), ("-1", "A1 B1"))
    witness = {"multiplier": {"cone": [["2", ["1"]]]}, "squares": [d, s], "symbols": {"beta": "2", "r": "4"}}
    return certificate("sos", statement, witness)


def _gram(factor: bool) -> Document:
    rows = {"rows": [["2"], ["-2", "3"], ["0", "-1", "1"]]}
    extra = {"factor": {"scale": "2", "rows": [["2"], ["-2", "2"], ["0", "-2", "0"]]}} if factor else {}
    gram = {"words": ["", "B0=0", "A0 B0=0"], "denominator": "2", **rows, **extra}
    return certificate(
        "sos", bound("quantum-commuting", scenario(A="2", B="3"), [["1", "A0 B0=0"]], "1"), {"grams": [gram]}
    )


def _four_kinds() -> Document:
    hypotheses = [
        hypothesis("m", "mean", [["-1/2", ""], ["1", "A0"]], ">=0"),
        hypothesis("p", "positive", [["1", "A0 A1"], ["1", "A1 A0"]]),
        hypothesis("r", "relation", [["1", "A0 A1"], ["-1", "A1 A0"]]),
        hypothesis("t", "annihilates", [["-1", ""], ["1", "A1"]]),
    ]
    functional = [["1", "A0"], ["1", "A0 A1"], ["1", "A1 A0"], ["1", "A0 A1 A0"]]
    witness = {
        "means": [{"hypothesis": "m", "weight": "1"}],
        "localised": [{"hypothesis": "p", "squares": [square("1", ("1", ""))]}],
        "relations": [{"hypothesis": "r", "coefficient": "-1", "left": "A0", "right": ""}],
        "annihilations": [{"hypothesis": "t", "polynomial": [["1/2", ""]]}],
        "feasible": {"models": [deterministic(A0="1", A1="1")]},
    }
    statement = bound("quantum-commuting", scenario(A="22"), functional, "3/2", ">=", hypotheses=hypotheses)
    return certificate("sos", statement, witness)


def _field_gram() -> Document:
    rows = [[H], ["0", H], ["-1/2", "-1/2", H], ["-1/2", "1/2", "0", H]]
    gram = {"words": ["A0", "A1", "B0", "B1"], "denominator": "1", "rows": rows}
    return certificate("sos", bound("quantum-commuting", BELL, CHSH, ["0", "2"], field=SQRT2), {"grams": [gram]})


def _box() -> Document:
    t = poly(("1", "t"))
    statement = bound(
        "quantum-commuting", scenario(A="2"), [[t, "A0"]], t, symbols=[{"name": "t", "low": "0", "high": "1"}]
    )
    squares = [square(poly(("1/2", "t")), ("1", ""), ("-1", "A0"))]
    return certificate("sos", statement, {"squares": squares, "symbols": {"t": "1"}})


def _point_in_field() -> Document:
    """CHSH <= 2 r for the positive root r of r^2 = 2; the point of r is irrational."""
    half, minus = poly(("1/2", "r")), poly(("-1/2", "r"))
    statement = bound(
        "quantum-commuting", BELL, CHSH, poly(("2", "r")), field=SQRT2, symbols=[{"name": "r"}],
        relations=[{"symbol": "r", "power": "2", "equals": "2"}],
        conditions=[{"polynomial": poly(("1", "r")), "sense": ">0"}],
    )  # fmt: skip
    weight = {"cone": [["1/2", ["0"]]]}
    squares = [
        square(weight, ("1", "A0"), (minus, "B0"), (minus, "B1")),
        square(weight, ("1", "A1"), (minus, "B0"), (half, "B1")),
    ]
    return certificate("sos", statement, {"squares": squares, "symbols": {"r": ["0", "1"]}})


def _candidates() -> Document:
    """A field whose polynomial has 19200 candidates for a factor at 0, -1, 1, -2, and 307200 with 2."""
    field = {"minimal-polynomial": ["-6", "1", "21", "-1", "0", "0", "0", "0", "1"], "root": ["0", "20"]}
    statement = bound("quantum-commuting", EVEN, [[["0", "1"], "A0"]], ["0", "1"], field=field)
    return certificate("sos", statement, {"squares": [square(["0", "1/2"], ("1", ""), ("-1", "A0"))]})


def _cone_twice() -> Document:
    """t^2 A0 <= t^2: the weight t^2 / 2 is the condition t >= 0 used twice."""
    t = poly(("1", "t^2"))
    statement = bound(
        "quantum-commuting", scenario(A="2"), [[t, "A0"]], t, symbols=[{"name": "t", "low": "0", "high": "1"}]
    )
    squares = [square({"cone": [["1/2", ["0", "0"]]]}, ("1", ""), ("-1", "A0"))]
    return certificate("sos", statement, {"squares": squares, "symbols": {"t": "1"}})


MINIMUM = [square(H, ("1", "A0"), (H, "B0"), (H, "B1")), square(H, ("1", "A1"), (H, "B0"), (MH, "B1"))]
EVEN = scenario(A="2")

SOS = {
    "field-of-19200-candidates": _candidates(),
    "chsh": certificate("sos", bound("quantum-commuting", BELL, CHSH, ["0", "2"], field=SQRT2), {"squares": TSIRELSON}),
    "chsh-minimum": certificate(
        "sos", bound("quantum-commuting", BELL, CHSH, ["0", "-2"], ">=", field=SQRT2), {"squares": MINIMUM}
    ),
    "tilted": _tilted(),
    "gram": _gram(False),
    "gram-factor": _gram(True),
    "gram-field": _field_gram(),
    "four-kinds": _four_kinds(),
    "box": _box(),
    "point-in-field": _point_in_field(),
    "cone-twice": _cone_twice(),
    "commuting": certificate(
        "sos",
        bound("quantum-commuting", {**scenario(A="22"), "commuting": [["A0", "A1"]]}, [["1", "A0 A1"]], "1"),
        {"squares": [square("1/2", ("1", "A0"), ("-1", "A1"))]},
    ),
    "vacuity-unchecked": certificate(
        "sos",
        bound("quantum-commuting", EVEN, [["1", "A0"]], "-1", vacuity="unchecked",
              hypotheses=[hypothesis("one", "relation", [["-2", ""], ["1", "A0"]])]),
        {"relations": [{"hypothesis": "one", "coefficient": "1", "left": "", "right": ""},
                       {"hypothesis": "one", "coefficient": "1", "left": "A0", "right": ""}]},
    ),
    "mean-equality": certificate(
        "sos",
        bound("quantum-commuting", EVEN, [["1", "A0"]], "1/2",
              hypotheses=[hypothesis("half", "mean", [["-1/2", ""], ["1", "A0"]], "=0")]),
        {"means": [{"hypothesis": "half", "weight": "-1"}],
         "feasible": {"models": [deterministic("3", A0="1"), deterministic(A0="-1")]}},
    ),
}  # fmt: skip

# -- farkas and guessing --------------------------------------------------------------

FARKAS = {
    "local": certificate(
        "farkas",
        {"kind": "empty", "set": "local", "scenario": scenario(A="2", B="2"),
         "hypotheses": [hypothesis("agree", "mean", [["-1", ""], ["1", "A0 B0"]], ">=0"),
                        hypothesis("differ", "mean", [["1/2", ""], ["1", "A0"], ["-1", "B0"]], "=0")]},
        {"strategies": "4",
         "means": [{"hypothesis": "agree", "weight": "3"}, {"hypothesis": "differ", "weight": "-2"}]},
    ),
    "no-signalling": certificate(
        "farkas",
        {"kind": "empty", "set": "no-signalling", "scenario": BELL,
         "hypotheses": [hypothesis("score", "mean", [["-5", ""], *CHSH], ">=0")]},
        {"events": events(LOSING, "2"), "means": [{"hypothesis": "score", "weight": "1"}]},
    ),
    "quantum": certificate(
        "farkas",
        {"kind": "empty", "set": "quantum-commuting", "scenario": BELL, "field": SQRT2,
         "hypotheses": [hypothesis("score", "mean", [["-3", ""], *CHSH], ">=0")]},
        {"squares": [{**s, "weight": ["2", "3/2"]} for s in TSIRELSON],
         "means": [{"hypothesis": "score", "weight": ["3", "2"]}]},
    ),
}  # fmt: skip

MARGINALS = {
    "A0=0": ["A0=1 B0=0", "A0=1 B1=0", "A1=0 B0=1", "A1=1 B1=1"],
    "A0=1": ["A0=0 B0=1", "A0=0 B1=1", "A1=0 B1=0", "A1=1 B0=0"],
    "A1=0": ["A0=0 B0=1", "A0=1 B1=0", "A1=1 B0=0", "A1=1 B1=1"],
    "A1=1": ["A0=0 B1=1", "A0=1 B0=0", "A1=0 B0=1", "A1=0 B1=0"],
}

PAIRS = [f"A0={a} A1={b}" for a, b in product((0, 1), repeat=2)]

GUESSING = {
    "commuting": certificate(
        "guessing",
        {"kind": "guessing", "set": "quantum-commuting", "guessed": ["A0", "A1"], "bound": "1",
         "scenario": {**scenario(A="22"), "commuting": [["A0", "A1"]]}},
        {"branches": [{"event": e, "squares": [square("1", ("1", other)) for other in PAIRS if other != e]}
                      for e in PAIRS]},
    ),
    "no-signalling": certificate(
        "guessing",
        {"kind": "guessing", "set": "no-signalling", "scenario": BELL, "guessed": ["A0"], "bound": "3/4",
         "hypotheses": [hypothesis("score", "mean", [["-3", ""], *CHSH], ">=0")]},
        {"means": [{"hypothesis": "score", "weight": "1/4"}], "feasible": {"behaviour": PR_BOX},
         "branches": [{"event": a, "events": events(MARGINALS[a])} for a in ("A0=0", "A0=1")]},
    ),
}  # fmt: skip
