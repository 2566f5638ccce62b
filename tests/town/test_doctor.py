"""`madoguchi doctor` on a house that is well, and on one whose LINE account is set wrongly."""

import os
import subprocess
import sys
from pathlib import Path

from bot.cli.processes import Processes
from bot.cli.town import Town
from tests.town.residents import Residents

ROOT = Path(__file__).parents[2]


def examine(town: Town) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=ROOT,
        env={**os.environ, **town.environment},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_a_house_that_is_well(town: Town, processes: Processes) -> None:
    found = examine(town)
    assert found.returncode == 0, found.stdout + found.stderr
    for good in ("database at revision 0001", "audit chain whole", "Rasa answers", "mode is bot"):
        assert good in found.stdout
    assert "not reviewed by a person yet" in found.stdout
    assert "no local numbers" in found.stdout


async def test_chat_mode_left_on_is_found(
    town: Town, processes: Processes, residents: Residents
) -> None:
    await residents.line.post("/channel", json={"chatMode": "chat", "active": False})
    try:
        found = examine(town)
    finally:
        await residents.line.post("/channel", json={"chatMode": "bot", "active": True})
    assert found.returncode == 1
    assert "BAD   LINE chat mode is chat" in found.stdout
    assert "BAD   LINE webhook not active" in found.stdout
