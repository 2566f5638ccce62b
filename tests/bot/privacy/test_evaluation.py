"""Scoring of masking, and how well it must do."""

from pathlib import Path

import pytest

from bot.kit.places import DATA
from bot.privacy.errors import CasesInvalid
from bot.privacy.evaluation import Case, measure, read_cases
from bot.privacy.mask import find_private
from bot.privacy.models import PiiSpan

TUNED_ON = Path(__file__).parent / "cases.yml"
HELD_OUT = DATA / "evaluation" / "masking.yml"


def _file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "cases.yml"
    path.write_text(content, encoding="utf-8")
    return path


def test_mentions_are_looked_up_one_after_the_other(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "- text: 森の中で森さんと森さんに会った\n"
        "  pii: [{words: 森さん, kind: person}, {words: 森, kind: person}]\n",
    )
    [case] = read_cases(path)
    assert case.expected == (PiiSpan(4, 7, "person"), PiiSpan(8, 9, "person"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("- text: 森さん\n  pii: [{words: 林, kind: person}]\n", "「林」 is not in"),
        ("- text: 森さん\n  pii: [{words: '', kind: person}]\n", "is not in"),
        ("- text: 森さん\n  pii: [{words: 森, kind: animal}]\n", "kind"),
        ("- text: 森さん\n", "pii"),
        ("text: [", "while parsing"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(CasesInvalid, match=problem):
        read_cases(_file(tmp_path, content))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesInvalid):
        read_cases(tmp_path / "nowhere.yml")


def test_what_is_met_missed_and_invented_is_counted() -> None:
    cases = [
        Case("田中と090", (PiiSpan(0, 2, "person"), PiiSpan(3, 6, "phone"))),
        Case("森の中", ()),
        Case("雨", ()),
    ]
    found = {
        "田中と090": (PiiSpan(0, 3, "person"), PiiSpan(3, 6, "id_number")),
        "森の中": (PiiSpan(0, 1, "person"),),
        "雨": (),
    }
    report = measure(cases, found.__getitem__)
    person, phone = report.kinds["person"], report.kinds["phone"]
    assert (person.recall, person.precision, person.exactness) == (1.0, 0.5, 0.0)
    assert (phone.recall, phone.precision) == (0.0, 1.0)
    assert report.kinds["id_number"].precision == 0.0
    assert (report.overall.expected, report.overall.met, report.overall.found) == (2, 1, 3)
    assert (report.clean, report.touched) == (2, 1)


def test_two_spans_in_one_mention_are_both_right() -> None:
    case = Case("山田 花子", (PiiSpan(0, 5, "person"),))
    report = measure([case], lambda _: (PiiSpan(0, 2, "person"), PiiSpan(3, 5, "person")))
    assert report.overall.recall == report.overall.precision == 1.0


@pytest.mark.parametrize("path", [TUNED_ON, HELD_OUT], ids=["tuned on", "held out"])
def test_masking_finds_what_it_must_and_leaves_the_rest(path: Path) -> None:
    cases = read_cases(path)
    report = measure(cases, find_private)
    assert len(cases) > 320
    assert report.clean > 0.4 * len(cases)
    assert report.overall.recall >= 0.95
    assert report.overall.precision >= 0.95
    assert report.overall.exactness >= 0.90
    assert report.touched <= 0.02 * report.clean
    for kind, score in report.kinds.items():
        assert score.expected > 0, kind
        assert score.recall >= 0.90, kind
        assert score.precision >= 0.90, kind


def test_no_message_is_in_both_files() -> None:
    tuned_on = {case.text for case in read_cases(TUNED_ON)}
    assert tuned_on.isdisjoint(case.text for case in read_cases(HELD_OUT))
