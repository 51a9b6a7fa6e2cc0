"""A named bound over several inequalities: which of them amplifies a source, and with how many devices."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle.bounds.entries import Bound, Bracket
from oracle.failures import Malformed
from oracle.papers.ramanathan2013.demands import Demand
from oracle.papers.ramanathan2013.inequalities import INEQUALITIES, Inequality, found, named
from oracle.papers.ramanathan2013.protocol_bounds import MODEL, option, rational, whole
from oracle.papers.ramanathan2013.security import Protocol
from oracle.proved import proved, require_about

if TYPE_CHECKING:
    from oracle.enclosures import Enclosure


def _said(inequality: Inequality, eps: Fraction, protocol: Protocol | None) -> str:
    gain, limit = inequality.gain(eps), inequality.limit(eps)
    about = f"gain {gain}" + ("" if gain == limit else f", at most {limit} by local boxes")
    if protocol is None:
        noise = f"its quantum devices fail with {inequality.noise}"
        reach = (
            f"; up to a bias of {inequality.reach()} it does" if inequality.noise < inequality.gain(Fraction(0)) else ""
        )
        return f"{inequality.name} does not, since {noise} or the stated noise, not below its {about}{reach}"
    boxes, bits = inequality.boxes * protocol.devices * protocol.bits, inequality.source_bits * protocol.devices
    size = f"{boxes} boxes, m = {protocol.failures}, {bits * protocol.bits} source bits; {about}"
    return f"{inequality.name} with {protocol.devices} devices ({size})"


def _prove(inequality: Inequality, eps: Fraction, protocol: Protocol, error: Fraction) -> Enclosure:
    from oracle.enclosures import Enclosure

    judged = proved(inequality.certificate(eps, protocol, error))
    require_about(
        judged, kind="amplification", devices=str(protocol.devices), failures=str(protocol.failures),
        bits=str(protocol.bits), error=str(error),
    )  # fmt: skip
    value = Fraction(protocol.devices)
    return Enclosure(value, value, judged.text, judged.assumptions, judged.sha256, judged.data)


def _devices(chosen: Mapping[str, str]) -> Bound:
    def evaluate(arguments: Mapping[str, Any]) -> Bracket:
        eps, error = rational(arguments, "eps"), rational(arguments, "error")
        considered = [named(chosen["inequality"])] if "inequality" in chosen else list(INEQUALITIES)
        demand = Demand(
            considered[0].gain(eps), error, option(chosen, "noise", "0"), 1 - option(chosen, "acceptance", "99/100"),
            whole("bits", option(chosen, "bits", "1")),
        )  # fmt: skip
        answers = [(inequality, found(inequality, eps, demand)) for inequality in considered]
        able = [(inequality, protocol) for inequality, protocol in answers if protocol is not None]
        if not able:
            raise Malformed("out-of-range", f"noise: nothing amplifies here: {_said(answers[0][0], eps, None)}")
        best, protocol = min(able, key=lambda pair: pair[0].boxes * pair[1].devices)
        remark = ". ".join(_said(inequality, eps, protocol) for inequality, protocol in answers)
        return Bracket(lambda _: _prove(best, eps, protocol, error), Fraction(protocol.devices), remark)

    return Bound(
        name="amplification.devices",
        arguments={
            "eps": "bias of the source, at least 0 and below 1/2",
            "error": "bound on P(accept) d_c that is wanted, between 0 and 1/2",
        },
        unit="devices of a block",
        safe_side="high",
        formula="least k with an m so that ((1 + Pr[Bin(k, g(eps)) <= m])^bits - 1)/2 <= error and honest quantum"
        " devices are accepted",
        says=(
            "Fewest devices, each used once, that make a bit with this error of a source of this bias, over the "
            "four-party inequality, Mermin's for five parties, and chained ones with 4 (CHSH), 8 and 16 settings; of "
            "these the one with the fewest boxes. Quantum devices for a chained inequality fail at every setting, and "
            "the test has to accept them; the remark names all."
        ),
        assumptions=MODEL,
        source="the theorem of docs/amplification.md; open questions of ramanathan2013",
        evaluate=evaluate,
        options={
            "inequality": f"one of {', '.join(inequality.name for inequality in INEQUALITIES)}; all of them by default",
            "noise": "probability with which an honest run fails, where quantum theory allows less; 0 by default",
            "acceptance": "wanted probability that honest devices are accepted; 99/100 by default",
            "bits": "output bits, one block of devices each; 1 by default",
        },
        choose=_devices,
    )


ANY = _devices({})
