"""Every suite, in the order in which a failure says most: `make test`.

One PostgreSQL serves them all; each suite has a database of its own on it.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.cli.train import NLU_PYTHON, train_into
from bot.db import embedded

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Suite:
    name: str
    command: tuple[str, ...]


_PYTEST = (sys.executable, "-m", "pytest", "-q")
SUITES = (
    Suite(
        "rooms and architecture",
        (
            *_PYTEST,
            *("tests/bot", "tests/actions", "tests/contracts", "tests/architecture"),
            *("tests/data", "tests/evaluation"),
        ),
    ),
    Suite("rasa's side", (str(NLU_PYTHON), "-m", "pytest", "-q", "tests/nlu")),
    Suite("the whole town", (*_PYTEST, "-s", "tests/town")),
    Suite("through a browser", (*_PYTEST, "tests/browser")),
)


def main() -> int:
    failed = []
    model = train_into(ROOT / ".data/models")
    with tempfile.TemporaryDirectory(prefix="madoguchi-tests-") as folder:
        for number, suite in enumerate(SUITES):
            url = embedded.start(Path(folder) / "postgres", f"suite{number}")
            began = time.monotonic()
            print(f"\n=== {suite.name} …", flush=True)
            ended = subprocess.run(
                suite.command,
                cwd=ROOT,
                check=False,
                env={
                    **os.environ,
                    "MADOGUCHI_TEST_DATABASE_URL": url,
                    "MADOGUCHI_TEST_MODEL": str(model),
                    "RASA_TELEMETRY_ENABLED": "false",
                },
            )
            print(f"=== {suite.name}: {time.monotonic() - began:.0f} s", flush=True)
            if ended.returncode:
                failed.append(suite.name)
    print(f"\n{len(SUITES) - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
