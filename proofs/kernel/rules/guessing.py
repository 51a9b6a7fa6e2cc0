"""Rule `guessing`: how well outcomes can be guessed by someone who knows a decomposition.

Let q_h be hypotheses with <q_h> >= 0 (or = 0) in the average behaviour, l_h >= 0 (or of
any sign), and suppose that for every outcome tuple a the operator

    bound - sum l_h q_h - (event a)

has a nonnegative mean in every behaviour of the set, the l_h being the same for all a.
(The proof may multiply it by one m > 0, and use operators that annihilate the state of
the average: they annihilate the state of every part, as in the rule `ideal`.)
If the behaviour is the average of behaviours P_e with weights p_e, a best guess a(e) is
right with probability sum p_e P_e(a(e)) <= sum p_e (bound - sum l_h <q_h>_e), which is
bound - sum l_h <q_h> <= bound.  Only hypotheses of kind mean may be used like this: an
operator relation of the average says nothing about a part by linearity, and the reader
of the statement refuses it.

Parts.  The state of the average is a sum of positive functionals, psi = sum p_e psi_e.
If t annihilates it, 0 = <t* t> = sum p_e <t* t>_e with no term negative, so t annihilates
the state of every part with p_e > 0; the others do not count.

Decompositions.  Side information gives one, for the inputs that are guessed.  Quantum:
when she knows the inputs, the adversary measures operators E_e >= 0, sum E_e = 1, that
commute with all letters; then p_e = <E_e>, and given e the letters have the same
relations in the state sqrt(E_e) psi / sqrt(p_e), which is a behaviour of the set, with
sum p_e <x>_e = <sum E_e x> = <x>.  No-signalling: her input and outcome are those of one
party more; given them the others' behaviour is no-signalling, and its average is theirs
alone, whatever her input.  Local: e is what she knows of the mixture.
"""

from __future__ import annotations

from ..read import Node
from ..statement import Guessing
from ..words import Operator
from . import lp_dual, sos
from .ideal import annihilators
from .identity import exclude_vacuity, read_multiplier, subtract_means


def prove(claim: Guessing, statement: Node, witness: Node) -> None:
    """Raise `Refused` unless every branch of the witness proves its outcome tuple."""
    setting = claim.setting
    more = ("derivations", "multiplier") if setting.operators else ()
    found = witness.fields(("branches",), ("means", "symbols", "feasible", *more))
    exclude_vacuity(claim, found, witness)
    multiplier = read_multiplier(claim, found)
    kills = annihilators(claim, found)
    common: Operator = {}
    setting.scenario.add(common, {(): claim.bound}, multiplier)
    subtract_means(claim, found, common)
    for event, node in zip(claim.events, found["branches"].items(len(claim.events)), strict=True):
        required = ("event",) if setting.operators else ("event", lp_dual.proof_key(claim))
        parts = node.fields(required, ("squares", "grams", "annihilations") if setting.operators else ())
        if setting.scenario.read_atoms(parts["event"]) != event:
            raise parts["event"].malformed("terms-order", "the branches stand in the order of the outcomes")
        total = dict(common)
        setting.scenario.add(total, setting.scenario.operator(event), -multiplier)
        if setting.operators:
            sos.require_positive(claim, parts, node, kills, total)
        else:
            lp_dual.require_positive(claim, parts, node, total)
