"""How long a text is, in the units the messaging platforms count in, and what part of it can be read."""

import unicodedata

import regex

_GRAPHEME = regex.compile(r"\X")
_SENTENCE_END = "。!?!?\n"


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, LINE's unit for message texts (an emoji counts two)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> list[str]:
    """The characters a reader would count: an emoji with its modifiers is one."""
    return _GRAPHEME.findall(text)


def is_readable(text: str) -> bool:
    """Whether anything remains once white space, control and invisible format characters are gone."""
    return any(
        not character.isspace() and unicodedata.category(character)[0] != "C" for character in text
    )


def split_by_utf16(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most `limit` UTF-16 units, at sentence ends where there are any.

    Never cuts inside a character a reader sees as one, unless that one alone exceeds the limit.
    """
    pieces: list[str] = []
    piece, sentence_end, length = "", 0, 0
    for character in graphemes(text):
        size = utf16_length(character)
        if length + size > limit and piece:
            cut = sentence_end or len(piece)
            pieces.append(piece[:cut])
            piece = piece[cut:]
            sentence_end, length = 0, utf16_length(piece)
        piece += character
        length += size
        if character in _SENTENCE_END:
            sentence_end = len(piece)
    return [*pieces, piece] if piece else pieces
