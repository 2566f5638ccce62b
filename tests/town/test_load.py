"""Many residents at once, with deliveries doubled and shuffled, and with every process killed in turn."""

import asyncio
import os

import pytest

from bot.cli.processes import Processes
from bot.cli.town import Town
from tests.town.residents import Account, Residents
from tests.town.talk import lines

CROWD = int(os.environ.get("MADOGUCHI_CROWD", "40"))
MESSAGES = 5


async def write_all(residents: Residents, people: list[str], pause: float = 0.0) -> None:
    async def one(number: int, resident: str) -> None:
        for text in lines(number, MESSAGES):
            await residents.write(resident, text)
            await asyncio.sleep(pause)

    await asyncio.gather(*(one(number, resident) for number, resident in enumerate(people)))


def report(what: str, account: Account, seconds: float) -> None:
    print(
        f"\n{what}: {account.written} in, {account.answered} answered, lost {len(account.lost)}, "
        f"doubled {len(account.doubled)}, out of order {len(account.out_of_order)}, "
        f"cases {account.cases}, outcomes {account.outcomes}, settled after {seconds:.0f} s"
    )


async def test_every_message_is_answered_once_and_in_order(residents: Residents) -> None:
    people = await residents.arrive(CROWD)
    await write_all(residents, people)
    seconds = await residents.settle(people)
    account = await residents.account(people)
    report("plain", account, seconds)
    assert account.written == CROWD * MESSAGES
    assert account.answered == account.written
    assert account.is_whole


async def test_the_same_with_every_webhook_delivered_twice_and_shuffled(
    residents: Residents,
) -> None:
    await residents.fault("duplicate")
    await residents.fault("shuffle", seconds=1.0)
    try:
        people = await residents.arrive(CROWD)
        await write_all(residents, people)
        seconds = await residents.settle(people)
    finally:
        await residents.clear_faults()
    account = await residents.account(people)
    report("doubled and shuffled", account, seconds)
    assert account.answered == account.written == CROWD * MESSAGES
    assert account.is_whole


async def test_nothing_is_lost_or_doubled_when_every_process_is_killed_in_turn(
    residents: Residents, processes: Processes, town: Town
) -> None:
    people = await residents.arrive(CROWD)
    writing = asyncio.create_task(write_all(residents, people, pause=8.0))
    for name in ("worker", "web", "rasa", "actions"):
        await asyncio.sleep(1.0)
        processes.kill(name)
        await asyncio.sleep(0.5)
        processes.start(processes.members[name])
        await asyncio.to_thread(processes.wait_until_ready, name)
    await writing
    seconds = await residents.settle(people)
    account = await residents.account(people)
    report("killed in turn", account, seconds)
    assert account.answered == account.written == CROWD * MESSAGES
    assert account.is_whole


async def test_with_rasa_down_everybody_gets_the_fixed_reply_and_a_case(
    residents: Residents, processes: Processes
) -> None:
    processes.kill("rasa")
    try:
        people = await residents.arrive(10)
        await write_all(residents, people)
        seconds = await residents.settle(people)
        account = await residents.account(people)
        report("rasa down", account, seconds)
        assert account.is_whole
        assert set(account.outcomes) == {"fallback"}
        assert account.cases == len(people)
        for resident in people:
            assert await residents.answers(resident)
    finally:
        processes.start(processes.members["rasa"])
        await asyncio.to_thread(processes.wait_until_ready, "rasa")


@pytest.mark.parametrize(
    ("kind", "endpoint"),
    [
        ("timeout_after_accept", "reply"),
        ("error_after_accept", "reply"),
        ("error_before_accept", "reply"),
        ("malformed_ok", "reply"),
        ("rate_limited", "reply"),
        ("drop_first", "webhook"),
    ],
)
async def test_one_fault_of_the_platform_loses_and_doubles_nothing(
    residents: Residents, kind: str, endpoint: str
) -> None:
    [resident] = await residents.arrive(1)
    how = {"endpoint": endpoint} if endpoint != "webhook" else {}
    await residents.fault(
        kind, nextCalls=1, seconds=12.0 if kind.startswith("timeout") else None, **how
    )
    try:
        await residents.write(resident, "母の介護のことで相談したいです。")
        seconds = await residents.settle([resident])
    finally:
        await residents.clear_faults()
    account = await residents.account([resident])
    report(kind, account, seconds)
    assert account.answered == 1
    assert account.is_whole
