"""The way to Rasa: one HTTP call a turn, masked text only, on the loopback interface."""

from typing import Any
from uuid import UUID

import httpx

from bot.channels.base.payloads import Bubble, Choice
from bot.dialogue.errors import DialogueUnavailable
from bot.dialogue.payloads import FoundDanger, FoundIssue, Parse, Reply


class RasaClient:
    """Talks to the `madoguchi` input channel of our Rasa server (nlu/channels/turn.py)."""

    def __init__(self, url: str, token: str, *, seconds: float = 8.0) -> None:
        """`seconds`: how long a resident is kept waiting before the fixed reply is said instead."""
        self._http = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/webhooks/madoguchi/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(seconds, connect=1.0),
            trust_env=False,
        )

    async def converse(
        self, conversation_id: UUID, turn_id: UUID, text: str, *, retried: bool, handed_off: bool
    ) -> Reply:
        """Let the bot answer a turn. Repeating a turn with `retried` gives the answer it gave before.

        Raises DialogueUnavailable.
        """
        answer = await self._post(
            "turn",
            {
                "conversation_id": str(conversation_id),
                "turn_id": str(turn_id),
                "text": text,
                "retried": retried,
                "handed_off": handed_off,
            },
        )
        return Reply(parse=_parse(answer["parse"]), bubbles=tuple(map(_bubble, answer["messages"])))

    async def read(self, text: str) -> Parse:
        """Understand a text without answering it. Raises DialogueUnavailable."""
        return _parse((await self._post("read", {"text": text}))["parse"])

    async def is_ready(self) -> bool:
        try:
            return (await self._http.get("health")).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._http.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            response = await self._http.post(path, json=body)
            response.raise_for_status()
            answer: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueUnavailable(type(error).__name__) from error
        return answer


def _parse(body: dict[str, Any]) -> Parse:
    return Parse(
        intent=body["intent"]["name"] or "out_of_scope",
        scope=body["scope"],
        issues=tuple(FoundIssue(issue["name"], _spans(issue)) for issue in body["issues"]),
        dangers=tuple(
            FoundDanger(danger["kind"], danger["level"], danger["certainty"], _spans(danger))
            for danger in body["dangers"]
        ),
        household=tuple(
            (member["relation"], tuple(member["issues"])) for member in body["household"]
        ),
        model=body.get("model", ""),
    )


def _spans(found: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple((span["start"], span["end"]) for span in found["evidence"])


def _bubble(message: dict[str, Any]) -> Bubble:
    choices = tuple(Choice(button["title"]) for button in message.get("buttons") or ())
    return Bubble(text=message.get("text") or "", choices=choices)
