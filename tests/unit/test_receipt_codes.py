"""A receipt code finds every single wrong symbol and every swap, and means the same in symbols and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.asking import receipts
from app.services.asking.receipts import SYMBOLS, read, with_check, word_list, word_places, words_of
from app.services.errors import Invalid

numbers = st.integers(0, 2**40 - 1)
codes = numbers.map(with_check).filter(lambda code: code[-1] in SYMBOLS)
LANGUAGES = receipts.languages_with_words()


@given(codes)
def test_a_code_is_read_as_it_is(code):
    assert read(code) == (code,)
    assert read(receipts.grouped(code).lower()) == (code,)
    assert read(" ".join(code)) == (code,)


@given(codes, st.integers(0, 8), st.sampled_from(SYMBOLS))
def test_every_wrong_symbol_is_found(code, place, symbol):
    wrong = code[:place] + symbol + code[place + 1 :]
    if wrong != code:
        with pytest.raises(Invalid):
            read(wrong)


@given(codes)
def test_every_swap_is_found(code):
    for one in range(9):
        for other in range(one + 1, 9):
            symbols = list(code)
            symbols[one], symbols[other] = symbols[other], symbols[one]
            if (wrong := "".join(symbols)) != code:
                with pytest.raises(Invalid):
                    read(wrong)


@given(codes)
def test_letters_that_look_like_figures(code):
    assert read(code.replace("0", "O").replace("1", "I")) == (code,)
    assert read(code.replace("0", "o").replace("1", "l")) == (code,)


@given(codes)
def test_figures_of_another_script(code):
    assert read(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == (code,)


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=numbers)
def test_words_mean_the_same(language, number):
    code = with_check(number)
    words = words_of(code, language)
    assert code in read("  ".join(words).upper())
    assert code in read("-".join(receipts.fold(word) for word in words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_of_a_language_are_typed_alike(language):
    assert len(word_places(language)) == len(word_list(language)) == 1024


def test_an_unknown_language_gets_english_words():
    assert words_of(with_check(1), "xx") == words_of(with_check(1), "en")


def test_draws_with_a_strange_check_symbol_are_passed_over(house):
    drawn = [receipts.code_of(house, "ticket", draw) for draw in range(300)]
    assert None in drawn
    assert all(code is None or set(code) <= set(SYMBOLS) for code in drawn)
