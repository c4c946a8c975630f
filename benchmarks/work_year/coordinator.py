"""A coordinator who reads each mail on the next working day, and does what it says."""

import re
from datetime import datetime, timedelta

from benchmarks.ordering_world.stock import Moved
from benchmarks.ordering_world.world import CENTRAL
from benchmarks.work_year.asks import Ask, Fill, read_asks
from benchmarks.work_year.department import Department
from benchmarks.work_year.product import Mail, Product
from benchmarks.work_year.tabs import FORM
from benchmarks.work_year.tally import Tally

SOON_DAYS = 8
"""What was done and is asked for again within so many days came back."""

OUTLASTS_DAYS = 14
REPORT = re.compile(r"(?P<slug>[\w-]+?)-(?P<period>20[\w-]+?)-edition-\d+")
SILENT = ("not-running", "running-again", "attention", "stock-alert")


class Coordinator:
    """Does what the mails say, by rows in the tabs and commands."""

    def __init__(self, department: Department, product: Product, tally: Tally, *, must_count_by_itself: bool) -> None:
        """Begin; whoever is never told to count does so each quarter."""
        self._department, self._product, self._tally = department, product, tally
        self._must_count_by_itself = must_count_by_itself
        self._done: dict[tuple[str, ...], int] = {}

    @property
    def _now(self) -> datetime:
        return datetime.fromisoformat(f"{self._department.today}T14:00:00+00:00")

    def work(self) -> None:
        """Do a working day's work."""
        if self._must_count_by_itself and self._is_first_workday_of_quarter():
            for location in range(len(self._department.names)):
                self._count(location)
        for mail in self._product.list_new_mails():
            self._read(mail)

    def _is_first_workday_of_quarter(self) -> bool:
        today = self._department.today
        before = today - timedelta(days=3 if today.weekday() == 0 else 1)
        return today.month in {1, 4, 7, 10} and before.month != today.month

    def _read(self, mail: Mail) -> None:
        self._note("mail read")
        self._tally.mails[mail.name.rstrip("0123456789-")] += 1
        report = REPORT.match(mail.name)
        if report and not mail.name.startswith(SILENT):
            self._note("mail sent")
            self._call("filed", report["slug"], report["period"])
            self._done["hand in", report["period"], report["slug"], ""] = self._department.day
            return
        asks = read_asks(mail.text)
        self._note("thing read", len(asks))
        for ask in sorted(asks, key=lambda one: -one.row if one.kind == "fix" else 0):
            self._do(ask)

    def _do(self, ask: Ask) -> None:
        """Do one thing, and note what came back or could not be done."""
        self._tally.asks[ask.kind] += 1
        if self._department.day - self._done.get(ask.about, -SOON_DAYS) < SOON_DAYS:
            self._tally.came_back[ask.kind] += 1
        if ask.kind == "unknown":
            self._tally.unknown[ask.lot] += 1
        is_done = getattr(self, f"_do_{ask.kind.replace(' ', '_')}", lambda _: False)(ask)
        if is_done:
            self._done[ask.about] = self._department.day
        elif ask.kind != "use first":
            self._tally.not_doable[ask.kind] += 1

    def _do_recalled(self, ask: Ask) -> bool:
        return self._take_away(ask, "recalled")

    def _do_expired(self, ask: Ask) -> bool:
        return self._take_away(ask, "expired")

    def _take_away(self, ask: Ask, movement: str) -> bool:
        """Take a lot off the shelf; what is recorded and isn't there is lost."""
        lot, location = self._department.find_lot(ask.lot), self._department.find_location(ask.at)
        there = self._department.count_lot(location, lot)
        if there:
            self._department.move(lot, there, location, None)
            self._enter(movement, ask.lot, there, ask.at)
        if ask.kits > there:
            self._enter("lost", ask.lot, ask.kits - there, ask.at)
        return True

    def _do_bring(self, ask: Ask) -> bool:
        moves = [move for fill in ask.fills for move in self._plan(fill, ask.at)]
        for move in moves:
            self._bring(move)
        return bool(moves)

    _do_gather = _do_bring

    def _plan(self, fill: Fill, destination: str) -> list[Moved]:
        """Plan what a fill comes to; where no lot is named, those first that expire first, and last long enough."""
        shelves, location = self._department, self._department.find_location(fill.origin)
        if fill.lot:
            taking = [(shelves.find_lot(fill.lot), fill.kits)]
        else:
            taking = shelves.stock.plan_taking(location, fill.kits, shelves.day + OUTLASTS_DAYS + 1)
        return [Moved(lot, kits, location, shelves.find_location(destination)) for lot, kits in taking]

    def _do_move(self, ask: Ask) -> bool:
        origin, destination = map(self._department.find_location, (ask.origin, ask.at))
        self._bring(Moved(self._department.find_lot(ask.lot), ask.kits, origin, destination))
        return True

    def _bring(self, move: Moved) -> None:
        """Bring what is there; what is recorded and isn't there is lost."""
        shelves = self._department
        kits = min(move.kits, shelves.count_lot(move.origin, move.lot))
        origin, destination, lot = (
            shelves.names[move.origin],
            shelves.names[move.destination],
            shelves.name_lot(move.lot),
        )
        if kits:
            shelves.move(move.lot, kits, move.origin, move.destination)
            self._enter("transferred", lot, kits, origin, destination)
        if move.kits > kits:
            self._enter("lost", lot, move.kits - kits, origin)

    def _do_offer(self, ask: Ask) -> bool:
        """Offer kits to the supplier, who takes them from where the mail says, and bring others there."""
        self._note("mail sent")
        lot = self._department.find_lot(ask.lot)
        for fill in ask.fills or self._find_fills(ask):
            location = self._department.find_location(fill.origin)
            if kits := min(fill.kits, self._department.count_lot(location, lot)):
                self._department.move(lot, kits, location, None)
                self._enter("returned", ask.lot, kits, fill.origin)
            if fill.kits > kits:
                self._enter("lost", ask.lot, fill.kits - kits, fill.origin)
            self._tally.sums["offered"] += kits
        for move in [move for at, refill in ask.refills for move in self._plan(refill, at)]:
            self._bring(move)
        return True

    def _find_fills(self, ask: Ask) -> list[Fill]:
        """Find where to take what is offered where the mail doesn't say: at Central first."""
        lot, left, fills = self._department.find_lot(ask.lot), ask.kits, []
        for location, name in enumerate(self._department.names):
            kits = min(left, self._department.count_lot(location, lot))
            left -= kits
            fills += [Fill(kits, ask.lot, name)] if kits else []
        return fills

    def _do_order(self, ask: Ask) -> bool:
        self._department.order(ask.kits)
        self._note("mail sent")
        self._enter("ordered", "", ask.kits)
        return True

    def _do_hand_in(self, ask: Ask) -> bool:
        self._note("mail sent")
        self._call("filed", ask.lot, ask.at)
        return True

    def _do_make(self, ask: Ask) -> bool:
        self._call(*ask.lot.split())
        return True

    def _do_count(self, ask: Ask) -> bool:
        for location in re.split(r", (?:and )?| and ", ask.at):
            self._count(self._department.find_location(location))
        return True

    def _do_check(self, ask: Ask) -> bool:
        return self._do_count(ask)

    def _do_late_order(self, ask: Ask) -> bool:
        self._note("call")
        return ask.kind == "late order"

    def _count(self, location: int) -> None:
        """Count a shelf lot by lot, also those of which nothing is left."""
        shelves = self._department
        self._note("shelf looked at")
        for lot, kits in shelves.list_known_lots(location):
            shelves.tabs.enter_count(shelves.today, shelves.names[location], shelves.name_lot(lot), kits)
            self._note("row entered")

    def _do_ask(self, ask: Ask) -> bool:
        self._note("call")
        return bool(ask.at)

    def _do_review(self, ask: Ask) -> bool:
        self._note("command")
        self._department.reviewed_on = self._department.today
        return ask.kind == "review"

    def _do_fix(self, ask: Ask) -> bool:
        if ask.at != FORM:
            self._tally.unknown[f"a row of {ask.at}"] += 1
            return False
        self._department.tabs.correct_form(ask.row)
        self._note("row entered")
        return True

    def _enter(self, movement: str, lot: str, kits: int, origin: str = "", destination: str = "") -> None:
        self._department.tabs.enter(movement, self._department.today, lot, kits, origin, destination)
        self._note("row entered")

    def _call(self, *arguments: str) -> None:
        self._product.call(self._now, *arguments, may_fail=arguments[0] == "filed")
        self._note("command")

    def _note(self, step: str, times: int = 1) -> None:
        self._tally.add(self._department.week, step, times)


def receive_deliveries(department: Department, tally: Tally) -> None:
    """Enter what has come, and what events took from Central, as whoever keeps records must."""
    for come in department.receive():
        expires = department.find_date(department.stock.expires[come.lot])
        department.tabs.enter_received(department.today, department.name_lot(come.lot), expires, come.kits)
        tally.add(department.week, "row entered")
    for lot, kits, unit in department.transferred_at_events:
        names = department.names
        department.tabs.enter(
            "transferred", department.today, department.name_lot(lot), kits, names[CENTRAL], names[unit]
        )
        tally.add(department.week, "row entered")
    department.transferred_at_events.clear()


def recall_largest_lot(department: Department, tally: Tally) -> None:
    """Hear of a recall from the supplier, and enter it where the lot is kept first of all."""
    lot, _ = max(department.stock.count_by_lot().items(), key=lambda one: one[1])
    location = next(at for at, lots in enumerate(department.stock.there) if lots.get(lot))
    kits = department.count_lot(location, lot)
    department.move(lot, kits, location, None)
    department.tabs.enter("recalled", department.today, department.name_lot(lot), kits, department.names[location])
    tally.add(department.week, "row entered")
