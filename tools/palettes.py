"""Pictures for the pages made small: of 256 colors, in a third of the bytes, with nothing but a browser."""

import base64
import math
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice

from tests.support.browser import Page

MOST_COLORS = 256
ALIKE = int.from_bytes(b"\xe0\xe0\xe0\x00", sys.byteorder)
"""Colors whose highest three bits are the same are alike."""
READ_PIXELS = """(async () => {
    const image = Object.assign(new Image(), {src: "data:image/png;base64,%s"});
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = new Blob([context.getImageData(0, 0, image.width, image.height).data]);
    const reader = new FileReader();
    return new Promise(done => {reader.onload = () => done(reader.result); reader.readAsDataURL(pixels)});
})()"""
"""Answer a picture's pixels, four bytes each, as a data URL."""


def reduce_colors(page: Page, picture: bytes) -> bytes:
    """Write a png in few of its colors, each other color as the nearest of them."""
    answer = page.run(READ_PIXELS % base64.b64encode(picture).decode())
    pixels = memoryview(base64.b64decode(answer.partition(",")[2])).cast("I")
    counted = Counter(pixels)
    palette = [split(color) for color in choose_colors(counted)]
    nearest = {color: find_nearest(split(color), palette) for color in counted}
    width, height = struct.unpack(">II", picture[16:24])
    indices = bytes(map(nearest.__getitem__, pixels))
    lines = b"".join(b"\0" + indices[start : start + width] for start in range(0, len(indices), width))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            write_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            write_chunk(b"PLTE", b"".join(palette)),
            write_chunk(b"IDAT", zlib.compress(lines, 9)),
            write_chunk(b"IEND", b""),
        )
    )


def choose_colors(counted: "Counter[int]") -> list[int]:
    """Choose the most frequent of each kind, so that a thin line keeps its color, and then the most frequent."""
    ordered = [color for color, _ in counted.most_common()]
    kinds: dict[int, int] = {}
    for color in ordered:
        kinds.setdefault(color & ALIKE, color)
    return list(islice(dict.fromkeys(chain(islice(kinds.values(), MOST_COLORS // 2), ordered)), MOST_COLORS))


def find_nearest(color: bytes, palette: Sequence[bytes]) -> int:
    """Find the index of the color that differs least."""
    return min(range(len(palette)), key=lambda index: math.dist(color, palette[index]))


def split(color: int) -> bytes:
    """Split a color in red, green and blue."""
    return color.to_bytes(4, sys.byteorder)[:3]


def write_chunk(name: bytes, content: bytes) -> bytes:
    """Write a part of a png."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
