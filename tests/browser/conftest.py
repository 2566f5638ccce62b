"""A real Chromium."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The Chromium of the system: /usr/bin/chromium, or whatever MADOGUCHI_CHROMIUM names."""
    path = os.environ.get("MADOGUCHI_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("these tests need Chromium: install it (Debian: apt install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        await browser.close()
