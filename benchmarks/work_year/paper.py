"""The same year with a log on paper: what a coordinator does who has no program. All of it is assumed, none measured.

Each Monday every shelf is looked at, and filled to twelve kits from Central, the lots first that expire first; what has
expired is taken away then. Each form is copied into the log. In the first week of a month what the shelves lack to
twelve, beyond Central, is ordered, and the log is added up into the supplier's report. Each quarter all is counted.
"""

from benchmarks.ordering_world.stock import fill_from_central
from benchmarks.ordering_world.world import CENTRAL, DAYS_A_WEEK
from benchmarks.work_year.department import Department
from benchmarks.work_year.tally import Tally

PAR_LEVEL = 12


class PaperLog:
    """Keeps the log."""

    def __init__(self, department: Department, tally: Tally) -> None:
        """Begin."""
        self._department, self._tally = department, tally
        self._copied = self._added_up = 0

    def work(self) -> None:
        """Do a working day's work."""
        sent_count = len(self._department.tabs.rows["Form responses"])
        self._note("paper line", sent_count - self._copied)
        self._copied = sent_count
        if self._department.day % DAYS_A_WEEK == 0:
            self._work_on_monday()

    def _work_on_monday(self) -> None:
        shelves, unit_count = self._department, len(self._department.names) - 1
        self._note("shelf looked at", unit_count + 1)
        for location, lots in enumerate(shelves.stock.there):
            for lot in [lot for lot in lots if shelves.stock.expires[lot] < shelves.day]:
                shelves.move(lot, lots[lot], location, None)
                self._note("paper line")
        for move in fill_from_central(shelves.stock, [PAR_LEVEL] * unit_count, shelves.day):
            shelves.move(move.lot, move.kits, move.origin, move.destination)
            self._note("paper line")
        if shelves.today.day <= DAYS_A_WEEK:
            self._end_month(unit_count)

    def _end_month(self, unit_count: int) -> None:
        """Order, and add up the log; in the first month of a quarter count all shelves."""
        stock = self._department.stock
        lacking = sum(max(0, PAR_LEVEL - stock.count(unit)) for unit in range(1, unit_count + 1))
        if (kits := lacking - stock.count(CENTRAL)) > 0:
            self._department.order(kits)
            self._note("mail sent")
            self._note("paper line")
        self._note("tally of a line", self._copied - self._added_up)
        self._added_up = self._copied
        self._note("form filled in")
        self._note("mail sent")
        if self._department.today.month in {1, 4, 7, 10}:
            self._note("paper line", unit_count + 1)

    def _note(self, step: str, times: int = 1) -> None:
        self._tally.add(self._department.week, step, times)
