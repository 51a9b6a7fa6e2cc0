"""Untrusted search: finds witnesses and writes certificates; only the kernel says whether they prove anything.

Numbers: ``field``, ``elimination``, ``angles``, ``enclose``. Scenarios and what is known of a behaviour: ``algebra``,
``sequential``, ``symmetry``, ``hypotheses``, ``known``, ``models``. Moment problems and their solvers: ``moments``,
``problem``, ``reduction``, ``sdp``, ``multiprecision``, ``exchange``, ``solution``. Certificates from what a solver
found: ``rounding``, ``facial``, ``localise``, ``certify``, ``contradiction``, ``separate``, ``adversary``.

CHSH: ``chsh`` (identities), ``tight``, ``tight_squares`` and ``tight_symbolic`` (the tight curve), ``guessing``,
``rounds`` and ``calibration`` (bits from counts). Sequences of measurements: ``boundary`` (exact identities) and
``noise`` (the model of an experiment). Extractors: ``extraction``.

Files: ``write`` is the only writer; ``shipped``, ``noise.shipped`` and ``instances`` write what is shipped again.
"""

__distribution__ = "bellcert"
