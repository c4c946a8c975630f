"""The form's rows together: which are to be judged, and which are one form sent twice.

A row is judged by itself, but for one thing: the same answers sent just before hold it. So a row is looked at again
when its neighbours change, not only when it is new.
"""

from collections.abc import Collection, Container, Mapping, Sequence

from schemas.finding import Code
from schemas.tabs import Cells
from tasks.rules.intake.duplicates import find_repeats, group_close_in_time
from tasks.rules.intake.fingerprint import Identity, make_ref
from tasks.rules.intake.validate import FormValidator, ValidatedRow, Vocabulary

FoundCodes = dict[Identity, tuple[int, tuple[Code, ...]]]
"""For each row with findings: its number in the tab, and its codes."""


def find_doubtful(codes: FoundCodes) -> set[Identity]:
    """The rows that were held for their neighbours, and may be free of them now."""
    return {identity for identity, (_, these) in codes.items() if Code.POSSIBLE_DUPLICATE in these}


def validate_form_rows(
    rows: Sequence[Cells],
    found: Sequence[Identity],
    wanted: Container[Identity],
    words: Vocabulary,
    kept: Collection[str],
) -> dict[Identity, ValidatedRow]:
    """Judgements of the wanted rows, and of all that may be one form sent twice.

    Args:
        rows: all rows of the tab.
        found: their identities, in the same order.
        wanted: the rows to judge in any case.
        words: the closed lists.
        kept: refs of repeated rows that the coordinator decided to keep.
    """
    judge = FormValidator(words)
    validated = {place: judge.validate(rows[place]) for place, identity in enumerate(found) if identity in wanted}
    for group in group_close_in_time(rows):
        for sent in group:
            if sent.place not in validated:
                validated[sent.place] = judge.validate(rows[sent.place])
        counted = [sent for sent in group if validated[sent.place].entry]
        for place in find_repeats(counted):
            if make_ref(found[place]) not in kept:
                validated[place] = validated[place].hold(Code.POSSIBLE_DUPLICATE)
    return {found[place]: validated_row for place, validated_row in validated.items()}


def merge_codes(
    codes: FoundCodes, vanished: Container[Identity], validated: Mapping[Identity, ValidatedRow]
) -> FoundCodes:
    """The findings after a sync: those of rows that were not judged again stay."""
    kept = {
        identity: found for identity, found in codes.items() if identity not in vanished and identity not in validated
    }
    return kept | {
        identity: (0, validated_row.codes) for identity, validated_row in validated.items() if validated_row.codes
    }


def renumber_codes(codes: FoundCodes, found: Sequence[Identity], numbers: Sequence[int]) -> FoundCodes:
    """The findings with the numbers that their rows have in the tab now."""
    if not codes:
        return {}
    number_of = dict(zip(found, numbers, strict=True))
    return {identity: (number_of[identity], these) for identity, (_, these) in codes.items()}
