"""A round of the beacon made in its layout: parameters with a factor, and compressed records."""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction
from typing import Any

import numpy as np

from oracle.data.chsh_table import read_table
from oracle.data.curby import ROWS
from oracle.resources import certificates_dir
from proofs.search.factors.behaviours import CELLS, UNIFORM, expected_cells, extreme_laws, most_likely
from proofs.search.factors.points import points_factor, rational_points_factor

IONS = certificates_dir() / "pironio2010" / "table1.csv"
BIAS = Fraction(1, 1000)


def parameters() -> dict[str, Any]:
    """Parameters as a round has them, floats and all: a factor at the extreme points, from counts of other rounds."""
    counts = read_table(IONS.read_bytes()).counts
    laws, power = extreme_laws("product", BIAS), Fraction(1, 46)
    values = points_factor(expected_cells(most_likely(counts, True), UNIFORM), laws, float(power), True)
    factor = dict(zip(CELLS, rational_points_factor(values, laws, power, True), strict=True))
    return {
        "beta": float(power) * (1 + 1e-9),
        "pefs": [[float(factor[x, y, a, b]) * (1 - 1e-12) for a, b in ROWS] for x, y in ROWS],
        "nBitsOut": 512, "isQuantum": False, "seedLength": 1000, "epsilonBias": 0.001, "nTrialsNeeded": 1,
        "errorExtractor": 1.0842021724855042e-20, "nBitsThreshold": 820, "errorSmoothness": 4.336808689942018e-20,
        "stoppingCriteria": 30000,
    }  # fmt: skip


def raw(rounds: int, seed: int) -> tuple[bytes, dict[tuple[int, int, int, int], int]]:
    """Records of SA, SB, OA, OB, compressed, and the counts they have."""
    cells = expected_cells(most_likely(read_table(IONS.read_bytes()).counts, True), UNIFORM)
    drawn = np.random.default_rng(seed).choice(16, rounds, p=cells)
    records = b"".join(
        struct.pack("<BBQQ", x + 1, y + 1, a << (k % 15), b << 2)
        for k, (x, y, a, b) in enumerate(CELLS[c] for c in drawn)
    )
    return zlib.compress(records), {cell: int((drawn == k).sum()) for k, cell in enumerate(CELLS)}
