"""`madoguchi web | worker | actions | rasa`: the four processes of a running house."""

import asyncio
import logging
import os
import sys
from urllib.parse import urlsplit

import uvicorn
from sqlalchemy.engine import make_url

from bot.cli.train import NLU_PYTHON, model_path, newest_model
from bot.db.migrate import RASA_SCHEMA
from bot.runtime.house import build, database_url
from bot.runtime.jobs import HEARTBEAT_SECONDS, STALLED_AFTER_SECONDS, register
from bot.runtime.settings import Settings, read_settings


def web() -> None:
    """Webhooks and the console."""
    _log_plainly()
    settings = read_settings()
    uvicorn.run(
        "bot.web:create_app",
        factory=True,
        host=settings.madoguchi_web_host,
        port=settings.madoguchi_web_port,
        access_log=False,
        timeout_graceful_shutdown=3,
    )


def worker() -> None:
    """Reads what residents write, and sends what is to be sent."""
    _log_plainly()
    asyncio.run(_work(read_settings()))


async def _work(settings: Settings) -> None:
    async with build(settings) as house, house.jobs.open_async():
        register(house.jobs, house.desk, house.sender)
        await house.jobs.run_worker_async(
            concurrency=settings.madoguchi_worker_concurrency,
            fetch_job_polling_interval=1.0,
            delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            shutdown_graceful_timeout=5.0,
        )


def actions() -> None:
    """The action server that Rasa calls."""
    from actions.server import create_app  # noqa: PLC0415 - rasa-sdk is needed by this command only

    _log_plainly()
    settings = read_settings()
    address = urlsplit(settings.madoguchi_actions_url)
    create_app(settings).run(
        host=address.hostname, port=address.port, single_process=True, access_log=False, motd=False
    )


def rasa() -> None:
    """Rasa itself, in its own environment; this process becomes it."""
    settings = read_settings()
    model = newest_model(settings)
    if model is None:
        sys.exit("there is no model yet: run `madoguchi train` first")
    if model != model_path(settings.madoguchi_model_dir):
        print(f"using {model.name}, which was trained from older sources: run `madoguchi train`")
    address = urlsplit(settings.madoguchi_rasa_url)
    arguments = [
        *("-m", "nlu.server", "run", "--model", str(model)),
        *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        *("--interface", str(address.hostname), "--port", str(address.port)),
    ]
    os.execve(NLU_PYTHON, [str(NLU_PYTHON), *arguments], _rasa_environment(settings))


def _rasa_environment(settings: Settings) -> dict[str, str]:
    url = make_url(database_url(settings)).set(drivername="postgresql+psycopg2")
    return {
        **os.environ,
        "MADOGUCHI_RASA_TOKEN": settings.madoguchi_rasa_token.get_secret_value(),
        "MADOGUCHI_ACTIONS_URL": settings.madoguchi_actions_url,
        "MADOGUCHI_ACTIONS_TOKEN": settings.madoguchi_actions_token.get_secret_value(),
        "MADOGUCHI_RASA_DATABASE_URL": url.render_as_string(hide_password=False),
        "POSTGRESQL_SCHEMA": RASA_SCHEMA,
        "RASA_TELEMETRY_ENABLED": "false",
    }


def _log_plainly() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # These say at INFO what every request or job was; ids only, but one line each.
    for noisy in ("httpx", "procrastinate"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
