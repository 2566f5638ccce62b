"""What the page of errors says of a message."""

from pathlib import Path

from tests.evaluation.errors_page import Error, Piece, errors, pieces, write
from tests.evaluation.examples import case, message
from tests.evaluation.readings import POSSIBLE, FoundDanger


def test_each_kind_of_error_is_named() -> None:
    gold = message(
        "0123456789",
        scope="outreach_report",
        issues=("work", "debt"),
        dangers={"medical": 3, "infant": 1},
        household=(("母", "debt"),),
        evidence={"work": ((0, 2),)},
    )
    found = case(
        gold,
        "work",
        "school",
        dangers=(FoundDanger("medical", 1), FoundDanger("suicide", 1)),
        evidence={"work": ((5, 9),)},
        household=(("父", "debt"),),
    )
    assert {(error.kind, error.label) for error in errors(found)} == {
        ("wrong scope", "outreach_report"),
        ("missed issue", "debt"),
        ("issue too many", "school"),
        ("missed danger", "infant"),
        ("danger too many", "suicide"),
        ("wrong level", "medical"),
        ("household: missed", "debt"),
        ("household: too many", "debt"),
        ("evidence elsewhere", "work"),
    }


def test_an_alarm_without_danger_is_named_by_its_certainty() -> None:
    found = case(message(), dangers=(FoundDanger("medical", 1), FoundDanger("infant", 1, POSSIBLE)))
    assert errors(found) == [
        Error("false alarm, possible", "infant"),
        Error("false alarm, sure", "medical"),
    ]
    assert errors(case(message())) == []


def test_a_message_is_cut_where_stretches_begin_and_end() -> None:
    gold = message("母の物忘れ", issues=("elder_care",), evidence={"elder_care": ((0, 5),)})
    found = case(gold, "elder_care", evidence={"elder_care": ((2, 5),)})
    assert pieces(found) == [
        Piece("母の", ("elder_care",), ()),
        Piece("物忘れ", ("elder_care",), ("elder_care",)),
    ]


def test_the_page_holds_the_wrong_messages_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "errors.html"
    wrong = case(message("<b>母</b>がまいにち", issues=("work",)), "debt")
    assert write([wrong, case(message("よくよめた"))], path) == 1
    page = path.read_text("utf-8")
    assert "&lt;b&gt;母&lt;/b&gt;がまいにち" in page
    assert "よくよめた" not in page
    assert "|missed issue|work|" in page
    assert "http" not in page
    assert "src=" not in page
