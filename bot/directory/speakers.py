"""The names a resident sees beside the bubbles."""

from dataclasses import dataclass
from pathlib import Path

from bot.directory.errors import SpeakersInvalid
from bot.directory.registry import read_mapping
from bot.kit.places import DATA

SPEAKERS = DATA / "directory" / "speakers.yml"


@dataclass(frozen=True)
class Speakers:
    bot: str
    coordinator: str

    def coordinator_named(self, name: str) -> str:
        return self.coordinator.format(name=name)


def load_speakers(path: Path = SPEAKERS) -> Speakers:
    """Raises SpeakersInvalid naming what is missing."""
    named = read_mapping(path, SpeakersInvalid)
    for wanted in ("bot", "coordinator"):
        if not isinstance(named.get(wanted), str):
            raise SpeakersInvalid(path, wanted, "is missing")
    return Speakers(named["bot"], named["coordinator"])
