"""What the officers of a sample program send through the form: one row per distribution."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES, Reason, Recipient
from tasks.sample.places import FTS, KIT, XTS, SamplePlace, SampleProgram
from tasks.sample.settings_file import UnitWritten
from tasks.sample.shelves import Answers, Shelves, format_sheet_date


class Scene(NamedTuple):
    """A kind of distribution: why, to whom, how many kits, and how often strips go with them."""

    reason: Reason
    recipients: tuple[Recipient, ...]
    kits: tuple[int, ...]
    strips: float
    share: int


SCENES = (
    Scene(Reason.OVERDOSE, (Recipient.SURVIVOR, Recipient.FAMILY, Recipient.BYSTANDER), (1, 1, 2), 0.15, 30),
    Scene(Reason.AT_RISK, (Recipient.AT_RISK, Recipient.AT_RISK, Recipient.FAMILY), (1, 1, 1, 2), 0.25, 34),
    Scene(Reason.REQUESTED, (Recipient.FAMILY, Recipient.BYSTANDER, Recipient.OTHER), (1, 1, 2, 3), 0.15, 20),
    Scene(Reason.DEFLECTION, (Recipient.AT_RISK,), (1, 1, 2), 0.5, 8),
    Scene(Reason.REENTRY, (Recipient.AT_RISK, Recipient.FAMILY), (1, 2), 0.3, 8),
)

SEASON = (0.75, 0.75, 0.85, 0.95, 1.1, 1.25, 1.35, 1.3, 1.15, 1.0, 0.85, 0.8)
"""Distributions of each month against the year's mean: the summer's many, the winter's few."""

WEEKEND = (4, 5, 6)
SENT_NEXT_MORNING, WITH_A_NOTE, BY_AN_OLDER_NAME = 0.12, 0.2, 0.05
"""Shares of the rows."""

NOTES = (
    "SAMPLE NOTE, synthetic: never read by the program",
    "SAMPLE NOTE, synthetic: spoke with Pat Sample, 518-555-0100, case 00-0000",
    "SAMPLE NOTE, synthetic: <b>markup</b>, =FORMULA() and a comma, all left in the Sheet",
)


class Officers:
    """The officers of a sample program on their shifts."""

    def __init__(self, program: SampleProgram, shelves: Shelves, rng: Random, today: date) -> None:
        """Begin; nothing is sent later than early on `today`."""
        self.program = program
        self.shelves = shelves
        self.rng = rng
        self.today = today
        self.sent: list[tuple[datetime, Answers]] = []

    def work(self, day: date) -> None:
        """Make the ordinary distributions of a day."""
        weekend = 1.3 if day.weekday() in WEEKEND else 0.9
        expected = self.program.distributions_per_day * SEASON[day.month - 1] * weekend
        if day == self.today:
            expected /= 4
        for _ in range(int(expected + self.rng.random())):
            self._leave_kits(day)

    def attend_event(self, day: date) -> None:
        """Give out 20 to 60 kits from one table at a fair or a concert, written down as one row."""
        unit = self.program.event_unit
        self.shelves.supply(day, KIT.code, self.rng.randint(20, 60), unit)
        kits = min(60, max(20, self.shelves.on_shelf(unit, KIT.code) - self.rng.randint(4, 20)))
        answers = self._answers(day, unit, kits, self._place())
        answers["reason"] = _choice_of(Reason.EVENT)
        answers["recipient"] = _recipient_of(Recipient.ATTENDEE)
        answers["trained"] = str(self.rng.randint(kits // 3, kits))
        self._send(day, answers)

    def _leave_kits(self, day: date) -> None:
        scene = self.rng.choices(SCENES, [scene.share for scene in SCENES])[0]
        kits = self.rng.choice(scene.kits)
        unit = self._unit(scene)
        if self.shelves.on_shelf(unit, KIT.code) < kits:
            unit, kits = self.program.event_unit, 1
        answers = self._answers(day, unit, kits, self._place())
        answers["reason"] = self._maybe(_choice_of(scene.reason), 0.93)
        answers["recipient"] = self._maybe(_recipient_of(self.rng.choice(scene.recipients)), 0.9)
        answers["trained"] = self._maybe(str(self.rng.choice((0, 1, 1, 1, 2, 3))), 0.85)
        if self.rng.random() < scene.strips:
            answers["fts"] = self._strips(unit, FTS.code, (2, 3, 5))
            answers["xts"] = self._strips(unit, XTS.code, (0, 0, 0, 1, 2))
        self._send(day, answers)

    def _answers(self, day: date, unit: str, kits: int, place: SamplePlace) -> Answers:
        lots = self.shelves.take(unit, KIT.code, kits)
        is_low = self.shelves.on_shelf(unit, KIT.code) < self._written(unit).par_level // 2
        leaves_out = self.rng.choices(("", "zip", "jurisdiction"), (82, 8, 10))[0]
        return {
            "date": format_sheet_date(day),
            "unit": self._as_called(unit),
            "zip": "" if leaves_out == "zip" else place.zip,
            "jurisdiction": "" if leaves_out == "jurisdiction" else place.jurisdiction,
            "kits": str(kits),
            "lot": self._maybe(lots[0], 0.6) if len(lots) == 1 else "",
            "low": "Yes" if is_low else self._maybe("No", 0.5),
        }

    def _send(self, day: date, answers: Answers) -> None:
        """Send the form: most on their shift, some at its end on the next morning."""
        hours = 6 if day == self.today else 24
        sent = datetime.combine(day, time()) + timedelta(seconds=self.rng.randrange(hours * 3600))
        if day < self.today and self.rng.random() < SENT_NEXT_MORNING:
            sent = datetime.combine(day, time(6)) + timedelta(days=1, seconds=self.rng.randrange(3600))
        extra = {"email": f"officer.{self.rng.randint(1, 40):02d}@example.gov"}
        if self.rng.random() < WITH_A_NOTE:
            extra["note"] = self.rng.choice(NOTES)
        self.sent.append((sent, {"submitted": format_sheet_instant(sent)} | answers | extra))

    def _unit(self, scene: Scene) -> str:
        if scene.reason is Reason.REENTRY:
            return self.program.reentry_unit
        units = self.program.units
        return self.rng.choices(units, [unit.share for unit in units])[0].written.name

    def _as_called(self, unit: str) -> str:
        """Name the unit, now and then as an older form called it."""
        aliases = self._written(unit).aliases
        return self.rng.choice(aliases) if aliases and self.rng.random() < BY_AN_OLDER_NAME else unit

    def _written(self, unit: str) -> UnitWritten:
        return next(known.written for known in self.program.units if known.written.name == unit)

    def _place(self) -> SamplePlace:
        places = self.program.places
        return self.rng.choices(places, [one.share for one in places])[0]

    def _strips(self, unit: str, item: str, amounts: tuple[int, ...]) -> str:
        strips = min(self.rng.choice(amounts), self.shelves.on_shelf(unit, item))
        self.shelves.take(unit, item, strips)
        return str(strips) if strips else ""

    def _maybe(self, answer: str, chance: float) -> str:
        return answer if self.rng.random() < chance else ""


def format_sheet_instant(moment: datetime) -> str:
    """Format a time of submission as Google Sheets exports it."""
    return f"{format_sheet_date(moment.date())} {moment.hour}:{moment:%M:%S}"


def _choice_of(reason: Reason) -> str:
    return next(choice for choice, code in REASON_CHOICES.items() if code is reason)


def _recipient_of(recipient: Recipient) -> str:
    return next(choice for choice, code in RECIPIENT_CHOICES.items() if code is recipient)
