"""Moment matrices built by ncpol2sdpa, in an environment of its own: prints CPU seconds as JSON."""

import json
import time
from importlib import import_module
from typing import Any


def relaxation(inputs: int, level: int) -> float:
    """CPU seconds for the relaxation of a functional of all correlators of two parties."""
    ncpol: Any = import_module("ncpol2sdpa")
    alice = ncpol.generate_measurements([2] * inputs, "A")
    bob = ncpol.generate_measurements([2] * inputs, "B")
    rules = ncpol.projective_measurement_constraints(alice, bob)
    objective = -sum((-1) ** (x * y) * alice[x][0] * bob[y][0] for x in range(inputs) for y in range(inputs))
    began = time.process_time()
    program = ncpol.SdpRelaxation(ncpol.flatten([alice, bob]))
    program.get_relaxation(level, objective=objective, substitutions=rules)
    return time.process_time() - began


if __name__ == "__main__":
    print(json.dumps({"CHSH 3": sorted(relaxation(2, 3) for _ in range(3))[1], "I3322 3": relaxation(3, 3)}))
