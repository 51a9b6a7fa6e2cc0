# Needs only: mpmath==1.4.1
# Expected: chsh.min-entropy.local: the bound is 4.3e-45 above 1 - log2(1 + sqrt(2 - score^2/4)), about 0.999999735342
"""mpmath with fifty digits, rounded to nearest: the closed forms as a careful user types them."""

from fractions import Fraction

from mpmath import mp


class Refused(Exception):
    pass

mp.dps = 50


def real(text):
    value = Fraction(text)
    return mp.mpf(value.numerator) / value.denominator


def local(score):
    if Fraction(score) <= 2:
        return "0"
    if Fraction(score) ** 2 > 8:
        raise Refused("out-of-range")
    return mp.nstr(1 - mp.log(1 + mp.sqrt(2 - real(score) ** 2 / 4), 2), 50)


def nosignalling(score):
    if Fraction(score) <= 2:
        return "0"
    if Fraction(score) > 4:
        raise Refused("out-of-range")
    return mp.nstr(-mp.log(mp.mpf(3) / 2 - real(score) / 4, 2), 50)


CALLS = {"chsh.min-entropy.local": local, "chsh.min-entropy.nosignalling": nosignalling}

try:
    print('chsh.min-entropy.local', CALLS['chsh.min-entropy.local'](**{'score': '56022770974785668589237055757/19807040628566084398385987584'}))
except Refused as refusal:
    print('refused:', refusal)
