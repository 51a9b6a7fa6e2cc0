"""How many examples a property gets: a share of what the chosen profile asks for."""

from hypothesis import settings

_NORMAL = 50  # examples in the profiles dev and mutation


def examples(count: int) -> settings:
    """Settings with `count` examples in the profile dev, in proportion in the others."""
    return settings(max_examples=sample(count))


def sample(count: int) -> int:
    """The same proportion for loops that are not random."""
    return max(1, settings().max_examples * count // _NORMAL)
