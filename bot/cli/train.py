"""`madoguchi train`, and knowing whether it is needed."""

import hashlib
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from bot.runtime.settings import Settings, read_settings

_SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu/*.yml",
    "data/rules/*.yml",
    "data/stories/*.yml",
    "data/taxonomy.yml",
    "data/lexicon/relations.yml",
    "data/lexicon/concepts/*.yml",
    "nlu/*.py",
    "nlu/*/*.py",
    "nlu/uv.lock",
)
NLU_PYTHON = Path(os.environ.get("MADOGUCHI_NLU_PYTHON", "nlu/.venv/bin/python"))


def model_path(folder: Path) -> Path:
    """Where the model of exactly these sources lies, or would lie."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(Path().glob(pattern)):
            digest.update(str(path).encode() + path.read_bytes())
    return folder / f"madoguchi-{digest.hexdigest()[:12]}.tar.gz"


def newest_model(settings: Settings) -> Path | None:
    """The model of these sources, else the one trained last: an older model is better than no answer."""
    exact = model_path(settings.madoguchi_model_dir)
    if exact.exists():
        return exact
    trained = settings.madoguchi_model_dir.glob("madoguchi-*.tar.gz")
    return max(trained, key=lambda path: path.stat().st_mtime, default=None)


def train() -> None:
    """Train Rasa's model, unless the one at hand was trained from exactly these sources."""
    train_into(read_settings().madoguchi_model_dir)


def train_into(folder: Path) -> Path:
    """The model of exactly these sources in `folder`, trained now if it is not there."""
    path = model_path(folder)
    if path.exists():
        print(f"the model is up to date: {path.name}")
        return path
    print("training the model; this takes some minutes ", end="", flush=True)
    started = time.monotonic()
    log = path.parent / "training.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        training = subprocess.Popen(_command(path), stdout=output, stderr=subprocess.STDOUT)
        while not _ended(training):
            print(".", end="", flush=True)
    print()
    if training.returncode:
        sys.exit(f"training failed; see {log}\n{log.read_text()[-2000:]}")
    print(f"trained {path.name} in {time.monotonic() - started:.0f} s")
    return path


def _ended(training: subprocess.Popen[bytes]) -> bool:
    """Whether it ends within the next five seconds."""
    with suppress(subprocess.TimeoutExpired):
        training.wait(timeout=5)
    return training.poll() is not None


def _command(path: Path) -> list[str]:
    data = [
        folder for folder in ("data/nlu", "data/rules", "data/stories") if Path(folder).is_dir()
    ]
    return [
        str(NLU_PYTHON),
        *("-m", "nlu.server", "train", "--config", "config.yml", "--domain", "domain.yml"),
        *("--data", *data),
        *("--out", str(path.parent), "--fixed-model-name", path.name.removesuffix(".tar.gz")),
        # Rasa's cache knows a component by its class alone and would miss a change beside it.
        "--force",
        # The rules are walked through by the tests; validation would read every message once more.
        "--skip-validation",
    ]
