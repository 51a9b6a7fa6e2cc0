"""The figures of the gallery, each from certified numbers: `python docs/gallery/draw.py` writes them again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import oracle
from oracle.pages.drawing import Bars, Dots, Plot, svg
from oracle.resources import certificates_dir

HERE = Path(__file__).parent
TABLE = certificates_dir() / "pironio2010" / "table1.csv"


def methods() -> Plot:
    """Certified bits of the two-ion experiment of 2010, by method."""
    found = oracle.counts(TABLE, confidence="99/100")
    items = [(key, each.low) for key, each in found.by_method.items()]
    return Bars(items, "certified bits in 3016 rounds, 99 % confidence", places=3)


def entropy() -> Plot:
    """Min-entropy of one outcome over the CHSH value, against quantum adversaries."""
    scores = [Fraction(2) + Fraction(k, 50) for k in range(42)]
    points = [(score, oracle.bound("chsh.min-entropy.local", score=score).low) for score in scores]
    return Dots(points, "CHSH value", "certified min-entropy of one outcome, bits", "local min-entropy")


def confidence() -> Plot:
    """Certified bits of the same counts over the failure probability."""
    points = []
    for k in range(1, 13):
        found = oracle.counts(TABLE, confidence=1 - Fraction(1, 10**k))
        points.append((Fraction(k), found.bits))
    return Dots(points, "-log10 of the failure probability", "certified bits", "bits over confidence")


def statuses() -> Plot:
    """What became of the claims of the papers."""
    found = oracle.audit().plot()
    if found is None:
        raise ValueError("the ledger has no figure")
    return found


FIGURES = {"methods": methods, "entropy": entropy, "confidence": confidence, "statuses": statuses}


def main() -> None:
    """Write every figure."""
    for name, make in FIGURES.items():
        text = svg(make()).replace("currentColor", "#808080")  # an image takes no colour from the page
        (HERE / f"{name}.svg").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
