"""The rules of inference: one module each, one line each in this table.

A rule takes a statement that has been read, and an untrusted witness; it returns when
the witness proves the statement and raises `Refused` otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

from ..entropy import CertifiedBits, MinEntropy
from ..errors import Budget
from ..extractor import Extractor
from ..read import Node, show
from ..statement import Bound, Empty, Enclosure, Equality, Guessing, Value
from . import (
    accumulation,
    amplify,
    assemblage,
    chain,
    enclosure,
    extraction,
    factors,
    farkas,
    guessing,
    hashing,
    ideal,
    lp_dual,
    point,
    polynomial,
    quadrature,
    quantum_factors,
    sos,
    uncertainty,
)
from .accumulated import AccumulatedBits
from .amplify import Amplification
from .conditional import ConditionalEntropy
from .factors import EstimatedBits
from .hashing import ExtractedBits
from .polynomial import Comparisons
from .quantum_factors import QuantumBits
from .steering import SteeringBound, SteeringGuessing, SteeringValue

MAX_DEPTH = 4
WITH_PREMISES = ("chain", "factors", "hashing")

Statement = (
    Bound
    | Empty
    | Equality
    | Guessing
    | ConditionalEntropy
    | Value
    | Enclosure
    | Comparisons
    | MinEntropy
    | CertifiedBits
    | Extractor
    | AccumulatedBits
    | EstimatedBits
    | QuantumBits
    | ExtractedBits
    | Amplification
    | SteeringBound
    | SteeringGuessing
    | SteeringValue
)

KINDS: dict[str, Callable[[Node, Budget], Statement]] = {
    "bound": Bound,
    "empty": Empty,
    "equality": Equality,
    "guessing": Guessing,
    "entropy": ConditionalEntropy,
    "value": Value,
    "enclosure": Enclosure,
    "comparison": Comparisons,
    "min-entropy": MinEntropy,
    "certified-bits": CertifiedBits,
    "accumulated-bits": AccumulatedBits,
    "extractor": Extractor,
    "estimated-bits": EstimatedBits,
    "quantum-bits": QuantumBits,
    "extracted-bits": ExtractedBits,
    "amplification": Amplification,
    "steering-bound": SteeringBound,
    "steering-guessing": SteeringGuessing,
    "steering-value": SteeringValue,
}


def read_statement(node: Node, budget: Budget) -> Statement:
    """The statement of any kind; the other keys depend on the kind."""
    members = node.members()
    if "kind" not in members:
        raise node.malformed("missing-key", "the key 'kind' is missing")
    kind = members["kind"].text()
    if kind not in KINDS:
        raise members["kind"].malformed("unknown-kind", f"there is no statement of kind {show(kind)}")
    return KINDS[kind](node, budget)


def check(node: Node, budget: Budget, depth: int = 0, optional: tuple[str, ...] = ()) -> Statement:
    """Check {"rule", "statement", "witness"} and return the statement that is thereby proved."""
    if depth > MAX_DEPTH:
        raise node.limit("depth", f"premises are nested more than {MAX_DEPTH} deep")
    found = node.fields(("rule", "statement", "witness"), optional)
    rule = found["rule"].text()
    if rule not in RULES:
        raise found["rule"].malformed("unknown-rule", f"there is no rule {show(rule)}")
    statement = read_statement(found["statement"], budget)
    if not found["witness"].members():
        raise found["witness"].malformed("witness-empty", "the witness is empty")
    prove = RULES[rule].get(type(statement))
    if prove is None:
        raise found["statement"].malformed("wrong-kind", "the rule does not prove statements of this kind")
    premise = [lambda inner: check(inner, budget, depth + 1)] if rule in WITH_PREMISES else []
    prove(statement, found["statement"], found["witness"], *premise)
    return statement


RULES: dict[str, dict[type, Callable[..., None]]] = {
    "sos": {Bound: sos.prove},
    "lp-dual": {Bound: lp_dual.prove},
    "farkas": {Empty: farkas.prove},
    "guessing": {Guessing: guessing.prove},
    "ideal": {Equality: ideal.prove},
    "quadrature": {ConditionalEntropy: quadrature.prove},
    "uncertainty": {ConditionalEntropy: uncertainty.prove},
    "point": {Value: point.prove},
    "enclosure": {Enclosure: enclosure.prove},
    "polynomial": {Comparisons: polynomial.prove},
    "chain": {
        MinEntropy: chain.prove,
        CertifiedBits: chain.prove,
        AccumulatedBits: accumulation.prove,
        Extractor: extraction.prove,
    },
    "factors": {EstimatedBits: factors.prove, QuantumBits: quantum_factors.prove},
    "hashing": {ExtractedBits: hashing.prove},
    "amplification": {Amplification: amplify.prove},
    "assemblage": {
        SteeringBound: assemblage.prove_bound,
        SteeringGuessing: assemblage.prove_guessing,
        SteeringValue: assemblage.prove_value,
    },
}
