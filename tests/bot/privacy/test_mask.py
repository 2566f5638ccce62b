"""Masking: what must go, what must stay, and the way back to the original."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy.errors import LexiconInvalid
from bot.privacy.mask import find_private, mask, masked_with, placeholders
from bot.privacy.models import Masked, PiiSpan


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("田中太郎と申します", "〈人名〉と申します"),
        ("名前は鈴木 花子(すずき はなこ)です", "名前は〈人名〉(〈人名〉)です"),
        ("田中(たなか)さん、森（もり）先生", "〈人名〉(〈人名〉)さん、〈人名〉（〈人名〉）先生"),
        ("娘のゆいが、山田さんに", "娘の〈人名〉が、〈人名〉さんに"),
        ("ケアマネの渡辺です", "ケアマネの〈人名〉です"),
        ("森さんと林くん", "〈人名〉さんと〈人名〉くん"),
        ("Nguyenさん", "〈人名〉さん"),
        ("電話は090-1234-5678です", "電話は〈電話〉です"),
        ("０９０ー１２３４ー５６７８", "〈電話〉"),
        ("ゼロキューゼロのいちにさんよんのごろくななはち", "〈電話〉"),
        ("〇九〇の一二三四の五六七八", "〈電話〉"),
        ("090(1234)5678まで", "〈電話〉まで"),
        ("0312345678", "〈電話〉"),
        ("+81 90 1234 5678", "〈電話〉"),
        ("taro.tanaka@example.jp", "〈メール〉"),
        ("taroアットマークexampleドットcom", "〈メール〉"),
        ("〒150-0001 東京都渋谷区神宮前1-2-3 メゾン青葉203号室", "〈郵便番号〉 〈住所〉"),
        ("横浜市中区本町三丁目四番五号に住む", "〈住所〉に住む"),
        ("北海道札幌市中央区北1条西2丁目", "〈住所〉"),
        ("太子堂3丁目のアパート", "〈住所〉のアパート"),
        ("田中ハイツ102", "〈住所〉"),
        ("青葉小学校の3年2組です", "〈学校〉です"),
        ("県立青葉高校1年の", "〈学校〉の"),
        ("株式会社ミライ工業で働く", "〈勤め先〉で働く"),
        ("医療法人さくら会の", "〈勤め先〉の"),
        ("さくら病院に通う", "〈勤め先〉に通う"),
        ("特養「ひだまり」で", "特養「〈勤め先〉」で"),
        ("昭和60年4月3日生まれ", "〈生年月日〉生まれ"),
        ("誕生日は1985/12/03", "誕生日は〈生年月日〉"),
        ("マイナンバーは1234 5678 9012です", "マイナンバーは〈番号〉です"),
        ("保険証の番号は12345678", "保険証の番号は〈番号〉"),
        ("在留カード AB12345678CD", "在留カード 〈番号〉"),
        ("LINE IDはtaro_123です", "LINE IDは〈番号〉です"),
        ("品川 300 あ 12-34 の車", "〈車番〉 の車"),
        ("https://www.instagram.com/taro/ を見て", "〈URL〉 を見て"),
    ],
)
def test_private_data_goes(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "よりそいホットライン0120-279-338に電話した。110番と189も。#8008",
        "横浜市に住んでいます",
        "東京駅で待っています",
        "近所の小学校に通っています",
        "私立高校に行きたい",
        "総合病院に入院しました",
        "お母さんとヘルパーさんと赤ちゃんと民生委員さん",
        "2024-05-01に退院しました",
        "父は昭和20年生まれです",
        "血圧は120-80でした",
        "家賃は35000円で10年前からです",
        "午後3時-5時",
        "林の中で猫が森に入った",
        "嫁は虫さされと申しますが",
        "包括の人がきて",
        "101号室の人",
        "保健師さんが来て、まだ病院に行ってません",
        "あの男だけは許さん",
        "私は四十八、県外で働いています",
        "名前はありません",
        "有料老人ホームから退去してくれと言われた",
        "働きながら大学に通う",
        "病院は「退院先があれば」と言う",
        "https://www.city.example.lg.jp/",
        "母が認知症で夫は仕事です",
    ],
)
def test_what_identifies_nobody_stays(text: str) -> None:
    assert mask(text).text == text


def test_every_mention_counts() -> None:
    masked = mask("佐藤さんが来た。佐藤さんは優しい。佐藤さん")
    assert [span.kind for span in masked.spans] == ["person"] * 3


def test_a_place_in_the_masked_text_leads_back() -> None:
    text = "田中太郎です。母が認知症です"
    masked = mask(text)
    start = masked.text.index("母が認知症")
    assert text[slice(*masked.original_span(start, start + 5))] == "母が認知症"


def test_touching_a_placeholder_takes_the_whole_mention() -> None:
    masked = masked_with("私は田中です", (PiiSpan(2, 4, "person"),))
    assert masked.text == "私は〈人名〉です"
    assert masked.original_span(3, 4) == (2, 4)
    assert masked.original_span(0, 3) == (0, 4)
    assert masked.original_span(5, 7) == (2, 5)
    assert masked.original_span(6, 8) == (4, 6)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 99)])
def test_a_place_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        Masked("abc", (), ()).original_span(start, end)


WORDS = st.sampled_from(
    [
        "田中太郎さん", "090-1234-5678", "a@example.jp", "〒150-0001", "東京都港区芝1-2-3", "母", "、",
        "です。", " ", "\n", "😀", "\x00", "\u202e", "ｶﾞ", "１２３４", "死にたい", "〈人名〉", "㍿", "ﬁ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map("".join))


@given(TEXTS)
def test_outside_the_spans_nothing_changes(text: str) -> None:
    masked = mask(text)
    rest, read = [], 0
    for left, right in masked.placeholders:
        rest.append(masked.text[read:left])
        read = right
    rest.append(masked.text[read:])
    kept, read = [], 0
    for span in masked.spans:
        kept.append(text[read : span.start])
        read = span.end
    kept.append(text[read:])
    assert rest == kept


@given(TEXTS)
def test_spans_are_sorted_and_apart(text: str) -> None:
    read = 0
    for span in find_private(text):
        assert read <= span.start < span.end <= len(text)
        read = span.end


@given(TEXTS, st.data())
def test_the_way_back_never_turns_round(text: str, data: st.DataObject) -> None:
    masked = mask(text)
    places = st.integers(0, len(masked.text))
    a, b, c = sorted(data.draw(st.tuples(places, places, places)))
    inner, outer = masked.original_span(b, c), masked.original_span(a, c)
    assert 0 <= outer[0] <= inner[0] <= inner[1] == outer[1] <= len(text)
    assert masked.original_span(0, len(masked.text)) == (0, len(text))


@settings(max_examples=20)
@given(TEXTS)
def test_a_masked_text_holds_no_second_secret(text: str) -> None:
    words = set(placeholders().values())
    masked = mask(text)
    for left, right in masked.placeholders:
        assert masked.text[left:right] in words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x02",
        "\u202e山田さん\u202c",
        "😀" * 5000,
        "田中さん。" * 20_000,
        "あ" * 100_000,
        "1" * 50_000,
        "\ud800",
    ],
    ids=["empty", "control", "rtl", "emoji", "100 kB", "one word", "digits", "half a surrogate"],
)
def test_strange_texts_survive(text: str) -> None:
    masked = mask(text)
    assert masked.original_span(0, len(masked.text)) == (0, len(text))


@pytest.mark.parametrize(
    "piece",
    [
        "町", "1-", "0", "二", "(", "「", "・", " ", "a@", "Maria Tan ", "https://a.b/", "メゾン青葉",
        "東京都港区芝", "ゼロのいち", "昭和42年3月8日", "小中学校", "株式会社", "アイウエオ", "ぁ町",
    ],
)  # fmt: skip
def test_a_long_message_of_one_piece_takes_no_more_than_a_moment(piece: str) -> None:
    """Backtracking without end would show here as a suite that never ends."""
    text = (piece * 5_000)[:5_000]
    masked = mask(text)
    assert masked.original_span(0, len(masked.text)) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("みーちゃんとたっくん", "〈人名〉と〈人名〉"),
        ("山田花子（やまだはなこ）です。山田は旧姓", "〈人名〉（〈人名〉）です。〈人名〉は旧姓"),
        ("姉のゆきが。ゆきは高2", "姉の〈人名〉が。〈人名〉は高2"),
        ("わたしは グエン・ティ・ラン です", "わたしは 〈人名〉 です"),
        ("TANAKA Kenjiと申します", "〈人名〉と申します"),
        ("神さんと南くんと東さん", "〈人名〉さんと〈人名〉くんと〈人名〉さん"),
        ("港町3丁目4-5 コーポ桜201の母", "〈住所〉の母"),
        ("緑ヶ丘小の3年2組です", "〈学校〉です"),
        ("ひまわり苑に入所", "〈勤め先〉に入所"),
        ("スナック葵で働く", "〈勤め先〉で働く"),
        ("平成二十年五月五日生まれ", "〈生年月日〉生まれ"),
    ],
)
def test_names_in_every_dress_go(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "森の中で光を見た。神様お願い",
        "父島に住んでいた。山口に実家があります",
        "猫のミケと犬のポチ。ミケが死んだ",
        "夏目漱石とのび太くんと大谷翔平みたい",
        "3年2組です。5年生の娘",
        "港警察署とハローワークと地域包括支援センター",
        "イオンで倒れた。マックで夜をすごす",
        "注文番号 250-1234567-7654321 が届かない",
        "父ちゃんと兄ちゃんがちゃんと寝ない",
        "母のことで相談です。父の酒が増えた",
    ],
)
def test_what_only_looks_like_a_name_stays(text: str) -> None:
    assert mask(text).text == text


def test_a_missing_placeholder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "placeholders.yml"
    path.write_text("person: 〈人名〉\n", encoding="utf-8")
    with pytest.raises(LexiconInvalid, match="must name exactly"):
        placeholders(path)
