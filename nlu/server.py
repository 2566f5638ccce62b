"""Rasa's own command line with our additions: `python -m nlu.server run …`, `… train …`."""

from __future__ import annotations

import os

# Read by Rasa when it starts; nothing about residents or coordinators leaves the house.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from rasa.__main__ import main as rasa_command_line

from nlu import action_results


def main() -> None:
    action_results.install()
    rasa_command_line()


if __name__ == "__main__":
    main()
