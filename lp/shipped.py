"""The shipped certificates of linear programs: `python -m lp.shipped` writes them again, byte for byte.

One function a folder, each returning file name -> bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from lp import fourparty, fourparty_quantum
from lp.lines import printed_line
from lp.parametric import Curve
from proofs.search.write import write_folders

ROOT = Path(__file__).resolve().parents[1] / "certificates"


def _curve(name: str, curve: Curve) -> Iterator[tuple[str, bytes]]:
    """Pieces and vertices, numbered from small parameters on."""
    for number, piece in enumerate(curve.pieces, 1):
        yield f"{name}-piece-{number}", piece.bound
    for number, vertex in enumerate(curve.vertices, 1):
        yield f"{name}-vertex-{number}", vertex.point


def _fourparty() -> Iterator[tuple[str, bytes]]:
    yield "local-bound", fourparty.local_bound()
    yield "local-attained", fourparty.local_attained()
    yield "nosignalling-minimum", fourparty.nosignalling_minimum()
    yield "nosignalling-attained", fourparty.nosignalling_attained()
    yield "quantum-attained", fourparty.quantum_attained()
    yield "quantum-swapped-bases", fourparty.quantum_attained(swapped=True)
    yield "quantum-unpredictable-zero", fourparty_quantum.unpredictable(sign=1)
    yield "quantum-unpredictable-one", fourparty_quantum.unpredictable(sign=-1)
    yield "quantum-predictable-family", fourparty_quantum.predictable_family()
    majority = fourparty.majority_curve()
    yield from _curve("majority", majority)
    # every other setting and sign by symmetry, in the range that contains delta = 0
    group = fourparty.group()
    for (setting, sign), relabelling in fourparty.transports().items():
        inputs = "".join(map(str, setting[:3]))
        if setting[3] == 1 and (setting, sign) != (fourparty.CANONICAL, 1):
            name = f"majority-{inputs}-{'zero' if sign > 0 else 'one'}-piece-1"
            yield name, group.carry(relabelling, majority.pieces[0].bound)
    joint = fourparty.joint_curve(fourparty.CANONICAL, 1, -1)
    yield from _curve("joint", joint)
    other = fourparty.joint_transports()[fourparty.CANONICAL, -1]
    for number, piece in enumerate(joint.pieces, 1):
        yield f"joint-negative-piece-{number}", group.carry(other, piece.bound)
    problem = fourparty.problem(fourparty.majority())
    yield "lemma-4-line", printed_line(problem, Fraction(11, 16), Fraction(7, 16), Fraction(0))


def ramanathan2013() -> dict[str, bytes]:
    """The certificates of the ledger of ramanathan2013.

    >>> "majority-piece-1.cert.json" in ramanathan2013()
    True
    """
    return {f"{name}.cert.json": data for name, data in _fourparty()}


FOLDERS = {"ramanathan2013": ramanathan2013}

if __name__ == "__main__":
    write_folders(ROOT, FOLDERS)
