"""A Rasa that cannot be reached is one thing to us, whatever the reason."""

import socket
from uuid import uuid4

import pytest

from bot.dialogue.errors import DialogueUnavailable
from bot.dialogue.rasa import RasaClient


async def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    rasa = RasaClient(f"http://127.0.0.1:{port}", "token")
    with pytest.raises(DialogueUnavailable):
        await rasa.converse(uuid4(), uuid4(), "母のこと", retried=False, handed_off=False)
    assert not await rasa.is_ready()
    await rasa.close()


async def test_somebody_listens_and_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        rasa = RasaClient(f"http://127.0.0.1:{silent.getsockname()[1]}", "token", seconds=0.2)
        with pytest.raises(DialogueUnavailable):
            await rasa.read("母のこと")
        await rasa.close()
