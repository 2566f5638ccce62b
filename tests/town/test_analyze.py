"""`madoguchi analyze`, as a stranger would run it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_lines_become_analyses_and_broken_lines_are_named(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "x1", "text": "山田太郎です。母が認知症で、弟は部屋から出てきません"},
        {"id": "x2", "text": "ごめんね、さよなら。今から薬を全部飲みます"},
        {"id": "x3", "text": ""},
    ]
    written = [json.dumps(line, ensure_ascii=False) for line in lines]
    source.write_text("\n".join([*written, "not json", '{"id": 5}']), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "analyze", "--in", source, "--out", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "line 4, 5" in ended.stderr
    one, two, three = map(json.loads, target.read_text("utf-8").splitlines())
    assert "山田" not in one["masked_text"]
    assert "elder_care" in [issue["name"] for issue in one["issues"]]
    for found in (*one["issues"], *two["dangers"]):
        for span in found["evidence"]:
            text = lines[0 if found in one["issues"] else 1]["text"]
            assert text[span["start"] : span["end"]] == span["text"]
    assert {(danger["kind"], danger["level"]) for danger in two["dangers"]} >= {("suicide", 3)}
    assert (three["issues"], three["dangers"]) == ([], [])
