"""`madoguchi doctor`"""

import asyncio
import sys

from bot.runtime.check_up import Verdict, check_up
from bot.runtime.house import build
from bot.runtime.settings import read_settings

_SIGNS = {Verdict.GOOD: "ok  ", Verdict.LOOK: "look", Verdict.BAD: "BAD "}


def doctor() -> None:
    """Look over every connection and setting that can silently lose a message."""
    if asyncio.run(_examine()):
        sys.exit(1)


async def _examine() -> int:
    bad = 0
    async with build(read_settings()) as house:
        async for finding in check_up(house):
            print(f"{_SIGNS[finding.verdict]}  {finding.what}")
            bad += finding.verdict is Verdict.BAD
    return bad
