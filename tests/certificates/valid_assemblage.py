"""Valid statements about assemblages: bounds, guessing and points, for qubits and a qutrit."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import product

from tests.certificates.edits import Document, spell
from tests.certificates.valid import SQRT2, certificate, scenario

Vector = tuple[Fraction, ...]  # t, x, y, z
Bits = tuple[int, ...]

QUBIT: Document = {"dimension": "2"}
ONE, ZERO = (Fraction(1), Fraction(0), Fraction(0), Fraction(0)), (Fraction(0),) * 4
NAMES = "BCDE"
ROOT2, ROOT3 = Fraction(14143, 10000), Fraction(17321, 10000)
PLAIN = [[["0", "1", "0", "0"], "B0"], [["0", "0", "1", "0"], "B1"]]  # X <B0> + Y <B1>
THREE = [*PLAIN, [["0", "0", "0", "1"], "B2"]]


def plus(*parts: tuple[Fraction | int, Vector]) -> Vector:
    return tuple(sum((c * v[k] for c, v in parts), start=Fraction(0)) for k in range(4))


def event(inputs: Bits, outcomes: Bits) -> str:
    return " ".join(f"{NAMES[i]}{y}={b}" for i, (y, b) in enumerate(zip(inputs, outcomes, strict=True)))


def spelled(v: Vector) -> Document:
    return [str(x) for x in v]


def statement(
    kind: str, functional: Document, parties: Document, of: str = "no-signalling", **more: Document
) -> Document:
    return {"kind": kind, "set": of, "trusted": QUBIT, "untrusted": parties, "functional": functional, **more}


def steering_bound(
    functional: Document, parties: Document, bound: Document, witness: Document, **more: Document
) -> Document:
    """An upper bound unless `more` says another sense."""
    claim = statement("steering-bound", functional, parties, **{"sense": "<=", "bound": bound, **more})
    return certificate("assemblage", claim, witness)


def mermin(parties: int) -> dict[tuple[Bits, Bits], Vector]:
    """The operator at each event of S_M = sum over y of Re(i^k) X b_y + Re(i^(k+1)) Y b_y, k the number of 1 in y."""
    real = (1, 0, -1, 0)
    result: dict[tuple[Bits, Bits], Vector] = {}
    for y in product((0, 1), repeat=parties):
        x, z = real[sum(y) % 4], real[(sum(y) + 1) % 4]
        for b in product((0, 1), repeat=parties):
            sign = (-1) ** sum(b)
            result[b, y] = (Fraction(0), Fraction(sign * x), Fraction(sign * z), Fraction(0))
    return result


def observables(parties: int) -> Document:
    """The same functional in products of observables."""
    found = mermin(parties)
    words = [(found[(0,) * parties, y], y) for y in product((0, 1), repeat=parties)]
    return [[spelled(v), " ".join(f"{NAMES[i]}{x}" for i, x in enumerate(y))] for v, y in words]


def guessing_blocks(parties: int, key: Bits, e: Bits, beta: Fraction, most: Fraction) -> Document:
    """What is left of c - s F minus the guess e, for two inputs a party: no solver is needed."""
    found, other = mermin(parties), tuple(1 - y for y in key)
    blocks: dict[tuple[Bits, Bits], Vector] = {}

    def put(b: Bits, y: Bits, *terms: tuple[Fraction | int, Vector]) -> None:
        blocks[b, y] = plus((1, blocks.get((b, y), ZERO)), *terms)

    def guessed(b: Bits, y: Bits) -> Bits:
        """The outcomes b with those of key inputs replaced by the guess."""
        return tuple(g if x == k else c for g, c, x, k in zip(e, b, y, key, strict=True))

    def gain(b: Bits, y: Bits) -> int:
        """How much a wrong guess of key outcomes may change F at the inputs y: 2 if it flips the product."""
        return 2 * ((sum(b) + sum(guessed(b, y))) % 2)

    every = list(product((0, 1), repeat=parties))
    for b in every:
        put(b, other, (beta, ONE), *((-1, found[guessed(b, y), y]) for y in every))
        if b != e:
            put(b, key, (most - sum(gain(b, y) for y in every), ONE))
        for y in every:
            if guessed(b, y) != b:
                put(b, y, (gain(b, y), ONE), (-1, found[b, y]), (1, found[guessed(b, y), y]))
    return [[spelled(plus((1 / most, v))), event(y, b)] for (b, y), v in blocks.items() if any(v)]


def mermin_guessing(parties: int, key: Bits, beta: Fraction) -> Document:
    """P_guess(key) <= 1 + beta/2^M - S_M/2^M."""
    most = Fraction(2**parties)
    claim = statement(
        "steering-guessing", observables(parties), scenario(**dict.fromkeys(NAMES[:parties], "22")),
        guessed=[f"{NAMES[i]}{y}" for i, y in enumerate(key)], constant=str(1 + beta / most), slope=str(1 / most),
    )  # fmt: skip
    branches = [
        {"event": event(key, e), "blocks": guessing_blocks(parties, key, e, beta, most)}
        for e in product((0, 1), repeat=parties)
    ]
    return certificate("assemblage", claim, {"branches": branches})


def value(of: str, parties: Document, values: Document, witness: Document, **more: Document) -> Document:
    claim = {"kind": "steering-value", "set": of, "trusted": QUBIT, "untrusted": parties, "values": values, **more}
    return certificate("assemblage", claim, witness)


def valued(*pairs: tuple[Document, Document]) -> Document:
    return [{"functional": functional, "value": v} for functional, v in pairs]


def hidden(parties: int, state: Callable[[tuple[int, ...]], Vector]) -> Document:
    """A hidden state for each strategy; the outcomes of all inputs, party by party, as signs."""
    names = [f"{NAMES[i]}{y}" for i in range(parties) for y in (0, 1)]
    result = []
    for outcomes in product((0, 1), repeat=len(names)):
        word = " ".join(f"{name}={o}" for name, o in zip(names, outcomes, strict=True))
        result.append([spelled(state(tuple(1 - 2 * o for o in outcomes))), word])
    return result


def _single(signs: tuple[int, ...]) -> Vector:
    return tuple(Fraction(c, 40) for c in (5, 3 * signs[0], 4 * signs[1], 0))


def _ghz(signs: tuple[int, ...]) -> Vector:
    """Bloch vector (Re w, -Im w, 0)/2 with w = (bx + i by)(cx + i cy): the GHZ state at visibility 1/2."""
    bx, by, cx, cy = signs
    return tuple(Fraction(c, 64) for c in (2, bx * cx - by * cy, -bx * cy - by * cx, 0))


def _known(e: int) -> Document:
    """The part in which B0 always has the outcome e, at visibility 7/10 with X, Y, Z."""
    s = (1 - 2 * e) * 7
    return {"event": f"B0={e}", "states": [
        [["1/4", f"{s}/40", "0", "0"], ""],
        [[f"{1 - 2 * e}/4", "7/40", "0", "0"], "B0"],
        [["0", "0", "7/40", "0"], "B1"],
        [["0", "0", "0", "7/40"], "B2"],
    ]}  # fmt: skip


_I: Document = {"re": "0", "im": "1"}
_MINUS: Document = {"re": "0", "im": "-1"}
_QUTRIT: Document = [["1", _I, "0"], [_MINUS, "1", "0"], ["0", "0", "2"]]  # eigenvalues 0, 2, 2
QUTRIT: Document = certificate(
    "assemblage",
    {"kind": "steering-bound", "set": "no-signalling", "trusted": {"dimension": "3"},
     "untrusted": scenario(B="2"), "functional": [[_QUTRIT, "B0"]], "sense": "<=", "bound": "2"},
    {"blocks": [
        [[["1", _MINUS, "0"], [_I, "1", "0"], ["0", "0", "0"]], "B0=0"],
        [[["3", _I, "0"], [_MINUS, "3", "0"], ["0", "0", "4"]], "B0=1"],
    ]},
)  # fmt: skip


def _with_root(document: Document) -> Document:
    """The same with the root of 2 itself in place of the rational above it."""
    text = spell(document).decode().replace('"14143/20000"', '["0", "1/2"]').replace('"34143/20000"', '["1", "1/2"]')
    found: Document = json.loads(text)
    found["statement"]["field"] = SQRT2
    return found


_FLIP: Document = [["0", "1", "0"], ["1", "0", _I], ["0", _MINUS, "0"]]
_PURE: Document = [["1/4", "1/4", "0"], ["1/4", "1/2", {"re": "0", "im": "1/4"}],
                   ["0", {"re": "0", "im": "-1/4"}, "1/4"]]  # fmt: skip

ASSEMBLAGE: dict[str, Document] = {
    "bound": steering_bound(PLAIN, scenario(B="22"), "2", {"blocks": [
        [["1", "-1", "0", "0"], "B0=0"], [["1", "1", "0", "0"], "B0=1"],
        [["1", "0", "-1", "0"], "B1=0"], [["1", "0", "1", "0"], "B1=1"]]}),
    "bound-from-below": steering_bound(PLAIN, scenario(B="22"), "-2", {"blocks": [
        [["1", "1", "0", "0"], "B0=0"], [["1", "-1", "0", "0"], "B0=1"],
        [["1", "0", "1", "0"], "B1=0"], [["1", "0", "-1", "0"], "B1=1"]]}, sense=">="),
    "bound-qutrit": QUTRIT,
    "bound-three-outcomes": steering_bound(
        [[["1", "0", "0", "1"], "B0=0"], [["1", "0", "0", "-1"], "B0=2 C0=1"]], scenario(B="3", C="2"), "2",
        {"blocks": [[["1", "0", "0", "-1"], "B0=0"], [["2", "0", "0", "0"], "B0=1"],
                    [["2", "0", "0", "0"], "B0=2 C0=0"], [["1", "0", "0", "1"], "B0=2 C0=1"]]}),
    "local": steering_bound(PLAIN, scenario(B="22"), ["0", "1"], {"strategies": "4"}, of="local-hidden-state",
                            field=SQRT2),
    "local-from-below": steering_bound(PLAIN, scenario(B="22"), "-14143/10000", {"strategies": "4"},
                                       of="local-hidden-state", sense=">="),
    "local-mermin": steering_bound(observables(2), scenario(B="22", C="22"), "2", {"strategies": "16"},
                                   of="local-hidden-state"),
    "local-three-inputs": steering_bound(THREE, scenario(B="222"), str(ROOT3), {"strategies": "8"},
                                         of="local-hidden-state"),
    "guessing": mermin_guessing(1, (0,), ROOT2),
    "guessing-mermin": mermin_guessing(2, (0, 1), Fraction(2)),
    "value-local": value("local-hidden-state", scenario(B="22"),
                         valued((PLAIN, "7/5"), ([[["0", "1", "0", "0"], "B0"]], "3/5"),
                                ([[["0", "1", "0", "0"], "B1"]], "0")),
                         {"hidden": hidden(1, _single)}),
    "value-ghz": value("local-hidden-state", scenario(B="22", C="22"), valued((observables(2), "2")),
                       {"hidden": hidden(2, _ghz)}),
    "value-guessed": value("no-signalling", scenario(B="222"),
                           valued((THREE, "21/10"), ([[["0", "1", "0", "0"], "B0"]], "7/10")),
                           {"parts": [_known(0), _known(1)]}, guessed=["B0"], probability="1"),
    "value": value("no-signalling", scenario(B="22"), valued((PLAIN, "2")), {"parts": [{"states": [
        [["1/2", "0", "0", "0"], ""], [["0", "1/2", "0", "0"], "B0"], [["0", "0", "1/2", "0"], "B1"]]}]}),
    "bound-trusted-state": steering_bound([[["0", "0", "0", "1"], ""]], scenario(B="22"), "1",
                                          {"blocks": [[["1", "0", "0", "-1"], ""]]}),
    "local-three-outcomes": steering_bound(
        [[["0", "0", "0", "1"], "B0=0"], [["0", "0", "0", "-1"], "B0=2"], [["1", "0", "0", "0"], "B1=1"]],
        scenario(B="33"), "2", {"strategies": "9"}, of="local-hidden-state"),
    "guessing-root": _with_root(mermin_guessing(1, (0,), ROOT2)),
    "guessing-trivial": certificate(
        "assemblage",
        statement("steering-guessing", PLAIN, scenario(B="22"), guessed=["B1"], constant="1", slope="0"),
        {"branches": [{"event": "B1=0", "blocks": [[["1", "0", "0", "0"], "B1=1"]]},
                      {"event": "B1=1", "blocks": [[["1", "0", "0", "0"], "B1=0"]]}]}),
    "value-left-out": value("no-signalling", scenario(B="22"), valued((PLAIN, "1")), {"parts": [{"states": [
        [["1/2", "0", "0", "0"], ""], [["0", "1/2", "0", "0"], "B0"]]}]}),
    "value-root": value("no-signalling", scenario(B="22"), valued((PLAIN, ["0", "1"])), {"parts": [{"states": [
        [["1/2", "0", "0", "0"], ""], [["0", ["0", "1/4"], "0", "0"], "B0"], [["0", "0", ["0", "1/4"], "0"], "B1"]]}]},
        field=SQRT2),
    "value-three-outcomes": value(
        "local-hidden-state", scenario(B="32"),
        valued(([[["0", "0", "0", "1"], "B0=0"], [["0", "0", "0", "-1"], "B0=2"]], "3/4"),
               ([[["1", "0", "0", "0"], "B1"]], "1/2")),
        {"hidden": [[["1/4", "0", "0", "1/4"], "B0=0 B1=0"], [["1/8", "0", "0", "-1/8"], "B0=2 B1=0"],
                    [["1/8", "0", "0", "1/8"], "B0=1 B1=1"]]}),
    "value-qutrit": certificate(
        "assemblage",
        {"kind": "steering-value", "set": "local-hidden-state", "trusted": {"dimension": "3"},
         "untrusted": scenario(B="2"), "values": valued(([[_FLIP, "B0"]], "1"), ([[_FLIP, ""]], "1"))},
        {"hidden": [[_PURE, "B0=0"]]}),
}  # fmt: skip
