"""The certificates of li2024: closed forms of the GHZ state, and one figure of a caption."""

from __future__ import annotations

from fractions import Fraction

from oracle.papers.comparisons import figure
from oracle.papers.li2024 import ghz
from proofs.search.language.write import certificate_bytes


def certificates() -> dict[str, bytes]:
    """File name -> bytes of every certificate that needs no solver.

    >>> "perfect.cert.json" in certificates()
    True
    """
    formula = "-20*0.345/ln(10)"
    figures = {"squeezing": figure(formula, "-3"), "squeezing-more": figure(formula, "-2.9966")}
    found = {name: certificate_bytes(*certificate) for name, certificate in figures.items()}
    half = Fraction(1, 2)
    scene, mu, hidden = ghz.model_xy(2, half)
    found["mermin-local"] = ghz.local_bound(scene, ghz.mermin(scene), "2")
    found["mermin-model"] = ghz.hidden_model(scene, ghz.ghz(scene, mu), hidden)
    three, functional = ghz.three_settings()
    found["three-local"] = ghz.local_bound(three, functional, "9/4")
    scene, mu, hidden = ghz.model_xyz()
    found["three-model"] = ghz.hidden_model(scene, ghz.ghz(scene, mu), hidden)
    scene, mu, hidden = ghz.model_xy(3, Fraction(3535, 10000))
    found["model-four"] = ghz.hidden_model(scene, ghz.ghz(scene, mu), hidden)
    found["perfect"] = ghz.perfect(half)
    found["perfect-steerable"] = ghz.perfect(Fraction(9, 20))
    found["perfect-separate"] = ghz.perfect_separate(Fraction(7, 10))
    found["perfect-xz"] = ghz.perfect_xz(Fraction(57, 100), Fraction(3, 20))
    found["robust"] = ghz.robust(2, Fraction(2))
    found["robust-four"] = ghz.robust(3, Fraction(28285, 10000))
    found["separate"] = ghz.separate()
    found["curve"] = ghz.curve(Fraction(5))
    return {f"{name}.cert.json": data for name, data in found.items()}
