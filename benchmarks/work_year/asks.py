"""What a mail asks for, read from its text as a person reads it; the words of both versions are known."""

import re
from typing import NamedTuple

SECTIONS = ("TODAY", "THIS WEEK", "THIS MONTH")
TASKS = {
    "recalled": r"Take recalled lot (?P<lot>\S+) off the shelf at (?P<at>\w+)\. \w+ (?:still )?has (?P<kits>[\d,]+)",
    "expired": r"Take expired lot (?P<lot>\S+) off the shelf at (?P<at>\w+)\. \w+ has (?P<kits>[\d,]+)",
    "use first": r"Use lot (?P<lot>\S+) at (?P<at>\w+) first",
    "bring": r"Bring (?:(?P<kits>[\d,]+) kits?|more) to (?P<at>\w+)\.",
    "gather": r"Move [\d,]+ kits? of lot (?P<lot>\S+) from several places to (?P<at>\w+)\.",
    "move": r"Move (?P<kits>[\d,]+) kits? of lot (?P<lot>\S+) from (?P<origin>\w+) to (?P<at>\w+)",
    "offer": r"Offer (?P<kits>[\d,]+) kits? of lot (?P<lot>\S+)(?: from (?P<origin>\w+))? to the supplier",
    "order": r"Order (?P<kits>[\d,]+) kits? (?:by|today|now)",
    "hand in": r"Hand in(?: again)?: .*“lbn filed (?P<lot>[\w-]+) (?P<at>[\w-]+)”",
    "make": r"Make: .*“lbn (?P<lot>backfill \S+ \S+ --report [\w-]+)”",
    "count": r"Count (?P<at>\w+(?:(?:,| and) \w+)*)\.",
    "check": r"Check what left (?P<at>\w+)\.",
    "late order": r"Record or ask for (?P<kits>[\d,]+) ",
    "raise": r"Raise the par levels",
    "ask": r"Ask (?P<at>\w+): it has reported nothing",
    "train": r"(?:Train|Refresh the training of) (?:at least )?(?P<kits>[\d,]+) more of (?P<at>\w+)",
    "review": r"Review the program's procedure",
}
TAKING = {"bring", "gather", "offer"}
"""What asks for kits from one place or several."""

ROW = re.compile(r"- (?P<tab>[A-Z][\w ]+), row (?P<row>[\d,]+) \(ref (?P<ref>[\w-]+)\)")
FILL = re.compile(r"(?P<kits>[\d,]+) (?:kits? )?of (?:lot (?P<lot>\S+)|other lots) from (?P<origin>\w+)")
PART = re.compile(r"(?P<kits>[\d,]+) from (?P<origin>[A-Z]\w+)")
REFILL = re.compile(r" Then (?P<at>\w+) has none left: bring it (?P<fills>[^.]+)\.")
SHARE = re.compile(r"(?:Take|Central can spare) (?P<kits>[\d,]+) kits?")


class Fill(NamedTuple):
    """Kits that fill a shelf; of no lot: whichever expires first there."""

    kits: int
    lot: str
    origin: str


class Ask(NamedTuple):
    """One thing that a mail asks for."""

    kind: str
    at: str = ""
    lot: str = ""
    kits: int = 0
    origin: str = ""
    fills: tuple[Fill, ...] = ()
    refills: tuple[tuple[str, Fill], ...] = ()
    """What to bring where in place of what is offered."""
    row: int = 0
    section: str = ""

    @property
    def about(self) -> tuple[str, str, str, str]:
        """By what a person knows it again."""
        return self.kind, self.at, self.lot, self.origin


def read_asks(text: str) -> list[Ask]:
    """Read what a mail asks for; a line among the tasks that isn't understood is an ask of its own kind."""
    asks, section = [], ""
    for line in text.splitlines():
        if line.isupper():
            section = line
        elif section in SECTIONS and line.startswith("- "):
            asks.append(_read_task(line[2:])._replace(section=section))
        elif row := ROW.match(line):
            asks.append(Ask("fix", row["tab"], row["ref"], row=_read_number(row["row"])))
    return asks


def _read_task(line: str) -> Ask:
    refills = [(one["at"], fill) for one in REFILL.finditer(line) for fill in _list_fills(one["fills"])]
    return _read_first(REFILL.sub("", line))._replace(refills=tuple(refills))


def _read_first(line: str) -> Ask:
    for kind, pattern in TASKS.items():
        if found := re.match(pattern, line):
            named = found.groupdict()
            kits = _read_number(named.get("kits") or "0")
            ask = Ask(kind, named.get("at") or "", named.get("lot") or "", kits, named.get("origin") or "")
            return ask._replace(fills=_read_fills(line, ask), origin="") if kind in TAKING else ask
    return Ask("unknown", lot=line)


def _read_fills(line: str, ask: Ask) -> tuple[Fill, ...]:
    if ask.kind == "offer" and ask.origin:
        return (Fill(ask.kits, ask.lot, ask.origin),)
    if ask.kind in {"gather", "offer"}:
        return tuple(Fill(_read_number(one["kits"]), ask.lot, one["origin"]) for one in PART.finditer(line))
    if fills := _list_fills(line):
        return fills
    share = SHARE.search(line)
    return (Fill(_read_number(share["kits"]), "", "Central"),) if share else ()


def _list_fills(line: str) -> tuple[Fill, ...]:
    return tuple(Fill(_read_number(one["kits"]), one["lot"] or "", one["origin"]) for one in FILL.finditer(line))


def _read_number(text: str) -> int:
    return int(text.replace(",", ""))
