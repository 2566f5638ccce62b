"""Several processes kept running together: started, watched, started again, stopped at the end."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

_PATIENCE_SECONDS = 180.0


@dataclass
class Process:
    """One child: its command, where it answers when it is ready (if it listens), and the running thing."""

    name: str
    command: Sequence[str]
    health_url: str | None = None
    health_headers: Mapping[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = None


class NotReady(Exception):
    """A process did not answer in time. Carries its name and the end of its log."""


@dataclass
class Processes:
    """Children of this process, each writing to `<log_dir>/<name>.log`, with `environment` added to ours."""

    log_dir: Path
    environment: Mapping[str, str]
    members: dict[str, Process] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        # Told to stop politely, we stop our children too instead of leaving them behind.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self.members.values():
            _signal(process, signal.SIGTERM)
        for process in self.members.values():
            _wait_or_kill(process)

    def start(self, process: Process) -> None:
        self.members[process.name] = process
        with self._log(process).open("ab") as log:
            process.running = subprocess.Popen(
                process.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us only; we stop them in order
            )

    def wait_until_ready(self, name: str, patience: float = _PATIENCE_SECONDS) -> float:
        """Seconds until the process answered. Raises NotReady."""
        process = self.members[name]
        started = time.monotonic()
        while time.monotonic() - started < patience:
            if process.running is not None and process.running.poll() is not None:
                break
            if process.health_url is None or _answers(process):
                return time.monotonic() - started
            time.sleep(0.1)
        raise NotReady(
            f"{name} is not ready:\n{self._log(process).read_text(errors='replace')[-3000:]}"
        )

    def watch(self, tell: Callable[[str], None]) -> None:
        """Start again whatever falls, until interrupted."""
        while True:
            for process in self.members.values():
                if process.running is not None and process.running.poll() is not None:
                    tell(
                        f"{process.name} ended with {process.running.returncode}; starting it again"
                    )
                    self.start(process)
            time.sleep(0.5)

    def kill(self, name: str) -> None:
        """End a process without warning it, as a power cut would."""
        _signal(self.members[name], signal.SIGKILL)
        running = self.members[name].running
        if running is not None:
            running.wait()

    def _log(self, process: Process) -> Path:
        return self.log_dir / f"{process.name}.log"


def _answers(process: Process) -> bool:
    try:
        return httpx.get(
            process.health_url or "",
            headers=dict(process.health_headers),
            timeout=2,
            trust_env=False,
        ).is_success
    except httpx.HTTPError:
        return False


def _signal(process: Process, number: signal.Signals) -> None:
    if process.running is not None and process.running.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.running.pid, number)


def _wait_or_kill(process: Process) -> None:
    if process.running is None:
        return
    try:
        process.running.wait(timeout=10)
    except subprocess.TimeoutExpired:
        _signal(process, signal.SIGKILL)
        process.running.wait()
