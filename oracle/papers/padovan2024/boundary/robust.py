"""The largest <S_theta> when <S_c> >= 2 sqrt 2 - eps, from both sides, for numbers theta and eps.

Let N_c = 2 sqrt 2 - S_c.  For beta, x, z > 0, l >= 0 and signs f of c + l and g of s + l

    sqrt 2 C + l N_c - S_theta = sqrt 2 ((beta - Y)^2/(2 beta) + |c + l| (X - f x R)^2/(2 x)
                                         + |s + l| (Z - g z P)^2/(2 z) + kappa K)

with C = (beta + 1/beta)/2 + |c + l| (x + 1/x)/2 + |s + l| (z + 1/z)/2 - c - s - 2 l and
kappa = -(c^2 - s^2)/(2 beta) + |c + l|/(2 x) - |s + l|/(2 z).  Nothing is assumed of c and s
but that they are real, as Y^2 = c^2 + s^2 + (c^2 - s^2) K; with K = Z^2 - 1 = 1 - X^2 the last
term is bounded by |kappa|, which vanishes at the optimum: beta^2 = 1 + (c^2 - s^2) k,
x^2 = 1 - k and z^2 = 1 + k, where k is the mean of K.  There the bound is attained by a pair of
qubits with A0, A1 at another angle than the right one, and Bob's operators those of (13).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mpmath import mp

from oracle.papers.padovan2024.boundary.chsh_operators import (
    FEASIBLE,
    Expressions,
    negated,
    protocol_model,
    protocol_operators,
)
from oracle.papers.padovan2024.boundary.identities import attained, result_1, values
from proofs.search.language.write import Json, certificate_bytes, rational
from proofs.search.sequences.operators import Operator, Symbols

Interval = tuple[Fraction, Fraction]
ROOT2_BITS = 4  # more bits of sqrt 2 than of anything it is compared with


@dataclass(frozen=True)
class Bracket:
    """Both sides of the optimum.

    Attributes:
        low: at most <S_theta> of the attaining model.
        high: at least <S_theta> of every sequential model with this <S_c>.
        bound: certificate of the high end; its statement is about all c and s of two short intervals.
        attained: certificate of the values S_1, S_2 and S_c of a model.
    """

    low: Fraction
    high: Fraction
    bound: bytes
    attained: bytes


@dataclass(frozen=True)
class _Optimum:
    """Real numbers at the optimum, in mpmath's precision.

    Attributes:
        angle: x = sqrt 2 sin(angle) and z = sqrt 2 cos(angle), so k = cos(2 angle).
        multiplier: l.
        r, p: the means of X R and Z P.
    """

    angle: Any
    multiplier: Any
    r: Any
    p: Any

    @property
    def x(self) -> Any:
        return mp.sqrt(2) * mp.sin(self.angle)

    @property
    def z(self) -> Any:
        return mp.sqrt(2) * mp.cos(self.angle)


def bracket(c: Interval, s: Interval, eps: Fraction, width: Fraction) -> Bracket:
    """The optimum for a range of angles.

    Args:
        c: rational enclosure of cos 2 theta, much shorter than `width`.
        s: likewise of sin 2 theta.
        eps: at least 0.
        width: aimed at for high - low.
    """
    bits = 2 * (32 + max(0, -_log2(width)) + (max(0, -_log2(eps)) if eps else 0))
    with mp.workprec(2 * bits):
        if not eps:  # irrational models only have S_c = 2 sqrt 2
            low, high = _root2(bits)
            return Bracket(low, high, certificate_bytes(*result_1()), certificate_bytes(*attained()))
        best = _optimum(_real(c[0]), _real(s[0]), _real(eps))
        high, bound = _upper(c, s, eps, best, bits)
        low, point = _lower(c, s, eps, best, bits)
    return Bracket(low, high, bound, point)


def _log2(x: Fraction) -> int:
    return x.numerator.bit_length() - x.denominator.bit_length()


def _real(x: Fraction) -> Any:
    return mp.mpf(x.numerator) / x.denominator


def _near(x: Any, bits: int) -> Fraction:
    return Fraction(int(mp.nint(x * mp.mpf(2) ** bits)), 2**bits)


# -- the optimum ----------------------------------------------------------------------


def _optimum(c: Any, s: Any, eps: Any) -> _Optimum:
    """min over l >= 0 of max over k: sqrt(1 + (c^2 - s^2) k) + |c + l| sqrt(1 - k) + |s + l| sqrt(1 + k) + ... .

    The derivative in l grows, and jumps at -c and -s.  Where it changes its sign at the start of a piece between
    these, the optimum is there; inside of a piece N_c = eps gives the angle, and the best angle then gives l.
    """
    rest = 2 - eps / mp.sqrt(2)
    starts = sorted({mp.mpf(0), max(mp.mpf(0), -c), max(mp.mpf(0), -s)})
    for start, end in zip(starts, [*starts[1:], mp.inf], strict=True):
        middle = start + 1 if end == mp.inf else (start + end) / 2
        f, g = mp.sign(c + middle), mp.sign(s + middle)
        angle = _best_angle(c, s, start)
        if rest <= mp.sqrt(2) * (f * mp.sin(angle) + g * mp.cos(angle)):
            return _at(c, s, start, rest)
        for turn in (1, -1):
            # f sin + g cos = sqrt 2 cos(angle - goal)
            angle = mp.atan2(f, g) + turn * mp.acos(rest / 2)
            sine, cosine = mp.sin(angle), mp.cos(angle)
            if min(sine, cosine) <= 0 or f * cosine == g * sine:
                continue
            beta = mp.sqrt(2) * mp.sqrt((c * cosine) ** 2 + (s * sine) ** 2)
            pull = (c * c - s * s) * mp.sin(2 * angle) / (mp.sqrt(2) * beta)
            multiplier = (pull - f * c * cosine + g * s * sine) / (f * cosine - g * sine)
            if start < multiplier <= end:
                return _Optimum(angle, multiplier, f * mp.sqrt(2) * sine, g * mp.sqrt(2) * cosine)
    raise ArithmeticError("no multiplier was found")


def _at(c: Any, s: Any, multiplier: Any, rest: Any) -> _Optimum:
    """The means at a multiplier; at a kink, one of them makes up S_c."""
    angle = _best_angle(c, s, multiplier)
    x, z = mp.sqrt(2) * mp.sin(angle), mp.sqrt(2) * mp.cos(angle)
    r, p = x * mp.sign(c + multiplier), z * mp.sign(s + multiplier)
    if multiplier == -c:
        r = max(-x, rest - p)
    elif multiplier == -s:
        p = max(-z, rest - r)
    return _Optimum(angle, multiplier, r, p)


def _best_angle(c: Any, s: Any, multiplier: Any) -> Any:
    """Where sqrt(1 + (c^2 - s^2) cos 2a) + sqrt 2 (|c + l| sin a + |s + l| cos a) is largest in (0, pi/2)."""
    x, z, difference = abs(c + multiplier), abs(s + multiplier), c * c - s * s

    def derivative(a: Any) -> Any:
        beta = mp.sqrt(1 + difference * mp.cos(2 * a))
        return mp.sqrt(2) * (x * mp.cos(a) - z * mp.sin(a)) - difference * mp.sin(2 * a) / beta

    end = mp.mpf(2) ** (-mp.prec // 2)
    return _root(derivative, end, mp.pi / 2 - end)


def _root(function: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """Where a function that is positive at low falls to 0, by halving; the end nearer to it if there is no change."""
    if function(low) <= 0 or function(high) >= 0:
        return low if function(low) <= 0 else high
    for _ in range(mp.prec * 3 // 4):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return low


# -- the upper end --------------------------------------------------------------------


def _upper(c: Interval, s: Interval, eps: Fraction, best: _Optimum, bits: int) -> tuple[Fraction, bytes]:
    symbols = Symbols(["c", "s"])
    e = Expressions(symbols, symbols["c"], symbols["s"])
    low = Expressions(symbols, symbols.number(c[0]), symbols.number(s[0]))
    beta = _near(mp.sqrt((_real(c[0]) * best.z) ** 2 + (_real(s[0]) * best.x) ** 2), bits)
    x, z = _near(best.x, bits), _near(best.z, bits)
    multiplier = {-_real(c[0]): -c[0], -_real(s[0]): -s[0]}.get(best.multiplier, _near(best.multiplier, bits))
    on_x, on_z = c[0] + multiplier, s[0] + multiplier
    kappa = -(c[0] ** 2 - s[0] ** 2) / (2 * beta) + abs(on_x) / (2 * x) - abs(on_z) / (2 * z)
    constant = abs(kappa) - c[0] - s[0] - 2 * multiplier + (beta + (c[0] ** 2 + s[0] ** 2) / beta) / 2
    constant += (abs(on_x) * (x + 1 / x) + abs(on_z) * (z + 1 / z)) / 2
    # S_theta is affine in c and s: its growth from the low ends is at most that of S_1 - sqrt 2 <= sqrt 2
    factor = constant + (c[1] - c[0]) + (s[1] - s[0])
    value = factor * _root2(bits + ROOT2_BITS)[0 if factor < 0 else 1] + multiplier * eps
    high = _near(_real(value), bits) + Fraction(2, 2**bits)

    def weighted(weight: Fraction, operator: Operator) -> list[Json]:
        return [low.square(low.w * symbols.number(weight), operator)] if weight else []

    squares = [
        *weighted(1 / (2 * beta), symbols.number(beta) - low.y),
        *weighted(abs(on_x) / (2 * x), low.x - symbols.number(x if on_x > 0 else -x) * low.r),
        *weighted(abs(on_z) / (2 * z), low.z - symbols.number(z if on_z > 0 else -z) * low.p),
        *weighted(abs(kappa), low.z if kappa > 0 else low.x),
    ]
    for symbol, ends, pair in (("c", c, (e.m, e.r)), ("s", s, (e.p, e.q))):
        # (2 sqrt 2 - S_k)(symbol - low) and sqrt 2 (high - symbol)
        growth = e.half * (symbols[symbol] - symbols.number(ends[0]))
        squares += [e.square(growth, e.z - pair[0]), e.square(growth, e.x - pair[1])]
        squares.append(e.square(e.w * (symbols.number(ends[1]) - symbols[symbol]), e.algebra.scalar(1)))
    rest = symbols.number(high - multiplier * eps) - e.w * symbols.number(factor)
    squares.append(e.square(rest, e.algebra.scalar(1)))
    hypothesis: Json = {
        "name": "nearly", "kind": "mean", "sense": ">=0",
        "polynomial": (e.sc - 2 * e.w + symbols.number(eps)).json(),
    }  # fmt: skip
    statement = e.bound(e.s_theta, "<=", symbols.number(high), hypotheses=[hypothesis])
    statement["symbols"] = [
        {"name": name, "low": rational(ends[0]), "high": rational(ends[1])} for name, ends in (("c", c), ("s", s))
    ]
    witness: dict[str, Json] = {
        "means": [{"hypothesis": "nearly", "weight": rational(multiplier)}], "squares": squares,
        "feasible": FEASIBLE, "symbols": {"c": rational(c[0]), "s": rational(s[0])},
    }  # fmt: skip
    return high, certificate_bytes("sos", statement, witness)


def _root2(bits: int) -> Interval:
    """Rational ends around sqrt 2."""
    middle = _near(mp.sqrt(2), bits)
    return middle - Fraction(1, 2**bits), middle + Fraction(1, 2**bits)


# -- the lower end --------------------------------------------------------------------


def _lower(c: Interval, s: Interval, eps: Fraction, best: _Optimum, bits: int) -> tuple[Fraction, bytes]:
    """A model of two qubits and an ancilla with S_c >= 2 sqrt 2 - eps, all of its entries rational."""
    z, x = best.z, best.x
    p, r = (max(Fraction(-1), min(Fraction(1), _near(mean / top, bits))) for mean, top in ((best.p, z), (best.r, x)))
    # the short way to the angle that is best for S_c, by more than what rounding takes
    way = mp.fmod(mp.atan2(_real(r), _real(p)) - best.angle + 3 * mp.pi, 2 * mp.pi) - mp.pi
    angle = best.angle + way * mp.mpf(2) ** -(bits // 2)
    ancilla = mp.atan2(_real(s[0]) * x, _real(c[0]) * z)
    cosine, sine = _circle(angle, bits)
    a, b = _circle(ancilla, bits)
    s1, s2, sc = 2 * (cosine * a + sine * r), 2 * (cosine * p + sine * b), 2 * (cosine * p + sine * r)
    roots = _root2(bits + ROOT2_BITS)
    if sc + eps < 2 * roots[1]:
        raise ArithmeticError("the rounded model has a smaller S_c than asked for")
    low = min(i * (s1 - root) + j * (s2 - root) for i in c for j in s for root in roots)
    e = Expressions(Symbols([]), 0, 0)
    pairs = [(e.s1, s1), (e.s2, s2), (e.sc, sc)]
    statement = values(e, [(f, e.symbols.number(v)) for f, v in pairs])
    tangent = _near(mp.tan(ancilla / 2), bits)
    models = [
        _model((cosine, sine), tangent, (f, g), weight)
        for f, g in ((1, 1), (1, -1), (-1, 1), (-1, -1))
        if (weight := (1 + f * p) * (1 + g * r) / 4)
    ]
    return low, certificate_bytes("point", statement, {"models": models})


def _circle(angle: Any, bits: int) -> tuple[Fraction, Fraction]:
    """A rational point of the circle near cos and sin of an angle."""
    t = _near(mp.tan(angle / 2), bits)
    return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


def _model(first: tuple[Fraction, Fraction], tangent: Fraction, signs: tuple[int, int], weight: Fraction) -> Json:
    """A0, A1 = cos sigma_z +- sin sigma_x, Bob's operators of (13) but for the signs of P and R."""
    operators = protocol_operators()
    for name, sign in (("A0", 1), ("A1", -1)):
        c, s = rational(first[0]), rational(sign * first[1])
        operators[name] = [[c, s], [s, rational(-first[0])]]
    for name, sign in zip(("B00", "B1"), signs, strict=True):
        operators[name] = negated(operators[name]) if sign < 0 else operators[name]
    norm = 2 * (1 + tangent * tangent)
    return protocol_model("1", rational(tangent), rational(weight / norm), operators)
