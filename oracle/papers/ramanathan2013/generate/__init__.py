"""The certificates of ramanathan2013: the four-party inequality, and what it says about the majority bit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lp.parametric import Curve
from lp.supporting_lines import printed_line
from oracle.papers.ramanathan2013 import curves
from oracle.papers.ramanathan2013.generate import attained, unpredictable
from oracle.papers.ramanathan2013.generate.comparisons import comparisons
from proofs.search.language.write import certificate_bytes


def _curve(name: str, curve: Curve) -> Iterator[tuple[str, bytes]]:
    """Pieces and vertices, numbered from small parameters on."""
    for number, piece in enumerate(curve.pieces, 1):
        yield f"{name}-piece-{number}", piece.bound
    for number, vertex in enumerate(curve.vertices, 1):
        yield f"{name}-vertex-{number}", vertex.point


def _fourparty() -> Iterator[tuple[str, bytes]]:
    yield "local-bound", curves.local_bound()
    yield "local-attained", curves.local_attained()
    yield "amplification-local", attained.local()
    yield "forward-signalling", attained.forward()
    yield "nosignalling-minimum", curves.nosignalling_minimum()
    yield "nosignalling-attained", curves.nosignalling_attained()
    yield "quantum-attained", curves.quantum_attained()
    yield "quantum-swapped-bases", curves.quantum_attained(swapped=True)
    yield "quantum-unpredictable-zero", unpredictable.unpredictable(sign=1)
    yield "quantum-unpredictable-one", unpredictable.unpredictable(sign=-1)
    yield "quantum-predictable-family", unpredictable.predictable_family()
    majority = curves.majority_curve()
    yield from _curve("majority", majority)
    # every other setting and sign by symmetry, in the range that contains delta = 0
    group = curves.group()
    for (setting, sign), relabelling in curves.transports().items():
        inputs = "".join(map(str, setting[:3]))
        if setting[3] == 1 and (setting, sign) != (curves.CANONICAL, 1):
            name = f"majority-{inputs}-{'zero' if sign > 0 else 'one'}-piece-1"
            yield name, group.carry(relabelling, majority.pieces[0].bound)
    joint = curves.joint_curve(curves.CANONICAL, 1, -1)
    yield from _curve("joint", joint)
    other = curves.joint_transports()[curves.CANONICAL, -1]
    for number, piece in enumerate(joint.pieces, 1):
        yield f"joint-negative-piece-{number}", group.carry(other, piece.bound)
    problem = curves.problem(curves.majority())
    yield "lemma-4-line", printed_line(problem, Fraction(11, 16), Fraction(7, 16), Fraction(0))


def certificates() -> dict[str, bytes]:
    """File name -> bytes of every certificate.

    >>> "majority-piece-1.cert.json" in certificates()
    True
    """
    found = dict(_fourparty())
    found |= {name: certificate_bytes(*certificate) for name, certificate in comparisons()}
    return {f"{name}.cert.json": data for name, data in found.items()}
