"""Folding keeps the way back."""

from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.folded import fold_for_reading, fold_kana, fold_width


def test_half_width_marks_join_their_letter() -> None:
    folded = fold_for_reading("ｶﾞｽ ガス が\u3099")
    assert folded.text.startswith("がすがす")
    assert folded.original_span(0, 1) == (0, 2)


def test_blanks_and_invisible_characters_vanish_but_lines_stay() -> None:
    assert fold_for_reading("し に\u3000た\u200bい\nです").text == "しにたい\nです"


def test_a_pattern_is_folded_like_the_text() -> None:
    assert fold_kana(r"リスカ[^。\S]{0,3}ィ") == r"りすか[^。\S]{0,3}い"


@given(st.text())
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    for folded in (fold_width(text), fold_for_reading(text)):
        assert len(folded.text) == len(folded.starts) == len(folded.ends)
        places = list(zip(folded.starts, folded.ends, strict=True))
        assert places == sorted(places)
        assert all(0 <= start < end <= len(text) for start, end in places)
