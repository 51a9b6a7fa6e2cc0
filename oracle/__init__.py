"""Certified device-independent randomness: prove statements, check certificates, judge data and implementations.

What Python users call stands in ``__all__`` and is imported when it is used: importing this package loads neither a
solver nor numpy. Results are frozen and exact; failures are `Malformed`, `Limit`, `Undecided` and `Usage`.

This is the outermost ring: it may import ``lp`` and ``proofs``; nothing in those may import it.

Packages: ``api`` (what Python users call, one module a verb), ``cli`` (the command line, written on top of it),
``ask`` (problem files and their answers), ``grids`` (a problem at every point of a grid), ``events`` and
``data`` (from files of events to counts, and from counts to bits), ``bounds`` (named quantities), ``extractors``,
``protocols`` (declarations, and recorded runs judged), ``conformance`` (suites for other people's implementations),
``ledger`` (claims and their evidence), ``papers`` (what serves one paper alone, found by ``discovery``), ``pages``
(pages for people).

Modules: ``failures`` is how a command fails, ``proved`` the only maker of a ``Proved``, ``enclosures`` the way from a
formula to an interval, ``numbers`` what a user types; ``functionals``, ``resources`` and ``processes`` serve all.

>>> import oracle
>>> oracle.__distribution__
'bellcert'
>>> oracle.bound("ns4.majority", delta="1/10").high
Fraction(5, 8)
"""

from __future__ import annotations

from oracle.version import __version__

TYPE_CHECKING = False  # importing typing for it would take most of the time
if TYPE_CHECKING:
    from oracle.api.any_counts import BitsOfAny, any_counts
    from oracle.api.audit import Audit, audit
    from oracle.api.bound import Enclosure, bound
    from oracle.api.certify import Answer, certify
    from oracle.api.check import Verdict, check
    from oracle.api.conform import Report, conform
    from oracle.api.counts import CertifiedBits, counts
    from oracle.api.duals import Dual
    from oracle.api.exactness import Exact, exact
    from oracle.api.factors import Factors, factors
    from oracle.api.nearest import Behaviour, nearest_behaviour
    from oracle.api.problem import Functional, Hypothesis, Problem, Scenario
    from oracle.api.quantum_counts import QuantumBits, quantum_counts
    from oracle.api.report import Page, report
    from oracle.api.sweep import Sweep, sweep
    from oracle.api.tally import Tally, tally
    from oracle.api.transcript import Declared, Transcript, declare, simulate, transcript
    from oracle.failures import Limit, Malformed, Undecided, Usage

__distribution__ = "bellcert"

_HOMES = {
    "any_counts": "any_counts",
    "BitsOfAny": "any_counts",
    "quantum_counts": "quantum_counts",
    "QuantumBits": "quantum_counts",
    "audit": "audit",
    "Audit": "audit",
    "bound": "bound",
    "Enclosure": "bound",
    "certify": "certify",
    "Answer": "certify",
    "check": "check",
    "Verdict": "check",
    "conform": "conform",
    "Report": "conform",
    "counts": "counts",
    "CertifiedBits": "counts",
    "Dual": "duals",
    "exact": "exactness",
    "Exact": "exactness",
    "nearest_behaviour": "nearest",
    "Behaviour": "nearest",
    "Functional": "problem",
    "Hypothesis": "problem",
    "Problem": "problem",
    "Scenario": "problem",
    "factors": "factors",
    "Factors": "factors",
    "tally": "tally",
    "Tally": "tally",
    "report": "report",
    "Page": "report",
    "sweep": "sweep",
    "Sweep": "sweep",
    "declare": "transcript",
    "Declared": "transcript",
    "simulate": "transcript",
    "transcript": "transcript",
    "Transcript": "transcript",
}
_FAILURES = ("Limit", "Malformed", "Undecided", "Usage")

__all__ = [
    "Answer",
    "Audit",
    "Behaviour",
    "BitsOfAny",
    "CertifiedBits",
    "Declared",
    "Dual",
    "Enclosure",
    "Exact",
    "Factors",
    "Functional",
    "Hypothesis",
    "Limit",
    "Malformed",
    "Page",
    "Problem",
    "QuantumBits",
    "Report",
    "Scenario",
    "Sweep",
    "Tally",
    "Transcript",
    "Undecided",
    "Usage",
    "Verdict",
    "__version__",
    "any_counts",
    "audit",
    "bound",
    "certify",
    "check",
    "conform",
    "counts",
    "declare",
    "exact",
    "factors",
    "nearest_behaviour",
    "quantum_counts",
    "report",
    "simulate",
    "sweep",
    "tally",
    "transcript",
]


def __getattr__(name: str) -> object:
    """A name of the interface, imported when it is first used."""
    from importlib import import_module

    if name in _HOMES:
        found = getattr(import_module(f"oracle.api.{_HOMES[name]}"), name)
    elif name in _FAILURES:
        found = getattr(import_module("oracle.failures"), name)
    else:
        raise AttributeError(f"module 'oracle' has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
