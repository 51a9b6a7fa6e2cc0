"""Searches for lower bounds on von Neumann entropies, and the certificates of rules `quadrature` and `uncertainty`.

`nodes` chooses a rational function below ln, `moment_program` is the semidefinite program of its nodes, `exact` makes
its dual matrices exact; `certificate` puts them together.
"""
