"""What users run: the command line, bounds, experimental data to certified bits, and the ledger of claims.

This is the outermost ring: it may import ``lp`` and ``proofs``; nothing in those may import it.

>>> import oracle
>>> oracle.__distribution__
'bellcert'
>>> oracle.__version__.count(".") >= 1
True
"""

__distribution__ = "bellcert"


def __getattr__(name: str) -> str:
    """Return the installed version for ``__version__``; metadata is read only when asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version(__distribution__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
