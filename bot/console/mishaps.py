"""A clear page or a notice for whatever went wrong; never a stack trace, never a lost draft."""

from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from bot.cases.errors import CaseUnknown
from bot.console.console import console_of
from bot.console.errors import Forged
from bot.console.headers import guard
from bot.console.rendering import Notice, fragment, is_htmx, outside_page
from bot.staff.errors import NotSignedIn


def answer_mishaps(app: FastAPI) -> None:
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(Forged, _forged)
    app.add_exception_handler(CaseUnknown, _missing)
    app.add_exception_handler(RequestValidationError, _missing)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _not_signed_in(request: Request, _: Exception) -> Response:
    """A page leads to the sign-in; a fragment must not take the page, and a draft on it, away."""
    if is_htmx(request):
        return _notice(request, "signed_out", 401)
    if request.url.path == "/events":
        return PlainTextResponse("", 401)
    wanted = request.url.path if request.method == "GET" else "/queue"
    return RedirectResponse(f"/sign-in?{urlencode({'next': wanted})}", 303)


async def _forged(request: Request, _: Exception) -> Response:
    return _notice(request, "forged", 403) if is_htmx(request) else _sorry(request, "forged", 403)


async def _missing(request: Request, _: Exception) -> Response:
    if is_htmx(request):
        return _notice(request, "missing", 404)
    return _sorry(request, "missing", 404)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _sorry(request, "missing", status)


async def _unexpected(request: Request, _: Exception) -> Response:
    words = _notice if is_htmx(request) else _sorry
    answer = words(request, "unexpected", 500)
    guard(answer.headers)  # this one is sent from outside of every middleware
    return answer


def _sorry(request: Request, why: str, status: int) -> Response:
    return outside_page(request, "sorry.html", status=status, why=why)


def _notice(request: Request, refusal: str, status: int) -> Response:
    """Shown in the page's notice, whatever the request meant to change."""
    text = console_of(request).words.refusal(refusal)
    return fragment(
        request,
        "includes/notice.html",
        status=status,
        headers={"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"},
        notice=Notice(text),
    )
