"""`madoguchi …`: one command per file, registered here."""

import sys

import typer

from bot.cli import add_coordinator, analyze, demo, doctor, migrate, serve, simulate, train
from bot.runtime.settings import SettingsWrong

app = typer.Typer(
    help="The LINE front door of a municipality's one-door support.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # locals may hold what residents wrote
)
app.command("web")(serve.web)
app.command("worker")(serve.worker)
app.command("actions")(serve.actions)
app.command("rasa")(serve.rasa)
app.command("train")(train.train)
app.command("migrate")(migrate.migrate)
app.command("add-coordinator")(add_coordinator.add_coordinator)
app.command("analyze")(analyze.analyze)
app.command("doctor")(doctor.doctor)
app.command("simulator")(simulate.simulator)
app.command("demo")(demo.demo)


def main() -> None:
    try:
        app()
    except SettingsWrong as wrong:
        sys.exit(str(wrong))
