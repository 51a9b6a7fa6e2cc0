"""Moment problems: building, certifying and checking, beside other people's generators.

`make peers` builds an environment for each peer; a peer without one is left out.
"""

import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib.util import find_spec
from math import log2
from pathlib import Path

from oracle.ask.reading import read_problem
from proofs.kernel.check import check_bytes
from proofs.search.chsh.tight import Curve
from proofs.search.hierarchy.adversary import guessing_certificate
from proofs.search.hierarchy.maximum import Maximum, maximum_certificate
from proofs.search.hierarchy.multiprecision import multiprecision_certificate
from proofs.search.language.means import Mean
from proofs.search.language.scenario import Functional
from proofs.search.question import How
from proofs.search.semidefinite.sdp import SOLVERS
from tests.certificates.make_instances import FOLDER, I3322, TILTED, parties
from tests.policy.text import ROOT

Medians = Callable[..., list[float]]
Show = Callable[..., None]

FOREIGN = ROOT / "tests" / "benchmarks" / "foreign"
SECONDS = 600
PROBLEMS = {"CHSH 3": (2, "3"), "I3322 3": (3, "3")}
AIMS = {("ncpol2sdpa", "CHSH 3"): 200, ("ncpol2sdpa", "I3322 3"): 200, ("toqito", "CHSH 3"): 20}
CHSH: Functional = {"A0 B0": 1, "A0 B1": 1, "A1 B0": 1, "A1 B1": -1}


def built(inputs: int, level: str) -> None:
    """From the scenario to the program, nothing kept from one run to the next."""
    functional = {f"A{x} B{y}": Fraction((-1) ** (x * y)) for x in range(inputs) for y in range(inputs)}
    if not Maximum(parties(inputs), functional, level).program.blocks:
        raise SystemExit("no moment matrix was built")


def processor(action: Callable[[], object], repeats: int) -> float:
    """Median CPU seconds, which is what the peers report of themselves."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        action()
        times.append(time.process_time() - began)
    return sorted(times)[repeats // 2]


def peer_times(name: str) -> dict[str, float]:
    """CPU seconds of a peer by problem; nothing if its environment was not built."""
    python = ROOT / ".peers" / name / "bin" / "python"
    if not python.exists():
        return {}
    script = FOREIGN / f"relaxation_{name}.py"
    done = subprocess.run([python, script], capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise SystemExit(f"{name} fails:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def building(show: Show) -> None:
    """Our program against each peer's."""
    ours = {what: processor(lambda size=size: built(*size), 31) for what, size in PROBLEMS.items()}  # type: ignore[misc]
    for what, seconds in ours.items():
        show(f"moment problem {what} built", seconds, "")
    for name in ("ncpol2sdpa", "toqito", "inflation", "picos"):
        times = peer_times(name)
        if not times:
            print(f"{name}: no environment, no comparison; make peers builds it")
        for what, seconds in times.items():
            if what in ours:
                aim = f" (aim {AIMS[name, what]})" if (name, what) in AIMS else ""
                print(f"  {name} {what}: {1000 * seconds:.1f} ms, {seconds / ours[what]:.0f} times ours{aim}")
            elif what.endswith("value"):
                print(f"  {name} {what}: reported {seconds!r}, below the optimum: {Fraction(seconds) ** 2 < 8}")


def certifying(medians: Medians, show: Show, command: Callable[..., Callable[[], object]], python: str) -> None:
    """From a problem file to a checked certificate, and what rounding costs."""
    example = (ROOT / "certificates" / "examples" / "guessing-quantum.toml").read_text()
    for solver, needs in (("picos", "picos"), ("clarabel", "clarabel, scipy.sparse")):
        with tempfile.TemporaryDirectory() as folder:
            problem = Path(folder, "problem.toml")
            problem.write_text(example.replace('solver = "picos"', f'solver = "{solver}"'))
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            (wall,) = medians(11, command(python, "-m", "oracle", "certify", problem))
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            (floor,) = medians(11, command(python, "-c", f"import {needs}"))
        what = f"guessing probability of CHSH 1+AB by {solver}, from the problem file to the checked certificate"
        show(what, wall, "500 ms", "the solver's imports alone", floor)
        show("  of which CPU", (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 11, "")
    optimum = Curve.at(Fraction(4, 5))  # exact, since the tight curve is concave in the score
    known = [Mean("score", {**CHSH, "": -optimum.score})]
    rough = guessing_certificate(parties(2), ["A0", "B0"], known, How("1+AB", bits=40))
    fine = guessing_certificate(parties(2), ["A0", "B0"], known, How("1+AB", bits=60))
    losses = [log2(found.bound / optimum.probability) for found in (rough, fine)]
    print("loss of the exact optimum at K = 40: {:.1e} bit (aim 1e-7); at K = 60: {:.1e} bit".format(*losses))
    if find_spec("sdpap") is not None:
        found = multiprecision_certificate(parties(2), CHSH, "1+AB", digits=50)
        print(f"2 sqrt 2 from above, 50 digits: {float(found.bound**2 - 8):.1e} is bound^2 - 8 (aim 5e-50)")


def checking(show: Show) -> None:
    """The kernel on Gram matrices of I3322."""
    words45 = "1+A+B+AB+AA+BB+AAB"  # more than 45 words
    for level, aim in ((words45, "50 ms"), ("3", "1000 ms")):
        found = maximum_certificate(parties(3), I3322, How(level, loss=1e-7))
        size = len(found.grams[0].rows)
        seconds = processor(lambda data=found.data: check_bytes(data), 5)  # type: ignore[misc]
        show(f"certificate of I3322 with {size} x {size} entries checked, CPU", seconds, aim)


def claims(levels: Sequence[str] = ("1+AB", "2", "3")) -> None:
    """What solvers call the optimum, with default options, where it is known exactly.

    The value of the dual is what is taken for an upper bound; below the optimum it is none.
    """
    for name, square in (("chsh", Fraction(8)), ("tilted-chsh", TILTED**2), ("chained-3", Fraction(27))):
        problem = read_problem((FOLDER / f"{name}.toml").read_bytes(), name, lambda _: b"")
        for level in levels:
            asked = Maximum(problem.question.scenario, problem.question.functional, level)
            for solver in (x for x in SOLVERS if find_spec(x) is not None):
                found = SOLVERS[solver](asked.program, {})
                dual = float(found.equalities[0])  # the weight of the normalisation
                primal, error = (value - float(square) ** 0.5 for value in (found.claimed, dual))
                below = ", no upper bound" if Fraction(dual) ** 2 < square else ""
                print(f"{name} {level} {solver}: primal {primal:+.1e}, dual {error:+.1e}{below}")


def lines(medians: Medians, show: Show, command: Callable[..., Callable[[], object]], python: str) -> None:
    """Measure and print."""
    building(show)
    certifying(medians, show, command, python)
    checking(show)
    claims()
