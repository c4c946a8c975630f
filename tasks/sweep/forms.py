"""The ways in which a word may be written so that it can be read back, and the digests by which it can be guessed."""

import base64
import hashlib
from collections.abc import Iterator

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
BLAKES = (8, 16, 20, 32)
"""The lengths, in bytes, that people ask of blake2b: each gives another digest."""

ENOUGH = 8
"""So many bytes of a digest tell it from all else, also where it was cut."""


def write_forms(word: str) -> Iterator[bytes]:
    """Write a word, or what a word begins with, in each way; what is looked through is unpacked as well."""
    for written in {word, word.lower(), word.upper()}:
        for encoding in ENCODINGS:
            encoded = written.encode(encoding)
            yield from (encoded, encoded[::-1], encoded.hex().encode(), encoded.hex(" ").encode())
            yield from _write_base64(encoded)
        yield written[::-1].encode("utf-16-le")
        yield base64.b32encode(written.encode())[: len(written) * 8 // 5]
        yield base64.b85encode(written.encode())[: len(written) // 4 * 5]
        yield base64.a85encode(written.encode())[: len(written) // 4 * 5]


def write_digests(word: str) -> Iterator[bytes]:
    """Write the beginnings of a word's digests: raw, in hexadecimal digits, in base64."""
    for written in {word, word.lower(), word.upper(), word.strip()}:
        content = written.encode()
        digests = [hashlib.new(name, content).digest() for name in DIGESTS]
        digests += [hashlib.blake2b(content, digest_size=size).digest() for size in BLAKES]
        for digest in digests:
            yield digest[:ENOUGH]
            yield digest[:ENOUGH].hex().encode()
            yield base64.b64encode(digest)[:10]


def _write_base64(content: bytes) -> Iterator[bytes]:
    """Write its inner characters in each of the three ways in which it may lie in a longer text."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + content)
        inner = encoded[-(-before * 8 // 6) : (before + len(content)) * 8 // 6]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")
