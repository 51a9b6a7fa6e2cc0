"""What users run: the command line, bounds, experimental data to certified bits, and the ledger of claims.

This is the outermost ring: it may import ``lp`` and ``proofs``; nothing in those may import it.

>>> import oracle
>>> oracle.__distribution__
'bellcert'
>>> oracle.__version__.count(".")
2
"""

__distribution__ = "bellcert"
__version__ = "0.1.0"
