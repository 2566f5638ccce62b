"""What htmx does to a page, without a browser: a fragment takes the place of an element's content."""

import httpx
from bs4 import BeautifulSoup, Tag


def swap(page: BeautifulSoup, selector: str, answer: httpx.Response) -> None:
    """The default swap, innerHTML."""
    target = page.select_one(selector)
    assert target is not None, f"no {selector} on the page"
    target.clear()
    target.append(BeautifulSoup(answer.text, "html.parser"))


def assert_same(one: Tag | None, other: Tag | None) -> None:
    assert one is not None
    assert other is not None
    assert _lines(one) == _lines(other)


def _lines(element: Tag) -> list[str]:
    lines = BeautifulSoup(str(element), "html.parser").prettify().splitlines()
    return [line.strip() for line in lines if line.strip()]
