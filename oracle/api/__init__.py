"""What Python users call, one module a verb; the command line is written on top of it.

Reading order: ``results`` (what every result has), ``sources`` (where data come from), ``problem`` (questions built in
code), then the verbs. ``oracle`` offers the names that users need; the rest is for ``oracle.cli``.
"""
