import itertools
import secrets
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FIRST_MESSAGE_ID = 468_000_000_000_000_000


def new_user_id() -> str:
    return "U" + secrets.token_hex(16)


def new_reply_token() -> str:
    return uuid.uuid4().hex


def new_request_id() -> str:
    return str(uuid.uuid4())


def new_opaque_token() -> str:
    """A token without meaning: quote tokens and mark-as-read tokens."""
    return secrets.token_urlsafe(48)


def new_ulid(at: float) -> str:
    """26 characters: 48 bits of milliseconds, 80 random bits (https://github.com/ulid/spec)."""
    number = (int(at * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


class MessageIds:
    """Numeric strings that grow, as LINE's message ids do."""

    def __init__(self) -> None:
        self._numbers = itertools.count(_FIRST_MESSAGE_ID + secrets.randbelow(10**15))

    def next(self) -> str:
        return str(next(self._numbers))
