"""Valid bounds on von Neumann entropies: squares by hand, CHSH at one node, relabellings, uncertainty relation."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

from tests.certificates.edits import Document
from tests.certificates.valid import BELL, CHSH, certificate, model
from tests.certificates.valid_objects import X, Z

SLOPE = "1/100"


def squares(event: str) -> Document:
    """M (Z + Z* + (1-t) Z*Z) + t ZZ* + M = (1-t) (1+Z)* M (1+Z) + t (1+Z*)* M (1+Z*) + t Z (1-M) Z* for t = 1/3."""
    inside: Document = [["1", event]]
    rest: Document = [["1", ""], ["-1", event]]
    return {
        "words": {"1": [inside], "Z": [inside], "Z*": [inside, rest]}, "denominator": "3",
        "rows": [["3"], ["2", "2"], ["1", "0", "1"], ["0", "0", "0", "1"]],
    }  # fmt: skip


def radau(outcomes: list[Document]) -> Document:
    """The function of Gauss and Radau with one node, which touches ln at 1 only."""
    return {
        "precision": "32", "constant": "0", "last": "1/4", "ln2": "7/10", "intervals": [["1", "1"]],
        "nodes": [{"node": "1/3", "weight": "3/4", "outcomes": outcomes}],
    }  # fmt: skip


def entropy(
    witness: Document, guessed: list[str], functional: Document, scenario: Document = BELL, **more: Document
) -> Document:
    statement = {
        "kind": "entropy",
        "set": "quantum-tensor",
        "scenario": scenario,
        "guessed": guessed,
        "functional": functional,
    }
    return certificate("quadrature", {**statement, **more}, witness)


def _three() -> Document:
    """Three outcomes, two of them images of the first; B0 and B1 commute and B2 stays where it is."""
    scenario: Document = {
        "parties": [
            {"name": "A", "inputs": [["0", "3"]]},
            {"name": "B", "inputs": [["0", "2"], ["1", "2"], ["2", "2"]]},
        ],
        "commuting": [["B0", "B1"]],
    }
    same = ["0", "1"]

    def image(order: list[str]) -> Document:
        moved = [["A0", order], ["B1", same], ["B0", ["1", "0"]], ["B2", same]]
        return {"image": "0", "relabelling": moved}

    outcomes = [{"grams": [squares("A0=0")]}, image(["1", "2", "0"]), image(["2", "0", "1"])]
    return entropy(radau(outcomes), ["A0"], [["-1/100", ""]], scenario, set="quantum-commuting")


def _joint() -> Document:
    events = [f"A0={a} B0={b}" for a in (0, 1) for b in (0, 1)]
    return entropy(radau([{"grams": [squares(event)]} for event in events]), ["A0", "B0"], [["-1/100", ""]])


def _known() -> Document:
    """The same proof with CHSH >= 5/2 as a hypothesis, and a pair of qubits that has 14/5."""
    found = deepcopy(ENTROPY_CHSH)
    found["statement"]["functional"] = [["837/2048", ""]]
    found["statement"]["hypotheses"] = [
        {"name": "chsh", "kind": "mean", "polynomial": [["-5/2", ""], *deepcopy(CHSH)], "sense": ">=0"}
    ]
    found["witness"]["means"] = [{"hypothesis": "chsh", "weight": "1771095/2097152"}]
    up, down = [["4/5", "3/5"], ["3/5", "-4/5"]], [["4/5", "-3/5"], ["-3/5", "-4/5"]]
    one = model(["2", "2"], ["1", "0", "0", "1"], "1/2", A0=Z, A1=X, B0=up, B1=down)
    found["witness"]["feasible"] = {"models": [one]}
    return found


def _field() -> Document:
    """A constant with sqrt 2 below the one that is proved."""
    found = deepcopy(ENTROPY_CHSH)
    found["statement"]["field"] = {"minimal-polynomial": ["-2", "0", "1"], "root": ["1", "2"]}
    found["statement"]["functional"][0][0] = ["-3", "1/4"]
    return found


def line(
    constant: str, slope: str, tangent: str, guessed: list[str], words: Document = CHSH, scenario: Document = BELL
) -> Document:
    """A line below the entropy of an outcome, in the form of CHSH with these words."""
    signs = [[slope if sign == "1" else f"-{slope}", word] for sign, word in words]
    statement = {
        "kind": "entropy", "set": "quantum-tensor", "scenario": scenario, "guessed": guessed,
        "functional": [[constant, ""], *signs],
    }  # fmt: skip
    return certificate("uncertainty", statement, {"tangent": tangent, "precision": "64"})


ENTROPY_CHSH: Document = json.loads((Path(__file__).parent / "chsh_entropy.json").read_bytes())
OTHER: Document = [["1", "A0 B0"], ["-1", "A0 B2"], ["1", "A1 B0"], ["1", "A1 B2"]]
WIDE: Document = {
    "parties": [
        {"name": "A", "inputs": [["0", "2"], ["1", "2"]]},
        {"name": "B", "inputs": [["0", "2"], ["1", "3"], ["2", "2"]]},
    ]
}

QUADRATURE: dict[str, Document] = {
    "chsh": ENTROPY_CHSH,
    "known": _known(),
    "field": _field(),
    "three-outcomes": _three(),
    "joint": _joint(),
}
UNCERTAINTY: dict[str, Document] = {
    "tangent": line("-246789248721/100000000000", "292432804381/250000000000", "3/4", ["A0"]),
    "another-form": line("-25/8", "7/5", "7/8", ["A1", "B0"], OTHER, WIDE),
}
