"""What the bot says without Rasa: reviewed texts, filled with the lines that are right at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from bot.channels.base.payloads import Bubble
from bot.directory.models import Hotline, HotlineDirectory
from bot.directory.queries import hotline_lines, hotlines_for
from bot.directory.registry import load_hotlines, load_hours
from bot.directory.responses import ResponseLibrary, load_responses
from bot.directory.speakers import Speakers, load_speakers
from bot.triage.models import Danger, Reader
from bot.triage.reader import guess_person, guess_reader

# Who could not be understood is shown the lines that are there for everybody.
_FOR_ANYBODY = "suicide"


@dataclass(frozen=True)
class FixedWords:
    responses: ResponseLibrary
    hotlines: HotlineDirectory
    holidays: frozenset[date]
    speakers: Speakers

    @classmethod
    def load(cls) -> Self:
        """Read every text and number; a wrong one stops the start, not a resident's answer."""
        return cls(load_responses(), load_hotlines(), load_hours().holidays, load_speakers())

    def danger(self, dangers: Sequence[Danger], text: str, at: datetime) -> tuple[Bubble, ...]:
        """The words for the first (most urgent) of some dangers in a resident's text."""
        worst, reader = dangers[0], guess_reader(text)
        lines = hotlines_for(
            self.hotlines,
            worst.kind,
            at,
            level=worst.level,
            audience=reader,
            holidays=self.holidays,
        )
        return _bubbles(
            self.responses.danger_bubbles(
                worst.kind,
                worst.level,
                worst.certainty,
                reader,
                guess_person(text, worst),
                self._worded(lines, reader),
            )
        )

    def fallback(self, text: str, at: datetime) -> tuple[Bubble, ...]:
        """Said when Rasa is down."""
        reader = guess_reader(text)
        lines = hotlines_for(
            self.hotlines, _FOR_ANYBODY, at, level=2, audience=reader, holidays=self.holidays
        )
        return self._plain("fallback", reader, lines)

    def without_text(self, kinds: Sequence[str]) -> tuple[Bubble, ...]:
        """Said to a new friend, to a sticker or a photograph, and to a text with nothing in it to read."""
        if set(kinds) == {"text"}:
            return self._plain("unreadable", "adult")
        if "follow" in kinds:
            emergency = tuple(line for line in self.hotlines.hotlines if line.emergency)
            return self._plain("opening", "adult", emergency)
        return self._plain("not_text", "adult")

    def _plain(
        self, name: str, reader: Reader, lines: Sequence[Hotline] = ()
    ) -> tuple[Bubble, ...]:
        return _bubbles(self.responses.plain_bubbles(name, reader, self._worded(lines, reader)))

    def _worded(self, lines: Sequence[Hotline], reader: Reader) -> tuple[str, ...]:
        return hotline_lines(self.hotlines, lines, reader)


def _bubbles(texts: Sequence[str]) -> tuple[Bubble, ...]:
    return tuple(Bubble(text) for text in texts)
