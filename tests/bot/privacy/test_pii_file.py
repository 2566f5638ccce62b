"""The reviewed file of private data is whole, and a wrong one is refused by name."""

from pathlib import Path

import pytest
import yaml

from bot.privacy.errors import LexiconInvalid
from bot.privacy.pii_file import PII, pii_lexicon


def _changed(tmp_path: Path, **entries: object) -> Path:
    content = yaml.safe_load(PII.read_text(encoding="utf-8")) | entries
    path = tmp_path / "pii.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_a_block_of_words_is_split_and_folded() -> None:
    names = pii_lexicon().names
    assert "さくら" in names.given
    assert "へるぱー" in names.not_names
    assert names.honorific.match("先生")


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ({"kinds": [{"kind": "phone", "any": ["("]}]}, "phone"),
        ({"kinds": [{"kind": "phone", "any": ["<nothing>"]}]}, "nothing"),
        ({"kinds": [{"kind": "animal", "any": ["x"]}]}, "kind"),
        ({"more": []}, "more"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entries: dict[str, object], problem: str) -> None:
    with pytest.raises(LexiconInvalid, match=problem):
        pii_lexicon(_changed(tmp_path, **entries))
