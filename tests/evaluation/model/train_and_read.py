"""Train the components of a configuration and read texts with them; runs in Rasa's environment.

`python -m tests.evaluation.model.train_and_read CONFIG FOLDER`: FOLDER holds `training.yml` (Rasa's
training format) and `texts.json` (a list of texts); `parses.jsonl` is written beside them, one line of
what the components put out for each text. The components are called one after the other as
Rasa's graph would, without its cache, its domain and its policies.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# Threads that wait by spinning make scikit-learn's trees forty times slower on a busy machine.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file

# Components of these types change the examples for those behind them, as in Rasa's training graph.
_PREPARING = {
    DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER,
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
}
# What a reader of the parse does not need, or what JSON cannot hold.
_LEFT_OUT = {"text", "intent_ranking", "text_tokens", "response_selector"}

# Texts between two lines of progress.
_OFTEN = 500


def main(config: Path, folder: Path) -> None:
    # Our components say how far they are; Rasa's own talk goes to the log.
    logging.getLogger("nlu").addHandler(logging.StreamHandler(sys.stdout))
    logging.getLogger("nlu").setLevel(logging.INFO)
    data = TrainingDataImporter.load_from_config(
        str(config), training_data_paths=[str(folder / "training.yml")]
    ).get_nlu_data()
    _say(f"{len(data.intent_examples)} examples to learn from")
    with tempfile.TemporaryDirectory(prefix="madoguchi-evaluation-") as storage:
        components = train(config, data, LocalModelStorage.create(Path(storage)))
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        parses = read(components, texts)
    lines = "".join(json.dumps(parse, ensure_ascii=False, default=float) + "\n" for parse in parses)
    (folder / "parses.jsonl").write_text(lines, encoding="utf-8")


def train(config: Path, data: TrainingData, storage: LocalModelStorage) -> list[Any]:
    """Each component learns from what those before it made of the examples."""
    components = []
    for number, item in enumerate(read_config_file(config)["pipeline"]):
        began = time.monotonic()
        registered = DefaultV1Recipe._from_registry(item["name"])
        kind = registered.clazz
        _say(f"{kind.__name__} …")
        component = _trained(kind, _settings(kind, item), f"{number}", data, storage)
        if _PREPARING & registered.types:
            data = component.process_training_data(data)
        components.append(component)
        _say(f"{kind.__name__} took {time.monotonic() - began:.0f} s")
    return components


def read(components: list[Any], texts: list[str]) -> list[dict[str, Any]]:
    """What the components put out for each text."""
    began = time.monotonic()
    parses: list[dict[str, Any]] = []
    for text in texts:
        if len(parses) % _OFTEN == _OFTEN - 1:
            _say(f"{len(parses) + 1} of {len(texts)} texts")
        messages = [Message({"text": text})]
        for component in components:
            messages = component.process(messages)
        found = messages[0].as_dict(only_output_properties=True)
        parses.append({name: value for name, value in found.items() if name not in _LEFT_OUT})
    _say(f"{len(texts)} texts read in {time.monotonic() - began:.0f} s")
    return parses


def _settings(kind: type[GraphComponent], item: dict[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in item.items() if name != "name"}
    return {**kind.get_default_config(), **own}


def _trained(
    kind: type[GraphComponent],
    settings: dict[str, Any],
    name: str,
    data: TrainingData,
    storage: LocalModelStorage,
) -> Any:
    """A component as it stands after training and loading: what is not stored is not known."""
    context = ExecutionContext(GraphSchema({}), model_id="evaluated", node_name=name)
    resource = Resource(name)
    component: Any = kind.create(settings, storage, resource, context)
    if not hasattr(component, "train"):
        return component
    component.train(data)
    return kind.load(settings, storage, resource, context)


def _say(what: str) -> None:
    print(what, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
