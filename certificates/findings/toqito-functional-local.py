# Needs only: toqito==1.1.8
# Expected: functional.local: the bound is 1.0 below the local maximum, 9007199254839297
"""toqito: bell_inequality_max in full probabilities, the value as it is reported; quantum at its level 1+ab."""

import math

import numpy as np


class Refused(Exception):
    pass
from toqito.state_opt.bell_inequality_max import bell_inequality_max


def asked(functional, kind, **more):
    # s[x][y][a][b] in the order of toqito: outcomes first
    table = np.array([[[[float(c) for c in row] for row in block] for block in line] for line in functional])
    found = float(bell_inequality_max(table.transpose(2, 3, 0, 1), [2, 2, 2, 2], "fp", kind, **more))
    if not math.isfinite(found):
        raise Refused("failed")
    return found


def local(functional):
    return asked(functional, "classical")


def no_signalling(functional):
    return asked(functional, "nosignal")


def quantum(functional):
    return asked(functional, "quantum", k="1+ab")


CALLS = {"functional.local": local, "functional.no-signalling": no_signalling, "functional.quantum": quantum}

try:
    print('functional.local', CALLS['functional.local'](**{'functional': [[[['32768', '32768'], ['32768', '32768']], [['32768', '32768'], ['32768', '32768']]], [[['32768', '32768'], ['32768', '32768']], [['32768', '32768'], ['32768', '9007199254740993']]]]}))
except Refused as refusal:
    print('refused:', refusal)
