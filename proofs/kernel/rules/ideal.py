"""Rule `ideal`: means that are fixed by operators which annihilate the state.

Lemma, derivations.  Let the operators t annihilate psi, and let

    sum w_k T_k* T_k + sum l_h q_h + sum (X t + t* X*) = 0

hold modulo the relations of the scenario, with w_k > 0, l_h >= 0 where <q_h> >= 0 is a
hypothesis, and l_h of any sign where <q_h> = 0 is.  The mean in psi says that
sum w_k |T_k psi|^2 = -sum l_h <q_h> <= 0, so every T_k annihilates psi too.

Lemma, ideals.  Let m > 0 and m (F - v) = sum (X t + t* X*).  A bounded operator E >= 0
that commutes with all letters has a square root that does, a limit of polynomials in E;
so t sqrt(E) psi = sqrt(E) t psi = 0, and the mean of m (F - v) in sqrt(E) psi vanishes:
<E F> = v <E>.  Means are real parts, as in `sos`.  A mixed state is the vector state of a
purification, on which the letters and E act with the identity beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..read import Node, listed
from ..statement import NAME, Equality
from ..words import Operator
from .identity import Claim, exclude_vacuity, hypothesis_of, read_multiplier, require_zero, subtract_means


def prove(claim: Equality, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless every functional minus its value lies in the ideal."""
    scenario = claim.setting.scenario
    found = witness.fields(("memberships",), ("derivations", "multiplier", "symbols", "feasible"))
    exclude_vacuity(claim, found, witness)
    multiplier = read_multiplier(claim, found)
    kills = annihilators(claim, found)
    nodes = found["memberships"].items(len(claim.values))
    for (_, functional, value, _), node in zip(claim.values, nodes, strict=True):
        total: Operator = {}
        scenario.add(total, functional, multiplier)
        scenario.add(total, {(): value}, -multiplier)
        subtract_annihilations(claim, node.fields(("annihilations",)), kills, total)
        require_zero(claim, node, total)


def annihilators(claim: Claim, found: Mapping[str, Node]) -> dict[str, Operator]:
    """By name: what the derivations add to the hypotheses that annihilate the state, each from those before."""
    scenario = claim.setting.scenario
    kills: dict[str, Operator] = {}
    for entry in listed(found, "derivations"):
        parts = entry.fields(("squares",), ("means", "annihilations"))
        total: Operator = {}
        subtract_means(claim, parts, total)
        subtract_annihilations(claim, parts, kills, total)
        for square in parts["squares"].items():
            item = square.fields(("name", "weight", "polynomial"))
            name = item["name"].name(NAME)
            if name in claim.setting.hypotheses or name in kills:
                raise item["name"].malformed("duplicate-name", f"the name {name} is taken")
            # a square of weight zero would say nothing about its operator
            weight = claim.setting.ring.read_weight(item["weight"], strict=True)
            kills[name] = scenario.read_operator(item["polynomial"])
            scenario.add(total, scenario.multiply(scenario.adjoint(kills[name]), kills[name]), -weight)
        require_zero(claim, entry, total)
    return kills


def subtract_annihilations(
    claim: Claim, found: Mapping[str, Node], kills: Mapping[str, Operator], total: Operator
) -> None:
    """total -= sum (X t + (X t)*), t a hypothesis that annihilates the state, or derived."""
    scenario = claim.setting.scenario
    for entry in listed(found, "annihilations"):
        parts = entry.fields(("hypothesis", "polynomial"))
        name = parts["hypothesis"].text()
        t = kills[name] if name in kills else hypothesis_of(claim, parts["hypothesis"], "annihilates").operator
        product = scenario.multiply(scenario.read_operator(parts["polynomial"]), t)
        scenario.add(total, product, Fraction(-1))
        # never t X: the state stands to the right of X t only
        scenario.add(total, scenario.adjoint(product), Fraction(-1))
