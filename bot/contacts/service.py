"""Meeting a contact, and noticing that they shut or reopened the channel."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.contacts.models import ChannelAddress, Contact
from bot.contacts.queries import ADDRESS
from bot.privacy.encryption import Keyring


async def meet(session: AsyncSession, keyring: Keyring, channel: str, address: str) -> Contact:
    """The contact behind a platform's user id; a new one at the first word. Safe when two come at once."""
    address_hash = keyring.address_hash(channel, address)
    known = await _known(session, channel, address_hash)
    if known is not None:
        return known
    key, wrapped = keyring.new_contact_key()
    contact = Contact(id=uuid4(), wrapped_key=wrapped)
    async with session.begin_nested() as savepoint:
        session.add(contact)
        await session.flush()
        inserted = await session.execute(
            insert(ChannelAddress)
            .values(
                id=uuid4(),
                contact_id=contact.id,
                channel=channel,
                address_hash=address_hash,
                sealed_address=key.seal(address, ADDRESS),
            )
            .on_conflict_do_nothing()
            .returning(ChannelAddress.id)
        )
        if inserted.scalar_one_or_none() is not None:
            return contact
        # Somebody else met them in the same moment: theirs counts, ours was never there.
        await savepoint.rollback()
    return await meet(session, keyring, channel, address)


async def _known(session: AsyncSession, channel: str, address_hash: bytes) -> Contact | None:
    return (
        await session.execute(
            select(Contact)
            .join(ChannelAddress, ChannelAddress.contact_id == Contact.id)
            .where(ChannelAddress.channel == channel, ChannelAddress.address_hash == address_hash)
        )
    ).scalar_one_or_none()


async def mark_blocked(session: AsyncSession, contact: Contact, at: datetime | None) -> None:
    """`at`: when the person shut the channel; None when they opened it again."""
    await session.execute(
        update(ChannelAddress).where(ChannelAddress.contact_id == contact.id).values(blocked_at=at)
    )
