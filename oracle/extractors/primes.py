"""Primes modulo which 2 is a primitive root."""

from __future__ import annotations

from math import isqrt

from oracle.failures import Limit, Malformed

MOST_FACTORED = 10**12


def require_primitive_root_two(p: int, name: str) -> None:
    """Raise `Malformed` unless p is a prime modulo which 2 has order p - 1; `Limit` above 10^12, for time."""
    if p > MOST_FACTORED:
        raise Limit("size", f"{name} is above {MOST_FACTORED}, the largest number whose predecessor is factored here")
    if not has_primitive_root_two(p):
        raise Malformed("out-of-range", f"{name} = {p} is not a prime with primitive root 2")


def has_primitive_root_two(p: int) -> bool:
    """Whether p is an odd prime and 2 a primitive root: 2^(p-1) = 1 and 2^((p-1)/q) != 1 for the primes q of p - 1.

    This is Lucas' test: an element of order p - 1 exists only modulo primes, so no separate primality test is needed.

    >>> [p for p in range(30) if has_primitive_root_two(p)]
    [3, 5, 11, 13, 19, 29]
    """
    if p < 3 or p % 2 == 0 or pow(2, p - 1, p) != 1:
        return False
    rest, q = p - 1, 2
    while rest > 1:
        if q * q > rest:
            q = rest
        if rest % q == 0:
            if pow(2, (p - 1) // q, p) == 1:
                return False
            while rest % q == 0:
                rest //= q
        q += 1 if q == 2 else 2
    return True


def is_small_prime(p: int) -> bool:
    """Whether a number is prime, by trial division.

    >>> [p for p in range(20) if is_small_prime(p)]
    [2, 3, 5, 7, 11, 13, 17, 19]
    """
    return p > 1 and all(p % q for q in range(2, isqrt(p) + 1))
