"""What the shipped and the small certificates say holds at random members of their sets."""

import zlib

import pytest

from tests.kernel.certificates import NAMES, load, verdict
from tests.kernel.effort import sample
from tests.kernel.soundness.holds import holds

SEARCHED = [name for name in NAMES if load(name)["rule"] in ("sos", "lp-dual", "farkas", "guessing", "ideal", "point")]


@pytest.mark.parametrize("name", SEARCHED)
def test_a_certificate_holds_at_random_members_of_its_set(name: str) -> None:
    assert verdict(name).verdict == "PROVED"
    document = load(name)
    for k in range(sample(2)):
        holds(document, zlib.crc32(name.encode()) + k)


def test_the_random_members_are_not_all_refused() -> None:
    tried: dict[str, int] = {}
    for name in SEARCHED[::3]:
        document = load(name)
        rule = document["rule"]
        tried[rule] = tried.get(rule, 0) + sum(holds(document, seed) for seed in range(3))
    assert all(tried.values()), tried
