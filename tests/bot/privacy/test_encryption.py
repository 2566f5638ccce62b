"""Sealing, and what must not open."""

import pytest

from bot.privacy.encryption import Keyring
from bot.privacy.errors import SealBroken

OLD, NEW = "o" * 40, "n" * 40


def test_what_was_sealed_opens_again() -> None:
    key, wrapped = Keyring([OLD]).new_contact_key()
    sealed = key.seal("ごめんね、さよなら\x00\ud800", "message")
    assert "ごめん".encode() not in sealed
    assert Keyring([OLD]).unwrap(wrapped).open(sealed, "message") == "ごめんね、さよなら\x00\ud800"


def test_another_purpose_does_not_open_it() -> None:
    key, _ = Keyring([OLD]).new_contact_key()
    with pytest.raises(SealBroken):
        key.open(key.seal("ことば", "message"), "note")


def test_another_contact_does_not_open_it() -> None:
    keyring = Keyring([OLD])
    mine, theirs = keyring.new_contact_key()[0], keyring.new_contact_key()[0]
    with pytest.raises(SealBroken):
        theirs.open(mine.seal("ことば", "message"), "message")


def test_the_old_master_key_still_opens_while_the_new_one_seals() -> None:
    _, wrapped_before = Keyring([OLD]).new_contact_key()
    rotated = Keyring([NEW, OLD])
    rotated.unwrap(wrapped_before)
    _, wrapped_after = rotated.new_contact_key()
    with pytest.raises(SealBroken):
        Keyring([OLD]).unwrap(wrapped_after)


def test_a_person_is_found_again_after_the_keys_change() -> None:
    assert Keyring([OLD]).address_hash("line", "U1") == Keyring([NEW, OLD]).address_hash(
        "line", "U1"
    )


def test_channels_do_not_share_addresses() -> None:
    keyring = Keyring([OLD])
    assert keyring.address_hash("line", "1") != keyring.address_hash("telegram", "1")


def test_a_short_master_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        Keyring(["short"])
