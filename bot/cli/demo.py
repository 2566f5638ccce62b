"""`madoguchi demo`: the whole town, ready to be tried."""

import asyncio
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.processes import NotReady, Processes
from bot.cli.town import Town, free_ports
from bot.cli.train import train
from bot.db import embedded
from bot.db.database import Database
from bot.db.migrate import migrate
from bot.staff.errors import LoginNameTaken
from bot.staff.models import Role
from bot.staff.service import add_coordinator

_DATA_DIR = Path(".data/demo")
_STAFF = (
    ("sato", "佐藤", Role.COORDINATOR),
    ("suzuki", "鈴木", Role.COORDINATOR),
    ("tanaka", "田中", Role.SUPERVISOR),
)


def demo() -> None:
    """Start everything with a simulated LINE, and print where to go. Ctrl-C stops it all."""
    began = time.monotonic()
    secret = _secret(_DATA_DIR / "secret")
    with _step("PostgreSQL"):
        database_url = embedded.start((_DATA_DIR / "postgres").resolve())
    with _step("tables"):
        migrate(database_url)
    town = Town(_DATA_DIR, database_url, secret, **free_ports())
    os.environ.update(town.environment)
    password = f"madoguchi-{secret[:8]}"
    with _step("coordinators"):
        asyncio.run(_seed(database_url, password))
    train()
    with Processes(_DATA_DIR / "logs", town.environment) as processes:
        try:
            _start(town, processes)
            _say_where(town, password, time.monotonic() - began)
            processes.watch(print)
        except NotReady as error:
            raise SystemExit(str(error)) from None
        except KeyboardInterrupt:
            print("\nstopping …")


def _start(town: Town, processes: Processes) -> None:
    for process in town.processes():
        processes.start(process)
    for process in town.processes():
        with _step(process.name):
            processes.wait_until_ready(process.name)


def _say_where(town: Town, password: str, seconds: float) -> None:
    print(f"\nready after {seconds:.0f} s\n")
    print(f"  write as a resident     {town.simulator_url}/")
    print(f"  answer as a coordinator {town.web_url}/")
    for login_name, display_name, role in _STAFF:
        print(f"      {login_name:<8} {password}   ({display_name}, {role})")
    print(f"\n  logs in {_DATA_DIR / 'logs'}; Ctrl-C stops everything", flush=True)


async def _seed(database_url: str, password: str) -> None:
    database = Database(database_url)
    for login_name, display_name, role in _STAFF:
        try:
            async with database.transaction() as session:
                await add_coordinator(session, login_name, display_name, password, role)
        except LoginNameTaken:
            continue  # seeded by an earlier demo
    await database.dispose()


def _secret(path: Path) -> str:
    """The demo's own secret, kept so that what it stored stays readable the next time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(24))
        path.chmod(0o600)
    return path.read_text()


@contextmanager
def _step(name: str) -> Iterator[None]:
    print(f"  {name:<14} …", end="", flush=True)
    began = time.monotonic()
    yield
    print(f" {time.monotonic() - began:5.1f} s", flush=True)
