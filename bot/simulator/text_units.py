"""LINE measures some texts in UTF-16 code units and others in what a reader sees as letters."""

import regex

_GRAPHEME = regex.compile(r"\X")


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    return len(_GRAPHEME.findall(text))
