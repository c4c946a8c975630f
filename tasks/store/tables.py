"""The ledger's tables.

Every row carries its program; a row of a tab keeps from which sync to which it was valid. No column takes free text: a
text is a word of the program's closed vocabulary (units, jurisdictions, counties, items and lots), a word of a list
that stands here, or has a form that is checked. The vocabulary is filled from lbn.toml and from lots that passed their
rule, never from any other cell.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)  # fmt: skip

from schemas.delivery import DeliveryReason, DeliveryState
from schemas.distribution import MOST_KITS, Reason, Recipient
from schemas.finding import Code
from schemas.inventory import Course, MovementKind
from schemas.tabs import Tab
from tasks.store.checks import are_digits, check_digests, check_listed, check_period, check_slug, make_digest_column
from tasks.store.edition_columns import make_compared_columns, make_edition_columns, make_filing_columns
from tasks.store.program_index import index_program
from tasks.store.reading_columns import make_mark_column, make_moving_columns, make_reading_columns
from tasks.store.release_columns import make_release_columns

metadata = MetaData()
FINGERPRINT_BYTES = 16


def _word(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["program", column], ["vocabulary.program", "vocabulary.word"])


def _row_of_a_tab(name: str, *fields: Column[object] | CheckConstraint | ForeignKeyConstraint) -> Table:
    """Make a table of rows of a tab: their identity, their fields, and from which sync to which they were valid."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("program", ForeignKey("programs.program"), nullable=False),
        Column("fingerprint", LargeBinary(FINGERPRINT_BYTES), nullable=False),
        Column("occurrence", Integer, nullable=False),
        *fields,
        Column("valid_from_sync", ForeignKey("syncs.id"), nullable=False),
        Column("valid_to_sync", ForeignKey("syncs.id")),
        index_program(name),
    )


programs = Table(
    "programs",
    metadata,
    Column("program", String, check_slug("program", 80), primary_key=True),
    Column("read_at", DateTime, comment="When the tabs were last read without a refusal"),
    Column("source", LargeBinary, comment="Keyed digest of the tabs as last read, and of the settings"),
    Column("context", LargeBinary, comment="Digest of what rows were validated by"),
    Column("key_check", LargeBinary, comment="Check value of the key of the row fingerprints"),
    *make_reading_columns(),
    *make_moving_columns(),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    Column("word", String, CheckConstraint("length(word) between 1 and 120", name="word_is_short"), primary_key=True),
)

syncs = Table(
    "syncs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("program", ForeignKey("programs.program"), nullable=False),
    Column("synced_at", DateTime, nullable=False),
    index_program("syncs"),
)

distributions = _row_of_a_tab(
    "distributions",
    Column("sent_on", Date, nullable=False),
    Column("distributed_on", Date, nullable=False),
    Column("unit", String),
    Column("zip", String, CheckConstraint(f"length(zip) = 5 and {are_digits('zip', 1, 5)}", name="zip_is_a_zip")),
    Column("county", String),
    Column("jurisdiction", String),
    Column("kits", Integer, CheckConstraint(f"kits between 1 and {MOST_KITS}", name="kits_in_range"), nullable=False),
    Column("lot", String),
    Column("trained", Integer),
    Column("recipient", String, check_listed("recipient", Recipient)),
    Column("reason", String, check_listed("reason", Reason)),
    Column("fts", Integer),
    Column("xts", Integer),
    Column("is_low", Boolean, nullable=False),
    *map(_word, ("unit", "county", "jurisdiction", "lot")),
)
distributions.append_column(make_mark_column())

movements = _row_of_a_tab(
    "movements",
    Column("moved_on", Date, nullable=False),
    Column("kind", String, check_listed("kind", MovementKind), nullable=False),
    Column("item", String, nullable=False),
    Column("lot", String),
    Column("expires_on", Date),
    Column("quantity", Integer, nullable=False),
    Column("origin", String),
    Column("destination", String),
    Column("day_order", Integer, nullable=False),
    _word("item"),
    _word("lot"),
    _word("origin"),
    _word("destination"),
)

counts = _row_of_a_tab(
    "counts",
    Column("counted_on", Date, nullable=False),
    Column("location", String, nullable=False),
    Column("item", String, nullable=False),
    Column("lot", String),
    Column("counted", Integer, nullable=False),
    Column("day_order", Integer, nullable=False),
    _word("location"),
    _word("item"),
    _word("lot"),
)

trainings = _row_of_a_tab(
    "trainings",
    Column("trained_on", Date, nullable=False),
    Column("unit", String, nullable=False),
    Column("course", String, check_listed("course", Course), nullable=False),
    Column("people", Integer, nullable=False),
    _word("unit"),
)

held_rows = _row_of_a_tab(
    "held_rows",
    Column("tab", String, check_listed("tab", Tab), nullable=False),
    Column("counted_on", Date, comment="The day to which the row would belong, as far as that can be read"),
)

ROWS_OF = {Tab.RESPONSES: distributions, Tab.INVENTORY: movements, Tab.COUNTS: counts, Tab.TRAINING: trainings}

for _table in (*ROWS_OF.values(), held_rows):
    # A row of a tab is in force once.
    Index(
        f"{_table.name}_in_force",
        *(_table.c[name] for name in ("program", "fingerprint", "occurrence")),
        unique=True,
        sqlite_where=text("valid_to_sync is null"),  # PostgreSQL is told when the tables are made
    )

findings = Table(
    "findings",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    Column("tab", String, check_listed("tab", Tab), primary_key=True),
    Column("fingerprint", LargeBinary(FINGERPRINT_BYTES), primary_key=True),
    Column("occurrence", Integer, primary_key=True),
    Column("code", String, check_listed("code", Code), primary_key=True),
    Column("row_number", Integer, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    *make_edition_columns(),
    make_digest_column("edition"),
)

artifacts = Table(
    "artifacts",
    metadata,
    Column("program", String, primary_key=True),
    Column("report", String, primary_key=True),
    Column("period", String, primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("name", String, check_slug("name", 40), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["program", "report", "period", "edition"],
        ["editions.program", "editions.report", "editions.period", "editions.edition"],
    ),
    make_digest_column("file"),
)

filings = Table(
    "filings",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    *make_filing_columns(),
)

messages = Table(
    "messages",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    Column("name", String, CheckConstraint("length(name) between 1 and 120 and name not like '% %'"), primary_key=True),
    Column("report", String, check_slug("report", 60), nullable=False),
    Column("period", String, check_period()),
    Column("edition", Integer),
    Column("state", String, check_listed("state", DeliveryState), nullable=False),
    Column("reason", String, check_listed("reason", DeliveryReason, "obstacle"), comment="Why the last attempt failed"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("queued_at", DateTime, nullable=False),
    Column("sent_at", DateTime),
    Column("raw", LargeBinary, nullable=False, comment="The message as sent"),
    Column("by_mail", Boolean, comment="Whether it was sent by mail; none: not yet, or when this was not kept"),
    Column("said", String, check_digests("said"), comment="What a digest or stock alert said, so that it's said once"),
    make_digest_column("message"),
)

releases = Table(
    "releases",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    *make_release_columns(),
)

compared_editions = Table(
    "compared_editions",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    *make_compared_columns(),
)

SEALED = tuple(metadata.tables)
"""Every table, for each has its seal."""

seals = Table(
    "seals",
    metadata,
    Column("program", ForeignKey("programs.program"), primary_key=True),
    Column("sealed", String, check_listed("sealed", SEALED), primary_key=True),
    Column("digest", LargeBinary, nullable=False, comment="Keyed digest of the program's rows of the table"),
    Column("parts", LargeBinary(256 * 17), comment="Keyed digests of parts of the table; none: it has no parts"),
)
