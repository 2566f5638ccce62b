"""From webhook to acknowledgement and to the reply call, with the machine otherwise idle."""

from tests.benchmarks.figures import acknowledgements, replies, show
from tests.benchmarks.stages import stages
from tests.town.residents import Residents
from tests.town.talk import lines

_PEOPLE = 60


async def latency(residents: Residents) -> None:
    people = await residents.arrive(_PEOPLE)
    for number, resident in enumerate(people):
        await residents.write(resident, lines(number, 1)[0])
        await residents.settle([resident])
    show("webhook → 200", await acknowledgements(residents, set(people)))
    show("webhook → reply call, first message of a talk", await replies(residents, set(people)))
    await stages(residents)
    askers = await residents.arrive(_PEOPLE // 2)
    for resident in askers:
        await residents.write(resident, "人と話したいです。担当の方につないでください。")
        await residents.settle([resident])
    show("webhook → reply call, with a custom action", await replies(residents, set(askers)))
