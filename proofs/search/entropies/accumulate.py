"""Runs of CHSH rounds against a quantum adversary: accumulation by a theorem, and the factor of 80 points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, e, floor, log, log2, sqrt

from proofs.search.entropies.uncertainty_line import BELL, Tangent
from proofs.search.factors.hashed import STEEP, length_of, run_certificate
from proofs.search.language.failure import Failure, Kind
from proofs.search.language.write import Json, certificate, certificate_bytes, rational

THEOREMS = ("original", "improved", "generalised")
SETTINGS = tuple(product((0, 1), repeat=2))
CELLS = tuple(product((0, 1), repeat=4))  # x, y, a, b
UNIFORM = (Fraction(1, 4),) * 4
FIRST, LAST = Fraction(2001, 1000), Fraction(2828, 1000)  # scores at which lines touch
HALF_ROOT = Fraction(12, 17)


def event(cell: Sequence[int]) -> str:
    """The word of a cell."""
    x, y, a, b = cell
    return f"A{x}={a} B{y}={b}"


def wins(cell: Sequence[int]) -> bool:
    x, y, a, b = cell
    return (a ^ b) == (x & y)


@dataclass(frozen=True)
class Run:
    """What is declared before a run.

    Attributes:
        rounds: n.
        score: the threshold of the estimated CHSH value.
        inputs: the probability of each pair of settings.
        smoothing, acceptance: eps and p.
        counts: of the cells, where the run is over.
    """

    rounds: int
    score: Fraction
    inputs: tuple[Fraction, ...] = UNIFORM
    smoothing: Fraction = Fraction(1, 10**10)
    acceptance: Fraction = Fraction(1, 10**10)
    counts: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Lifted:
    """Bits of a whole run and the certificate that is proposed for them."""

    bits: int
    data: bytes


def accumulated(run: Run, theorem: str, hashing: Fraction | None = None) -> Lifted:
    """The smooth min-entropy that a theorem gives, with the best tangent and beta that a search finds.

    Args:
        run: what is declared.
        theorem: one of `THEOREMS`.
        hashing: the error of the hash, if a length is wanted too.

    Raises:
        Failure: VALUE, the theorem is none of these.
    """
    if theorem not in THEOREMS:
        raise Failure(
            Kind.VALUE, "theorem", "there is no theorem {name}, only {known}", name=theorem, known=", ".join(THEOREMS)
        )
    if run.score <= 2:
        best = (0.0, Fraction(5, 2), Fraction(1, 1000))
    else:
        best = max((_best_beta(run, theorem, at) for at in _scores(run.score)), key=lambda found: found[0])
    bits, at, beta = best
    line = Tangent.at(at)
    whole = max(0, floor(bits * (1 - 1e-12)) - 2)
    statement: dict[str, Json] = {
        "kind": "accumulated-bits", "set": "quantum-tensor", "scenario": BELL.json(), "inputs": _law(run.inputs),
        "tradeoff": [[rational(f), event(cell)] for f, cell in zip(_values(line, run.inputs), CELLS, strict=True)],
        "theorem": theorem, "rounds": str(run.rounds), "threshold": rational(line.value(run.score)),
        "smoothing": rational(run.smoothing), "acceptance": rational(run.acceptance), "bits": str(whole),
    }  # fmt: skip
    if theorem != "original":
        statement["beta"] = rational(beta)
    if run.counts is not None:
        statement["counts"] = [[str(n), event(cell)] for n, cell in zip(run.counts, CELLS, strict=True)]
    if hashing is not None:
        length = max(0, floor(whole + 2 * log2(2 * hashing) - 1e-6))
        statement["hashing"] = {"error": rational(hashing), "length": str(length)}
    witness: dict[str, Json] = {
        "precision": "128", "entropies": [line.premise(["A0"]), line.premise(["A1"])],
        "lines": ["0", "0", "1", "1"], "least": _least(line),
    }  # fmt: skip
    return Lifted(whole, certificate_bytes("chain", statement, witness))


def _scores(score: Fraction) -> list[Fraction]:
    """Where a tangent may touch: near the threshold, or below it."""
    top = min(max(score, FIRST), LAST)
    return [top - (top - FIRST) * Fraction(k, 160) for k in range(24)]


def _values(line: Tangent, inputs: Sequence[Fraction]) -> list[Fraction]:
    """f: the line as an estimator with the declared inputs."""
    found = []
    for x, y, a, b in CELLS:
        sign = (-1 if x & y else 1) * (1 - 2 * (a ^ b))
        found.append(line.constant + line.slope * sign / inputs[2 * x + y])
    return found


def _least(line: Tangent) -> Json:
    """constant + slope CHSH >= constant - slope (1/x + 2 x) with x near sqrt(1/2), by two squares."""
    x = HALF_ROOT
    low = line.constant - line.slope * (1 / x + 2 * x)
    weight = rational(line.slope / (2 * x))
    pairs = (("A0", x), ("A1", -x))
    squares: list[Json] = [
        {"weight": weight, "polynomial": [["1", name], [rational(x), "B0"], [rational(last), "B1"]]}
        for name, last in pairs
    ]
    statement: dict[str, Json] = {
        "kind": "bound", "set": "quantum-commuting", "scenario": BELL.json(),
        "functional": BELL.terms(line.functional()), "sense": ">=", "bound": rational(low),
    }  # fmt: skip
    return certificate("sos", statement, {"squares": squares})


def _law(inputs: Sequence[Fraction]) -> list[Json]:
    return [[rational(p), f"{x} {y}"] for p, (x, y) in zip(inputs, SETTINGS, strict=True)]


def _best_beta(run: Run, theorem: str, at: Fraction) -> tuple[float, Fraction, Fraction]:
    """Bits, tangent and beta, the last one on a grid of powers of two to the eighth."""
    line = Tangent.at(at)
    values = [float(f) for f in _values(line, run.inputs)]
    spread, lowest = max(values) - min(values), float(line.constant - line.slope * (1 / HALF_ROOT + 2 * HALF_ROOT))
    reach = max(values) - max(lowest, min(values))
    n, rate = run.rounds, float(line.value(run.score))
    eps, p = log2(run.smoothing), log2(run.acceptance)
    if theorem == "original":
        loss = 2 * (log2(9) + ceil(spread)) * sqrt(n * (1 - 2 * (eps + p)))
        return n * rate - loss, at, Fraction(1)
    general = theorem == "generalised"
    v = log2(33) + sqrt(2 + spread * spread / 4)
    x = (4 if general else 2) + reach

    def bits(beta: float) -> float:
        if beta * x > 500:
            return -float(n)
        k = 2 ** (beta * x) * log(2**x + e * e) ** 3 / (6 * (1 - beta) ** 3 * log(2))
        cost = (1 + beta) * (1 - 2 * eps) - (1 + 2 * beta) * p if general else 1 - 2 * (eps + p)
        return n * rate - n * beta * log(2) / 2 * v * v - cost / beta - n * beta * beta * k

    grid = [Fraction(round(2 ** (30 - k / 8)), 1 << 31) for k in range(8, 190)]
    beta = max(grid, key=lambda value: bits(float(value)))
    return bits(float(beta)), at, beta


def estimated(run: Run, error: Fraction) -> Lifted:
    """The length that hashing makes of accepted runs, by the factor that is tight in the test of 80 points.

    Args:
        run: what is declared; its inputs are uniform.
        error: of the output.

    Raises:
        Failure: VALUE, the inputs are not uniform.
    """
    if run.inputs != UNIFORM:
        raise Failure(Kind.VALUE, "inputs", "this factor is one for uniform inputs only")
    wanted = ceil((Fraction(1, 2) + run.score / 8) * run.rounds)
    powers = [Fraction(1, round(2 ** (k / 4))) for k in range(4, 80)]
    power = max(powers, key=lambda beta: _length(run.rounds, wanted, beta, error))
    won, lost = symmetric(power)
    score = _score(run.rounds, wanted, won, lost)
    threshold = Fraction(floor(score * (1 - 1e-13) * 2**20) - 1, 2**20)
    counts = run.counts or _planned(run.rounds, wanted)
    factor = [won if wins(cell) else lost for cell in CELLS]
    settings: Json = {"model": "declared", "distribution": _law(UNIFORM)}
    data = run_certificate(factor, power, settings, counts, threshold, error, "declared")
    return Lifted(length_of(threshold, error, power), data)


def symmetric(power: Fraction) -> tuple[Fraction, Fraction]:
    """The values of the factor where CHSH is won and lost, rounded down."""
    rise = STEEP * power / (1 + power)
    unit = 10**15
    return tuple(Fraction(int(value * unit), unit) for value in ((1 + 8 * rise) / (1 + 6 * rise), 1 / (1 + 6 * rise)))  # type: ignore[return-value]


def _score(rounds: int, wins_: int, won: Fraction, lost: Fraction) -> float:
    return wins_ * log2(won) + (rounds - wins_) * log2(lost)


def _length(rounds: int, wanted: int, power: Fraction, error: Fraction) -> float:
    return (_score(rounds, wanted, *symmetric(power)) + (1 + float(power)) * log2(error)) / float(power)


def _planned(rounds: int, wanted: int) -> tuple[int, ...]:
    """Counts that reach the threshold, spread evenly."""
    left = {True: wanted, False: rounds - wanted}
    places = {True: 8, False: 8}
    found = []
    for cell in CELLS:
        won = wins(cell)
        share = left[won] // places[won]
        left[won], places[won] = left[won] - share, places[won] - 1
        found.append(share)
    return tuple(found)
