"""Who is at the browser: the session cookie, and the token that every change must carry."""

import hmac
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from bot.console.console import Console, Here
from bot.console.errors import Forged
from bot.staff.errors import NotSignedIn
from bot.staff.service import SignedIn, recognise

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"
_OURS = {"same-origin", "none"}


def cookie_name(console: Console) -> str:
    """`__Host-` makes browsers refuse the cookie from any other host, path or plain connection."""
    return "__Host-madoguchi" if console.secure_cookies else "madoguchi"


def keep_cookie(console: Console, response: Response, secret: str) -> None:
    response.set_cookie(
        cookie_name(console),
        secret,
        path="/",
        httponly=True,
        samesite="lax",
        secure=console.secure_cookies,
    )


def drop_cookie(console: Console, response: Response) -> None:
    response.delete_cookie(
        cookie_name(console), path="/", httponly=True, samesite="lax", secure=console.secure_cookies
    )


async def present(request: Request, console: Here) -> SignedIn:
    """The coordinator at the browser; their session is fresh again. Raises NotSignedIn."""
    async with console.desk.database.transaction() as session:
        return await recognise(session, _secret(request, console), console.desk.clock())


async def watching(request: Request, console: Here) -> SignedIn:
    """The coordinator whose screen refreshes itself. Raises NotSignedIn."""
    async with console.desk.database.transaction() as session:
        return await recognise(
            session, _secret(request, console), console.desk.clock(), watching=True
        )


async def acting(request: Request, signed_in: Annotated[SignedIn, Depends(present)]) -> SignedIn:
    """The coordinator who asks for a change, and really does so. Raises NotSignedIn, Forged."""
    token = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
    if not isinstance(token, str) or not _same(token, signed_in.csrf_token):
        raise Forged
    return signed_in


async def from_our_own_page(request: Request) -> None:
    """For the one form that is sent before there is a session. Raises Forged.

    Every browser says where a POST comes from, in one header or the other.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in _OURS:
        raise Forged
    if (
        site is None
        and origin is not None
        and urlsplit(origin).netloc != request.headers.get("Host")
    ):
        raise Forged


def _secret(request: Request, console: Console) -> str:
    secret = request.cookies.get(cookie_name(console))
    if not secret:
        raise NotSignedIn
    return secret


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


type Present = Annotated[SignedIn, Depends(present)]
type Watching = Annotated[SignedIn, Depends(watching)]
type Acting = Annotated[SignedIn, Depends(acting)]
