"""The house stays in order: file names, sizes, and what no file may hold."""

import ast
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
# Migrations are written by a machine and read once.
CODE = [
    path
    for folder in ("bot", "actions", "nlu")
    for path in (ROOT / folder).rglob("*.py")
    if not {".venv", "versions"} & set(path.parts)
]
LONGEST_MODULE, LONGEST_FUNCTION = 500, 60


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_no_module_is_a_drawer_for_everything(path: Path) -> None:
    assert path.stem not in {
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "core",
        "misc",
        "stuff",
    }


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_modules_and_functions_can_be_held_in_mind(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_a_trained_model_is_never_committed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not [
        name
        for name in tracked.stdout.splitlines()
        if name.endswith((".tar.gz", ".joblib", ".pkl"))
    ]


def test_selective_domain_is_never_switched_on() -> None:
    # rasa-sdk 3.21 answers 449 to it, which Rasa 3.6 does not understand.
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text())
    assert "enable_selective_domain" not in endpoints["action_endpoint"]
