"""The form's rows together: which are to be validated, and which are one form sent twice.

A row is validated by itself, but for one thing: the same answers sent just before hold it. So a row is looked at again
when its neighbors change, not only when it is new.
"""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence

from schemas.finding import Code
from schemas.tabs import Cells, KnownRows
from tasks.rules.intake.duplicates import find_repeats, group_close_in_time
from tasks.rules.intake.fingerprint import Identity, make_ref
from tasks.rules.intake.validate import FormValidator, ValidatedRow, Vocabulary

_ROWS_AT_ONCE = 10_000

FoundCodes = dict[Identity, tuple[int, tuple[Code, ...]]]
"""For each row with findings: its number in the tab, and its codes."""


def find_doubtful(codes: FoundCodes) -> set[Identity]:
    """Find the rows that were held for their neighbors, and may be free of them now."""
    return {identity for identity, (_, these) in codes.items() if Code.POSSIBLE_DUPLICATE in these}


def find_waiting(codes: FoundCodes) -> set[Identity]:
    """Find the rows that were held for a day to come, which may have come."""
    return {identity for identity, (_, these) in codes.items() if Code.DATE_IN_FUTURE in these}


def validate_form_rows(
    rows: Sequence[Cells],
    found: Sequence[Identity],
    wanted: Container[Identity],
    words: Vocabulary,
    kept: Collection[str],
) -> dict[Identity, ValidatedRow]:
    """Validate the wanted rows, and all that may be one form sent twice.

    Args:
        rows: all rows of the tab.
        found: their identities, in the same order.
        wanted: the rows to validate in any case.
        words: the closed lists.
        kept: refs of repeated rows that the coordinator decided to keep.
    """
    validated: dict[Identity, ValidatedRow] = {}
    for part in validate_in_parts(rows, found, wanted, words, kept):
        validated |= part
    return validated


def validate_in_parts(
    rows: Sequence[Cells],
    found: Sequence[Identity],
    wanted: Container[Identity],
    words: Vocabulary,
    kept: Collection[str],
    among: Sequence[int] | None = None,
) -> Iterator[dict[Identity, ValidatedRow]]:
    """Validate the same rows part by part, in the order of the tab: a million of them take more memory than all else.

    Args:
        rows: all rows of the tab.
        found: their identities, in the same order.
        wanted: the rows to validate in any case.
        words: the closed lists.
        kept: refs of repeated rows that the coordinator decided to keep.
        among: the indexes of the rows that may be one form sent twice, by find_rows_to_compare; none: any may be.
    """
    validator = FormValidator(words)
    together = _validate_close(rows, found, validator, words, kept, among)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = {}
        for index, identity in enumerate(found[start : start + _ROWS_AT_ONCE], start):
            if index in together:
                part[identity] = together[index]
            elif identity in wanted:
                part[identity] = validator.validate(rows[index])
        yield part


def find_rows_to_compare(
    known: KnownRows | None, found: Sequence[Identity], wanted: Collection[Identity], as_of: bytes | None
) -> list[int] | None:
    """Find the rows whose answers a row has that is new or moved, or is validated again: all others stay as they were.

    Args:
        known: what is known of all rows; none: nothing.
        found: their identities, in the same order.
        wanted: the rows that are validated again; those that are gone can only have held one of them.
        as_of: the digest of the reading that the ledger is at.

    Returns:
        Their indexes, none where the other rows aren't those of that reading.
    """
    if known is None or known.as_of is None or known.as_of != as_of:
        return None
    answers = {known.answers[index] for indexes in known.fresh for index in indexes}
    answers |= {known.answers[index] for index, identity in enumerate(found) if identity in wanted}
    return [index for index, answer in enumerate(known.answers) if answer in answers]


def pick_rows(found: Sequence[Identity], rows: Sequence[Cells], wanted: Collection[Identity]) -> dict[Identity, Cells]:
    """Pick the cells of some rows, in the order of the tab."""
    if len(wanted) == len(found):
        return dict(zip(found, rows, strict=True))
    return {identity: rows[index] for index, identity in enumerate(found) if identity in wanted}


def _validate_close(
    rows: Sequence[Cells],
    found: Sequence[Identity],
    validator: FormValidator,
    words: Vocabulary,
    kept: Collection[str],
    among: Sequence[int] | None,
) -> dict[int, ValidatedRow]:
    """Validate all rows that may be one form sent twice, by their indexes, and hold those that repeat another one."""
    together: dict[int, ValidatedRow] = {}
    for group in group_close_in_time(rows, words.zone, among):
        validated = {sent.row_index: validator.validate(rows[sent.row_index]) for sent in group}
        counted = [sent for sent in group if validated[sent.row_index].distribution]
        for index in find_repeats(counted):
            if make_ref(found[index]) not in kept:
                validated[index] = validated[index].hold(Code.POSSIBLE_DUPLICATE)
        together |= validated
    return together


def merge_codes(
    codes: FoundCodes, vanished: Container[Identity], validated: Mapping[Identity, ValidatedRow]
) -> FoundCodes:
    """Merge the findings after a sync: those of rows that were not validated again stay."""
    kept = {
        identity: found for identity, found in codes.items() if identity not in vanished and identity not in validated
    }
    return kept | {
        identity: (0, validated_row.codes) for identity, validated_row in validated.items() if validated_row.codes
    }


def renumber_codes(codes: FoundCodes, found: Sequence[Identity], numbers: Sequence[int]) -> FoundCodes:
    """Give the findings the numbers that their rows have in the tab now."""
    if not codes:
        return {}
    number_of = dict(zip(found, numbers, strict=True))
    return {identity: (number_of[identity], these) for identity, (_, these) in codes.items()}
