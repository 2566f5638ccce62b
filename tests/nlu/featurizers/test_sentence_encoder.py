"""With a real ONNX encoder, as small as one can be: it looks up a vector for each letter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from nlu.classifiers.message_reader import encoded
from nlu.featurizers.sentence_encoder import SentenceEncoderFeaturizer
from nlu.tokenizers.sudachi_tokenizer import SudachiTokenizer

LETTERS = {"?": 0, "母": 1, "父": 2}
TABLE = np.array([[1, 0], [0, 2], [2, 2]], dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    node = helper.make_node("Gather", ["table", "input_ids"], ["states"])
    ids = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1, "pieces"])
        for name in ("input_ids", "attention_mask")
    ]
    states = helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "pieces", 2])
    graph = helper.make_graph(
        [node], "letters", ids, [states], [numpy_helper.from_array(TABLE, "table")]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(tmp_path / "model.onnx"))
    tokenizer = Tokenizer(WordLevel(LETTERS, unk_token="?"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def vector(workshop: Any, folder: Path, text: str) -> np.ndarray:
    config = {**SentenceEncoderFeaturizer.get_default_config(), "folder": str(folder)}
    SentenceEncoderFeaturizer.validate_config(config)
    encoder = workshop.create(SentenceEncoderFeaturizer, folder=str(folder))
    message = workshop.create(SudachiTokenizer).process([Message({"text": text})])[0]
    return encoded(encoder.process([message])[0])


def test_a_message_is_the_mean_of_its_pieces_with_length_one(workshop: Any, folder: Path) -> None:
    assert vector(workshop, folder, "母") == pytest.approx([0, 1])
    mean = np.array([1, 2])
    assert vector(workshop, folder, "母父") == pytest.approx(mean / np.linalg.norm(mean))


def test_a_folder_without_an_encoder_is_refused(tmp_path: Path) -> None:
    config = {**SentenceEncoderFeaturizer.get_default_config(), "folder": str(tmp_path)}
    with pytest.raises(InvalidConfigException, match=r"model\.onnx, tokenizer\.json"):
        SentenceEncoderFeaturizer.validate_config(config)


def test_it_is_off_unless_a_folder_is_named() -> None:
    with pytest.raises(InvalidConfigException):
        SentenceEncoderFeaturizer.validate_config(SentenceEncoderFeaturizer.get_default_config())
