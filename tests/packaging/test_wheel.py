"""The comparison of the wheel with the project's files finds what is missing and what is too much."""

from tests.packaging.wheel import member_problems

FILES = ["README.md", "oracle/__init__.py", "lp/__init__.py", "certificates/a/x.cert.json", "tests/conftest.py"]
WHEEL = ["oracle/__init__.py", "lp/__init__.py", "oracle/certificates/a/x.cert.json", "bellcert-1.dist-info/METADATA"]


def test_a_complete_wheel_is_accepted() -> None:
    assert member_problems(WHEEL, FILES) == []


def test_a_missing_certificate_is_found() -> None:
    assert member_problems(WHEEL[:2], FILES) == ["the wheel lacks oracle/certificates/a/x.cert.json"]


def test_shipped_generators_are_found() -> None:
    more = ["oracle/papers/generate.py", "oracle/papers/a2020/generate/__init__.py", "oracle/papers/a2020/bounds.py"]
    assert member_problems([*WHEEL, more[2]], [*FILES, *more]) == []
    found = member_problems([*WHEEL, *more], [*FILES, *more])
    assert found == [f"the wheel holds {name}, which it should not" for name in sorted(more[:2])]


def test_shipped_tests_are_found() -> None:
    assert member_problems([*WHEEL, "tests/conftest.py"], FILES) == [
        "the wheel holds tests/conftest.py, which it should not"
    ]
