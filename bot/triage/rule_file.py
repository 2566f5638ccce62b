"""Reading the reviewed danger rules, strictly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import regex
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.privacy.folded import fold_kana
from bot.privacy.lexicon import spelled_out
from bot.triage.errors import RulesInvalid
from bot.triage.models import Certainty

type Where = Literal["over", "after", "before", "sentence", "message"]


@dataclass(frozen=True, slots=True)
class Context:
    name: str
    where: Where
    pattern: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Compiled patterns over folded text; see the head of the rule file for their meaning."""

    id: str
    kind: str
    level: int
    certainty: Certainty
    any: tuple[regex.Pattern[str], ...]
    with_: regex.Pattern[str] | None
    not_with: regex.Pattern[str] | None
    within: int
    drop: tuple[Context, ...]
    doubt: tuple[Context, ...]


@dataclass(frozen=True, slots=True)
class RuleFile:
    version: int
    rules: tuple[Rule, ...]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ContextRow(_Row):
    where: Where
    pattern: str = Field(min_length=1)


class _Defaults(_Row):
    drop: list[str]
    doubt: list[str]


class _RuleRow(_Row):
    kind: str
    id: str
    level: Annotated[int, Field(ge=1, le=3)]
    certainty: Certainty
    any: list[str] = Field(min_length=1)
    with_: str | None = Field(default=None, alias="with")
    not_with: str | None = None
    within: int = 60
    drop: list[str] | None = None
    doubt: list[str] | None = None


class _File(_Row):
    version: Literal[1]
    words: dict[str, str]
    contexts: dict[str, _ContextRow]
    defaults: _Defaults
    rules: list[_RuleRow] = Field(min_length=1)


def load_rule_file(path: Path) -> RuleFile:
    """Raises RulesInvalid naming the rule, context or word that is wrong."""
    try:
        content = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RulesInvalid(path, "file", str(error)) from error
    reader = _Reader(path, content)
    return RuleFile(content.version, tuple(reader.rule(row) for row in content.rules))


class _Reader:
    def __init__(self, path: Path, content: _File) -> None:
        self._path = path
        self._words = content.words
        self._defaults = content.defaults
        self._contexts = {
            name: Context(name, row.where, self._compiled(row.pattern, name))
            for name, row in content.contexts.items()
        }

    def rule(self, row: _RuleRow) -> Rule:
        name = f"{row.kind}.{row.id}"
        return Rule(
            id=row.id,
            kind=row.kind,
            level=row.level,
            certainty=row.certainty,
            any=tuple(self._compiled(source, name) for source in row.any),
            with_=self._compiled(row.with_, name) if row.with_ else None,
            not_with=self._compiled(row.not_with, name) if row.not_with else None,
            within=row.within,
            drop=self._named(self._defaults.drop if row.drop is None else row.drop, name),
            doubt=self._named(self._defaults.doubt if row.doubt is None else row.doubt, name),
        )

    def _named(self, names: list[str], rule: str) -> tuple[Context, ...]:
        if missing := [name for name in names if name not in self._contexts]:
            raise RulesInvalid(self._path, rule, f"no context named {', '.join(missing)}")
        return tuple(self._contexts[name] for name in names)

    def _compiled(self, source: str, rule: str) -> regex.Pattern[str]:
        try:
            whole = spelled_out(source, self._words)
            return regex.compile(fold_kana(whole), regex.IGNORECASE)
        except KeyError as error:
            raise RulesInvalid(self._path, rule, f"no word named {error}") from error
        except regex.error as error:
            raise RulesInvalid(self._path, rule, f"{error} in {source[:60]}") from error
