"""Bounds with more digits than a float: sdpa-multiprecision in a process of its own.

The solver's Python interface returns floats, but its result file carries the digits,
complete only after the process has ended.  `python -m proofs.search.hierarchy.multiprecision
PROBLEM RESULT DIGITS` is that process.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from math import ceil, log2
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs.search.hierarchy.branches import Feasible
from proofs.search.hierarchy.exchange import sdpa_text
from proofs.search.hierarchy.maximum import Certified, Making, Maximum, Relaxation
from proofs.search.hierarchy.solution import multipliers, read_solution
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.scenario import Functional, Scenario, common_denominator
from proofs.search.question import How
from proofs.search.semidefinite.moments import Level

MOST_DIGITS = 55  # the solver calculates with 200 bits whatever it is asked for


def multiprecision_certificate(
    scenario: Scenario,
    functional: Functional,
    level: Level,
    *,
    sense: str = "<=",
    digits: int = 50,
    seconds: float = 600.0,
) -> Certified:
    """A proved bound on a functional that is about 10^-digits from the optimum of the level.

    Args:
        scenario: the operators.
        functional: what is bounded.
        level: of the hierarchy.
        sense: "<=" bounds the maximum, ">=" the minimum.
        digits: wanted distance from the optimum, in units of the functional.
        seconds: after which the solver is given up.

    Raises:
        Failure: more than `MOST_DIGITS` digits, or a level that lacks words.
        Failure: the solver is not installed, fails or takes too long.
    """
    return precisely_certified(Maximum(scenario, functional, level, sense), digits=digits, seconds=seconds)


def precisely_certified(
    problem: Relaxation, *, digits: int = 50, seconds: float = 600.0, feasible: Feasible = "search"
) -> Certified:
    """A proved bound about 10^-digits from the optimum of the level; see `multiprecision_certificate`.

    The solver reads its problem as floats.  Rational coefficients of a functional are therefore made integers
    first; values of hypotheses that are no binary fractions limit the digits to those of a float.
    """
    if not 1 <= digits <= MOST_DIGITS:
        raise Failure(Kind.VALUE, "loss", "between 1 and {most} digits can be asked for", most=MOST_DIGITS)
    if find_spec("sdpap") is None:
        raise Failure(Kind.SOLVER, "solver", "the multiple-precision path needs: pip install 'bellcert[mp]'")
    unit, whole = 1, problem
    if isinstance(problem, Maximum):
        unit = common_denominator(Fraction(c) for c in problem.functional.values())
        whole = replace(problem, functional={text: c * unit for text, c in problem.functional.items()})
    program = whole.program
    result = _result(sdpa_text(whole), digits, seconds)
    matrices, diagonal = read_solution(result, [block.size for block in program.blocks], len(program.inequalities))
    bits = ceil((digits + 1) * log2(10)) + 2 * problem.moments.size.bit_length()
    weights = [weight / unit for weight in multipliers(whole, matrices, diagonal, bits)]
    scaled = [[[x / unit for x in row] for row in matrix] for matrix in matrices]
    provenance = {
        "solver": "sdpa-multiprecision",
        "versions": f"sdpa-multiprecision {version('sdpa-multiprecision')}",
        "options": " ".join(f"{key}={value}" for key, value in _options(digits).items()),
    }
    return problem.certificate(scaled, weights, How(bits=bits, feasible=feasible), Making(provenance=provenance))


def _options(digits: int) -> dict[str, float | int | str]:
    tolerance = 10.0 ** -(digits + 2)
    return {"epsilonStar": tolerance, "epsilonDash": tolerance, "maxIteration": 400, "print": "no"}


def _result(text: str, digits: int, seconds: float) -> str:
    with TemporaryDirectory() as folder:
        problem, result = Path(folder, "problem.dat-s"), Path(folder, "result")
        problem.write_text(text, encoding="ascii")
        command = [
            sys.executable,
            "-m",
            "proofs.search.hierarchy.multiprecision",
            str(problem),
            str(result),
            str(digits),
        ]
        root = Path(__file__).resolve().parents[3]
        try:
            done = subprocess.run(
                command, cwd=root, capture_output=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            raise Failure(
                Kind.SOLVER, "solver", "sdpa-multiprecision takes more than {seconds} seconds", seconds=seconds
            ) from None
        if done.returncode or not result.exists():
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise Failure(Kind.SOLVER, "solver", "sdpa-multiprecision fails: {output}", output=" ".join(last))
        return result.read_text(encoding="ascii", errors="replace")


def main(arguments: list[str]) -> int:
    """Solve a file in SDPA format; the result file has 60 digits."""
    problem, result, digits = arguments
    sdpap = import_module("sdpap")
    precise = {"sdpaResult": result, "yPrint": "%+.60Fe", "xPrint": "%+.60Fe"}
    sdpap.solve(*sdpap.importsdpa(problem), {**_options(int(digits)), **precise})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
