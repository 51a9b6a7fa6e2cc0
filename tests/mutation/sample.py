"""A test of one line of the kernel, for the tests of ``judge``; pytest collects it only when asked by name."""


def test_some_code_is_explained() -> None:
    from proofs.kernel.errors import CODES

    assert CODES
