"""The files a browser needs, served from this machine only and each by name."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from bot.kit.places import ROOT

_OWN = Path(__file__).parent / "static"
_PACKAGES = ROOT / "node_modules"
FILES = {
    "console.css": _OWN / "console.css",
    "console.js": _OWN / "console.js",
    "icon.svg": _OWN / "icon.svg",
    "htmx.js": _PACKAGES / "htmx.org" / "dist" / "htmx.min.js",
    "sse.js": _PACKAGES / "htmx-ext-sse" / "dist" / "sse.min.js",
    "tokens.css": _PACKAGES / "@digital-go-jp" / "design-tokens" / "dist" / "tokens.css",
}
_ONE_YEAR = "public, max-age=31536000, immutable"

router = APIRouter()


def missing() -> list[Path]:
    """Files that are not there: `npm ci` has not been run."""
    return [path for path in FILES.values() if not path.is_file()]


@cache
def url(name: str) -> str:
    """Where the browser finds a file. The address changes with the content, so it may be kept for long."""
    path = FILES[name]
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
    return f"/static/{name}?v={version}"


@router.get("/static/{name}")
async def asset(name: str) -> FileResponse:
    path = FILES.get(name)
    if path is None or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, headers={"Cache-Control": _ONE_YEAR})
