"""Normal forms of words against brute-force rewriting: every order of rewriting ends in the same word."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.words import Alphabet, Word
from tests.proofs.kernel.effort import examples


class Letters:
    """Letters in groups; whole groups commute or do not, as inputs of a scenario."""

    def __init__(self, sizes: list[int], commuting: set[frozenset[int]]) -> None:
        # a group of size 0 is one involution, another size that many orthogonal projectors
        self.group = [g for g, size in enumerate(sizes) for _ in range(size or 1)]
        self.involution = [size == 0 for size in sizes for _ in range(size or 1)]
        self.commuting = commuting
        n = len(self.group)
        self.alphabet = Alphabet(
            self.group, self.involution, [[self.commute(i, j) for j in range(n)] for i in range(n)]
        )

    def commute(self, i: int, j: int) -> bool:
        return frozenset((self.group[i], self.group[j])) in self.commuting

    def steps(self, word: Word) -> set[Word] | None:
        """Words reached by one swap or one reduction; None when the word is zero."""
        result = set()
        for k, (a, b) in enumerate(pairwise(word)):
            if a == b:
                result.add(word[:k] + (() if self.involution[a] else (a,)) + word[k + 2 :])
            elif self.group[a] == self.group[b]:
                return None
            elif self.commute(a, b):
                result.add((*word[:k], b, a, *word[k + 2 :]))
        return result

    def brute(self, word: Word) -> Word | None:
        """The first of the shortest words that rewriting reaches, or None for zero."""
        seen, waiting = {word}, [word]
        while waiting:
            images = self.steps(waiting.pop())
            if images is None:
                return None
            waiting += images - seen
            seen |= images
        return min(seen, key=lambda w: (len(w), w))

    def normal(self, word: Word) -> Word | None:
        """Letter by letter, as the kernel does it."""
        result: Word = ()
        for letter in word:
            longer = self.alphabet.append(result, letter)
            if longer is None:
                return None
            result = longer
        return result


@st.composite
def letters(draw: st.DrawFn) -> Letters:
    sizes = draw(st.lists(st.integers(0, 2), min_size=1, max_size=4))
    pairs = [frozenset((i, j)) for i in range(len(sizes)) for j in range(i)]
    return Letters(sizes, {pair for pair in pairs if draw(st.booleans())})


@st.composite
def words(draw: st.DrawFn, alphabet: Letters, most: int = 7) -> Word:
    return tuple(draw(st.lists(st.integers(0, len(alphabet.group) - 1), max_size=most)))


@given(st.data())
@examples(60)
def test_the_normal_form_is_the_least_word_that_rewriting_reaches(data: st.DataObject) -> None:
    alphabet = data.draw(letters())
    word = data.draw(words(alphabet))
    assert alphabet.normal(word) == alphabet.brute(word)


@given(st.data())
@examples(30)
def test_the_order_of_rewriting_does_not_matter(data: st.DataObject) -> None:
    alphabet = data.draw(letters())
    word = data.draw(words(alphabet, 12))
    # a few random rewriting steps first, then letter by letter
    other = word
    for _ in range(data.draw(st.integers(0, 8))):
        images = alphabet.steps(other)
        if images is None:
            assert alphabet.normal(word) is None
            return
        if not images:
            break
        other = data.draw(st.sampled_from(sorted(images)))
    assert alphabet.normal(other) == alphabet.normal(word)


@given(st.data())
@examples(30)
def test_products_may_be_bracketed_in_any_way(data: st.DataObject) -> None:
    alphabet = data.draw(letters())
    u, v, w = (data.draw(words(alphabet, 5)) for _ in range(3))
    left, right = alphabet.normal(u + v), alphabet.normal(v + w)
    whole = alphabet.normal(u + v + w)
    assert whole == (None if left is None else alphabet.normal(left + w))
    assert whole == (None if right is None else alphabet.normal(u + right))


@given(st.data())
@examples(30)
def test_normal_forms_stay_as_they_are_and_so_do_their_beginnings(data: st.DataObject) -> None:
    alphabet = data.draw(letters())
    word = alphabet.normal(data.draw(words(alphabet, 10)))
    if word is not None:
        for k in range(len(word) + 1):
            assert alphabet.normal(word[:k]) == word[:k]
