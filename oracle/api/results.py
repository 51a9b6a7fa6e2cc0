"""What the functions of the interface return: frozen values with exact numbers, shown in a notebook as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from oracle.numbers import decimal_text as decimal_text

if TYPE_CHECKING:
    from oracle.pages.drawing import Plot

Steps = Callable[[int, int], None]
"""Called with what is done and how much there is, each time something is done."""


@dataclass(frozen=True, repr=False)
class Result:
    """What every result has: one line for people, rows of a table, a small figure, and a dictionary of JSON values.

    Numbers that are shown are rounded to the safe side: entropies and lengths down, guessing probabilities and
    upper bounds up. The exact ones are the attributes.
    """

    def to_dict(self) -> dict[str, object]:
        """JSON values with every number as a text that `fractions.Fraction` reads."""
        raise NotImplementedError

    def headline(self) -> str:
        """The result in a few words, never stronger than what is proved."""
        raise NotImplementedError

    def rows(self) -> list[tuple[str, str]]:
        """Names and values of a table."""
        return []

    def plot(self) -> Plot | None:
        """What a small figure of it shows."""
        return None

    def figure(self) -> str:
        """The figure as SVG, or ""."""
        from oracle.pages.drawing import svg

        plot = self.plot()
        return "" if plot is None else svg(plot)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.headline()}>"

    def _repr_html_(self) -> str:
        """What a notebook shows; every text is escaped."""
        lines = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
            f'<td style="text-align:left;overflow-wrap:anywhere">{escape(value)}</td></tr>'
            for name, value in self.rows()
        )
        caption = f'<caption style="text-align:left;font-weight:bold">{escape(self.headline())}</caption>'
        return f"<div>{self.figure()}<table>{caption}<tbody>{lines}</tbody></table></div>"


def at_least(value: Fraction, unit: str = "bits", places: int = 6) -> str:
    """A lower bound in words, rounded down.

    >>> at_least(Fraction(2, 3))
    'at least 0.666666 bits'
    """
    return f"at least {decimal_text(value, places, up=False)} {unit}".rstrip()


def at_most(value: Fraction, unit: str = "", places: int = 9) -> str:
    """An upper bound in words, rounded up.

    >>> at_most(Fraction(2, 3), places=3)
    'at most 0.667'
    """
    return f"at most {decimal_text(value, places, up=True)} {unit}".rstrip()


def exactly(value: Fraction | None) -> str | None:
    """The number as JSON has it."""
    return None if value is None else str(value)
