"""Training a configuration of Rasa's components on some messages and reading others with it.

It happens in Rasa's environment, in a process of its own; what was read is kept under a digest of
everything it depends on.
"""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.train import NLU_PYTHON
from tests.evaluation.messages import Message
from tests.evaluation.places import HERE, OUTPUT, ROOT

_PARSES, _TRAINING, _TEXTS, _LOG = "parses.jsonl", "training.yml", "texts.json", "training.log"
_SOURCES = (HERE / "model" / "train_and_read.py", ROOT / "nlu" / "uv.lock")


class LessonFailed(Exception):
    """The process in Rasa's environment ended badly; carries the end of its log."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """`intents`: one for each message to learn from. `sources`: further files it depends on."""

    name: str
    config: Path
    learned: Sequence[Message]
    intents: Sequence[str]
    texts: Sequence[str]
    sources: Sequence[Path] = ()


def hold(lesson: Lesson, output: Path = OUTPUT) -> list[dict[str, Any]]:
    """What the trained components put out for each text. Raises LessonFailed."""
    training, texts = training_file(lesson), json.dumps(lesson.texts, ensure_ascii=False)
    folder = output / f"{lesson.name}-{_digest(lesson, training, texts)}"
    if not (folder / _PARSES).exists():
        _forget(output.glob(f"{lesson.name}-*"))
        folder.mkdir(parents=True)
        (folder / _TRAINING).write_text(training, "utf-8")
        (folder / _TEXTS).write_text(texts, "utf-8")
        _run(lesson, folder)
        (folder / _TRAINING).unlink()
    else:
        print("  kept from an earlier run", flush=True)
    return [json.loads(line) for line in (folder / _PARSES).read_text("utf-8").splitlines()]


def training_file(lesson: Lesson) -> str:
    """In Rasa's training format; each line of JSON is YAML too, and quickly read."""
    blocks: dict[str, list[dict[str, Any]]] = {}
    for message, intent in zip(lesson.learned, lesson.intents, strict=True):
        example = {"text": message.text, "metadata": dict(message.metadata)}
        blocks.setdefault(intent, []).append(example)
    lines = (
        f"- {json.dumps({'intent': intent, 'examples': examples}, ensure_ascii=False)}"
        for intent, examples in blocks.items()
    )
    return "\n".join(['version: "3.1"', "nlu:", *lines, ""])


def _digest(lesson: Lesson, *inputs: str) -> str:
    digest = hashlib.sha256()
    for text in inputs:
        digest.update(text.encode())
    for path in (lesson.config, *_SOURCES, *lesson.sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _forget(folders: Iterable[Path]) -> None:
    for folder in list(folders):
        shutil.rmtree(folder)


def _run(lesson: Lesson, folder: Path) -> None:
    module = "tests.evaluation.model.train_and_read"
    command = [str(NLU_PYTHON), "-m", module, str(lesson.config), str(folder)]
    log = folder / _LOG
    with (
        log.open("w") as noise,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=noise, text=True
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                print(f"  {lesson.name}: {line.rstrip()}", flush=True)
        except BaseException:
            process.terminate()  # interrupted: it must not learn on alone
            raise
    if process.returncode:
        raise LessonFailed(f"{lesson.name}: {log.read_text(errors='replace')[-3000:]}")
