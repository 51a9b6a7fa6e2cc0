"""What users run: the command line, bounds, experimental data to certified bits, and the ledger of claims.

This is the outermost ring: it may import ``lp`` and ``proofs``; nothing in those may import it.

Packages: ``ask`` (problem files and their answers), ``grids`` (a problem at every point of a grid), ``events`` and
``data`` (from files of events to counts, and from counts to bits), ``bounds`` (named quantities), ``extractors``,
``conformance`` (suites for other people's implementations), ``ledger`` (claims and their evidence), ``papers`` (what
serves one paper alone, found by ``discovery``), ``pages`` (pages for people), ``cli`` (the verbs).

Modules: ``problems`` is how a command fails, ``proved`` the only maker of a ``Proved``, ``enclosures`` the way from a
formula to an interval, ``numbers`` what a user types; ``functionals``, ``resources`` and ``processes`` serve all.

>>> import oracle
>>> oracle.__distribution__
'bellcert'
>>> oracle.__version__.count(".")
2
"""

__distribution__ = "bellcert"
__version__ = "0.1.0"
