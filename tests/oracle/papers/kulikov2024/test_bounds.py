"""Sources and the inequality of the amplification experiment against brute force over extreme sources."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

from oracle.ask.source import biased
from oracle.bounds.catalogue import choose, find, read_arguments
from oracle.bounds.evaluate import evaluate, width_for
from oracle.data.chsh_table import read_table
from oracle.enclosures import Enclosure
from oracle.failures import CommandFailure, Limit, Malformed, Usage
from oracle.papers.kulikov2024.bounds import event_extreme
from oracle.resources import certificates_dir

TENTH = Fraction(1, 10)
IONS = certificates_dir() / "pironio2010" / "table1.csv"


def enclosed(name: str, *words: str) -> Enclosure:
    bound, _, rest = choose(find(name), words)
    return evaluate(bound.evaluate(read_arguments(bound, rest)), width_for(None))


@pytest.mark.parametrize("bits", [1, 2, 3])
def test_the_recursion_is_the_extreme_over_all_vertices(bits: int) -> None:
    strings = ["".join(word) for word in product("01", repeat=bits)]
    vertices = list(biased(bits, TENTH))
    for chosen in product((0, 1), repeat=len(strings)):
        event = [word for word, inside in zip(strings, chosen, strict=True) if inside]
        if not event:
            continue
        sums = [
            sum((p for p, inside in zip(vertex, chosen, strict=True) if inside), Fraction(0)) for vertex in vertices
        ]
        assert event_extreme(bits, TENTH, event) == max(sums)
        assert event_extreme(bits, TENTH, event, largest=False) == min(sums)


def test_every_step_of_the_recursion_is_proved() -> None:
    words = ("bits=4", "bias=1/10", "event=0000,0110,1111")
    found = enclosed("santha-vazirani.event", *words)
    assert found.low == found.high == event_extreme(4, TENTH, ["0000", "0110", "1111"])
    assert len(found.further) >= 4
    least = enclosed("santha-vazirani.event", *words, "sense=min")
    assert least.high == event_extreme(4, TENTH, ["0000", "0110", "1111"], largest=False) < found.low
    many = enclosed("santha-vazirani.event", "bits=12", "bias=1/100", f"event={'0' * 12}")
    assert many.low == Fraction(51, 100) ** 12


@pytest.mark.parametrize("mu", [Fraction(0), Fraction(1, 50), Fraction(1, 10)])
def test_local_devices_with_biased_sources_have_at_most_nothing(mu: Fraction) -> None:
    low, high = (Fraction(1, 2) - mu) ** 2, (Fraction(1, 2) + mu) ** 2
    best = max(
        low * nu[0] * ((a0, b0) == (0, 0)) - high * (nu[1] * ((a0, b1) == (0, 1)) + nu[2] * ((a1, b0) == (1, 0)))
        - high * nu[3] * ((a1, b1) == (0, 0))
        for nu in biased(2, mu)
        for a0, a1, b0, b1 in product((0, 1), repeat=4)
    )  # fmt: skip
    assert best == 0
    assert enclosed("mdl.value", f"mu={mu}", "score=2").high <= 0


def test_the_value_is_linear_in_the_score_and_vanishes_at_the_critical_bias() -> None:
    assert enclosed("mdl.value", "mu=0", "score=2271/1000").low == Fraction(271, 64000)
    for score in ("2271/1000", "2*sqrt(2)", "5/2"):
        critical = enclosed("mdl.critical-bias", f"score={score}")
        assert enclosed("mdl.value", f"mu={critical.low}", f"score={score}").high >= 0
        assert enclosed("mdl.value", f"mu={critical.high}", f"score={score}").low <= 0
        assert enclosed("mdl.value", f"mu={critical.low - Fraction(1, 1000)}", f"score={score}").low > 0
        assert enclosed("mdl.value", f"mu={critical.high + Fraction(1, 1000)}", f"score={score}").high < 0
    assert abs(enclosed("mdl.critical-bias", "score=2271/1000").low - Fraction("0.02370")) < Fraction(1, 10**5)
    assert abs(enclosed("mdl.critical-bias", "score=2*sqrt(2)").low - Fraction("0.08226")) < Fraction(1, 10**5)
    assert enclosed("mdl.critical-bias", "score=2").high == 0


def test_counts_give_the_estimate_less_the_deviation() -> None:
    table = read_table(IONS.read_bytes())
    mu, n = Fraction(1, 100), table.rounds
    low, high = (Fraction(1, 2) - mu) ** 2, (Fraction(1, 2) + mu) ** 2
    estimate = (low * 293 - high * (70 + 64 + 68)) / n
    eps = enclosed("hoeffding.deviation", f"n={n}", "confidence=99/100", f"width={low + high}")
    found = enclosed("mdl.value", f"mu={mu}", f"counts={IONS}", "confidence=99/100")
    assert abs(found.low - (estimate - eps.high)) < Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("mdl.value",), Usage),
        (("mdl.value", "mu=1/10"), Usage),
        (("mdl.value", "mu=1/10", "score=2", f"counts={IONS}"), Usage),
        (("mdl.value", "mu=1/10", f"counts={IONS}"), Usage),
        (("mdl.value", "mu=1/10", "score=2", "confidence=1/2"), Usage),
        (("mdl.value", "mu=1/2", "score=2"), Malformed),
        (("mdl.value", "mu=-1/10", "score=2"), Malformed),
        (("mdl.value", "mu=1/10", "score=5"), Malformed),
        (("mdl.critical-bias", "score=4"), Malformed),
        (("santha-vazirani.event", "bits=2", "bias=1/10"), Malformed),
        (("santha-vazirani.event", "bits=2", "bias=1/10", "event=00,00"), Malformed),
        (("santha-vazirani.event", "bits=2", "bias=1/10", "event=0"), Malformed),
        (("santha-vazirani.event", "bits=2", "bias=1/2", "event=00"), Malformed),
        (("santha-vazirani.event", "bits=13", "bias=1/10", "event=00"), Limit),
    ],
)
def test_what_is_outside_of_the_domain_is_refused(words: tuple[str, ...], kind: type[CommandFailure]) -> None:
    with pytest.raises(kind):
        enclosed(*words)


def test_any_functional_by_recursion_is_the_maximum_over_vertices_and_strategies(tmp_path: Path) -> None:
    source = Random(5)
    for parties in (2, 3):
        words = {}
        for inputs, outcomes in product(product((0, 1), repeat=parties), repeat=2):
            if source.random() < 0.4:
                event = " ".join(f"{'ABC'[k]}{x}={a}" for k, (x, a) in enumerate(zip(inputs, outcomes, strict=True)))
                words[event] = Fraction(source.randint(-9, 9), 4)
        file = tmp_path / f"f{parties}.toml"
        file.write_text("[functional]\n" + "".join(f'"{event}" = "{value}"\n' for event, value in words.items()))
        settings = list(product((0, 1), repeat=parties))
        best = max(
            sum(
                (
                    nu * words.get(" ".join(f"{'ABC'[k]}{x}={f[2 * k + x]}" for k, x in enumerate(z)), Fraction(0))
                    for z, nu in zip(settings, vertex, strict=True)
                ),
                Fraction(0),
            )
            for vertex in biased(parties, TENTH)
            for f in product((0, 1), repeat=2 * parties)
        )
        found = enclosed("mdl.maximum", "bias=1/10", f"functional={file}")
        assert found.low == found.high == best
        assert found.further


def test_the_inequality_itself_is_at_most_nothing_for_local_devices(tmp_path: Path) -> None:
    file = tmp_path / "mdl.toml"
    low, high = Fraction(2, 5) ** 2, Fraction(3, 5) ** 2
    file.write_text(
        f'[functional]\n"A0=0 B0=0" = "{low}"\n"A0=0 B1=1" = "-{high}"\n"A1=1 B0=0" = "-{high}"\n'
        f'"A1=0 B1=0" = "-{high}"\n'
    )
    assert enclosed("mdl.maximum", "bias=1/10", f"functional={file}").high == 0
    assert enclosed("mdl.maximum", "bias=1/5", f"functional={file}").high > 0


@pytest.mark.parametrize(
    "text", ['"A0=0" = "1"\n"A0=0 B0=0" = "1"', '"A0=2 B0=0" = "1"', '"B0=0 A0=0" = "1"', '"A0=0 B0=0" = 0.5']
)
def test_functionals_that_are_none(text: str, tmp_path: Path) -> None:
    file = tmp_path / "f.toml"
    file.write_text(f"[functional]\n{text}\n")
    with pytest.raises(Malformed):
        enclosed("mdl.maximum", "bias=1/10", f"functional={file}")
    with pytest.raises(Usage):
        enclosed("mdl.maximum", "bias=1/10")
    with pytest.raises(Malformed):
        enclosed("mdl.maximum", "bias=1/2", f"functional={file}")
