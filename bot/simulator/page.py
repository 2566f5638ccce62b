from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from bot.simulator.control_routes import Here

_HERE = Path(__file__).parent

STATIC_FOLDER = _HERE / "static"

router = APIRouter()
_templates = Jinja2Templates(_HERE / "templates")


@router.get("/", response_class=HTMLResponse)
async def talk(request: Request, platform: Here) -> HTMLResponse:
    context = {"account_name": platform.settings.display_name}
    return _templates.TemplateResponse(request, "talk.html", context)
