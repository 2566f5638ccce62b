"""`madoguchi analyze`: what a text is understood as, by the steps a resident's message takes."""

import asyncio
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.processes import Processes
from bot.cli.town import Town, free_ports
from bot.cli.train import train
from bot.db import embedded
from bot.db.migrate import migrate
from bot.dialogue.errors import DialogueUnavailable
from bot.dialogue.payloads import Parse
from bot.dialogue.rasa import RasaClient
from bot.intake.service.understand import analyse
from bot.privacy.mask import mask

_DATA_DIR = Path(".data/analyze")
_SECRET = "for a Rasa that lives as long as this command, loopback only"  # noqa: S105


def analyze(
    source: Annotated[
        str, typer.Option("--in", help='lines {"id", "text"}; - is standard input')
    ] = "-",
    target: Annotated[
        str, typer.Option("--out", help="one analysis a line; - is standard output")
    ] = "-",
) -> None:
    """Write one analysis for each line. Starts what it needs; unreadable lines are named at the end."""
    lines = sys.stdin.readlines() if source == "-" else Path(source).read_text("utf-8").splitlines()
    wanted = list(_wanted(lines))
    with redirect_stdout(sys.stderr):  # standard output may be the answer
        town = _town()
        train()
    with Processes(_DATA_DIR / "logs", town.environment) as processes:
        processes.start(next(process for process in town.processes() if process.name == "rasa"))
        processes.wait_until_ready("rasa")
        analyses = asyncio.run(
            _analyze_all(town, [line for line in wanted if isinstance(line, dict)])
        )
    text = "".join(json.dumps(analysis, ensure_ascii=False) + "\n" for analysis in analyses)
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, "utf-8")
    refused = [line for line in wanted if isinstance(line, int)]
    if refused:
        sys.exit(f'not of the form {{"id", "text"}}: line {", ".join(map(str, refused))}')


def _wanted(lines: Iterable[str]) -> Iterator[dict[str, Any] | int]:
    """Each line's object, or the number of a line that holds none. Empty lines do not count."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except ValueError:
            content = None
        good = (
            isinstance(content, dict) and "id" in content and isinstance(content.get("text"), str)
        )
        yield content if good else number


def _town() -> Town:
    database_url = embedded.start((_DATA_DIR / "postgres").resolve())
    migrate(database_url)
    town = Town(_DATA_DIR, database_url, _SECRET, **free_ports())
    os.environ.update(town.environment)
    return town


async def _analyze_all(town: Town, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    environment = town.environment
    rasa = RasaClient(environment["MADOGUCHI_RASA_URL"], environment["MADOGUCHI_RASA_TOKEN"])
    try:
        return [await _analyze(rasa, str(line["id"]), line["text"]) for line in lines]
    finally:
        await rasa.close()


async def _analyze(rasa: RasaClient, line_id: str, text: str) -> dict[str, Any]:
    masked = mask(text)
    try:
        parse = await rasa.read(masked.text)
    except DialogueUnavailable:
        parse = Parse("tell_trouble")  # as for a resident: the rules stand without the model
    return analyse(line_id, text, masked, parse).to_payload()
