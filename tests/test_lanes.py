"""The quick lane leaves out exactly what the list names."""

from pathlib import Path

from tests import lanes

REPORT = """<testsuites><testsuite>
<testcase classname="tests.lp.test_a" name="test_long[1]" time="0.7"/>
<testcase classname="tests.lp.test_a" name="test_long[2]" time="0.6"/>
<testcase classname="tests.lp.test_a" name="test_short" time="0.01"/>
</testsuite></testsuites>"""


def test_a_report_becomes_names(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert lanes.slow(lanes.measured(report)) == {"test_a::test_long"}


def test_comments_are_no_names_and_no_file_is_an_empty_list(tmp_path: Path) -> None:
    assert lanes.listed(tmp_path / "none.txt") == frozenset()
    file = tmp_path / "slow.txt"
    file.write_text(lanes.HEAD + "test_a::test_long\n")
    assert lanes.listed(file) == {"test_a::test_long"}
