import struct
import zlib
from dataclasses import dataclass

from bot.simulator.errors import ContentGone, NotFound

_SAMPLE_SIZE = (240, 160)


@dataclass(slots=True)
class StoredContent:
    """`data=None` after the resident unsent the message; `ready_at` is when transcoding ends."""

    data: bytes | None
    content_type: str
    ready_at: float


class MediaShelf:
    """The bytes behind image, video, audio and file messages."""

    def __init__(self) -> None:
        self._contents: dict[str, StoredContent] = {}

    def put(self, message_id: str, data: bytes, content_type: str, ready_at: float) -> None:
        self._contents[message_id] = StoredContent(data, content_type, ready_at)

    def get(self, message_id: str) -> StoredContent:
        """Raises NotFound for messages without content, ContentGone after unsend."""
        content = self._contents.get(message_id)
        if content is None:
            raise NotFound
        if content.data is None:
            raise ContentGone
        return content

    def withdraw(self, message_id: str) -> None:
        content = self._contents.get(message_id)
        if content is not None:
            content.data = None

    def clear(self) -> None:
        self._contents.clear()


def sample_png() -> bytes:
    """A picture of a plain evening sky, for scripts that bring no picture of their own."""
    width, height = _SAMPLE_SIZE
    rows = b"".join(b"\0" + _sky(y / height) * width for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _sky(depth: float) -> bytes:
    return bytes((int(70 + 170 * depth), int(100 + 80 * depth), int(150 - 30 * depth)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
