"""The dirt of real life in the sample's tabs: each row needs a person, for a reason that the contract names.

Only rows of the last months are touched: a coordinator has fixed the older ones.
"""

from datetime import date, datetime, timedelta
from random import Random

from tasks.sample.officers import format_sheet_instant
from tasks.sample.shelves import Answers, format_sheet_date

Sent = list[tuple[datetime, Answers]]

HELD = (
    {"kits": ""},
    {"kits": "two"},
    {"kits": "3.5"},
    {"kits": "0"},
    {"kits": "1000"},
    {"date": ""},
    {"date": "last Tuesday"},
    {"date": "2/30/2026"},
    {"date": "7/4/2019"},
    {"submitted": "about noon"},
)
FLAGGED = (
    {"unit": "K-9"},
    {"unit": ""},
    {"zip": "1220"},
    {"zip": '=HYPERLINK("https://sample.invalid","map")'},
    {"zip": "", "jurisdiction": ""},
    {"jurisdiction": "<b>Village of Sample</b>"},
    {"lot": "SMP-9OO"},
    {"trained": "everyone there"},
    {"fts": "a few"},
)
RESTORED = ({"zip": "6390"},)
"""Fishers Island's ZIP code without its leading zero, as a Sheet shows it: no one need be asked."""

BAD_INVENTORY = (
    {"movement": "given away", "quantity": "2"},
    {"movement": "received", "quantity": "a box", "expires": "soon"},
)
BAD_COUNT = {"counted": "about ten"}
BAD_TRAINING = {"people": "most of us"}

RECENT_DAYS = 150
MOST_KITS = 3


def soil_rows(sent: Sent, today: date, rng: Random) -> Sent:
    """Spoil some recent ordinary rows, one fault each, and send two of the others twice."""
    faults: tuple[Answers, ...] = HELD + FLAGGED + RESTORED
    recent = [
        index
        for index, (moment, answers) in enumerate(sent)
        if today - moment.date() < timedelta(days=RECENT_DAYS) and int(answers["kits"]) <= MOST_KITS
    ]
    chosen = rng.sample(recent, len(faults) + 3)
    soiled = list(sent)
    for index, fault in zip(chosen, faults, strict=False):
        moment, answers = sent[index]
        soiled[index] = (moment, answers | fault)
    wrong_year, *doubled = chosen[len(faults) :]
    soiled[wrong_year] = _a_year_ahead(*sent[wrong_year])
    soiled += [_sent_again(*sent[index], after=timedelta(seconds=rng.randint(2, 50))) for index in doubled]
    return sorted(soiled, key=lambda row: row[0])


def soil_last_row(rows: list[Answers], *faults: Answers) -> None:
    """Add a spoiled copy of a tab's last row for each fault."""
    last = rows[-1]
    rows.extend(last | fault for fault in faults)


def _a_year_ahead(moment: datetime, answers: Answers) -> tuple[datetime, Answers]:
    """Put the wrong year in the date: it lies after the day on which the form was sent."""
    return moment, answers | {"date": format_sheet_date(moment.date() + timedelta(days=365))}


def _sent_again(moment: datetime, answers: Answers, after: timedelta) -> tuple[datetime, Answers]:
    """Send a form twice, as by a double tap on a slow phone: the same answers a few seconds later."""
    again = moment + after
    return again, answers | {"submitted": format_sheet_instant(again)}
