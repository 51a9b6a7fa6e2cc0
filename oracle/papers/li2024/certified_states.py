"""The shipped certificates about assemblages, proved by the kernel again, and their figures."""

from __future__ import annotations

from fractions import Fraction

from oracle import resources
from oracle.ask.steered import operators, states_of
from oracle.papers.li2024.ghz import QUBIT, ghz
from oracle.proved import Proved, proved
from proofs.search.assembled.untrusted import Untrusted
from proofs.search.language.scenario import Scenario


def certificate(name: str) -> Proved:
    """A shipped certificate.

    Raises:
        CommandFailure: the kernel refuses it.
    """
    return proved((resources.certificates_dir() / "li2024" / f"{name}.cert.json").read_bytes())


def scene_of(found: Proved) -> Untrusted:
    """The untrusted parties of a statement."""
    return Untrusted(Scenario.from_json(found.statement["untrusted"]))


def mean_at(found: Proved, mu: Fraction) -> Fraction:
    """The functional of a statement at the GHZ state of a visibility."""
    scene = scene_of(found)
    functional = operators(found.statement["functional"], QUBIT, scene)
    return ghz(scene, mu).mean(functional)


def guessed_at(found: Proved, mu: Fraction) -> Fraction:
    """The bound on a guessing probability at the GHZ state of a visibility."""
    statement = found.statement
    return Fraction(statement["constant"]) - Fraction(statement["slope"]) * mean_at(found, mu)


def visibility_of(found: Proved) -> Fraction:
    """The visibility of the GHZ state whose every mean a statement lists.

    Raises:
        ValueError: it lists other means.
    """
    scene = scene_of(found)
    states = states_of(found.statement["values"], QUBIT, scene)
    last = states[scene.words[-1]]
    # the last word has Z for every party, or Y
    mu = 2 * max(last, key=abs)
    if states != dict(ghz(scene, abs(mu)).states):
        raise ValueError("these are not the means of a GHZ state")
    return abs(mu)
