"""`madoguchi analyze`: what a text is understood as, by the steps a resident's message takes."""

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from itertools import batched
from pathlib import Path
from typing import Annotated, Any, TextIO, cast

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
_AT_ONCE = 32
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
    with _opened(source, "r", sys.stdin) as lines, _opened(target, "w", sys.stdout) as answers:
        with redirect_stdout(sys.stderr):  # standard output may be the answer
            town = _town()
            train()
        with Processes(_DATA_DIR / "logs", town.environment) as processes:
            rasa = next(process for process in town.processes() if process.name == "rasa")
            processes.start(rasa)
            processes.wait_until_ready("rasa")
            refused = asyncio.run(_analyze_all(town, lines, answers))
    if refused:
        sys.exit(f'not of the form {{"id", "text"}}: line {", ".join(map(str, refused))}')


def _opened(name: str, mode: str, standard: TextIO) -> AbstractContextManager[TextIO]:
    """The named file, or the standard stream for `-`, which stays open."""
    return (
        nullcontext(standard)
        if name == "-"
        else cast("TextIO", Path(name).open(mode, encoding="utf-8"))
    )


def _line(written: str) -> dict[str, Any] | None:
    """The line's object; None where it holds none."""
    try:
        content = json.loads(written)
    except ValueError:
        return None
    good = isinstance(content, dict) and "id" in content and isinstance(content.get("text"), str)
    return content if good else None


def _town() -> Town:
    database_url = embedded.start((_DATA_DIR / "postgres").resolve())
    migrate(database_url)
    town = Town(_DATA_DIR, database_url, _SECRET, **free_ports())
    os.environ.update(town.environment)
    return town


async def _analyze_all(town: Town, lines: Iterable[str], answers: TextIO) -> list[int]:
    """Write the analyses in the order of the lines; returns the numbers of unreadable lines.

    A few dozen lines are held at a time, however long the file.
    """
    environment = town.environment
    rasa = RasaClient(environment["MADOGUCHI_RASA_URL"], environment["MADOGUCHI_RASA_TOKEN"])
    refused: list[int] = []
    wanted = ((number, written) for number, written in enumerate(lines, start=1) if written.strip())
    try:
        for some in batched(wanted, _AT_ONCE):
            read = [(number, _line(written)) for number, written in some]
            refused += [number for number, line in read if line is None]
            found = await asyncio.gather(
                *(_analyze(rasa, str(line["id"]), line["text"]) for _, line in read if line)
            )
            answers.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in found)
    finally:
        await rasa.close()
    return refused


async def _analyze(rasa: RasaClient, line_id: str, text: str) -> dict[str, Any]:
    masked = mask(text)
    try:
        parse = await rasa.read(masked.text)
    except DialogueUnavailable:
        parse = Parse("tell_trouble")  # as for a resident: the rules stand without the model
    return analyse(line_id, text, masked, parse).to_payload()
