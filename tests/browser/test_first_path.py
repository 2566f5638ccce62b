"""A resident writes, a coordinator answers: the whole path, seen through two screens."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.cli.processes import Processes
from bot.cli.town import Town

_PICTURES = os.environ.get("MADOGUCHI_PICTURES")
FAREWELL = "ごめんね、さよなら。薬をたくさん飲みました"


async def picture(page: Page, name: str) -> None:
    """Kept only when a folder is named: `make pictures` draws those of the README."""
    if _PICTURES:
        await page.screenshot(path=Path(_PICTURES) / f"{name}.png")


async def write(phone: Page, text: str) -> None:
    box = phone.get_by_role("textbox", name="メッセージ")
    await box.fill(text)
    await box.press("Enter")


async def new_resident(browser: Browser, town: Town) -> Page:
    phone = await browser.new_page(viewport={"width": 1180, "height": 860}, locale="ja-JP")
    await phone.goto(town.simulator_url)
    await phone.get_by_role("button", name="住民を追加").click()
    await expect(phone.get_by_text("自動の応答プログラム").first).to_be_visible(timeout=20_000)
    return phone


async def sign_in(browser: Browser, town: Town, name: str, password: str) -> Page:
    context = await browser.new_context(viewport={"width": 1280, "height": 860}, locale="ja-JP")
    desk = await context.new_page()
    await desk.goto(town.web_url)
    await desk.locator("#login_name").fill(name)
    await desk.locator("#password").fill(password)
    await desk.get_by_role("button", name="サインイン").click()
    await expect(desk.get_by_role("heading", name="待っている相談").first).to_be_visible()
    return desk


@pytest.fixture
async def phone(browser: Browser, town: Town, processes: Processes) -> Page:
    return await new_resident(browser, town)


async def test_from_the_first_words_to_a_persons_answer(
    browser: Browser, town: Town, town_staff: str, phone: Page
) -> None:
    desk = await sign_in(browser, town, "sato", town_staff)

    await write(phone, "母の物忘れがひどくて、弟は部屋から出てこないし、私の給料だけじゃもう")
    await expect(phone.locator("main, body").get_by_text("自動応答").first).to_be_visible(
        timeout=20_000
    )
    await write(phone, "人と話したいです")
    claim = desk.get_by_role("button", name="受けもつ").first
    await expect(claim).to_be_visible(timeout=20_000)  # without a reload
    await picture(phone, "phone")
    await picture(desk, "queue")

    await claim.click()
    await desk.wait_for_url("**/cases/**")
    await expect(desk.get_by_text("弟は部屋から出てこない").first).to_be_visible()
    assert await desk.locator("mark").count() > 0
    await desk.locator("#reply-text").fill(
        "読みました。佐藤です。お母さまのこと、もう少し教えてください。"
    )
    await desk.locator("#reply-send").click()
    answer = phone.locator(".bubble", has_text="読みました。佐藤です。")
    await expect(answer).to_be_visible(timeout=20_000)
    await picture(desk, "case")

    by_bot = phone.get_by_text("自動応答", exact=True)
    said = await by_bot.count()
    await write(phone, "ありがとうございます。母は78才です。")
    await expect(desk.get_by_text("母は78才です。").first).to_be_visible(timeout=20_000)
    await desk.wait_for_timeout(3_000)
    assert await by_bot.count() == said  # the bot stays silent
    await desk.locator("#do-hand-back").click()
    await expect(desk.locator("#do-take-back")).to_be_visible()
    await write(phone, "また書きます。きいてくれてよかったです。")
    await expect(by_bot.nth(said)).to_be_visible(timeout=20_000)


async def test_danger_at_night_stands_first_in_the_queue(
    browser: Browser, town: Town, town_staff: str, phone: Page
) -> None:
    desk = await sign_in(browser, town, "suzuki", town_staff)
    await write(phone, FAREWELL)
    await expect(phone.get_by_text("119").last).to_be_visible(timeout=20_000)
    await expect(desk.get_by_text("危険").first).to_be_visible(timeout=20_000)
    await picture(phone, "danger")
    await picture(desk, "queue-danger")


async def test_a_second_coordinator_is_told_who_has_the_case(
    browser: Browser, town: Town, town_staff: str, phone: Page
) -> None:
    one = await sign_in(browser, town, "sato", town_staff)
    other = await sign_in(browser, town, "suzuki", town_staff)
    await write(phone, "担当の人と直接話したいです")
    await expect(one.locator("[id^=claim-]").last).to_be_visible(timeout=20_000)
    button = await one.locator("[id^=claim-]").last.get_attribute("id")
    await expect(other.locator(f"#{button}")).to_be_visible(timeout=20_000)
    await one.locator(f"#{button}").click()
    await one.wait_for_url("**/cases/**")
    await other.goto(one.url)
    await expect(other.get_by_text("佐藤").first).to_be_visible()
    assert await other.locator("#reply-send").count() == 0
