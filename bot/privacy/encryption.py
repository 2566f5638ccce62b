"""Keys and sealed values: a key for each contact, wrapped by the municipality's master key.

Deleting a contact's wrapped key makes everything sealed with it unreadable for ever.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.privacy.errors import SealBroken

_NONCE_BYTES = 12  # NIST SP 800-38D, 96-bit nonces for AES-GCM
_KEY_BYTES = 32


@dataclass(frozen=True)
class SealingKey:
    """A 256-bit AES-GCM key. `purpose` binds a sealed value to the kind of place it came from."""

    secret: bytes

    def seal(self, value: str, purpose: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        content = value.encode("utf-8", "surrogatepass")
        return nonce + AESGCM(self.secret).encrypt(nonce, content, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """Raises SealBroken when the value was altered or sealed with another key or purpose."""
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            opened = AESGCM(self.secret).decrypt(nonce, content, purpose.encode())
        except InvalidTag as error:
            raise SealBroken(purpose) from error
        return opened.decode("utf-8", "surrogatepass")


class Keyring:
    """The master keys: the first seals, all open, so that a key can be changed without a pause."""

    def __init__(self, master_keys: Sequence[str]) -> None:
        """`master_keys`: secrets of at least 32 characters, newest first."""
        if not master_keys or any(len(key) < _KEY_BYTES for key in master_keys):
            raise ValueError("a master key needs at least 32 characters")
        self._wrapping = [_derive(key, "wrap contact keys") for key in master_keys]
        # Lookup must stay stable while keys change: the oldest key keeps making the hashes.
        self._lookup = _derive(master_keys[-1], "look up addresses").secret
        self.system_key = _derive(master_keys[-1], "events without a contact")

    def new_contact_key(self) -> tuple[SealingKey, bytes]:
        """A fresh key and its wrapped form, the only one that is stored."""
        key = SealingKey(secrets.token_bytes(_KEY_BYTES))
        return key, self._wrapping[0].seal(key.secret.hex(), "contact key")

    def unwrap(self, wrapped: bytes) -> SealingKey:
        """Raises SealBroken when no master key opens it."""
        for wrapping in self._wrapping:
            try:
                return SealingKey(bytes.fromhex(wrapping.open(wrapped, "contact key")))
            except SealBroken:
                continue
        raise SealBroken("contact key")

    def address_hash(self, channel: str, address: str) -> bytes:
        """A keyed fingerprint: finds an address again without keeping it readable."""
        return hmac.digest(self._lookup, f"{channel}\0{address}".encode(), "sha256")


def _derive(master_key: str, purpose: str) -> SealingKey:
    """One key per purpose from one master secret (HMAC-SHA256 as the extract step of RFC 5869)."""
    return SealingKey(hmac.digest(master_key.encode(), purpose.encode(), hashlib.sha256))
