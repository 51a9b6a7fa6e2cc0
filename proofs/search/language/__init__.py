"""What every question is written in, whatever set of behaviours it is about, and how a search fails.

``scenario`` (parties, inputs, words of operators and functionals of them), ``means`` (hypotheses on means), ``known``
(means that lie in intervals), ``relabelling``, ``number_field``; ``write`` is the only writer of certificates;
``failure`` is the one exception of ``lp`` and ``proofs.search``, which carries data and makes its sentence last.
"""
