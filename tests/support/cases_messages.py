"""All seven messages in all their cases: what golden files, linters and previews go through."""

from datetime import date
from functools import cache

from schemas.edition_made import EditionMade
from schemas.finding import Code, Finding
from schemas.message import Rendered
from schemas.tabs import Tab
from tasks.messages.render import render_digest, render_not_running
from tasks.program_folder.report_definitions import find_template_folders, load_definitions
from tests.support.builders_messages import CASES, HOSTILE, MADE_AT, NO_PROGRAM, rendered
from tests.support.builders_notices import USUAL_LOW, a_digest, a_notice, to_do_about

SLUGS = tuple(load_definitions(NO_PROGRAM))
"""Of the reports that are shipped: each must look as it did, in every case."""
NO_PREVIEW = ("public-summary", "preliminary")
_LOW = USUAL_LOW[0]
_RECALLED = {"location": "Patrol", "item": "kit", "lot": "R1909", "on_hand": 2, "distributed": 5}

_NOTHING = {"held_count": 0, "flagged_count": 0, "findings": (), "to_do": (), "order_letters": (), "editions": ()}
DIGESTS = {
    "typical": a_digest(),
    "empty": a_digest(**_NOTHING),
    "one-row": a_digest(**_NOTHING | {"held_count": 1, "findings": a_digest().findings[:1]}),
    "hostile": a_digest(
        agency=HOSTILE[9],
        titles={"supplier": HOSTILE[0], "nysdoh-quarterly": HOSTILE[9]},
        editions=[EditionMade(title=title, period="2026-Q3", edition=1) for title in HOSTILE],
        stock={"supplier": HOSTILE[1], "nouns": {"kit": HOSTILE[6]}},
        to_do=to_do_about(low=[{**_LOW, "location": name} for name in HOSTILE]),
    ),
    "300-units": a_digest(
        held_count=300,
        flagged_count=0,
        findings=tuple(Finding(Tab.RESPONSES, row, f"{row:06x}", Code.KITS_MISSING) for row in range(2, 302)),
        to_do=to_do_about(low=[{**_LOW, "location": f"Unit {number:03d}"} for number in range(1, 301)]),
    ),
    "urgent": a_digest(is_urgent_only=True, to_do=to_do_about(recalled=[_RECALLED]), editions=()),
    "doubtful": a_digest(
        newest_entry=date(2026, 9, 4),
        silence={"since": date(2026, 9, 4), "until": None},
        questions_missing=("People shown how to use it",),
        refs_not_understood=("line 3", "7f3a92"),
    ),
}
NOTICES = {
    "typical": a_notice(),
    "empty": a_notice(is_well=True, read_at=MADE_AT),
    "hostile": a_notice(agency=HOSTILE[0], words=" ".join(HOSTILE), read_at=None),
}

EVERY = [
    *((slug, case) for slug in SLUGS for case in CASES if (slug, case) != NO_PREVIEW),
    *(("attention", case) for case in DIGESTS),
    *(("not-running", case) for case in NOTICES),
]
"""Slug and case of every message."""

OWN_CASES = {("attention", "urgent")}
"""Cases that only this message has."""

ENOUGH = dict.fromkeys(("not-tracked", "doubtful"), ("nysdoh-quarterly", "supplier", "public-summary", "attention"))
ENOUGH["renamed"] = ("nysdoh-quarterly",)
AS_THE_SUPPLIERS = {("public-summary", case) for case in ("hostile", "one-row", "300-units")}
TO_READ = [one for one in EVERY if one[0] in ENOUGH.get(one[1], one) and one not in AS_THE_SUPPLIERS]
"""Those that people read: what some cases are about looks the same in every report."""

NOT_BY_NATURE = {
    NO_PREVIEW: "the public is told nothing of a period that is running still",
    ("attention", "amended"): "a digest is of one moment: what has changed since is in the next one",
    ("attention", "preliminary"): "a digest has no period that could be running still",
}
NOT_BY_NATURE |= {
    (slug, case): "it holds no figures: nothing in it could be not tracked, or of a unit of another name"
    for slug in ("attention",)
    for case in ("not-tracked", "renamed")
}
NOT_BY_NATURE |= {
    ("not-running", case): "a notice holds one sentence: no list, no period, no edition"
    for case in ("one-row", "300-units", "amended", "preliminary", "not-tracked", "doubtful", "renamed")
}
"""The cases that a message cannot have, and why."""


@cache
def message_of(slug: str, case: str) -> Rendered:
    """One of them, in all its forms."""
    if slug == "attention":
        return render_digest(DIGESTS[case], find_template_folders(slug, NO_PROGRAM))
    if slug == "not-running":
        return render_not_running(NOTICES[case], find_template_folders(slug, NO_PROGRAM))
    return rendered(CASES[case](slug))
