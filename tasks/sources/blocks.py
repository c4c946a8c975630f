"""The form's tab read in blocks: those of the last reading are known, and only the lines of others are taken apart.

What comes of it is what comes of the whole tab: the same rows in the same order, with the same refusals.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from schemas.blocks import Block, Reading
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Cells, KnownRows, Tab, TabRows
from tasks.rules.intake.block_cells import BlockCells
from tasks.rules.intake.blocks import BlockKeys, Piece, is_in_order, list_answers, match_blocks
from tasks.rules.intake.closed_rows import leave_out_closed
from tasks.rules.intake.date_order import DateProofs, check_proofs
from tasks.rules.intake.dates import DateStyle
from tasks.rules.intake.fields_asked import find_fields_missing, hide_not_asked, list_fields_found
from tasks.rules.intake.fingerprint import fingerprint_rows
from tasks.rules.intake.headers import locate_columns
from tasks.rules.intake.normalize import NormalizedPieces
from tasks.sources.source import CutTab, RawTab, count_filled
from tasks.sources.tabs import check_row_count

_TAB = Tab.RESPONSES
_PRINT_BYTES = 16


class BlockRows(NamedTuple):
    """The form's rows as read in blocks, and the blocks, which are the known ones of the next reading."""

    rows: TabRows
    closed_before: date | None
    """The first day that isn't closed, as it was then."""
    context: bytes
    blocks: tuple[Block, ...]


class BlockReader:
    """Reads the form's tab in blocks.

    Args:
        settings: of the program.
        key: of its fingerprints.
        closed_before: the first day that isn't closed; none: nothing is.
        digest_context: makes a digest of what decides how a line becomes a row, of the settings and of what it's given.
    """

    def __init__(
        self, settings: Settings, key: bytes, closed_before: date | None, digest_context: Callable[[str], bytes]
    ) -> None:
        self._settings = settings
        self._key = key
        self._closed_before = closed_before
        self._digest_context = digest_context

    def read(self, raw: RawTab, last: Reading | None) -> BlockRows | None:
        """Read the tab; none where it has to be read whole.

        Args:
            raw: the tab as it came.
            last: the last reading.

        Raises:
            OperationError: what reading it whole would raise.
        """
        cut = raw.cut(raw.body) if raw.cut else None
        if cut is None:
            return None
        indexes = locate_columns(_TAB, hide_not_asked(_TAB, cut.header, self._settings), self._settings)
        context = self._digest_context(repr((cut.style, list(cut.header), indexes, self._closed_before)))
        known = last if last and last.context == context else None
        reader = _PieceReader(raw.body, cut, indexes, self._settings, self._key, self._closed_before)
        pieces = match_blocks(raw.body, cut.start, known.blocks if known else (), reader.keys)
        read = [one for one in map(reader.read, pieces) if one]
        if len(read) < len(pieces) or not self._are_dates_clear(indexes, read):
            return None
        if not any(piece.block for piece in pieces):
            reader.forget_body()
        as_of = known.source if known and is_in_order(pieces) else None
        blocks = tuple(one.block for one in read)
        cells = BlockCells(
            [one.cells for one in read],
            [len(block.offsets) for block in blocks],
            lambda number: reader.read_again(pieces[number], blocks[number]),
        )
        rows = self._name_fields(cut, TabRows(_list_numbers(blocks, cut.header_row + 1), cells))
        return BlockRows(rows._replace(known=_list_known(read, as_of)), self._closed_before, context, blocks)

    def _name_fields(self, cut: CutTab, rows: TabRows) -> TabRows:
        """Name the fields that have a column, and those that have none."""
        fields = list_fields_found(cut.header, self._settings)
        return rows._replace(fields=fields, missing=find_fields_missing(cut.header, self._settings))

    def _are_dates_clear(self, indexes: Sequence[Sequence[int]], read: Sequence["_Read"]) -> bool:
        """Check what only all rows together say; tell whether all dates are read.

        Raises:
            OperationError: there are more rows than any program's, or dates are written in the other order.
        """
        check_row_count(_TAB, sum(one.block.filled_count for one in read))
        proofs = [one.block.proofs for one in read]
        return not check_proofs(_TAB, indexes, self._settings.source.dates, proofs)


class _Read(NamedTuple):
    """A block, and its rows in one form where they were read now."""

    block: Block
    cells: Sequence[Cells] | None


class _PieceReader:
    """Reads the pieces of a tab."""

    def __init__(
        self,
        body: bytes,
        cut: CutTab,
        indexes: Sequence[Sequence[int]],
        settings: Settings,
        key: bytes,
        closed_before: date | None,
    ) -> None:
        order = settings.source.dates
        self.keys = BlockKeys(key)
        self._body = body
        self._cut = cut
        self._key = key
        self._closed_before = closed_before
        self._proofs = DateProofs(_TAB, indexes, order)
        self._form = NormalizedPieces(COLUMNS[_TAB], indexes, DateStyle(settings.agency.zone, order))

    def read(self, piece: Piece) -> _Read | None:
        """Read a piece, unless it is a known block; none where it isn't whole by itself."""
        if piece.block:
            return _Read(piece.block, None)
        lines = self._body[piece.start : piece.end]
        read = self._cut.read(lines)
        if not read:
            return None
        cells = list(self._form.normalize(read))
        rows = self._leave_out(cells)
        block = Block(
            digest=self.keys.digest_lines(lines),
            first=self.keys.digest_lines(lines[: lines.find(b"\n") + 1 or None]),
            size=len(lines),
            row_count=len(read),
            filled_count=count_filled(read),
            offsets=tuple(rows.numbers),
            prints=b"".join(fingerprint_rows(_TAB, rows.cells, self._key)),
            answers=self.keys.digest_answers(rows.cells),
            proofs=self._proofs.count(read),
        )
        return _Read(block, rows.cells)

    def _leave_out(self, cells: Sequence[Cells]) -> TabRows:
        """Leave out empty rows and those of closed days; the first row is number 0."""
        filled = [(offset, row) for offset, row in enumerate(cells) if any(row)]
        rows = TabRows([offset for offset, _ in filled], [row for _, row in filled])
        return leave_out_closed(_TAB, rows, self._closed_before)

    def forget_body(self) -> None:
        """Forget the tab, which takes as much memory as its rows: all of them were read."""
        self._body = b""

    def read_again(self, piece: Piece, block: Block) -> list[Cells]:
        """Read the rows of a known block: as lines they were whole when it was read first."""
        cells = list(self._form.normalize(self._cut.read(self._body[piece.start : piece.end]) or ()))
        return [cells[offset] for offset in block.offsets]


def _list_numbers(blocks: Sequence[Block], first: int) -> list[int]:
    """List the numbers of the rows, as they stand in the tab."""
    starts = accumulate((block.row_count for block in blocks), initial=first)
    return [start + offset for start, block in zip(starts, blocks, strict=False) for offset in block.offsets]


def _list_known(read: Sequence[_Read], as_of: bytes | None) -> KnownRows:
    starts = accumulate((len(one.block.offsets) for one in read), initial=0)
    fresh = [
        range(start, start + len(one.block.offsets))
        for start, one in zip(starts, read, strict=False)
        if one.cells is not None
    ]
    prints = b"".join(one.block.prints for one in read)
    return KnownRows(
        [prints[at : at + _PRINT_BYTES] for at in range(0, len(prints), _PRINT_BYTES)],
        list_answers(one.block.answers for one in read),
        fresh,
        as_of,
    )
