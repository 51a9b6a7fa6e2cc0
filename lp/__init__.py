"""Exact linear programs over behaviours: the untrusted search behind rules ``lp-dual``, ``farkas`` and ``point``.

A module of this package may import ``proofs`` and third-party solvers, never ``oracle``. Its results are proposals
in floating point or in rationals; they become statements only as certificates that ``proofs.kernel`` accepts.

Reading order: ``coordinates`` and ``behaviour`` (tables), ``highs`` (a solver proposes a basis), ``linear_algebra`` and
``exact_vertices`` (from it to rationals that verify), ``optima`` (with both certificates). Then, in any order:
``local`` (strategies, column generation), ``ordered`` (signalling one way), ``guessing``, ``membership``, ``faces``;
``supporting_lines`` and ``parametric`` (exact curves); ``source`` (inputs that the devices influence); ``listed`` and
``vipr`` (export). ``engine`` answers questions.
"""

__distribution__ = "bellcert"
