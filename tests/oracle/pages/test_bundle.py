"""Modules become one script, or a refusal; the bundled checker answers as the kernel does, outside of a browser."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from oracle.pages.bundle import NotBundledError, bundled
from oracle.pages.checker import STATIC, checker_page, embedded, program
from tests.schema.schemas import shipped
from tests.second_checker.test_agreement import kernel_answer, vectors

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not on PATH: the bundled checker is not run")
LOOP = """
const { readFileSync } = require("node:fs");
const self = { postMessage: (x) => console.log(JSON.stringify(x)) };
PROGRAM
for (const path of readFileSync(0, "utf8").split("\\n").filter(Boolean))
  self.onmessage({ data: { id: 0, bytes: readFileSync(JSON.parse(path)) } });
"""


def node(program: str, text: str, folder: Path) -> str:
    script = folder / "script.cjs"
    script.write_text(program, encoding="utf-8")
    done = subprocess.run([str(NODE), script], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_node
def test_the_bundled_checker_answers_as_the_kernel_does(tmp_path: Path) -> None:
    files = [*shipped()[::7], *vectors()[::5]]
    listing = "".join(json.dumps(str(path)) + "\n" for path in files)
    answers = [json.loads(line) for line in node(LOOP.replace("PROGRAM", program()), listing, tmp_path).splitlines()]
    assert len(answers) == len(files)
    for path, found in zip(files, answers, strict=True):
        theirs, ours = found["answer"], kernel_answer(path)
        said = (theirs["verdict"], theirs["sha256"], theirs["code"], theirs["pointer"], "\n".join(theirs["lines"]))
        assert said == tuple(ours), path


@needs_node
@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 1000, 100_003])
def test_digests(length: int, tmp_path: Path) -> None:
    data = bytes(k * k % 251 for k in range(length))
    (tmp_path / "data").write_bytes(data)
    modules = {"sha256.mjs": (STATIC / "sha256.mjs").read_text(encoding="utf-8")}
    text = f"""const {{ createHash }} = {bundled(modules, "sha256.mjs")};
const bytes = require("node:fs").readFileSync({json.dumps(str(tmp_path / "data"))});
console.log(createHash().update(bytes).digest());"""
    assert node(text, "", tmp_path).strip() == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('import { b } from "./c.mjs";', "c.mjs is imported and not there"),
        ('import { a } from "./a.mjs";', "imports itself"),
        ('import b from "./b.mjs";', "is not understood"),
        ('import * as b from "./b.mjs";', "is not understood"),
        ("export default 1;", "is not understood"),
        ("export { b };", "is not understood"),
        ("export let b = 1;", "is not understood"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, says: str) -> None:
    with pytest.raises(NotBundledError, match=says):
        bundled({"a.mjs": text, "b.mjs": "export const b = 1;"}, "a.mjs")


@pytest.mark.parametrize("text", ["const a = '</script>';", "x </SCRIPT", "<!-- a"])
def test_a_script_that_would_end_its_element_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="end its own element"):
        embedded(text)


def test_the_page_names_no_network() -> None:
    page = checker_page().decode()
    assert "http://" not in page
    assert "https://" not in page
    assert "default-src 'none'" in page
    assert page == checker_page().decode()
