"""What a coordinator does on a case's page. Each answers with a notice, or says who stands in the way."""

from collections.abc import Awaitable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.cases.errors import CaseAlreadyClaimed
from bot.cases.models import Outcome
from bot.console.case import LONGEST_REPLY, empty_boxes, whole_page
from bot.console.console import Console, Here
from bot.console.queries import case_head
from bot.console.refusals import REFUSALS, in_words
from bot.console.rendering import CHANGED, Notice, fragment, is_htmx
from bot.console.session import Acting
from bot.intake.service import take_over
from bot.kit.text import is_readable, utf16_length
from bot.staff.service import SignedIn

router = APIRouter(prefix="/cases/{case_id}")


@router.post("/claim")
async def claim(request: Request, console: Here, me: Acting, case_id: UUID) -> Response:
    try:
        await take_over.claim(console.desk, case_id, me.coordinator)
    except CaseAlreadyClaimed as refusal:
        if not await _have_it_already(console, me, case_id):
            return await _refuse(request, console, me, case_id, in_words(console.words, refusal))
    except REFUSALS as refusal:
        return await _refuse(request, console, me, case_id, in_words(console.words, refusal))
    if is_htmx(request):
        return Response(headers={"HX-Redirect": f"/cases/{case_id}"})
    return RedirectResponse(f"/cases/{case_id}", 303)


@router.post("/reply")
async def reply(
    request: Request, console: Here, me: Acting, case_id: UUID, text: Annotated[str, Form()] = ""
) -> Response:
    said = _as_written(text)
    problem = _unsendable(console, said)
    if problem is None:
        problem = await _problem(
            console, take_over.reply(console.desk, case_id, me.coordinator, said)
        )
    return await _answer_box(request, console, me, case_id, "reply", text, problem, "said")


@router.post("/notes")
async def add_note(
    request: Request, console: Here, me: Acting, case_id: UUID, text: Annotated[str, Form()] = ""
) -> Response:
    note = _as_written(text)
    problem = _unsendable(console, note)
    if problem is None:
        problem = await _problem(
            console, take_over.add_note(console.desk, case_id, me.coordinator, note)
        )
    return await _answer_box(request, console, me, case_id, "note", text, problem, "noted")


@router.post("/hand-back")
async def hand_back(request: Request, console: Here, me: Acting, case_id: UUID) -> Response:
    doing = take_over.hand_back(console.desk, case_id, me.coordinator)
    return await _answer(request, console, me, case_id, doing, "handed_back")


@router.post("/take-back")
async def take_back(request: Request, console: Here, me: Acting, case_id: UUID) -> Response:
    doing = take_over.take_back(console.desk, case_id, me.coordinator)
    return await _answer(request, console, me, case_id, doing, "taken_back")


@router.post("/release")
async def release(request: Request, console: Here, me: Acting, case_id: UUID) -> Response:
    doing = take_over.release(console.desk, case_id, me.coordinator)
    return await _answer(request, console, me, case_id, doing, "released")


@router.post("/close")
async def close(
    request: Request, console: Here, me: Acting, case_id: UUID, outcome: Annotated[str, Form()] = ""
) -> Response:
    if outcome not in set(Outcome):
        return await _refuse(
            request, console, me, case_id, console.words.refusal("no_outcome"), status=422
        )
    doing = take_over.close(console.desk, case_id, me.coordinator, Outcome(outcome))
    return await _answer(request, console, me, case_id, doing, "closed")


@router.post("/reopen")
async def reopen(request: Request, console: Here, me: Acting, case_id: UUID) -> Response:
    doing = take_over.reopen(console.desk, case_id, me.coordinator)
    return await _answer(request, console, me, case_id, doing, "reopened")


async def _have_it_already(console: Console, me: SignedIn, case_id: UUID) -> bool:
    """A button pressed twice is not a quarrel with oneself."""
    async with console.desk.database.transaction() as session:
        return (await case_head(session, case_id)).is_held_by(me.coordinator)


async def _problem(console: Console, doing: Awaitable[None]) -> str | None:
    """Do it; answer why it was refused, if it was."""
    try:
        await doing
    except REFUSALS as refusal:
        return in_words(console.words, refusal)
    return None


async def _answer(
    request: Request,
    console: Console,
    me: SignedIn,
    case_id: UUID,
    doing: Awaitable[None],
    done: str,
) -> Response:
    problem = await _problem(console, doing)
    if problem is not None:
        return await _refuse(request, console, me, case_id, problem)
    if not is_htmx(request):
        return RedirectResponse(f"/cases/{case_id}", 303)
    notice = Notice(console.words.of("done", done), "done")
    return fragment(request, "includes/notice.html", headers=CHANGED, notice=notice)


async def _refuse(
    request: Request, console: Console, me: SignedIn, case_id: UUID, problem: str, status: int = 409
) -> Response:
    if not is_htmx(request):
        return await whole_page(
            request, console, me, case_id, status=status, notice=Notice(problem)
        )
    return fragment(
        request, "includes/notice.html", status=status, headers=CHANGED, notice=Notice(problem)
    )


async def _answer_box(
    request: Request,
    console: Console,
    me: SignedIn,
    case_id: UUID,
    box: str,
    text: str,
    problem: str | None,
    done: str,
) -> Response:
    """The box again: emptied when its text has gone, with the text in it when it has not."""
    if problem is None and not is_htmx(request):
        return RedirectResponse(f"/cases/{case_id}", 303)
    notice = Notice(problem) if problem else Notice(console.words.of("done", done), "done")
    content: dict[str, Any] = {box: text if problem else "", f"{box}_notice": notice}
    status = 409 if problem else 200
    if not is_htmx(request):
        return await whole_page(request, console, me, case_id, status=status, **content)
    async with console.desk.database.transaction() as session:
        head = await case_head(session, case_id)
    return fragment(
        request,
        f"includes/{box}.html",
        status=status,
        headers=CHANGED,
        **{**empty_boxes(), **content, "head": head, "csrf_token": me.csrf_token},
    )


def _as_written(text: str) -> str:
    """Forms send line ends as CRLF; platforms would count and show both."""
    return text.replace("\r\n", "\n").strip()


def _unsendable(console: Console, text: str) -> str | None:
    if not is_readable(text):
        return console.words.refusal("empty")
    if utf16_length(text) > LONGEST_REPLY:
        return console.words.refusal("too_long", limit=f"{LONGEST_REPLY:,}")
    return None
