"""読めなかったもの: properly signed bodies that could not be read."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.audit.service import record
from bot.console.console import Here
from bot.console.rendering import CHANGED, fragment, is_htmx, page
from bot.console.session import Acting, Present, Watching
from bot.intake.queries import dead_letters
from bot.intake.service.receive import dismiss_dead_letter

router = APIRouter(prefix="/dead-letters")


@router.get("")
async def show(request: Request, console: Here, me: Present) -> Response:
    async with console.desk.database.transaction() as session:
        letters = await dead_letters(session)
        return await page(request, session, me, "dead_letters.html", letters=letters)


@router.get("/list")
async def show_list(request: Request, console: Here, me: Watching) -> Response:
    async with console.desk.database.transaction() as session:
        letters = await dead_letters(session)
    template = "includes/dead_letter_list.html"
    return fragment(request, template, letters=letters, csrf_token=me.csrf_token)


@router.post("/{event_id}/dismiss")
async def dismiss(request: Request, console: Here, me: Acting, event_id: UUID) -> Response:
    async with console.desk.database.transaction() as session:
        await dismiss_dead_letter(session, event_id, console.desk.clock())
        await record(
            session,
            at=console.desk.clock(),
            actor=f"coordinator:{me.coordinator.login_name}",
            action="dead_letter_dismissed",
            subject=f"inbound_event:{event_id}",
        )
        letters = await dead_letters(session)
    if not is_htmx(request):
        return RedirectResponse("/dead-letters", 303)
    template = "includes/dead_letter_list.html"
    return fragment(request, template, headers=CHANGED, letters=letters, csrf_token=me.csrf_token)
