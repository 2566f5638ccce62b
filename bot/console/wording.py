"""What things are called on the screens: data/console/wording.yml and the taxonomy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import yaml

from bot.kit.places import DATA
from bot.triage.models import ReasonCode
from bot.triage.taxonomy import Taxonomy, taxonomy

_WORDING = DATA / "console" / "wording.yml"


@dataclass(frozen=True)
class Wording:
    """What neither source knows is shown by its own name."""

    said: dict[str, Any]
    taxonomy: Taxonomy

    @classmethod
    def load(cls) -> Self:
        return cls(yaml.safe_load(_WORDING.read_text(encoding="utf-8")), taxonomy())

    def of(self, section: str, name: object) -> str:
        """The word for a state, a tier, a happening …"""
        return str(self.said[section].get(name, name))

    def kind(self, name: str) -> str:
        return str(self.said["kinds"].get(name, self.said["other_kind"]))

    def issue(self, name: str) -> str:
        return self.taxonomy.issues.get(name, name)

    def danger(self, kind: str) -> str:
        return self.taxonomy.dangers.get(kind, kind)

    def pattern(self, name: str) -> str:
        return self.taxonomy.patterns.get(name, name)

    def reason(self, word: str) -> str:
        """A stored reason (`code` or `code:detail`) in words."""
        code, _, detail = word.partition(":")
        return self.of("reasons", code).format(detail=self._detail(code, detail))

    def _detail(self, code: str, detail: str) -> str:
        if code in {ReasonCode.SURE_DANGER, ReasonCode.POSSIBLE_DANGER}:
            return self.danger(detail)
        if code == ReasonCode.COMPOUND:
            groups = self.taxonomy.groups
            return "、".join(groups.get(group, group) for group in detail.split(","))
        return self.issue(detail)

    def refusal(self, name: str, **details: object) -> str:
        return self.of("refusals", name).format(**details)


def one_of_each(words: Sequence[str]) -> list[str]:
    """Without repetition, in the order they first came."""
    return list(dict.fromkeys(words))
