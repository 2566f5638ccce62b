from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.tokenizers.sudachi_tokenizer import SudachiTokenizer, pieces

HARD_TEXTS = {
    "empty": "",
    "white space": " \u3000\n\t ",
    "NUL and control": "母\x00が\x01\x02\u200b病気",
    "lone surrogate": "あ\ud83dい",
    "right to left": "مرحبا 母が病気 שלום",
    "five thousand emoji": "😭" * 5000,
    "emoji families": "👨‍👩‍👧‍👦🏳️‍🌈" * 300,
    "half width": "ﾊﾟﾊﾟがﾅｸﾞﾙ",
    "full width": "ＡＢＣ１２３",
    "ligatures": "㍿の㌔",
    "beyond Sudachi's limit": "母の介護で、疲れました。" * 6000,
    "beyond it without a stop": "あ" * 60_000,
    "growing under NFKC": "ﷺ" * 4000,
    "combining marks": "e\u0301" * 3000,
}


@pytest.fixture
def tokenizer(workshop: Any) -> SudachiTokenizer:
    return workshop.create(SudachiTokenizer)


def tokens(tokenizer: SudachiTokenizer, text: str) -> list[Any]:
    return tokenizer.tokenize(Message({"text": text}), "text")


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
def test_every_token_is_a_cut_of_the_text(tokenizer: SudachiTokenizer, text: str) -> None:
    end_before = 0
    for token in tokens(tokenizer, text):
        assert token.text == text[token.start : token.end]
        assert token.text.strip()
        assert token.start >= end_before
        end_before = token.end


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
def test_nothing_but_white_space_is_left_out(tokenizer: SudachiTokenizer, text: str) -> None:
    covered = "".join(token.text for token in tokens(tokenizer, text))
    assert covered == "".join(text.split())


def test_the_normalised_form_joins_spellings(tokenizer: SudachiTokenizer) -> None:
    lemmas = {tokens(tokenizer, text)[0].lemma for text in ("引越し", "引っ越し", "引越")}
    assert len(lemmas) == 1


def test_the_part_of_speech_is_kept(tokenizer: SudachiTokenizer) -> None:
    assert [t.get("pos") for t in tokens(tokenizer, "母が倒れた")][:2] == ["名詞", "助詞"]


def test_the_split_mode_is_chosen_by_the_configuration(workshop: Any) -> None:
    def words(mode: str) -> list[str]:
        sudachi = workshop.create(SudachiTokenizer, split_mode=mode)
        return [token.text for token in tokens(sudachi, "国家公務員")]

    assert len(words("A")) > len(words("C"))


def test_an_unknown_split_mode_is_refused(workshop: Any) -> None:
    with pytest.raises(KeyError):
        workshop.create(SudachiTokenizer, split_mode="D")


def test_pieces_break_after_a_stop() -> None:
    text = "つらい。" * 1000
    cut = list(pieces(text))
    assert "".join(piece for _, piece in cut) == text
    assert all(piece.endswith("。") for _, piece in cut)
    assert [start for start, _ in cut] == sorted(start for start, _ in cut)
