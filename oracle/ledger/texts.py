"""Texts of claims: what they state is data, which placeholders show, and the rest of the text holds words only.

``At most {bound} bits`` with ``printed = { bound = "1/4 + delta" }`` reads ``At most 1/4 + delta bits``; the evidence
receives the very same entry. A text outside of its placeholders may name things, in these ways and no others: a symbol
with an index (``A_0``, ``B_{0,1}``, ``S_theta``), a pair of inputs (``(0,1)``), a reference of at most two digits
(``equation (6)``, ``table 2``), a level of the hierarchy (``1+AB``). Every other figure, sign or operator there is
refused.
"""

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"(?<!_)\{([a-z][a-z0-9_]*)\}")
_BEFORE_A_NUMBER = (
    "eq eqs equation equations table tables fig figure theorem theorems lemma lemmas definition section supplement "
    "appendix ref refs proposition footnote run row rows result"
)
_NAMES = re.compile(
    "|".join(
        (
            r"\b1(?:\+[A-Z]+)+\b",  # 1+AB, a level
            rf"\b(?:{_BEFORE_A_NUMBER.replace(' ', '|')})\.? \(?\d{{1,2}}[a-z]?\b\)?(?![,+.\d]\w)"
            r"(?:(?:,| and| to| or) \(?\d{1,2}[a-z]?\b\)?)*",  # table 2, equations (3) and (4)
            r"(?<![\w)])\(\d{1,2}[a-z]?\)(?![\w(])",  # (6), an equation
            r"\([01](?:,[01])+\)",  # (0,1), a pair of inputs
            r"\b(?!(?:log|ln|exp|sqrt)\d)[A-Za-z]+(?:_\{[A-Za-z0-9,]+\}|_?[0-9]+\b|_[A-Za-z]+[0-9]*\b)",  # A_0, S_theta
        )
    ),
    re.IGNORECASE,
)
# A figure, an operator, the name of a function, or a minus sign: a hyphen stands between letters.
_STATEMENT = re.compile(
    r"[0-9]|[=<>+*/^|±−×√≤≥]|\b(?:sqrt|log2?|ln|exp|cos|sin|tan|pi)\b|(?<![A-Za-z}])-|-(?![A-Za-z{])",
)


def placeholders(text: str) -> list[str]:
    """Return the names of the placeholders in a text, in its order.

    >>> placeholders("between {low} and {high}")
    ['low', 'high']
    """
    return PLACEHOLDER.findall(text)


def filled(text: str, printed: Mapping[str, str]) -> str:
    """Return the text with what its placeholders show.

    Args:
        text: A template.
        printed: The entries; all that the text names are among them.

    >>> filled("at most {bound}", {"bound": "1/4"})
    'at most 1/4'
    """
    return PLACEHOLDER.sub(lambda match: printed[match[1]] if match[1] in printed else match[0], text)


def unbound(text: str) -> str:
    """Return the first figure, sign or operator of a template that stands outside of its placeholders, or "".

    >>> unbound("S_1 of equation (7) is at most {bound}")
    ''
    >>> unbound("S_1 of equation (7) is at most 2 sqrt(2)")
    '2'
    """
    match = _STATEMENT.search(_NAMES.sub("name", PLACEHOLDER.sub("{name}", text)).replace("{name}", "name"))
    return match[0] if match else ""
