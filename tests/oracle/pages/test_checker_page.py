"""The page in a real browser: it agrees with the kernel on every certificate and vector, and survives anything."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from oracle.pages.checker import checker_page
from tests.oracle.pages.browser import browser, complaints
from tests.schema.schemas import shipped
from tests.second_checker.test_agreement import kernel_answer, vectors

READ = """return [...document.querySelectorAll("#answers > article")].map((e) => [
  e.querySelector(".name").textContent, e.dataset.verdict, e.dataset.sha256 || "-", e.dataset.code, e.dataset.pointer,
  (e.querySelector(".statement") || {textContent: ""}).textContent,
  getComputedStyle(e).borderLeftColor]);"""
COLOURS = {"PROVED": "rgb(11, 107, 52)", "REJECTED": "rgb(161, 24, 24)", "MALFORMED": "rgb(161, 24, 24)"}
PORTION = 100
TWO_FAULTS = {"duplicate-key", "not-json"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("page")
    (folder / "checker.html").write_bytes(checker_page())
    with browser(folder / "profile") as driver:
        driver.get((folder / "checker.html").as_uri())
        yield driver


def _idle(driver: Any) -> int:
    """Number of answers on the page, -1 while it is busy."""
    count = 'document.getElementById("answers").children.length'
    return int(driver.execute_script(f'return document.body.dataset.busy === "false" ? {count} : -1'))


def answers(driver: Any, files: Sequence[Path], seconds: float = 120) -> list[list[str]]:
    """Drop the files and wait; returns name, verdict, sha256, code, pointer, statement and colour of each."""
    from selenium.webdriver.support.wait import WebDriverWait

    found = []
    for first in range(0, len(files), PORTION):
        some = files[first : first + PORTION]
        driver.execute_script('document.getElementById("clear").click()')
        driver.find_element("id", "files").send_keys("\n".join(map(str, some)))
        WebDriverWait(driver, seconds, 0.05).until(lambda d: _idle(d) == len(some))  # noqa: B023 - called at once
        found += driver.execute_script(READ)
    return found


def test_the_page_agrees_with_the_kernel(page: Any) -> None:
    files = [*shipped(), *vectors()]
    found = answers(page, files)
    assert len(found) == len(files)
    for path, (name, *said, colour) in zip(files, found, strict=True):
        assert name == path.name
        assert tuple(said) == tuple(kernel_answer(path)), path
        assert colour == COLOURS.get(said[0], "rgb(122, 82, 0)"), path
    assert complaints(page) == []


def test_all_shipped_certificates_are_quick(page: Any) -> None:
    """Ten seconds on an idle machine of two cores; three times that here, where other tests run beside it."""
    from selenium.webdriver.support.wait import WebDriverWait

    files = shipped()
    page.execute_script('document.getElementById("clear").click()')
    begun = monotonic()
    page.find_element("id", "files").send_keys("\n".join(map(str, files)))
    WebDriverWait(page, 60, 0.05).until(lambda d: _idle(d) == len(files))
    assert monotonic() - begun < 30
    assert [entry[0] for entry in page.execute_script(READ)] == [path.name for path in files]  # in their order


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Bytes with a few edits: replaced, dropped, doubled, or random altogether."""
    if draw.random() < 0.1:
        return draw.randbytes(draw.randrange(200))
    out = bytearray(data)
    for _ in range(draw.randrange(1, 4)):
        place = draw.randrange(len(out) or 1)
        kind = draw.randrange(4)
        if kind == 0 and out:
            out[place % len(out)] = draw.choice(b'0123456789"[]{},:-\x00\xff/A')
        elif kind == 1:
            del out[place : place + draw.randrange(1, 5)]
        elif kind == 2:
            out[place:place] = out[place : place + draw.randrange(1, 20)]
        else:
            out[place:place] = draw.randbytes(2)
    return bytes(out)


@pytest.mark.parametrize("seed", range(int(os.environ.get("BROWSER_FUZZ", "400")) // PORTION))
def test_any_bytes_get_the_kernels_verdict(page: Any, seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    small = [path for path in vectors() if path.stat().st_size < 4000]
    files = []
    for k in range(PORTION):
        path = tmp_path / f"{k}.json"
        path.write_bytes(mutated(draw.choice(small).read_bytes(), draw))
        files.append(path)
    for path, (_, *said, _colour) in zip(files, answers(page, files), strict=True):
        ours = list(kernel_answer(path))
        if {said[2], ours[2]} == TWO_FAULTS:  # which of two faults is named first is not laid down
            said[2] = ours[2]
        assert said == ours, path.read_bytes()


HOSTILE = (
    "<img src=x onerror=document.title='owned'>.json",
    "'\"><script>document.title='owned'<&sol;script>.json",
    "a&lt;b&amp;.json",
)


def test_hostile_names_and_texts_stay_text(page: Any, tmp_path: Path) -> None:
    document = json.loads(next(path for path in vectors() if path.name == "tsirelson.json").read_text())
    document["provenance"] = {"<script>document.title='owned'</script>": "<b>bold</b>"}
    document["statement"]["<img src=x onerror=document.title='owned'>"] = "1"
    files = []
    for name in HOSTILE:
        path = tmp_path / name
        path.write_text(json.dumps(document))
        files.append(path)
    title = page.title
    found = answers(page, files)
    assert [entry[0] for entry in found] == list(HOSTILE)
    assert page.title == title
    assert (
        page.execute_script("return document.querySelectorAll('#answers img, #answers script, #answers b').length") == 0
    )


def test_a_long_check_can_be_stopped(page: Any, tmp_path: Path) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    slow = max(shipped(), key=lambda path: path.stat().st_size)
    page.execute_script('document.getElementById("clear").click()')
    page.find_element("id", "files").send_keys("\n".join([str(slow)] * 20))
    page.execute_script('document.getElementById("stop").click()')
    WebDriverWait(page, 20, 0.05).until(lambda d: d.execute_script("return document.body.dataset.busy") == "false")
    verdicts = [entry[1] for entry in page.execute_script(READ)]
    assert len(verdicts) == 20
    assert "STOPPED" in verdicts
    assert [entry[1] for entry in answers(page, [slow])] == ["PROVED"]


@pytest.mark.parametrize(("size", "dark"), [((390, 800), False), ((820, 1000), True), ((1400, 900), False)])
def test_nothing_is_cut_off(size: tuple[int, int], dark: bool, tmp_path: Path) -> None:
    (tmp_path / "checker.html").write_bytes(checker_page())
    with browser(tmp_path / "profile", size, dark) as driver:
        driver.get((tmp_path / "checker.html").as_uri())
        answers(driver, shipped()[:2] + [path for path in vectors() if "invalid" in path.parts][:1])
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert driver.execute_script(wide) <= 0
        assert driver.save_screenshot(str(tmp_path / "page.png"))
