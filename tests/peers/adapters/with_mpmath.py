"""mpmath with fifty digits, rounded to nearest: the closed forms as a careful user types them."""

from fractions import Fraction

from mpmath import mp
from speak import Refused, serve

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

if __name__ == "__main__":
    serve("mpmath, 50 digits to nearest", "1.4.1", CALLS)
