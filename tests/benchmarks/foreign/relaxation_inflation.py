"""Moment matrices built by inflation, in an environment of its own: prints CPU seconds as JSON."""

import json
import time
from importlib import import_module
from typing import Any


def relaxation(inputs: int, columns: str) -> float:
    """CPU seconds for the relaxation of two parties with two outcomes."""
    inflation: Any = import_module("inflation")
    began = time.process_time()
    dag = {"lambda": ["A", "B"]}
    problem = inflation.InflationProblem(
        dag=dag, outcomes_per_party=(2, 2), settings_per_party=(inputs, inputs), inflation_level_per_source=(1,)
    )
    program = inflation.InflationSDP(problem)
    program.generate_relaxation(columns)
    return time.process_time() - began


if __name__ == "__main__":
    relaxation(2, "npa1")  # compiles
    print(json.dumps({"CHSH 3": relaxation(2, "npa3"), "I3322 3": relaxation(3, "npa3")}))
