"""Writing to the audit, and proving that nobody has rewritten it."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.audit.errors import AuditBroken
from bot.audit.models import AuditEntry

_CHAIN_LOCK = 0x4D41444F  # any constant of our own: only one transaction at a time may append
_BEGINNING = "0" * 64


async def record(
    session: AsyncSession, *, at: datetime, actor: str, action: str, subject: str, **detail: Any
) -> None:
    """Append an entry that stands or falls with the session's transaction. Never pass words of a resident."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    last = await session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    entry = AuditEntry(
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
        previous_hash=last or _BEGINNING,
    )
    entry.hash = _fingerprint(entry)
    session.add(entry)
    await session.flush()


async def verify(session: AsyncSession) -> int:
    """Walk the chain from its beginning; answer how many entries stand. Raises AuditBroken."""
    previous, count = _BEGINNING, 0
    async for entry in await session.stream_scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if entry.previous_hash != previous or entry.hash != _fingerprint(entry):
            raise AuditBroken(entry.id)
        previous, count = entry.hash, count + 1
    return count


def _fingerprint(entry: AuditEntry) -> str:
    content = [
        entry.previous_hash, entry.at.timestamp(), entry.actor, entry.action, entry.subject, entry.detail
    ]  # fmt: skip
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
