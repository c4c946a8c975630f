"""last-reading.bin: of a large tab the blocks of its last reading, so that the next one reads what has changed.

Everything in it follows from the tab and the key. It's thrown away when in doubt: a file that is damaged, of another
key or version counts as none. Keyed digests and counts are all that it holds.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path

from schemas.blocks import Block, Reading
from tasks.errors import OperationError
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.bounded_file import NotReadable, read_bounded

FILE_NAME = "last-reading.bin"
MOST_BYTES = 100_000_000

_VERSION = b"lbn reading 1\n"
_SEAL_BYTES = 32
_DIGESTS = struct.Struct("<16s16s")
_HEAD = struct.Struct("<16s16sIIIII")
_PRINT_BYTES = 16
_NUMBER_BYTES = 4


def load_last_reading(folder: Path, key: bytes) -> Reading | None:
    """Load the last reading; none where there is none that this key has sealed."""
    content = b""
    with suppress(NotReadable):
        content = read_bounded(folder / FILE_NAME, MOST_BYTES)
    body, seal = content[:-_SEAL_BYTES], content[-_SEAL_BYTES:]
    if not body.startswith(_VERSION) or not compare_digest(_seal(body, key), seal):
        return None
    source, context = _DIGESTS.unpack_from(body, len(_VERSION))
    return Reading(source, context, tuple(_read_blocks(body, len(_VERSION) + _DIGESTS.size)))


def save_last_reading(folder: Path, reading: Reading, key: bytes) -> None:
    """Keep a reading for the next one; where it can't be written, the next one reads all."""
    body = b"".join((_VERSION, _DIGESTS.pack(reading.source, reading.context), *map(_write_block, reading.blocks)))
    with suppress(OperationError):
        atomic_write(folder / FILE_NAME, body + _seal(body, key))


def forget_last_reading(folder: Path) -> None:
    """Forget the last reading: the next one reads all."""
    with suppress(OSError):
        (folder / FILE_NAME).unlink(missing_ok=True)


def _seal(body: bytes, key: bytes) -> bytes:
    return blake2b(body, key=key, digest_size=_SEAL_BYTES, person=b"last reading").digest()


def _write_block(block: Block) -> bytes:
    counts = (block.size, block.row_count, block.filled_count, len(block.offsets), len(block.proofs))
    numbers = struct.pack(f"<{len(block.proofs) + len(block.offsets)}I", *block.proofs, *block.offsets)
    return _HEAD.pack(block.digest, block.first, *counts) + numbers + block.answers + block.prints


def _read_blocks(body: bytes, at: int) -> Iterator[Block]:
    while at < len(body):
        digest, first, size, row_count, filled_count, count, proof_count = _HEAD.unpack_from(body, at)
        at += _HEAD.size
        told = struct.unpack_from(f"<{proof_count + count}I", body, at)
        answers_at = at + _NUMBER_BYTES * len(told)
        prints_at = answers_at + _NUMBER_BYTES * count
        at = prints_at + _PRINT_BYTES * count
        yield Block(
            digest=digest,
            first=first,
            size=size,
            row_count=row_count,
            filled_count=filled_count,
            offsets=told[proof_count:],
            prints=body[prints_at:at],
            answers=body[answers_at:prints_at],
            proofs=told[:proof_count],
        )
