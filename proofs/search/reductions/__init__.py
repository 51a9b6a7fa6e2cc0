"""Programs become easier ones, and dual solutions find their way back.

``reduction`` asks a solver through reductions, each of which says which programs it accepts, applies itself and inverts
what comes back. ``spread``: short intervals of known means become equations. ``symmetry``: what relabellings leave as
it is.
"""
