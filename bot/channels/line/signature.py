"""Proof that a webhook comes from LINE: HMAC-SHA256 of the raw bytes with the channel secret.

https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence


def is_genuine(body: bytes, signature: str, secrets: Sequence[str]) -> bool:
    """Whether any of the secrets signed these bytes. Takes the same time whichever of them did.

    Several secrets are valid at once while one replaces another: LINE ends the old one the moment a new
    one is issued, and webhooks signed with either may still be under way.
    """
    try:
        given = base64.b64decode(signature.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return False
    matches = [hmac.compare_digest(given, _sign(body, secret)) for secret in secrets]
    return any(matches)


def _sign(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), body, hashlib.sha256)
