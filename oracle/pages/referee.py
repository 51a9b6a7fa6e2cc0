"""One self-contained page about a result: nothing of it comes from elsewhere, nothing foreign in it becomes markup."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from string import Template

from oracle.pages.checker import embedded, policy, program, static
from oracle.pages.drawing import Plot, svg
from oracle.version import __version__

MOST_EMBEDDED = 12 << 20  # bytes of certificates that a page carries within itself


@dataclass(frozen=True)
class Table:
    """A table with a header.

    Attributes:
        caption: what it shows.
        header: names of the columns.
        rows: texts; the first column names the row.
    """

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Embedded:
    """A certificate that the page carries.

    Attributes:
        name: what it proves or stands for.
        data: its bytes.
    """

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Of the bytes."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Content:
    """What a page says.

    Attributes:
        title: of the page.
        sentence: the result in one sentence, no stronger than what is proved.
        warnings: what a reader must not miss.
        assumptions: what was assumed, and who vouches for it.
        plot: the figure, or None.
        tables: in their order.
        data: names of data and their sha256.
        statement: canonical text of what is proved, or "".
        certificates: that the page carries, or names if they are too large.
    """

    title: str
    sentence: str
    warnings: Sequence[str] = ()
    assumptions: Sequence[tuple[str, str]] = ()
    plot: Plot | None = None
    tables: Sequence[Table] = ()
    data: Sequence[tuple[str, str]] = ()
    statement: str = ""
    certificates: Sequence[Embedded] = field(default_factory=tuple)


def page(content: Content) -> bytes:
    """The page as UTF-8; equal contents give equal bytes.

    Its policy runs the script and the style that are in it and a worker made of the second checker, and reaches no
    network. Every text of the content is escaped.

    >>> page(Content("<b>", "s")).count(b"<b>")
    0
    """
    style, script, worker = static("page.css"), static("checker.js"), program()
    carried = carried_of(content.certificates)
    return (
        Template(static("report.html"))
        .substitute(
            policy=policy({"page": script}, style), style=style, title=escape(content.title),
            sentence=escape(content.sentence), warnings=_warnings(content.warnings),
            assumptions=_assumptions(content.assumptions), figure=_figure(content.plot),
            tables="".join(map(_table, content.tables)), data=_data(content.data),
            statement=_statement(content.statement),
            certificates=_certificates(content.certificates, carried), widget=static("widget.html"),
            carried="".join(_carried(k, each) for k, each in enumerate(carried)), version=escape(__version__),
            digest=sha256(worker.encode()).hexdigest(), worker=embedded(worker), script=embedded(script),
        )
        .encode()
    )  # fmt: skip


def carried_of(certificates: Sequence[Embedded]) -> Sequence[Embedded]:
    """All of the certificates, or none where they are too large together."""
    return certificates if sum(len(each.data) for each in certificates) <= MOST_EMBEDDED else ()


def _warnings(warnings: Sequence[str]) -> str:
    return "".join(f'<p class="warning"><strong>Warning.</strong> {escape(text)}</p>' for text in warnings)


def _assumptions(assumptions: Sequence[tuple[str, str]]) -> str:
    if not assumptions:
        return ""
    table = Table("Every line of it, and whose word it rests on", ("assumption", "who vouches for it"), assumptions)
    return f"<h2>What was assumed, and who vouches for it</h2>{_table(table)}"


def _figure(plot: Plot | None) -> str:
    if plot is None:
        return ""
    return f"<h2>Figure</h2><figure>{svg(plot)}<figcaption>{escape(plot.title)}</figcaption></figure>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.header)
    rows = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    return (
        f'<div class="table"><table><caption>{escape(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _data(data: Sequence[tuple[str, str]]) -> str:
    if not data:
        return ""
    return f"<h2>Data</h2>{_table(Table('Files, by the sha256 of their bytes', ('file', 'sha256'), data))}"


def _statement(statement: str) -> str:
    return f"<h2>The full statement</h2><pre>{escape(statement)}</pre>" if statement else ""


def _certificates(certificates: Sequence[Embedded], carried: Sequence[Embedded]) -> str:
    if not certificates:
        return "<p>No certificate belongs to this page.</p>"
    rows = []
    for k, each in enumerate(certificates):
        check = (
            f'<button type="button" class="noprint" data-embedded="certificate-{k}" '
            f'aria-label="check certificate {k + 1}">check</button>'
            if carried else "not in this page: too large"
        )  # fmt: skip
        rows.append(
            f'<tr><th scope="row">{escape(each.name)}</th><td class="digest">{each.sha256}</td>'
            f"<td>{len(each.data)}</td><td>{check}</td></tr>"
        )
    every = '<p class="noprint"><button type="button" id="check-all">check all of them</button></p>' if carried else ""
    return (
        '<div class="table"><table><caption>Certificates of this page</caption><thead><tr><th scope="col">name</th>'
        '<th scope="col">sha256</th><th scope="col">bytes</th><th scope="col">check</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{every}"
    )


def _carried(number: int, certificate: Embedded) -> str:
    """The bytes in base64, in which nothing can end the element."""
    data = b64encode(certificate.data).decode()
    return (
        f'<script type="text/plain" id="certificate-{number}" data-name="{escape(certificate.name)}">{data}</script>\n'
    )
