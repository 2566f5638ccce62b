"""Rasa's own YAML of data/nlu, read by a parser that is made for tens of thousands of messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.exceptions import YamlSyntaxException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

# libyaml where PyYAML was built with it: twenty times as fast as Rasa's round-trip reader.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MessageImporter(RasaFileImporter):
    """Gives the same training data as Rasa's importer for files that hold intents and nothing else."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002
        messages = [message for file in self._nlu_files for message in read_messages(Path(file))]
        return TrainingData(messages)


def read_messages(path: Path) -> Iterator[Message]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe
    except yaml.YAMLError as error:
        raise YamlSyntaxException(path, error) from error
    for block in content["nlu"]:
        for text, metadata in _examples(block["examples"]):
            yield Message.build(text, block["intent"], example_metadata=metadata)


def _examples(examples: Any) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Both forms that Rasa knows: one block of `- text` lines, or a list with metadata."""
    if isinstance(examples, str):
        for line in examples.strip().splitlines():
            yield line.strip().removeprefix("- ").strip(), None
        return
    for example in examples:
        yield example["text"].strip(), example.get("metadata")
