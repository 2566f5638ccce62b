"""What a crowd says: enough for a load, all of it invented, none of it like another."""

from itertools import product

_WHO = ("母", "父", "祖母", "弟", "妹", "夫", "息子", "娘", "叔父", "となりの人")
_WHAT = (
    "の物忘れが増えて、火の始末が心配です。",
    "が部屋から出てこなくなって半年たちます。",
    "の通院の付き添いで仕事を休んでばかりです。",
    "が夜中に何度も起きるので眠れません。",
    "のことを誰にも話せずにいます。",
)


def lines(resident: int, number: int) -> list[str]:
    """`number` messages of one resident; every text names whose and which it is."""
    said = [who + what for who, what in product(_WHO, _WHAT)]
    return [
        f"{said[(resident * 7 + n * 11) % len(said)]}({resident}の{n}つめ)" for n in range(number)
    ]
