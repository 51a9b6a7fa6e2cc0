"""Untrusted search: finds witnesses and writes certificates; only the kernel says whether they prove anything.

Numbers: ``field``, ``elimination``, ``angles``, ``enclose``. Scenarios and what is known of a behaviour: ``algebra``,
``symmetry``, ``hypotheses``, ``known``, ``models``. Moment problems and their solvers: ``moments``,
``problem``, ``reduction``, ``sdp``, ``multiprecision``, ``exchange``, ``solution``. Certificates from what a solver
found: ``rounding``, ``facial``, ``localise``, ``certify``, ``contradiction``, ``separate``, ``adversary``.

CHSH: ``chsh`` (identities), ``tight`` and ``tight_squares`` (the tight curve), ``guessing``, ``rounds`` and
``calibration`` (bits from counts). Sequences of measurements: ``sequences``. Extractors: ``extraction``.

Files: ``write`` is the only writer.
"""

__distribution__ = "bellcert"
