from __future__ import annotations

from collections.abc import Callable

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.tokenizers.sudachi_tokenizer import SudachiTokenizer
from nlu.understanding.words import Word, words_of

Cut = Callable[[str], "list[Word]"]


@pytest.fixture(scope="session")
def cut() -> Cut:
    tokenizer = SudachiTokenizer(SudachiTokenizer.get_default_config())
    return lambda text: words_of(tokenizer.tokenize(Message({"text": text}), "text"))
