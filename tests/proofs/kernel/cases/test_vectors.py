"""Every vector gets the verdict, pointer, code and text that its index states."""

import pytest

from tests.proofs.kernel.vectors import answered, expected, indices


@pytest.mark.parametrize("name", expected())
def test_a_vector_is_answered_as_its_index_says(name: str) -> None:
    assert answered(name) == expected()[name]


def test_an_answer_that_another_checker_may_give_is_not_the_one_asked_of_this() -> None:
    for index in indices().values():
        for entry in index["invalid"]:
            assert [entry["verdict"], entry["pointer"], entry["code"]] not in entry.get("also", [])
