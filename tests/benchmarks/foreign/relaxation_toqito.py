"""The constraints of the hierarchy built by toqito, in an environment of its own: prints CPU seconds as JSON."""

import json
import time
from importlib import import_module
from itertools import product
from typing import Any


def relaxation(level: int) -> float:
    """CPU seconds for the constraints of CHSH's scenario."""
    cvxpy: Any = import_module("cvxpy")
    npa: Any = import_module("toqito.state_opt.npa_hierarchy")
    behaviour = {(x, y): cvxpy.Variable((2, 2), name=f"K{x}{y}") for x, y in product((0, 1), repeat=2)}
    began = time.process_time()
    npa.npa_constraints(behaviour, level)
    return time.process_time() - began


if __name__ == "__main__":
    relaxation(1)  # imports
    print(json.dumps({"CHSH 3": sorted(relaxation(3) for _ in range(5))[2]}))
