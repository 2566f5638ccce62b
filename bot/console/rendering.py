"""Turning a template into an answer. A fragment is the very include that the page holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.ext.asyncio import AsyncSession

from bot.console import assets
from bot.console.console import console_of
from bot.console.queries import watch
from bot.console.wording import Wording, one_of_each
from bot.kit.text import graphemes
from bot.staff.service import SignedIn

_TOKYO = ZoneInfo("Asia/Tokyo")
CHANGED = {"HX-Trigger": "changed"}
"""Tells the fragments of the page to look again."""


@dataclass(frozen=True)
class Notice:
    """A sentence about what was just asked for."""

    text: str
    tone: Literal["done", "refused"] = "refused"


def is_htmx(request: Request) -> bool:
    return "HX-Request" in request.headers


def fragment(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    console = console_of(request)
    content = _templates.get_template(template).render(
        words=console.words, city=console.city, now=console.desk.clock(), **context
    )
    return HTMLResponse(content, status, headers=dict(headers or {}))


async def page(
    request: Request,
    session: AsyncSession,
    signed_in: SignedIn,
    template: str,
    *,
    status: int = 200,
    notice: Notice | None = None,
    **context: Any,
) -> HTMLResponse:
    """A whole page for somebody who is signed in."""
    frame = {
        "me": signed_in.coordinator,
        "csrf_token": signed_in.csrf_token,
        "watch": await watch(session),
        "notice": notice,
    }
    return fragment(request, template, status=status, **(context | frame))


def outside_page(
    request: Request, template: str, *, status: int = 200, **context: Any
) -> HTMLResponse:
    """A whole page that knows nothing of who looks at it."""
    return fragment(request, template, status=status, me=None, watch=None, notice=None, **context)


def in_tokyo(moment: datetime) -> datetime:
    return moment.astimezone(_TOKYO)


def excerpt(text: str, length: int = 80) -> str:
    """The beginning of a text on one line, never cut inside a character."""
    characters = graphemes(" ".join(text.split()))
    return "".join(characters[:length]) + ("…" if len(characters) > length else "")


def _issue_word(name: str, words: Wording) -> str:
    return words.issue(name)


def _danger_word(kind: str, words: Wording) -> str:
    return words.danger(kind)


def _reason_word(reason: str, words: Wording) -> str:
    return words.reason(reason)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        in_tokyo=in_tokyo,
        excerpt=excerpt,
        issue_word=_issue_word,
        danger_word=_danger_word,
        reason_word=_reason_word,
    )
    environment.globals.update(asset=assets.url, one_of_each=one_of_each)
    return environment


_templates = _environment()
