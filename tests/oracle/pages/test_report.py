"""Reports in a real browser: they check themselves, hostile text stays text, and they look right in every size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import pytest

import oracle
from oracle.pages.drawing import Bars, Dots, pdf, svg
from oracle.pages.latex import escaped, table
from oracle.pages.referee import Content, Embedded, Table, page
from oracle.resources import certificates_dir
from tests.oracle.pages.browser import browser, complaints
from tests.oracle.runner import TABLE, refused, run

CERTIFICATE = certificates_dir() / "pironio2010" / "quantum-bound.cert.json"
OWN = "document.title='owned'"
INJECTIONS = (
    f"<script>{OWN}</script>",
    f"</script><script>{OWN}</script>",
    f"</title><script>{OWN}</script>",
    f"<img src=x onerror={OWN}>",
    f"<svg onload={OWN}>",
    f"<svg><script>{OWN}</script></svg>",
    f'"><img src=x onerror={OWN}>',
    f"'><img src=x onerror={OWN}>",
    f'" onmouseover="{OWN}" x="',
    f'<a href="javascript:{OWN}">x</a>',
    f'<iframe srcdoc="<script>parent.{OWN}</script>"></iframe>',
    f"<body onload={OWN}>",
    f"<input autofocus onfocus={OWN}>",
    f"<details open ontoggle={OWN}>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={OWN}></style></mglyph></math>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><button>check</button></form>",
    "<object data=data:text/html,<script>1</script>></object>",
    "<embed src=https://evil.example/x>",
    f"<template><script>{OWN}</script></template>",
    f"<!--><script>{OWN}</script>-->",
    f"]]><script>{OWN}</script>",
    f"&lt;script&gt;{OWN}&lt;/script&gt;",
    f"${{{OWN}}} $policy $script $$ {{0}} %s %(x)s",
    f"\u2028<script>{OWN}</script>\u2029",
    f"\x00<script\x00>{OWN}</script>",
    f"<scr\nipt>{OWN}</scr\nipt>",
    f"<ScRiPt>{OWN}</sCrIpT>",
    f"\ufeff+ADw-script+AD4-{OWN}+ADw-/script+AD4-",
    "\u202e<b>right to left</b>",
    "<button data-embedded=checker-source id=check-all>x</button>",
    "id=answers><h1>owned</h1>",
    "<plaintext>",
    '<xmp><p title="</xmp><img src=x>">',
    '\\"><\\/script>',
    "A0 B0' OR 1=1 --",
    "a" * 5000,
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with browser(tmp_path_factory.mktemp("report") / "profile") as found:
        yield found


def opened(driver: Any, data: bytes, folder: Path, name: str = "report.html") -> None:
    (folder / name).write_bytes(data)
    driver.get((folder / name).as_uri())


def stuffed(text: str) -> Content:
    """A page with one text wherever a text can stand."""
    plot = Bars([(text, Fraction(1))], text)
    tables = [Table(text, (text, text), [(text, text)])]
    return Content(
        text, text, [text], [(text, text)], plot, tables, [(text, text)], text, [Embedded(text, text.encode())]
    )


FOREIGN = """return [document.title, document.querySelectorAll("script").length,
  document.querySelectorAll(
    "img, iframe, object, embed, link, base, form, template, body b, a, math, details, plaintext, xmp").length,
  [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).length,
  document.querySelectorAll("style").length, document.querySelectorAll("meta").length,
  document.querySelectorAll("button").length, performance.getEntriesByType("resource").length]"""


def test_nothing_foreign_becomes_markup(driver: Any, tmp_path: Path) -> None:
    harmless = page(stuffed("harmless"))
    opened(driver, harmless, tmp_path)
    expected = driver.execute_script(FOREIGN)[1:]
    for number, text in enumerate(INJECTIONS):
        opened(driver, page(stuffed(text)), tmp_path, f"{number}.html")
        title, *found = driver.execute_script(FOREIGN)
        assert title != "owned", text
        assert found == expected, text
    assert complaints(driver) == []


def test_hostile_texts_through_the_front_door(driver: Any, tmp_path: Path) -> None:
    for number, text in enumerate(INJECTIONS[:12]):
        document = json.loads(CERTIFICATE.read_text())
        document["provenance"] = {"made": text.replace("\x00", "")}
        file = tmp_path / f"{number}{text[:20].replace('/', '∕')}.cert.json"
        file.write_text(json.dumps(document))
        found = oracle.report(file, title=text)
        opened(driver, found.html, tmp_path)
        assert driver.execute_script(FOREIGN)[2:4] == [0, 0]
        assert driver.title != "owned"
        assert not re.search(r"[^\x00-\x7f]", found.latex())
        assert "\\input" not in found.latex()
    scenario = oracle.Scenario({"A": [2, 2], "B": [2, 2]})
    problem = oracle.Problem("maximum", "local", scenario, functional={"A0 B0": "= c"}, title=INJECTIONS[3],
                             more={"parameters": {"c": "1"}})  # fmt: skip
    swept = oracle.sweep(problem, {"c": [1, 2]}, jobs=1)
    opened(driver, oracle.report(swept).html, tmp_path)
    assert driver.execute_script(FOREIGN)[2:4] == [0, 0]
    assert driver.find_element("tag name", "h1").text == INJECTIONS[3]


def checked(driver: Any, seconds: float = 60) -> list[tuple[str, str]]:
    """Press the button for all, wait, and read verdicts and statements."""
    from selenium.webdriver.support.wait import WebDriverWait

    wanted = len(driver.find_elements("css selector", "button[data-embedded]"))
    driver.find_element("id", "check-all").click()
    WebDriverWait(driver, seconds, 0.05).until(
        lambda d: (
            d.execute_script("return document.body.dataset.busy === 'false' && +document.body.dataset.done") == wanted
        )
    )
    found = driver.execute_script(
        "return [...document.querySelectorAll('#answers > article')].map((e) => [e.dataset.verdict,"
        "(e.querySelector('.statement') || {textContent: ''}).textContent])"
    )
    return [(verdict, text) for verdict, text in found]


def test_a_referee_presses_check(driver: Any, tmp_path: Path) -> None:
    found = oracle.report(TABLE, confidence="99/100")
    opened(driver, found.html, tmp_path)
    assert "at least 279.195664 bits" in driver.find_element("css selector", ".result").text
    answers = checked(driver)
    assert [verdict for verdict, _ in answers] == ["PROVED"] * 6
    assert answers[0][1] == getattr(found.result, "statement", None)
    assert complaints(driver) == []
    assert driver.execute_script("return performance.getEntriesByType('resource').length") <= 1  # the worker's own blob


def test_a_changed_page_is_not_proved(driver: Any, tmp_path: Path) -> None:
    from base64 import b64encode

    data = CERTIFICATE.read_bytes()
    wrong = data.replace(b'"bound": ["0", "2"]', b'"bound": ["0", "1"]')
    assert wrong != data
    html = oracle.report(CERTIFICATE).html.replace(b64encode(data), b64encode(wrong))
    opened(driver, html, tmp_path)
    ((verdict, _),) = checked(driver)
    assert verdict in ("REJECTED", "MALFORMED")


CONTRAST = """
const light = ([r, g, b]) => { const f = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
const parts = (text) => text.match(/[0-9.]+/g).map(Number);
const behind = (e) => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
const all = document.querySelectorAll("h1, h2, h3, p, td, th, caption, pre, button, figcaption");
return Math.min(...[...all].map((e) => {
  const [a, b] = [light(parts(getComputedStyle(e).color)), light(behind(e))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));"""
HEADINGS = "return [...document.querySelectorAll('h1, h2, h3, h4')].map((e) => +e.tagName[1])"
BROKEN = "return [...document.querySelectorAll('button')].filter((e) => e.offsetHeight > 48).map((e) => e.textContent)"
UNSCOPED = "return document.querySelectorAll('th:not([scope]), table:not(:has(caption))').length"


@pytest.mark.parametrize(("size", "dark"), [((390, 800), False), ((820, 1000), True), ((1400, 900), False)])
def test_it_looks_right(size: tuple[int, int], dark: bool, tmp_path: Path) -> None:
    found = oracle.report(TABLE, confidence="99/100")
    with browser(tmp_path / "profile", size, dark) as driver:
        opened(driver, found.html, tmp_path)
        checked(driver)
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert driver.execute_script(wide) <= 0
        assert driver.execute_script(CONTRAST) >= 4.5
        levels = driver.execute_script(HEADINGS)
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert driver.execute_script(UNSCOPED) == 0
        assert driver.execute_script(BROKEN) == []
        assert driver.execute_script("return document.querySelector('svg').getAttribute('aria-label')")
        assert driver.save_screenshot(str(tmp_path / "page.png"))


def test_on_paper_the_buttons_are_gone(driver: Any, tmp_path: Path) -> None:
    from base64 import b64decode

    opened(driver, oracle.report(CERTIFICATE).html, tmp_path)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    hidden = "return [...document.querySelectorAll('button')].every((e) => e.offsetParent === null)"
    assert driver.execute_script(hidden)
    printed = b64decode(driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert printed.startswith(b"%PDF")


@pytest.mark.parametrize("subject", ["certificate", "sweep", "ledger", "bound", "answer"])
def test_every_subject_has_a_page(subject: str, driver: Any, tmp_path: Path) -> None:
    scenario = oracle.Scenario({"A": [2, 2], "B": [2, 2]})
    if subject == "certificate":
        found = oracle.report(CERTIFICATE)
    elif subject == "sweep":
        problem = oracle.Problem("maximum", "local", scenario, functional={"A0 B0": "= c", "A1 B1": "1"},
                                 more={"parameters": {"c": "1"}})  # fmt: skip
        oracle.sweep(problem, {"c": "0:1:3"}, tmp_path / "swept", jobs=1)
        found = oracle.report(tmp_path / "swept")
    elif subject == "ledger":
        found = oracle.report("li2024")
    elif subject == "bound":
        found = oracle.report(oracle.bound("chsh.min-entropy.local", score="5/2"))
    else:
        found = oracle.report(oracle.certify(oracle.Problem("maximum", "local", scenario, functional={"A0 B0": 1})))
    opened(driver, found.html, tmp_path)
    assert {verdict for verdict, _ in checked(driver)} == {"PROVED"}
    assert complaints(driver) == []


def test_a_page_about_a_megabyte_is_small_and_quick() -> None:
    data = CERTIFICATE.read_bytes().rstrip() + b" " * (1 << 20)
    assert oracle.check(data).proved
    oracle.report(CERTIFICATE)
    start = process_time()
    found = oracle.report(data)
    assert process_time() - start < 2
    assert len(found.html) < 2_000_000


def test_what_proves_nothing_has_no_report(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.cert.json"
    wrong.write_bytes(CERTIFICATE.read_bytes().replace(b'"bound": ["0", "2"]', b'"bound": ["0", "1"]'))
    assert "it has no report" in refused(1, "report", str(wrong), "-o", str(tmp_path / "out.html"))
    wrong.write_bytes(b"{}")
    refused(3, "report", str(wrong), "-o", str(tmp_path / "out.html"))
    assert "--confidence" in refused(2, "report", TABLE, "-o", str(tmp_path / "out.html"))
    refused(5, "report", str(tmp_path / "none"), "-o", str(tmp_path / "out.html"))
    refused(5, "report", str(tmp_path), "-o", str(tmp_path / "out.html"))
    assert not (tmp_path / "out.html").exists()


def test_the_verb_writes_page_table_and_figure(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    out = tmp_path / "out.html"
    for _ in range(2):  # running a command twice works
        result = run("report", TABLE, "--confidence", "99/100", "-o", str(out), "--latex")
        assert result.exit_code == 0
    assert "at least 279.195664 bits" in result.stdout
    assert (tmp_path / "out.tex").read_text().startswith("% \\usepackage{booktabs}")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    listed = json.loads(run("report", TABLE, "--confidence", "99/100", "-o", str(out), "--json").stdout)
    assert listed["written"] == [str(out)]
    mine = tmp_path / "mine.html"
    mine.write_text("<p>mine</p>")
    assert "--force" in refused(5, "report", str(CERTIFICATE), "-o", str(mine))


def test_figures_join_nothing() -> None:
    plot = Dots([(Fraction(0), Fraction(1)), (Fraction(1), Fraction(2))], "p", "bits", "curve", [Fraction(1, 2)])
    assert svg(plot).count("<circle") == 2
    assert "<polyline" not in svg(plot)
    pytest.importorskip("matplotlib")
    assert pdf(plot) == pdf(plot)


def test_latex_is_escaped() -> None:
    for text in INJECTIONS:
        assert not re.search(r"(?<!\\)[$&#%_]", re.sub(r"\\text[a-z]+\{\}", "", escaped(text)))
    assert table("x", [("é\n\\end{table}", "1")]).count("\\end{table}") == 1


def test_a_recorded_run_has_a_page(driver: Any, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    protocol = certificates_dir() / "examples" / "protocols" / "spot-checking.toml"
    oracle.simulate(protocol, tmp_path / "run", seed=1)
    found = oracle.report(tmp_path / "run")
    opened(driver, found.html, tmp_path)
    assert [verdict for verdict, _ in checked(driver)] == ["PROVED"]
    assert "vouches" in driver.find_element("tag name", "h2").text
    assert complaints(driver) == []
