"""What a coordinator reads when something they asked for was not done."""

from bot.cases.errors import CaseAlreadyClaimed, CaseClosed, CaseNotOpenable, NotTheAssignee
from bot.console.wording import Wording
from bot.contacts.errors import ContactErased
from bot.conversations.errors import ConversationMovedOn, CoordinatorMayNotSpeak

REFUSALS = (
    CaseAlreadyClaimed,
    CaseClosed,
    CaseNotOpenable,
    NotTheAssignee,
    ContactErased,
    ConversationMovedOn,
    CoordinatorMayNotSpeak,
)
_PLAIN = {
    CaseClosed: "closed",
    CaseNotOpenable: "not_closed",
    ContactErased: "erased",
    ConversationMovedOn: "moved_on",
    CoordinatorMayNotSpeak: "bot_speaks",
}


def in_words(words: Wording, refusal: Exception) -> str:
    """`refusal`: one of REFUSALS."""
    match refusal:
        case CaseAlreadyClaimed(by=by):
            return words.refusal("already_claimed", by=by)
        case NotTheAssignee(by=None):
            return words.refusal("nobody_has_it")
        case NotTheAssignee(by=by):
            return words.refusal("not_the_assignee", by=by)
        case _:
            return words.refusal(_PLAIN[type(refusal)])
