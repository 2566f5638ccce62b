"""A telephone number exists only in the registry: anywhere else it would grow old unseen."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRY = "data/directory/hotlines.yml"

_EXEMPT = (
    REGISTRY,
    # Residents write numbers; training messages repeat how they do, with invented ones.
    "data/nlu/",
    # So does the examination of masking.
    "data/evaluation/masking.yml",
    # Tests of masking must show it a resident's number, and this file must show itself some.
    "tests/bot/privacy/",
    "tests/bot/intake/test_respond.py",
    "tests/architecture/test_phone_numbers.py",
    # Locks and bundled front-end files hold hashes and versions, never words for a resident.
    "uv.lock",
    "nlu/uv.lock",
    "package-lock.json",
    "node_modules/",
)
_TEXT = {
    "", ".cfg", ".css", ".example", ".feature", ".html", ".ini", ".j2", ".js", ".json", ".md",
    ".mjs", ".po", ".py", ".sh", ".sql", ".toml", ".ts", ".txt", ".xml", ".yaml", ".yml",
}  # fmt: skip

_HYPHEN = r"[-\u2010-\u2015\u2212\u30fc]"
_NUMBERS = (
    re.compile(rf"(?<![\w.{{}}-])0\d{{1,4}}{_HYPHEN}\d{{1,4}}{_HYPHEN}\d{{3,5}}(?![\w-])"),
    re.compile(r"(?<![\w.-])0[1-9]\d{0,3}\(\d{1,4}\)\d{3,4}(?!\d)"),
    re.compile(rf"(?<![\w.-])0(?:120|570|800){_HYPHEN}?\d{{6,7}}(?!\d)"),
    re.compile(r"(?<![\w.#-])0[5789]0\d{8}(?!\d)"),
    re.compile(r"(?<![\w&])#[789]\d{3}(?![0-9A-Fa-f])"),
    # Short numbers, where the text says that one calls or reaches them.
    re.compile(r"(?<![\d.#:/-])(?:110|119|118|189)(?=\s*(?:番|へ|に(?:電話|連絡|かけ|通報)|・1))"),
    re.compile(r"(?:電話|通報|☎|tel:)[はをが:に ]*(?:110|119|118|189)(?!\d)"),
)


def numbers_in(text: str) -> list[str]:
    wide = unicodedata.normalize("NFKC", text)
    return [match.group() for pattern in _NUMBERS for match in pattern.finditer(wide)]


def _files() -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [
        name
        for name in listed
        if not name.startswith(_EXEMPT)
        and Path(name).suffix.lower() in _TEXT
        and (ROOT / name).is_file()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "0120-061-338",
        "0120061338",
        "０１２０－２７９－３３８",
        "0120-0-78310",
        "0120-99-7777",
        "0570-064-556",
        "050-3655-0279",
        "03-1234-5678",
        "045(123)4567",
        "090-1234-5678",
        "09012345678",
        "#8008",
        "＃７１１９へ",
        "119に電話してください",
        "110番へ",
        "電話は189",
        "110・119",
    ],
)
def test_a_number_is_seen_in_any_dress(text: str) -> None:
    assert numbers_in(text)


@pytest.mark.parametrize(
    "text",
    ["2026-11-23", "color: #7a7a7a", "#888888", "port 5005", "119 lines", "1.10.119", "v0.120.570"],
)
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    assert not numbers_in(text)


def test_no_file_but_the_registry_holds_a_telephone_number() -> None:
    found = {
        name: numbers
        for name in _files()
        if (numbers := numbers_in((ROOT / name).read_text(encoding="utf-8", errors="replace")))
    }
    assert found == {}


def test_the_registry_itself_is_full_of_them() -> None:
    assert len(numbers_in((ROOT / REGISTRY).read_text(encoding="utf-8"))) > 10
