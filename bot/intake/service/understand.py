"""Reading a turn: masking, danger rules, Rasa, and the union of what they found. No transaction is open."""

from dataclasses import dataclass, replace
from uuid import UUID

from bot.channels.base.payloads import Bubble
from bot.conversations.payloads import OpenTurn
from bot.dialogue.errors import DialogueUnavailable
from bot.dialogue.payloads import FoundIssue, Parse, Reply
from bot.intake.service.desk import Desk
from bot.kit.text import is_readable
from bot.privacy.models import Masked
from bot.triage.danger_rules import find_dangers
from bot.triage.models import Analysis, Evidence, Issue

# Whatever keeps failing is answered with the fixed words, so that no turn can hang for ever.
_MOST_ATTEMPTS = 4

_LISTENED_TO = 6  # messages of a burst that are also read one by one

_CONSULTATION = "consultation"
_REQUESTS = frozenset({"ask_human", "ask_if_human", "ask_secret", "ask_stop", "ask_delete"})
# What an intent of domain.yml says about the kind of message, in the words of data/taxonomy.yml.
_SCOPES = {
    "ask_service": "service_question",
    **dict.fromkeys(("greet", "thanks", "bye", "affirm", "deny"), "smalltalk"),
    **dict.fromkeys(_REQUESTS, "bot_meta"),
    "out_of_scope": "nonsense",
}


@dataclass(frozen=True)
class Understanding:
    """What a turn says and what Rasa would answer; `dialogue_down` when Rasa could not be asked."""

    analysis: Analysis
    bubbles: tuple[Bubble, ...]
    dialogue_down: bool
    model: str


async def understand(desk: Desk, turn: OpenTurn) -> Understanding:
    """Read a turn by exactly the steps that `madoguchi analyze` takes, and ask Rasa for the answer."""
    text = "\n".join(turn.texts)
    masked = desk.mask(text)
    try:
        reply = await _ask_rasa(desk, turn, masked.text)
    except DialogueUnavailable:
        return Understanding(analyse(turn.id, text, masked, Parse("tell_trouble")), (), True, "")
    analysis = analyse(turn.id, text, masked, reply.parse)
    return Understanding(
        analysis, reply.bubbles, turn.bot_listens and not reply.bubbles, reply.parse.model
    )


async def _ask_rasa(desk: Desk, turn: OpenTurn, masked: str) -> Reply:
    if turn.attempts > _MOST_ATTEMPTS:
        raise DialogueUnavailable
    if not turn.bot_listens:
        return Reply(await desk.dialogue.read(masked))
    request = await _request_among(desk, turn)
    reply = await desk.dialogue.converse(
        turn.conversation_id,
        turn.id,
        request or masked,
        retried=turn.attempts > 1,
        handed_off=turn.case_waits,
    )
    if request is None:
        return reply
    whole = await desk.dialogue.read(masked)
    return replace(reply, parse=replace(reply.parse, issues=whole.issues))


async def _request_among(desk: Desk, turn: OpenTurn) -> str | None:
    """In a burst, the last message that asks something of us: 「人と話したい」 is not drowned by a story."""
    if len(turn.texts) == 1:
        return None
    for text in reversed(turn.texts[-_LISTENED_TO:]):
        masked = desk.mask(text).text
        if is_readable(text) and (await desk.dialogue.read(masked)).intent in _REQUESTS:
            return masked
    return None


def analyse(turn_id: UUID | str, text: str, masked: Masked, parse: Parse) -> Analysis:
    """Put rules and model together; all offsets point into the original text."""
    return Analysis(
        id=str(turn_id),
        masked_text=masked.text,
        pii=masked.spans,
        scope=_SCOPES.get(parse.intent, _CONSULTATION),
        intent=parse.intent,
        issues=tuple(_in_original(issue, text, masked) for issue in parse.issues),
        dangers=find_dangers(text),
    )


def _in_original(issue: FoundIssue, text: str, masked: Masked) -> Issue:
    spans = [masked.original_span(start, end) for start, end in issue.spans]
    return Issue(issue.name, tuple(Evidence(start, end, text[start:end]) for start, end in spans))
