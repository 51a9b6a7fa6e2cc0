"""Exact linear programs over behaviours: the untrusted search behind rules ``lp-dual``, ``farkas`` and ``point``.

A module of this package may import ``proofs`` and third-party solvers, never ``oracle``. Its results are proposals
in floating point or in rationals; they become statements only as certificates that ``proofs.kernel`` accepts.

Reading order: ``scenario`` and ``behaviour`` (coordinates, tables), ``solve`` (HiGHS proposes a basis), ``linear`` and
``exact`` (from it to rationals that verify), ``certify`` (optima with both certificates). Then, in any order:
``local`` (strategies, column generation), ``ordered`` (signalling one way), ``guessing``, ``membership``, ``faces``;
``lines`` and ``parametric`` (exact curves); ``symmetry`` (certificates carried by relabellings) and ``orbits`` (search
with one variable an orbit); ``families`` (inequalities of the literature); ``listed`` and ``vipr`` (export).
"""

__distribution__ = "bellcert"
