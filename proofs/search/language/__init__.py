"""What every question is written in, whatever set of behaviours it is about, and how a search fails.

``failure``: the one exception of ``lp`` and ``proofs.search``, which carries data; its sentence is made last.
"""
