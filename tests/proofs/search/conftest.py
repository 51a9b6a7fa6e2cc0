"""Certificates that a search writes in these tests are judged."""

from tests.judging import proposals

__all__ = ["proposals"]
