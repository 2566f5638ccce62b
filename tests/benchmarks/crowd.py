"""Two hundred residents at once."""

import asyncio
import os

from tests.benchmarks.figures import acknowledgements, replies, show
from tests.town.residents import Residents
from tests.town.talk import lines

_CROWD = int(os.environ.get("MADOGUCHI_CROWD", "200"))
_MESSAGES = 5


async def crowd(residents: Residents) -> None:
    people = await residents.arrive(_CROWD)

    async def talk(number: int, resident: str) -> None:
        for text in lines(number, _MESSAGES):
            await residents.write(resident, text)

    await asyncio.gather(*(talk(number, resident) for number, resident in enumerate(people)))
    seconds = await residents.settle(people)
    account = await residents.account(people)
    print(
        f"{_CROWD} × {_MESSAGES}: {account.written} in, {account.answered} answered, "
        f"lost {len(account.lost)}, "
        f"doubled {len(account.doubled)}, out of order {len(account.out_of_order)}, settled {seconds:.0f} s "
        "after the last was written"
    )
    show("webhook → 200, under load", await acknowledgements(residents, set(people)))
    show("webhook → reply call, under load", await replies(residents, set(people)))
