"""The tables, named as in the glossary. Every moment is stored in UTC and read back aware.

Who may be written to, and what was said, is kept as facts with who and when: nothing here is overwritten that
a person may later ask about.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.db.columns import Moment as Moment
from bot.db.columns import metadata as metadata


def _key(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True)


def _to(column: str, *, nullable: bool = True, index: bool = False) -> Column[int]:
    name = column.rsplit(".", 1)[1]
    return Column(name, ForeignKey(column), nullable=nullable, index=index)


homes = Table(
    "homes",
    metadata,
    Column("home_id", String, primary_key=True),
    Column("name", String, nullable=False, index=True),
    Column("setting", String, nullable=False, default=""),
    Column("area", String, nullable=False, default="", index=True),
    Column("provider", String, nullable=False, default="", index=True),
    Column("address", String, nullable=False, default=""),
    Column("postcode", String, nullable=False, default=""),
    Column("telephone", String, nullable=False, default=""),
    Column("manager", String, nullable=False, default=""),
    Column("beds", Integer),
    Column("rating", String, nullable=False, default=""),
    Column("cqc_location_id", String, nullable=False, default="", index=True),
    Column("cqc_provider_id", String, nullable=False, default=""),
    Column("imported_at", Moment, nullable=False),
)

# Former CQC ids as well: a re-registered home keeps its own id and its history.
home_cqc_ids = Table(
    "home_cqc_ids",
    metadata,
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("cqc_id", String, primary_key=True, index=True),
    Column("seen_at", Moment, nullable=False),
)

# What audience expressions pick homes by: kind is "type" or "tag".
home_labels = Table(
    "home_labels",
    metadata,
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", String, primary_key=True),
    Index("ix_home_labels_kind_value", "kind", "value", "home_id"),
)

persons = Table(
    "persons",
    metadata,
    _key("person_id"),
    Column("name", String, nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("left_at", Moment),
)

memberships = Table(
    "memberships",
    metadata,
    _key("membership_id"),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False, index=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)

team_members = Table(
    "team_members",
    metadata,
    _key("team_member_id"),
    Column("team", String, nullable=False, index=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)

accounts = Table(
    "accounts",
    metadata,
    _key("account_id"),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    # A hash of the chat: lane n of m takes the chats whose key leaves n when divided by m.
    Column("lane_key", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("last_used_at", Moment, nullable=False),
    Column("shut_at", Moment),
    Column("shut_reason", String, nullable=False, default=""),
    UniqueConstraint("channel", "chat"),
)
# The clock looks every second at what has changed since it looked last: few rows, however many there are.
Index(
    "ix_accounts_shut_at",
    accounts.c.shut_at,
    sqlite_where=text("shut_at IS NOT NULL"),
    postgresql_where=text("shut_at IS NOT NULL"),
)

invites = Table(
    "invites",
    metadata,
    _key("invite_id"),
    Column("code_hash", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("home_id", ForeignKey("homes.home_id")),
    Column("team", String),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("name", String, nullable=False, default=""),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", ForeignKey("persons.person_id")),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    _key("wrong_code_id"),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_wrong_codes_chat", "channel", "chat", "at"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("channel", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("state", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

# Every event that was taken, so that it acts once however often the platform repeats it. Never its text.
events = Table(
    "events",
    metadata,
    Column("channel", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column(
        "parked", String, nullable=False, default=""
    ),  # the error that stopped it, by class name
)

series = Table(
    "series",
    metadata,
    Column("name", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("broadcast_id", Integer, primary_key=True, autoincrement=False),
    Column("author_id", ForeignKey("persons.person_id")),
    Column("audience", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("ack", Boolean, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("send_at", Moment),
    Column("sent_at", Moment),
    Column("finished_at", Moment),
)

broadcast_parts = Table(
    "broadcast_parts",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("channel", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("payload", Text, nullable=False),
)

# One row a home of the audience: who it went to, or why to nobody, and what the home said of it.
receipts = Table(
    "receipts",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), primary_key=True),
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id")),
    Column("gap", String, nullable=False, default=""),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", ForeignKey("persons.person_id")),
    Index("ix_receipts_home", "home_id"),
)
Index(
    "ix_receipts_acknowledged_at",
    receipts.c.acknowledged_at,
    sqlite_where=text("acknowledged_at IS NOT NULL"),
    postgresql_where=text("acknowledged_at IS NOT NULL"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _key("delivery_id"),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("lane_key", Integer, nullable=False),
    Column("account_id", ForeignKey("accounts.account_id")),
    Column("priority", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("payload", Text),  # empty where broadcast_parts holds it
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id")),
    Column("part", Integer, nullable=False, default=0),
    Column("card", String, nullable=False, default=""),
    Column("edits_id", ForeignKey("deliveries.delivery_id")),
    Column("thread_of_id", ForeignKey("deliveries.delivery_id")),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("first_tried_at", Moment),
    Column("in_doubt", Boolean, nullable=False, default=False),
    Column("finished_at", Moment),
    Column("reason", String, nullable=False, default=""),
    Column("sent_chat", String, nullable=False, default=""),
    Column("sent_id", String, nullable=False, default=""),
)
# Small partial indexes: the dispatcher looks only at what is left to do, however long the history is.
Index(
    "ix_deliveries_waiting",
    deliveries.c.channel,
    deliveries.c.priority,
    deliveries.c.delivery_id,
    sqlite_where=text("state = 'queued'"),
    postgresql_where=text("state = 'queued'"),
)
Index(
    "ix_deliveries_on_wire",
    deliveries.c.channel,
    sqlite_where=text("state = 'on_wire'"),
    postgresql_where=text("state = 'on_wire'"),
)
Index(
    "uq_deliveries_broadcast",
    deliveries.c.broadcast_id,
    deliveries.c.account_id,
    deliveries.c.part,
    unique=True,
    sqlite_where=text("broadcast_id IS NOT NULL"),
    postgresql_where=text("broadcast_id IS NOT NULL"),
)
Index(
    "ix_deliveries_card",
    deliveries.c.card,
    sqlite_where=text("card <> ''"),
    postgresql_where=text("card <> ''"),
)
Index("ix_deliveries_sent", deliveries.c.sent_chat, deliveries.c.sent_id)
Index(
    "ix_deliveries_edits",
    deliveries.c.edits_id,
    sqlite_where=text("edits_id IS NOT NULL"),
    postgresql_where=text("edits_id IS NOT NULL"),
)

# One owner at a time of a lane, of the Telegram polling, of the clock: whoever holds the row until then.
leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Moment, nullable=False),
)

# A pause that the platform asked for holds for every process.
pauses = Table(
    "pauses",
    metadata,
    Column("channel", String, primary_key=True),
    Column("until", Moment, nullable=False),
)

# Archived, or without the app: what was meant for such a room goes elsewhere.
shut_rooms = Table(
    "shut_rooms",
    metadata,
    Column("channel", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("shut_at", Moment, nullable=False),
    Column("failed_at", Moment, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("questionnaire_id", String, nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
)

assignments = Table(
    "assignments",
    metadata,
    _key("assignment_id"),
    _to("rounds.round_id", nullable=False),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False, index=True),
    Column("done_at", Moment),
    UniqueConstraint("round_id", "home_id"),
)

# A correction adds a row; the newest is the answer, the others are its history.
answers = Table(
    "answers",
    metadata,
    _key("answer_id"),
    _to("assignments.assignment_id", nullable=False, index=True),
    Column("question_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("value", String, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("at", Moment, nullable=False),
)

escalations = Table(
    "escalations",
    metadata,
    Column("escalation_id", Integer, primary_key=True, autoincrement=False),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False, index=True),
    Column("category", String, nullable=False),
    Column("team", String, nullable=False),
    Column("summary", Text, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("version", Integer, nullable=False, default=1),
    Column("owner_id", ForeignKey("persons.person_id")),
    _to("assignments.assignment_id", index=True),
    Column("raised_at", Moment, nullable=False),
    Column("raised_by", ForeignKey("persons.person_id")),
    Column("resolved_at", Moment),
)

entries = Table(
    "entries",
    metadata,
    _key("entry_id"),
    _to("escalations.escalation_id", nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("at", Moment, nullable=False),
)

# Each row's hash covers the row before it, so an altered or missing row shows.
audit = Table(
    "audit",
    metadata,
    _key("audit_id"),
    Column("at", Moment, nullable=False),
    Column("person_id", Integer),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("about", String, nullable=False),
    Column("hash", String, nullable=False),
)
