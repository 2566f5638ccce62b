"""`madoguchi add-coordinator`"""

import asyncio
from typing import Annotated

import typer

from bot.db.database import Database
from bot.runtime.house import database_url
from bot.runtime.settings import read_settings
from bot.staff import service
from bot.staff.errors import LoginNameTaken, PasswordTooShort
from bot.staff.models import Role
from bot.staff.policies import SHORTEST_PASSWORD


def add_coordinator(
    login_name: Annotated[str, typer.Argument(help="the name to sign in with")],
    display_name: Annotated[str, typer.Argument(help="the name colleagues and residents see")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    supervisor: Annotated[bool, typer.Option(help="may see everybody's work")] = False,
) -> None:
    """Let somebody sign in to the console."""
    role = Role.SUPERVISOR if supervisor else Role.COORDINATOR
    try:
        asyncio.run(_add(login_name, display_name, password, role))
    except LoginNameTaken:
        raise typer.BadParameter(f"there is already somebody called {login_name}") from None
    except PasswordTooShort:
        raise typer.BadParameter(f"a password needs {SHORTEST_PASSWORD} characters") from None
    print(f"{display_name} can sign in as {login_name}")


async def _add(login_name: str, display_name: str, password: str, role: Role) -> None:
    database = Database(database_url(read_settings()))
    async with database.transaction() as session:
        await service.add_coordinator(session, login_name, display_name, password, role)
    await database.dispose()
