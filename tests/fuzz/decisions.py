"""Fuzz decisions.csv: whatever it holds, there are refs that are kept and lines not understood, or a sentence."""

from tasks.program_folder import decisions
from tests.fuzz.programs import FOLDER, refusals_are_sentences

SEEDS = [
    b"ref,decision\r\n3f9a2c1b,keep\r\n3f9a2c1b-2,\r\n,keep\r\nx,drop\r\n", b"ref;decision\n3f9a2c1b;keep\n",
    b"decision\tnote\tref\nkeep\t\t3f9a2c1b\n", b"sep=;\r\nref;decision\r\n3f9a2c1b;KEEP\r\n", b"3f9a2c1b,keep", b"",
    "ref,decision\n3f9a2c1b,keep\n".encode("utf-16"), '"ref","decision"\n"3f9a\n2c1b","keep "\n'.encode("utf-8-sig"),
]  # fmt: skip
WORDS = [
    b"ref", b"decision", b"keep", b"KEEP ", b"sep=", b"sep=,\n", b'"', b'""', b",", b";", b"\t", b"\r", b"\n",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9", b"\x1b", "\u202e\u200b\u00a0".encode(),
]  # fmt: skip


def try_one(body: bytes) -> None:
    """Read the file in each of the ways in which it is read, which must agree."""
    (FOLDER / decisions.FILE_NAME).write_bytes(body)
    with refusals_are_sentences():
        kept, lines = decisions.read_kept_refs(FOLDER), decisions.find_kept_lines(FOLDER)
        not_understood = decisions.find_lines_not_understood(FOLDER)
        assert kept == {*lines.values()}
        assert not {*not_understood} & {*lines}
        assert all(number >= 1 for number in (*not_understood, *lines))
