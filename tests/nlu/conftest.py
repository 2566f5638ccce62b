"""What the tests of Rasa's side share: a real PostgreSQL, a trained model, stand-in actions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.model_training import train
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.engine.url import make_url

from nlu.tokenizers.sudachi_tokenizer import SudachiTokenizer

ROOT = Path(__file__).parents[2]
CONTEXT = ExecutionContext(GraphSchema({}), model_id="tested", node_name="component")


@pytest.fixture(scope="session")
def database_url() -> str:
    """The URL of the test database, with the schema `rasa` in it, in SQLAlchemy 1.4's words."""
    given = os.environ.get("MADOGUCHI_TEST_DATABASE_URL")
    if not given:
        raise RuntimeError("MADOGUCHI_TEST_DATABASE_URL is not set: run `make test`, or name a DB.")
    url = make_url(given).set(drivername="postgresql+psycopg2")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA IF NOT EXISTS rasa"))
    engine.dispose()
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The model of this repository, trained once; MADOGUCHI_TEST_MODEL names a ready one."""
    ready = os.environ.get("MADOGUCHI_TEST_MODEL")
    if ready:
        return ready
    data = [str(ROOT / "data" / folder) for folder in ("nlu", "rules")]
    folder = tmp_path_factory.mktemp("model")
    domain, config = str(ROOT / "domain.yml"), str(ROOT / "config.yml")
    result = train(domain, config, data, output=str(folder))
    assert result.model
    return result.model


class StandInActions(EndpointConfig):
    """An action server that hands off, or refuses to while `broken`; remembers what it was sent."""

    def __init__(self) -> None:
        super().__init__(url="http://stand-in.invalid")
        self.broken = False
        self.calls: list[dict[str, Any]] = []

    async def request(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.calls.append(kwargs["json"])
        if self.broken:
            raise ConnectionError("the action server is down")
        return {
            "events": [{"event": "slot", "name": "handed_off", "value": True, "timestamp": None}],
            "responses": [{"response": "utter_handed_off", "text": None, "buttons": []}],
        }


@pytest.fixture
def actions() -> StandInActions:
    return StandInActions()


@pytest.fixture(scope="session")
def loaded(model: str) -> Agent:
    return Agent.load(model)


@pytest.fixture
def agent(loaded: Agent, actions: StandInActions) -> Agent:
    """The real model, an empty tracker store in memory, stand-in actions."""
    fresh = Agent(domain=loaded.domain, action_endpoint=actions)
    loaded.processor.tracker_store = fresh.tracker_store
    loaded.processor.action_endpoint = actions
    fresh.processor = loaded.processor
    return fresh


Component = type[GraphComponent]


class Workshop:
    """Makes components as Rasa does: with defaults filled in, a storage and a resource."""

    def __init__(self, folder: Path) -> None:
        self._storage = LocalModelStorage.create(folder)

    def _arguments(self, component: Component, config: dict[str, Any]) -> tuple[Any, ...]:
        full = {**component.get_default_config(), **config}
        return full, self._storage, Resource(component.__name__), CONTEXT

    def create(self, component: Component, **config: Any) -> Any:
        return component.create(*self._arguments(component, config))

    def load(self, component: Component, **config: Any) -> Any:
        return component.load(*self._arguments(component, config))


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def told() -> Callable[..., Message]:
    def example(text: str, *issues: str) -> Message:
        return Message.build(text, "tell_trouble", example_metadata={"issues": list(issues)})

    return example


@pytest.fixture
def training_data(told: Callable[..., Message]) -> TrainingData:
    """A tiny world of two needs and two other intents."""
    care = [
        "母の介護がつらい",
        "父が認知症です",
        "祖母の介護で眠れない",
        "母が徘徊します",
        "介護に疲れた",
    ]
    money = [
        "お金がありません",
        "家賃が払えない",
        "借金が増えた",
        "電気代が払えない",
        "お金が足りない",
    ]
    return TrainingData(
        [
            *[told(text, "elder_care") for text in care],
            *[told(text, "poverty") for text in money],
            told("母の介護でお金がない", "elder_care", "poverty"),
            *[Message.build(text, "greet") for text in ("こんにちは", "おはよう", "はじめまして")],
            *[Message.build(text, "deny") for text in ("いいえ", "まだいいです", "けっこうです")],
        ]
    )


@pytest.fixture
def prepared(workshop: Workshop, training_data: TrainingData) -> Callable[..., list[Message]]:
    """The tokenizer of our pipeline, which has cut the tiny world; call it to read texts."""
    tokenizer = workshop.create(SudachiTokenizer)
    tokenizer.process_training_data(training_data)

    def read(*texts: str) -> list[Message]:
        return tokenizer.process([Message({"text": text}) for text in texts])

    return read
