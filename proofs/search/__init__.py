"""Untrusted search: finds witnesses and writes certificates; only the kernel says whether they prove anything.

``language`` is what every question is written in; ``question`` is the road: a question, how to search, the engine
of its set, an outcome with proposals. ``engine`` answers for quantum sets.

Moment problems: ``moments``, ``branches`` and ``positivity`` (their programs), ``reductions`` (the way to a solver),
``sdp``, ``multiprecision``, ``exchange``, ``solution``. Certificates from what a solver found: ``rounding``,
``maximum``, ``adversary`` (guessing), ``localise`` (operator inequalities), ``facial``, ``contradiction``,
``separate``. Objects that have what is known: ``models``, ``mixtures``, ``polish``, ``operator_models``. Numbers:
``elimination``, ``angles``, ``enclose``.

CHSH: ``chsh`` (identities), ``tight`` and ``tight_squares`` (the tight curve), ``slopes``, ``rounds`` and
``calibration`` (bits from counts). Sequences of measurements: ``sequences``. Extractors: ``extraction``.
"""

__distribution__ = "bellcert"
