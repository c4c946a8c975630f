"""What each setting and each key of a report is for, in words for the data dictionary."""

from tasks.rules.reporting.measures import Frame

UNITS = {
    "kits": "kits", "trained": "people", "fts": "strips", "xts": "strips", "quantity": "pieces", "counted": "pieces",
    "people": "officers", "doses": "doses", "par_level": "kits", "smallest_cell": "distributions",
    "due_days": "days",
}  # fmt: skip

ORIGINS = {
    Frame.DISTRIBUTIONS: "distributions",
    Frame.TRAININGS: "trainings",
    Frame.LINES: "the stock's movements",
    Frame.ORDERS: "orders less receipts, up to the last day",
}
"""Where a measure comes from, but for a stock at a moment."""

FORMS = {
    r"^[A-Z0-9-]{2,20}$": "2 to 20 of A–Z, 0–9 and -",
    r"^[0-9]{5}$": "5 digits",
}
"""The patterns of the schemas in words."""

TYPES = {
    ("string", None): "text", ("string", "date"): "date", ("string", "date-time"): "date and time",
    ("integer", None): "whole number", ("boolean", None): "yes or no", ("object", None): "table",
}  # fmt: skip

SETTINGS = {
    "agency.name": "the agency, as reports and messages call it",
    "agency.timezone": "in which days, periods and due days are counted",
    "agency.coordinator": "who gets the messages: an address, or a list of them",
    "program.id": "which program this is, in a database that may be shared: must be given there, and never be changed",
    "program.started": "the first day; an earlier distribution is held",
    "program.oopp": "whether the agency is itself a registered OOPP, and where: decides which report it owes",
    "program.oopp_since": "since when it is registered: its health department's report is owed from that period on",
    "program.supplier.kind": "who furnishes the kits",
    "program.supplier.name": "the supplier, as messages call it",
    "program.supplier.contact": "where the supplier is written to, as reports and orders name it",
    "program.supplier.cadence": "how often the supplier's report is made by itself",
    "source.kind": "where the tabs are",
    "source.responses": "the tab Form responses: its file, by name or pattern, or its title in the Sheet",
    "source.dates": "how dates in digits are written in text cells: month first (mdy) or day first (dmy)",
    "source.inventory": "the same of the tab Inventory",
    "source.counts": "the same of the tab Counts",
    "source.training": "the same of the tab Training",
    "source.spreadsheet": "google-sheet: the id in the Sheet's address",
    "source.credentials": "google-sheet: the file of the service account's key",
    "source.api_endpoint": "google-sheet: send every call to this address instead (a proxy, a test server)",
    "source.status_tab": "google-sheet: a tab in which to show what needs attention; none: nothing is written",
    "source.desk_tab": "google-sheet: a tab in which to show the desk; none: nothing is written",
    "source.columns": 'more titles for a field of the form: `zip = ["ZIP code of the call"]`',
    "source.not_asked": 'optional fields, or zip, that this form does not ask, such as `["lot", "fts"]`: not tracked',
    "units.name": "a place that holds kits, besides the central store Central",
    "units.aliases": "other names that rows use, or once used",
    "units.par_level": "below so many unexpired kits the unit is running low",
    "items.code": "short name, as the tabs may write it",
    "items.name": "full name, as reports write it and the tabs may",
    "items.kind": "the first naloxone item is what “Kits left” counts; the first of fts and of xts are the strips",
    "items.doses": "doses in one kit; required for naloxone",
    "items.ndc": "National Drug Code, for your own reference",
    "places.jurisdictions": "the closed list of the form's question Jurisdiction",
    "privacy.smallest_cell": "the fewest distributions that a row of a supplier's or the public's tables may stand for",
    "privacy.keep_months": "a run closes what is older than so many months, as `lbn purge` does; left out: nothing",
    "mail.transport": "how messages leave: as files in the folder outbox, or by a mail server",
    "mail.from": "the sender's address",
    "store.url": "the ledger: `sqlite:///lbn.db` or `postgresql+psycopg://…`",
    "checked.<report>.by": "who compared the report with the addressee's own form (a role will do)",
    "checked.<report>.on": "and when; from then on the report no longer says “not the official form”",
}

REPORT = {
    "title": "as subject and heading write it",
    "audience": "`supplier` and `public` show tables that are made once and tell of no small group, `public` only "
    "of periods that are over, and no lots; the other two show exact ones",
    "only_for": "the kind of agency (program.oopp) that owes it and gets it by itself; none: anyone, on request",
    "measures": "in the order of the form that it feeds; the first four are shown large",
    "tables.title": "heading of the table; each its own",
    "tables.by": "groupings",
    "tables.measures": "the columns",
}
