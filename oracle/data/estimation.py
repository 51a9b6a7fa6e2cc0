"""Files of probability-estimation factors: found from earlier rounds, fixed by their sha256, used on later ones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from oracle.data.chsh_table import SETTINGS, Cell
from oracle.data.counted import OVERRIDES
from oracle.data.signalling import InputFrequency, input_frequencies
from oracle.failures import Malformed, Undecided
from oracle.numbers import parse_rational
from oracle.proved import Proved, proved, require_about
from oracle.recognised import hinted

if TYPE_CHECKING:
    from oracle.data.counted import Run
    from proofs.search.factors.train import Trained

FORMAT = "bellcert-factors/1"
SETS = {"quantum": True, "no-signalling": False}
MAX_BYTES = 1 << 20
_KEYS = ("format", "set", "settings", "power", "factor", "proof", "lines", "calibration", "counts", "expected")


@dataclass(frozen=True)
class Factors:
    """A factor from a file.

    Attributes:
        trained: factor, power, laws of inputs, and the proposed proof.
        calibration: sha256 of the counts it was chosen from.
        sha256: of the file itself.
        counts: of the calibration, in the order of the cells.
    """

    trained: Trained
    calibration: str
    sha256: str
    counts: tuple[str, ...]


def factors_bytes(trained: Trained, calibration: str, table: Mapping[Cell, int], rounds: int, delta: Fraction) -> bytes:
    """The file of a factor.

    Args:
        trained: the factor.
        calibration: sha256 of the bytes of the calibration.
        table: its counts, so that they are known again in another file.
        rounds: for which the power was chosen.
        delta: for which it was chosen.
    """
    from proofs.search.factors.behaviours import CELLS, settings_json

    document = {
        "format": FORMAT,
        "set": "quantum" if trained.quantum else "no-signalling",
        "settings": settings_json(trained.law, trained.model, trained.bias),
        "power": str(trained.power),
        "factor": [[str(f), ",".join(map(str, cell))] for f, cell in zip(trained.factor, CELLS, strict=True)],
        "proof": trained.proof,
        "lines": trained.by_lines,
        "calibration": calibration,
        "counts": [str(table[cell]) for cell in CELLS],
        "expected": {"rounds": str(rounds), "delta": str(delta), "bits": f"{trained.expected:.3f}"},
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def read_factors(data: bytes, file: str) -> Factors:
    """The factor in a file of `factors_bytes`; whether it is one is the kernel's to judge, with the counts.

    Raises:
        Malformed: `wrong-value`, something else than such a file; codes of numbers.
    """
    from proofs.search.factors.behaviours import CELLS, UNIFORM
    from proofs.search.factors.train import Trained

    try:
        document = json.loads(data[: MAX_BYTES + 1])
    except (ValueError, RecursionError):
        raise Malformed("wrong-value", f"{file}: {hinted('the file is no JSON', data)}", file) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT or set(document) != set(_KEYS):
        sentence = hinted("the file holds no factors, as bellcert factors writes them", data, "factors, which")
        raise Malformed("wrong-value", f"{file}: {sentence}", file)
    names = [",".join(map(str, cell)) for cell in CELLS]
    try:
        law, model, bias = _settings(document["settings"])
        listed = [(str(value), str(cell)) for value, cell in document["factor"]]
        chosen = SETS[document["set"]]
        power, calibration = str(document["power"]), str(document["calibration"])
        counts = tuple(map(str, document["counts"]))
    except (KeyError, TypeError, ValueError):
        raise Malformed("wrong-value", f"{file}: a part of the file is not what bellcert factors writes") from None
    if [cell for _, cell in listed] != names or len(calibration) != 64 or not isinstance(document["proof"], dict):
        raise Malformed("wrong-value", f"{file}: a part of the file is not what bellcert factors writes")
    factor = tuple(parse_rational(value) for value, _ in listed)
    trained = Trained(
        factor, parse_rational(power), chosen, law if model == "declared" else None, model, bias, document["proof"],
        bool(document["lines"]), 0.0,
    )  # fmt: skip
    if min(factor) < 0 or not 0 < trained.power <= 1:
        raise Malformed("out-of-range", f"{file}: a factor is at least 0, and a power above 0 and at most 1")
    return Factors(
        trained if law != UNIFORM else replace(trained, law=UNIFORM), calibration, sha256(data).hexdigest(), counts
    )


def _settings(value: Mapping[str, Any]) -> tuple[tuple[Fraction, ...], str, Fraction]:
    model = str(value["model"])
    if model == "declared":
        law = tuple(parse_rational(str(p)) for p, _ in value["distribution"])
        if len(law) != 4 or sum(law) != 1 or min(law) <= 0:
            raise ValueError
        return law, model, Fraction(0)
    return (), model, parse_rational(str(value["bias"]))


def certified_by(factors: Factors, run: Run) -> tuple[Proved, Fraction]:
    """The proved certificate that the counts of a run have bits by a factor fixed before, and the bits.

    Raises:
        Undecided: `not-proved`, the kernel refuses: it is not a factor with this power for these inputs.
    """
    return certified_by_blocks([(factors, run)])


def certified_by_blocks(blocks: Sequence[tuple[Factors, Run]]) -> tuple[Proved, Fraction]:
    """As `certified_by`, for rounds in blocks, each with a factor that was fixed before the block.

    One error serves all blocks, and the power of the statement is the largest of theirs.

    Raises:
        Malformed: `wrong-value`, factors of different sets, or for different laws of the inputs.
        Undecided: `not-proved`.
    """
    from proofs.search.factors.bits import blocks_certificate

    first, run = blocks[0]
    about = [(f.trained.quantum, f.trained.law, f.trained.model, f.trained.bias) for f, _ in blocks]
    if any(each != about[0] for each in about):
        raise Malformed("wrong-value", "the factors of the blocks are about different sets or laws of the inputs")
    overrides = tuple(name for name in OVERRIDES if any(name in each.overrides for _, each in blocks))
    chosen = f"calibration {first.calibration}"
    listed = [(factors.trained, each.table.counts) for factors, each in blocks]
    data = blocks_certificate(listed, run.delta, chosen, overrides)
    try:
        found = proved(data)
    except Undecided as refusal:
        raise Undecided("not-proved", f"the factor is not proved to be one: {refusal.sentence}") from None
    power = max(factors.trained.power for factors, _ in blocks)
    tags = dict.fromkeys(overrides, "allowed") or None
    require_about(found, kind="estimated-bits", chosen=chosen, power=str(power), tags=tags)
    return found, Fraction(found.statement["bits"])


def require_other_rounds(factors: Factors, data: bytes, run: Run) -> None:
    """Refuse counts from which the factor was chosen: nothing is certified by them.

    Raises:
        Malformed: `calibration`.
    """
    from proofs.search.factors.behaviours import CELLS

    same = factors.counts == tuple(str(run.table.counts[cell]) for cell in CELLS)  # in whatever order of lines
    if same or sha256(data).hexdigest() == factors.calibration:
        raise Malformed("calibration", "the factors were chosen from these very counts; certify other rounds with them")


def frequencies_under(factors: Factors, run: Run) -> list[InputFrequency]:
    """The observed settings beside what the factor's model of the inputs allows.

    With a bias a frequency is contradicted where it lies outside of all laws by a distance d with 2 n d^2 >= 16; what
    is shown as declared is then the nearest probability that some law has.

    Raises:
        Malformed: `inputs`, the factor is about another declared distribution than the run.
    """
    from proofs.search.factors.behaviours import extreme_laws

    trained = factors.trained
    if trained.law is not None:
        if trained.law != tuple(run.inputs[setting] for setting in SETTINGS):
            raise Malformed("inputs", "the factors are about another distribution of the inputs than --inputs declares")
        return input_frequencies(run.table, run.inputs)
    laws = extreme_laws(trained.model, trained.bias)
    found = []
    for k, setting in enumerate(SETTINGS):
        observed = Fraction(run.table.at(*setting), run.table.rounds)
        values = [law[k] for law in laws]
        nearest = min(max(observed, min(values)), max(values))
        contradicted = 2 * run.table.rounds * (observed - nearest) ** 2 >= 16
        found.append(InputFrequency(setting, observed, nearest, contradicted))
    return found
