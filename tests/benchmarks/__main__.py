"""`make bench`: figures of the whole town on this machine. They are reported, never asserted."""

import asyncio
import os
import subprocess
import tempfile
from pathlib import Path

from bot.cli.processes import Processes
from bot.cli.town import Town, free_ports
from bot.cli.train import NLU_PYTHON, train
from bot.db import embedded
from bot.db.database import Database
from bot.db.migrate import migrate
from bot.privacy.encryption import Keyring
from tests.benchmarks.crowd import crowd
from tests.benchmarks.latency import latency
from tests.benchmarks.long_talk import long_talk
from tests.town.residents import Residents


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder:
        url = embedded.start(Path(folder) / "postgres")
        migrate(url)
        town = Town(Path(folder) / "town", url, "b" * 40, **free_ports())
        os.environ.update(town.environment)
        train()
        subprocess.run([NLU_PYTHON, "-m", "tests.benchmarks.parse_time"], check=True)
        with Processes(town.data_dir / "logs", town.environment) as processes:
            for process in town.processes():
                processes.start(process)
            for process in town.processes():
                processes.wait_until_ready(process.name)
            asyncio.run(_measure(town))


async def _measure(town: Town) -> None:
    database = Database(town.database_url)
    keyring = Keyring([town.environment["MADOGUCHI_MASTER_KEYS"]])
    async with Residents.of(town, database, keyring) as residents:
        await latency(residents)
        await long_talk(residents)
        await crowd(residents)
    await database.dispose()


if __name__ == "__main__":
    main()
