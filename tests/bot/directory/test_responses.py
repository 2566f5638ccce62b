"""The fixed words: for everyone, in every danger, within the rules of speech."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.directory.errors import ResponsesInvalid, UnknownDangerKind
from bot.directory.responses import (
    HOTLINES_HERE,
    LONGEST_BUBBLE,
    MOST_BUBBLES,
    RESPONSES,
    load_responses,
)
from bot.triage.taxonomy import taxonomy

LIBRARY = load_responses()
LINES = ["いちばん 1(24時間・無料)", "にばん 2(24時間・無料)"]
WAYS = list(
    product(
        sorted(taxonomy().dangers),
        (1, 2, 3),
        ("sure", "possible"),
        ("adult", "child"),
        ("first", "third"),
    )
)
NEVER_TO_ANYONE = re.compile(
    "ヤングケアラー|絶対|がんばって|頑張って|誰にも言|だれにも言|必ず|いつでも|24時間対応|死ぬなんて"
    "|命を大切|だめです|ダメ|診断|受けられます|もらえます(?!か)|犯罪|加害者|被害者|担当者が(?:行|向か)"
)
NEVER_TO_A_CHILD = re.compile("虐待|かわいそう|児童|通告|保護|親が悪い|先生に言う")
_KANJI = re.compile(r"[\u3400-\u9fff々]")


@pytest.mark.parametrize(("kind", "level", "certainty", "reader", "person"), WAYS)
def test_words_for_everyone_in_every_danger(
    kind: str, level: int, certainty: Any, reader: Any, person: Any
) -> None:
    bubbles = LIBRARY.danger_bubbles(kind, level, certainty, reader, person, LINES)
    assert 1 <= len(bubbles) <= MOST_BUBBLES
    said = [bubble for bubble in bubbles if bubble != "\n".join(LINES)]
    assert all(len(bubble) <= LONGEST_BUBBLE for bubble in said)
    whole = "".join(said)
    assert whole.count("?") + whole.count("\uff1f") == 1
    assert not NEVER_TO_ANYONE.search(whole)
    if certainty == "sure":
        assert "\n".join(LINES) in bubbles
    if reader == "child":
        assert not NEVER_TO_A_CHILD.search(whole)
        assert all(len(bubble) <= 60 for bubble in said)
        assert len(_KANJI.findall(whole)) <= 0.25 * len(whole)


def test_the_top_number_is_named_only_where_an_emergency_line_stands_on_top() -> None:
    for kind in ("no_shelter_food",):
        for reader, person in product(("adult", "child"), ("first", "third")):
            said = LIBRARY.danger_bubbles(kind, 3, "sure", reader, person, LINES)
            assert "いちばん上" not in "".join(said)


def test_level_three_is_spoken_to_differently() -> None:
    calm = LIBRARY.danger_bubbles("suicide", 2, "sure", "adult", "first", LINES)
    urgent = LIBRARY.danger_bubbles("suicide", 3, "sure", "adult", "first", LINES)
    assert calm != urgent


def test_without_a_line_the_empty_bubble_is_left_out() -> None:
    bubbles = LIBRARY.danger_bubbles("suicide", 3, "sure", "adult", "first", [])
    assert "" not in bubbles
    assert HOTLINES_HERE not in bubbles


@pytest.mark.parametrize("name", ["fallback", "not_text", "not_text_after_danger", "unreadable"])
@pytest.mark.parametrize("reader", ["adult", "child"])
def test_plain_words(name: str, reader: Any) -> None:
    bubbles = LIBRARY.plain_bubbles(name, reader, LINES)
    assert bubbles
    assert not NEVER_TO_ANYONE.search("".join(bubbles))


def test_the_fallback_shows_where_to_turn() -> None:
    assert "\n".join(LINES) in LIBRARY.plain_bubbles("fallback", "adult", LINES)


def test_texts_that_nobody_reviewed_say_so() -> None:
    assert set(taxonomy().dangers) <= set(LIBRARY.drafts())


def test_an_unknown_danger_is_refused() -> None:
    with pytest.raises(UnknownDangerKind):
        LIBRARY.danger_bubbles("weather", 1, "sure", "adult", "first", LINES)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("status",), "reviewed", "reviewer"),
        (("reviewer",), "somebody", "reviewer"),
        (("kind",), "weather", "is weather"),
        (("texts", "adult", "first", "urgent"), ["はい"], "needs {hotlines}"),
        (("texts", "adult", "first", "possible"), ["あ" * 81], "80"),
        (("texts", "adult", "first", "possible"), ["はい？", "いいえ？"], "one question"),
        (("texts", "adult", "first", "possible"), ["番号は{hotlines}"], "alone"),
        (("texts", "adult", "first", "possible"), ["a", "b", "c", "d", "e"], "bubbles"),
        (("texts", "child"), {}, "first"),
    ],
)
def test_a_wrong_text_is_refused(
    tmp_path: Path, path: tuple[str, ...], value: object, problem: str
) -> None:
    source = RESPONSES / "danger" / "suicide.yml"
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    (tmp_path / "danger").mkdir()
    (tmp_path / "danger" / "suicide.yml").write_text(
        yaml.safe_dump(content, allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(ResponsesInvalid, match=r"suicide\.yml") as refusal:
        load_responses(tmp_path)
    assert problem in str(refusal.value)
