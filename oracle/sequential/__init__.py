"""Guessing probabilities of a remote party and a sequence: problem files, tables of behaviours and counts.

Reading order: ``problem`` (what a file asks), ``tables`` (CSV files, and what is not sequential in them), ``kraus``
(a behaviour from a state and Kraus operators), ``solve``, ``simulate`` (how much counts scatter).
"""
