"""The page of the format says what the kernel does: limits, codes, sentences, and every example."""

import ast
import json
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import proofs.kernel
from proofs.codes import CODES
from proofs.kernel import extractor
from proofs.kernel.__main__ import EXIT, WORST
from proofs.kernel.check import check_bytes
from proofs.kernel.entropy import ASSUMPTIONS, DEVIATIONS, OVERRIDES, TAG_SENTENCES, TAGS
from proofs.kernel.errors import Malformed
from proofs.kernel.interval import Expression
from proofs.kernel.read import Node
from proofs.kernel.rules import KINDS, RULES
from proofs.kernel.statement import HYPOTHESES, SETS, work_budget
from tests.schema.limits import LIMITS
from tests.schema.schemas import ROOT, code, examples, readme, table

KERNEL = Path(proofs.kernel.__path__[0])
# Constants that decide how something is calculated, not what is accepted.
INTERNAL = {"number.MAX_COMMON"}


def modules() -> Iterator[tuple[str, ModuleType]]:
    """The kernel's modules under their last names."""
    for found in pkgutil.walk_packages([str(KERNEL)], "proofs.kernel."):
        yield found.name.rsplit(".", 1)[-1], import_module(found.name)


def constants() -> dict[str, int]:
    """Every MAX_... a module of the kernel assigns."""
    result = {}
    for name, module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Name) and target.id.startswith("MAX_"):
                    result[f"{name}.{target.id}"] = int(getattr(module, target.id))
    return result


def plain(limit: str) -> str:
    """A limit without the link that may follow it."""
    return limit.split(" ([")[0]


def test_every_limit_of_the_kernel_is_on_the_page_with_its_number() -> None:
    shown = {LIMITS[plain(limit)]: int(number) for limit, number, _ in table("| limit | number |")}
    assert len(shown) == len(LIMITS)
    wanted = {name: value for name, value in constants().items() if name not in INTERNAL}
    assert shown == wanted | {"statement.work_budget": work_budget().units}


def test_internal_constants_exist() -> None:
    assert constants().keys() >= INTERNAL


def codes() -> dict[str, tuple[str, str]]:
    return {code(name): (verdict, meaning) for name, verdict, meaning in table("| code | verdict |")}


def test_every_code_is_on_the_page_with_its_sentence() -> None:
    assert [(name, meaning) for name, (_, meaning) in codes().items()] == list(CODES.items())


def test_limits_name_codes_of_the_verdict_limit() -> None:
    named = {code(name) for _, _, name in table("| limit | number |")}
    assert {name for name in named if codes()[name][0] != "LIMIT"} == {"domain"}
    assert {name for name, (verdict, _) in codes().items() if verdict == "LIMIT"} <= named


def raised() -> dict[str, set[str]]:
    """Verdicts the kernel's source gives to codes it spells out."""
    found = defaultdict(set)
    for path in KERNEL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name.upper() in EXIT:
                    found[str(node.args[0].value)].add(name.upper())
    return found


def test_every_code_has_the_verdict_the_kernel_gives_it() -> None:
    found = raised()
    assert len(found) > 40
    for name, verdicts in found.items():
        assert {codes()[name][0]} == verdicts, name


def test_the_text_says_where_every_code_comes_from() -> None:
    text = readme()[: readme().index("## 10. Verdicts")]
    assert [name for name in CODES if f"`{name}`" not in text] == ["unreadable"]


def test_every_code_named_in_the_text_exists() -> None:
    text = readme()[: readme().index("## 10. Verdicts")]
    named = set(re.findall(r"\(`([a-z]+(?:-[a-z0-9]+)+)`[),]", text))
    lines, in_table = text.split("\n"), False
    for line in lines:
        in_table = line.startswith("|") and (in_table or line.endswith("| code | pointer |"))
        cells = re.split(r"(?<!\\)\|", line)
        if in_table:
            named |= set(re.findall("`([a-z-]+)`", cells[-3]))
    assert {"witness-empty", "not-isolating"} <= named <= CODES.keys()


def test_exit_codes() -> None:
    shown = {verdict: int(number) for verdict, _, number in table("| verdict | meaning |")}
    assert shown == EXIT | {"UNREADABLE": 5}
    assert ", ".join(map(str, WORST)) in readme()


def test_meanings_of_sets() -> None:
    assert {code(name): meaning for name, meaning in table("| set | MEANING |")} == SETS


def test_sets_of_kinds() -> None:
    shown = {code(name) for row in table("| kind | rule |") for name in row[0].split(", ")}
    assert shown == set(KINDS)
    rules = {code(name) for row in table("| kind | rule |") for name in re.split("[,;] ", row[1])}
    assert rules == set(RULES)


def test_kinds_of_hypotheses() -> None:
    assert {code(row[0]) for row in table("| kind | says |")} == set(HYPOTHESES)


def test_tags_and_assumptions() -> None:
    shown: dict[str, dict[str, str]] = {}
    for name, value, sentence in table("| tag | value |"):
        tag = code(name.split(",")[0]) if name else list(shown)[-1]
        shown.setdefault(tag, {})[code(value).removesuffix(" DIGEST")] = sentence
    assert {name: tuple(values) for name, values in shown.items()} == {**TAGS, **OVERRIDES}
    assert {(name, value): text for name, values in shown.items() for value, text in values.items()} == TAG_SENTENCES
    assert [(code(name), text) for name, text in table("| assumption | line")] == list(ASSUMPTIONS.items())


def test_extractors() -> None:
    assert {code(name): text for name, text in table("| function | line")} == extractor.FUNCTIONS
    assert {code(name): text for name, text, _ in table("| adversary | line")} == extractor.ADVERSARIES
    assert {code(name): text for name, text in table("| assumption about")} == extractor.ASSUMPTIONS


def test_deviations() -> None:
    assert {code(name): formula for name, formula in table("| method | FORMULA |")} == DEVIATIONS


def node(value: object) -> Node:
    return Node(value)


def test_functions_of_expressions() -> None:
    for names, count, _, texts in table("| function | arguments |"):
        for name, text in zip(re.findall("`([^`]*)`", names), re.findall("`([^`]*)`", texts), strict=True):
            arguments = ["5", "7"][: int(count)]
            shown = text.replace("X", "5").replace("Y", "7").replace("N", "7")
            assert Expression(node({name: arguments})).text() == shown
            with pytest.raises(Malformed):
                Expression(node({name: arguments[1:]}))


def test_every_kind_has_a_section_with_an_example_that_is_linked() -> None:
    found_sections = re.findall(r"^### (`[a-z`, -]+`)$(.*?)(?=^##)", readme(), re.MULTILINE | re.DOTALL)
    sections = {kind: section for names, section in found_sections for kind in re.findall("`([a-z-]+)`", names)}
    assert set(sections) == {code(name) for row in table("| kind | rule |") for name in row[0].split(", ")}
    rules = set()
    for kind, section in sections.items():
        paths = [ROOT / target for target in re.findall(r"\]\((vectors/[^)]*)\)", section)]
        found = [json.loads(path.with_suffix(".json").read_text(encoding="utf-8")) for path in paths]
        assert kind in {item["statement"]["kind"] for item in found}, kind
        rules |= {item["rule"] for item in found}
        assert "*Does not" in section, kind
    assert rules == RULES.keys()


@pytest.mark.parametrize(("certificate", "text"), examples())
def test_an_example_is_proved_and_prints_the_text_below_it(certificate: str, text: str) -> None:
    verdict = check_bytes(certificate.encode())
    assert (verdict.verdict, verdict.problem) == ("PROVED", "")
    assert verdict.statement == text


def worked_example() -> Any:
    page = readme()
    return next(json.loads(text) for text, _ in examples() if page.index(text) > page.index("## 12. "))


@pytest.mark.parametrize(
    ("place", "value", "refusal"),
    [
        pytest.param(("witness", "squares", 0, "weight"), ["0", "-1/2"], "weight-sign", id="weight"),
        pytest.param(("statement", "bound"), ["0", "1"], "identity", id="bound"),
        pytest.param(("statement", "field", "root"), ["-2", "-1"], "weight-sign", id="root"),
    ],
)
def test_the_worked_example_fails_as_the_page_says(place: tuple[str | int, ...], value: Any, refusal: str) -> None:
    document = worked_example()
    entry = document
    for key in place[:-1]:
        entry = entry[key]
    entry[place[-1]] = value
    verdict = check_bytes(json.dumps(document).encode())
    assert (verdict.verdict, verdict.code) == ("REJECTED", refusal)


def test_links_within_the_page_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)$", readme(), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", readme())) <= anchors
    for target in re.findall(r"\]\(([^)#][^)]*)\)", readme()):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize(("name", "most"), [("README.md", 900), ("rounds.md", 450), ("lemmas.md", 150)])
def test_a_page_is_read_in_one_sitting(name: str, most: int) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= most
