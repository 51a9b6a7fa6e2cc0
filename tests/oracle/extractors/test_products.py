"""Fast evaluation against the definitions: every extractor, every engine, blocks and chunks of every shape."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from oracle.extractors import bitstrings, engine_fft, engine_flint, engine_gf2x, fast, product, reference
from oracle.extractors.bitstrings import Packed, View, open_bits, pack
from oracle.extractors.engine_fft import Fft, rounding_bound
from oracle.extractors.fast import ENGINES, Engine, available, chunks, evaluate, find_engine
from oracle.failures import Bug, Limit, Malformed, Undecided, Usage

BITS = st.integers(0, 1)
ORDERS: tuple[bitstrings.BitOrder, ...] = ("big", "little")
DEFINITIONS: dict[str, Callable[..., list[int]]] = {
    "right": reference.right,
    "left": reference.left,
    "toeplitz": reference.toeplitz,
    "toeplitz-cyclic": lambda x, s, m: reference.toeplitz(x, s, m, "cyclic"),
    "circulant": reference.circulant,
    "cyclic": reference.cyclic,
}
# n, m, x (bit 0 first), y, right, left: worked out by hand
KNOWN = [
    (3, "10110010", "01101101", "110", "111"),
    (8, "10110010", "01101101", "11001100", "11110001"),
    (3, "01000000", "10000000", "010", "000"),
    (5, "1011001110001011", "0110111010010101", "00110", "01001"),
]


def read(text: str) -> list[int]:
    return [int(c) for c in text]


def second_length(name: str, n: int, m: int) -> int:
    return {"toeplitz": n + m - 1, "toeplitz-cyclic": n + m - 1, "circulant": n + 1}.get(name, n)


@st.composite
def questions(draw: st.DrawFn, longest: int = 70) -> tuple[str, list[int], list[int], int]:
    name = draw(st.sampled_from(sorted(DEFINITIONS)))
    n = draw(st.integers(1, longest))
    m = draw(st.integers(1, n))
    size = second_length(name, n, m)
    return (
        name,
        draw(st.lists(BITS, min_size=n, max_size=n)),
        draw(st.lists(BITS, min_size=size, max_size=size)),
        m,
    )


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Every engine that is here, with blocks so small that several are needed."""
    if request.param not in available():
        pytest.skip(f"{request.param} is not installed")
    monkeypatch.setattr(engine_gf2x, "LARGEST", 24)
    monkeypatch.setattr(engine_flint, "LARGEST", 16)
    found = Fft(64, threads=1) if request.param == "fft" else ENGINES[request.param]()
    assert found is not None
    return found


@pytest.mark.parametrize(("m", "x", "y", "right", "left"), KNOWN)
def test_known_values(m: int, x: str, y: str, right: str, left: str) -> None:
    assert reference.right(read(x), read(y), m) == read(right)
    assert reference.left(read(x), read(y), m) == read(left)


@settings(max_examples=100)
@given(questions(12))
def test_right_and_left_are_each_other_s_mirror(question: tuple[str, list[int], list[int], int]) -> None:
    _, x, y, m = question
    y = (y + x)[: len(x)]
    assert reference.right(x, y, m) == reference.left(y, x, m)
    padded = [*x, *[0] * (m - 1)], [*y, *[0] * (m - 1)]
    assert reference.cyclic(*padded, m) == reference.left(x, y, m)


@settings(max_examples=100)
@given(questions(12), st.data())
def test_every_definition_is_linear_in_either_argument(
    question: tuple[str, list[int], list[int], int], data: st.DataObject
) -> None:
    name, x, y, m = question
    other = data.draw(st.lists(BITS, min_size=len(y), max_size=len(y)))
    shifted = [a ^ b for a, b in zip(y, other, strict=True)]
    outputs = [DEFINITIONS[name](x, s, m) for s in (y, other, shifted)]
    assert [a ^ b for a, b in zip(*outputs[:2], strict=True)] == outputs[2]
    changed = [a ^ b for a, b in zip(x, (other + x)[: len(x)], strict=True)]
    parts = [DEFINITIONS[name](s, y, m) for s in (x, (other + x)[: len(x)], changed)]
    assert [a ^ b for a, b in zip(*parts[:2], strict=True)] == parts[2]


def test_fast_is_the_definition(engine: Engine) -> None:
    @settings(max_examples=60)
    @given(questions(), st.sampled_from(ORDERS))
    def compare(question: tuple[str, list[int], list[int], int], order: bitstrings.BitOrder) -> None:
        name, x, y, m = question
        asked = product.EXTRACTORS[name](pack(x, order), pack(y, order), m)
        assert np.concatenate(list(chunks(asked, engine))).tolist() == DEFINITIONS[name](x, y, m)

    compare()


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_engines_agree_at_a_larger_size(name: str) -> None:
    source = np.random.default_rng(5)
    n, m = 30_011, 20_007
    x, y = (pack(source.integers(0, 2, size, np.uint8)) for size in (n, second_length(name, n, m)))
    asked = product.EXTRACTORS[name](x, y, m)
    results = [np.concatenate(list(chunks(asked, Fft(1 << k)))) for k in (14, 16, 17)]
    results += [evaluate(asked, other) for other in available()]  # type: ignore[arg-type]
    assert all((result == results[0]).all() for result in results)
    for place in (0, 1, 9_999, m - 1):
        x_bits, s_bits = asked.x.window(0, asked.n), asked.s.window(place, place + asked.n)[::-1]
        assert results[0][place] == int((x_bits & s_bits).sum()) % 2


def test_packed_output_is_the_evaluated_one() -> None:
    source = np.random.default_rng(6)
    x, y = (pack(source.integers(0, 2, 1001, np.uint8)) for _ in range(2))
    asked = product.right(x, y, 203)
    assert fast.packed(asked) == np.packbits(evaluate(asked)).tobytes()
    assert fast.packed(asked, "fft", "little") == np.packbits(evaluate(asked), bitorder="little").tobytes()


@pytest.mark.parametrize("pattern", ["ones", "random", "alternating", "sparse"])
def test_rounding_stays_below_its_bound(pattern: str) -> None:
    source = np.random.default_rng(7)
    n, m = 300_000, 200_000
    length = 1 << 19
    x = {
        "ones": np.ones(n, np.uint8),
        "random": source.integers(0, 2, n, np.uint8),
        "alternating": (np.arange(n) % 2).astype(np.uint8),
        "sparse": (source.integers(0, 1000, n) == 0).astype(np.uint8),
    }[pattern]
    s = source.integers(0, 2, n + m - 1, np.uint8)
    values = np.fft.irfft(np.fft.rfft(x, length) * np.fft.rfft(s - 0.5, length), length)[n - 1 : n + m - 1]
    error = float(abs(2 * values - np.rint(2 * values)).max()) / 2
    bound = rounding_bound(length, n, 1)
    assert 0 < error < bound < engine_fft.WIDEST
    # and what the data hide: with zeros and ones on both sides the same transform shows less
    counts = np.rint(values + x.sum() / 2).astype(np.int64)
    assert (counts % 2 == np.concatenate(list(chunks(product.toeplitz(pack(x), pack(s), m), Fft(threads=1))))).all()


def test_the_guard_refuses_a_bad_transform(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = product.right(pack([1] * 40), pack([1] * 40), 40)
    exact = np.fft.irfft

    def off(total: NDArray[np.complex128], length: int, out: NDArray[np.float64]) -> None:
        exact(total, length, out=out)
        out += 0.3

    monkeypatch.setattr(np.fft, "irfft", off)
    with pytest.raises(Bug):
        evaluate(asked, "fft")


def test_the_bound_refuses_a_transform_that_is_too_long() -> None:
    assert rounding_bound(1 << 46, 1 << 45, 1) > engine_fft.WIDEST
    with pytest.raises(Limit):
        Fft().start(1 << 45, 1 << 45, 1)


@settings(max_examples=100)
@given(st.lists(BITS, min_size=1, max_size=40), st.data())
def test_views_are_what_they_say(text: list[int], data: st.DataObject) -> None:
    n = len(text)
    order = data.draw(st.sampled_from(ORDERS))
    step = data.draw(st.sampled_from([1, -1]))
    start, length = data.draw(st.integers(-60, 60)), data.draw(st.integers(1, 90))
    periodic = data.draw(st.booleans())
    view = View(pack(text, order), start, step, length, periodic)
    places = [start + step * k for k in range(length)]
    wanted = [text[p % n] if periodic else text[p] if 0 <= p < n else 0 for p in places]
    a = data.draw(st.integers(0, length))
    b = data.draw(st.integers(a, length))
    assert view.window(a, b).tolist() == wanted[a:b]
    assert view.backwards().window(0, length).tolist() == wanted[::-1]


def test_words_keep_bits() -> None:
    values = np.random.default_rng(8).integers(0, 2, 200, np.uint8)
    words = bitstrings.to_words(values)
    assert (bitstrings.from_words(words, 200) == values).all()
    for start in (0, 1, 63, 64, 65, 100):
        assert (bitstrings.from_words(engine_gf2x.bits_from(words, start, 90), 90) == values[start : start + 90]).all()


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
@pytest.mark.parametrize(("n", "off", "m"), [(0, 0, 1), (5, 0, 0), (5, 0, -1), (5, 0, 6), (5, 1, 3), (5, -1, 3)])
def test_bad_lengths_are_refused(name: str, n: int, off: int, m: int) -> None:
    x, y = [1] * n, [1] * max(0, second_length(name, n, m) + off)
    with pytest.raises(Malformed):
        DEFINITIONS[name](x, y, m)
    empty = Packed(np.zeros(0, np.uint8), 0)
    with pytest.raises(Malformed):
        product.EXTRACTORS[name](pack(x) if x else empty, pack(y) if y else empty, m)


def test_bits_are_zeros_and_ones() -> None:
    with pytest.raises(Malformed):
        reference.right([0, 2], [1, 1], 1)


def test_files_are_read_as_announced(tmp_path: Path) -> None:
    path = tmp_path / "bits"
    path.write_bytes(b"\xb2\x80")
    assert open_bits(path, 9).view().window(0, 9).tolist() == read("101100101")
    assert open_bits(path).length == 16
    assert open_bits(path, 9, "little").view().window(0, 9).tolist() == read("010011010")
    for length in (17, 0, -4):
        with pytest.raises(Malformed):
            open_bits(path, length)
    (tmp_path / "empty").touch()
    with pytest.raises(Malformed):
        open_bits(tmp_path / "empty")
    for name in ("nothing", "a\0b"):
        with pytest.raises(Undecided):
            open_bits(str(tmp_path / name))


def test_engines_are_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Usage):
        find_engine("ntt", 10, 10)
    monkeypatch.setattr(engine_gf2x, "_library", lambda: None)
    assert find_engine("auto", 10, 10).name == "fft"
    with pytest.raises(Usage):
        find_engine("gf2x", 10, 10)
    monkeypatch.setattr(engine_flint, "import_module", lambda name: (_ for _ in ()).throw(ImportError))
    assert available() == ["fft"]
