"""A stand-in for the LINE platform: for demonstrations, load tests and fault tests.

LINE forbids load tests and invented users on the real platform, so this one keeps its rules:
reply tokens, retry keys, quota, blocked users, signed webhooks and redelivery.
"""

from bot.simulator.app import create_app
from bot.simulator.settings import SimulatorSettings

__all__ = ["SimulatorSettings", "create_app"]
