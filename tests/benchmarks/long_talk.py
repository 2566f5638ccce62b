"""Message 1 and message 100 of one talk: what Rasa loads and sends must not grow without bound."""

import statistics

from tests.benchmarks.figures import replies, show
from tests.town.residents import Residents
from tests.town.talk import lines

_MESSAGES = 110
_EDGE = 10


async def long_talk(residents: Residents) -> None:
    [resident] = await residents.arrive(1)
    for text in lines(3, _MESSAGES):
        await residents.write(resident, text)
        await residents.settle([resident])
    taken = await replies(residents, {resident})
    early, late = taken[:_EDGE], taken[100 - _EDGE // 2 : 100 + _EDGE // 2]
    show("webhook → reply call, messages 1–10 of one talk", early)
    show("webhook → reply call, messages 96–105 of one talk", late)
    print(f"ratio late / early {statistics.median(late) / statistics.median(early):.2f}")
