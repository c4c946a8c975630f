"""The first tables.

They stand here as they were in version 0001, with the words that they took then, and lean on nothing that goes on
changing: what later versions need is written into later migrations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABS = "Form responses|Inventory|Counts|Training"
KINDS = "received|transferred|returned|damaged|lost|expired|recalled"
COURSES = "administration|leave_behind|refresher|other"
RECIPIENTS = "survivor|at_risk|family|bystander|attendee|other"
REASONS = "overdose|at_risk|requested|deflection|reentry|event|other"
STATES = "queued|sending|sent|in_doubt|failed"
OBSTACLES = "unreachable|unencrypted|login|busy|refused|lost"
CODES = (
    "timestamp_unreadable|date_missing|date_unreadable|date_in_future|date_before_program|unit_unknown|zip_invalid|"
    "jurisdiction_unknown|place_missing|kits_missing|kits_not_a_number|kits_out_of_range|lot_unknown|trained_invalid|"
    "strips_invalid|possible_duplicate|movement_unknown|item_unknown|lot_invalid|expiry_invalid|quantity_invalid|"
    "location_unknown|count_invalid|course_invalid"
)
PERIOD = (
    "rtrim(substr(period, 1, 4), '0123456789') = '' and (length(period) = 4 or length(period) = 7 and "
    "substr(period, 5, 1) = '-' and (substr(period, 6, 1) = 'Q' and substr(period, 7, 1) between '1' and '4' or "
    "rtrim(substr(period, 6, 2), '0123456789') = ''))"
)
NAME = "length(name) between 1 and 120 and name not like '% %'"
ZIP = "length(zip) = 5 and rtrim(substr(zip, 1, 5), '0123456789') = ''"


def upgrade() -> None:
    """Make all tables."""
    _make_programs()
    _make_entries()
    _make_movements()
    _make_counts()
    _make_trainings()
    _make_held_rows()
    _make_findings()
    _make_editions()
    _make_messages()


def _make_programs() -> None:
    op.create_table(
        "programs",
        sa.Column("program", sa.String, _slug("program", 80), primary_key=True),
        sa.Column("read_at", sa.DateTime, comment="When the tabs were last read without a refusal"),
        sa.Column("source", sa.LargeBinary, comment="Keyed digest of the tabs as last read, and of the settings"),
        sa.Column("context", sa.LargeBinary, comment="Digest of what rows were judged by"),
    )
    word_is_short = sa.CheckConstraint("length(word) between 1 and 120", name="word_is_short")
    op.create_table("vocabulary", _program_in_key(), sa.Column("word", sa.String, word_is_short, primary_key=True))
    op.create_table(
        "syncs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), nullable=False),
        sa.Column("synced_at", sa.DateTime, nullable=False),
    )


def _make_entries() -> None:
    _make_rows_of_a_tab(
        "entries",
        sa.Column("submitted_at", sa.DateTime, nullable=False),
        sa.Column("distributed_on", sa.Date, nullable=False),
        sa.Column("unit", sa.String),
        sa.Column("zip", sa.String, sa.CheckConstraint(ZIP, name="zip_is_a_zip")),
        sa.Column("county", sa.String),
        sa.Column("jurisdiction", sa.String),
        sa.Column(
            "kits", sa.Integer, sa.CheckConstraint("kits between 1 and 500", name="kits_in_range"), nullable=False
        ),
        sa.Column("lot", sa.String),
        sa.Column("trained", sa.Integer),
        sa.Column("recipient", sa.String, _listed("recipient", RECIPIENTS)),
        sa.Column("reason", sa.String, _listed("reason", REASONS)),
        sa.Column("fts", sa.Integer),
        sa.Column("xts", sa.Integer),
        sa.Column("is_low", sa.Boolean, nullable=False),
        *_words("unit", "county", "jurisdiction", "lot"),
    )


def _make_movements() -> None:
    _make_rows_of_a_tab(
        "movements",
        sa.Column("moved_on", sa.Date, nullable=False),
        sa.Column("kind", sa.String, _listed("kind", KINDS), nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("lot", sa.String, nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("origin", sa.String),
        sa.Column("destination", sa.String),
        sa.Column("day_order", sa.Integer, nullable=False),
        *_words("item", "lot", "origin", "destination"),
    )


def _make_counts() -> None:
    _make_rows_of_a_tab(
        "counts",
        sa.Column("counted_on", sa.Date, nullable=False),
        sa.Column("location", sa.String, nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("lot", sa.String),
        sa.Column("counted", sa.Integer, nullable=False),
        sa.Column("day_order", sa.Integer, nullable=False),
        *_words("location", "item", "lot"),
    )


def _make_trainings() -> None:
    _make_rows_of_a_tab(
        "trainings",
        sa.Column("trained_on", sa.Date, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("course", sa.String, _listed("course", COURSES), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        *_words("unit"),
    )


def _make_held_rows() -> None:
    _make_rows_of_a_tab(
        "held_rows",
        sa.Column("tab", sa.String, _listed("tab", TABS), nullable=False),
        sa.Column("counted_on", sa.Date, comment="The day to which the row would belong, as far as that can be read"),
    )


def _make_findings() -> None:
    op.create_table(
        "findings",
        _program_in_key(),
        sa.Column("tab", sa.String, _listed("tab", TABS), primary_key=True),
        sa.Column("fingerprint", sa.LargeBinary(16), primary_key=True),
        sa.Column("occurrence", sa.Integer, primary_key=True),
        sa.Column("code", sa.String, _listed("code", CODES), primary_key=True),
        sa.Column("row_number", sa.Integer, nullable=False),
    )


def _make_editions() -> None:
    of_an_edition = ("program", "report", "period", "edition")
    op.create_table(
        "editions",
        _program_in_key(),
        sa.Column("report", sa.String, _slug("report", 60), primary_key=True),
        sa.Column("period", sa.String, sa.CheckConstraint(PERIOD, name="period_is_a_period"), primary_key=True),
        sa.Column("edition", sa.Integer, primary_key=True),
        sa.Column("known_in", sa.Integer, sa.ForeignKey("syncs.id"), comment="The last sync whose rows it knows"),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("figures", sa.LargeBinary, nullable=False, comment="figures.json as written"),
    )
    op.create_table(
        "artifacts",
        sa.Column("program", sa.String, primary_key=True),
        sa.Column("report", sa.String, primary_key=True),
        sa.Column("period", sa.String, primary_key=True),
        sa.Column("edition", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, _slug("name", 40), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(of_an_edition, [f"editions.{name}" for name in of_an_edition]),
    )


def _make_messages() -> None:
    op.create_table(
        "messages",
        _program_in_key(),
        sa.Column("name", sa.String, sa.CheckConstraint(NAME), primary_key=True),
        sa.Column("report", sa.String, _slug("report", 60), nullable=False),
        sa.Column("period", sa.String, sa.CheckConstraint(PERIOD, name="period_is_a_period")),
        sa.Column("edition", sa.Integer),
        sa.Column("state", sa.String, _listed("state", STATES), nullable=False),
        sa.Column(
            "obstacle", sa.String, _listed("obstacle", OBSTACLES), comment="Why the last attempt came to nothing"
        ),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("queued_at", sa.DateTime, nullable=False),
        sa.Column("sent_at", sa.DateTime),
        sa.Column("raw", sa.LargeBinary, nullable=False, comment="The message as sent"),
    )


def _make_rows_of_a_tab(name: str, *fields: sa.schema.SchemaItem) -> None:
    """A table of rows of a tab; such a row is in force once."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(16), nullable=False),
        sa.Column("occurrence", sa.Integer, nullable=False),
        *(field for field in fields if isinstance(field, sa.Column)),
        sa.Column("known_in", sa.Integer, sa.ForeignKey("syncs.id"), nullable=False),
        sa.Column("withdrawn_in", sa.Integer, sa.ForeignKey("syncs.id")),
        *(field for field in fields if not isinstance(field, sa.Column)),
    )
    is_in_force = sa.text("withdrawn_in is null")
    op.create_index(
        f"{name}_in_force", name, ["program", "fingerprint", "occurrence"],
        unique=True, sqlite_where=is_in_force, postgresql_where=is_in_force,
    )  # fmt: skip


def _program_in_key() -> sa.Column[str]:
    return sa.Column("program", sa.String, sa.ForeignKey("programs.program"), primary_key=True)


def _words(*columns: str) -> list[sa.ForeignKeyConstraint]:
    of_a_word = ["vocabulary.program", "vocabulary.word"]
    return [sa.ForeignKeyConstraint(["program", column], of_a_word) for column in columns]


def _listed(column: str, words: str) -> sa.CheckConstraint:
    listed = " or ".join(f"{column} = '{word}'" for word in words.split("|"))
    return sa.CheckConstraint(listed, name=f"{column}_is_listed")


def _slug(column: str, most: int) -> sa.CheckConstraint:
    condition = f"{column} = lower({column}) and {column} not like '% %' and length({column}) between 1 and {most}"
    return sa.CheckConstraint(condition, name=f"{column}_is_a_slug")
