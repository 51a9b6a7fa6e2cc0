"""Write the test vectors: ``python -m tests.certificates.make_vectors`` makes the same bytes every time.

An invalid vector is a valid certificate and one edit; what a checker must answer is written beside the edit, by hand.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from proofs.kernel.check import check_bytes
from tests.certificates import (
    faults_amplification,
    faults_assemblage,
    faults_chain,
    faults_devices,
    faults_dual,
    faults_enclosure,
    faults_entropy,
    faults_extraction,
    faults_factors,
    faults_forging,
    faults_hashing,
    faults_ideal,
    faults_point,
    faults_polynomial,
    faults_quantum_rounds,
    faults_reader,
    faults_sos,
    faults_statement,
    faults_vacuity,
    valid,
    valid_amplification,
    valid_assemblage,
    valid_devices,
    valid_entropy,
    valid_extraction,
    valid_factors,
    valid_forging,
    valid_hashing,
    valid_ideal,
    valid_objects,
    valid_polynomial,
    valid_quantum_rounds,
    valid_vacuity,
)
from tests.certificates.edits import Document, Fault, spell

VECTORS = Path(__file__).parents[2] / "certificates" / "vectors"

VALID: dict[str, dict[str, Document]] = {
    "reader": valid_objects.READER,
    "sos": {**valid.SOS, **valid_ideal.SOS, **valid_forging.SOS, **valid_vacuity.SOS},
    "lp-dual": {**valid.LP_DUAL, **valid_vacuity.LP_DUAL},
    "farkas": valid.FARKAS,
    "guessing": {
        **valid.GUESSING,
        **valid_objects.GUESSING,
        **valid_ideal.GUESSING,
        **valid_forging.GUESSING,
        **valid_vacuity.GUESSING,
    },
    "quadrature": valid_entropy.QUADRATURE,
    "uncertainty": valid_entropy.UNCERTAINTY,
    "ideal": {**valid_ideal.IDEAL, **valid_forging.IDEAL},
    "point": {**valid_objects.POINT, **valid_forging.POINT},
    "enclosure": valid_objects.ENCLOSURE,
    "polynomial": valid_polynomial.POLYNOMIAL,
    "factors": {**valid_factors.FACTORS, **valid_quantum_rounds.QUANTUM_FACTORS},
    "hashing": valid_hashing.HASHING,
    "amplification": valid_amplification.AMPLIFICATION,
    "assemblage": {**valid_assemblage.ASSEMBLAGE, **valid_devices.DEVICES},
    "chain": {
        **valid_objects.CHAIN,
        **valid_extraction.EXTRACTION,
        **valid_forging.CHAIN,
        **valid_quantum_rounds.ACCUMULATED,
    },
}
INVALID: dict[str, list[Fault]] = {
    "reader": faults_reader.FAULTS,
    "sos": [
        *faults_sos.FAULTS,
        *faults_statement.FAULTS,
        *faults_ideal.SOS,
        *faults_forging.SOS,
        *faults_vacuity.SOS,
    ],
    **faults_dual.FAULTS,
    "lp-dual": [*faults_dual.FAULTS["lp-dual"], *faults_vacuity.LP_DUAL],
    "farkas": [*faults_dual.FAULTS["farkas"], *faults_vacuity.FARKAS],
    "guessing": [
        *faults_dual.FAULTS["guessing"],
        *faults_ideal.GUESSING,
        *faults_forging.GUESSING,
        *faults_vacuity.GUESSING,
    ],
    **faults_entropy.FAULTS,
    "ideal": [*faults_ideal.IDEAL, *faults_forging.IDEAL],
    "point": [*faults_point.FAULTS, *faults_forging.POINT],
    "enclosure": faults_enclosure.FAULTS,
    "polynomial": faults_polynomial.FAULTS,
    "factors": [*faults_factors.FAULTS, *faults_quantum_rounds.QUANTUM],
    "hashing": faults_hashing.FAULTS,
    "amplification": faults_amplification.FAULTS,
    "assemblage": [*faults_assemblage.FAULTS, *faults_devices.FAULTS],
    "chain": [
        *faults_chain.FAULTS,
        *faults_extraction.FAULTS,
        *faults_forging.CHAIN,
        *faults_quantum_rounds.ACCUMULATION,
    ],
}


def vectors() -> Iterator[tuple[str, bytes]]:
    """Path below `VECTORS` and content of every file but README.md."""
    for rule, documents in VALID.items():
        for name, document in documents.items():
            data = spell(document)
            yield f"{rule}/valid/{name}.json", data
            yield f"{rule}/valid/{name}.txt", (check_bytes(data).statement + "\n").encode()
        for fault in INVALID[rule]:
            yield f"{rule}/invalid/{fault.name}.json", spell(fault.edit(deepcopy(documents[fault.base])))
        yield f"{rule}/index.toml", index(rule).encode()


def index(rule: str) -> str:
    """One table for each vector; JSON strings of ASCII text are TOML strings."""
    lines = [f"# Vectors of {rule}: see README.md beside this folder. Written by tests/certificates/make_vectors.py."]
    for name in VALID[rule]:
        lines += ["", "[[valid]]", f'file = "valid/{name}.json"', f'text = "valid/{name}.txt"']
    for fault in INVALID[rule]:
        lines += ["", "[[invalid]]", f'file = "invalid/{fault.name}.json"', f'from = "valid/{fault.base}.json"']
        entries = {"fault": fault.sentence, "verdict": fault.verdict, "pointer": fault.pointer, "code": fault.code}
        lines += [f"{key} = {json.dumps(value)}" for key, value in entries.items()]
        if fault.also:
            answers = (f"[{', '.join(map(json.dumps, answer))}]" for answer in fault.also)
            lines.append(f"also = [{', '.join(answers)}]")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Replace the folders of all rules."""
    for rule in VALID:
        shutil.rmtree(VECTORS / rule, ignore_errors=True)
    for name, data in vectors():
        path = VECTORS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
