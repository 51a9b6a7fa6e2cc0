"""No-signalling, levels of quantum theory, and what they say about each other at one visibility."""

from __future__ import annotations

from fractions import Fraction

from oracle.ledger.arithmetic import enclose, op
from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.li2024.certified_states import certificate, guessed_at, visibility_of

AT = Fraction(4, 5)


def _gap() -> Fraction:
    """By how many bits the level Q1 certifies more than any bound for no-signalling can, at least."""
    attack = certificate("attack")
    if visibility_of(attack) != AT:
        raise ValueError("the attack is at another visibility")
    quantum = guessed_at(certificate("level-1"), AT)
    ratio = Fraction(attack.statement["probability"]) / quantum
    return enclose(op("log2", str(ratio)))[0]


@check
def footnote_printed(gap: str) -> Finding:
    """At mu = 4/5 the level Q1 certifies more bits than no-signalling can, by more than twenty times the figure."""
    found = _gap()
    return Finding("refutation", found > 20 * Fraction(gap) > 0, f"at least {float(found):.4f} bits at 4/5")


@check
def levels_between() -> Finding:
    """At mu = 4/5 the bound of level Q1 lies below what a no-signalling adversary reaches: the level is a smaller set.

    Every quantum assemblage does not signal and has a moment matrix that is >= 0; so a level bounds quantum
    adversaries, and with the states of all events it never gives more than no-signalling does.
    """
    found = _gap()
    return Finding("proof", found > 0, f"the level certifies {float(found):.4f} bits more")


@check
def no_signalling_is_a_bound() -> Finding:
    """A bound for all no-signalling adversaries holds for quantum ones; at mu = 4/5 it is met within 1e-8.

    The certificate of the bound and the parts of an attack at the same state.
    """
    bound, attack = guessed_at(certificate("bound"), AT), certificate("attack")
    low = Fraction(attack.statement["probability"])
    return Finding("proof", low <= bound < low + Fraction(1, 10**7), f"between {float(low):.9f} and {float(bound):.9f}")


@check
def together_is_one_party() -> Finding:
    """Parties that measure together are one party beside the trusted one, and the same rule bounds what is guessed."""
    found = certificate("together")
    names = [p["name"] for p in found.statement["untrusted"]["parties"]]
    return Finding("proof", len(names) == 1, f"at mu = 4/5 the pair is guessed with {found.statement['probability']}")
