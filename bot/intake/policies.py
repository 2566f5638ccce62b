"""How the desk listens. Pure."""

_FRAGMENT = 16  # characters; "おかあさんがね" is rarely the whole of it
_FINISHED = ("。", "!", "!", "?", "?")


def is_fragment(text: str) -> bool:
    """Whether more is likely to come in a moment: a short bubble that ends in the middle of a sentence."""
    said = text.strip()
    return 0 < len(said) < _FRAGMENT and not said.endswith(_FINISHED)
