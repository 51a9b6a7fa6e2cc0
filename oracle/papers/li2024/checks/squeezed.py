"""The three-mode squeezed state, cut off at one photon, with quadratures binned periodically into four outcomes."""

from __future__ import annotations

from fractions import Fraction
from math import erf, exp, pi, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

from oracle.papers.li2024.ghz import QUBIT
from proofs.search.assembled.asked import Steered
from proofs.search.assembled.untrusted import Assemblage, Untrusted, of_cells
from proofs.search.language.scenario import Scenario
from proofs.search.steering.assemblages import NoSignalling
from proofs.search.steering.guessing import Guess, bounded, solved

Matrix = NDArray[np.complex128]
SQUEEZING = 0.345
PERIOD = 6.0
BINS = 4
LARGEST = 12.0  # beyond, a quadrature of at most one photon has a probability below 1e-60
UNIT = 1 << 44


def _integral(x: float) -> NDArray[np.float64]:
    """Integrals of products of the wave functions of no photon and of one, up to x."""
    gauss = exp(-x * x)
    same = erf(x) / 2
    cross = -gauss / sqrt(2 * pi)
    return np.array([[same, cross], [cross, same - x * gauss / sqrt(pi)]])


def quadrature(period: float, phase: complex) -> list[Matrix]:
    """The operators of the bins of a quadrature; the phase is 1 for x and i for p."""
    found: list[Matrix] = []
    turned = np.diag([1, phase])
    for k in range(BINS):
        total = np.zeros((2, 2))
        first = -int(LARGEST / period) - 1
        for n in range(first, -first + 1):
            low = n * period + k * period / BINS
            total += _integral(low + period / BINS) - _integral(low)
        found.append((turned @ total @ turned.conj()).astype(complex))
    return found


def assemblage(eta: float, period: float = PERIOD) -> Assemblage:
    """The assemblage of the state at a transmission of the second beam splitter, rounded to multiples of 2^-44."""
    scene = Untrusted(Scenario.bell({"B": [BINS, BINS], "C": [BINS, BINS]}))
    vector = np.zeros((2, 2, 2), complex)
    vector[0, 0, 0] = 1
    vector[1, 1, 0], vector[1, 0, 1] = tanh(SQUEEZING) * sqrt(eta), tanh(SQUEEZING) * sqrt(1 - eta)
    vector /= np.linalg.norm(vector)
    settings = quadrature(period, 1), quadrature(8 * pi / period, 1j)
    cells = {}
    for cell in scene.cells:
        bob, charlie = (settings[int(scene.scenario.inputs[i][1])][o] for i, o in cell)
        state = np.einsum("abc,xyz,yb,zc->ax", vector, vector.conj(), bob, charlie)
        rows = [[(Fraction(x.real), Fraction(x.imag)) for x in row] for row in state.tolist()]
        cells[cell] = tuple(QUBIT.of_entries(rows))
    states = {
        word: tuple(Fraction(round(x * UNIT), UNIT) for x in state)
        for word, state in of_cells(QUBIT, scene, cells).states.items()
    }
    states[()] = QUBIT.plus(states[()], QUBIT.one, (1 - QUBIT.trace(states[()])) / 2)
    return Assemblage(QUBIT, scene, states)


def guessed(eta: float) -> Fraction:
    """What a no-signalling adversary guesses of both outcomes of x, at most, for the rounded states."""
    known = assemblage(eta)
    steered = Steered(QUBIT, known=known)
    guess, model = Guess(QUBIT, known.untrusted, (0, 2)), NoSignalling(QUBIT, known.untrusted)
    data, program, found = solved(guess, steered, model)
    return bounded(guess, model, data, program, found).bound
