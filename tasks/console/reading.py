"""What the command says of a reading: what was read, what counts, what was taken away, and what needs a person."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas.finding import Code
from schemas.ingest_counts import IngestCounts
from schemas.outcome import AttentionItem
from schemas.tabs import Tab
from tasks.messages.formatting import format_count, format_number
from tasks.rules.intake.fields_asked import describe_missing, say_remedy

ACCEPTED = "Accepted with --accept-withdrawals: "


def summarize_ingest(
    counts: IngestCounts,
    attention: Sequence[AttentionItem],
    files: Mapping[Tab, str] | None = None,
    decisions: Sequence[str] = (),
    *,
    accept_withdrawals: bool = False,
    accept_held: bool = False,
) -> str:
    """Say what `lbn ingest` read: files found, the form's rows, what was accepted, what is held or to be corrected."""
    rows = format_count(counts.read, "row")
    accepted, flagged, held = map(format_number, (counts.accepted, counts.flagged, counts.held))
    new, removed, unchanged = map(format_number, (counts.new, counts.withdrawn, counts.unchanged))
    named = "; ".join(f"{tab.value}: {name}" for tab, name in (files or {}).items())
    lines = [
        *([f"Newest files that fit: {named}."] if named else []),
        f"Read {rows}: {accepted} counted ({flagged} flagged), {held} held.",
        f"Since the last reading: {new} new, {removed} removed, {unchanged} unchanged.",
    ]
    if not counts.read:
        lines = ["The tab of the form has no rows yet; if officers have sent forms, check that it is the right one."]
    if accept_withdrawals and counts.withdrawn:
        lines.append(f"{ACCEPTED}{format_count(counts.withdrawn, 'row')} removed.")
    lines += [f"{ACCEPTED if accept_withdrawals else ''}{words}" for words in _list_taken_away(counts)]
    held_elsewhere = _count_held_elsewhere(attention)
    if accept_held and (held_count := counts.held + held_elsewhere.total()):
        lines.append(f"With --accept-held, on hold in all: {format_count(held_count, 'row')}, until fixed.")
    lines += [
        f"In the tab Form responses {describe_missing(column)}, so it is not tracked. {say_remedy([column])}"
        for column in counts.missing
    ]
    if held_elsewhere:
        lines.append(f"Held in the other tabs: {describe_held_elsewhere(attention)}.")
    if attention:
        lines.append("needs-attention.csv lists the rows that need attention.")
    return "\n".join([*lines, *decisions])


def _list_taken_away(counts: IngestCounts) -> Iterator[str]:
    """Say what a reading took away beside rows of the form: rows of the other tabs, and names of rows that count."""
    if counts.removed_elsewhere:
        tabs = ", ".join(f"{tab.value} {format_number(count)}" for tab, count in counts.removed_elsewhere.items())
        yield f"Rows removed from the other tabs, or changed there: {tabs}."
    for count, lost, code in (
        (counts.lost_unit, "became “Unassigned”", Code.UNIT_UNKNOWN),
        (counts.lost_jurisdiction, "lost the jurisdiction", Code.JURISDICTION_UNKNOWN),
    ):
        if count:
            yield f"{format_count(count, 'distribution')} {lost}: lbn.toml no longer has the name ({code.value})."


def describe_held_elsewhere(attention: Iterable[AttentionItem]) -> str:
    """Say how many rows of each tab but the form's are held."""
    tabs = _count_held_elsewhere(attention)
    return ", ".join(f"{tab} {tabs[tab]}" for tab in Tab if tab in tabs)


def _count_held_elsewhere(attention: Iterable[AttentionItem]) -> Counter[str]:
    """Count the held rows of each tab but the form's: in those tabs, every finding holds its row."""
    return Counter(tab for tab, _ in {(item.tab, item.row) for item in attention} if tab != Tab.RESPONSES)
