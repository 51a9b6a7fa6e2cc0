"""Untrusted search: finds witnesses and writes certificates; only the kernel says whether they prove anything.

``language`` is what every question is written in; ``question`` is the road: a question, how to search, the engine
of its set, an outcome with proposals.

``semidefinite``: moment problems, solvers that propose, rounding. ``reductions``: the way to a solver. ``points``:
objects that have what is known. ``hierarchy``: the questions about quantum sets, ``engine`` answers them.
``sequences``: sequences of measurements. ``chsh``: identities, the tight curve, bits from counts. ``factors``: bits
from probability-estimation factors. ``formulas``: enclosures, relations of polynomials, output lengths. ``lean``:
certificates for another proof assistant.
"""

__distribution__ = "bellcert"
