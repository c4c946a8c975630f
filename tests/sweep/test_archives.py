"""Names, comments and stored members are read from whatever looks like an archive, however it was damaged."""

import io
import tarfile
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from tasks.sweep.archives import read_archives


def zip_stored() -> bytes:
    """An archive of two members that aren't packed, with comments."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("first.txt", "what it says")
            archive.writestr("second.txt", "and so on")
            archive.comment = b"of both"
        return file.getvalue()


def tar_up() -> bytes:
    """A tar archive of a member with a long name, and of a link."""
    with io.BytesIO() as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            member, link = tarfile.TarInfo("Zoë/" * 40), tarfile.TarInfo("link")
            member.size, link.type, link.linkname = 5, tarfile.SYMTYPE, "Zoë.txt"
            archive.addfile(member, io.BytesIO(b"Hello"))
            archive.addfile(link)
        return file.getvalue()


def test_members_that_are_stored_are_read_where_they_lie():
    read = list(read_archives(b"before it" + zip_stored()))
    assert {b"first.txt", b"what it says", b"second.txt", b"and so on", b"of both"} <= set(read)


def test_a_name_in_letters_of_dos_is_read_as_such():
    written = zip_stored().replace(b"first.txt", "Zoë123456".encode("cp437"))
    assert "Zoë123456".encode() in list(read_archives(written))


def test_what_a_tar_archive_notes_of_members_is_read():
    assert {("Zoë/" * 40).rstrip("/").encode(), b"Hello", "Zoë.txt".encode()} <= set(read_archives(tar_up()))


def test_a_size_that_no_file_has_ends_no_search():
    header = bytearray(tar_up())
    header[124:136], header[148:156] = b"\x80" + b"\xff" * 11, b" " * 8
    header[148:155] = b"%06o\0" % sum(header[:512])
    assert list(read_archives(bytes(header))) == []


@given(st.sampled_from([zip_stored(), tar_up()]), st.integers(0, 3_000), st.binary(max_size=9))
def test_no_damage_ends_a_search(archive: bytes, at: int, put_in: bytes):
    assert all(isinstance(read, bytes) for read in read_archives(archive[:at] + put_in + archive[at + len(put_in) :]))
