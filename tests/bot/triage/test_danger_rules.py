"""The rules as the floor: what they must hear, and what must not set off a siren."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.danger_rules import DANGER_RULES, find_dangers, glance
from bot.triage.errors import RulesInvalid
from bot.triage.models import Danger
from bot.triage.rule_file import load_rule_file
from bot.triage.taxonomy import taxonomy

PROBES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "probes.yml").read_text(encoding="utf-8")
)
DANGER = [
    (kind, level, certainty, text)
    for kind, rows in PROBES["danger"].items()
    for level, certainty, text in rows
]
# Of the probes at most this many may be missed, and of the calm ones ask a soft question.
MISSES_ALLOWED, QUESTIONS_ALLOWED = 1, 16


def found(text: str, kind: str) -> Danger | None:
    return next((danger for danger in find_dangers(text) if danger.kind == kind), None)


def sure(text: str) -> list[Danger]:
    return [danger for danger in find_dangers(text) if danger.certainty == "sure"]


def test_nearly_every_plain_danger_is_heard_at_its_level() -> None:
    missed = []
    for kind, level, certainty, text in DANGER:
        danger = found(text, kind)
        heard = danger is not None and danger.level >= level
        if not heard or (certainty == "sure" and danger not in sure(text)):
            missed.append(text)
    assert len(missed) <= MISSES_ALLOWED, missed


def test_calm_words_never_set_off_a_siren() -> None:
    sirens = {text: danger.kind for text in PROBES["calm"] for danger in sure(text)}
    assert sirens == {}


def test_calm_words_are_seldom_asked_back() -> None:
    asked = [text for text in PROBES["calm"] if find_dangers(text)]
    assert len(asked) <= QUESTIONS_ALLOWED, asked


@pytest.mark.parametrize(
    "typed",
    [
        "死にたい",
        "しにたい",
        "シニタイ",
        "ｼﾆﾀｲ",
        "し に た い",
        "し\u3000に\u3000た\u3000い",
        "死\u200bにたい",
        "タヒにたい",
        "4にたい",
        "４にたい",
        "しにたぃ",
        "死にてえ",
    ],
)
def test_the_wish_to_die_is_heard_however_it_is_typed(typed: str) -> None:
    danger = found(f"あのね {typed}…", "suicide")
    assert danger is not None
    assert (danger.level, danger.certainty) == (1, "sure")


def test_evidence_points_into_the_original_text() -> None:
    text = "きのうから ｼ ﾆ ﾀ ｲ です😢"
    danger = found(text, "suicide")
    assert danger is not None
    (evidence,) = danger.evidence
    assert evidence.text == text[evidence.start : evidence.end] == "ｼ ﾆ ﾀ ｲ"


@pytest.mark.parametrize(
    "text",
    [
        "わたしにたいして失礼です",
        "すこしにたくさん入れた",
        "あしにタイツをはく",
        "対して4にたいしての比",
    ],
)
def test_words_that_only_sound_like_it_are_not_heard(text: str) -> None:
    assert found(text, "suicide") is None


@pytest.mark.parametrize(
    "text",
    [
        "死にたいわけじゃないです",
        "昔は死にたいと思ってた。今は元気です",
        "死にたい(笑)",
        "映画で死にたいと言う役です",
    ],
)
def test_a_doubtful_wish_is_a_question_and_never_a_siren(text: str) -> None:
    danger = found(text, "suicide")
    assert danger is not None
    assert danger.certainty == "possible"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("partner_violence", "夫に殴られています。どこに相談すればいいか教えてください"),
        ("partner_violence", "警察に相談したけど元夫がまた家の前に来ています"),
        ("partner_violence", "夫に首を絞められました。先生に話したけど家に帰るしかない"),
        ("child_abuse", "お父さんに毎日たたかれる。先生に言ったらもっとたたかれた"),
        ("sexual_violence", "遠足の帰りにコーチに車の中で体を触られました"),
        ("sexual_violence", "監督に更衣室で抱きつかれた"),
        ("suicide", "通院中です。もう死にたい"),
        ("suicide", "主治医には言えてないけど、死にたいです"),
        ("suicide", "毎日が地獄です。消えたい"),
        ("suicide", "生まれてこなければよかったです"),
        ("suicide", "死にたい。今は薬を並べて見てる"),
    ],
)
def test_asking_politely_or_having_told_someone_takes_nothing_back(kind: str, text: str) -> None:
    assert kind in [danger.kind for danger in sure(text)]


@pytest.mark.parametrize(
    ("plain", "explained"),
    [
        ("死にたい", "「死にたい」は祖父の口ぐせで、毎朝体操に行きます"),
        ("死にたい", "死にたい気持ちはもうありません"),
        ("ロープを首にかけてる", "ロープを首にかけてるのは芝居の稽古です"),
        ("夫に殴られた", "夫に殴られた夢を見た"),
        ("三日何も食べてない", "三日何も食べてない、胃カメラの前で絶食です"),
        ("隣の部屋から変なにおいがする", "隣の部屋から変なにおいがする件、漬物でした"),
        ("妹がぐったりしてる", "妹がぐったりしてると思ったら昼寝でした"),
    ],
)
def test_what_the_writer_explains_away_is_at_most_a_question(plain: str, explained: str) -> None:
    assert sure(plain)
    assert sure(explained) == []


def test_one_danger_for_each_kind_with_all_the_words() -> None:
    dangers = find_dangers("死にたい。もう消えたい。リスカした")
    assert [danger.kind for danger in dangers] == ["suicide"]
    assert dangers[0].level == 2
    assert {evidence.text for evidence in dangers[0].evidence} >= {"死にたい", "消えたい"}


def test_an_overdose_is_a_matter_of_the_body_as_well() -> None:
    kinds = {d.kind: (d.level, d.certainty) for d in find_dangers("睡眠薬を全部飲んじゃった")}
    assert kinds == {"suicide": (3, "sure"), "medical": (3, "sure")}


def test_the_glance_sees_what_the_rules_see() -> None:
    assert glance("今夜死ぬつもりです")
    assert not glance("住民票はどこで取れますか")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\u202eいたにし", "😀" * 5000, "あ" * 100_000])
def test_strange_texts_do_no_harm(text: str) -> None:
    assert find_dangers(text) == ()


def test_a_long_message_is_read_in_time() -> None:
    text = ("母の介護と仕事と子どもの学校のことで毎日つかれています。" * 200)[:5000]
    started = time.perf_counter()
    find_dangers(text)
    assert time.perf_counter() - started < 3.0


@pytest.mark.parametrize(
    "word", ["夫が", "今", "父に", "赤ちゃん", "二日", "首", "夫にいま母", "薬を"]
)
def test_no_word_said_over_and_over_holds_up_the_reading(word: str) -> None:
    started = time.process_time()
    find_dangers((word * 5000)[:5000])
    assert time.process_time() - started < 3.0


@given(st.text(max_size=200))
def test_whatever_comes_every_word_shown_stands_in_the_text(text: str) -> None:
    for danger in find_dangers(text):
        assert danger.evidence
        for evidence in danger.evidence:
            assert text[evidence.start : evidence.end] == evidence.text


def test_every_kind_of_the_taxonomy_has_sure_and_soft_rules() -> None:
    rules = load_rule_file(DANGER_RULES).rules
    kinds = set(taxonomy().dangers)
    assert {rule.kind for rule in rules} == kinds
    assert {rule.kind for rule in rules if rule.certainty == "possible"} == kinds
    assert {rule.kind for rule in rules if rule.level >= 2 and rule.certainty == "sure"} == kinds


def test_rules_have_names_of_their_own() -> None:
    names = [(rule.kind, rule.id) for rule in load_rule_file(DANGER_RULES).rules]
    assert len(names) == len(set(names))


RULES = """
version: 1
words: {}
contexts: {}
defaults: {drop: [], doubt: []}
rules:
  - {kind: suicide, id: broken, level: 1, certainty: sure, any: ['%s']}
"""


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [("(", "missing"), ("<nothing>", "no word named 'nothing'")],
)
def test_a_broken_rule_is_refused_by_name(tmp_path: Path, pattern: str, problem: str) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(RULES % pattern, encoding="utf-8")
    with pytest.raises(RulesInvalid, match=r"suicide\.broken") as refusal:
        load_rule_file(path)
    assert problem in str(refusal.value)


def test_an_unknown_context_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text((RULES % "x").replace("drop: []", "drop: [nowhere]"), encoding="utf-8")
    with pytest.raises(RulesInvalid, match="no context named nowhere"):
        load_rule_file(path)


@pytest.mark.parametrize(
    "text", ["学校いきたくない", "がっこういきたくないな", "デイサービスいきたくないと母が"]
)
def test_not_wanting_to_go_is_not_a_wish_to_die(text: str) -> None:
    assert find_dangers(text) == ()


@pytest.mark.parametrize("text", ["生きたくない", "生きてるのがつらい", "いきてるのがしんどい"])
def test_not_wanting_to_live_is(text: str) -> None:
    assert [danger.kind for danger in find_dangers(text)] == ["suicide"]
