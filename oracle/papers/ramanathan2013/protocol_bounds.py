"""Named bounds about protocol A: its error, the devices it needs, and how often honest ones are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any

from oracle.bounds.entries import Bound, Bracket, Formula
from oracle.failures import Limit, Malformed
from oracle.numbers import Expression, Real, number_text, parse_real
from oracle.papers.ramanathan2013 import security
from oracle.papers.ramanathan2013.anchors import HALF, Mixture, certificate
from oracle.papers.ramanathan2013.demands import Demand, fewest
from oracle.papers.ramanathan2013.security import Protocol
from oracle.proved import proved, require_about

if TYPE_CHECKING:
    from oracle.enclosures import Enclosure

MOST_TERMS = 190  # of a sum that is one expression of the certificate format
ROUNDING = Fraction(1, 1 << 50)  # by which a stated error is above the calculated one, relatively
_BITS = "output bits, one block of devices each; 1 by default"
_EPS = "bias of the source, at least 0 and below 1/2"
MODEL = (
    "no box signals to another or to the adversary, each is used once (no quantum theory is assumed)",
    "the source's bits have this bias given the adversary's information and the bits before, and are independent of the"
    " boxes given that information",
    "the adversary learns all settings and which runs failed, and may choose what she does after that",
)
_SOURCE = "the theorem of docs/amplification.md, in place of proposition 3 of ramanathan2013"


def rational(arguments: Mapping[str, Real], name: str) -> Fraction:
    """The value of an argument; raises `Malformed` where it is irrational."""
    value = arguments[name]
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{name} = {number_text(value)} is not rational")
    return value


def whole(name: str, value: Real) -> int:
    """The value as an integer; raises `Malformed` where it is none."""
    if not isinstance(value, Fraction) or value.denominator != 1:
        raise Malformed("wrong-number", f"{name} = {number_text(value)} is not an integer")
    return value.numerator


def option(chosen: Mapping[str, str], name: str, default: str) -> Fraction:
    """The value of an option, or its default; raises `Malformed` where it is irrational."""
    value = parse_real(chosen.get(name, default))
    if not isinstance(value, Fraction):
        raise Malformed("wrong-number", f"{name} = {number_text(value)} is not rational")
    return value


def _protocol(arguments: Mapping[str, Real], chosen: Mapping[str, str]) -> Protocol:
    bits = whole("bits", option(chosen, "bits", "1"))
    protocol = Protocol(whole("k", arguments["k"]), whole("m", arguments["m"]), bits)
    security.require_protocol(protocol)
    return protocol


def _down(value: Fraction) -> str:
    """Four decimals, rounded down.

    >>> _down(Fraction(199, 200)), _down(Fraction(1))
    ('0.9950', '1.0000')
    """
    units = value.numerator * 10**4 // value.denominator
    return f"{units // 10**4}.{units % 10**4:04}"


def _prove(mixture: Mixture, protocol: Protocol, stated: Fraction, low: Fraction, high: Fraction) -> Enclosure:
    """The interval, with the certificate that the error is at most `stated`."""
    from oracle.enclosures import Enclosure
    from oracle.papers.ramanathan2013.device import marks, setting

    found = proved(certificate(mixture, protocol.devices, protocol.failures, stated, protocol.bits))
    strings = [[int(bit) for bit in f"{number:03b}"] for number in range(8)]
    inputs = [setting(tuple(string)) for string in strings]
    require_about(
        found, kind="amplification", set="no-signalling", bias=str(mixture.bias), devices=str(protocol.devices),
        failures=str(protocol.failures), bits=str(protocol.bits), error=str(stated),
        strings=[[" ".join(map(str, u)), marks(u)] for u in inputs],
    )  # fmt: skip
    return Enclosure(low, high, found.text, found.assumptions, found.sha256, found.data)


def _consumed(protocol: Protocol) -> str:
    boxes = 4 * protocol.devices * protocol.bits
    return f"{protocol.devices * protocol.bits} devices of {boxes} boxes, {protocol.source_bits} source bits"


def _error(chosen: Mapping[str, str]) -> Bound:
    def evaluate(arguments: Mapping[str, Any]) -> Bracket:
        mixture, protocol = security.read_bias(rational(arguments, "eps")), _protocol(arguments, chosen)
        low, high = security.error(mixture.gain, protocol)
        stated = _above(high)
        remark = f"gain {mixture.gain} of a device; {_consumed(protocol)}; if P(accept) >= p, then d_c <= high/p"
        if stated >= HALF:
            remark += "; a constant bit has distance 1/2, so nothing is said"
        return Bracket(lambda _: _prove(mixture, protocol, stated, low, stated), None, remark)

    return Bound(
        name="ns4.amplification.error",
        arguments={
            "eps": _EPS,
            "k": f"devices of a block, four boxes each, from 1 to {security.MOST_DEVICES}",
            "m": "failed runs that are accepted in a block, from 0 to k - 1",
        },
        unit="distance from uniform times probability of acceptance",
        safe_side="high",
        formula="((1 + a)^bits - 1)/2, a = Pr[Bin(k, g(eps)) <= m]",
        says=(
            "Bound on P(accept) d_c for the output of protocol A: k devices of four boxes, one run each with three "
            "source bits, accepted if at most m parities are wrong; the bit is the parity of the majorities. g is the "
            "certified gain of a device: 1/10 up to eps = 1/10, q^2 (1 - 4 q/9) with q = 1/2 - eps from 1/4 on."
        ),
        assumptions=MODEL,
        source=_SOURCE,
        evaluate=evaluate,
        options={"bits": _BITS},
        choose=_error,
    )


def _above(value: Fraction) -> Fraction:
    """A short fraction a little above a value."""
    from proofs.kernel.interval import up

    return up(value * (1 + ROUNDING), 64)


def _devices(chosen: Mapping[str, str]) -> Bound:
    def evaluate(arguments: Mapping[str, Any]) -> Bracket:
        mixture = security.read_bias(rational(arguments, "eps"))
        error = rational(arguments, "error")
        demand = Demand(
            mixture.gain, error, option(chosen, "noise", "0"), 1 - option(chosen, "acceptance", "99/100"),
            whole("bits", option(chosen, "bits", "1")),
        )  # fmt: skip
        found = fewest(demand)
        honest = security.acceptance(demand.noise, found)[0]
        remark = (
            f"m = {found.failures} failures are accepted, gain {mixture.gain} of a device; {_consumed(found)}; honest"
            f" devices are accepted with probability {_down(honest)} or more; with this gain fewer do not do"
        )
        value = Fraction(found.devices)
        return Bracket(lambda _: _prove(mixture, found, error, value, value), value, remark)

    return Bound(
        name="ns4.amplification.devices",
        arguments={"eps": _EPS, "error": "bound on P(accept) d_c that is wanted, between 0 and 1/2"},
        unit="devices of a block",
        safe_side="high",
        formula="least k with an m so that ((1 + Pr[Bin(k, g(eps)) <= m])^bits - 1)/2 <= error and"
        " Pr[Bin(k, noise) <= m]^bits >= acceptance",
        says=(
            "Fewest devices of four boxes with which protocol A has the wanted error against sources of this bias, and "
            "accepts devices whose runs fail with probability at most `noise` at every setting: (1 - V)/2 for the "
            "state of the paper with white noise of visibility V. The certificate proves the error of this number."
        ),
        assumptions=MODEL,
        source=_SOURCE,
        evaluate=evaluate,
        options={
            "noise": "probability with which an honest run fails, from 0 to below the gain; 0 by default",
            "acceptance": "wanted probability that honest devices are accepted; 99/100 by default",
            "bits": _BITS,
        },
        choose=_devices,
    )


def _acceptance(chosen: Mapping[str, str]) -> Bound:
    def evaluate(arguments: Mapping[str, Any]) -> Formula:
        protocol, noise = _protocol(arguments, chosen), rational(arguments, "noise")
        if not 0 <= noise < 1:
            raise Malformed("out-of-range", f"noise = {noise}: a probability from 0 to below 1")
        if protocol.failures >= MOST_TERMS:
            raise Limit("size", f"m = {protocol.failures} is above the limit of {MOST_TERMS - 1} for this bound")
        return Formula(_sum(noise, protocol), Fraction(1) if not noise else None, _consumed(protocol))

    return Bound(
        name="ns4.amplification.acceptance",
        arguments={
            "noise": "probability with which an honest run fails at every setting, at least 0 and below 1",
            "k": "devices of a block",
            "m": f"failed runs that are accepted in a block, from 0 to k - 1, below {MOST_TERMS}",
        },
        unit="probability",
        safe_side="low",
        formula="Pr[Bin(k, noise) <= m]^bits",
        says=(
            "Probability with which protocol A accepts devices whose runs fail with probability `noise`, whatever the "
            "source does; with at most that probability given everything before, it accepts at least as often."
        ),
        assumptions=("each run fails with at most this probability, given its setting and all other runs",),
        source="the theorem of docs/amplification.md; part 2 of proposition 3 of ramanathan2013",
        evaluate=evaluate,
        options={"bits": _BITS},
        choose=_acceptance,
    )


def _sum(noise: Fraction, protocol: Protocol) -> Expression:
    """(1 - h)^k (1 + k r + C(k, 2) r^2 + ...), r = h/(1 - h), as a balanced sum."""
    if not noise:
        return "1"
    odds = noise / (1 - noise)
    terms: list[Expression] = [str(comb(protocol.devices, j) * odds**j) for j in range(protocol.failures + 1)]
    while len(terms) > 1:
        pairs: list[Expression] = [{"add": [a, b]} for a, b in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + (terms[-1:] if len(terms) % 2 else [])
    passing: Expression = {"exp": [{"mul": [str(protocol.devices), {"ln": [str(1 - noise)]}]}]}
    value: Expression = {"mul": [passing, terms[0]]}
    return value if protocol.bits == 1 else {"pow": [value, str(protocol.bits)]}


ERROR, DEVICES, ACCEPTANCE = _error({}), _devices({}), _acceptance({})
