r"""Results as LaTeX: a table with every text escaped, so that nothing foreign is a command.

>>> print(escaped("50 % of $x_1$ \\input"))
50 \% of \$x\_1\$ \textbackslash{}input
"""

from __future__ import annotations

from collections.abc import Sequence

_MEANT = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}",
}  # fmt: skip
MOST = 400  # characters of a cell


def escaped(text: str) -> str:
    """Foreign text on one line, printable ASCII; other characters are written as their code points."""
    out = []
    for character in " ".join(text.split()):
        if character in _MEANT:
            out.append(_MEANT[character])
        elif " " <= character <= "~":
            out.append(character)
        else:
            out.append(f"U+{ord(character):04X}")
    return "".join(out)


def table(caption: str, rows: Sequence[tuple[str, str]]) -> str:
    r"""A table of names and values for the package booktabs.

    >>> "\\toprule" in table("bits", [("a_b", "1/2")])
    True
    """
    lines = [f"{escaped(name)} & {escaped(_cut(value))} \\\\" for name, value in rows]
    return "\n".join(
        [r"% \usepackage{booktabs}", r"\begin{table}", rf"  \caption{{{escaped(caption)}}}",
         r"  \begin{tabular}{@{}lp{0.7\linewidth}@{}}", r"    \toprule", *(f"    {line}" for line in lines),
         r"    \bottomrule", r"  \end{tabular}", r"\end{table}", ""]
    )  # fmt: skip


def _cut(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}... ({len(text)} characters, whole in the certificate)"
