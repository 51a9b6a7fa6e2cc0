"""The site is built without a network, needs none to be read and searched, and fits every screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.pages.browser import browser, complaints
from tests.policy.text import ROOT

DOCS = ROOT / "docs"
pytestmark = pytest.mark.skipif(find_spec("mkdocs") is None, reason="mkdocs is optional and not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = import_module("mkdocs.commands.build").build
    load_config = import_module("mkdocs.config").load_config
    folder = tmp_path_factory.mktemp("docs") / "site"
    with _without_network():
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True))
    return folder


@contextmanager
def _without_network() -> Iterator[None]:
    """Whoever opens a connection fails."""
    import socket

    def refuse(*_: Any) -> None:
        raise OSError("no network here")

    connect = socket.socket.connect
    socket.socket.connect = refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]


def test_every_page_is_in_the_navigation(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    for path in DOCS.rglob("*.md"):
        if "changes" not in path.parts:
            name = path.relative_to(DOCS).with_suffix(".html").as_posix()
            assert (site / name).is_file(), name
            assert name == "index.html" or f'href="{name}"' in index, f"{name} is not in the navigation"
    assert "nearest_behaviour" in (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert "bellcert counts" in (site / "reference" / "verbs.html").read_text(encoding="utf-8")
    assert not list(site.rglob("__pycache__"))


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    loaded = r'<(?:script|img|iframe|source)\b[^>]*\bsrc="(?:https?:)?//[^"]*"|<link\b[^>]*\bhref="(?:https?:)?//[^"]*"'
    assert re.findall(loaded, '<script src="https://example.org/shim.js">')
    for path in site.rglob("*.html"):
        assert not re.findall(loaded, path.read_text(encoding="utf-8")), path.name


def test_the_search_works_from_a_disk(site: Path, tmp_path: Path) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    with browser(tmp_path / "profile") as driver:
        driver.get((site / "index.html").as_uri())
        found = "return [...document.querySelectorAll('.md-search-result__link')].map((e) => e.getAttribute('href'))"
        WebDriverWait(driver, 30, 0.1).until(lambda d: d.find_element("css selector", ".md-search__input"))
        driver.find_element("tag name", "body").send_keys("s")  # the theme's key for the search
        WebDriverWait(driver, 30, 0.1).until(
            lambda d: d.execute_script("return document.activeElement.classList.contains('md-search__input')")
        )
        driver.switch_to.active_element.send_keys("event-ready windows")
        links = WebDriverWait(driver, 30, 0.1).until(lambda d: d.execute_script(found))
        assert any("events.html" in link for link in links)
        assert complaints(driver) == []


@pytest.mark.parametrize(("size", "dark"), [((390, 800), False), ((820, 1000), True), ((1400, 900), False)])
def test_pages_fit_the_screen(size: tuple[int, int], dark: bool, site: Path, tmp_path: Path) -> None:
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with browser(tmp_path / "profile", size, dark) as driver:
        for path in sorted(set(site.rglob("*.html")) - {site / "404.html"}):  # that one is for servers
            driver.get(path.as_uri())
            assert driver.execute_script(wide) <= 0, path.name
            assert complaints(driver) == [], path.name
