"""Reading contacts."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contacts.errors import ContactErased
from bot.contacts.models import ChannelAddress, Contact
from bot.privacy.encryption import Keyring, SealingKey

ADDRESS = "channel address"


@dataclass(frozen=True)
class Destination:
    """Where a message to a contact goes. `blocked`: the person has shut the channel."""

    channel: str
    address: str
    blocked: bool


async def contact_key(session: AsyncSession, keyring: Keyring, contact_id: UUID) -> SealingKey:
    """Raises ContactErased once the contact's key is gone."""
    wrapped = await session.scalar(select(Contact.wrapped_key).where(Contact.id == contact_id))
    return _unwrapped(keyring, wrapped)


def key_of(keyring: Keyring, contact: Contact) -> SealingKey:
    """The key of a contact at hand. Raises ContactErased."""
    return _unwrapped(keyring, contact.wrapped_key)


def _unwrapped(keyring: Keyring, wrapped: bytes | None) -> SealingKey:
    if wrapped is None:
        raise ContactErased
    return keyring.unwrap(wrapped)


async def destination(session: AsyncSession, key: SealingKey, contact_id: UUID) -> Destination:
    row = (
        await session.execute(select(ChannelAddress).where(ChannelAddress.contact_id == contact_id))
    ).scalar_one()
    return Destination(
        row.channel, key.open(row.sealed_address, ADDRESS), row.blocked_at is not None
    )
