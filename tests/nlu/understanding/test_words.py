from __future__ import annotations

from nlu.understanding.words import hiragana


def test_katakana_is_read_as_hiragana_and_the_rest_stays() -> None:
    assert hiragana("オムツーA1") == "おむつーA1"


def test_what_is_written_in_three_ways_sounds_alike(cut) -> None:
    sounds = {"".join(word.sound for word in cut(text)) for text in ("介護", "かいご", "カイゴ")}
    assert sounds == {"かいご"}


def test_a_particle_has_no_meaning_and_a_noun_has(cut) -> None:
    assert [word.has_meaning for word in cut("母が。")] == [True, False, False]
