"""Our own system, asked as a stranger would ask it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.evaluation.messages import Message
from tests.evaluation.places import ROOT
from tests.evaluation.readings import Reading


def read(messages: Sequence[Message], folder: Path) -> list[Reading]:
    """By `madoguchi analyze`; raises CalledProcessError, its words stand on the terminal."""
    source, target = folder / "messages.jsonl", folder / "analyses.jsonl"
    lines = [{"id": message.id, "text": message.text} for message in messages]
    source.write_text(
        "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8"
    )
    subprocess.run(
        [sys.executable, "-m", "bot", "analyze", "--in", str(source), "--out", str(target)],
        cwd=ROOT,
        check=True,
    )
    payloads: list[dict[str, Any]] = list(map(json.loads, target.read_text("utf-8").splitlines()))
    found = {payload["id"]: Reading.from_payload(payload) for payload in payloads}
    return [found[message.id] for message in messages]
