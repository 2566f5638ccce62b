"""A whole town on one machine: every process of the house, and a LINE platform to talk to it."""

import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.cli.processes import Process

_PORTS = {"web": 8000, "simulator": 8001, "rasa": 5005, "actions": 5055}


@dataclass(frozen=True)
class Town:
    """Where everything listens, and the secrets its parts share."""

    data_dir: Path
    database_url: str
    secret: str
    """Every token and key of this town is made from it; it opens nothing elsewhere."""
    web: int
    simulator: int
    rasa: int
    actions: int
    redelivery_seconds: float = 10.0
    """After how long the simulated platform offers a webhook again; doubled each time."""

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.web}"

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.simulator}"

    @property
    def environment(self) -> dict[str, str]:
        """What the processes find in their environment."""
        return {
            "DATABASE_URL": self.database_url,
            "MADOGUCHI_DATA_DIR": str(self.data_dir),
            "MADOGUCHI_MASTER_KEYS": f"master-{self.secret}",
            "LINE_CHANNEL_SECRETS": f"line-{self.secret}",
            "LINE_CHANNEL_ACCESS_TOKEN": f"access-{self.secret}",
            "LINE_API_HOST": self.simulator_url,
            "MADOGUCHI_RASA_URL": f"http://127.0.0.1:{self.rasa}",
            "MADOGUCHI_RASA_TOKEN": f"rasa-{self.secret}",
            "MADOGUCHI_ACTIONS_URL": f"http://127.0.0.1:{self.actions}/webhook",
            "MADOGUCHI_ACTIONS_TOKEN": f"actions-{self.secret}",
            "MADOGUCHI_WEB_PORT": str(self.web),
            "MADOGUCHI_SECURE_COOKIES": "false",  # plain http on the loopback interface
            "MADOGUCHI_SIMULATOR_PORT": str(self.simulator),
            "MADOGUCHI_SIMULATOR_REDELIVERY": str(self.redelivery_seconds),
            "MADOGUCHI_SIMULATOR_WEBHOOK": f"{self.web_url}/webhooks/line",
        }

    def processes(self) -> list[Process]:
        """In the order in which they should be started."""
        authorization = {"Authorization": f"Bearer rasa-{self.secret}"}
        rasa_health = f"http://127.0.0.1:{self.rasa}/webhooks/madoguchi/health"
        return [
            _member("actions", f"http://127.0.0.1:{self.actions}/health"),
            Process("rasa", _command("rasa"), rasa_health, authorization),
            _member("web", f"{self.web_url}/healthz"),
            _member("worker", None),
            _member("simulator", f"{self.simulator_url}/simulator/api/residents"),
        ]


def free_ports() -> dict[str, int]:
    """The usual ports where they are free, any other free ones where they are not."""
    return {name: port if _is_free(port) else _any_free() for name, port in _PORTS.items()}


def _member(name: str, health_url: str | None) -> Process:
    return Process(name, _command(name), health_url)


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "bot", name]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _any_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
