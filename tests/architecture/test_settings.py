"""Every setting is explained, and nothing explained is unknown."""

import re
from pathlib import Path

from bot.runtime.settings import Settings

ROOT = Path(__file__).parents[2]


def test_the_example_names_every_setting_with_one_line_of_explanation() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {
        match[1]: lines[at - 1]
        for at, line in enumerate(lines)
        if (match := re.match(r"(\w+)=", line))
    }
    assert set(named) == {name.upper() for name in Settings.model_fields}
    assert all(explanation.startswith("# ") for explanation in named.values())
