"""Texts in UTF-16 and UTF-32, of whose signs each takes two bytes or four."""

HEAD = 4096
"""By so many bytes it is told what the others are."""

_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ZEROS = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
"""Which of four bytes are mostly zero in each."""


def read_wide_text(content: bytes) -> bytes:
    """Read a text in UTF-16 or UTF-32, and give it in UTF-8; of any other bytes nothing."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").encode("utf-8", "replace")
    head = content[:HEAD]
    zeros = [2 * head[at::4].count(0) > len(head[at::4]) for at in range(4)]
    encoding = _ZEROS.get((zeros[0], zeros[1], zeros[2], zeros[3]), "")
    if not encoding:
        return b""
    try:
        head[: len(head) // 4 * 4].decode(encoding)
    except UnicodeDecodeError:
        return b""
    return content.decode(encoding, "replace").encode("utf-8", "replace")
