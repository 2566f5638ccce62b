"""How long the newest model takes to read a message on one core, and how much memory it holds.

`nlu/.venv/bin/python -m tests.benchmarks.parse_time`: runs in Rasa's environment.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import time
from pathlib import Path

import yaml
from rasa.core.agent import Agent

_MESSAGES = 300


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    path = max(Path(".data/models").glob("madoguchi-*.tar.gz"), key=lambda p: p.stat().st_mtime)
    took = sorted(asyncio.run(_measure(Agent.load(str(path)), _texts())))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"model {path.name}: {len(took)} messages on one core")
    print(f"parse p50 {statistics.median(took):.1f} ms, p95 {took[int(0.95 * len(took))]:.1f} ms")
    print(f"memory at its highest {memory:.0f} MB")


def _texts() -> list[str]:
    content = yaml.safe_load(Path("data/evaluation/messages.yml").read_text(encoding="utf-8"))
    texts = [example["text"] for block in content["nlu"] for example in block["examples"]]
    return texts[:: len(texts) // _MESSAGES]


async def _measure(agent: Agent, texts: list[str]) -> list[float]:
    """Milliseconds for each text."""
    took = []
    for text in texts:
        began = time.perf_counter()
        await agent.parse_message(text)
        took.append(1000 * (time.perf_counter() - began))
    return took


if __name__ == "__main__":
    main()
