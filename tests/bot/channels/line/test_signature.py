"""LINE's own published vector, and everything that must not pass."""

import pytest

from bot.channels.line.signature import is_genuine

# https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
BODY = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_the_published_vector() -> None:
    assert is_genuine(BODY, SIGNATURE, [SECRET])


def test_either_secret_passes_while_one_replaces_the_other() -> None:
    assert is_genuine(BODY, SIGNATURE, ["a new one", SECRET])
    assert is_genuine(BODY, SIGNATURE, [SECRET, "an old one"])


@pytest.mark.parametrize(
    "signature",
    ["", "あ", "not base64!", SIGNATURE[:-4], SIGNATURE.lower(), "R" + SIGNATURE, SIGNATURE + "\n"],
)
def test_no_other_signature_passes(signature: str) -> None:
    assert not is_genuine(BODY, signature, [SECRET])


def test_one_changed_byte_is_noticed() -> None:
    assert not is_genuine(BODY + b" ", SIGNATURE, [SECRET])


def test_without_secrets_nothing_passes() -> None:
    assert not is_genuine(BODY, SIGNATURE, [])
