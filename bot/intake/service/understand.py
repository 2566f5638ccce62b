"""Reading a turn: masking, danger rules, Rasa, and the union of what they found. No transaction is open."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from bot.channels.base.payloads import Bubble
from bot.conversations.payloads import OpenTurn
from bot.dialogue.errors import DialogueUnavailable
from bot.dialogue.payloads import Parse, Reply
from bot.intake.service.desk import Desk
from bot.kit.text import is_readable
from bot.privacy.models import Masked
from bot.triage.danger_rules import find_dangers
from bot.triage.models import Analysis, Certainty, Danger, Evidence, HouseholdMember, Issue
from bot.triage.patterns import patterns_in
from bot.triage.policies import merge

# Whatever keeps failing is answered with the fixed words, so that no turn can hang for ever.
_MOST_ATTEMPTS = 4

_LISTENED_TO = 6  # messages of a burst that are also read one by one

_REQUESTS = frozenset({"ask_human", "ask_if_human", "ask_secret", "ask_stop", "ask_delete"})


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
    return replace(reply, parse=replace(whole, intent=reply.parse.intent, scope=reply.parse.scope))


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

    def words(spans: Iterable[tuple[int, int]]) -> tuple[Evidence, ...]:
        places = [masked.original_span(start, end) for start, end in spans]
        return tuple(Evidence(start, end, text[start:end]) for start, end in places)

    dangers = [
        Danger(found.kind, found.level, _certainty(found.certainty), "model", words(found.spans))
        for found in parse.dangers
    ]
    household = tuple(HouseholdMember(relation, issues) for relation, issues in parse.household)
    issues = tuple(Issue(found.name, words(found.spans)) for found in parse.issues)
    return Analysis(
        id=str(turn_id),
        masked_text=masked.text,
        pii=masked.spans,
        scope=parse.scope,
        intent=parse.intent,
        issues=issues,
        dangers=merge(find_dangers(text), dangers),
        household=household,
        patterns=patterns_in(masked.text, [issue.name for issue in issues], household),
    )


def _certainty(said: str) -> Certainty:
    """A word that the model should not say is no reason to sound a siren, nor to look away."""
    return "sure" if said == "sure" else "possible"
